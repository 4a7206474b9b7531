"""False premises are named with both values; true ones raise no alarm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import fold
from retrieval.bridge import Bridge
from retrieval.premise import Premise, check, differences
from retrieval.premise.decide import Model, models, total
from retrieval.premise.difference import Kind
from retrieval.quantities import quantities
from retrieval.result import Hit
from tests.retrieval.hits import passage

ARTICLES = [
    passage(
        3,
        locator="第三条",
        text="第三条　值班人员连续值班不得超过十二小时；遇有重大警情的，经市级公安机关负责人批准，可以延长6小时。"
        "停止值班的期限为10日以上60日以下；暂停备勤的期限为1日以上7日以下。",
    ),
    passage(4, locator="第四条", text="第四条　值班人员应当具有大学专科以上学历。夜间值班不得少于二人。"),
    passage(5, locator="第五条", text="第五条　值班人员不得饮酒，不得擅自离开岗位。备勤人员可以在备勤室休息。"),
    passage(
        7,
        locator="第七条",
        text="第七条　对违反值班纪律的，给予：\n（一）提醒；\n（二）约谈；\n（三）通报；\n（四）调离。",
    ),
]


HITS = [Hit(article, 3.0 - rank) for rank, article in enumerate(ARTICLES)]


def found(question: str) -> list[tuple[str, str]]:
    """What is stated and what is true."""
    return [(premise.stated, premise.true) for premise in check(fold(question), HITS)]


@pytest.mark.parametrize(
    ("question", "stated", "true"),
    [
        ("连续值班最长24小时对吧", "24小时", "十二小时"),
        ("停止值班最短5日，没记错吧", "5日", "10日"),
        ("暂停备勤最长60日，出处在哪", "60日", "7日"),
        ("值班要本科以上学历，是吧", "本科", "大学专科"),
        ("夜间值班一个人就行吧", "一个人", "二人"),
        ("值班人员可以饮酒吧", "可以饮酒", "不得饮酒"),
        ("重大警情延长值班由派出所所长批准，对吗", "派出所所长", "经市级公安机关负责人批准"),
        ("违反值班纪律的处理有提醒、约谈、罚款、调离，没错吧", "罚款", "通报"),
        ("条例第三条讲的是公务用车的，没错吧", "公务用车", "值班人员连续值班不得超过十二小时"),
    ],
)
def test_false_premises_are_named(question: str, stated: str, true: str) -> None:
    """The first difference is the one stated, with the value of the right segment."""
    assert (stated, true) == (found(question) or [("", "")])[0]


@pytest.mark.parametrize(
    "question",
    [
        "连续值班最长12小时对吧",
        "连续值班不超过半天，就是十二个小时，没错吧",
        "暂停备勤最长七天，没记错吧",
        "停止值班最长60日对吧",
        "值班要大专以上学历，是吧",
        "夜间值班至少两个人，对吗",
        "值班人员不得饮酒，对吧",
        "备勤人员可以在备勤室休息吧",
        "重大警情延长值班由市局负责人批准，对吗",
        "违反值班纪律的处理有提醒、约谈、通报、调离，没错吧",
        "条例第三条讲的是连续值班的，没错吧",
        "连续值班最长多少小时",
        "老王连续值班了九小时，没超吧",
        "夜间值班我们安排了三个人，够不够",
        "值班人员能不能饮酒",
        "他值了24小时的班，怎么处理",
        "食堂采购要三家报价，对吧",
    ],
)
def test_no_false_alarm(question: str) -> None:
    """True premises, plain questions and other matters raise no alarm."""
    assert [] == found(question)


def test_warning_names_both_values_and_the_place() -> None:
    """A warning says what was stated, where it differs, and what stands there."""
    (premise,) = check("连续值班最长24小时对吧", HITS)
    assert "24小时" in premise.warning
    assert "第三条" in premise.warning
    assert "十二小时" in premise.warning


@pytest.mark.parametrize(
    ("question", "stated", "true"),
    [
        ("停止值班一停就是三个月，人手怎么补", "三个月", "60日"),
        ("规定值班满十五个小时才能歇，那几点换班", "十五个小时", "十二小时"),
        ("值班人员可以饮酒，酒钱从哪里出？", "可以饮酒", "不得饮酒"),
    ],
)
def test_what_is_taken_for_granted_is_checked(question: str, stated: str, true: str) -> None:
    """A premise needs no 对吧: it may stand in front of another question."""
    assert (stated, true) in [(one.premise.stated, one.premise.true) for one in differences(fold(question), HITS, ())]


def test_a_figure_of_what_happened_is_no_premise() -> None:
    """What was done may break the rule; nobody said that the rule is so."""
    assert not [one for one in differences("老王停止值班停了九十天", HITS, ()) if one.kind is Kind.FIGURE]


def test_the_weights_belong_to_signs_that_exist() -> None:
    """Every fitted sign is still computed under its name; nothing is judged by a sign without weight."""
    asked = [
        "连续值班最长24小时对吧",
        "值班人员可以饮酒吧",
        "值班必须饮酒",
        "可以不饮酒",
        "不得在备勤室休息",
        "由派出所所长批准",
    ]
    seen = {(one.kind, name) for text in asked for one in differences(text, HITS, ()) for name in one.signs}
    modes = {"may-forbid", "need_not-must", "must-forbid", "must-may", "forbid-may"}
    for kind, model in models().items():
        assert {name for of, name in seen if of is kind} - modes == set(model.weights) - modes


def test_a_decision_adds_up() -> None:
    """The log odds are the intercept and the weighted signs; a sign that is missing counts nothing."""
    assert total(Model({"share": 2.0, "tag": 1.0}, -1.0, 0.0), {"share": 0.75}) == 0.5


def test_the_surest_come_first_and_no_article_twice() -> None:
    """At most two warnings, of different articles."""
    told = check("连续值班最长24小时，值班要本科以上学历，夜间一个人就行，没错吧", HITS)
    assert 1 <= len(told) <= 2
    assert len({premise.passage.key for premise in told}) == len(told)
    assert all(isinstance(premise, Premise) for premise in told)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("两年", "二十四个月"),
        ("十五天", "15日"),
        ("两个钟头", "2小时"),
        ("半年", "六个月"),
        ("1万元", "一万块"),
        ("3名", "三人"),
        ("一礼拜", "七日"),
        ("仨月", "三个月"),
        ("俩民警", "二人"),
        ("两天两夜", "四十八小时"),
        ("一年半", "十八个月"),
        ("两米五五", "2.55米"),
        ("二点五五米", "2.55米"),
        ("八成五", "百分之八十五"),
        ("罚一千五以下", "1500元"),
    ],
)
def test_same_quantities(left: str, right: str) -> None:
    """The same quantity in other words has the same kind and value."""
    (one,), (other,) = quantities(left), quantities(right)
    assert (one.kind, one.value) == (other.kind, other.value)


@pytest.mark.parametrize(
    "text", ["2021年3月1日", "第三十条", "3月5日", "90年代", "第二年级", "05年的条例", "18年监察法", "七月一号"]
)
def test_dates_and_numbers_of_articles_are_no_quantities(text: str) -> None:
    """What only looks like a quantity is none."""
    assert [] == quantities(text)


@given(st.text(alphabet="值班最长小时24十二日人可以不得由批准第三条讲的是对吧没错、，有元半个", max_size=60))
def test_any_question_is_checked(question: str) -> None:
    """No question breaks the check; a stated quantity is one of the question, never equal to the true one."""
    for premise in check(fold(question), HITS):
        assert premise.stated != premise.true
        assert premise.passage in ARTICLES


def test_how_long_something_lasts_is_no_term_in_which_it_is_decided() -> None:
    """A suspension of 90 days is held against its own limit, neither against the days in which a complaint about it is
    decided nor against what is said of its execution.
    """
    complaint = passage(
        9,
        locator="第九条",
        text="第九条　值班人员不服停止值班的，指挥中心自收到意见之日起4日内决定停止值班是否取消。"
        "其间停止值班不停止执行。",
    )
    limit = passage(8, locator="第八条", text="第八条　停止值班的，从10日以上到60日以下。")
    told = check("听说停止值班可以停90天,依据是哪条", [Hit(complaint, 3.0), Hit(limit, 1.0)])
    assert [("90天", "60日")] == [(premise.stated, premise.true) for premise in told]


@pytest.mark.parametrize(
    ("question", "told"), [("听说暂停备勤最多15天,对吗", [("15天", "7日")]), ("暂停备勤顶多一个礼拜，对吗", [])]
)
def test_the_limit_of_what_is_named_is_held_against(question: str, told: list[tuple[str, str]]) -> None:
    """A figure is held against sentences with a word of the claim, however much others say of what it may mean."""
    appeal = passage(
        6, locator="第六条", text="第六条　不服停止值班决定的，应当自收到意见之日起5日内作出是否撤销停止值班的决定。"
    )
    often = passage(
        8, locator="第八条", text="第八条　暂停备勤由指挥中心宣布。暂停备勤的，交还装备。暂停备勤的，不发补助。"
    )
    meant = [Bridge("停止值班的决定", 1.0, "备勤"), Bridge("是否撤销停止值班", 1.0, "备勤")]
    found = check(question, [Hit(appeal, 4.0), Hit(often, 3.0), Hit(ARTICLES[0], 2.5)], meant)
    assert told == [(premise.stated, premise.true) for premise in found]
