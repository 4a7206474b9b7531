"""Lists that are called by their number."""

from __future__ import annotations

import pytest

from kb.text import fold
from retrieval.called import Called, called, spelt_out


@pytest.mark.parametrize(
    ("question", "start", "number"),
    [
        ("值班“六个一律”具体哪六条", "六个一律", 6),
        ("三清单指的是什么", "三清单", 3),
        ("10项措施逐条列出来", "10项措施", 10),
    ],
)
def test_numbered_names_are_read(question: str, start: str, number: int) -> None:
    """What has a number in its name and is wanted item by item."""
    (one,) = called(fold(question))
    assert (True, number) == (one.name.startswith(start), one.number)


@pytest.mark.parametrize("question", ["六个一律怎么落实", "两个责任具体是什么", "停职三十五天的具体规定", ""])
def test_other_questions_want_no_list(question: str) -> None:
    """Nothing is wanted item by item, or the number names no list of three to thirty."""
    assert [] == called(fold(question))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("严格执行“三个必报”：案情必报、用枪必报、伤亡必报。", True),
        ("建立“三个必报”制度，案情必报、用枪必报、伤亡必报，逐级落实。", True),
        ("对案情、用枪、伤亡“三个必报”作出规定。", True),
        ("“三个必报”包括：（一）案情；（二）用枪；（三）伤亡。", True),
        ("严格执行“三个必报”，激发工作动力。", False),
        ("修订值班、备勤制度。出台“三个必报”规定并组织学习。", False),
        ("值班人员不得饮酒。", None),
    ],
)
def test_items_stand_beside_the_name(text: str, *, told: bool | None) -> None:
    """A text lists the items, only names the thing, or does not hold it."""
    assert told is spelt_out(Called("三个必报", 3), fold(text))
