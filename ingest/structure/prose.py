"""Measures told in prose: paragraphs without numbers, divided only by semicolons and full stops.

A unit begins a measure of its own where it begins as official measures do: with what was done (制定…), with the matter
it was done to (对…, 为…), or with who did it.  What came of it (截至…, …率由…升至…) is a result, what is to be done yet
is pending, and a unit that shows none of these goes on with the one before it, so that nothing is cut on a guess.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from ingest.structure.actions import HOW, LINK, VERBS, begins_with_action, begins_with_verb
from ingest.structure.clauses import comma_clauses, units
from ingest.structure.deadlines import Frame
from ingest.structure.state import bare_state
from ingest.structure.unfinished import is_ahead, opens_unfinished
from kb.model import Span, Status


class Told(Enum):
    """What a part of a paragraph tells."""

    MEASURE = auto()
    RESULT = auto()
    PENDING = auto()
    LEAD = auto()


class Part(NamedTuple):
    """A part of a paragraph and what it tells."""

    told: Told
    span: Span


# 经复查,已整改到位: that it was found done is no measure.
CHECKED = re.compile(
    r"(?:该|上述|以上|相关)?问题(?:均|都)?已[^,。;]{0,6}(?:整改|纠正|解决)"
    r"|经[^,。;]{0,18}(?:复查|复核|复验|验收|回访|核验|“?回头看”?),?[^,。;]{0,8}(?:已|均)"
)
# 经核查,系交接不清所致。: what was found on looking into it.
_CAUSED = re.compile(
    r"经[^,。;]{0,8}(?:核查|核实|调查|了解|倒查)[^。;]*(?:属实|不实|所致|造成|引起|导致)[。;]?|(?:经[^,。;]{0,8},?)?(?:情况|反映|基本|部分|问题)*(?:不)?属实[。;]"
)
_SINCE = re.compile(
    rf"{LINK}?(?:截至|截止|至今|目前(?!正)|现(?=[在有已])|如今|到\d{{1,2}}月底?,|(?:上述|以上)[^,。;]{{0,16}}(?:已|均)|(?:经|通过)(?:过)?(?:此次|集中|专项|上述|以上)?(?:整改|整治|努力|措施))"
)
_TOTAL = re.compile(
    r"[^,。;]{0,20}(?:以来|期间|后|年|月)?,?(?:共|累计|总计|合计)(?!同|建|享|管|商|治)|(?:检查|排查|清查|审查|核查|抽查|自查|经查|督查)?(?:中)?(?:共)?(?:发现|查出)|[核排清抽倒自][查]出"
)
_CAME = re.compile(
    r"(?:由|从)[^,。;]{1,20}(?:升|降|提高|提升|下降|缩短|压缩|压减|增加|增至|减少|减|上升|回落)(?:至|到|为)|同比|环比"
    r"|(?:未|没有|无)(?:再)?(?:次)?(?:发生|出现|发现)|(?:明显|显著|有效|大幅|持续|稳步|全面)(?:得到)?(?:提升|提高|下降|改善|好转|增强|减少|缩短|规范|遏制|扭转|改观)"
    r"|(?:达到?|保持在?|稳定在|升至|降至|提升至|下降至|缩短至|超过|突破)(?:了)?(?:百分之|\d)|得到(?:了)?[^,。;]{0,8}(?:解决|缓解|改善|遏制|扭转|纠正|好评|肯定|提升|加强)"
    r"|(?:为|全部)(?:零|清零)|实现[^,。;]{0,16}(?:零|全覆盖|翻番|转变|清零)|荣获|获评|群众满意|满意度"
)
# 涉案财物已全部移交: told of the matter itself, not of who did what.
_STATED = re.compile(
    r"[\u4e00-\u9fff\d、“”]{2,24}?(?:均已|现已|已经|已于[^,。;]{1,14}|已全部|已|均|全部)(?!对|将|把|由)[^,。;]{0,14}(?:到位|完成|办结|完毕|退还|退缴|归还|清退|移交|整改|通过|补正|安装|销号|上线|投用|投入使用|建成|发放|归档|录入|签订|达标)"
)
# Attitudes in front of the first measure.
_ATTITUDE = re.compile(
    r"高度重视|诚恳接受|照单全收|虚心接受|深刻(?:认识|反思|反省|汲取|吸取|检讨)|引以为戒|作为[^,。;]{2,18}(?:来[改抓办]|任务|大事|要务|重点|工程|抓手)[。;]?$|摆[在上][^,。;]{2,12}位置|以此为契机"
)
# 整改以来,…: when, not what was done.
_DURING = re.compile(r"^(?:整改|整治|改革|行动|专项行动|新系统|平台)(?:开展|启动|运行|上线)?(?:以来|期间),")
# Those who inspected found something: that is no measure.
_FOUND = re.compile(
    r"(?:巡[察视]|督[察查]|检查|审计|复[核查]|[“\"]?回头看[”\"]?)组?[^,。;]{0,12}(?:发现|指出|认为|反映)|(?:抽查|检查|核查|排查|清查|暗访)[^,。;]{0,8}发现[,有]"
)
# What was found wrong, told in front of what was done about it.
_WRONG = re.compile(
    r"没有(?!再)|没能|未(?:能|按|及时|经|建立|开展|落实)|不[到严够力足实强高熟]|(?:仍|还)(?:有|存在|习惯|未)|缺乏|缺少|超期|逾期|反弹|空置|闲置|流于|上一轮|(?:检查|抽查|巡[察视]|督[察查])[^,。;]{0,10}(?:发现|指出)|有的[^,。;]{2,}"
)
# An enumeration that explains the measure in front of it.
_EXPLAINS = re.compile(r"[^,。;:]{2,20}(?:包括|分为|如下|方面|环节|内容|类|种|项|步)[^,。;:]{0,6}:")
# A paragraph is headed by a sentence of a few words (严格责任追究。); it belongs to the measure behind it.
_TOPIC = re.compile(r"[\u4e00-\u9fff]{4,10}。")


def divide(folded: str, span: Span, frame: Frame, *, begun: bool = False) -> list[Part]:
    """The parts of a paragraph in order, from its beginning; what stands in no part belongs to the part before it.

    ``begun`` tells that measures stand in front of the paragraph, which may then tell results alone; otherwise at
    least one part is a measure where nothing is pending.
    """
    parts: list[Part] = []
    pieces = units(folded, span)
    headed = False  # by a topic, which is the beginning of the measure behind it
    for at, unit in enumerate(pieces):
        words = folded[unit.start : unit.end]
        found = _told(folded, unit, frame, first=at == 0 and not begun)
        told = any(part.told in (Told.MEASURE, Told.PENDING) for part in parts)
        if headed and found in (None, Told.MEASURE):
            headed = False
            continue
        if found is None and not told:
            lead = at == 0 and pieces[1:] and _ATTITUDE.search(words)
            found = Told.LEAD if lead or _describes(folded, unit, pieces[at + 1 :]) else Told.MEASURE
        if found is Told.MEASURE and at == 0 and pieces[1:] and _is_attitude(folded, unit):
            found = Told.LEAD
        headed = at == 0 and found is Told.MEASURE and _TOPIC.fullmatch(words) is not None
        if found is not None and not (parts and found is parts[-1].told is Told.RESULT):
            parts.append(Part(found, unit))
            parts += _tail(folded, unit, frame) if found in (Told.MEASURE, Told.RESULT) else []
    if not begun and not any(part.told in (Told.MEASURE, Told.PENDING) for part in parts):
        # Only results or good will are told: a reader takes them for what was done.
        return [Part(Told.MEASURE, Span(span.start, span.end))]
    return parts


def _describes(folded: str, unit: Span, behind: list[Span]) -> bool:
    """Whether a unit in front of the first action says what was wrong (有的支出没有公函)."""
    if not _WRONG.search(folded, unit.start, unit.end):
        return False
    return any(begins_with_action(folded[one.start : one.end]) for one in behind)


def tells_result(folded: str, span: Span, frame: Frame) -> bool:
    """Whether a stretch tells nothing but what came of measures in front of it."""
    parts = units(folded, span)
    told = [_told(folded, unit, frame, first=False) for unit in parts]
    return bool(told) and told[0] is Told.RESULT and Told.MEASURE not in told and Told.PENDING not in told


def _told(folded: str, unit: Span, frame: Frame, *, first: bool) -> Told | None:
    """What a unit tells; None where it shows nothing of its own."""
    words = _DURING.sub("", folded[unit.start : unit.end])
    acts = begins_with_action(words) and not _FOUND.match(words)
    if opens_unfinished(words) or (acts and _opens_ahead(folded, unit, frame)):
        return Told.PENDING
    # 已整改完成。 is no measure.
    state = None if first else bare_state(words)
    seen_done = _SINCE.match(words) or CHECKED.match(words)
    if seen_done or (not first and (_TOTAL.match(words) or state is Status.COMPLETED)):
        return Told.RESULT
    caused = _CAUSED.fullmatch(words)
    if caused or (not first and (state or _EXPLAINS.match(words))):
        return Told.LEAD if caused else None
    if not acts and is_ahead(folded, unit, frame):
        return Told.PENDING
    if not acts and (_CAME.search(words) or (not first and _STATED.match(words))):
        return Told.RESULT
    return Told.MEASURE if acts or begins_with_verb(words) else None


def _opens_ahead(folded: str, unit: Span, frame: Frame) -> bool:
    """Whether a unit begins with the matter and ends with what is to come of it: ``对…的13人,…待…后于年底前清退``."""
    words = folded[unit.start : unit.end]
    if re.match(rf"{LINK}?(?:对|把|将)", words) is None:
        return False
    clauses = comma_clauses(folded, unit)
    done = [clause for clause in clauses[1:] if re.match(rf"{HOW}{{0,3}}(?:{VERBS})", folded[clause.start :])]
    return len(clauses) > 1 and not done and is_ahead(folded, Span(clauses[1].start, unit.end), frame)


def _tail(folded: str, unit: Span, frame: Frame) -> list[Part]:
    """The end of a unit that tells what is still to come: ``制定方案,…,力争11月底前完成``."""
    for clause in comma_clauses(folded, unit)[1:]:
        rest = Span(clause.start, unit.end)
        words = folded[clause.start : clause.end]
        if opens_unfinished(words) or is_ahead(folded, clause, frame):
            return [Part(Told.PENDING, rest)]
    return []


def _is_attitude(folded: str, unit: Span) -> bool:
    """Whether a first sentence tells attitude alone: whose, and no action besides meeting about it."""
    words = folded[unit.start : unit.end]
    found = _ATTITUDE.search(words)
    if not found or not words.endswith("。"):
        return False
    return not re.search(r"(?:制定|修订|出台|建立|成立|印发|部署开展|组织开展|召开|约谈)", words)
