"""Lexical tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numerals import to_chinese
from kb.tokens import article_token, tokenize


@pytest.mark.parametrize("label", ["第十二条", "第12条", "第１２条", "12条", "十二条", "第 12 条", "第一十二条"])
def test_spellings_of_an_article_are_one_token(label: str) -> None:
    """Every spelling of an article label gives the same single token."""
    assert tokenize(f"条例{label}规定")[1:-1] == [article_token(12)] == ["第12条"]


def test_inserted_articles() -> None:
    """第N条之M is a label of its own."""
    assert tokenize("第六十七条之一") == tokenize("第67条之1") == [article_token(67, 1)]


@given(st.integers(1, 1300), st.integers(0, 3))
def test_printed_labels_agree_with_article_token(number: int, sub: int) -> None:
    """A label printed in Chinese numerals gives the token of its number."""
    printed = f"第{to_chinese(number)}条" + (f"之{to_chinese(sub)}" if sub else "")
    assert tokenize(printed) == [article_token(number, sub)]


@pytest.mark.parametrize("text", ["几十条", "一条龙", "十二条件", "12条例", "第一百二条", "3.12条"])
def test_other_uses_of_the_sign_are_no_labels(text: str) -> None:
    """Amounts, other words and malformed numerals are cut like other words."""
    assert not [token for token in tokenize(text) if token.startswith("第") and token.endswith("条")]


def test_long_words_come_with_the_words_inside() -> None:
    """Search mode gives the compound and its parts."""
    assert {"公安", "机关", "公安机关"} <= set(tokenize("公安机关"))


@given(st.text())
def test_tokens_are_clean(text: str) -> None:
    """Tokens hold no blank, are lower-case, short and never mere punctuation; width does not matter."""
    for token in tokenize(text):
        assert token
        assert not any(char.isspace() for char in token)
        assert any(char.isalnum() for char in token)
        assert len(token) <= 64


def test_width_and_case_do_not_matter() -> None:
    """Full-width and upper-case letters give the tokens of their plain forms."""
    assert tokenize("ＡＰＰ使用１４份") == tokenize("app使用14份")
