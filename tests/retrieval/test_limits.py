"""Limits of a search, set by the user or read from the question."""

from __future__ import annotations

import pytest

from kb.model import Group, Status
from retrieval.engine import Retriever
from retrieval.limits import Limits
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
        ("还有哪些问题没整改完", "正在整改"),
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


def test_limits_are_told_in_words() -> None:
    """The label names every limit, and nothing for none."""
    assert Limits().label == ""
    limits = Limits(frozenset({Group.PRECEDENT}), since=2020, until=2022, statuses=frozenset({Status.LONG_TERM}))
    assert limits.label == "先例；2020年至2022年；长期坚持"
