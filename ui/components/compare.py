"""Problems side by side, ready to be drawn by ``assets/compare.js``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypedDict

from assistant.browsing.align import Alignment
from assistant.browsing.detail import Detail, Quote, problem_item
from assistant.browsing.items import found_on, identifier
from assistant.insight.overdue import past
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.precedent import Board, ItemView, QuoteView
from ui.components.sent import on


class ColumnView(TypedDict):
    """A problem at the head of its column."""

    id: str
    title: str
    status: Badge
    badges: list[Badge]
    place: str
    item: ItemView


class CellView(TypedDict):
    """What a problem has in a row: a short text, or quotes."""

    text: str
    flag: Badge | None
    quotes: list[QuoteView]


class RowView(TypedDict):
    """A row."""

    title: str
    cells: list[CellView]


class CompareView(TypedDict):
    """What the browser draws, without ``open``."""

    summary: list[str]
    columns: list[ColumnView]
    rows: list[RowView]


def view(alignment: Alignment, board: Board, *, today: date) -> CompareView:
    """A comparison as data."""
    return CompareView(
        summary=list(summary(alignment)),
        columns=[_column(found, board) for found in alignment.columns],
        rows=list(_rows(alignment, board, today)),
    )


def summary(alignment: Alignment) -> Iterator[str]:
    """What the problems have in common and what sets them apart, in a sentence each."""
    if alignment.shared:
        yield "都用到的措施：" + "、".join(kind.value for kind in alignment.shared) + "。"
    if alignment.single:
        apart = "；".join(f"{kind.value}（“{found.info.problem.title}”）" for kind, found in alignment.single)
        yield f"只有一个问题用到的措施：{apart}。"


def _column(found: Detail, board: Board) -> ColumnView:
    info, day = found.info, found_on(found.info.meta)
    parts = (info.unit or f"《{info.title}》", f"{day.year}年" if day else "", info.problem.locator)
    return ColumnView(
        id=identifier(info.source_id, info.problem.locator),
        title=info.problem.title,
        status=badges.of_status(info.problem.status),
        badges=badges.of_document(info.provenance, info.meta.validity),
        place="　".join(part for part in parts if part),
        item=board.item(problem_item(found)),
    )


def _rows(alignment: Alignment, board: Board, today: date) -> Iterator[RowView]:
    def quotes(title: str, of: Callable[[Detail], Sequence[Quote]], *, collect: bool) -> Iterator[RowView]:
        cells = [
            _cell(quotes=[board.quote(found, quote, collect=collect) for quote in of(found)])
            for found in alignment.columns
        ]
        if any(cell["quotes"] for cell in cells):
            yield RowView(title=title, cells=cells)

    yield from quotes("问题表现", lambda found: found.finding, collect=False)
    for row in alignment.rows:
        cells = zip(alignment.columns, row.cells, strict=True)
        yield RowView(
            title=row.kind.value,
            cells=[_cell(quotes=[board.quote(found, quote) for quote in cell]) for found, cell in cells],
        )
    yield from quotes("整改成效", lambda found: found.results, collect=True)
    yield from quotes("后续整改", lambda found: found.pending, collect=True)
    yield RowView(title="完成时限", cells=[_deadline(found, today) for found in alignment.columns])
    yield RowView(
        title="责任单位",
        cells=[_cell(text="、".join(found.info.problem.responsible)) for found in alignment.columns],
    )


def _deadline(found: Detail, today: date) -> CellView:
    problem = found.info.problem
    due = problem.deadline.due if problem.deadline else None
    over = past(due, problem.status, today)
    texts = dict.fromkeys(due.text for due in found.due)
    return _cell("；".join(texts), Badge(text=f"已过 {over} 天", tone="red") if over else None)


def _cell(text: str = "", flag: Badge | None = None, quotes: Sequence[QuoteView] = ()) -> CellView:
    return CellView(text=text, flag=flag, quotes=list(quotes))


_mount = component("compare", "quote")


def compare_panel(
    shown: CompareView,
    *,
    opened: str,
    on_open: Callable[[str], None],
    on_basket: Callable[[str], None],
    on_remove: Callable[[str], None],
    on_back: Callable[[], None],
) -> None:
    """Draw the comparison."""
    _mount(
        key="compare",
        data={**shown, "open": opened},
        on_open_change=on("compare", "open", on_open),
        on_basket_change=on("compare", "basket", on_basket),
        on_remove_change=on("compare", "remove", on_remove),
        on_back_change=on_back,
    )
