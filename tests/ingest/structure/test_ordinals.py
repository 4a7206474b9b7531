"""Lists run into paragraphs."""

from __future__ import annotations

import pytest

from ingest.structure.ordinals import split_entries
from kb.model import Span
from kb.text import fold


def entries(text: str) -> list[str]:
    """The entries of the outermost list."""
    found, _ = split_entries(fold(text), Span(0, len(text)))
    return [text[one.span.start : one.span.end] for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一是甲。二是乙。三是丙。", ["一是甲。", "二是乙。", "三是丙。"]),
        ("一是甲；二是乙；三是丙。", ["一是甲；", "二是乙；", "三是丙。"]),
        ("局党委高度重视，一是甲，二是乙。", ["一是甲，", "二是乙。"]),
        ("一是甲，做到：一是子；二是丑；三是寅。二是乙。", ["一是甲，做到：一是子；二是丑；三是寅。", "二是乙。"]),
        ("一是甲。具体：一是子；二是丑。二是乙。三是丙。", ["一是甲。具体：一是子；二是丑。", "二是乙。", "三是丙。"]),
        ("一是甲。二是乙，做到：一是子；二是丑。三是丙。", ["一是甲。", "二是乙，做到：一是子；二是丑。", "三是丙。"]),
        ("（1）甲，一是子；二是丑。（2）乙。", ["（1）甲，一是子；二是丑。", "（2）乙。"]),
        ("①甲。②乙。", ["①甲。", "②乙。"]),
        ("1.清查1.5万元；2.整改3.4万元。", ["1.清查1.5万元；", "2.整改3.4万元。"]),
        ("第一，甲。第二，乙。", ["第一，甲。", "第二，乙。"]),
        ("一要甲。二要乙。", ["一要甲。", "二要乙。"]),
        ("一是甲。\n二是乙。\n一是丙。\n二是丁。", ["一是甲。", "二是乙。", "一是丙。", "二是丁。"]),
        ("一是甲。", ["一是甲。"]),
        ("三是丙。", []),
        ("统一是关键，万一是假。", []),
        ("“一是一、二是二”的作风。", []),
        ("甲之一是乙，丙。", []),
    ],
)
def test_entries(text: str, expected: list[str]) -> None:
    """Only the outermost list is cut, entries are whole, words that contain an ordinal are none."""
    assert entries(text) == expected


def test_gap_ends_the_list() -> None:
    """A number out of order belongs to the text of the entry before."""
    assert entries("一是甲。二是乙。四是丙。") == ["一是甲。", "二是乙。四是丙。"]
