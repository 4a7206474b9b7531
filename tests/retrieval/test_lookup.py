"""Articles named by number are read, never searched for."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.numerals import to_chinese
from retrieval.engine import Retriever
from retrieval.lookup import Lookups, look_up
from tests.retrieval.library import NEW, OLD

#: Articles of the two versions.
NEW_ARTICLES, OLD_ARTICLES = 8, 5


def looked_up(retriever: Retriever, text: str) -> Lookups:
    """The look-ups of a question."""
    query = retriever.understand(text)
    excluded = retriever.versions.excluded(query, retriever.names)
    return look_up(retriever.kb, query.references, retriever.names, excluded)


@settings(max_examples=30)
@given(
    number=st.integers(1, 40),
    write=st.sampled_from([str, to_chinese]),
    tail=st.sampled_from(["", "讲了什么", "第一款"]),
)
def test_every_number_is_exact(retriever: Retriever, number: int, write: Callable[[int], str], tail: str) -> None:
    """An article that exists is the one given; one that does not exist is said not to, with the number there are."""
    found = looked_up(retriever, f"值班备勤条例第{write(number)}条{tail}")
    if number <= NEW_ARTICLES:
        (hit,) = found.hits
        assert (NEW, f"第{to_chinese(number)}条", True) == (hit.passage.doc, hit.passage.locator, hit.exact)
    else:
        assert () == found.hits
        assert f"第{to_chinese(number)}条" in found.missing[0]
        assert f"{NEW_ARTICLES}条" in found.missing[0]


def test_several_articles_in_the_order_asked(retriever: Retriever) -> None:
    """Each number has its hit, in the order of the question."""
    hits = looked_up(retriever, "值班备勤条例第五条、第三条").hits
    assert ["第五条", "第三条"] == [hit.passage.locator for hit in hits]


def test_old_version_when_asked_for(retriever: Retriever) -> None:
    """The version of a year is read from the text of that time, and its end is its own."""
    assert OLD == looked_up(retriever, "2010年的值班备勤条例第三条").hits[0].passage.doc
    assert f"{OLD_ARTICLES}条" in looked_up(retriever, "2010年的值班备勤条例第七条").missing[0]


def test_unknown_regulation_is_said_to_be_missing(retriever: Retriever) -> None:
    """A regulation that is not held is named, and no other one is read instead."""
    found = looked_up(retriever, "《星河管理办法》第三条")
    assert () == found.hits
    assert "星河管理办法" in found.missing[0]


def test_number_without_a_name_is_left_to_the_search(retriever: Retriever) -> None:
    """第三条 alone names no regulation."""
    found = looked_up(retriever, "第三条怎么理解")
    assert ((), ()) == (found.hits, found.missing)
    assert [3] == [reference.number for reference in found.open_numbers]
