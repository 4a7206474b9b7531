"""What a document tells of a problem beside its name: events and findings, without the form it is printed in.

Reports fill a form for each problem (责任领导、整改时限、整改情况) and put a label before what was found (具体表现);
neither tells what happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drills.facts import Fact, fact, spans_of
from kb.catalog import ProblemInfo
from kb.model import DocumentKind, Span, StoredPassage

_LABEL_LINE = re.compile(r"[：:]\s*$")
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[)）]")
_STATE = re.compile(
    r"^(?:\S{2,4}(?:情况|状态|进展|结果)[：:])?(?:已|基本|正在|长期|未|持续)?(?:完成|整改|坚持|推进)\S{0,4}[。；]?$"
)
#: A field of the form: who is to set right what, by when, how far it is.
_FIELD = re.compile(
    r"^[（(【\[]?(?:(?:整改|责任|牵头|配合|协同|参与|分管|包抓|承办|主办|督办|落实|办理|完成|销号|验收)[\u4e00-\u9fff]{0,8}|责任人|时限|期限|进度|状态)"
    r"[】\]]?[：:]"
)
#: A label before what was found.
_LED = re.compile(
    r"^(?:(?:(?:具体|主要|突出|问题|存在)?(?:表现|问题|情形|情况|事实)(?:为|如下|是)?|问题描述|反馈内容|巡察发现|检查发现)[：:]"
    r"|经(?:核|调|督察|初步核|进一步核)?[查实]{1,2}[，,：:])\s*"
)

#: The unit in front of the name of a problem (某分局某派出所值班民警脱岗): its level ends it, unless it begins a word
#: for a person or a matter (所长、队员、局领导).
_UNIT = re.compile(
    r"^[\u4e00-\u9fff]{0,30}(?:(?:分|总|市|县|区|州|安)局|派出所|看守所|拘留所|戒毒所|车管所|(?:支|大|中|总|特勤)队|监狱|总站|分中心|指挥中心)"
    r"(?![长员领班子党])(?=[\u4e00-\u9fff]{4})"
)


def narrative(passage: StoredPassage, info: ProblemInfo) -> list[Fact]:
    """The sentences of a problem passage that tell something: no headings, labels, states, fields of a form."""
    told = []
    for span in spans_of(passage):
        one = fact(passage, span)
        has_title = one.anchor.start <= info.problem.title_span.start < one.anchor.end or info.problem.title in one.text
        if has_title or _is_form(one.text):
            continue
        led = _LED.match(one.text)
        told.append(fact(passage, Span(span.start + led.end(), span.end)) if led else one)
    return told


def _is_form(text: str) -> bool:
    is_heading = bool(_HEADING.match(text)) and not text.endswith("。")
    return is_heading or is_state(text) or any(pattern.search(text) for pattern in (_LABEL_LINE, _FIELD))


def is_state(text: str) -> bool:
    """Whether a sentence only says how far something is (已完成。)."""
    return bool(_STATE.match(text))


def titled(own: Sequence[StoredPassage], info: ProblemInfo) -> list[Fact]:
    """The problem as the source names it, its parts one by one (接处警不规范，警情降格处理).

    Of a case also those with a 、 between them, without the unit in front (值班民警脱岗、迟延处警).
    """
    span = info.problem.title_span
    holder = next((one for one in own if one.span.start <= span.start and span.end <= one.span.end), None)
    if holder is None:
        return []
    text = holder.text[span.start - holder.span.start : span.end - holder.span.start]
    is_case = info.kind is DocumentKind.CASE
    unit = _UNIT.match(text) if is_case else None
    begin = unit.end() if unit else 0
    parts = [match.span() for match in re.compile("[^，,；;、]+" if is_case else "[^，,；;]+").finditer(text, begin)]
    return [fact(holder, Span(span.start + start, span.start + end)) for start, end in parts]
