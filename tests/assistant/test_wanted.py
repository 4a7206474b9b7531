"""The form of a question says whether a list or a figure is asked for."""

from __future__ import annotations

import pytest

from assistant.wanted import PLAIN, wanted


@pytest.mark.parametrize(
    "question",
    ["哪些情形可以动用哨具", "哨所的职责有哪些", "值守人员应当具备什么条件", "不予换岗的情形", "巡守可以采取什么措施"],
)
def test_lists(question: str) -> None:
    """哪些, 情形, 职责, 条件 and 措施 ask for a list."""
    assert wanted(question).listing


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("值守最长多久", "time"),
        ("换岗期限可以延长吗", "time"),
        ("补报要在几天内", "time"),
        ("哨具丢了要赔多少钱", "money"),
        ("押金的上限", "money"),
        ("最高罚款多少", "money"),
        ("夜间要几个人值守", "人"),
        ("一年可以请假几次", "次"),
        ("多少岁可以值守", "周岁"),
        ("比例最低是多少", "%"),
    ],
)
def test_figures(question: str, kind: str) -> None:
    """Words for amounts say which kind of figure is asked for; a bound without a kind asks for any."""
    assert kind in wanted(question).figures


@pytest.mark.parametrize("question", ["值守期间饮茶怎么处理", "谁来批准换岗", "", "哨具丢失"])
def test_neither(question: str) -> None:
    """Other questions ask for neither."""
    assert wanted(question) == PLAIN
