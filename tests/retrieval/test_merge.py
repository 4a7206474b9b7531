"""One order over all kinds of evidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Group
from retrieval.merge import merge
from retrieval.result import Hit
from tests.retrieval.hits import hit

SIZES = st.integers(0, 12)


def lists(precedents: int, articles: int, practice: int) -> dict[Group, tuple[Hit, ...]]:
    """Groups of so many hits."""
    return {
        Group.PRECEDENT: tuple(hit(100 + n, Group.PRECEDENT) for n in range(precedents)),
        Group.ARTICLE: tuple(hit(200 + n, Group.ARTICLE) for n in range(articles)),
        Group.PRACTICE: tuple(hit(300 + n, Group.PRACTICE) for n in range(practice)),
    }


def test_the_kind_asked_for_comes_first() -> None:
    """The first of the most probable kind leads, whatever the order of the groups."""
    kinds = {Group.PRECEDENT: 0.1, Group.ARTICLE: 0.1, Group.PRACTICE: 0.8}
    assert Group.PRACTICE is merge(kinds, lists(5, 5, 5), 10)[0].group


def test_other_kinds_are_not_lost() -> None:
    """With an open question the first of every kind is among the first five."""
    kinds = dict.fromkeys(Group, 1 / 3)
    assert set(Group) == {found.group for found in merge(kinds, lists(9, 9, 9), 5)}


def test_looked_up_articles_lead() -> None:
    """An article looked up by number stands before everything."""
    groups = lists(3, 0, 0) | {Group.ARTICLE: (hit(1, Group.ARTICLE, exact=True),)}
    assert merge({Group.PRECEDENT: 1.0}, groups, 3)[0].exact


@given(SIZES, SIZES, SIZES, st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_order_within_a_kind_is_kept(a: int, b: int, c: int, limit: int, p: float, q: float) -> None:
    """Nothing is doubled, the limit holds, and within a kind the order is that of its group."""
    groups = lists(a, b, c)
    merged = merge({Group.PRECEDENT: p, Group.ARTICLE: q, Group.PRACTICE: 0.5}, groups, limit)
    assert min(limit, a + b + c) == len(merged)
    for group, hits in groups.items():
        own = [found.passage.key.seq for found in merged if found.group is group]
        assert own == [found.passage.key.seq for found in hits][: len(own)]
