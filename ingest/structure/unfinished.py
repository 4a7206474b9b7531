"""Which words of an item or of a report on progress say that something is still to be done."""

from __future__ import annotations

import re

from ingest.structure.clauses import comma_clauses, units
from ingest.structure.deadlines import Frame, find_deadlines
from ingest.structure.lines import trim
from kb.model import Span

# What an item that is still to be done begins with.  将 alone is mostly 把 (将…纳入…), 拟 and 计划 may be verbs and
# nouns of what was done (拟定, 计划生育), so they count only in front of a time or a preposition.
_OPENS = re.compile(
    r"(?:(?:但|其中)?,?(?:(?:目前|现),?)?)??(?:下一?步|下一?阶段|后续|接下来|今后|剩余|剩下|余下|其余|尚有|仍有|还有\d|尚[未在待需余]|目前正|现正|仍[在需待]|正在|正(?=通过|由|会同|与|按)|待(?=[^遇])"
    r"|[^,。;]{2,10}(?:结果|情况)将?另行(?:公布|通报|公开|报告)|将[于在](?=\d|今|明|年|本)|将(?:积极|继续|进一步|持续|尽快|适时|加快|逐步|稳步|努力|力争)|(?:计划|拟|预计|争取|力争)(?=[于在对将由,]|\d|今年|明年|年[底内]|本年))"
)
# 2026年底前实现…: begins with the day by which something is to be.
_OPENS_BY = re.compile(
    r"(?:(?:19|20)\d\d年|今年|明年|本年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?年?(?:底|末|初|中旬|上旬|下旬)?(?:以?前|之前)[^。;]{4}"
)
# 其余9台已依法处置完毕: what was left over has been done too.
_REST_DONE = re.compile(
    r"(?:其余|剩余|剩下|余下)[^。;]{0,40}?(?:已|均|全部|处置|办理|清退|整改|销毁|返还)[^,。;]{0,10}(?:完毕|办结|到位|上网追逃|清零|移交|返还|退还|销毁|发还)"
)
# 该问题正在整改。 states how things stand; it names nothing that is to be done.
_STATES = re.compile(
    r"(?:(?:该|此|本)(?:问题|项|任务|事项)?)?(?:目前|现)?(?:正在|持续|长期)(?:整改|推进|坚持|办理)(?:中|之中)?[。;]?"
)
# What is left over of something is not that which the item is named after: the item itself was done.
_REST = re.compile(r"\s*(?:剩余|剩下|余下|其余|尚有|仍有|还有|下一?步|后续)")
# An item is named in a few words before it is told (争取体检提标。支队已…).
_TOPIC = 14
# 计划 is a noun at the end of a clause (纳入年度计划).
_AHEAD = re.compile(
    r"(?<![接招对优虐])待[^遇,]{1,10}后|预计|计划(?=[于在对将由从到再用把分\d今明年本])|拟于?|将[于在]|争取|力争|确保"
)
# A limit in front of its completion says so too (年底前完成搬迁, 3月底前全部到岗), unless it is what a rule or an order
# lays down (明确各所于月底前上报).
_DONE_BY = re.compile(
    r"(?:前|内|末|底|旬|月|季度|半年)(?:可|将|能)?(?:全部|全面|基本|正式|陆续)?[^,。;]{0,6}(?:完成|完毕|到岗|到位|建成|竣工|完工|投用|投入使用|上线|启用|销号|办结|清退|清零|搬迁|通报|到货|进场|开工|动工|施工|封顶|公布|验收|交付|落实|实现)"
)
_LAID_DOWN = re.compile(r"要求|明确|规定|责令|责成|督促|限定|部署|约定|确定|方案|计划书")
_REMAINS = re.compile(
    r"尚[未有在待需余]|仍[未有在待需]|还未|还有|暂未|暂缓|未完成|剩余|其余|正在|正由|正按|现正|推进中|进行中|办理中|内测|有待|待[^遇].{0,12}后|等待|下一?步|后续将|计划[于在]|拟于|预计"
    r"|处于[^,。;]{2,10}阶段|[因由][^,。;]{2,20}(?:延后|延期|推迟|流标|暂停|滞后)"
)
# Clauses with these tell something that was done.
_SAYS_DONE = re.compile(r"已|均|了|完成|到位|全部|累计|共\d|先后|分别")
_CLAUSE = re.compile(r"[^,;。\n]+[,;。\n]*")
# A line that ends in a comma was wrapped.
_FULL_SENTENCE = re.compile(r"(?:[^。\n]|(?<=[,、])\n)+[。\n]*[”\")]*")
_SENTENCE = re.compile(r"[^。;\n]+[。;\n]*[”\")]*")


def is_unfinished(folded: str, span: Span, ordinal: int, frame: Frame) -> bool:
    """Whether an item of a list (its ordinal has ``ordinal`` characters) is told as still to be done.

    It begins so, or the one sentence it consists of (its topic aside) looks ahead to a day that has not come.
    """
    start = trim(folded, span.start + ordinal, span.end).start
    if opens_unfinished(folded[start : span.end]):
        return True
    if _OPENS_BY.match(folded, start, span.end) and lies_ahead(folded, comma_clauses(folded, span)[0], frame):
        return True
    told = [match for match in _SENTENCE.finditer(folded, start, span.end) if match.group().strip()]
    named = len(told) > 1 and len(told[0].group()) <= _TOPIC and not _REST.match(folded, told[1].start())
    if named:
        told = told[1:]
    if len(told) != 1 or frame.day is None:
        return False
    if any(_REST.match(folded, clause.start) for clause in comma_clauses(folded, Span(*told[0].span()))[1:]):
        return False
    return is_ahead(folded, Span(*told[0].span()), frame, planned=not named)


def opens_unfinished(words: str) -> bool:
    """Whether folded words begin as what is still to be done does (``剩余…``, ``尚未…``, ``力争年底前…``)."""
    if _OPENS.match(words) is None:
        return False
    return not _is_done(words, 0, len(words))


def _is_done(folded: str, start: int, end: int) -> bool:
    """Whether a stretch begins with what was left over and says that it has been done too."""
    done = _REST_DONE.match(folded, start, end)
    return done is not None and re.search(r"正在|尚|待|将|拟|计划|预计|力争|前(?:完成|全部)", done.group()) is None


def is_ahead(folded: str, span: Span, frame: Frame, *, planned: bool = False) -> bool:
    """Whether a sentence or clause looks ahead to a day: one that has not come, where the day of writing is known.

    ``planned`` wants a word of planning (预计, 力争); otherwise a completion by that day is enough.
    """
    limits = find_deadlines(folded, span, frame)
    ahead = [limit for limit in limits if frame.day is None or (limit.due and limit.due > frame.day)]
    return any(
        _AHEAD.search(clause.group())
        or (not planned and _DONE_BY.search(clause.group()) and not _LAID_DOWN.search(clause.group()))
        for limit in ahead
        for clause in _CLAUSE.finditer(folded, *span)
        if clause.start() <= limit.span.start < clause.end()
    )


def remaining(folded: str, span: Span, ordinal: int, frame: Frame) -> Span | None:
    """What the end of an item tells to be still to be done: its last sentences, or the last clauses of a single one
    (``修订办法,9月底前完成核查。``); None where nothing does.

    What stands first, behind an ordinal of ``ordinal`` characters, is what was done.
    """
    start = trim(folded, span.start + ordinal, span.end).start
    told = [match for match in _FULL_SENTENCE.finditer(folded, start, span.end) if match.group().strip()]
    begin = None
    for match in reversed(told[1:]):
        here = trim(folded, *match.span())
        if not _OPENS.match(folded, here.start) and not (
            _REMAINS.search(folded, here.start, here.end) and lies_ahead(folded, here, frame)
        ):
            break
        begin = here.start
    if begin is None and told:
        parts = units(folded, trim(folded, *told[-1].span()))
        later = [one for one in comma_clauses(folded, parts[-1]) if one.start > start]
        ahead = any(is_ahead(folded, one, frame) for one in later)
        begin = next(
            (one.start for one in later if ahead and (_REST.match(folded, one.start) or is_ahead(folded, one, frame))),
            None,
        )
    return None if begin is None else trim(folded, begin, span.end)


def ordered_parts(folded: str, span: Span, frame: Frame) -> list[Span]:
    """The sentences of a report on a case that order something by a day that has not come (``责令…3月底前完成``)."""
    return [
        trim(folded, *match.span())
        for match in _SENTENCE.finditer(folded, *span)
        if lies_ahead(folded, Span(*match.span()), frame)
    ]


def unfinished_parts(folded: str, span: Span, frame: Frame) -> list[Span]:
    """The stretches of a report on progress that tell what remains: from the clause that says so to the end of its
    sentence (``已核清212人，仍有31人正在核查。`` from 仍有); the whole sentence where the clauses in front tell nothing
    that was done (``老城区的2宗土地因规划调整，尚未清退。``).
    """
    parts: list[Span] = []
    for sentence in _SENTENCE.finditer(folded, *span):
        begin = next(
            (
                clause.start() + len(clause.group()) - len(clause.group().lstrip())
                for clause in _CLAUSE.finditer(folded, *sentence.span())
                if (_REMAINS.search(clause.group()) and not _is_done(folded, clause.start(), sentence.end()))
                or lies_ahead(folded, Span(*clause.span()), frame)
            ),
            None,
        )
        if begin is not None and not _STATES.fullmatch(folded[begin : sentence.end()].strip()):
            said = folded[sentence.start() : begin]
            start = begin if _SAYS_DONE.search(said) else sentence.start()
            parts.append(trim(folded, start, sentence.end()))
    return parts


def lies_ahead(folded: str, span: Span, frame: Frame) -> bool:
    """Whether a clause names a day that has not come when the document was written."""
    if frame.day is None:
        return False
    return any(limit.due and limit.due > frame.day for limit in find_deadlines(folded, span, frame))
