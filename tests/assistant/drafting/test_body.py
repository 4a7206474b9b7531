"""Reading the body of a draft."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.body import Piece, paragraphs, pieces, plain


@pytest.mark.parametrize(
    ("line", "level", "heading"),
    [
        ("一、总体要求", 1, "一、总体要求"),
        ("（一）强化学习", 2, "（一）强化学习"),
        ("(二)强化学习。全年组织学习12次。", 2, "(二)强化学习。"),
        ("1.完善制度。修订《值班规定》。[2]", 3, "1.完善制度。"),
        ("（3）台账", 4, "（3）台账"),
        ("1.5万元已经清退。", 0, ""),
        ("经核查，情况属实。", 0, ""),
        ("二、" + "长" * 60 + "。后面还有。", 1, ""),
    ],
)
def test_numbers_in_front_say_the_level(line: str, level: int, heading: str) -> None:
    """The level comes from the number; the heading ends with its first full stop, and a long sentence is none."""
    (paragraph,) = paragraphs(line)
    assert (level, heading) == (paragraph.level, paragraph.text[: paragraph.heading])


def test_markers_belong_to_the_words_in_front() -> None:
    """All spellings of a marker are read; neighbouring markers belong to the same words."""
    assert (Piece("甲。", (1, 2)), Piece("乙", (3, 4)), Piece("。", ())) == pieces("甲。[1]【2】乙[^3，4]。")


def test_brackets_that_hold_no_number_are_words() -> None:
    """The year of a document number and other bracketed words are left as they stand."""
    assert "青公督〔2026〕3号[附件]【单位】" == plain("青公督〔2026〕3号[附件]【单位】")


@given(st.text(alphabet="一、（）()123.[]【】^甲乙。\n", max_size=60))
def test_no_word_is_lost(body: str) -> None:
    """Paragraphs hold every character of the body except markers and blank ends, and never fail."""
    kept = "".join(paragraph.text for paragraph in paragraphs(body))
    assert "".join(plain(line.strip()) for line in body.splitlines()) == kept
