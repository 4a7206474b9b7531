"""Reasoning is no part of the answer, however the stream is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.thinking import ThinkingFilter, answer_part


def through(pieces: list[str]) -> str:
    """What a stream of these pieces shows."""
    thinking = ThinkingFilter()
    return "".join([*(thinking.feed(piece) for piece in pieces), thinking.end()])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<think>甲</think>乙", "乙"),
        ("甲<think>乙</think>丙<thinking>丁</thinking>戊", "甲丙戊"),
        ("<THINK>甲</Think>乙", "乙"),
        ("<think>没有写完", ""),
        ("甲</think>乙", "甲</think>乙"),
        ("3<5，甲>乙", "3<5，甲>乙"),
        ("甲<", "甲<"),
    ],
)
def test_tags_are_removed_wherever_the_stream_is_cut(text: str, shown: str) -> None:
    """In one piece and character by character the same is shown."""
    assert through([text]) == shown
    assert through(list(text)) == shown


@given(st.lists(st.sampled_from(["<think>", "</think>", "甲", "<", ">", "/", "think", "。\n"])), st.data())
def test_cutting_makes_no_difference(parts: list[str], data: st.DataObject) -> None:
    """Any text shows the same in whatever pieces it comes."""
    text = "".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)))))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert through(pieces) == through([text])


def test_answer_follows_the_last_closing_tag() -> None:
    """Where the opening tag was part of the prompt, the answer begins behind the closing one."""
    assert answer_part("想一想</think>\n\n好的[1]。\n") == "好的[1]。"
    assert answer_part(" 好的[1]。") == "好的[1]。"
