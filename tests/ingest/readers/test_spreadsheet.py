"""Ledgers: every cell with its column title, in the form the structure parser reads."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from ingest.readers import read
from kb.errors import UnreadableFileError


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ledger() -> Workbook:
    """A ledger with a title row, merged cells, a date and a percentage."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "整改台账"
    sheet.append(["整改台账（示例）"])
    sheet.merge_cells("A1:D1")
    sheet.append(["序号", "具体问题", "整改措施", "完成时限"])
    sheet.append([1, "学习不深入", "修订\n制度", dt.datetime(2024, 12, 31)])  # noqa: DTZ001 - Excel knows no time zones
    sheet.append([None, None, "加强|检查", 0.5])
    sheet["D4"].number_format = "0%"
    sheet.merge_cells("B3:B4")
    return book


def test_rows_carry_their_column_titles() -> None:
    """Row numbers are Excel's, merged cells are repeated, dates and percentages are shown as in the sheet."""
    assert read(saved(ledger()), "台账.xlsx").text.split("\n") == [
        "【台账】整改台账",
        "第1行 | 整改台账（示例）",
        "第3行 | 序号：1 | 具体问题：学习不深入 | 整改措施：修订 制度 | 完成时限：2024-12-31",
        "第4行 | 具体问题：学习不深入 | 整改措施：加强¦检查 | 完成时限：50%",
    ]


def test_headers_of_two_rows_are_joined() -> None:
    """Columns under a common title get both titles."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "清单"
    sheet.append(["问题", "责任", None, "状态"])
    sheet.append([None, "牵头单位", "责任人", None])
    sheet.append(["车辆超编", "警保支队", "某某", "已完成"])
    sheet.append(["台账不全", "法制支队", "某某", "未完成"])
    for area in ("B1:C1", "A1:A2", "D1:D2"):
        sheet.merge_cells(area)
    text = read(saved(book), "清单.xlsx").text
    assert "第3行 | 问题：车辆超编 | 责任/牵头单位：警保支队 | 责任/责任人：某某 | 状态：已完成" in text


def test_csv_in_gbk() -> None:
    """A CSV exported by Excel in GBK gives the same form, named after the file."""
    data = "序号,问题,状态\r\n1,接警不规范,已完成\r\n2,台账不全,未完成\r\n".encode("gbk")
    assert read(data, "台账.csv").text.split("\n")[:2] == [
        "【台账】台账",
        "第2行 | 序号：1 | 问题：接警不规范 | 状态：已完成",
    ]


def test_hidden_empty_and_damaged_workbooks() -> None:
    """Hidden sheets are left out with a remark; empty and broken files are refused."""
    book = ledger()
    book.create_sheet("草稿").append(["甲", "乙"])
    book["草稿"].sheet_state = "hidden"
    assert "草稿" in read(saved(book), "台账.xlsx").notes[0]
    with pytest.raises(UnreadableFileError, match="空的"):
        read(saved(openpyxl.Workbook()), "空.xlsx")
    with pytest.raises(UnreadableFileError, match=r"损坏|不是完整"):
        read(saved(ledger())[:900], "坏.xlsx")


def test_rows_that_are_not_shown_are_read_and_reported() -> None:
    """A filter left on hides rows of the ledger: they are read, and the user is told."""
    book = openpyxl.Workbook()
    for row in (["序号", "问题", "措施"], [1, "甲", "一"], [2, "乙", "二"]):
        book.active.append(row)
    assert read(saved(book), "台账.xlsx").notes == ()
    book.active.row_dimensions[3].hidden = True
    raw = read(saved(book), "台账.xlsx")
    assert "第3行" in raw.text
    assert "隐藏（或被筛选掉）的 1 行" in raw.notes[0]


def test_names_of_groups_are_no_rows_of_the_ledger() -> None:
    """A cell over all columns, or words where the numbers stand, name the rows below; sums and remarks name none."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["序号", "问题", "措施"],
        ["一、执法方面"],
        [1, "甲", "一"],
        ["队伍方面"],
        [2, "乙", "二"],
        ["合计"],
        ["备注：略"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A2:C2")
    sheet.merge_cells("A7:C7")
    assert read(saved(book), "台账.xlsx").text.split("\n")[1:] == [
        "第2行 | 分组：一、执法方面",
        "第3行 | 序号：1 | 问题：甲 | 措施：一",
        "第4行 | 分组：队伍方面",
        "第5行 | 序号：2 | 问题：乙 | 措施：二",
        "第6行 | 合计",
        "第7行 | 备注：略",
    ]


def test_a_form_is_one_row() -> None:
    """Labels beside their words are no header; a list of two columns is no form."""
    book = openpyxl.Workbook()
    for row in (["整改情况表"], ["问题", "车辆超编"], ["整改措施", "清理3台"], ["责任单位", "警保支队"]):
        book.active.append(row)
    assert read(saved(book), "表.xlsx").text.split("\n")[1:] == [
        "第1行 | 整改情况表",
        "第2行 | 问题：车辆超编 | 整改措施：清理3台 | 责任单位：警保支队",
    ]
    book = openpyxl.Workbook()
    for row in (["问题", "措施"], ["车辆超编", "清理3台"], ["台账不全", "补录"], ["值班松懈", "抽查"]):
        book.active.append(row)
    assert "第2行 | 问题：车辆超编 | 措施：清理3台" in read(saved(book), "表.xlsx").text
