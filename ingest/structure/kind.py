"""What a document is, decided from its content; every decision comes with its reason in Chinese."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.structure.apart import handled_apart
from ingest.structure.deadlines import Frame
from ingest.structure.handling import handling_at
from ingest.structure.labels import increasing
from ingest.structure.ledger import LEDGER_MARK, find_tables
from ingest.structure.lines import Line
from ingest.structure.numbering import read_mark
from ingest.structure.outline import build
from ingest.structure.regulation import article_labels
from ingest.structure.titles import LAW, Head, is_normative
from kb.model import DocumentKind, Provenance, Span

# A text counts as divided into articles from this many on; a notice that quotes two articles stays a notice.
_MIN_ARTICLES = 3

_RECTIFIED = re.compile(
    r"整改(?:落实|进展|完成|工作)?(?:情况|进展|结果|成效)|整改.{0,8}(?:通报|报告|公告|公示|公开)|集中整改"
    # 落实巡察组反馈意见情况, 督察指出问题整治工作的阶段性情况, 交办单所列事项办理结果: the same without the word.
    r"|落实.{0,40}(?:反馈|指出|交办|督办).{0,8}(?:情况|进展)"
    r"|(?:反馈|指出|查出|移交)的?(?:意见|问题|事项).{0,6}(?:整治|纠治|落实|解决|办理).{0,10}(?:情况|进展|结果)"
    r"|(?:交办|督办|转办|反映|来信|来访|投诉|热线).{0,16}(?:办理|落实|答复|回应).{0,4}(?:情况|进展|结果)"
    r"|落实.{0,40}(?:巡[察视]|督[察查]|审计|检查).{0,6}(?:意见|建议|要求).{0,4}(?:情况|进展)"
)
_INSPECTED = re.compile(r"巡[察视]|督[察查]|审计|专项检查|主题教育|考核")
_FEEDBACK = re.compile(
    r"审计(?:意见|决定)书?$|(?:监察|检察|纪检|整改)(?:建议|意见)书$|(?:巡[察视]|督[察查]|检查|监督).{0,20}(?:反馈|指出)|反馈(?:意见|会|情况)|(?:督[察查]|检查|抽查|暗访).{0,12}(?:通报|情况)"
)
_CASE = re.compile(
    r"典型(?:问题|案[例件])|案例(?!库)|警示录|以案[说释明为促示论]|案剖析|通报(?:\d+|[一二三四五六七八九十]+)[起例件].{0,24}(?:问题|案件?)$"
    r"|(?<![方档草法预答备立提议教图专个正])案$"
)
_CASE_PARTS = re.compile(
    r"(?:^|\n)\s*[【\[#\s]*(?:基本案情|案情(?:简介|回顾|概述)|处理(?:结果|情况|与整改)|裁判(?:要点|结果|理由)|典型意义|案例(?:点评|警示|启示))"
)
_OPENING = re.compile(
    r"现将.{0,40}整改.{0,20}(?:公布|通报|报告|公示|公开)|整改.{0,30}(?:予以公布|通报如下|公布如下|报告如下)"
)
# Behind a title that speaks of rectification.
_FOLLOWS = re.compile(r"现.{0,30}(?:公布|通报|报告|公示|公告|公开)如下")
_MEASURES = re.compile(
    r"整改(?:落实|完成)?(?:措施|情况|进展|成效|结果)[^,。\n]{0,12}:|[关针]于?对?[“\"].{2,60}[”\"].{0,8}问题的?整改"
    r"|(?:^|\n)我们(?:改|办|做):"
)
_FEEDBACK_TEXT = re.compile(
    r"(?:巡[察视]|督[察查]|检查)组?[^。]{0,80}反馈(?:了|意见|情况)?|反馈(?:意见)?如下|(?:巡[察视]|督[察查])(?:组)?(?:反馈|发现)的?(?:主要|突出)?问题"
    r"|现将[^。]{0,40}(?:督[察查]|检查|抽查|暗访|巡[察视])[^。]{0,30}(?:通报|反馈|公布)"
)
_OF_PROBLEMS = re.compile(r"(?:存在|发现|指出|主要|突出)的?.{0,6}(?:问题|不足)|有?(?:短板|差距)|不到位|不够")
# Names of papers about the work, as against papers of the work.
_ABOUT = re.compile(
    r"方案|范文|机制|经验|做法|研究|思考|调研|总结|综述|讲话|材料|参考|办法|制度|计划|体会|心得|论|解[读析]|问答|一问一答|记者问"
)


# Headlines of press stories about rectification, which tell the feedback first.
_STORY = re.compile(r"后半篇|以[巡督]促|(?<!限期)(?<!责令)整改(?!.{0,8}(?:要求|通知|意见|函|单|书|建议|提示))")


# Headlines of news about meetings: what was fed back or found at them is not told one by one.
_MEETING = re.compile(r"(?:召开|举[行办]).{0,30}(?:会|会议|仪式|培训班?)$")


def is_meeting(title: str) -> bool:
    """Whether a headline tells of a meeting (``…召开巡察情况反馈会``)."""
    return _MEETING.search(title) is not None


# What a supervising body orders a unit to put right.
_ORDER = re.compile(
    r"督办(?:的)?(?:通知书?|函|单|件|令)|(?:限期|责令)整改(?:的)?(?:通知书?|督办通知|函|单)|整改(?:督办|建议|提示)(?:的)?(?:通知书?|书|函|单)"
    r"|督[察查](?:建议|整改|督办)?(?:通知)?[书单函]$|工作提示(?:函|单)?$|风险提示函?$"
)
_MISCONDUCT = re.compile(
    r"(?:违规|违纪|违法|违反|失职|渎职|过错|涉酒|饮酒|不作为|慢作为|乱作为)[^,。]{0,30}(?:问题|案件?|情况|行为)(?:的|处理|调查处理|查处|责任追究|追责|问责)*(?:情况)?(?:的)?(?:处理)?通报$"
)
_PUNISHED = re.compile(r"(?:受到|给予|予以|被)[^。;]{0,24}(?:处分|诫勉|辞退|开除|警告|记过|撤职|批评教育)")
# How titles of tables end; （截至…） may follow.
_LEDGER = re.compile(r"(?:台账|清单|一览表|情况表|汇总表|统计表|推进表|销号表|登记表|明细表)[”\"]?\s*(?:\([^()]*\))?$")


class Decision(NamedTuple):
    """A kind and why."""

    kind: DocumentKind
    reason: str


def detect_kind(folded: str, lines: list[Line], head: Head) -> Decision:
    """The kind of the document in ``lines``.

    Order matters: the ledger mark is written by our own reader; articles are the surest outward sign; then the title;
    then the words of the text.
    """
    if lines and lines[0].text.startswith(LEDGER_MARK):
        return Decision(DocumentKind.LEDGER, "表格文件，按行列为台账")
    text = folded[lines[0].start : lines[-1].end] if lines else ""
    title = head.title
    if _LEDGER.search(title) and find_tables(lines):
        return Decision(DocumentKind.LEDGER, "标题为台账或清单，正文为问题表")
    labels = increasing(article_labels(lines))
    if len(labels) >= _MIN_ARTICLES and labels[0].number <= _MIN_ARTICLES:
        return Decision(DocumentKind.REGULATION, f"正文按条编排，共{len(labels)}条")
    if labels and is_normative(title):
        return Decision(DocumentKind.REGULATION, f"标题为规范性文件名称，正文有{len(labels)}条")
    if _CIRCULAR.search(title) and not _RECTIFIED.search(title) and not _ABOUT.search(title):
        circular = _by_handling(folded, lines[head.size :])
        if circular:
            return circular
    return _by_title(title, text) or _by_tables(lines, text) or _by_text(text, title)


# The opening formula stands in the first part of a notice; 3,000 characters hold any preface seen.
_OPENS_WITHIN = 3000
# A paper is a ledger where this much of it stands in tables of problems, whatever it is called.
_TABLED = 0.7


def _by_tables(lines: list[Line], text: str) -> Decision | None:
    """Decision for a paper that is a table of problems and hardly anything else; one that opens as a notice is one."""
    if _OPENING.search(text[:_OPENS_WITHIN]):
        return None
    rows = [line for first, last in find_tables(lines) for line in lines[first : last + 1]]
    tabled, whole = (sum(line.end - line.start for line in some) for some in (rows, lines))
    return Decision(DocumentKind.LEDGER, "正文主要为问题表") if rows and tabled >= _TABLED * whole else None


# Circulars of supervising bodies; a feedback (反馈意见) orders and names nobody who has been dealt with.
_CIRCULAR = re.compile(r"^(?!.*(?:反馈|整改)).*(?:通报|情况)(?:\([^()]*\))?$")
_MIN_CASES = 2
# A numbered line that tells something has at least so many characters; shorter ones are headings.
_TELLING = 40


def _by_handling(folded: str, body: list[Line]) -> Decision | None:
    """Decision for a circular that tells, item by item or in a later part, how somebody was dealt with."""
    if not body:
        return None
    told = _handled(folded, body, body[-1].end)
    if told:
        return Decision(DocumentKind.CASE, f"通报中有{told}处逐案写明处理情况")
    apart = handled_apart(folded, build(body, body[0].start, body[-1].end), Frame(None, None))
    if apart:
        return Decision(DocumentKind.CASE, f"通报先写{len(apart.matters)}处问题，后写处理情况，按姓名、单位对应")
    return None


def _handled(folded: str, lines: list[Line], end: int) -> int:
    """How many numbered items tell how somebody was dealt with; 0 where they are fewer than two or than half."""
    places = [line.start for line in lines if read_mark(line.text)]
    items = [Span(at, stop) for at, stop in zip(places, [*places[1:], end], strict=False) if stop - at >= _TELLING]
    handled = sum(handling_at(folded, item.start, item.end) is not None for item in items)
    return handled if handled >= _MIN_CASES and handled * 2 >= len(items) else 0


# Central bodies issue normative texts under plain names (通知, 意见, 安排); other bodies' are taken at their words.
_CENTRAL = re.compile(
    r"^(?:中共中央|中央|国务院|全国人大|全国人民代表大会|最高人民法院|最高人民检察院|公安部|司法部|国家|[\u4e00-\u9fff]{2,8}部、?).{0,40}关于.+(?:通知|意见|安排|解答|命令|答复|复函|函|公告|方案|说明)(?:\(.*\))?$"
)
_STRICT = re.compile(rf"(?:{LAW}|若干措施|禁令|条例|规定|决定|决议|解释|批复|修正案|章程|办法|细则|规则)(?:\(.*\))?$")


def _by_title(title: str, text: str) -> Decision | None:
    """Decision from the title, None where it leaves the kind open."""
    measures = len(_MEASURES.findall(text))
    case = None if _RECTIFIED.search(title) else _case_by_title(title, text)
    if case:
        return case
    if _RECTIFIED.search(title) and (
        _INSPECTED.search(title) or _OPENING.search(text) or _FOLLOWS.search(text[:_OPENS_WITHIN]) or measures
    ):
        return Decision(DocumentKind.NOTICE, "标题为整改情况的通报或报告")
    if not _ABOUT.search(title) and (_ORDER.search(title) or _FEEDBACK.search(title)):
        ordered = _ORDER.search(title) is not None
        if measures > 1 and not ordered:
            return Decision(DocumentKind.NOTICE, f"标题涉及反馈意见，正文写有{measures}处整改情况")
        reason = "标题为督办或限期整改的通知" if ordered else "标题为检查反馈或督察通报"
        return Decision(DocumentKind.FEEDBACK, reason)
    if _STRICT.search(title) or _CENTRAL.match(title):
        return Decision(DocumentKind.REGULATION, "标题为法规性文件名称")
    return None


def _case_by_title(title: str, text: str) -> Decision | None:
    """Decision for typical cases and for notices about somebody's misconduct that tell how it was dealt with."""
    if _CASE.search(title):
        return Decision(DocumentKind.CASE, "标题为典型案例")
    if _MISCONDUCT.search(title) and _PUNISHED.search(text):
        return Decision(DocumentKind.CASE, "标题为违纪违规问题的通报，正文写有处理结果")
    return None


def _by_text(text: str, title: str) -> Decision:
    """Decision from the words of the text."""
    measures = len(_MEASURES.findall(text))
    if _OPENING.search(text[:_OPENS_WITHIN]) or (measures > 2 and _INSPECTED.search(text)):  # noqa: PLR2004 - two may be examples in an article
        return Decision(
            DocumentKind.NOTICE,
            "正文有公布整改情况的表述" if measures < 1 else f"正文有{measures}处“问题—整改情况”结构",
        )
    parts = len(_CASE_PARTS.findall(text))
    if parts > 1 or (parts and re.search(r"案$|基本案情", text[:200])):
        return Decision(DocumentKind.CASE, f"正文有{parts}处案情、处理等案例要素")
    told_of = _ABOUT.search(title) or _STORY.search(title)
    if not told_of and _FEEDBACK_TEXT.search(text[:1500]) and _OF_PROBLEMS.search(text):
        return Decision(DocumentKind.FEEDBACK, "正文为检查发现问题的反馈，没有整改内容")
    if is_normative(title) and re.search(
        r"制定本|(?:提出|制定)(?:以下|如下)[^。]{0,8}(?:意见|规定|措施)|自.{2,20}起施行|现(?:作|就).{0,60}(?:规定|决定|解释|批复)如下|(?:解释|决定|规定|批复|说明)如下",
        text,
    ):
        return Decision(DocumentKind.REGULATION, "标题为规范性文件名称，正文有施行或制定依据的表述")
    return Decision(DocumentKind.PRACTICE, "没有条文、反馈或整改结构，按工作文章处理")


def detect_provenance(title: str, notes: str) -> Provenance:
    """How far the words may be relied upon, from the title and the notes in the head (``说明：本文件是…摘编``)."""
    if "虚构" in title or re.search(r"示例\s*\(虚构\)|均?(?:为|系|属)虚构|虚构的?示例", notes):
        return Provenance.FICTIONAL
    if "摘编" in title or "摘编" in notes:
        return Provenance.DIGEST
    return Provenance.ORIGINAL
