"""Finding many phrases at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.phrases import Phrases, normal, normal_all

LETTERS = st.text(alphabet="甲乙丙丁ＡaA，", max_size=40)


def found(phrases: list[str], text: str) -> list[str]:
    """The phrases found in a text, as they stand there."""
    return [text[span.start : span.end] for span in Phrases(phrases).find(text)]


@pytest.mark.parametrize(
    ("phrases", "text", "expected"),
    [
        (["罚款", "罚款收据"], "没有罚款收据", ["罚款收据"]),
        (["处警", "出警告", "警告"], "作出警告后处警", ["出警告", "处警"]),
        (["甲乙丙", "丙丁戊己"], "甲乙丙丁戊己", ["丙丁戊己"]),
        (["甲乙", "乙丙"], "甲乙丙", ["甲乙"]),
        (["app"], "用ＡＰＰ和App", ["ＡＰＰ", "App"]),
        (["丙"], "丙丙", []),
        (["甲乙丙"], "甲乙", []),
        ([], "甲乙", []),
    ],
)
def test_longest_phrase_wins(phrases: list[str], text: str, expected: list[str]) -> None:
    """Of overlapping phrases the longest is found, then the first; case and width are ignored."""
    assert expected == found(phrases, text)


@given(st.lists(st.text(alphabet="甲乙丙丁Ａ", min_size=1, max_size=4), max_size=8), LETTERS)
def test_spans_are_disjoint_phrases_and_nothing_is_missed(phrases: list[str], text: str) -> None:
    """Spans are in order and disjoint, each is a phrase, and no phrase stands wholly outside them."""
    spans = Phrases(phrases).find(text)
    known = {normal(phrase) for phrase in phrases if len(phrase) > 1}
    rest, done = [], 0
    for span in spans:
        assert done <= span.start < span.end
        assert normal(text[span.start : span.end]) in known
        rest.append(text[done : span.start])
        done = span.end
    rest.append(text[done:])
    assert not [phrase for phrase in known if any(phrase in normal(piece) for piece in rest)]


@given(st.lists(st.text(alphabet="甲Ａa １", max_size=4), max_size=8))
def test_normal_all_equals_normal_of_each(texts: list[str]) -> None:
    """Normalising many texts at once gives what normalising each gives."""
    assert [normal(text) for text in texts] == normal_all(texts) or texts == [""]


@given(st.text())
def test_normal_keeps_the_length(text: str) -> None:
    """The normal form has the length of the text, so that offsets stay."""
    assert len(text) == len(normal(text))
