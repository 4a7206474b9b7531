"""A table of counts, each a button that leads to its problems: what a chart shows, for the keyboard and for reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from assistant.insight.pivot import Pivot
from ui.components.assets import component
from ui.components.sent import on


class RowView(TypedDict):
    """A row with its counts in the order of the columns."""

    label: str
    counts: list[int]
    total: int


class PivotView(TypedDict):
    """What the browser draws; ``picked`` is the pair of labels chosen (an empty one for a total)."""

    corner: str
    columns: list[str]
    rows: list[RowView]
    totals: list[int]
    total: int
    picked: list[str] | None


def view(pivot: Pivot, picked: tuple[str, str] | None) -> PivotView:
    """The table as data.  A total counts each problem once."""
    return PivotView(
        corner=pivot.row.label,
        columns=list(pivot.columns),
        rows=[
            RowView(
                label=row,
                counts=[pivot.number(row, column) for column in pivot.columns],
                total=len(pivot.ids(row)),
            )
            for row in pivot.rows
        ],
        totals=[len(pivot.ids(None, column)) for column in pivot.columns],
        total=len(pivot.ids()),
        picked=list(picked) if picked else None,
    )


_mount = component("pivot")


def pivot_table(shown: PivotView, *, on_pick: Callable[[str, str], None]) -> None:
    """Draw the table; ``on_pick`` gets row and column, an empty one for a total."""

    def pick(sent: dict[str, str]) -> None:
        on_pick(sent["row"], sent["column"])

    _mount(key="pivot", data=shown, on_pick_change=on("pivot", "pick", pick))
