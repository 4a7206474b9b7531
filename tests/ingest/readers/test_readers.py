"""The door to all readers: content decides, and every failure is a message."""

from __future__ import annotations

import contextlib
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import readers
from ingest.readers import read, sniff
from kb.errors import IngestError, UnreadableFileError, UnsupportedFormatError
from tests.ingest.readers.builders import PARAGRAPH, word_bytes, zip_bytes


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7", "a.txt", "pdf"),
        (b"{\\rtf1", "a.doc", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "image"),
        (b"BMI analysis in plain words", "a.txt", "txt"),
        ("<!DOCTYPE html><p>正文".encode(), "a.doc", "html"),
        (PARAGRAPH.encode("utf-16"), "a.md", "txt"),
        (PARAGRAPH.encode("utf-16-le"), "a.txt", "txt"),
        ("甲,乙".encode(), "a.csv", "csv"),
        (bytes(range(32)) * 8, "a.txt", "binary"),
        (zip_bytes({"a.txt": b"x"}), "a.docx", "zip"),
        (("一切工作" + PARAGRAPH).encode("utf-16-le"), "a.txt", "txt"),
        (("一切工作" + PARAGRAPH).encode("utf-16-be"), "a.txt", "txt"),
        ("甲\t乙".encode("gbk"), "a.xls", "csv"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "a.doc", "wordxml"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "a.xls", "excelxml"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "a.xml", "html"),
        (b'<?xml version="1.0"?><data/>', "a.txt", "xml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "a.doc", "mht"),
        (b"Received: x\r\nTo: b@c\r\nMIME-Version: 1.0\r\n\r\n", "a.txt", "mail"),
        ("主题: 通报\n正文".encode(), "a.txt", "txt"),
    ],
)
def test_content_decides(data: bytes, name: str, kind: str) -> None:
    """The format comes from the bytes; the name settles only what they leave open."""
    assert sniff(data, name) == kind


def test_wrong_suffix_is_read_and_reported() -> None:
    """A Word file called .pdf is read as Word, with a note."""
    document = docx.Document()
    document.add_paragraph(PARAGRAPH)
    raw = read(word_bytes(document), "通报.pdf")
    assert raw.text == PARAGRAPH
    assert "Word" in raw.notes[0]


def test_each_refusal_names_the_file_and_the_way_out() -> None:
    """Empty, unknown and packed-to-death files are refused for their own reasons."""
    with pytest.raises(UnreadableFileError, match=r"空\.txt 是空文件"):
        read(b"", "空.txt")
    with pytest.raises(UnsupportedFormatError, match="程序"):
        read(b"MZ\0\0" + b"\0" * 100, "甲.exe")
    with pytest.raises(UnsupportedFormatError, match="不像文字"):
        read(bytes(range(256)) * 4, "甲.txt")
    with pytest.raises(UnsupportedFormatError, match="扩展名改为"):
        read(zip_bytes({"a.txt": b"x"}), "甲.docx")
    for name in ("甲.ofd", "甲.pdf"):
        with pytest.raises(UnsupportedFormatError, match=r"OFD.*PDF"):
            read(zip_bytes({"OFD.xml": b"<OFD/>"}), name)
    with pytest.raises(UnsupportedFormatError, match=r"公文版式.*PDF"):
        read(bytes(range(256)) * 4, "甲.ceb")
    with pytest.raises(UnsupportedFormatError, match="附件另存"):
        read("转发：通报".encode(), "甲.eml")
    with pytest.raises(UnsupportedFormatError, match="解压"):
        read(b"Rar!\x1a\x07\0", "甲.rar")
    bomb = zip_bytes({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 30_000_000})
    with pytest.raises(UnreadableFileError, match="炸弹"):
        read(bomb, "甲.docx")


def test_oversized_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit for plain text is checked before decoding."""
    monkeypatch.setattr(readers, "MAX_TEXT_BYTES", 100)
    with pytest.raises(UnreadableFileError, match="纯文本"):
        read(PARAGRAPH.encode(), "大.txt")


def test_a_missing_part_of_the_program_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that cannot be imported is named; the file is not called damaged."""
    monkeypatch.setitem(readers._READERS, "txt", ("ingest.readers.no_such_reader", "read_text"))
    with pytest.raises(UnsupportedFormatError, match=r"no_such_reader.*重新安装"):
        read(PARAGRAPH.encode(), "甲.txt")


@given(
    st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", "a.xlsx", "a.csv", "a.zip", "a"])
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_text_or_a_message(data: bytes, name: str) -> None:
    """No reader raises anything but the errors meant for users."""
    with contextlib.suppress(IngestError):
        assert read(data, name).text.strip()


@pytest.mark.corpus
def test_corpus_is_read_whole(corpus: Path) -> None:
    """Every file of the corpus keeps each of its characters."""
    for path in sorted(corpus.glob("*/*")):
        assert read(path.read_bytes(), path.name).text == path.read_text(encoding="utf-8")
