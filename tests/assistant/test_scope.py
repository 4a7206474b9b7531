"""Limits typed in words: names in full or in part, years, and errors that say what there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.scope import Named, limits_of
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.errors import AmbiguousNameError, XunjianError
from kb.model import Group, Status
from kb.taxonomy import Taxonomy, load_taxonomy
from retrieval.limits import Holdings, Limits
from tests.retrieval.library import stocked


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Iterator[Holdings]:
    """What the two notices of the small library hold."""
    with stocked(tmp_path_factory.mktemp("scope"), embedder) as kb:
        yield Holdings(kb.catalog)


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    """The types that come with the program."""
    return load_taxonomy()


def test_nothing_named_limits_nothing(holdings: Holdings, taxonomy: Taxonomy) -> None:
    """Empty limits are the limits of the page with nothing chosen."""
    assert Limits() == limits_of(Named(), holdings, taxonomy)


def test_names_in_full_in_part_and_in_english(holdings: Holdings, taxonomy: Taxonomy) -> None:
    """A part of a name will do where it fits one thing; states and kinds also go by their names in JSON."""
    named = Named(units=["云汀"], regions=["青岚市"], statuses=["正在", "completed"], groups=["条款", "precedent"])
    limits = limits_of(named, holdings, taxonomy)
    assert (frozenset({"云汀市公安局"}), frozenset({"青岚市"})) == (limits.units, limits.regions)
    assert frozenset({Status.IN_PROGRESS, Status.COMPLETED}) == limits.statuses
    assert frozenset({Group.ARTICLE, Group.PRECEDENT}) == limits.groups


def test_a_type_by_code_name_or_class(holdings: Holdings, taxonomy: Taxonomy) -> None:
    """Types are known by code, by name alone, and as a whole class."""
    code, info = next(iter(taxonomy.types.items()))
    for typed, wanted in ((code, code), (info.name, code), (info.parent, info.parent)):
        assert frozenset({wanted}) == limits_of(Named(types=[typed]), holdings, taxonomy).types


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("2022", 2022, 2022),
        ("2022年", 2022, 2022),
        ("2021-2023", 2021, 2023),
        ("２０２１年至2023年", 2021, 2023),
        ("2021到2023", 2021, 2023),
        ("2021-", 2021, None),
        ("2021年以来", 2021, None),
        ("-2023", None, 2023),
        ("截至2023年", None, 2023),
    ],
)
def test_years(holdings: Holdings, taxonomy: Taxonomy, typed: str, since: int | None, until: int | None) -> None:
    """One year, a range, and ranges open on one side."""
    limits = limits_of(Named(years=typed), holdings, taxonomy)
    assert (since, until) == (limits.since, limits.until)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (Named(units=["雪原市公安局"]), ("雪原市公安局", "云汀市公安局", "青岚市公安局")),
        (Named(regions=["雪原"]), ("雪原", "云汀市")),
        (Named(years="1998"), ("1998", "2022")),
        (Named(years="去年"), ("去年", "2021-2023")),
        (Named(years="2023-2021"), ("2021-2023",)),
        (Named(statuses=["搁置"]), ("搁置", "已完成", "正在整改")),
        (Named(types=["天文"]), ("天文", "问题类型")),
        (Named(groups=["新闻"]), ("新闻", "先例", "法规条款")),
    ],
)
def test_what_is_not_held_is_named(holdings: Holdings, taxonomy: Taxonomy, named: Named, said: tuple[str, ...]) -> None:
    """The message names the value and what there is."""
    with pytest.raises(XunjianError) as caught:
        limits_of(named, holdings, taxonomy)
    assert all(words in str(caught.value) for words in said), str(caught.value)


def test_a_part_of_several_names(holdings: Holdings, taxonomy: Taxonomy) -> None:
    """What fits several things is not guessed at."""
    with pytest.raises(AmbiguousNameError, match="云汀市公安局"):
        limits_of(Named(units=["公安局"]), holdings, taxonomy)
