"""How those responsible were dealt with: the part of a case that begins where its facts end.

Circulars tell a case in one paragraph: what was found, then who was punished, told off or ordered to put things right.
Each person or body dealt with is a measure; what is still being looked into is pending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.structure.clauses import comma_clauses, units
from ingest.structure.deadlines import Frame
from ingest.structure.prose import CHECKED, Part, Told
from ingest.structure.unfinished import lies_ahead, opens_unfinished
from kb.model import Span

# What is done to those responsible.  A refusal or an omission of it (未予处理, 应当给予) is a fact of the case.
_NOT = r"(?<!未)(?<!不)(?<!没)(?<!曾)(?<!应)(?<!应当)(?<!没有)(?<!建议)(?<!未被)(?<!未受)(?<!拒绝)"
_SANCTION = (
    r"(?:党内|政务|行政)?(?:严重)?(?:警告|记过|记大过|降级|撤职|开除|降职|免职|除名)(?:处分|处理)?|处分|诫勉|约谈|辞退|批评教育|通报批评|批评|提醒谈话|谈话提醒|谈话函询"
    r"|书面检[查讨]|检讨|停止执行职务|停职|禁闭|调离|调岗|调整岗位|免去|撤销[^,。;]{0,12}职务|解除[^,。;]{0,8}(?:合同|聘用)|取消[^,。;]{0,14}(?:资格|评优|评先)|扣[发罚减除][^,。;]{0,14}"
    r"|组织处理|责任追究|问责|追责|立案(?:调查|审查|侦查)|移送|纪律处理|行政处罚"
)
_DEALT = re.compile(
    rf"{_NOT}(?:给予|予以|受到|受|处以|作出|进行|对)[^。;]{{0,34}}?(?:{_SANCTION})|{_NOT}被[^,。;]{{0,14}}?(?:{_SANCTION})"
    rf"|{_NOT}(?:责令|责成|勒令|督促)(?![^,。;]{{0,6}}(?:通知书|书|决定))[^,。;]{{2,}}|(?:当场|立即|现场)(?:予以)?(?:纠正|整改|制止)"
    rf"|(?:解除|终止)[^,。;]{{0,8}}(?:劳动合同|聘用合同|合同|聘用)|停止执行职务|{_NOT}(?:免去|撤销)[^,。;]{{0,10}}职务|(?:已|经)[^,。;]{{0,12}}立案(?:调查|审查)"
)
_DENIED = re.compile(r"(?:未|没有|不|曾|拒不|应当?|建议|要求|逃避|擅自|违规)[^,。;]{0,6}$")
# Being looked into still; a punishment in the same words closes the matter.
_OPEN = re.compile(
    r"立案(?:调查|审查|侦查)|(?:正在|正由|正)[^,。;]{0,14}(?:调查|核查|审查|处理|追究|办理|整改)|结果另行|另行(?:通报|处理|追究)|进一步(?:调查|核查|处理)|待[^,。;]{2,20}后"
)
# Of these nothing can be a fact of the case.
_LOOKED_INTO = re.compile(
    r"(?:正在|正由)[^,。;]{0,14}(?:调查|核查|审查)|进一步(?:调查|核查)|(?:结果|情况)(?:将)?另行通报"
)
_CLOSED = re.compile(r"(?:警告|记过|撤职|开除|降级)|处分|诫勉|辞退|批评|解除|停止执行职务|移送")
# Who is dealt with next: 对…, 给予…, or a person or body that is told of.
_NEXT = re.compile(r"(?:并|同时|还)?(?:对|给予|责令|责成|督促)(?=[^,。;]{2})")
_SOMEBODY = (
    r"(?:并|同时)?[\u4e00-\u9fff\d*、“”]{0,16}?"
    r"(?:[\u4e00-\u9fff][某*]{1,3}|人员|民警|辅警|领导|班子|党委|支部|负责人|责任人|本人|[所队科处局]长|政委|教导员|主任|书记|审核员|[所队局科处室]|单位)"
)
_PERSON = re.compile(rf"(?!免去|取消|撤销|扣|停止|解除){_SOMEBODY}")
_NEXT_TOLD = re.compile(
    rf"{_SOMEBODY}"
    r"(?:因[^,。;]{2,12})?(?:均|也|已|分别|集体|主动)?(?:受到|被|予以|承担|作出|登门|向|受)"
)
# What else is done to the person told of in front: no name stands before it.
_SAME_PERSON = re.compile(
    r"(?:并|同时|且)?(?:受到|被(?:责令|给予|处以|取消|调离|免去|停止)|调离|调整|取消|暂扣|吊销|扣[发减罚]|免去|停止|记[大]?过|责[令成](?:其)?(?:作出|写出|提交|限期|立即|退[还缴赔]|改正))"
)
_CAUSE = re.compile(r"(?:因|鉴于|由于|针对)")
# 经党委研究, 接到通报后: what leads to the decision is no measure of its own.
_LEADS_IN = re.compile(
    r"(?:经|根据|依据|按照|鉴于|目前|事后|事发后|日前|近日)|[^,。;]{0,16}(?:核实|调查|研究|通报|督察|查实|发现)后|[^,。;]{0,20}高度重视|[^,。;]{0,20}(?:研究|决定|审议)(?:决定|同意|通过)?,$"
)
_LEAD_IN = 8
_MATTER = re.compile(
    r"(?:目前|现|截至[^,。;]{2,10}),?(?!正)[^,。;]{2,20}?已|(?:该|各)[^,。;]{1,8}?(?:现)?已(?!被|受)|[^,。;]{2,24}?(?:均已|现已|已经|已于[^,。;]{1,14}|已全部|已|均|全部)[^,。;]{0,14}(?:到位|完成|办结|完毕|退还|退缴|归还|清退|移交|整改|补正|补齐|补录|追回|纠正|重新制作|发还|收回)"
)


def handling_at(folded: str, start: int, end: int) -> int | None:
    """Where the sentence (or part of it behind a semicolon) begins that first tells how somebody was dealt with.

    None where none does; the first sentence of the stretch is what the case is about and never counts.
    """
    for unit in units(folded, Span(start, end))[1:]:
        for match in _DEALT.finditer(folded, *unit):
            if not _DENIED.search(folded, max(unit.start, match.start() - 10), match.start()):
                return unit.start
        if _OPEN.search(folded, *unit) and opens_unfinished(folded[unit.start : unit.end]):
            return unit.start
        if re.match(r"(?:目前|现),?", folded[unit.start : unit.end]) and _OPEN.search(folded, *unit):
            return unit.start
        looked_into = next((one for one in comma_clauses(folded, unit) if _LOOKED_INTO.search(folded, *one)), None)
        if looked_into:
            return looked_into.start
    return None


# What else a paragraph on the handling may tell: sentences, what was given back, what was changed.
_SETTLED = re.compile(r"判处|追回|退[还缴赔]|收缴|整改|完善|修订|建立|结果|复核|纠正")


def tells_handling(paragraph: str) -> bool:
    """Whether a paragraph tells anything of how a case was dealt with, rather than what it teaches."""
    return any(pattern.search(paragraph) for pattern in (_DEALT, _OPEN, _CLOSED, _MATTER, _SETTLED))


def divide_handling(folded: str, span: Span, frame: Frame) -> list[Part]:
    """The parts of the handling of a case in order, from its beginning."""
    parts: list[Part] = []
    for unit in _decided(folded, span):
        words = folded[unit.start : unit.end]
        order = _order_behind(folded, unit, frame)
        if order is not None:
            parts += [Part(Told.MEASURE, place) for place in _persons(folded, Span(unit.start, order))]
            parts.append(Part(Told.PENDING, Span(order, unit.end)))
        elif (
            (_OPEN.search(words) and not _CLOSED.search(words))
            or (opens_unfinished(words) and parts)
            or (_orders(words) and lies_ahead(folded, unit, frame))
        ):
            parts.append(Part(Told.PENDING, unit))
        elif parts and (CHECKED.match(words) or (_MATTER.match(words) and not _DEALT.search(words))):
            parts.append(Part(Told.RESULT, unit))
        else:
            parts += [Part(Told.MEASURE, place) for place in _persons(folded, unit)]
    return parts


# 经研究决定:…;…。 leads to decisions, each of its own.
_DECIDES = re.compile(r"[^。;:]{0,40}(?:决定|处理意见|处理如下|如下)[^。;:]{0,6}:")


def _decided(folded: str, span: Span) -> Iterator[Span]:
    """The units of the handling of a case; what a decision lists behind its colon is not one."""
    for unit in units(folded, span):
        lead = _DECIDES.match(folded, *unit)
        listed = units(folded, Span(lead.end(), unit.end)) if lead else []
        if len(listed) > 1:
            yield Span(unit.start, listed[0].end)
            yield from listed[1:]
        else:
            yield unit


def _order_behind(folded: str, unit: Span, frame: Frame) -> int | None:
    """Where a unit passes from how somebody was punished to what is ordered for a day to come (``给予…,责令…前整改``);
    None where it tells one of them alone.
    """
    for clause in comma_clauses(folded, unit)[1:]:
        if _orders(folded[clause.start : clause.end]) and _CLOSED.search(folded, unit.start, clause.start):
            return clause.start if lies_ahead(folded, Span(clause.start, unit.end), frame) else None
    return None


def _deals(words: str) -> bool:
    """Whether words tell how somebody is dealt with."""
    return _DEALT.search(words) is not None or re.search(_SANCTION, words) is not None


def _orders(words: str) -> bool:
    """Whether a unit orders something."""
    return re.search(r"责令|责成|督促|要求|限(?:[期定于]|\d|今年|本月)", words) is not None


def _with_cause(folded: str, floor: int, start: int) -> int:
    """Where a clause begins, the one in front of it included that says why (因未按期整改,对大队予以通报批评)."""
    before = comma_clauses(folded, Span(floor, start))
    return before[-1].start if len(before) > 1 and _CAUSE.match(folded, before[-1].start) else start


def _persons(folded: str, unit: Span) -> list[Span]:
    """A unit divided where the next person or body is dealt with."""
    starts = [unit.start]
    for clause in comma_clauses(folded, unit)[1:]:
        before = folded[starts[-1] : clause.start]
        words = folded[clause.start : clause.end]
        dealt = _deals(words)
        told = _deals(before) or (dealt and len(before) > _LEAD_IN and not _LEADS_IN.match(before))
        if _SAME_PERSON.match(words):
            continue
        if told and (_NEXT_TOLD.match(words) or (dealt and (_NEXT.match(words) or _PERSON.match(words)))):
            starts.append(_with_cause(folded, starts[-1], clause.start))
    return [Span(at, stop) for at, stop in zip(starts, [*starts[1:], unit.end], strict=True)]
