"""The lists of a paper in an editor of tables: states from a drop-down, days from a calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from assistant.drafting.model import ColumnKind, Row, Table
from assistant.drafting.phrases import PLACEHOLDER
from kb.model import Status

#: Pixels of a full-width character in the editor, and the least width of a column: its heading and the menu.
_CHARACTER, _LEAST = 12, 60

#: Characters a date takes with its calendar.
_DATE = 9

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def sheet(table: Table, key: str, *, height: int, on_change: Callable[[Table], None]) -> None:
    """Draw the editor; ``on_change`` gets the table whenever something in it was changed.

    ``table`` must stay the same while ``key`` does: the editor keeps what was changed since.
    """
    st.data_editor(
        cells(table),
        key=key,
        num_rows="dynamic",
        hide_index=True,
        height=height,
        width="stretch",
        column_config={str(at): _config(table, at) for at in range(len(table.columns))},
        on_change=lambda: on_change(changed(table, st.session_state[key])),
    )


def cells(table: Table) -> list[dict[str, str | date | None]]:
    """The rows as the editor takes them: columns by number, days as days where a column holds nothing else."""
    dated = [_dated(table, at) for at in range(len(table.columns))]
    return [{str(at): _day(cell) if dated[at] else cell for at, cell in enumerate(row.cells)} for row in table.rows]


def changed(table: Table, state: Mapping[str, Any]) -> Table:
    """The table with the changes the editor reports (``edited_rows``, ``added_rows``, ``deleted_rows``).

    Rows that stay keep their notes; a placeholder stays where nothing was written in its place.
    """
    gone = set(state["deleted_rows"])
    rows = [_edited(row, state["edited_rows"].get(at, {})) for at, row in enumerate(table.rows) if at not in gone]
    empty = Row(("",) * len(table.columns))
    rows += [row for values in state["added_rows"] if any((row := _edited(empty, values)).cells)]
    return table._replace(rows=tuple(rows))


def _edited(row: Row, values: Mapping[str, Any]) -> Row:
    return row._replace(
        cells=tuple(
            _text(values[str(at)], before) if str(at) in values else before for at, before in enumerate(row.cells)
        )
    )


def _text(value: Any, before: str) -> str:
    if value is None:
        return before if PLACEHOLDER.fullmatch(before) else ""
    return str(value)


def _dated(table: Table, at: int) -> bool:
    """Whether a column holds days alone: words (长期坚持) are kept as text."""
    found = [row.cells[at] for row in table.rows]
    return table.columns[at].kind is ColumnKind.DATE and all(
        not cell or _DAY.fullmatch(cell) or PLACEHOLDER.fullmatch(cell) for cell in found
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if _DAY.fullmatch(cell) else None


def _config(table: Table, at: int) -> Any:
    column = table.columns[at]
    width = max(_LEAST, column.width * _CHARACTER)
    if _dated(table, at):
        return st.column_config.DateColumn(column.title, width=max(width, _DATE * _CHARACTER), format="YYYY-MM-DD")
    if column.kind is ColumnKind.STATUS:
        return st.column_config.SelectboxColumn(column.title, width=width, options=_states(table, at))
    hint = "日期写成 2026-12-31，也可以写文字。" if column.kind is ColumnKind.DATE else None
    return st.column_config.TextColumn(column.title, width=width, help=hint)


def _states(table: Table, at: int) -> list[str]:
    """The states there are, and other words that stand in the column."""
    labels = [status.label for status in Status]
    return list(dict.fromkeys([*labels, *(row.cells[at] for row in table.rows if row.cells[at])]))
