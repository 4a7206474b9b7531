"""Questions typed in pinyin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.engine import Retriever
from retrieval.pinyin import Pinyin

WORDS = ("备用金", "涉黄", "足浴店", "巡查组", "执法记录仪", "督察")


@pytest.fixture(scope="module")
def pinyin() -> Pinyin:
    """A reader that knows a few words."""
    return Pinyin(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bei yong jin 借了不还", "备用金 借了不还"),
        ("beiyongjin借了不还", "备用金借了不还"),
        ("zuyudian 涉 huang，查了又开", "足浴店 涉黄，查了又开"),
        ("xuncha zu 经费怎么列", "巡查组 经费怎么列"),
        ("执法 jilu yi 没开", "执法记录仪 没开"),
        ("DU CHA 条例", "督察 条例"),
    ],
)
def test_letters_that_sound_like_a_known_word_are_read(pinyin: Pinyin, typed: str, meant: str) -> None:
    """Whole words in letters, in capitals, and words half in letters are put into characters."""
    assert meant == pinyin.mend(typed).text


@pytest.mark.parametrize("typed", ["手机连不上wifi", "用APP报警", "ab cd", "Excel表怎么做"])
def test_other_letters_are_left(pinyin: Pinyin, typed: str) -> None:
    """What sounds like no known word stays as typed."""
    assert (typed, ()) == pinyin.mend(typed)


@given(st.text(alphabet="abeijngyou 备用金涉，'’", max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    """Reading ends and never fails; without letters nothing changes."""
    mended = Pinyin(WORDS).mend(text)
    if not any(letter in "abeijngyou" for letter in text):
        assert text == mended.text


def test_the_search_reads_pinyin(retriever: Retriever) -> None:
    """The retriever tells what it read."""
    query = retriever.understand("shean caiwu 管理混乱")
    assert query.folded.startswith("涉案财物")
    assert any("涉案财物" in fix for fix in query.fixes)
