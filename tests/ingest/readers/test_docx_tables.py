"""Tables of Word files: a row has a cell for each column, whatever is merged, numbered or nested."""

from __future__ import annotations

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table, _Cell

from ingest.readers import read
from tests.ingest.readers.builders import add_numbered, numbered_word, word_bytes

LIST = [("decimal", "%1", "nothing")]


def table_of(rows: list[list[str]]) -> tuple[object, Table]:
    """A document with a list definition and a table of the words."""
    document = numbered_word(LIST)
    table = document.add_table(len(rows), len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    return document, table


def lines(document: object) -> list[str]:
    """The lines of a document as read."""
    return read(word_bytes(document), "a.docx").text.split("\n")  # type: ignore[arg-type]


def merge(cell: _Cell, other: _Cell) -> None:
    """Merge two cells, the words of the first kept."""
    words = cell.text
    cell.merge(other).text = words


def test_a_cell_over_several_rows_stands_in_each() -> None:
    """The class of two problems, and a problem with two measures, are in every row they cover."""
    document, table = table_of([["类别", "问题", "措施"], ["执法", "甲", "一"], ["", "", "二"], ["", "乙", "三"]])
    merge(table.cell(1, 0), table.cell(3, 0))
    merge(table.cell(1, 1), table.cell(2, 1))
    assert lines(document) == ["类别 | 问题 | 措施", "执法 | 甲 | 一", "执法 | 甲 | 二", "执法 | 乙 | 三"]


def test_a_cell_over_several_columns_keeps_the_others_in_place() -> None:
    """Behind it stand empty cells; alone in its row it is a title without bars."""
    document, table = table_of([["台账", "", ""], ["问题", "责任", ""], ["问题", "领导", "单位"]])
    merge(table.cell(0, 0), table.cell(0, 2))
    merge(table.cell(1, 1), table.cell(1, 2))
    merge(table.cell(1, 0), table.cell(2, 0))
    assert lines(document) == ["台账", "问题 | 责任 | ", "问题 | 领导 | 单位"]


def test_automatic_numbers_of_empty_cells_are_shown() -> None:
    """A column numbered by Word has its numbers; a row of nothing but a number is left out."""
    document, table = table_of([["序号", "问题"], ["", "甲"], ["", "乙"], ["", ""]])
    for row in table.rows[1:]:
        properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr()
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
        properties.append(parse_xml(xml))
    assert lines(document) == ["序号 | 问题", "1 | 甲", "2 | 乙"]


def test_a_table_inside_a_cell_makes_no_columns() -> None:
    """Its bars, and those that were typed, are no dividers of the outer row."""
    document, table = table_of([["问题", "措施"], ["甲|乙", "分两步"]])
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "先", "后"
    assert lines(document) == ["问题 | 措施", "甲¦乙 | 分两步 先 ¦ 后"]


def test_deleted_rows_are_left_out() -> None:
    """A row that change tracking holds as deleted is not in the document, whatever its words are marked as."""
    document, table = table_of([["问题", "措施"], ["甲", "一"], ["乙", "二"]])
    mark = f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>'
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(mark))
    raw = read(word_bytes(document), "a.docx")  # type: ignore[arg-type]
    assert raw.text.split("\n") == ["问题 | 措施", "乙 | 二"]
    assert "修订" in raw.notes[0]


def test_numbers_go_on_behind_a_deleted_paragraph() -> None:
    """A numbered paragraph deleted with its mark takes no number; what is left of one begins the next."""
    document = numbered_word([("decimal", "%1.", "nothing")])
    for text in ("甲", "删去", "乙"):
        add_numbered(document, 0, text)
    gone = document.paragraphs[1]._p
    gone.pPr.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="a"/></w:rPr>'))
    run = document.paragraphs[1].runs[0]._r
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"/>')
    run.addprevious(deleted)
    deleted.append(run)
    assert lines(document) == ["1.甲", "2.乙"]
    deleted.addprevious(parse_xml(f"<w:r {nsdecls('w')}><w:t>留下的，</w:t></w:r>"))
    assert lines(document) == ["1.甲", "2.留下的，乙"]
