"""Quantities and document names that measures mention."""

from __future__ import annotations

import re

from kb.model import Figure, Span

# Measure words of official reports; two-character ones first, so that 人次 is not read as 人.
_UNITS = (
    "个百分点|万余?起|人次|家次|件次|辆次|场次|项次|篇次|台次|户次|处次|条次|批次|班次|轮次|余?万元|亿元|万元|余万|万余|公里|平方米|平方公里|千米|"
    "小时|分钟|个月|工作日|个工作日|%|‰|周年|"
    "名|人|个|家|件|份|起|次|场|项|条|处|篇|期|辆|台|部|套|张|本|册|座|间|所|支|户|批|轮|类|级|万|亿|元|天|日|年|周|公斤|吨|米|块|枚|门|课时|学时|幅|封|例|宗|笔|对|组|队|岁|村|社区|点|分"
)
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z第〔\[])(?P<v>\d[\d,]*(?:\.\d+)?)\s*(?P<more>余|多)?(?P<scale>万|亿)?(?P<more2>余|多)?(?P<u>{_UNITS})(?P<more3>次|余)?"
)
_CHINESE = re.compile(r"(?<![\u4e00-\u9fff第])?(?P<v>[一两二三四五六七八九十]{1,3})(?P<u>名|人次|家次)")
# Points in time look like quantities: 2021年, 6月, 12日, 8时.
_DATE_UNIT = re.compile(r"\d+\s*[年月日时号]")
_PERIOD = re.compile(r"(?:个月|小时|分钟|工作日|天|周|岁)$")
_WORD = r"[\u4e00-\u9fffA-Za-z“”《》（）()·]"
_STOP_AFTER = re.compile(
    r"[,。;:、!?\s\d]|的|被|进行|开展|予以|给予|实施|完成|受到|纳入|以|参加|中(?![层队心级])|分别|组成|在|已|均|全部|整改|次性|统一|集中|受理|办理"
    r"|建成|推动|提升|下降|达到|并|后|内|前"
)
# Verbs and adverbs in front of a figure: what it counts begins behind them.
_VERBS = (
    "了|下发|发出|印发|制发|开展|召开|组织|处理|查处|办理|办结|制定|修订|检查|排查|发现|整改|破获|抓获|打掉|建成|完成|发布|评查|处置"
    "|清理|新增|培训|下达|出台|累计|共|近|约|达|为|至|到|的|惠及|涉及|覆盖|提供|招聘|配备|投入|先后|今年|全年|分别|以来|对|走访|约谈|追缴|挽回"
)
_STOP_BEFORE = re.compile(rf".*(?:[,。;:、!?\s\d%]|{_VERBS})")
# How a share moved: 满意率升至99.2%.
_CHANGE = re.compile(
    r"(?:同比|分别|平均|均)*(?:升至|降至|提升至?|提高[至到]|达到?|上升|下降|增长|降低|压降|占比?|约|超过|不低于|为|至|到|降|增)+$"
)
# Words that count how often something was done: it stands in front of them, or behind when a verb does.
_TIMES = ("次", "场", "轮", "期", "批", "批次", "场次", "轮次")
_ACTION = re.compile(r"深入|前往|到|赴|开展|组织|进行|召开")
_LONGEST = 14
_TITLE = re.compile(r"《(?P<t>[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*)》")


def find_figures(folded: str, span: Span) -> tuple[Figure, ...]:
    """The quantities in ``folded[span]``: Arabic figures with a measure word or percent, and counted persons in Chinese
    numerals.  ``counts`` is the noun next to it as printed: behind persons and things (``156名民警``), in front of
    shares and of words that end in the figure (``《督察通知书》14份``); empty where neither is a noun.
    """
    found: list[Figure] = []
    for match in _FIGURE.finditer(folded, span.start, span.end):
        unit = f"{match['more'] or ''}{match['scale'] or ''}{match['more2'] or ''}{match['u']}{match['more3'] or ''}"
        if unit in ("年", "日") and _DATE_UNIT.match(match.group()):
            continue
        counts = _counted(folded, span, match.start(), match.end(), unit)
        found.append(Figure(Span(*match.span()), match["v"].replace(",", ""), unit, counts))
    for match in _CHINESE.finditer(folded, span.start, span.end):
        counts = _counted(folded, span, match.start(), match.end(), match["u"])
        found.append(Figure(Span(*match.span()), match["v"], match["u"], counts))
    return tuple(sorted(found, key=lambda figure: figure.span))


def _counted(folded: str, span: Span, start: int, end: int, unit: str) -> str:
    """The noun a figure counts, as printed."""
    before = folded[max(span.start, start - _LONGEST - 10) : start]
    if unit in ("%", "‰", "个百分点") or _PERIOD.search(unit):
        return _noun_before(_CHANGE.sub("", before))
    behind = folded[end : min(span.end, end + _LONGEST)]
    stop = _STOP_AFTER.search(behind)
    noun = (behind[: stop.start()] if stop else behind).strip("()")
    ahead = _noun_before(before)
    if len(noun.strip("“”《》")) < 2 or _ACTION.match(noun) or (unit in _TIMES and ahead):  # noqa: PLR2004 - nouns have two characters
        return ahead
    return noun


def _noun_before(before: str) -> str:
    """The words directly in front of a figure, back to the last verb or mark."""
    quoted = re.search(r"《[^《》]*》$", before)
    if quoted:
        return quoted.group()
    cut = _STOP_BEFORE.match(before)
    noun = before[cut.end() :] if cut else before
    return noun[-_LONGEST:].strip() if re.fullmatch(rf"{_WORD}*", noun[-_LONGEST:].strip()) else ""


def find_titles(folded: str, text: str, span: Span) -> tuple[str, ...]:
    """The 《titles》 in a range, as printed, without the outer marks, each once, in order; marks inside marks stay."""
    found = [text[match.start("t") : match.end("t")].strip() for match in _TITLE.finditer(folded, span.start, span.end)]
    return tuple(dict.fromkeys(title for title in found if title))
