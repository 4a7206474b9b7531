"""Ledgers in Excel or CSV, as lines that keep every cell with its column title.

The stable form, which the structure parser reads::

    【台账】<sheet name>
    第1行 | <title of the ledger>
    第3行 | 序号：1 | 具体问题：… | 整改措施：… | 完成时限：2024-12-31

One block per sheet, an empty line between sheets; ``第N行`` is the row number that Excel shows.  Rows above the header
stand without column titles; a row that names the rows below it (one cell over all columns, or words alone in the column
of numbers) stands as ``分组：…``, other rows of one cell over all columns have no title; empty cells and rows are left
out; a merged cell is repeated in every row it covers; line breaks inside a cell become blanks and ``|`` becomes ``¦``.
A header of two rows gives ``上级/下级``.  A form, labels in the first column and words beside them, is one row: that of
its first label.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from typing import Any

from ingest.readers.base import INNER_BAR, RawText
from ingest.readers.encoding import decode
from ingest.readers.pasted import are_labels
from kb.errors import UnreadableFileError

# The header of a ledger stands below at most a title, a unit line and a date line.
_HEADER_WITHIN = 8
# Column titles are short; anything longer is content.
_LONGEST_TITLE = 24
# A ledger has a few thousand rows; formatted but empty sheets reach a million.
MAX_ROWS = 50_000
# The name of a group is a few words, no sum and no remark.
_NAME = re.compile(r"(?!.{0,4}[合小总共]\s*计|备\s*注|说\s*明|注\s*[:：]|填)[^。；;：:]{2,40}")
#: The column title under which the name of a group stands.
GROUP = "分组"
_FIGURES = re.compile(r"[\d.,%/-]+")
# A form has at least a problem, a measure and a time or a name; fewer labels are a list of two columns.
_LEAST_LABELS = 3
_NUMBERS = re.compile("序号|编号|项次|序列")
_PERCENT = re.compile(r"0(?:\.0+)?%")

Rows = list[tuple[int, list[str]]]


def read_xlsx(data: bytes, name: str) -> RawText:
    """Read an Excel file (``.xlsx``); raises ``UnreadableFileError`` where it is damaged, too long or empty."""
    import openpyxl  # noqa: PLC0415 - only ledgers need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - likewise

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        msg = f"{name} 不是完整的 Excel 文件，可能已损坏。请用 Excel 或 WPS 另存后再收录。"
        raise UnreadableFileError(msg) from error
    blocks: list[str] = []
    hidden: list[str] = []
    notes: list[str] = []
    for sheet in book.worksheets:
        if sheet.max_row > MAX_ROWS:
            count = sheet.max_row
            msg = f"{name} 的工作表 {sheet.title} 有 {count} 行，超过 {MAX_ROWS} 行的上限，请删除空行或拆分后再收录。"
            raise UnreadableFileError(msg)
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        block = render(sheet.title, _cells(sheet))
        if block:
            blocks.append(block)
            folded = _hidden_rows(sheet)
            if folded:
                notes.append(
                    f"工作表 {sheet.title} 中隐藏（或被筛选掉）的 {folded} 行也已收录，不需要的请删除后重新收录。"
                )
    if not blocks:
        msg = f"{name} 的工作表都是空的，请核对文件内容。"
        raise UnreadableFileError(msg)
    if hidden:
        notes.append(f"隐藏的工作表没有收录：{'、'.join(hidden)}。")
    return RawText("\n\n".join(blocks), format="xlsx", notes=tuple(notes))


def _hidden_rows(sheet: Any) -> int:
    """How many rows with words are not shown: a filter left on hides rows that belong to the ledger all the same."""
    return sum(
        sheet.row_dimensions[number].hidden and any(cell.value is not None for cell in row)
        for number, row in enumerate(sheet.iter_rows(), 1)
    )


def read_csv(data: bytes, name: str) -> RawText:
    """Read a CSV file in any encoding, separated by commas, tabs or semicolons of either width."""
    decoded = decode(data)
    try:
        dialect: Any = csv.Sniffer().sniff(decoded.text[:4096], ",\t;，；|")
    except csv.Error:
        dialect = csv.excel
    try:
        table = list(csv.reader(io.StringIO(decoded.text, newline=""), dialect))
    except csv.Error as error:
        msg = f"{name} 不是规范的 CSV 表格（{error}），请用 Excel 或 WPS 打开并另存为 xlsx 后再收录。"
        raise UnreadableFileError(msg) from error
    rows: Rows = [(number, [_shown(cell, "") for cell in row]) for number, row in enumerate(table, 1)]
    block = render(name.rsplit(".", 1)[0], rows)
    if not block:
        msg = f"{name} 里没有内容，请核对文件。"
        raise UnreadableFileError(msg)
    return RawText(block, format="csv", notes=decoded.notes)


def render(title: str, rows: Rows) -> str:
    """One sheet in the form of the module's docstring; empty where no cell has content."""
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if not rows:
        return ""
    lines = [f"【台账】{title}"]
    form = _form(rows)
    if form:
        return "\n".join([*lines, *form])
    index, titles, body = _header(rows)
    for number, cells in rows[:index]:
        lines.append(f"第{number}行 | " + " | ".join(dict.fromkeys(cell for cell in cells if cell)))
    for number, cells in rows[body:]:
        if (alone := _alone(cells, titles)) is not None:
            lines.append(f"第{number}行 | {GROUP + '：' if _NAME.fullmatch(alone) else ''}{alone}")
            continue
        pairs = zip(titles, [*cells, *[""] * (len(titles) - len(cells))], strict=False)
        shown = [f"{head}：{cell}" if head else cell for head, cell in pairs if cell]
        extra = [cell for cell in cells[len(titles) :] if cell]
        lines.append(" | ".join([f"第{number}行", *shown, *extra]))
    return "\n".join(lines)


def _form(rows: Rows) -> list[str]:
    """The lines of a sheet that is a form; empty where it is none: no row has more than a label and its words."""
    shown = [(number, list(dict.fromkeys(cell for cell in cells if cell))) for number, cells in rows]
    labelled = [(number, cells) for number, cells in shown if len(cells) > 1]
    labels = [cells[0] for _, cells in labelled]
    if len(labels) < _LEAST_LABELS or any(len(cells) > 2 for _, cells in labelled) or not are_labels(labels):  # noqa: PLR2004 - label and words
        return []
    first = labelled[0][0]
    above = [f"第{number}行 | {cells[0]}" for number, cells in shown if len(cells) == 1 and number < first]
    below = [f"第{number}行 | {cells[0]}" for number, cells in shown if len(cells) == 1 and number > first]
    return [*above, f"第{first}行 | " + " | ".join(f"{label}：{words}" for _, (label, words) in labelled), *below]


def _alone(cells: list[str], titles: list[str]) -> str | None:
    """The words of a row that has the same ones in every column, or words where the numbers stand and nothing else."""
    filled = [cell for cell in cells if cell]
    if len(titles) > 1 and len(filled) == len(cells) > 1 and len(set(filled)) == 1:
        return filled[0]
    is_numbered = bool(titles) and _NUMBERS.fullmatch(titles[0]) is not None
    if is_numbered and len(filled) == 1 and cells[0] and not _FIGURES.fullmatch(cells[0]):
        return filled[0]
    return None


def _header(rows: Rows) -> tuple[int, list[str], int]:
    """Index of the header among the rows, its column titles, and the index of the first row of content.

    The header is the first row in which most columns carry different short words; without one every row is content
    without titles.
    """
    columns = max(len(cells) for _, cells in rows)
    for index, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        filled = [cell for cell in cells if cell]
        words = [cell for cell in filled if len(cell) <= _LONGEST_TITLE and not _FIGURES.fullmatch(cell)]
        if len(set(filled)) >= max(2, columns * 0.5) and len(words) == len(filled) and index + 1 < len(rows):
            return _second_row(rows, index, cells)
    return 0, [], 0


def _second_row(rows: Rows, index: int, cells: list[str]) -> tuple[int, list[str], int]:
    """Join a second header row: one below columns whose title covers several (so repeats) and that has no number."""
    below = rows[index + 1][1]
    repeated = {at for at in range(1, len(cells)) if cells[at] and cells[at] == cells[at - 1]}
    repeated |= {at - 1 for at in repeated}
    is_header = bool(repeated) and all((below[at] if at < len(below) else "") not in {"", cells[at]} for at in repeated)
    same = all(below[at] in {"", cells[at]} for at in range(min(len(cells), len(below))) if at not in repeated)
    if not (is_header and same and index + 2 < len(rows)):
        return index, cells, index + 1
    titles = [f"{cell}/{below[at]}" if at in repeated else cell for at, cell in enumerate(cells)]
    return index, titles, index + 2


def _cells(sheet: Any) -> Rows:
    """The shown values of a sheet, merged ranges filled with their value."""
    rows: Rows = [
        (number, [_shown(cell.value, cell.number_format) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), 1)
    ]
    for merged in sheet.merged_cells.ranges:
        value = rows[merged.min_row - 1][1][merged.min_col - 1]
        for row in range(merged.min_row - 1, min(merged.max_row, len(rows))):
            cells = rows[row][1]
            cells[merged.min_col - 1 : merged.max_col] = [value] * len(cells[merged.min_col - 1 : merged.max_col])
    return rows


def _shown(value: Any, number_format: str) -> str:  # noqa: PLR0911 - one return per type of cell
    """A value as the sheet shows it, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float | int):
        if _PERCENT.search(number_format or ""):
            return f"{value * 100:g}%"
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    return re.sub(r"\s+", " ", str(value)).replace("|", INNER_BAR).strip()
