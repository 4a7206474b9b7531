"""Lists as a workbook: filters, drop-downs, real dates, and the sources on a sheet of their own."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.anchor import Anchor
from assistant.drafting.body import pieces, plain
from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.export.attachments import WORKING
from assistant.export.marks import UNVERIFIED, spelled
from assistant.export.safe import clean, core_properties, one_line, repacked, width
from assistant.export.sources import source_name
from kb.model import Status

#: The sheet of the sources, and the column that leads to it.
SOURCES = "出处"

_SOURCE_COLUMNS = (
    Column("编号", ColumnKind.NUMBER, 4),
    Column("资料", width=20),
    Column("位置", width=12),
    Column("文件", width=16),
    Column("页码", ColumnKind.NUMBER, 4),
    Column("起始字符", ColumnKind.NUMBER, 6),
    Column("终止字符", ColumnKind.NUMBER, 6),
    Column("原文", width=40),
)

#: Characters that Excel allows in no name of a sheet, and the longest name it takes.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NAME_LENGTH = 31

#: The longest text a cell takes.
_CELL_LENGTH = 32767
_CUT = "……（文字超出单元格上限，余下部分见原件）"

#: Excel calculates with fifteen digits; longer numbers, and those with zeros in front, are names and stay text.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?")

#: Excel knows no day before this one.
_FIRST_DAY = date(1900, 3, 1)

_DAY_FORMAT = 'yyyy"年"m"月"d"日"'

#: Rows below the list that already have the drop-down, for entries to come.
_SPARE_ROWS = 200

#: A full-width character is two units of column width wide; one more for the button of the filter.
_UNITS, _BUTTON, _WIDEST = 2, 2, 80

#: Points of a line of 11 points, and of the highest row Excel allows.
_LINE_HEIGHT, _HIGHEST = 16, 409

_TITLE_ROW, _HEAD_ROW = 1, 2
_THIN = Side(style="thin", color="000000")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="E7ECF4")
_UNVERIFIED_FILL = PatternFill("solid", fgColor="FFFF00")


def to_xlsx(tables: Sequence[Table], notes: Mapping[int, Anchor], *, title: str) -> bytes:
    """The workbook of some lists; the same bytes for the same input.

    Every list is a sheet with the title in the first row and headings with a filter in the second.  A last column says
    what each row rests on; the sheet 出处 gives every place of ``notes`` that a row names with file, offsets
    and words.  A number without a place is marked ``〔未核实〕`` in yellow.  Nothing users typed is ever a formula.
    """
    book: Any = Workbook()
    book.remove(book.active)
    taken = {SOURCES.casefold(), "history"}  # Excel keeps the second for itself
    used = dict.fromkeys(number for table in tables for row in table.rows for number in _numbers(row))
    known = [number for number in sorted(used) if number in notes]
    for table in tables:
        sheet = book.create_sheet(_sheet_name(table.name, taken))
        name = f"{one_line(table.name)}（{WORKING}）" if table.working else one_line(table.name)
        heading = "——".join(part for part in (one_line(title), name) if part)
        _fill(sheet, table, heading, notes)
    if known or not tables:
        _fill(book.create_sheet(SOURCES), _sources(known, notes), "——".join([one_line(title), SOURCES]), {})
    target = io.BytesIO()
    book.save(target)
    return repacked(target.getvalue(), {"docProps/core.xml": core_properties(title, "", None)})


def _sources(known: Sequence[int], notes: Mapping[int, Anchor]) -> Table:
    rows = []
    for number in known:
        anchor = notes[number]
        page = "" if anchor.page is None else str(anchor.page)
        cells = (
            str(number),
            source_name(anchor),
            anchor.locator,
            anchor.doc,
            page,
            str(anchor.start),
            str(anchor.end),
            anchor.quote,
        )
        rows.append(Row(cells))
    return Table(SOURCES, _SOURCE_COLUMNS, tuple(rows))


def _numbers(row: Row) -> tuple[int, ...]:
    """The notes a row rests on: those of its markers, then its own."""
    marked = [number for cell in row.cells for piece in pieces(cell) for number in piece.notes]
    return tuple(dict.fromkeys([*marked, *row.notes]))


def _fill(sheet: Any, table: Table, title: str, notes: Mapping[int, Anchor]) -> None:
    most = max([1, len(table.columns), *(len(row.cells) for row in table.rows)])
    columns = [*table.columns, *[Column("")] * (most - len(table.columns))]
    of_sources = sheet.title == SOURCES
    with_notes = not of_sources and any(_numbers(row) for row in table.rows)
    if with_notes:
        columns.append(Column(SOURCES, width=24))
    _write(sheet.cell(_TITLE_ROW, 1), title)
    sheet.cell(_TITLE_ROW, 1).font = Font(name="黑体", size=16)
    sheet.row_dimensions[_TITLE_ROW].height, sheet.row_dimensions[_HEAD_ROW].height = 30, 24
    for at, column in enumerate(columns, 1):
        cell = sheet.cell(_HEAD_ROW, at)
        _write(cell, column.title)
        cell.font, cell.fill, cell.border = Font(name="黑体", size=11), _HEAD_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        units = max(column.width, width(column.title)) * _UNITS + _BUTTON
        sheet.column_dimensions[get_column_letter(at)].width = min(units, _WIDEST)
    for line, row in enumerate(table.rows, _HEAD_ROW + 1):
        for at, column in enumerate(columns[:most], 1):
            text = row.cells[at - 1] if at <= len(row.cells) else ""
            _write(sheet.cell(line, at), text if of_sources else spelled(plain(text)), column.kind)
            _dress(sheet.cell(line, at), column.kind)
        if with_notes:
            _lead(sheet.cell(line, len(columns)), _numbers(row), notes)
        sheet.row_dimensions[line].height = _height(sheet, line, columns)
    _finish(sheet, columns, _HEAD_ROW + len(table.rows))


def _height(sheet: Any, line: int, columns: Sequence[Column]) -> float:
    """Points that the longest cell of a row needs; not every program finds that out when it opens the file."""
    lines = 1
    for at, column in enumerate(columns, 1):
        value = sheet.cell(line, at).value
        if isinstance(value, str):
            room = max(min(column.width, _WIDEST // _UNITS), 1)
            lines = max(lines, sum(max(1, math.ceil(width(part) / room)) for part in value.split("\n")))
    return min(lines * _LINE_HEIGHT + _LINE_HEIGHT / 3, _HIGHEST)


def _write(cell: Any, text: str, kind: ColumnKind = ColumnKind.TEXT) -> None:
    """Put a value into a cell: a date, a number, or text that is never read as a formula."""
    words = clean(text).strip()
    value = _typed(words, kind)
    if value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = _DAY_FORMAT
        return
    if not words:
        return
    cell.value = words if len(words) <= _CELL_LENGTH else words[: _CELL_LENGTH - len(_CUT)] + _CUT
    cell.data_type = "s"
    if words[0] in "=+-@":
        cell.quotePrefix = True  # and it stays text when somebody edits the cell


def _typed(words: str, kind: ColumnKind) -> date | int | float | None:
    if kind is ColumnKind.DATE:
        try:
            day = date.fromisoformat(words)
        except ValueError:
            return None
        return day if day >= _FIRST_DAY else None
    if kind is ColumnKind.NUMBER and words.isascii() and _NUMBER.fullmatch(words):
        return float(words) if "." in words else int(words)
    return None


def _dress(cell: Any, kind: ColumnKind) -> None:
    cell.font, cell.border = Font(name="仿宋", size=11), _BORDER
    centred = kind is not ColumnKind.TEXT
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)


def _lead(cell: Any, numbers: Sequence[int], notes: Mapping[int, Anchor]) -> None:
    """Say what a row rests on.  No link: LibreOffice does not wrap a cell that is one."""
    by_source: dict[str, list[str]] = {}
    for number in numbers:
        if number in notes:
            listed = by_source.setdefault(source_name(notes[number]), [])
            listed.append(f"[{number}]{one_line(notes[number].locator)}")
    said = [source + "、".join(listed) for source, listed in by_source.items()]
    said += [f"[{number}]{UNVERIFIED}" for number in numbers if number not in notes]
    _write(cell, "\n".join(said))
    _dress(cell, ColumnKind.TEXT)
    if any(number not in notes for number in numbers):
        cell.fill = _UNVERIFIED_FILL


def _finish(sheet: Any, columns: Sequence[Column], last: int) -> None:
    """Filter, fixed headings, drop-downs and paper."""
    end = get_column_letter(max(len(columns), 1))
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{end}{last}"
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    choices = ",".join(status.label for status in Status)
    for at, column in enumerate(columns, 1):
        if column.kind is not ColumnKind.STATUS:
            continue
        # A warning, no ban: a list may use words of its own for the state.
        rule = DataValidation(
            "list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True, errorStyle="warning"
        )
        rule.errorTitle, rule.error = "整改状态", "不是常用的整改状态，确认要填写吗？"
        letter = get_column_letter(at)
        rule.add(f"{letter}{_HEAD_ROW + 1}:{letter}{last + _SPARE_ROWS}")
        sheet.add_data_validation(rule)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_TITLE_ROW}:{_HEAD_ROW}"
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.6, bottom=0.7)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel accepts that no other sheet has; ``taken`` is kept."""
    bare = _FORBIDDEN.sub(" ", one_line(wanted)).strip(" '") or "清单"
    name, number = _cut(bare, _NAME_LENGTH), 1
    while name.casefold() in taken:
        number += 1
        name = f"{_cut(bare, _NAME_LENGTH - len(str(number)) - 2)}({number})"
    taken.add(name.casefold())
    return name


def _cut(name: str, units: int) -> str:
    """The beginning of a name; Excel counts UTF-16 units, of which an emoji takes two."""
    while len(name.encode("utf-16-le")) // 2 > units:
        name = name[:-1]
    return name.rstrip(" '")
