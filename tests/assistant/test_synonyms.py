"""Equations between everyday words and official terms are told only where they hold."""

from __future__ import annotations

import pytest

from assistant.synonyms import same


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("刑拘", "刑事拘留"),
        ("出租屋", "出租房屋"),
        ("招投标", "招标投标"),
        ("喝酒", "饮酒"),
        ("扣的钱", "暂扣款"),
        ("警车", "警用车辆"),
    ],
)
def test_abbreviations_and_listed_pairs_are_the_same(said: str, meant: str) -> None:
    """An abbreviation is its full form; a few everyday words are listed."""
    assert same(said, meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("小金库", "财务管理"),
        ("棋牌室", "赌资"),
        ("保管室", "涉案财物管理部门"),
        ("食堂", "食堂管理"),
        ("假发票报销", "财务报销"),
        ("一个人说了算", "民主集中制"),
        ("免职", "撤职"),
        ("重点民警", "重点关爱民警"),
        ("报警后", "报警案件"),
        ("值班脱岗", "值班"),
        ("", "值班"),
    ],
)
def test_what_is_only_near_is_no_equation(said: str, meant: str) -> None:
    """A wider, narrower or neighbouring term is not said to be the same."""
    assert not (said and same(said, meant))
