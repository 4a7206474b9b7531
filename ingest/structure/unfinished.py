"""Which words of an item or of a report on progress say that something is still to be done."""

from __future__ import annotations

import re

from ingest.structure.deadlines import Frame, find_deadlines
from ingest.structure.lines import trim
from kb.model import Span

# What an item that is still to be done begins with.  将 alone is mostly 把 (将…纳入…), 拟 and 计划 may be verbs and
# nouns of what was done (拟定, 计划生育), so they count only in front of a time or a preposition.
_OPENS = re.compile(
    r"(?:下一?步|下一?阶段|后续|接下来|今后|剩余|余下|其余|尚有|仍有|还有\d|尚未|目前正|仍在|正在|正(?=通过|由|会同|与|按)|待(?=[^遇])"
    r"|将[于在](?=\d|今|明|年|本)|(?:计划|拟|预计|争取|力争)(?=[于在对将由,]|\d|今年|明年|年[底内]|本年))"
)
# An item is named in a few words before it is told (争取体检提标。支队已…).
_TOPIC = 14
_AHEAD = re.compile(r"(?<![接招对优虐])待[^遇,]{1,10}后|预计|计划|拟于?|将于|争取|力争")
_REMAINS = re.compile(
    r"尚未|仍未|还未|暂未|未完成|仍有|尚有|还有|剩余|其余|正在|正由|正按|仍在|推进中|进行中|办理中|内测|有待|待[^遇].{0,12}后|下一?步|后续将|计划[于在]|拟于|预计"
)
_CLAUSE = re.compile(r"[^,;。\n]+[,;。\n]*")
_SENTENCE = re.compile(r"[^。;\n]+[。;\n]*[”\")]*")


def is_unfinished(folded: str, span: Span, ordinal: int, frame: Frame) -> bool:
    """Whether an item of a list (its ordinal has ``ordinal`` characters) is told as still to be done.

    It begins so, or the one sentence it consists of (its topic aside) looks ahead to a day that has not come.
    """
    start = trim(folded, span.start + ordinal, span.end).start
    if _OPENS.match(folded, start, span.end):
        return True
    told = [match for match in _SENTENCE.finditer(folded, start, span.end) if match.group().strip()]
    if len(told) > 1 and len(told[0].group()) <= _TOPIC:
        told = told[1:]
    if len(told) != 1 or frame.day is None:
        return False
    limits = find_deadlines(folded, Span(*told[0].span()), frame)
    ahead = [limit for limit in limits if limit.due and limit.due > frame.day]
    return any(
        _AHEAD.search(clause.group())
        for limit in ahead
        for clause in _CLAUSE.finditer(folded, *told[0].span())
        if clause.start() <= limit.span.start < clause.end()
    )


def ordered_parts(folded: str, span: Span, frame: Frame) -> list[Span]:
    """The sentences of a report on a case that order something by a day that has not come (``责令…3月底前完成``)."""
    return [
        trim(folded, *match.span())
        for match in _SENTENCE.finditer(folded, *span)
        if _lies_ahead(folded, Span(*match.span()), frame)
    ]


def unfinished_parts(folded: str, span: Span, frame: Frame) -> list[Span]:
    """The stretches of a report on progress that tell what remains: from the clause that says so to the end of its
    sentence (``已核清212人，仍有31人正在核查。`` from 仍有).
    """
    parts: list[Span] = []
    for sentence in _SENTENCE.finditer(folded, *span):
        begin = next(
            (
                clause.start() + len(clause.group()) - len(clause.group().lstrip())
                for clause in _CLAUSE.finditer(folded, *sentence.span())
                if _REMAINS.search(clause.group()) or _lies_ahead(folded, Span(*clause.span()), frame)
            ),
            None,
        )
        if begin is not None:
            parts.append(trim(folded, begin, sentence.end()))
    return parts


def _lies_ahead(folded: str, span: Span, frame: Frame) -> bool:
    """Whether a clause names a day that has not come when the document was written."""
    if frame.day is None:
        return False
    return any(limit.due and limit.due > frame.day for limit in find_deadlines(folded, span, frame))
