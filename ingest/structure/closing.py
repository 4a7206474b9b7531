"""What stands behind the problems of a notice, feedback or circular: demands, advice, annexes, last words."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.fields import find_fields
from ingest.structure.lines import Line
from ingest.structure.numbering import Family, Mark, read_mark
from ingest.structure.outline import MAX_HEADING
from kb.model import DocumentKind, PassageKind

# Closing words to the readers of a circular, which belong to none of its problems.
_CODA = re.compile(
    r"(?:各级|各地|各单位|各部门|各分局|各支队|全体|全市|全局|希望|请各|(?:以上|上述).{0,6}(?:案例|问题|案件|事项)|现予以?通报"
    r"|下一?步[,,].{0,40}(?:党委|党组|党支部|党总支|我[局所队]|局|单位|[支大中总]队)|今后[,,])[^:]{6,}$|特此(?:报告|通报|公告|公示|说明|函告)"
    r"|我(?:局|分局|所|院|[支大中总]队|单位|们)(?:党委|党组)?将|(?:公示|公开)期|(?:社会各界|广大群众|各界)[^。]{0,12}(?:如有|对)|欢迎(?:社会|广大|群众)|如有(?:异议|意见)|(?:存在的?|主要|面临的?)困难:"
)
_CODA_HEADING = re.compile(r"下一?步(?:怎么[做办干]|(?:整改)?(?:工作)?(?:打算|安排|计划|措施|工作))")
# … and where a circular turns from its cases to everybody.
_DEMANDS = re.compile(
    r"(?:通报|会议)(?:指出|要求|强调|认为)|(?:从|通过|对照)?(?:上述|以上|这些)(?:\d+起)?(?:典型)?(?:问题|案例|案件|情况|事件)|(?:全[省市县区局]|各级|各地)[^。]{0,16}(?:要|应)[^。]{0,20}(?:引以为[戒鉴]|汲取|吸取|举一反三)"
)
# 根据有关规定,建议如下: what is listed below it is advice.
_ADVISES = re.compile(r"[^。;]{0,60}(?:建议|要求|意见)(?:如下)?:|.{0,60}(?:建议|要求)如下[:。]")
# 附件:1.谈话记录 names what is attached; its items are short.
_ANNEXES = re.compile(r"附\s*件\s*:")


def without_closing(
    cover: Cover, context: Context, body: list[Line], stop: int, opens: Callable[[str], bool]
) -> tuple[list[Line], int]:
    """The lines of the body up to what stands behind its problems, and where they end; that part is cut.  ``opens``
    tells the lines without a number that open a problem.
    """
    for begin, kind, name in (
        (_annexes(body), PassageKind.STRUCTURE, "附件"),
        (_demands(body, opens) if context.kind is DocumentKind.CASE else len(body), PassageKind.PRACTICE, "结语"),
        (_advice(body) if context.kind is DocumentKind.FEEDBACK else len(body), PassageKind.PRACTICE, "建议"),
    ):
        for line in body[begin:]:
            mark = read_mark(line.text)
            cover.add(Cut(line.start, kind, f"{context.prefix}{name}{mark.label if mark else ''}"))
        body, stop = (body[:begin], body[begin].start) if begin < len(body) else (body, stop)
    coda = _coda_start(body)
    for line in body[coda:]:
        cover.add(Cut(line.start, PassageKind.PRACTICE, f"{context.prefix}结语"))
    return body[:coda], body[coda].start if coda < len(body) else stop


def _annexes(body: list[Line]) -> int:
    """Index of the line that names what is attached, where nothing but short lines follows."""
    at = next((at for at, line in enumerate(body) if at and _ANNEXES.match(line.text)), len(body))
    return at if all(len(line.text) <= MAX_HEADING for line in body[at:]) else len(body)


def _demands(body: list[Line], opens: Callable[[str], bool]) -> int:
    """Index of the line in which a circular turns to everybody (上述问题…要引以为戒:).

    The demands may be numbered, but behind that paragraph no item of the first level may follow.
    """
    top = next((mark.family for line in body if (mark := read_mark(line.text)) is not None), None)
    first_level = (
        at
        for at, line in enumerate(body)
        if opens(line.text) or ((mark := read_mark(line.text)) and mark.family is top)
    )
    last = max(first_level, default=0)
    found = (at for at in range(last + 1, len(body)) if _DEMANDS.match(body[at].text) and not read_mark(body[at].text))
    return next(found, len(body))


def _advice(body: list[Line]) -> int:
    """Index of the unnumbered line that leads to a numbered list of advice behind the problems of a feedback.

    The list is numbered in another way than the problems, and none of them follows: else it is advice to one of them.
    """
    marks = [_numbered(line) for line in body]
    top = next((mark.family for mark in marks if mark), None)
    last = max((at for at, mark in enumerate(marks) if mark and mark.family is top), default=len(body))
    for at in range(last + 1, len(body) - 1):
        first = marks[at + 1]
        if marks[at] is None and first and first.number == 1 and _ADVISES.fullmatch(body[at].text):
            return at
    return len(body)


def _numbered(line: Line) -> Mark | None:
    """The number a line begins with; bullets have none."""
    mark = read_mark(line.text)
    return mark if mark and mark.family is not Family.BULLET else None


def _coda_start(body: list[Line]) -> int:
    """Index of the first closing paragraph to the readers: behind the last number, label and table, with all that
    follows it.
    """
    coda = at = len(body)
    listed = False
    while at > 1 and " | " not in body[at - 1].text:
        at -= 1
        line = body[at].text
        mark = read_mark(line)
        listed = listed or mark is not None
        if (mark and mark.family is not Family.BULLET) or find_fields(line, 0, len(line), 0):
            break
        # Below a heading of its own the closing part may be a list, which is else one of measures.
        if _CODA_HEADING.fullmatch(line) or (not listed and _CODA.match(line)):
            coda = at
    return coda
