"""Limits of a search, set by the user or read from the question."""

from __future__ import annotations

from datetime import date

import pytest

from kb.model import Group, Status
from retrieval.engine import Retriever
from retrieval.limits import Limits
from retrieval.spoken_units import called, is_named
from tests.retrieval.library import FIRST_NOTICE, SECOND_NOTICE


def docs(retriever: Retriever, question: str, limits: Limits | None = None, group: Group = Group.PRECEDENT) -> set[str]:
    """The files of a group's hits."""
    return {hit.passage.doc for hit in retriever.search(question, limits=limits).groups[group]}


def test_without_limits_all_precedents_are_searched(retriever: Retriever) -> None:
    """A question that names no unit finds both."""
    assert {FIRST_NOTICE, SECOND_NOTICE} == docs(retriever, "食堂采购和公务用车管理不规范怎么整改")


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [
        (Limits(regions=frozenset({"云汀市"})), {SECOND_NOTICE}),
        (Limits(since=2023), {SECOND_NOTICE}),
        (Limits(until=2022), {FIRST_NOTICE}),
        (Limits(statuses=frozenset({Status.IN_PROGRESS})), {SECOND_NOTICE}),
        (Limits(groups=frozenset({Group.ARTICLE})), set()),
        (Limits(since=2030), set()),
    ],
)
def test_given_limits_are_kept(retriever: Retriever, limits: Limits, wanted: set[str]) -> None:
    """Hits outside the limits are not shown, even where nothing is left."""
    assert wanted == docs(retriever, "食堂采购和公务用车管理不规范怎么整改", limits)


def test_types_limit_to_a_class_or_a_type(retriever: Retriever) -> None:
    """A whole class finds its types, a type only its own problems."""
    problem = retriever.kb.catalog.problems()[0].problem
    code = problem.types[0].code
    for wanted in (code, code.split("/")[0]):
        hits = retriever.search("整改措施", limits=Limits(types=frozenset({wanted}))).groups[Group.PRECEDENT]
        types = {
            kind.code
            for hit in hits
            for kind in retriever.kb.catalog.problem(hit.passage.key.source, hit.passage.problem or "").problem.types
        }
        assert hits
        assert all(any(kind.startswith(wanted) for kind in types) for _ in hits)


def test_articles_know_no_unit(retriever: Retriever) -> None:
    """A unit limits precedents and leaves the regulations searchable."""
    assert docs(retriever, "值班能喝酒吗", Limits(regions=frozenset({"云汀市"})), Group.ARTICLE)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("云汀市公安局食堂采购以前怎么整改的", "云汀市"),
        ("云汀那边采购怎么整改的", "云汀市"),
        ("2022年的通报里值班脱岗怎么处理的", "2022年"),
        ("2023年以来整改的采购问题", "2023年以来"),
        ("2023年以来江苏还有哪些通报讲采购", "2023年以来"),
        ("2023年以来有没有通报讲采购", "2023年以来"),
        ("2022年账目不清有什么通报", ""),
        ("2022年以前的巡察通报有没有讲值班的", "截至2022年"),
        ("还有哪些问题没整改完", "正在整改"),
        ("云汀市公安局有几个问题没整改完", "云汀市公安局；正在整改"),
        ("青岚市局和云汀市公安局采购做法有什么不同", "云汀市公安局、青岚市公安局"),
        ("云汀公安局有多少问题没有整改到位", "云汀市公安局；正在整改"),
        ("2023年云汀市公安局食堂怎么管的", "云汀市公安局；2023年"),
        ("云汀市公安局2022年至2023年的采购", "云汀市公安局；2022年至2023年"),
        ("2019年的旧案怎么整改", ""),
        ("值班脱岗怎么整改", ""),
        ("青岚市值班备勤条例第三条怎么规定的", ""),
        ("车辆问题拖了好几年没整改", ""),
    ],
)
def test_limits_are_read_from_plain_words(retriever: Retriever, question: str, label: str) -> None:
    """Units, places, years and states limit only where the question asks by them."""
    assert label in retriever.search(question).limits.label
    if not label:
        assert Limits() == retriever.search(question).limits


def test_the_user_can_lift_what_was_read(retriever: Retriever) -> None:
    """Empty limits given explicitly search everything."""
    question = "云汀市公安局公务用车和食堂采购怎么整改"
    assert {SECOND_NOTICE} == docs(retriever, question)
    assert FIRST_NOTICE in docs(retriever, question, Limits())


def test_limits_that_leave_nothing_are_lifted_and_told(retriever: Retriever) -> None:
    """A year without precedents does not empty the list; the reader is told."""
    result = retriever.search("2015年的通报里值班脱岗怎么处理的")
    assert result.groups[Group.PRECEDENT]
    assert any("2015年" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("雁洲市公安局值班脱岗是怎么整改的", "雁洲市公安局"),
        ("雁洲县以前怎么处理值班脱岗", "雁洲县"),
        ("我市怎么整改值班脱岗", None),
        ("全市怎么整改", None),
        ("辖区怎么管", None),
        ("青岚市公安局怎么整改值班脱岗", None),
        ("我们分局怎么整改", None),
    ],
)
def test_unknown_units_are_told(retriever: Retriever, question: str, unit: str | None) -> None:
    """Asking about a unit of which nothing is held says so; 我市 and 辖区 name no unit."""
    told = [warning for warning in retriever.search(question).warnings if "其他单位" in warning]
    assert ([] if unit is None else [True]) == [unit is not None and unit in warning for warning in told]


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("雁洲市公安局的巡察整改情况", "雁洲市公安局"),
        ("上海的通报有没有涉案财物问题", "上海"),
        ("苏州怎么整改涉案财物的", "苏州"),
        ("雁洲分局有几个问题没整改完", "雁洲分局"),
        ("青岚市公安局雁洲分局怎么整改的", "青岚市公安局雁洲分局"),
        ("青岚市公安局法制支队怎么整改涉案财物的", None),
        ("去雁洲派出所值班要带什么", None),
        ("浙江的通报有没有涉案财物问题", None),
        ("青岚的通报有没有涉案财物问题", None),
        ("派出所值班脱岗怎么整改", None),
    ],
)
def test_whoever_is_asked_about_is_told_when_not_held(retriever: Retriever, question: str, unit: str | None) -> None:
    """A unit or city named in any form is told; departments belong to their bureau, provinces cannot be judged."""
    told = [warning for warning in retriever.search(question).warnings if "其他单位" in warning]
    assert [f"资料库中没有“{unit}”的资料，以下为其他单位的情况。"] * (unit is not None) == told


@pytest.mark.parametrize(
    ("question", "held"),
    [
        (
            "2024年青岚市公安局又被巡察了吗",
            "资料库中没有青岚市公安局2024年的资料，现有2022年的，以下为现有资料的情况。",
        ),
        (
            "2015年的通报里值班脱岗怎么处理的",
            "资料库中没有单位2015年的资料，现有2022年、2023年的，以下为现有资料的情况。",
        ),
        (
            "2019年以前的通报有没有讲值班脱岗的",
            "资料库中没有单位截至2019年的资料，现有2022年、2023年的，以下为现有资料的情况。",
        ),
        ("2022年青岚市公安局怎么整改值班脱岗的", ""),
        ("青岚市公安局值班脱岗比2012年少了吗，怎么整改的", ""),
        ("青岚市公安局2022年底前要完成哪些整改", ""),
    ],
)
def test_a_year_that_is_not_held_is_told_with_those_that_are(retriever: Retriever, question: str, held: str) -> None:
    """The unit stays a limit, the year is not dropped in silence."""
    result = retriever.search(question)
    assert ([held] if held else []) == [warning for warning in result.warnings if "现有" in warning]
    if "青岚" in question:
        assert frozenset({"青岚市公安局"}) == result.limits.units


def test_years_said_with_words_count_from_today(retriever: Retriever) -> None:
    """去年 is the year before that of the question."""
    question = "去年青岚市公安局怎么整改值班脱岗的"
    read = retriever.holdings.read(question, date(2023, 2, 1)).limits
    assert (2022, 2022) == (read.since, read.until)
    later = retriever.holdings.read(question, date(2030, 2, 1))
    assert later.limits.since is None
    assert "2029年" in later.told[0]


def test_the_last_years_of_precedents_are_years(retriever: Retriever) -> None:
    """近三年的先例 is a limit, counted from today; 近三年的账目 is what was looked at."""
    read = retriever.holdings.read("近三年食堂采购的先例有哪些", date(2025, 5, 1)).limits
    assert (read.since, read.until) == (2022, None)
    assert retriever.holdings.read("近两年来的通报", date(2025, 5, 1)).limits.since == 2023
    assert retriever.holdings.read("对近三年的食堂账目怎么审计", date(2025, 5, 1)).limits == Limits()


def test_a_branch_is_known_by_what_it_is_called() -> None:
    """交警支队 behind a bare place is the traffic police of that place; another branch, or another place, is not."""
    unit = "青岚市公安局交通警察支队"
    assert "青岚交警支队" in called(unit)
    assert is_named(unit, "青岚交警支队整改了几个问题", ())
    assert not is_named(unit, "青岚刑警支队整改了几个问题", ())
    assert not is_named(unit, "云汀交警支队整改了几个问题", ())


def test_a_state_in_which_nothing_is_held_keeps_the_unit(retriever: Retriever) -> None:
    """Open problems of a unit that has completed all are not looked for at other units."""
    result = retriever.search("青岚市公安局还有哪些问题没整改完")
    assert {FIRST_NOTICE} == {hit.passage.doc for hit in result.groups[Group.PRECEDENT]}
    assert any("以下为其他状态的问题" in warning for warning in result.warnings)


def test_limits_are_told_in_words() -> None:
    """The label names every limit, and nothing for none."""
    assert Limits().label == ""
    limits = Limits(frozenset({Group.PRECEDENT}), since=2020, until=2022, statuses=frozenset({Status.LONG_TERM}))
    assert limits.label == "先例；2020年至2022年；长期坚持"
