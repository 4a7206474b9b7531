"""The lists of a draft as attachments of a Word file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.drafting.model import Column, ColumnKind, Table
from assistant.export.layout import LANDSCAPE_WIDTH, TEXT_WIDTH
from assistant.export.marks import Bit
from assistant.export.safe import chinese_day
from assistant.export.styles import CELL_LINE, SIZE_CELL
from assistant.export.wordml import Element, element, paragraph, run

#: Characters of a cell's size that columns may ask for on a sheet held upright.  It has room for 36; columns are
#: narrowed to four fifths before a sheet is turned, which readers like less than another line in a cell.
_UPRIGHT = TEXT_WIDTH // (SIZE_CELL * 10) * 5 // 4

#: A list of so few columns is a form; its words may run over any number of lines.
_FORM = 2

#: Full-width characters that must stand side by side: 序号, a date (seven, two for fonts with wide digits, one and a
#: half for LibreOffice 7, which parts digits from Chinese whatever the style says), a state, a heading of two.
_LEAST = {ColumnKind.NUMBER: 2, ColumnKind.DATE: 10.5, ColumnKind.STATUS: 4, ColumnKind.TEXT: 2}

#: White on the left and right, above and below the words of a cell, in twips (1.5 mm and 0.7 mm).
_SIDE, _ABOVE = 85, 40

#: A row with fewer characters than this is not parted: it takes a third of a page at most.
_WHOLE_ROW = 240

#: Lines of a row of a form that is filled in by hand.
_WRITTEN = 3

_CENTRED = {ColumnKind.NUMBER, ColumnKind.DATE, ColumnKind.STATUS}

EMPTY = "（本表暂无内容）"

#: Stands above a list that is not sent with the paper.
WORKING = "工作底稿，不随文印发"


def is_wide(table: Table) -> bool:
    """Whether the sheet must lie on its side."""
    asked = sum(max(column.width, _LEAST[column.kind]) for column in table.columns)
    return len(table.columns) > _FORM and asked > _UPRIGHT


def words(cell: str, kind: ColumnKind) -> str:
    """The words of a cell; an ISO date as official papers print it."""
    if kind is ColumnKind.DATE:
        try:
            return chinese_day(date.fromisoformat(cell.strip()))
        except ValueError:
            return cell
    return cell


def table_element(
    table: Table, rows: Sequence[Sequence[Sequence[Bit]]], runs: Callable[[Sequence[Bit]], list[Element]]
) -> Element:
    """A ruled table with a heading row that is repeated on every page.

    ``rows`` are the cells of the table's rows as bits; ``runs`` makes the words and notes of bits.  Rows may have
    more or fewer cells than there are columns: missing ones stay empty, further ones open columns without a heading.
    """
    most = max([1, len(table.columns), *(len(row) for row in rows)])
    columns = [*table.columns, *[Column("")] * (most - len(table.columns))]
    widths = _widths(columns, LANDSCAPE_WIDTH if is_wide(table) else TEXT_WIDTH)
    made = element("tbl", _properties(sum(widths)), element("tblGrid", *(element("gridCol", w=w) for w in widths)))
    head = [_cell(paragraph("CellHead", [run(column.title)]), w) for column, w in zip(columns, widths, strict=True)]
    made.append(element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *head))
    for row in rows:
        made.append(_row(row, columns, widths, runs))
    if not rows:
        note = paragraph("Cell", [run(EMPTY)], jc=element("jc", val="center"))
        made.append(element("tr", _cell(note, sum(widths), span=most)))
    return made


def _row(
    row: Sequence[Sequence[Bit]],
    columns: Sequence[Column],
    widths: Sequence[int],
    runs: Callable[[Sequence[Bit]], list[Element]],
) -> Element:
    made = element("tr")
    properties = []
    if sum(len(bit.text) for cell in row for bit in cell) < _WHOLE_ROW:
        properties.append(element("cantSplit"))
    if len(columns) <= _FORM and any(bit.blank for cell in row for bit in cell):
        properties.append(element("trHeight", val=_WRITTEN * CELL_LINE, hRule="atLeast"))
    if properties:
        made.append(element("trPr", *properties))
    for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
        bits = row[at] if at < len(row) else ()
        shown = [bit._replace(text=words(bit.text, column.kind)) for bit in bits]
        align = {"jc": element("jc", val="center")} if column.kind in _CENTRED else {}
        made.append(_cell(paragraph("Cell", runs(shown), **align), width))
    return made


def _widths(columns: Sequence[Column], total: int) -> list[int]:
    """Widths in twips that fill the sheet: what must stand side by side, the rest as the columns ask for it."""
    least = [int(_LEAST[column.kind] * SIZE_CELL * 10) + 2 * _SIDE for column in columns]
    wishes = [max(column.width - _LEAST[column.kind], 0) for column in columns]
    if sum(least) > total or not any(wishes):
        least, wishes = [0] * len(columns), [max(column.width, _LEAST[column.kind]) for column in columns]
    rest = total - sum(least)
    widths = [need + int(rest * wish / sum(wishes)) for need, wish in zip(least, wishes, strict=True)]
    widths[-1] += total - sum(widths)
    return widths


def _cell(content: Element, width: int, span: int = 1) -> Element:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    properties.append(element("vAlign", val="center"))
    return element("tc", properties, content)


def _properties(width: int) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element(
        "tblPr",
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *(element(side, val="single", sz=4, space=0, color="000000") for side in sides)),
        element("tblLayout", type="fixed"),
        element(
            "tblCellMar",
            element("top", w=_ABOVE, type="dxa"),
            element("left", w=_SIDE, type="dxa"),
            element("bottom", w=_ABOVE, type="dxa"),
            element("right", w=_SIDE, type="dxa"),
        ),
    )
