"""Several problems side by side: rows are kinds of measures, columns are problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import MeasureKind
from assistant.browsing.detail import Detail, Quote

#: Columns that still can be read on an office screen.
FEWEST, MOST = 2, 4


class Row(NamedTuple):
    """A kind of measures with what each problem has of it, in the order of the columns; ``used`` counts the problems
    that have any.
    """

    kind: MeasureKind
    cells: tuple[tuple[Quote, ...], ...]

    @property
    def used(self) -> int:
        """How many problems used the kind."""
        return sum(bool(cell) for cell in self.cells)


class Alignment(NamedTuple):
    """A comparison; ``shared`` are the kinds all problems used, ``single`` those only one used."""

    columns: tuple[Detail, ...]
    rows: tuple[Row, ...]

    @property
    def shared(self) -> tuple[MeasureKind, ...]:
        """Kinds used for every problem; 其他措施 says nothing here."""
        return tuple(row.kind for row in self._telling if row.used == len(self.columns))

    @property
    def single(self) -> tuple[tuple[MeasureKind, Detail], ...]:
        """Kinds used for one problem alone, with that problem."""
        return tuple(
            (row.kind, self.columns[next(n for n, cell in enumerate(row.cells) if cell)])
            for row in self._telling
            if row.used == 1
        )

    @property
    def _telling(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind is not MeasureKind.OTHER)


def align(details: Sequence[Detail]) -> Alignment:
    """Two to four problems side by side; raises ``ValueError`` for another number."""
    if not FEWEST <= len(details) <= MOST:
        msg = f"{len(details)} problems cannot stand side by side"
        raise ValueError(msg)
    columns = [{kind.kind: kind.measures for kind in one.kinds} for one in details]
    rows = (Row(kind, tuple(column.get(kind, ()) for column in columns)) for kind in MeasureKind)
    return Alignment(tuple(details), tuple(row for row in rows if row.used))
