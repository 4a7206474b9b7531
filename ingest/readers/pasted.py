"""Tables that were pasted as plain text, rendered row by row with `` | `` like the tables of Word files.

Two forms occur: cells divided by tabs, in which a cell with several lines breaks the row; and one cell to a line, as
web pages give tables when they are copied.  A row that does not come out with as many cells as there are column heads
ends the table, and what is no table stays as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.text import fold

_DIVIDER = " | "
# Fewer columns than this are a list with tabs; more than that many heads are not found in ledgers of rectification.
_MIN_COLUMNS, _MAX_COLUMNS = 4, 16
# Column heads have at most so many characters (具体整改措施及完成情况).
_MAX_HEAD = 14
# A cell that goes on over more lines than this is no cell.
_MAX_LINES = 30
_FIRST_HEAD = re.compile(r"(?:序号|编号|项次|序列|No\.?)", re.IGNORECASE)
_HEAD = re.compile(
    r"问题|措施|责任|时限|期限|时间|进展|情况|状态|成效|结果|目标|单位|部门|领导|负责人|类别|类型|方面|备注|整改|依据|证|日期|级别|来源|内容|要求|序号|编号"
)
_NUMBER = re.compile(r"\d{1,3}")
_GROUP = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.].{2,40}")
_ITEM = re.compile(r"[(]?(?P<n>\d{1,2})[).、](?!\d)|(?P<c>[\u2460-\u2473])")
_GOES_ON = (";", ",", "、", ":")


class _Row(NamedTuple):
    """The cells of a row and the index of the line behind it."""

    cells: list[str]
    after: int


def tables_in_rows(text: str) -> str:
    """The text with every pasted table as lines of cells; everything else unchanged."""
    lines = text.split("\n")
    out: list[str] = []
    at = 0
    while at < len(lines):
        found = _tabbed(lines, at) or _stacked(lines, at)
        if found is None:
            out.append(lines[at])
            at += 1
            continue
        rows, at = found
        out += rows
    return "\n".join(out)


def _tabbed(lines: list[str], at: int) -> tuple[list[str], int] | None:
    """The rows of a table with tabs whose column heads stand on line ``at``, and the line behind it."""
    heads = [cell.strip() for cell in lines[at].strip("\n").split("\t")]
    if not are_heads(heads):
        return None
    rows = [_DIVIDER.join(heads)]
    after = at + 1
    while after < len(lines) and (row := _tabbed_row(lines, after, len(heads))):
        rows.append(_DIVIDER.join(row.cells))
        after = row.after
    return (rows, after) if len(rows) > 1 else None


def _tabbed_row(lines: list[str], at: int, columns: int) -> _Row | None:
    """The row that begins on line ``at``; its lines together hold as many tabs as the column heads."""
    if "\t" not in lines[at]:
        return None
    joined = ""
    for after in range(at, min(at + _MAX_LINES, len(lines))):
        if not lines[after].strip():
            return None
        joined += lines[after]
        tabs = joined.count("\t")
        if tabs == columns - 1:
            return _Row([cell.strip() for cell in joined.split("\t")], after + 1)
        if tabs >= columns:
            return None
    return None


def are_heads(cells: list[str]) -> bool:
    """Whether cells are column heads: short, none empty, most of them words that head such columns."""
    return _MIN_COLUMNS <= len(cells) <= _MAX_COLUMNS and are_labels(cells)


def are_labels(cells: list[str]) -> bool:
    """Whether cells are short, none empty, and most of them words that label what is known of a problem."""
    if not all(0 < len(cell) <= _MAX_HEAD for cell in cells):
        return False
    return sum(bool(_HEAD.search(cell)) for cell in cells) * 2 > len(cells)


def _stacked(lines: list[str], at: int) -> tuple[list[str], int] | None:
    """The rows of a table with one cell to a line whose first column head stands on line ``at``."""
    if not _FIRST_HEAD.fullmatch(lines[at].strip()):
        return None
    after = at
    while after < len(lines) and (word := fold(lines[after]).strip()) and len(word) <= _MAX_HEAD:
        if after > at and (_NUMBER.fullmatch(word) or _GROUP.fullmatch(word)):
            break
        after += 1
    heads = [line.strip() for line in lines[at:after]]
    if not are_heads(heads):
        return None
    rows = [_DIVIDER.join(heads)]
    number = 1
    while after < len(lines):
        word = fold(lines[after]).strip()
        if not word or _GROUP.fullmatch(word):
            rows.append(lines[after])
            after += 1
            continue
        row = _stacked_row(lines, after, len(heads), number) if word == str(number) else None
        if row is None:
            break
        rows.append(_DIVIDER.join(row.cells))
        after = row.after
        number += 1
    return (rows, after) if number > 1 else None


def _stacked_row(lines: list[str], at: int, columns: int, number: int) -> _Row | None:
    """The row with a number; lines that go on with a list or a clause belong to the cell above them."""
    cells: list[str] = []
    last = 0
    for after in range(at, min(at + _MAX_LINES, len(lines))):
        line = lines[after].strip()
        word = fold(line)
        item = _ITEM.match(word)
        value = (int(item["n"]) if item["n"] else ord(item["c"]) - 0x2460 + 1) if item else 0
        goes_on = (
            bool(cells) and len(cells) > 1 and (fold(cells[-1]).endswith(_GOES_ON) or (value > 1 and value == last + 1))
        )
        if goes_on:
            cells[-1] += line
        elif len(cells) == columns:
            return _Row(cells, after)
        elif not line or (cells and word == str(number + 1) and len(cells) < columns):
            return None
        else:
            cells.append(line)
            last = 0
        last = value or last
    return _Row(cells, min(at + _MAX_LINES, len(lines))) if len(cells) == columns else None
