"""Width folding and sentence spans."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import fold, sentences

WILD = st.text(alphabet=st.one_of(st.sampled_from("。！？；\n”\"'』）)的，甲 　“"), st.characters()), max_size=60)


def pieces(text: str) -> list[str]:
    """The words of the sentences."""
    return [text[start:end] for start, end in sentences(text)]


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    """Folding maps character to character and a second time changes nothing."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_widths() -> None:
    """Full-width letters, digits, punctuation and blanks become half-width; Chinese marks stay."""
    assert fold("（１２）Ａｂ：％　甲。“乙”、") == "(12)Ab:% 甲。“乙”、"


@given(WILD)
def test_sentences_partition_the_text(text: str) -> None:
    """Spans are in order, disjoint, trimmed and hold every non-blank character."""
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s:e] and text[s:e] == text[s:e].strip() for s, e in spans)
    held = {at for start, end in spans for at in range(start, end)}
    assert all(at in held for at, char in enumerate(text) if not char.isspace())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]),
        ("甲;乙!", ["甲;", "乙!"]),
        ("甲说：“乙。”丙。", ["甲说：“乙。”", "丙。"]),
        ("（甲。）乙。", ["（甲。）", "乙。"]),
        ("“甲？”的问题。乙", ["“甲？”的问题。", "乙"]),
        ("标题\n　　正文。\r\n尾", ["标题", "正文。", "尾"]),
        ('他说"甲。"乙。', ['他说"甲。"', "乙。"]),
        ('甲。"乙"丙。', ["甲。", '"乙"丙。']),
        ("甲？！乙", ["甲？！", "乙"]),
        ("1.5万元。3.2倍", ["1.5万元。", "3.2倍"]),
        (" 　\n", []),
    ],
)
def test_sentence_ends(text: str, expected: list[str]) -> None:
    """Sentences end at end marks and line ends, closing quotes and brackets included."""
    assert pieces(text) == expected
