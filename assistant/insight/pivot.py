"""Problems counted by two things at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from assistant.answer import MeasureKind
from assistant.browsing.facets import UNKNOWN, UNTYPED
from assistant.browsing.items import Item
from assistant.measure_kinds import classify
from kb.model import Status
from kb.taxonomy import SEPARATOR


class Dimension(StrEnum):
    """What problems can be counted by."""

    CLASS = "class"
    TYPE = "type"
    YEAR = "year"
    UNIT = "unit"
    REGION = "region"
    STATUS = "status"
    KIND = "kind"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _LABELS[self]


_LABELS = {
    Dimension.CLASS: "问题大类",
    Dimension.TYPE: "问题类型",
    Dimension.YEAR: "年份",
    Dimension.UNIT: "单位",
    Dimension.REGION: "地区",
    Dimension.STATUS: "整改状态",
    Dimension.KIND: "措施类别",
}

#: Orders given by the matter; everything else stands by frequency.
_STATES = [status.label for status in Status]
_KINDS = [kind.value for kind in MeasureKind]


#: Every click counts anew; sorting the 150 measures of a notice takes 20 ms, a library has thousands.
_classified = lru_cache(maxsize=65_536)(classify)


class Pivot(NamedTuple):
    """A table of counts.  ``cells`` holds the ids of the problems of each pair of labels that has any.

    Labels are what users read.  Every problem stands in one row and one column, except under ``KIND``: a problem
    counts once for each kind of measure taken about it, and not at all where no measure is told.
    """

    row: Dimension
    column: Dimension
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[str, ...]]

    def number(self, row: str, column: str) -> int:
        """The problems of a cell."""
        return len(self.cells.get((row, column), ()))

    def ids(self, row: str | None = None, column: str | None = None) -> tuple[str, ...]:
        """The problems of a cell, of a row, of a column or of the whole table, each once."""
        found = (
            one
            for (left, top), ids in self.cells.items()
            if row in (None, left) and column in (None, top)
            for one in ids
        )
        return tuple(dict.fromkeys(found))


def values_of(item: Item, dimension: Dimension) -> tuple[str, ...]:
    """The labels of a problem; types are its best one alone, so that totals add up."""
    if dimension is Dimension.KIND:
        return kinds_of(item)
    plain = {
        Dimension.CLASS: item.type.partition(SEPARATOR)[0] or UNTYPED,
        Dimension.TYPE: item.type or UNTYPED,
        Dimension.YEAR: str(item.year or UNKNOWN),
        Dimension.UNIT: item.unit or UNKNOWN,
        Dimension.REGION: item.region or UNKNOWN,
        Dimension.STATUS: item.problem.status.label,
    }
    return (plain[dimension],)


def kinds_of(item: Item) -> tuple[str, ...]:
    """The kinds of measures taken about a problem, in presentation order."""
    found = {_classified(act) for act in item.acts}
    return tuple(kind.value for kind in MeasureKind if kind in found)


def pivot(items: Iterable[Item], row: Dimension, column: Dimension) -> Pivot:
    """Count problems by two dimensions.

    Rows stand by frequency; years run forward, states and kinds of measures in their own order, everything else by
    frequency; what is unknown stands last.
    """
    cells: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for item in items:
        for left in values_of(item, row):
            for top in values_of(item, column):
                cells[left, top].append(item.id)
    found = {key: tuple(ids) for key, ids in cells.items()}
    return Pivot(
        row,
        column,
        _ordered(row, [(left, ids) for (left, _), ids in found.items()]),
        _ordered(column, [(top, ids) for (_, top), ids in found.items()]),
        found,
    )


def _ordered(dimension: Dimension, labelled: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for label, ids in labelled:
        counts[label] += len(ids)
    fixed = {Dimension.STATUS: _STATES, Dimension.KIND: _KINDS, Dimension.YEAR: sorted(counts)}.get(dimension)
    if fixed:
        order = {label: (label == UNKNOWN, fixed.index(label)) for label in counts}
        return tuple(sorted(counts, key=lambda label: order[label]))
    return tuple(sorted(counts, key=lambda label: (label in (UNKNOWN, UNTYPED), -counts[label], label)))
