"""Encodings: the real one is found, whatever is declared."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from ingest.readers.encoding import decode
from ingest.readers.text import read_text
from kb.errors import UnreadableFileError
from tests.ingest.readers.builders import PARAGRAPH


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_is_read_in_every_encoding(encoding: str) -> None:
    """The same words come out of every encoding offices use, with and without byte order mark."""
    assert decode(PARAGRAPH.encode(encoding)).text == PARAGRAPH


def test_big5_is_not_taken_for_gb18030() -> None:
    """Traditional text in Big5 decodes as GB18030 too, but reads worse there."""
    traditional = OpenCC("s2t").convert(PARAGRAPH)
    assert decode(traditional.encode("big5hkscs")).text == traditional


@pytest.mark.parametrize("length", [12, 30])
def test_short_gbk_texts_are_recognised(length: int) -> None:
    """A dozen characters are enough to tell GBK from the encodings that accept the same bytes."""
    assert decode(PARAGRAPH[:length].encode("gbk")).text == PARAGRAPH[:length]


def test_wrong_declaration_is_overruled_and_reported() -> None:
    """A page that claims Big5 but is UTF-8 is read as UTF-8, and the user is told."""
    result = decode(PARAGRAPH.encode(), "big5")
    assert result.text == PARAGRAPH
    assert "big5" in result.notes[0]


def test_few_broken_bytes_do_not_change_the_encoding() -> None:
    """UTF-8 with one broken byte among many characters stays UTF-8, the loss is marked and counted."""
    broken = (PARAGRAPH * 5).encode().replace("监".encode(), b"\xe7\x9b", 1)
    result = decode(broken)
    assert result.encoding == "utf-8"
    assert "\ufffd" in result.text
    assert "1 处" in result.notes[0]


def test_blank_files_are_refused() -> None:
    """A file of blanks has no words to take in."""
    with pytest.raises(UnreadableFileError, match=r"空白\.txt"):
        read_text(b" \r\n\t\n", "空白.txt")


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_decoding_never_raises(data: bytes) -> None:
    """Any bytes give some text."""
    assert isinstance(decode(data).text, str)


@pytest.mark.corpus
def test_corpus_survives_a_change_of_encoding(corpus: Path) -> None:
    """Every simplified document of the corpus is read the same from GB18030 and UTF-16 as from UTF-8."""
    for path in sorted(corpus.glob("*/*")):
        text = path.read_text(encoding="utf-8")
        for encoding in ("gb18030", "utf-16"):
            assert decode(text.encode(encoding)).text == text, (path.name, encoding)
