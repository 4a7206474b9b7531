"""PDF: pages, paragraphs, and the ways a PDF can fail."""

from __future__ import annotations

import io
import re

import pytest

from ingest.cleaning import clean
from ingest.readers import ocr, read
from kb.errors import UnreadableFileError, UnsupportedFormatError
from tests.ingest.readers.builders import PARAGRAPH, pdf_bytes

LEFT, INDENT, COLUMNS = 80.0, 112.0, 28


def wrapped(text: str, *, indent: bool = True) -> list[tuple[float, str]]:
    """The lines of a paragraph set in 28 columns, the first one indented."""
    first = COLUMNS - 2 if indent else COLUMNS
    rest = [text[at : at + COLUMNS] for at in range(first, len(text), COLUMNS)]
    return [(INDENT if indent else LEFT, text[:first]), *((LEFT, line) for line in rest)]


def scan() -> bytes:
    """A PDF of one picture."""
    from PIL import Image  # noqa: PLC0415 - only here

    stream = io.BytesIO()
    Image.new("L", (600, 800), 255).save(stream, "PDF")
    return stream.getvalue()


def test_paragraphs_are_put_together_again() -> None:
    """Lines of a paragraph are joined, also behind a full stop at the end of a line; paragraphs stay apart."""
    first = PARAGRAPH[: COLUMNS - 3] + "。" + PARAGRAPH[COLUMNS:] + "。"
    second = "一是" + PARAGRAPH + "。"
    third = "二是" + PARAGRAPH + "。"
    raw = read(pdf_bytes([[*wrapped(first), *wrapped(second), *wrapped(third)]]), "a.pdf")
    assert clean(raw).text.split("\n\n") == [first, second, third]


def test_sentences_go_on_over_the_page_and_pages_are_known() -> None:
    """Heads, feet and page numbers go; the sentence reads through; each page knows its place in the text."""
    text = PARAGRAPH * 4 + "。"
    lines = wrapped(text)
    pages = [
        [(200.0, "云泽市公安局文件"), *lines[start : start + 4], (280.0, f"— {number} —")]
        for number, start in enumerate(range(0, len(lines), 4), 1)
    ]
    assert len(pages) >= 3
    raw = read(pdf_bytes(pages), "a.pdf")
    cleaned = clean(raw)
    assert cleaned.text.replace("云泽市公安局文件", "", 1).strip() == text
    assert [page.number for page in cleaned.pages] == list(range(1, len(pages) + 1))
    for page, start in zip(cleaned.pages, range(0, len(lines), 4), strict=True):
        assert lines[start][1][:10] in cleaned.text[page.span.start : page.span.end]
    assert {"页码", "页眉页脚"} <= {edit.rule for edit in cleaned.edits}


def test_password_damage_and_emptiness_have_their_own_messages() -> None:
    """Locked, broken and empty PDFs say what is wrong with them."""
    whole = pdf_bytes([wrapped(PARAGRAPH)])
    with pytest.raises(UnreadableFileError, match="密码"):
        read(pdf_bytes([wrapped(PARAGRAPH)], password="秘密".encode().hex()), "锁.pdf")
    with pytest.raises(UnreadableFileError, match=r"不是完整的 PDF|没有可读的文字"):
        read(whole[:200], "坏.pdf")
    with pytest.raises(UnreadableFileError, match="没有可读的文字"):
        read(pdf_bytes([[], []]), "空.pdf")


@pytest.mark.parametrize("length", [40, 120, 200, 500])
def test_broken_files_name_no_exception(length: int) -> None:
    """The message about a file cut off anywhere is Chinese: no name of a library's exception stands in it."""
    with pytest.raises(UnreadableFileError) as caught:
        read(pdf_bytes([wrapped(PARAGRAPH)])[:length], "坏.pdf")
    assert not re.search(r"[A-Za-z]{4,}", str(caught.value).replace("坏.pdf", "").replace("Word", ""))


def test_a_fault_in_the_library_names_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected fault while reading says what to do and keeps the library's words out of the message."""

    def broken(*_: object) -> None:
        message = "PdfStreamError: Stream has ended unexpectedly"
        raise RuntimeError(message)

    monkeypatch.setattr("ingest.readers.pdf._open", broken)
    with pytest.raises(UnreadableFileError, match="重新获取原件") as caught:
        read(pdf_bytes([wrapped(PARAGRAPH)]), "坏.pdf")
    assert "Error" not in str(caught.value)


def test_scans_need_the_optional_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OCR a scan is refused with the command that helps; a mixed file is read and the gap is named."""
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(UnsupportedFormatError, match=r"xunjian\[ocr\]"):
        read(scan(), "扫描.pdf")
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only here

    writer = PdfWriter()
    for part in (pdf_bytes([wrapped(PARAGRAPH)]), scan()):
        writer.append(PdfReader(io.BytesIO(part)))
    stream = io.BytesIO()
    writer.write(stream)
    raw = read(stream.getvalue(), "混合.pdf")
    assert PARAGRAPH[:20] in raw.text
    assert "第 2 页" in raw.notes[0]


def test_a_ledger_printed_to_pdf_is_reported() -> None:
    """Columns of a table are lost in a PDF: the page is named, and what to take in instead."""
    heads = "序号 具体问题 整改措施 责任单位 完成时限 整改进展"
    rows = [(LEFT, heads), (LEFT, "1 涉案财物 开展专项 法制大队 2024- 已完成"), (LEFT, "超期未处 清理")]
    raw = read(pdf_bytes([[(LEFT, PARAGRAPH[:COLUMNS])], rows]), "台账.pdf")
    assert "第 2 页有问题表" in raw.notes[0]
    assert heads in clean(raw).text.split("\n")
    assert read(pdf_bytes([[(LEFT, PARAGRAPH[:COLUMNS])]]), "通报.pdf").notes == ()
