"""What form of answer a question asks for, and which sentences state one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import fold
from retrieval.forms import forms


def named(question: str) -> list[str]:
    """The names of the forms asked for."""
    return [form.name for form in forms(fold(question))]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("停职最长能停几天", "期限"),
        ("多久必须放人？", "期限"),
        ("值班津贴一天多少钱", "金额"),
        ("保证金最低交多少", "金额"),
        ("一间候问室同时能关几个人", "人数"),
        ("优秀名额占百分之几", "比例"),
        ("锥筒要隔几米摆一个", "距离、面积"),
        ("多少岁以下才能报名", "年龄"),
        ("口头警告要喊几遍", "次数"),
        ("联席会议一个季度开几次", "频次"),
        ("测速仪多久送检一次", "频次"),
        ("早上几点放人", "时刻"),
        ("审批表要填几份", "数量"),
        ("谈话提纲有没有模板", "格式样本"),
        ("护送回家的打车钱谁掏", "费用承担"),
        ("停职期间工资照发吗", "待遇"),
        ("办暂缓执行要带什么材料", "材料手续"),
        ("袖标是什么颜色", "颜色式样"),
        ("举报电话是多少", "联系方式"),
        ("哪个支队整改得最慢", "名次"),
        ("新办公楼什么时候动工", "时间"),
    ],
)
def test_forms_are_read(question: str, name: str) -> None:
    """Plain ways of asking name one form."""
    assert [name] == named(question)


@pytest.mark.parametrize(
    "question",
    [
        "好几个人反映食堂报销有问题",
        "讲了多少遍都不听，怎么整改",
        "这几年一直没有退还保证金",
        "关禁闭最长可以关30日对吧",
        "十几岁的孩子能不能做见证人",
        "晚几天会不会作废",
        "系统该具备哪几样本事",
        "值班能不能喝酒",
        "几个人进来说查假货，没穿制服",
        "",
    ],
)
def test_telling_is_not_asking(question: str) -> None:
    """What is told, confirmed, or asked without a form asks for none."""
    assert [] == named(question)


@pytest.mark.parametrize(
    ("question", "stated", "unstated"),
    [
        ("停职最长停几天", "期限为10日以上60日以下", "可以停止其执行职务"),
        ("几个小时内报告", "应当在24小时内报告", "任期二年"),
        ("要干满几年", "服务不少于五年", "应当在三日内报告"),
        ("多久答复", "应当立即答复", "应当书面答复"),
        ("几天之内动工", "应当在十五日内动工", "力争11月动工"),
        ("津贴一天多少钱", "每日补助二十元", "给予补助，办法另定"),
        ("一间能关几个人", "每间不得超过三人", "单间面积不得少于六平方米"),
        ("审批表要填几份", "一式三份", "应当填写审批表"),
        ("处分分几种", "处分有：（一）警告；（二）记过", "给予处分"),
        ("一个季度开几次会", "每季度召开一次", "根据需要召开"),
        ("间隔几米", "每隔五十米", "间隔设置"),
        ("占百分之几", "不超过15%", "按照规定的比例确定"),
        ("送回家的车费谁出", "所需费用由公安机关承担", "应当护送其回家"),
        ("停职期间工资还发吗", "停职期间只发基本工资", "停职期限不超过六十日"),
        ("处理了多少起", "全年查处35万余起", "加大查处力度"),
    ],
)
def test_sentences_state_the_form(question: str, stated: str, unstated: str) -> None:
    """A sentence states a form where it prints such a figure, whatever else it says of the matter."""
    (form,) = forms(fold(question))
    assert form.states(fold(stated))
    assert not form.states(fold(unstated))


@given(st.text(alphabet="几多少最长久天人个元钱米次遍一二十0123,。？每月", max_size=40), st.text(max_size=60))
def test_any_text_is_read(question: str, sentence: str) -> None:
    """Whatever is asked, forms stand inside the question and their tests read any sentence."""
    for form in forms(fold(question)):
        assert 0 <= form.start < form.end <= len(fold(question))
        assert form.states(fold(sentence)) in (True, False)
