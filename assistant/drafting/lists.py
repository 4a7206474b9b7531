"""三清单 and 台账 from problems of the catalog: the cells are words of the sources.

The columns are those in use.  What no source says stays empty for the user to fill in; nothing is concluded from other
cells.  问题类别 alone is ours: the type the problem was sorted into, or else the heading it stands under.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.anchor import Anchor, of_passage
from assistant.drafting.material import whole_sentences
from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.standing import standing
from kb.catalog.infos import ProblemInfo
from kb.knowledge_base import KnowledgeBase
from kb.model import Deadline, Span, StoredPassage

_NUMBER = Column("序号", ColumnKind.NUMBER, 3)
_PROBLEM = Column("具体问题", width=18)
_MEASURES = Column("整改措施", width=30)
_LIMIT = Column("完成时限", ColumnKind.DATE, 8)
_STATUS = Column("整改状态", ColumnKind.STATUS, 5)
_LEADER, _LEAD_UNIT = Column("责任领导", width=6), Column("牵头单位", width=10)
_OTHER_UNITS, _PERSON = Column("配合单位", width=8), Column("责任人", width=6)
_GOAL = Column("整改目标", width=12)

PROBLEMS, MEASURES, DUTIES, LIMITS, LEDGER = "问题清单", "措施清单", "责任清单", "时限清单", "整改台账"

_COLUMNS = {
    PROBLEMS: (_NUMBER, Column("问题类别", width=10), _PROBLEM, Column("涉及单位", width=10)),
    MEASURES: (_NUMBER, _PROBLEM, _GOAL, _MEASURES, _LIMIT),
    DUTIES: (_NUMBER, _PROBLEM, _LEADER, _LEAD_UNIT, _OTHER_UNITS, _PERSON, _LIMIT),
    LIMITS: (_NUMBER, _PROBLEM, Column("后续事项", width=22), _LIMIT, _STATUS),
    LEDGER: (
        _NUMBER, _PROBLEM, _MEASURES, _LEAD_UNIT, _PERSON, _LIMIT, Column("整改进展", width=14), _STATUS,
        Column("佐证材料", width=8), Column("审核人", width=5), Column("销号日期", ColumnKind.DATE, 8),
    ),
}  # fmt: skip


class Lists(NamedTuple):
    """Lists and the places their rows rest on, by number."""

    tables: tuple[Table, ...]
    notes: dict[int, Anchor]


def problem_lists(
    kb: KnowledgeBase, problems: Sequence[ProblemInfo], *, first: int = 1, names: Sequence[str] = tuple(_COLUMNS)
) -> Lists:
    """The lists ``names`` (see the constants of this module) of some problems, a row a problem.

    Measures are quoted with their first sentence, one a line; a time limit is a date where the source gives one and
    its words where it does not.  时限清单 has a row for every pending item with a time limit.  Notes are numbered from
    ``first``; the same place has one number.  Raises ``NotFoundError`` for a problem whose source is gone.
    """
    maker = _Maker(kb, first)
    entries = [maker.entry(number, info) for number, info in enumerate(problems, 1)]
    tables = []
    for name in names:
        rows = [row for entry in entries for row in _limit_rows(entry)] if name == LIMITS else None
        if rows is None:
            rows = [_row(name, entry) for entry in entries]
        else:
            rows = [Row((str(number), *row.cells[1:]), row.notes) for number, row in enumerate(rows, 1)]
        tables.append(Table(name, _COLUMNS[name], tuple(rows)))
    kept = {number for table in tables for row in table.rows for number in row.notes}
    return Lists(tuple(tables), {number: anchor for number, anchor in maker.notes.items() if number in kept})


class _Item(NamedTuple):
    words: str
    limit: str
    notes: tuple[int, ...]


class _Entry(NamedTuple):
    """What the sources say about one problem, as cells, and the notes behind them."""

    number: str
    category: str
    title: str
    unit: str
    responsible: str
    limit: str
    status: str
    measures: tuple[_Item, ...]
    pending: tuple[_Item, ...]
    notes: tuple[int, ...]
    limit_notes: tuple[int, ...]


class _Maker:
    """Reads every source once and numbers the places."""

    def __init__(self, kb: KnowledgeBase, first: int) -> None:
        self._kb = kb
        self._first = first
        self._read: dict[str, tuple[str, list[StoredPassage]]] = {}
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.notes: dict[int, Anchor] = {}

    def entry(self, number: int, info: ProblemInfo) -> _Entry:
        problem = info.problem
        notes = self._note(info, problem.title_span)
        limit, limit_notes = self._limit(info, [problem.deadline] if problem.deadline else [])
        return _Entry(
            str(number),
            problem.types[0].code if problem.types else problem.section,
            problem.title,
            info.unit or "",
            "、".join(problem.responsible),
            limit,
            standing(problem),
            tuple(_Item(self._lead(info, one.span), "", self._note(info, one.span)) for one in problem.measures),
            tuple(
                _Item(self._lead(info, one.span), self._limit(info, one.deadlines)[0], self._note(info, one.span))
                for one in problem.pending
            ),
            notes,
            limit_notes,
        )

    def _source(self, info: ProblemInfo) -> tuple[str, list[StoredPassage]]:
        if info.source_id not in self._read:
            catalog = self._kb.catalog
            self._read[info.source_id] = catalog.text(info.source_id), catalog.of_source(info.source_id)
        return self._read[info.source_id]

    def _lead(self, info: ProblemInfo, span: Span) -> str:
        """The first sentence of a place."""
        words = self._source(info)[0][span.start : span.end]
        spans = whole_sentences(words)
        return words[spans[0].start : spans[0].end] if spans else words.strip()

    def _limit(self, info: ProblemInfo, deadlines: Sequence[Deadline]) -> tuple[str, tuple[int, ...]]:
        """The latest time limit: its date, or its words where it has none."""
        if not deadlines:
            return "", ()
        dated = [one for one in deadlines if one.due]
        last = max(dated, key=lambda one: one.due.isoformat() if one.due else "") if dated else deadlines[-1]
        span = last.span
        said = last.due.isoformat() if last.due else self._source(info)[0][span.start : span.end].strip()
        return said, self._note(info, span)

    def _note(self, info: ProblemInfo, span: Span) -> tuple[int, ...]:
        """The number of a place; none where no passage holds it whole."""
        passages = self._source(info)[1]
        holder = next((one for one in passages if one.span.start <= span.start and span.end <= one.span.end), None)
        if holder is None or span.start == span.end:
            return ()
        at = (info.source_id, span.start, span.end)
        if at not in self._numbers:
            self._numbers[at] = self._first + len(self._numbers)
            self.notes[self._numbers[at]] = of_passage(holder, span)
        return (self._numbers[at],)


def _row(name: str, entry: _Entry) -> Row:
    measures = "\n".join(item.words for item in entry.measures)
    measured = tuple(dict.fromkeys([*entry.notes, *(number for item in entry.measures for number in item.notes)]))
    limited = tuple(dict.fromkeys([*entry.notes, *entry.limit_notes]))
    if name == PROBLEMS:
        return Row((entry.number, entry.category, entry.title, entry.unit), entry.notes)
    if name == MEASURES:
        return Row((entry.number, entry.title, "", measures, entry.limit), _both(measured, entry.limit_notes))
    if name == DUTIES:
        return Row((entry.number, entry.title, "", entry.responsible, "", "", entry.limit), limited)
    cells = (entry.number, entry.title, measures, entry.responsible, "", entry.limit, "", entry.status, "", "", "")
    return Row(cells, _both(measured, entry.limit_notes))


def _limit_rows(entry: _Entry) -> list[Row]:
    """A row for every pending item with a time limit; one row for a problem without any."""
    rows = [
        Row((entry.number, entry.title, item.words, item.limit, entry.status), _both(entry.notes, item.notes))
        for item in entry.pending
        if item.limit
    ]
    whole = Row((entry.number, entry.title, "", entry.limit, entry.status), _both(entry.notes, entry.limit_notes))
    return rows or [whole]


def _both(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*first, *second)))
