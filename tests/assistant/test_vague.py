"""A general word alone is asked back, not answered with anything."""

from __future__ import annotations

import pytest

from assistant import phrases
from assistant.vague import is_vague


@pytest.mark.parametrize(
    "question", ["整改", "处分？", "规定", "问题", "巡察", "怎么办", "怎么整改", "请问规定", "你好"]
)
def test_general_words_ask_for_nothing(question: str) -> None:
    """Nothing can be looked up by them."""
    assert is_vague(question)


@pytest.mark.parametrize(
    "question", ["喝酒", "食堂怎么整改", "涉案财物", "处分期间", "禁闭", "督察条例", "问题线索", "哪些问题没整改完", ""]
)
def test_a_matter_is_enough(question: str) -> None:
    """One word that names a matter is a question."""
    assert not is_vague(question)


def test_what_is_asked_back_is_fixed() -> None:
    """Both sentences are fixed phrases."""
    assert phrases.is_fixed(phrases.VAGUE)
    assert phrases.is_fixed(phrases.VAGUE_EXAMPLES)
