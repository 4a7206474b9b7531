"""Questions that continue the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.followup import joined

BEFORE = "涉案财物管理混乱怎么整改？"


@pytest.mark.parametrize(
    "question",
    [
        "那时限呢？",
        "依据呢",
        "还有别的单位吗",
        "这个问题责任单位是谁",
        "上述措施有没有用",
        "其中花了多少钱",
        "有没有处分人",
        "有没有处理过人？",
        "处分了谁",
        "后来呢",
        "后来怎么样了",
        "还有呢",
        "是哪条规定的",
        "哪条规定",
        "依据是什么",
        "谁负责",
        "多久",
        "具体怎么整改的",
        "继续说",
        "别的单位怎么整改这个问题",
        "有没有关于这种情况的条款",
    ],
)
def test_a_question_that_points_back_is_joined(question: str) -> None:
    """Words that point back bring the question before, unchanged and in front."""
    found = joined(question, BEFORE)
    assert found is not None
    assert found.text == f"涉案财物管理混乱怎么整改，{question}"
    assert found.before == BEFORE


@pytest.mark.parametrize(
    "question",
    [
        "接处警不及时怎么整改",
        "禁闭最长多少天",
        "公务用车私用怎么处理",
        "有没有处分民警酒驾的",
        "有没有涉案财物问题",
        "是否立案要几天决定",
        "依据督察条例怎么处理",
        "继续盘问能盘多长时间",
        "具体行政行为违法找谁赔",
        "打击犯罪有落差那个问题时限是哪天",
        "食堂账目不清这种情况怎么整改",
        "那些年轻民警沉迷网络赌博欠下高利贷又被人上门讨债的情况应当怎样处理和预防",
    ],
)
def test_a_question_of_its_own_is_left_alone(question: str) -> None:
    """A question that names its subject is not mixed with another one."""
    assert joined(question, BEFORE) is None


def test_follow_ups_of_follow_ups_keep_the_subject() -> None:
    """What was joined is what the next one continues."""
    first = joined("那时限呢？", BEFORE)
    assert first is not None
    second = joined("望浦分局呢", first.text)
    assert second is not None
    assert second.text == "涉案财物管理混乱怎么整改，那时限呢，望浦分局呢"


def test_another_unit_takes_the_place_of_the_one_before() -> None:
    """The same is asked of the unit named last alone."""
    first = joined("星汀分局呢？", "云泽市公安局的涉案财物管理混乱怎么整改")
    assert first is not None
    assert first.text == "涉案财物管理混乱怎么整改，星汀分局呢？"
    second = joined("望浦分局呢", first.text)
    assert second is not None
    assert second.text == "涉案财物管理混乱怎么整改，望浦分局呢"


def test_without_a_question_before_nothing_is_joined() -> None:
    """The first question of a session stands for itself."""
    assert joined("那时限呢", "") is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_asked(question: str, before: str) -> None:
    """Both questions stand whole in what is searched."""
    found = joined(question, before)
    assert found is None or (question.strip() in found.text and found.before == before.strip())
