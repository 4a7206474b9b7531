"""Lists as a workbook."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.export.excel import to_xlsx
from assistant.export.marks import UNVERIFIED
from kb.model import Status
from tests.assistant.export.samples import NARROW, NOTES, WIDE

ONE = (Column("内容", width=10),)


def opened(*tables: Table, **arguments: Any) -> Any:
    """The workbook read back."""
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(tables, arguments.get("notes", NOTES), title="整改方案")))


def test_every_list_is_a_sheet_with_filter_and_fixed_headings() -> None:
    """Title, headings with a filter, panes below them, wrapped words, sources at the end and on their own sheet."""
    book = opened(NARROW, WIDE)
    assert ["问题清单", "整改台账", "出处"] == book.sheetnames
    sheet = book["问题清单"]
    assert "整改方案——问题清单" == sheet["A1"].value
    assert ["序号", "问题", "时限", "出处"] == [cell.value for cell in sheet[2]]
    assert ("A2:D4", "A3") == (sheet.auto_filter.ref, sheet.freeze_panes)
    assert sheet["B3"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_dates_and_numbers_are_values() -> None:
    """An ISO date is a date shown in Chinese, words stay words, digits are a number."""
    sheet = opened(NARROW)["问题清单"]
    assert (1, datetime(2026, 12, 31), "长期坚持") == (sheet["A3"].value, sheet["C3"].value, sheet["C4"].value)  # noqa: DTZ001 - workbooks know no zones
    assert 'yyyy"年"m"月"d"日"' == sheet["C3"].number_format


@pytest.mark.parametrize("words", ["007", "12345678901234567890", "1e5", "１２", "", "三"])
def test_what_only_looks_like_a_number_stays_text(words: str) -> None:
    """Zeros in front, more digits than Excel keeps and other notations are kept as typed."""
    table = Table("清单", (Column("数", ColumnKind.NUMBER),), (Row((words,)),))
    assert (words or None) == opened(table)["清单"]["A3"].value


def test_the_state_has_a_drop_down() -> None:
    """The choices are the states of the domain; other words are warned about, not refused; new rows have it too."""
    (rule,) = opened(WIDE)["整改台账"].data_validations.dataValidation
    assert [status.label for status in Status] == rule.formula1.strip('"').split(",")
    assert ("list", "warning") == (rule.type, rule.errorStyle)
    assert "D203" in rule.sqref


def test_rows_say_what_they_rest_on() -> None:
    """Places of a row's notes and of the markers in its cells, which are taken out; the sheet has all."""
    book = opened(NARROW, WIDE)
    assert "《青岚市整改通报》（示例（虚构））[1]二(二)7.一是" == book["问题清单"]["D3"].value
    assert "《青岚市勤务规定》（摘编，已被修订）[2]第三条" == book["整改台账"]["E3"].value
    assert "台账不清" == book["整改台账"]["B3"].value
    (first, second) = book["出处"].iter_rows(min_row=3, values_only=True)
    assert (1, "青岚市整改通报.txt", 2, 1204, 1302, NOTES[1].quote) == (first[0], *first[3:])
    assert (2, None) == (second[0], second[4])


def test_numbers_without_a_place_are_marked() -> None:
    """The cell says so in yellow."""
    cell = opened(NARROW, notes={})["问题清单"]["D3"]
    assert f"[1]{UNVERIFIED}" == cell.value
    assert cell.fill.fgColor.rgb.endswith("FFFF00")


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"])
def test_no_text_is_a_formula(words: str) -> None:
    """Text that begins like a formula is stored as text, also after somebody edits the cell, in every place."""
    table = Table(words, (Column(words),), (Row((words,), (1,)),))
    note = replace(NOTES[1], title=words, locator=words, doc=words, quote=words)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([table], {1: note}, title=words)))
    cell = book.worksheets[0]["A3"]
    assert (words, "s", True) == (cell.value, cell.data_type, cell.quotePrefix)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_names_of_sheets_are_valid_and_unique() -> None:
    """Forbidden characters, long names, equal names in other case, reserved and empty names."""
    wanted = ["a/b:c*?[x]\\", "长" * 40, "长" * 40, "Ledger", "LEDGER", "出处", "history", "", "'", "😀" * 20]
    found = opened(*(Table(name, ONE, ()) for name in wanted)).sheetnames
    assert len(wanted) == len({name.casefold() for name in found})
    for name in found:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() not in {"出处", "history"}


def test_pages_print_on_landscape_a4() -> None:
    """One page wide, headings on each."""
    sheet = opened(WIDE)["整改台账"]
    assert ("landscape", "9", 1, 0) == (
        sheet.page_setup.orientation,
        str(sheet.page_setup.paperSize),
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    )
    assert (True, "$1:$2") == (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.print_title_rows)


def test_equal_lists_are_equal_bytes_and_name_nobody() -> None:
    """No clock, no user, no program as author."""
    first = to_xlsx([NARROW], NOTES, title="整改方案")
    assert first == to_xlsx([NARROW], NOTES, title="整改方案")
    properties = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert (None, None, 2000) == (properties.creator or None, properties.lastModifiedBy, properties.modified.year)


@settings(max_examples=50, deadline=None)
@given(
    name=st.text(max_size=40),
    cells=st.lists(st.lists(st.text(max_size=30), max_size=3), max_size=3),
    kinds=st.lists(st.sampled_from(ColumnKind), max_size=3),
)
def test_any_text_makes_a_workbook_that_opens(name: str, cells: list[list[str]], kinds: list[ColumnKind]) -> None:
    """Ragged and empty lists, control characters, dates and numbers of all kinds."""
    table = Table(name, tuple(Column(name, kind) for kind in kinds), tuple(Row(tuple(row), (1,)) for row in cells))
    assert 1 + bool(cells) == len(opened(table).sheetnames)


def test_a_very_long_text_says_that_it_was_cut() -> None:
    """A cell holds what Excel allows and says that there is more."""
    value = opened(Table("清单", ONE, (Row(("长" * 40000,)),)))["清单"]["A3"].value
    assert len(value) == 32767
    assert value.endswith("）")


def test_no_lists_make_an_empty_workbook() -> None:
    """A workbook needs a sheet."""
    assert ["出处"] == opened().sheetnames
