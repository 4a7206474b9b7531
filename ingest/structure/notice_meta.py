"""Unit, inspectors, period, dates and totals of notices and feedback, read from title, opening and signature."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from ingest.structure.dates import first_date, make_date, month_end, number
from ingest.structure.lines import Line
from ingest.structure.titles import Head, is_particulars
from kb.model import Counts, DocumentKind, Meta, Span
from kb.numerals import CHARACTERS
from kb.text import sentences

_N = rf"[{CHARACTERS}]"
_YEAR = rf"(?:19|20)\d\d|二[〇零○]{_N}{{2}}"
_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,16}\s*[〔\[(]\s*(?:19|20)\d\d\s*[〕\])]\s*(?:第\s*)?\d+\s*号")
_PARTY = r"(?:党委|党组|党总支|党支部|(?:总)?支部(?:委员会)?|委员会|党工委)"
_UNIT_TITLE = re.compile(
    rf"^(?:中共|中国共产党)?(?P<u>.{{2,40}}?){_PARTY}?"
    r"(?:关于|落实|(?:19|20)\d\d年|巡[察视](?:反馈|整改|意见)|督[察查](?:反馈|整改)|专项|整改|对.{2,10}巡)"
)
_GROUP = r"(?:巡[察视]|督[察查]|检查|暗访)组"
# 关于某局党委巡察整改情况的通报; 关于市局党委巡察组反馈问题… names those who inspected.
_UNIT_ABOUT = re.compile(
    rf"^关于(?:对)?(?:中央|[省市县区旗州]委)?(?:巡[察视](?:组)?)?(?:中共)?(?P<u>[^,。]{{4,30}}?)(?:{_PARTY}(?!{_GROUP})|(?=落实|(?!{_GROUP})(?:巡[察视]|督[察查])))[^,。]{{0,24}}整改"
)
# 县委第三巡察组向某县公安局党委反馈巡察情况.
_UNIT_TOLD = re.compile(rf"向(?:中共)?(?P<u>[\u4e00-\u9fff]{{4,30}}?){_PARTY}?(?:领导班子)?(?:反馈|通报)")
# Whom a feedback is sent to: 中共某市公安局某分局委员会:
_ADDRESSED = re.compile(rf"(?:中共)?(?P<u>[\u4e00-\u9fff]{{4,30}}?){_PARTY}?:")
# 我局, 分局 alone name no unit.
_VAGUE = re.compile(r"[我你贵本]|^(?:[分市县区省]?局|[总支大中]队|该.*|各.*|单位|.{0,4}个.{0,8})$")
# 全市8个县区公安局、市局直属单位: several.
_MANY = re.compile(r"^(?:全[省市县区州]|各)|\d\s*[个家]")
# 局, 支队 and the like: how names of units end.
_UNIT_END = re.compile(r"(?:[局厅部院会委处队所站区县市镇乡校社科]|街道|公司|中心|学院)$")
_INSPECTED = re.compile(
    rf"(?P<who>[\u4e00-\u9fff\d]{{0,16}}{_GROUP})?[^。]{{0,40}}?对\s*(?P<unit>[^,。;]{{2,40}}?){_PARTY}?(?:领导班子)?"
    r"(?:开展|进行|实施)了?(?P<how>[^,。;]{0,30}?)(?:巡[察视]|督[察查]|检查)"
)
_INSPECTOR = re.compile(
    rf"(?P<who>(?:中央|省|市|县|区|旗|州|自治区|厅|局|支队|总队)(?:委|纪委监委)?(?:第?[一二三四五六七八九十\d]+)?(?:轮)?(?:专项|联合)?{_GROUP})"
)
# Kinds of inspection, the more particular first.
_TYPES = ("提级", "机动", "回头看", "专项", "交叉", "联动", "常规")
_PERIOD = re.compile(
    rf"(?P<y>{_YEAR})\s*年\s*(?P<m>{_N}{{1,3}})\s*月\s*(?:(?P<d>{_N}{{1,3}})\s*日)?\s*(?:至|到|-|—|–|~)+\s*"
    rf"(?:(?P<y2>{_YEAR})\s*年\s*)?(?P<m2>{_N}{{1,3}})\s*月\s*(?:(?P<d2>{_N}{{1,3}})\s*[日号])?"
)
# The day of feedback stands in one clause with the word; no other date between them.
_FEEDBACK = re.compile(
    rf"(?:(?P<y>{_YEAR})\s*年\s*)?(?P<m>{_N}{{1,3}})\s*月\s*(?P<d>{_N}{{1,3}})\s*日"
    r"(?:(?!\d+\s*月\s*\d)[^。;]){0,60}?(?:反馈|通报了|下发了)"
)
_TOLD = re.compile(rf"(?:{_YEAR})年{_N}{{1,3}}月{_N}{{1,3}}日(?:予以)?(?:通报|公布|公开|发布)")
_ORIGIN = re.compile(r"(?:原文见|来源|载于|刊于|转自)\s*:?\s*(?P<w>[^。;,\n]{4,60})")
_REGION = re.compile(r"(?P<r>[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|自治州|地区|盟|县|区|旗))(?=[\u4e00-\u9fff])")
_ASPECTS = rf"(?:(?P<a>{_N}{{1,4}})\s*个?(?:大)?方面)"
_CATEGORIES = rf"(?:(?P<c>{_N}{{1,4}})\s*个?(?:大)?(?:类别|类|大项))"
_BETWEEN = r"(?:存在|突出|主要)?[,、的共及和\s]{0,4}"
_PROBLEMS = re.compile(
    rf"{_ASPECTS}?{_BETWEEN}{_CATEGORIES}?{_BETWEEN}(?P<p>{_N}{{1,4}})\s*[个项条](?:具体|主要|突出|反馈|细化)?的?问题"
    rf"|问题\s*(?:共\s*)?(?P<p2>{_N}{{1,4}})\s*[个项条]"
)
_MEASURES = re.compile(
    rf"(?P<m>{_N}{{1,4}})\s*[项条个](?:具体)?的?(?:整改)?(?:工作|落实|具体)?(?:整改)?措施|整改(?:落实)?措施\s*(?:共\s*)?(?P<m2>{_N}{{1,4}})\s*[项条个]"
)
_SPEAKS_OF_TOTALS = re.compile(r"反馈|指出|梳理|巡[察视]|督[察查]")
_FED_BACK = re.compile(r"反馈|指出")
# A date line has at most so many characters, the signing body and spaced digits included; contact and copies may
# stand below it.
_MAX_SIGNATURE, _SIGNATURE_LINES = 48, 6
# Contact, copies and the printing office take up to so many more lines below the date.
_BELOW_DATE = 2
_ANNEX = re.compile(r"附\s*件\s*\d{0,2}:?")
# Totals are stated in the opening or the part on organisation; 3,000 characters hold both in every notice seen.
_FRONT = 3000


def notice_meta(folded: str, lines: list[Line], head: Head, span: Span, kind: DocumentKind) -> Meta:
    """Everything a notice or feedback says about itself; what it does not say stays empty."""
    text = folded[span.start : span.end]
    opening = "\n".join(line.text for line in lines[head.size : head.size + 12])[:2500]
    start, stop = _period(opening)
    inspected = _INSPECTED.search(opening)
    inspector = _INSPECTOR.search(opening) or _INSPECTOR.search(head.title)
    published = _put_up(lines) if kind is DocumentKind.LEDGER else published_on(lines, head)
    doc_number = _DOC_NUMBER.search("\n".join(line.text for line in lines[: head.size]))
    filled_by = _filled_by(lines) if kind is DocumentKind.LEDGER else None
    unit = _unit(head, inspected, lines, kind)
    # A department without its bureau says less than the title.
    if filled_by and not (unit and (unit.endswith(filled_by) or not re.search(r"[局厅部院所]", filled_by))):
        unit = filled_by
    return Meta(
        doc_number=re.sub(r"\s", "", doc_number.group()) if doc_number else None,
        issued=published,
        unit=_in_full(unit, opening) if unit else None,
        inspector=_own_name(inspector["who"]) if inspector else None,
        inspection_type=_type(f"{opening}\n{head.title}"),
        period_start=start,
        period_end=stop,
        feedback_date=_feedback(opening, stop or start, published),
        published=published,
        region=_region(unit or head.title),
        origin_note=_origin(head.notes),
        counts=stated_counts(text),
    )


def _type(text: str) -> str | None:
    """The kind of inspection, where it is named with it or in quotes (``“回头看”巡察``)."""
    for word in _TYPES:
        if re.search(rf"{word}[”\"]?(?:交叉|政治|综合)?(?:巡[察视]|督[察查]|检查)|[“\"]{word}[”\"]", text):
            return word
    return None


def _period(opening: str) -> tuple[date | None, date | None]:
    """First and last day of the inspection; months without days count from the first to the last day."""
    match = _PERIOD.search(opening)
    if not match:
        return None, None
    values = {name: number(part) for name, part in match.groupdict().items() if part}
    year, month, last_month = values.get("y"), values.get("m"), values.get("m2")
    if not year or not month or not last_month:
        return None, None
    last_year, last_day = values.get("y2") or year, values.get("d2")
    stop = make_date(last_year, last_month, last_day) if last_day else month_end(last_year, last_month)
    return make_date(year, month, values.get("d") or 1), stop


def _feedback(opening: str, after: date | None, published: date | None) -> date | None:
    """The day of the feedback; a missing year is that of the inspection, or the next where the day lies before it."""
    for match in _FEEDBACK.finditer(opening):
        month, day = number(match["m"]), number(match["d"])
        if not month or not day:
            continue
        if match["y"]:
            year = number(match["y"])
            return make_date(year, month, day) if year else None
        base = after or published
        if base is None:
            return None
        found = make_date(base.year, month, day)
        return make_date(base.year + 1, month, day) if found and after and found < after else found
    return None


# What may stand on the line of a date besides the date: brackets, the signing body in front of it.
_SIGNED = re.compile(
    r"[(]?(?:[\u4e00-\u9fff]{2,30}(?:[会局厅部院队所室组委处]|办公室)\s*)?[(]?(?P<d>\S[^,。;:]*?)[)]?(?:印发|发布)?"
)
_BARE_DATE = re.compile(
    rf"(?:{_YEAR})\s*年\s*{_N}{{1,3}}\s*月\s*{_N}{{1,3}}\s*[日号]|(?:19|20)\d\d\s*[-./]\s*\d{{1,2}}\s*[-./]\s*\d{{1,2}}"
)


def signed_on(text: str) -> date | None:
    """The day a line gives as a signature does: nothing but the date, or the body that signs in front of it."""
    match = _SIGNED.fullmatch(text)
    return first_date(text) if match and _BARE_DATE.fullmatch(match["d"].strip()) else None


_PUT_UP = re.compile(r"发布(?:日期|时间)\s*:?\s*(?P<d>[\d年月日.\-/]{8,12})")
# The particulars of a page stand in its first lines.
_PARTICULARS = 12


def _put_up(lines: list[Line]) -> date | None:
    """The day the page of a ledger says it was published on; the ledger itself has no such day."""
    found = (match for line in lines[:_PARTICULARS] if (match := _PUT_UP.search(line.text)))
    return next((day for match in found if (day := first_date(match["d"]))), None)


_FILLED_IN = re.compile(r"(?:填报|填表|制表|报送|更新)(?:日期|时间)\s*[:]?\s*(?P<d>[\d年月日.\-/\s]{8,16})")


def filled_in(lines: list[Line]) -> date | None:
    """The day a ledger says it was filled in (``填报日期：``), above or below its table; its time limits are read
    against it, though nothing was published that day.
    """
    for line in lines:
        match = _FILLED_IN.search(line.text)
        if match and "|" not in line.text and (day := first_date(match["d"])):
            return day
    return None


_FILLED_BY = re.compile(
    rf"(?:填报|填表|报送|整改|制表)单位\s*(?:\([^()]*\))?\s*:\s*(?:中共)?(?P<u>[\u4e00-\u9fff]{{4,30}}?){_PARTY}?(?=[\s|(,;]|$)"
)


def _filled_by(lines: list[Line]) -> str | None:
    """The unit a ledger names as the one that filled it in (``填报单位（盖章）：``)."""
    found = (match["u"] for line in lines if (match := _FILLED_BY.search(line.text)))
    return next((unit for unit in found if _UNIT_END.search(unit) and not _VAGUE.search(unit)), None)


_IN_BRACKETS = re.compile(r"\(\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


def published_on(lines: list[Line], head: Head) -> date | None:
    """The day of publication: the date under the signature, else a date line in the head; None where neither is found.

    The signature stands at the end or, where an annex follows, in front of it; time limits and remarks with a date are
    no signature.
    """
    tail = [line for line in reversed(lines[head.size :]) if len(line.text) <= _MAX_SIGNATURE]
    ahead = next((at for at, line in enumerate(lines) if at > head.size and _ANNEX.fullmatch(line.text)), len(lines))
    before_annex = [line for line in reversed(lines[head.size : ahead]) if len(line.text) <= _MAX_SIGNATURE]
    for line in (*before_annex[:_SIGNATURE_LINES], *tail[:_SIGNATURE_LINES], *lines[: head.size]):
        if len(line.text) <= _MAX_SIGNATURE and (day := signed_on(line.text)):
            return day
    for line in lines[: head.size]:
        # (2024年6月5日  某组组长  某某): who fed it back, and when.
        if (is_particulars(line.text) or _IN_BRACKETS.match(line.text)) and (day := first_date(line.text)):
            return day
    for line in lines[: head.size]:
        if re.search(r"时间|日期|发布|成文", line.text) and (day := first_date(line.text)):
            return day
    # A digest tells the day of the notice in its opening: 现将…2021年11月3日通报的整改情况摘编如下.
    told = _TOLD.search("\n".join(line.text for line in lines[head.size : head.size + 4]))
    return first_date(told.group()) if told else None


def _unit(head: Head, inspected: re.Match[str] | None, lines: list[Line], kind: DocumentKind) -> str | None:
    """The unit: named in the title in front of 关于, else as the object of the inspection, else in the signature.

    Feedback and cases are signed by who inspected, not by the unit; a feedback is addressed to it.
    """
    bare = re.sub(r"^.{0,4}\(虚构\)\s*", "", head.title)
    size = head.size
    match = _UNIT_TITLE.match(bare)
    if match and not match["u"].startswith(("关于", "对")):
        # 某分局区委巡察反馈问题…: the body that sent the inspectors is not part of the unit.
        unit = re.sub(r"(?<=[局队所院校厅])(?:落实)?(?:中央|[省市县区旗州]委|上级)$", "", match["u"])
        if _UNIT_END.search(unit) and not (kind is DocumentKind.CASE and _NO_UNIT.search(unit)):
            return unit
    if kind is DocumentKind.FEEDBACK and (told := _told_to(bare, lines[size : size + 1])):
        return told
    about = _UNIT_ABOUT.match(bare)
    if about and _UNIT_END.search(about["u"]):
        return about["u"]
    if kind in (DocumentKind.NOTICE, DocumentKind.LEDGER) and (signed := _signed_by(lines)):
        return signed
    # 我所, 我局 in the opening name no unit.
    named = inspected["unit"].strip() if inspected else ""
    if _UNIT_END.search(named) and not _VAGUE.search(named) and not _MANY.search(named):
        return named
    return None


def _told_to(title: str, first: list[Line]) -> str | None:
    """Whom a feedback is addressed to in its first line, or given to by its title."""
    addressed = _ADDRESSED.fullmatch(first[0].text) if first else None
    if addressed and _UNIT_END.search(addressed["u"]) and not _VAGUE.search(addressed["u"]):
        return addressed["u"]
    given = _UNIT_TOLD.search(title)
    return given["u"] if given and _UNIT_END.search(given["u"]) else None


def _signed_by(lines: list[Line]) -> str | None:
    """The body that signs: in the last lines, or above the date where contact and copies stand below it."""
    above_date = [
        line
        for line, below in pairwise(lines[-_SIGNATURE_LINES - _BELOW_DATE :])
        if len(below.text) <= _MAX_SIGNATURE and signed_on(below.text)
    ]
    for line in (*reversed(lines[-4:]), *reversed(above_date)):
        signed = re.fullmatch(rf"(?:中共)?([\u4e00-\u9fff]{{2,30}}?){_PARTY}?", line.text.strip())
        if signed and re.search(r"[局厅部院队所]$", signed[1]):
            return signed[1]
    return None


# 市公安局, 县公安局分局: named without the place.
_PLACELESS = re.compile(r"[省市县区州旗](?:公安|[\u4e00-\u9fff]{0,6}[局委会所院队])")


def _in_full(unit: str, opening: str) -> str:
    """A unit named without its place (市公安局) by the full name that the opening gives it."""
    if not _PLACELESS.match(unit):
        return unit
    full = re.search(rf"(?:^|[向对给由,。])(?P<f>[\u4e00-\u9fff]{{2,5}}{re.escape(unit)})", opening, re.MULTILINE)
    return full["f"] if full else unit


# The full name of a police body at the beginning of a clause: its place, the bureau, the branch below it.
_BODY = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[对在由])?(?P<u>[\u4e00-\u9fff]{2,6}[省市县区旗州]公安[局厅](?:[\u4e00-\u9fff]{2,8}?(?:分局|派出所|支队|大队|看守所|拘留所))?)"
)
# Names masked to 某 and the bodies that look into a case name no unit.
_NO_UNIT = re.compile(r"某|督察|纪委|纪检|监察|巡[察视]|检查|[对向到]|^(?:全[省市县区州]|各)|\d\s*[个家]|、")


def unit_of_case(folded: str, span: Span) -> str | None:
    """The unit a single case happened in: the first police body its facts name in full; None where they name none."""
    for match in _BODY.finditer(folded, *span):
        if not _NO_UNIT.search(match["u"]):
            return match["u"]
    return None


def _own_name(who: str) -> str:
    """The inspecting body without the words in front of it."""
    return re.sub(r"^.*(?:部署|安排|派出|关于|落实|对照)", "", who)


def _region(name: str) -> str | None:
    """The place in the name of the unit."""
    match = _REGION.match(re.sub(r"^.*?\(虚构\)|^(?:中共|关于(?:对)?)", "", name))
    return match["r"] if match and match["r"] not in ("某市", "某县", "某区", "某省") else None


def _origin(notes: str) -> str | None:
    """Where a note says the original stands, else the note itself."""
    match = _ORIGIN.search(notes)
    return match["w"] if match else (notes.strip() or None)


def stated_counts(text: str, first_problem: int | None = None) -> Counts:
    """The totals a document states, from the sentences of its front that speak of what was fed back or planned.

    From ``first_problem`` on, only a sentence about the feedback itself states a total: what a unit found when it
    looked for itself (``明察暗访，发现问题17个``) is a result.
    """
    text = text[:_FRONT]
    body = len(text) if first_problem is None else first_problem
    places = sentences(text)
    spoken = [text[span.start : span.end] for span in places]
    totals = [
        match
        for place, sentence in zip(places, spoken, strict=True)
        if (_SPEAKS_OF_TOTALS if place.start < body else _FED_BACK).search(sentence)
        for match in _PROBLEMS.finditer(sentence)
    ]
    best = max(totals, key=lambda match: sum(bool(match[name]) for name in ("a", "c", "p", "p2")), default=None)
    measures = next((m for sentence in spoken if "整改" in sentence and (m := _MEASURES.search(sentence))), None)
    split = _without_problems(spoken) if best is None else None
    aspects, categories = (best["a"], best["c"]) if best else split or (None, None)
    return Counts(
        aspects=_value(aspects),
        categories=_value(categories),
        problems=_value(best["p"] or best["p2"]) if best else None,
        measures=_value(measures["m"] or measures["m2"]) if measures else None,
    )


def _without_problems(spoken: list[str]) -> tuple[str | None, str | None] | None:
    """Aspects and categories where the number of problems is not given."""
    for sentence in spoken:
        match = re.search(rf"{_ASPECTS}{_BETWEEN}{_CATEGORIES}?(?=.{{0,8}}问题)", sentence)
        if match:
            return match["a"], match["c"]
    return None


def _value(text: str | None) -> int | None:
    """A printed number, None where there is none."""
    return number(text) if text else None
