"""What catches the eye in a Word file: blanks, neighbouring numbers, lines that lead to others, forms to fill in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.export.marks import Bit, parted, spelled
from assistant.export.text import to_text
from assistant.export.word import to_docx
from tests.assistant.export.samples import NARROW, NOTES, NS, W, paper, part, words


def coloured(document: Any, colour: str) -> list[str]:
    """The words highlighted so."""
    return [words(run) for run in document.xpath(f"//w:r[w:rPr/w:highlight/@w:val='{colour}']", namespaces=NS)]


def kept(document: Any) -> list[str]:
    """The paragraphs that stay with the next one."""
    return [words(one) for one in document.xpath("//w:p[w:pPr/w:keepNext]", namespaces=NS)]


def test_blanks_are_highlighted_wherever_they_stand() -> None:
    """In the title, in the text and in lists; the words around them are not."""
    form = Table("登记", (Column("项目"), Column("内容")), (Row(("办理情况", "【由承办单位填写】")),))
    document = part(
        to_docx(paper("由【责任领导】负责。", title="【单位名称】整改方案", tables=(form,))), "word/document.xml"
    )
    assert ["【单位名称】", "【责任领导】", "【由承办单位填写】"] == coloured(document, "cyan")
    assert not coloured(document, "yellow")


def test_blanks_in_sentences_that_failed_keep_the_mark_of_failure() -> None:
    """A number without a place marks its whole sentence."""
    document = part(to_docx(paper("由【责任领导】负责[99]。")), "word/document.xml")
    assert "由【责任领导】负责" == "".join(coloured(document, "yellow")).removesuffix("〔未核实〕").removesuffix("。")


@pytest.mark.parametrize("body", ["正文[1,2]。", "正文[1][2]。", "正文。[1][2]"])
def test_neighbouring_numbers_are_parted(body: str) -> None:
    """23 and 24 must not read 2324."""
    document = part(to_docx(paper(body)), "word/document.xml")
    runs = document.xpath("//w:r[w:rPr/w:rStyle/@w:val='FootnoteReference']", namespaces=NS)
    assert ["", ",", ""] == [words(run) for run in runs]


def test_numbers_of_a_row_are_parted_too() -> None:
    """The number in a cell and those of its row follow each other; words between them need no comma."""
    table = Table("清单", (Column("问题"),), (Row(("台账不清[1]",), (2,)),))
    document = part(to_docx(paper("正文[1]又有[2]。", tables=(table,))), "word/document.xml")
    commas = [run for run in document.iter(f"{W}r") if words(run) == ","]
    assert 1 == len(commas)


def test_a_line_that_leads_stays_with_what_it_leads_to() -> None:
    """Whose problem it was, and a short numbered sentence in front of text, never end a page; a list of them may."""
    lead, short = "某局“甲”问题（正在整改）：", "2.已采取的措施。"
    body = f"正文。\n{lead}\n一是甲。\n{short}\n一是乙。\n1.明确责任。\n2.逐项办理。\n末段。"
    found = kept(part(to_docx(paper(body)), "word/document.xml"))
    assert [lead, short, "2.逐项办理。"] == [one for one in found if one.endswith(("。", "："))]


def test_rows_to_be_written_into_have_room() -> None:
    """A blank of a form is three lines high; lists are as high as their words."""
    form = Table(
        "登记", (Column("项目"), Column("内容")), (Row(("办理情况", "【由承办单位填写】")), Row(("编号", "1")))
    )
    document = part(to_docx(paper(tables=(form, NARROW))), "word/document.xml")
    assert ["960"] == [one.get(f"{W}val") for one in document.iter(f"{W}trHeight")]


def test_a_date_has_room_for_a_line() -> None:
    """Eleven characters and the white of the cell, also where digits are parted from Chinese."""
    table = Table("清单", (*NARROW.columns[:2], Column("完成时限", ColumnKind.DATE, 4)), ())
    document = part(to_docx(paper(tables=(table,))), "word/document.xml")
    widths = [int(one.get(f"{W}w")) for one in document.iter(f"{W}gridCol")]
    assert widths[-1] - 2 * 85 >= 10 * 240


def test_replaced_names_are_parted_from_their_markup() -> None:
    """The new name alone is set, with what it was; what is no markup stays as typed."""
    bits = list(parted(Bit("由〖甲局←乙局〗在〖【地区】←丙市〗办理", notes=(1,))))
    assert [("由", ""), ("甲局", "乙局"), ("在", ""), ("【地区】", "丙市"), ("办理", "")] == [
        (b.text, b.was) for b in bits
    ]
    assert [(), (), (), (), (1,)] == [bit.notes for bit in bits]
    assert [False, False, False, True, False] == [bit.blank for bit in bits]
    assert "由甲局〔原为“乙局”〕办理〖" == spelled("由〖甲局←乙局〗办理〖")


@pytest.mark.parametrize("cell", ["清退12.5万元[1]。", "清退12.5万元。", "。"])
def test_all_numbers_stand_in_front_of_the_stop(cell: str) -> None:
    """A cell's own numbers and those of its row stand together, in front of the full stop."""
    table = Table("清单", (Column("措施"),), (Row((cell,), (1, 2)),))
    said = to_text(paper(tables=(table,), notes=NOTES)).split("注释")[0]
    assert not re.search(r"。\[", said) or cell == "。"
    assert re.search(r"\[\d\]\[\d\]", said)
