"""Whether what is found states the detail that is asked for."""

from __future__ import annotations

import pytest

from kb.model import Group
from kb.text import fold
from retrieval.engine import Retriever
from retrieval.result import Hit, Verdict
from retrieval.unstated import STATED, unstated
from tests.retrieval.hits import passage

ARTICLES = [
    passage(
        3,
        locator="第三条",
        text="第三条　候问室应当安全、通风，单间使用面积不得少于六平方米。候问室的门锁由值班人员保管。",
    ),
    passage(
        4, locator="第四条", text="第四条　询问证人不得超过十二小时。夜间值班不得少于二人，严格执行“四个一律”规定。"
    ),
]
GROUPS = {Group.ARTICLE: [Hit(article, 3.0 - rank) for rank, article in enumerate(ARTICLES)]}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("候问室一个单间最多准关几个人", "人数"),
        ("候问室的门锁多久换一次", "频次"),
        ("“四个一律”具体是哪四条", "逐项内容"),
    ],
)
def test_a_missing_detail_is_named(question: str, name: str) -> None:
    """The article on the matter prints another figure, or only the name of the list."""
    found = unstated(fold(question), GROUPS, [])
    assert name == found.name
    assert 0 < found.degree <= 1


@pytest.mark.parametrize(
    "question",
    [
        "候问室单间面积最少多少平方米",
        "询问证人最长多长时间",
        "夜间值班最少几个人",
        "候问室的门锁由谁保管",
        "候问室一个单间最多准关几个人，" + "另外请一并说明房间怎样布置、由谁验收、" * 5,
    ],
)
def test_a_stated_detail_is_not_missed(question: str) -> None:
    """The sentence on the matter states it, no form is asked for, or the question is a letter."""
    assert STATED == unstated(fold(question), GROUPS, [])


def test_nothing_found_states_nothing() -> None:
    """Without hits there is nothing to compare."""
    assert STATED == unstated(fold("候问室能关几个人"), dict.fromkeys(Group, ()), [])


def test_the_reader_is_told_what_is_missing(retriever: Retriever) -> None:
    """An answer that lacks the figure asked for says so, or is not given; one that prints it is given."""
    lacking = retriever.search("值班人员一个月的值班津贴是多少钱")
    assert lacking.verdict is not Verdict.ANSWERABLE
    assert "金额" in lacking.reason
    assert retriever.search("值班人员连续值班不得超过几个小时").verdict is Verdict.ANSWERABLE
