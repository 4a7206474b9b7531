"""A draft as a Word file: what the XML says."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.anchor import Found, Resolution
from assistant.drafting.model import Column, Draft, DraftKind, Head, Row, Table
from assistant.export.front import doc_number
from assistant.export.layout import EXPORT_NOTES, Font
from assistant.export.marks import UNVERIFIED, Marks
from assistant.export.sources import NoteStyle
from assistant.export.word import to_docx
from tests.assistant.export.samples import (
    HEAD,
    NARROW,
    NOTES,
    NS,
    SENTENCE,
    WIDE,
    W,
    full,
    names,
    paper,
    part,
    styled,
    words,
)
from tests.conftest import ROOT


def test_paper_margins_and_grid_are_those_of_the_standard() -> None:
    """A4 with 37, 28, 26 and 35 mm of white; 22 lines of 28 characters fill the type area."""
    opened = docx.Document(io.BytesIO(to_docx(paper("正文。"))))
    (section,) = opened.sections
    assert (Mm(210), Mm(297)) == pytest.approx((section.page_width, section.page_height), abs=Mm(0.1))
    white = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert (Mm(37), Mm(28), Mm(26), Mm(35)) == pytest.approx(white, abs=Mm(0.1))
    (grid,) = part(to_docx(paper()), "word/document.xml").iter(f"{W}docGrid")
    pitch, space = int(grid.get(f"{W}linePitch")), int(grid.get(f"{W}charSpace"))
    assert "linesAndChars" == grid.get(f"{W}type")
    assert 22 == int(225 / 25.4 * 1440 / pitch)
    room = section.page_width - section.left_margin - section.right_margin
    assert 28 == int(room / Pt(1) / (16 + space / 4096))


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("Normal", "仿宋_GB2312", "32"),
        ("Title", "方正小标宋简体", "44"),
        ("Heading1", "黑体", None),
        ("Heading2", "楷体_GB2312", None),
        ("Heading3", "仿宋_GB2312", None),
        ("Heading4", "仿宋_GB2312", None),
        ("Secrecy", "黑体", None),
        ("Attachment", "黑体", None),
        ("FooterOdd", "宋体", "28"),
    ],
)
def test_every_element_has_its_typeface_and_size(style: str, font: str, half_points: str | None) -> None:
    """Chinese and Western characters of an element are set in the typeface of the standard; headings in 3号."""
    styles = part(to_docx(full()), "word/styles.xml")
    (found,) = styles.xpath(f"w:style[@w:styleId='{style}']", namespaces=NS)
    (fonts,) = found.iter(f"{W}rFonts")
    assert {font} == {fonts.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia")}
    assert half_points == next((size.get(f"{W}val") for size in found.iter(f"{W}sz")), None)


def test_fonts_that_may_be_missing_name_others() -> None:
    """The font table names the fonts every Windows has for those it may lack."""
    table = part(to_docx(paper()), "word/fontTable.xml")
    others = {font.get(f"{W}name"): font.find(f"{W}altName").get(f"{W}val") for font in table}
    assert "仿宋" in others["仿宋_GB2312"]
    assert "宋体" in others["方正小标宋简体"]


def test_headings_of_four_levels_are_headings() -> None:
    """A line that is a heading gets the style of its level; a run-in heading only its words up to the full stop."""
    document = part(to_docx(full()), "word/document.xml")
    assert ["一、总体要求"] == [words(one) for one in styled(document, "Heading1")]
    assert ["（1）核对"] == [words(one) for one in styled(document, "Heading4")]
    (run_in,) = document.xpath("//w:r[w:rPr/w:rStyle/@w:val='RunIn2']", namespaces=NS)
    assert "（一）强化学习。" == words(run_in)
    assert any(words(one).startswith("1.完善制度。") for one in styled(document, "BodyText"))


def test_numbered_sentences_are_no_headings() -> None:
    """A run of them would be kept on one page; on the upper levels a full stop may close a heading."""
    document = part(to_docx(paper("（一）强化学习。\n1.明确责任人。\n（1）逐项办理。\n2.台账")), "word/document.xml")
    assert ["1.明确责任人。", "（1）逐项办理。"] == [words(one) for one in styled(document, "BodyText")]
    assert ["（一）强化学习。", "2.台账"] == [words(one) for at in (2, 3) for one in styled(document, f"Heading{at}")]


def test_forms_and_lists_of_usual_width_stay_upright() -> None:
    """A sheet is turned for many columns only."""
    form = Table("登记表", (Column("项目", width=20), Column("内容", width=40)), ())
    usual = Table("清单", (Column("甲", width=10), Column("乙", width=20), Column("丙", width=15)), ())
    opened = docx.Document(io.BytesIO(to_docx(paper(tables=(form, usual)))))
    assert all(section.page_width < section.page_height for section in opened.sections)


def test_the_notes_for_users_name_every_font() -> None:
    """Users are told which fonts the file expects, and the guide says the same."""
    assert all(font.value in EXPORT_NOTES for font in Font)
    assert EXPORT_NOTES in (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")


def test_paragraphs_are_indented_by_two_characters() -> None:
    """The indent is given in characters, and in twips for programs that do not know characters."""
    (style,) = part(to_docx(paper()), "word/styles.xml").xpath("w:style[@w:styleId='BodyText']", namespaces=NS)
    (indent,) = style.iter(f"{W}ind")
    assert ("200", "630") == (indent.get(f"{W}firstLineChars"), indent.get(f"{W}firstLine"))


def test_the_head_stands_in_the_order_of_the_standard() -> None:
    """密级, 紧急程度, red letterhead, number with hexagonal brackets and signer, red rule, title, 主送机关."""
    document = part(to_docx(full()), "word/document.xml")
    order = [
        (one.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), words(one))
        for one in document.find(f"{W}body").iterchildren(f"{W}p")
        if words(one) or one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "RedRule"
    ]
    assert [
        ("Secrecy", "机密★1年"),
        ("Secrecy", "特急"),
        ("Letterhead", "青岚市公安局"),
        ("DocNumber", "青公督〔2026〕3号签发人：张某"),
        ("RedRule", ""),
        ("Title", "关于装备管理问题的通报"),
        ("Addressee", "各分局："),
    ] == order[:7]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("青公督[2026]03号", "青公督〔2026〕3号"),
        ("青公督（2026） 3号", "青公督〔2026〕 3号"),
        ("青公督〔2026〕10号", "青公督〔2026〕10号"),
        ("第3期", "第3期"),
    ],
)
def test_numbers_of_papers_have_hexagonal_brackets(typed: str, printed: str) -> None:
    """Whatever brackets the year was typed in; zeros in front go, those of the number stay."""
    assert printed == doc_number(typed)


def test_without_issuer_or_number_there_is_no_letterhead() -> None:
    """An internal paper begins with its title; a number stands below it."""
    document = part(to_docx(paper(head=Head(doc_number="青公督〔2026〕3号"))), "word/document.xml")
    assert not styled(document, "Letterhead")
    body = [words(one) for one in document.iter(f"{W}p")]
    assert ["关于装备管理问题的通报", "青公督〔2026〕3号"] == body[:2]


def test_attachments_are_announced_without_punctuation() -> None:
    """附件说明 numbers several attachments and strips marks from their names; a single one has no number."""
    several = part(to_docx(paper(tables=(NARROW._replace(name="问题清单。"), WIDE))), "word/document.xml")
    assert ["附件：1.问题清单", "2.整改台账"] == [words(one) for one in styled(several, "AttachmentNote")]
    single = part(to_docx(paper(tables=(NARROW,))), "word/document.xml")
    assert ["附件：问题清单"] == [words(one) for one in styled(single, "AttachmentNote")]
    assert ["附件"] == [words(one) for one in styled(single, "Attachment")]


def test_a_working_list_is_no_attachment() -> None:
    """It is not announced, stands last and says on its page that it is not sent."""
    working = NARROW._replace(name="参考措施清单", working=True)
    document = part(to_docx(paper(tables=(working, WIDE), head=HEAD)), "word/document.xml")
    assert ["附件：整改台账"] == [words(one) for one in styled(document, "AttachmentNote")]
    assert ["附件", "工作底稿，不随文印发"] == [words(one) for one in styled(document, "Attachment")]


def test_a_paper_without_a_date_has_a_blank_for_it() -> None:
    """An issuer signs above a blank; a text without an issuer has neither."""
    document = part(to_docx(paper(head=Head(issuer="青岚市公安局"))), "word/document.xml")
    assert ["【    年  月  日】"] == [words(one) for one in styled(document, "Day")]
    assert [] == styled(part(to_docx(paper()), "word/document.xml"), "Day")


def test_short_notes_name_document_and_item_alone() -> None:
    """A footnote of a paper that is sent has neither file nor offsets nor words."""
    notes = part(to_docx(paper(f"{SENTENCE}[1]"), notes=NoteStyle.SHORT), "word/footnotes.xml")
    said = words(notes)
    assert NOTES[1].title in said
    assert not [one for one in ("字符", "文件 ", NOTES[1].doc, NOTES[1].quote) if one in said]


def test_the_issuer_is_centred_above_the_date() -> None:
    """The date stands four characters from the right; the middle of the issuer is the middle of the date."""
    document = part(to_docx(full()), "word/document.xml")
    (day,), (issuer,) = styled(document, "Day"), styled(document, "Signature")
    right = {at: int(one.find(f"{W}pPr/{W}ind").get(f"{W}rightChars")) for at, one in (("day", day), ("by", issuer))}
    assert ("2026年11月22日", 400) == (words(day), right["day"])
    assert 400 + 700 // 2 == right["by"] + 600 // 2


def test_the_signature_never_stands_alone_on_a_page() -> None:
    """The last paragraph of the body, 附件说明 and the lines for the seal keep with what follows them."""
    document = part(to_docx(full()), "word/document.xml")
    body = list(document.find(f"{W}body").iterchildren(f"{W}p"))
    last = max(at for at, one in enumerate(body) if words(one).startswith(SENTENCE))
    day = body.index(styled(document, "Day")[0])
    assert all(one.find(f"{W}pPr/{W}keepNext") is not None for one in body[last:day])


def test_copies_and_printer_stand_in_a_frame_at_the_foot() -> None:
    """All lines of the 版记 share a frame at the lower edge of the type area of an upright page."""
    document = part(to_docx(full()), "word/document.xml")
    frames = list(document.iter(f"{W}framePr"))
    assert 5 == len(frames)
    assert {"bottom"} == {frame.get(f"{W}yAlign") for frame in frames}
    assert ["抄送：市委巡察办。", "青岚市公安局办公室2026年11月22日印发"] == [
        words(one) for one in styled(document, "Print")
    ]
    assert document.find(f"{W}body/{W}sectPr/{W}pgSz").get(f"{W}orient") is None


def test_page_numbers_differ_on_odd_and_even_pages() -> None:
    """Odd pages have the number on the right, even ones on the left, with dashes; the first section names both."""
    package = to_docx(full())
    opened = docx.Document(io.BytesIO(package))
    assert opened.settings.odd_and_even_pages_header_footer
    first = opened.sections[0]
    for footer, style in ((first.footer, "FooterOdd"), (first.even_page_footer, "FooterEven")):
        (line,) = footer.paragraphs
        assert style == line.style.style_id
    for name in ("word/footer1.xml", "word/footer2.xml"):
        footer = part(package, name)
        assert "— 1 —" == words(footer)
        assert ["PAGE"] == footer.xpath("//w:fldSimple/@w:instr", namespaces=NS)
    assert all(section.footer.is_linked_to_previous for section in list(opened.sections)[1:])


def test_wide_lists_lie_on_their_side() -> None:
    """Each list begins a section; the wide one is landscape with the white turned along; headings are repeated."""
    opened = docx.Document(io.BytesIO(to_docx(paper("正文。", tables=(NARROW, WIDE)))))
    body, narrow, wide = opened.sections
    assert (297, 210) == (round(wide.page_width.mm), round(wide.page_height.mm))
    assert (28, 37, 26, 35) == tuple(
        round(side.mm) for side in (wide.top_margin, wide.right_margin, wide.bottom_margin, wide.left_margin)
    )
    assert body.page_width == narrow.page_width
    for table in opened.tables:
        assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert "2026年12月31日" == opened.tables[0].cell(1, 2).text


def test_every_marker_is_a_real_footnote() -> None:
    """References and texts agree in number and id, and the part is related, typed and separated as Word wants it."""
    package = to_docx(paper("甲。[1]乙。[2]丙。[1,2]"))
    document, notes = part(package, "word/document.xml"), part(package, "word/footnotes.xml")
    used = [one.get(f"{W}id") for one in document.iter(f"{W}footnoteReference")]
    assert ["1", "2", "3", "4"] == used
    assert ["-1", "0", *used] == [one.get(f"{W}id") for one in notes]
    assert ["separator", "continuationSeparator"] == [one.get(f"{W}type") for one in notes[:2]]
    relations = part(package, "word/_rels/document.xml.rels")
    assert any(one.get("Type").endswith("/footnotes") for one in relations)
    types = part(package, "[Content_Types].xml")
    assert any(one.get("PartName") == "/word/footnotes.xml" for one in types)
    assert "[1]" not in words(document)


def test_numbers_stand_in_front_of_marks_that_hang() -> None:
    """A number behind a full stop in the margin would begin the next line; other words stay in front of theirs."""
    document = part(to_docx(paper("甲。[1]乙[2]丙", title="")), "word/document.xml")
    order = [one.get(f"{W}id") or one.text for one in document.iter(f"{W}t", f"{W}footnoteReference")]
    assert ["甲", "1", "。", "乙", "2", "丙"] == order


def test_a_footnote_says_source_place_file_page_offsets_and_words() -> None:
    """The badge and the validity stand behind the title; long quotations are cut, quotation marks inside are single."""
    notes = part(to_docx(paper("甲。[1]乙。[2]")), "word/footnotes.xml")
    first, second = (words(one) for one in notes[2:])
    assert first.startswith(" 《青岚市整改通报》（示例（虚构））二(二)7.一是，文件 青岚市整改通报.txt，第2页，")
    assert "字符 1204–1302，引文“清点装备14件，完善‘一物一档’台账" in first
    assert first.endswith("……”")
    assert second == (
        " 《青岚市勤务规定》（摘编，已被修订）第三条，文件 青岚市勤务规定.md，字符 44–52，引文“按规程检查装备。”"
    )


def test_a_list_repeats_the_number_of_its_footnote() -> None:
    """The first row has the footnote, later rows of the list a field that repeats its number."""
    document = part(to_docx(paper("甲。[1]", tables=(NARROW,))), "word/document.xml")
    assert 2 == len(list(document.iter(f"{W}footnoteReference")))
    (field,) = document.xpath("//w:tbl//w:fldSimple", namespaces=NS)
    assert "NOTEREF _RefNote2 " in field.get(f"{W}instr")
    assert 1 == len(document.xpath("//w:bookmarkStart[@w:name='_RefNote2']", namespaces=NS))


def marked(draft: Draft, **arguments: object) -> list[str]:
    """All highlighted words."""
    document = part(to_docx(draft, **arguments), "word/document.xml")
    return [words(one) for one in document.xpath("//w:r[w:rPr/w:highlight/@w:val='yellow']", namespaces=NS)]


def test_sentences_that_failed_the_check_are_marked() -> None:
    """The sentence is highlighted and followed by the words; others are not."""
    assert ["乙二", "。", UNVERIFIED] == marked(paper("甲一。[1]乙二。[2]丙三。"), marks=Marks.of([(0, "乙二。[2]")]))
    assert [] == marked(paper("甲一。[1]\n乙二。[2]"), marks=Marks.of([(0, "乙二。")]))


def test_markers_that_lead_nowhere_are_marked() -> None:
    """A number without a place, and one whose words are gone, make their sentence unverified and no footnote."""
    assert ["乙二。", UNVERIFIED] == marked(paper("甲一。[1]乙二。[7]"))
    gone = {1: Resolution(Found.MISSING, NOTES[1], reason="没有了")}
    assert ["甲一", "。", UNVERIFIED] == marked(paper("甲一[1]。乙二。[2]"), resolutions=gone)
    assert [UNVERIFIED] == marked(paper("[8]"))


def test_rows_that_fail_are_marked() -> None:
    """A row that failed or rests on a missing place is highlighted with one mark."""
    row = ["1", "台账不清", "2026年12月31日"]
    assert [*row[:2], UNVERIFIED, row[2]] == marked(paper(tables=(NARROW,)), marks=Marks.of([], [(0, 0)]))
    broken = NARROW._replace(rows=(NARROW.rows[0]._replace(notes=(9,)),))
    assert [*row[:2], UNVERIFIED, row[2]] == marked(paper(tables=(broken,)))


def test_moved_places_are_brought_up_to_date() -> None:
    """The footnote names the offsets of today."""
    moved = {1: Resolution(Found.MOVED, replace(NOTES[1], start=7, end=9))}
    package = to_docx(paper("甲。[1]"), resolutions=moved)
    assert "字符 7–9" in words(part(package, "word/footnotes.xml"))


def test_equal_drafts_are_equal_bytes_and_name_nobody() -> None:
    """The file names the issuer and the day of the paper, no program, user or clock, and brings no thumbnail."""
    package = to_docx(full())
    assert package == to_docx(full())
    properties = docx.Document(io.BytesIO(package)).core_properties
    assert ("青岚市公安局", "", HEAD.day) == (
        properties.author,
        properties.last_modified_by,
        properties.modified.date(),
    )
    assert date(2000, 1, 1) == docx.Document(io.BytesIO(to_docx(paper()))).core_properties.created.date()
    assert {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/styles.xml",
        "word/settings.xml", "word/fontTable.xml", "word/footnotes.xml", "word/footer1.xml", "word/footer2.xml",
        "word/_rels/document.xml.rels",
    } == set(names(package))  # fmt: skip


def test_nothing_depends_on_the_kind() -> None:
    """The same words make the same file whatever the paper is called."""
    assert {to_docx(replace(full(), kind=kind)) for kind in DraftKind} == {to_docx(full())}


_WILD = st.text(
    alphabet=st.one_of(
        st.sampled_from("一、（）()1.23[]。；“”\n\t\x00\x08\x0b\x1f\ud800\ufffe\u2028😀<&>]]"),
        st.characters(codec=None),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(
    title=_WILD,
    body=_WILD,
    other=_WILD,
    rows=st.lists(st.lists(_WILD, max_size=4), max_size=3),
    columns=st.lists(_WILD, max_size=3),
)
def test_any_text_makes_a_file_that_opens(
    title: str, body: str, other: str, rows: list[list[str]], columns: list[str]
) -> None:
    """Control characters, lone surrogates, markup, ragged and empty lists: the file is read back."""
    head = Head(other, other, other, other, other, other, date(2026, 1, 2), other, other, other)
    table = Table(other, tuple(Column(name) for name in columns), tuple(Row(tuple(row), (1, 9)) for row in rows))
    note = replace(NOTES[1], title=other, locator=other, doc=other, quote=other)
    opened = docx.Document(io.BytesIO(to_docx(paper(body, title=title, head=head, tables=(table,), notes={1: note}))))
    assert max(len(rows), 1) + 1 == len(opened.tables[0].rows)


def test_long_and_empty_papers_are_written() -> None:
    """Ten thousand sentences in one paragraph, and nothing at all."""
    assert len(docx.Document(io.BytesIO(to_docx(paper(SENTENCE * 10000)))).paragraphs) > 2
    assert "" == words(part(to_docx(paper(title="")), "word/document.xml"))
