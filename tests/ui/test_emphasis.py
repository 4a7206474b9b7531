"""Excerpts around the words of a question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.components.emphasis import Segment, excerpt, ranges


def plain(segments: list[Segment]) -> str:
    """The words of an excerpt."""
    return "".join(segment.text for segment in segments)


def test_terms_are_emphasised_in_either_width_and_case() -> None:
    """A half-width lower-case term is found in full-width capitals; the text is shown as printed."""
    segments = excerpt("民警使用ＡＰＰ登记", {"app": 1.0})
    assert [segment.text for segment in segments if segment.strong] == ["ＡＰＰ"]
    assert plain(segments) == "民警使用ＡＰＰ登记"


def test_overlapping_terms_become_one_range() -> None:
    """Terms that overlap or touch are emphasised as one."""
    assert ranges("值班备勤制度", ["值班", "班备", "备勤"]) == [(0, 4)]


def test_single_characters_count_only_alone() -> None:
    """A term of one character is emphasised only when the question has no longer ones."""
    assert ranges("酒后驾车", ["酒", "驾车"]) == [(2, 4)]
    assert ranges("酒后驾车", ["酒"]) == [(0, 1)]


def test_a_long_text_is_cut_around_its_densest_stretch() -> None:
    """The excerpt of a long text holds the sentence with the question's words, with an ellipsis at both cuts."""
    text = "开头的话。" * 60 + "车辆被私自借用造成损坏。" + "末尾的话。" * 60
    segments = excerpt(text, {"车辆": 1.0, "损坏": 1.0})
    assert [segment.text for segment in segments if segment.strong] == ["车辆", "损坏"]
    assert segments[0] == Segment("…", False)
    assert segments[-1] == Segment("…", False)


def test_the_beginning_wins_a_draw() -> None:
    """Where the beginning says as much as a later stretch, the excerpt starts at the beginning."""
    text = "车辆管理。" + "别的话。" * 100 + "车辆管理。"
    assert plain(excerpt(text, {"车辆": 1.0})).startswith("车辆管理")


@given(
    st.text(max_size=400), st.dictionaries(st.text(max_size=4), st.floats(0.1, 1.0), max_size=5), st.integers(1, 200)
)
def test_excerpts_invent_nothing(text: str, terms: dict[str, float], limit: int) -> None:
    """Whatever the text, an excerpt is a stretch of it, with nothing added but the ellipses at its cuts."""
    words = plain(excerpt(text, terms, limit))
    inner = words.removeprefix("…").removesuffix("…")
    assert inner in text or words in text
    assert len(inner) <= limit
