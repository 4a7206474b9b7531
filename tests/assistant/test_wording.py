"""The pieces of report language: what is mined, what is emptied, what the user states."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.precedents import Shown
from assistant.understood import Understood, units
from assistant.wording import blanks, facts
from assistant.wording.choices import matter_of
from assistant.wording.findings import is_fault, wrong
from kb.catalog.infos import ProblemInfo
from retrieval.result import Hit
from tests.retrieval.hits import passage


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("修订《青柳市公安局值班规定》", "修订《【文件名称】》"),
        ("排查车辆627辆", "排查车辆【数量】辆"),
        ("2024年3月至7月测酒68次", "【时间】至【时间】测酒【数量】次"),
        ("青柳市公安局压实“两个责任”", "【单位】压实“两个责任”"),
    ],
)
def test_particulars_become_blanks(text: str, form: str) -> None:
    """Documents, figures, dates and the source's unit become slots; names in quotation marks stay."""
    assert blanks.emptied(text, ["青柳市公安局"], blanks.UNIT) == form


def test_digits_of_names_are_not_emptied() -> None:
    """A clause whose digits may be part of a name is not used at all."""
    assert blanks.emptied("优化“1+8”系统", [], blanks.UNIT) is None


@given(st.text("修订《》青柳市公安局12年月日、“”辆", max_size=40))
def test_no_figure_survives_outside_names(text: str) -> None:
    """Whatever the words, no figure of the source stands in a form outside quotation marks."""
    form = blanks.emptied(text, ["青柳市公安局"], blanks.UNIT)
    if form is not None and "“" not in form:
        assert not any(char.isdigit() for char in form)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("巡察指出我局档案材料不全不实怎么整改", ("档案材料不全不实",)),
        ("检查发现随身物品查验流于形式，违规物品屡禁不止", ("随身物品查验流于形式", "违规物品屡禁不止")),
        ("窗口的人爱理不理，有没有处理过", ()),
        ("派出所的人不来，说警力不够", ()),
        ("结果信转到了这个派出所说警力不够", ()),
        ("听说台账不规范", ()),
        ("那个保管室钥匙管理混乱", ()),
        ("我所被装管理不规范怎么整改", ("被装管理不规范",)),
        ("我局情况说明不规范", ("情况说明不规范",)),
        ("借款归还不及时怎么整改", ("借款归还不及时",)),
        ("扣的钱一直没还", ()),
    ],
)
def test_what_is_stated_officially(question: str, stated: tuple[str, ...]) -> None:
    """Clauses in the language of titles are taken as stated, spoken ones are not."""
    assert facts.stated(question) == stated


def test_figures_of_the_user() -> None:
    """Counted things, money and how long it lasted are read; a question for a figure has none."""
    assert facts.figures("备用金86万元没有归还，涉及5人次") == ("86万元", "5人次")
    assert facts.duration("备用金三年没有归还") == "三年"
    assert facts.figures("罚了多少元") == ()
    assert facts.duration("一两年没个说法") == ""


def test_figures_belong_to_their_sentence() -> None:
    """A sum that is told in another sentence of a letter is no figure of the shortcoming."""
    letter = "值班登记不规范，3名辅警没有签到。罚了五百块钱也没有票。"
    assert facts.figures(facts.around(letter, ["值班登记不规范"])) == ("3名辅警",)
    assert facts.figures(facts.around(letter, ["没有这一句"])) == ("3名辅警", "五百块钱")


def test_faults_of_others_are_not_the_units() -> None:
    """Offences of citizens name no shortcoming of the police."""
    assert is_fault("装备保管不善")
    assert not is_fault("交通违法行为")
    assert not is_fault("开展专项检查")
    assert is_fault("值班室无人值守")
    assert not is_fault("无人机")
    assert wrong("登记制度形同虚设") == "形同虚设"
    assert wrong("大家爱理不理") == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("云泽市公安局星汀分局借出的钱没还", ("云泽市公安局星汀分局",)),
        ("请问青柳县公安局怎么整改的", ("青柳县公安局",)),
        ("我们派出所台账对不上", ()),
        ("某分局的老民警反映", ()),
        ("听说云泽市公安局整改得好", ("云泽市公安局",)),
        ("2024年云泽市公安局又被巡察了吗", ("云泽市公安局",)),
        ("结果信转到了这个派出所说警力不够", ()),
    ],
)
def test_units_of_a_question(text: str, named: tuple[str, ...]) -> None:
    """Names of units are read, general words for them are not."""
    assert units(text) == named


@pytest.mark.parametrize(
    ("term", "matter"),
    [("装备台账", "装备台账【问题表现】"), ("严控装备采购", None), ("装备管理须知", None)],
)
def test_the_matter_of_a_question_is_no_act_and_no_document(term: str, matter: str | None) -> None:
    """严控… is what was done, and nothing is wrong with the name of a document."""
    found = Shown(
        Hit(passage(1, text="一是严控装备采购。核对装备台账，汇编《装备管理须知》。"), 1.0), cast("ProblemInfo", None)
    )
    chosen = matter_of(Understood(official=((term, 1.0),)), found)
    assert (chosen.text if chosen else None) == matter
