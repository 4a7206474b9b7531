"""Word: what the reader of the printed page sees, in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers import read
from ingest.readers.docx_numbering import format_number
from kb.errors import UnreadableFileError, UnsupportedFormatError
from tests.ingest.readers.builders import add_numbered, numbered_word, word_bytes, zip_bytes

LADDER = [
    ("chineseCountingThousand", "%1、", "nothing"),
    ("chineseCounting", "（%2）", "nothing"),
    ("decimal", "%3.", "tab"),
    ("decimal", "%1.%2.%3.%4", "space"),
]


def lines(document: object) -> list[str]:
    """The lines of a document as read."""
    return read(word_bytes(document), "a.docx").text.split("\n")  # type: ignore[arg-type]


def test_automatic_numbers_are_rendered() -> None:
    """Chinese, bracketed and Arabic numbers stand in front of the words as Word shows them."""
    document = numbered_word(LADDER)
    for level, text in [(0, "总体"), (1, "组织"), (1, "推进"), (2, "学习"), (0, "问题"), (1, "方面")]:
        add_numbered(document, level, text)
    assert lines(document) == ["一、总体", "（一）组织", "（二）推进", "1.学习", "二、问题", "（一）方面"]


def test_lower_levels_begin_anew_unless_told_not_to() -> None:
    """``lvlRestart`` 0 lets a level count on under the next heading."""
    document = numbered_word(LADDER, restarts={1: 0})
    for level, text in [(0, "甲"), (1, "乙"), (0, "丙"), (1, "丁")]:
        add_numbered(document, level, text)
    assert lines(document) == ["一、甲", "（一）乙", "二、丙", "（二）丁"]


def test_a_second_list_with_override_starts_over() -> None:
    """Two lists of one definition share the count until an override begins anew."""
    document = numbered_word(LADDER)
    add_numbered(document, 0, "甲")
    add_numbered(document, 0, "乙")
    add_numbered(document, 0, "丙", number=78)
    assert lines(document) == ["一、甲", "二、乙", "一、丙"]


def test_article_labels_keep_a_gap() -> None:
    """第一条 is set apart from its text by one blank, whatever Word uses there."""
    document = numbered_word([("chineseCounting", "第%1条", "tab")])
    add_numbered(document, 0, "为了规范工作，制定本办法。")
    assert lines(document) == ["第一条 为了规范工作，制定本办法。"]


def test_numbers_that_a_style_carries() -> None:
    """A heading style with a list numbers its paragraphs; numId 0 in the paragraph switches that off."""
    document = numbered_word(LADDER)
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>'))
    document.add_heading("组织", 1)
    document.add_heading("无号", 1)
    add_numbered(document, 0, "", number=0)
    document.paragraphs[1]._p.get_or_add_pPr().append(document.paragraphs[2]._p.pPr.numPr)
    document.add_heading("推进", 1)
    assert [line for line in lines(document) if line] == ["一、组织", "无号", "二、推进"]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (23, "chineseCountingThousand", "二十三"),
        (10, "chineseCounting", "十"),
        (10, "ideographDigital", "一〇"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (2, "ideographTraditional", "乙"),
        (5, "decimalFullWidth", "５"),
        (7, "neverHeardOf", "7"),
    ],
)
def test_number_formats(number: int, kind: str, shown: str) -> None:
    """Every format comes out as Word prints it; unknown ones in Arabic digits."""
    assert format_number(number, kind) == shown


def test_tables_stand_between_their_paragraphs_row_by_row() -> None:
    """Cells are joined with a bar, a row has a cell for each column, and the order of the page is kept."""
    document = docx.Document()
    document.add_paragraph("表前")
    table = document.add_table(2, 3)
    for index, text in enumerate(["序号", "问题", "措施"]):
        table.rows[0].cells[index].text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[1]).text = "合并"
    table.rows[1].cells[2].text = "第一行\n第二行"
    document.add_paragraph("表后")
    assert lines(document) == ["表前", "序号 | 问题 | 措施", "合并 |  | 第一行 第二行", "表后"]


def test_revisions_links_and_breaks() -> None:
    """Inserted words are read, deleted ones are not, words of links and content controls are."""
    document = docx.Document()
    paragraph = document.add_paragraph("保留")
    for xml in (
        f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>插入</w:t></w:r></w:ins>',
        f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>删除</w:delText></w:r></w:del>',
        f"<w:hyperlink {nsdecls('w')}><w:r><w:t>链接</w:t></w:r></w:hyperlink>",
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>控件</w:t><w:br/><w:t>换行</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml))
    raw = read(word_bytes(document), "a.docx")
    assert raw.text == "保留插入链接控件\n换行"
    assert "修订" in raw.notes[0]


def test_hidden_text_is_left_out_and_reported() -> None:
    """Words that Word shows on no page are no words of the document; a property switched off hides nothing."""
    document = docx.Document()
    paragraph = document.add_paragraph("看得见")
    paragraph.add_run("看不见").font.hidden = True
    paragraph.add_run("也看得见").font.hidden = False
    raw = read(word_bytes(document), "a.docx")
    assert raw.text == "看得见也看得见"
    assert "隐藏文字" in raw.notes[0]


def test_embedded_objects_are_reported() -> None:
    """A workbook inside the document is not read, and the user is told how to take it in."""
    document = docx.Document()
    office = "urn:schemas-microsoft-com:office:office"
    xml = f'<w:r {nsdecls("w")}><w:object><o:OLEObject xmlns:o="{office}" ProgID="Excel.Sheet.12"/></w:object></w:r>'
    document.add_paragraph("见附表")._p.append(parse_xml(xml))
    raw = read(word_bytes(document), "a.docx")
    assert raw.text == "见附表"
    assert "1 个对象" in raw.notes[0]


def test_symbols_and_formulas() -> None:
    """Symbols of fonts without Unicode meaning, in whatever way they are stored; formulas; readings are left out."""
    document = docx.Document()
    paragraph = document.add_paragraph("")
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    reading = "<w:rt><w:r><w:t>jǐng</w:t></w:r></w:rt>"
    for xml in (
        f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F082"/></w:r>',
        f"<w:r {nsdecls('w')}><w:t>\uf0fc≥</w:t></w:r>",
        f'<m:oMath xmlns:m="{math}"><m:r><m:t>x+y</m:t></m:r></m:oMath>',
        f"<w:r {nsdecls('w')}><w:ruby>{reading}<w:rubyBase><w:r><w:t>警</w:t></w:r></w:rubyBase></w:ruby></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    assert lines(document) == ["②√≥x+y警"]


def repacked(change: Callable[[str, str], str]) -> bytes:
    """A document with one word, each part of its package changed by ``(name, xml) -> xml``."""
    document = docx.Document()
    document.add_paragraph("正文")
    with zipfile.ZipFile(io.BytesIO(word_bytes(document))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zip_bytes(
        {
            name: change(name, data.decode()).encode() if name.endswith((".xml", ".rels")) else data
            for name, data in parts.items()
        }
    )


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_documents_with_macros_and_templates_are_documents(kind: str) -> None:
    """They differ by the type of their main part alone."""
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert read(repacked(lambda _, xml: xml.replace(plain, kind)), "a.docm").text == "正文"


def test_what_only_word_can_open_is_refused_with_the_way_out() -> None:
    """The strict variant, and a body that embeds another file, would come out wrong or short."""
    strict = repacked(
        lambda _, xml: xml.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml"
        )
    )
    with pytest.raises(UnsupportedFormatError, match="另存"):
        read(strict, "严.docx")
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
    with pytest.raises(UnsupportedFormatError, match="嵌着"):
        read(repacked(lambda _, xml: xml.replace("<w:sectPr", chunk + "<w:sectPr", 1)), "嵌.docx")


def test_damaged_and_wordless_documents_are_told_apart() -> None:
    """A broken package and a document without words have messages of their own."""
    whole = word_bytes(docx.Document())
    with pytest.raises(UnreadableFileError, match="没有文字"):
        read(whole, "空.docx")
    document = docx.Document()
    document.add_paragraph("正文")
    with pytest.raises(UnreadableFileError, match=r"损坏|不是完整"):
        read(word_bytes(document)[:-400], "坏.docx")
    broken = zip_bytes({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document"})
    with pytest.raises(UnreadableFileError, match="损坏"):
        read(broken, "坏.docx")
