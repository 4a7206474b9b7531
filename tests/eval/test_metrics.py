"""Measures and intervals against values computed by hand."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Interval, bootstrap, interval, score, wilson


def test_measures_of_a_small_example() -> None:
    """q1 has its lesser gold first and its better one third; q2 has gold at rank six; q3 has no list."""
    relevant = {"q1": {"a": 2, "b": 1}, "q2": {"c": 1}, "q3": {"d": 2}}
    ranked = {"q1": ["b", "x", "a"], "q2": ["x", "y", "z", "u", "v", "c"]}
    values = score(relevant, ranked)
    ideal = 2 + 1 / log2(3)
    assert values["q1"] == pytest.approx(
        {"hit@1": 1, "hit@5": 1, "hit@10": 1, "mrr@10": 1, "ndcg@10": (1 + 2 / log2(4)) / ideal}
    )
    assert values["q2"] == pytest.approx({"hit@1": 0, "hit@5": 0, "hit@10": 1, "mrr@10": 1 / 6, "ndcg@10": 1 / log2(7)})
    assert values["q3"] == dict.fromkeys(("hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10"), 0.0)


def test_nothing_beyond_the_tenth_place_counts() -> None:
    """Gold at rank eleven is not found."""
    assert score({"q": {"a": 1}}, {"q": [*"bcdefghijk", "a"]})["q"]["hit@10"] == 0


def test_the_given_order_decides_whatever_the_names() -> None:
    """Ties are impossible: two orders of the same ids give two results."""
    assert score({"q": {"a": 1}}, {"q": ["b", "a"]})["q"]["hit@1"] == 0
    assert score({"q": {"a": 1}}, {"q": ["a", "b"]})["q"]["hit@1"] == 1


def test_wilson_matches_the_published_example() -> None:
    """Newcombe (1998), table I: 81 of 263 gives .2553 to .3662 without continuity correction."""
    found = wilson(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (10, 10), (0, 0)])
def test_wilson_stays_inside_zero_and_one(successes: int, n: int) -> None:
    """Also where nothing or everything succeeded, and without any question."""
    found = wilson(successes, n)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.n == n


def test_bootstrap_is_deterministic_and_covers_the_mean() -> None:
    """The same values give the same interval; for many values it is close to the normal one."""
    values = [0.0, 0.5, 1.0] * 40
    found = bootstrap(values)
    assert found == bootstrap(values)
    assert found.low == pytest.approx(0.5 - 1.96 * 0.4082 / 120**0.5, abs=0.01)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.4082 / 120**0.5, abs=0.01)


def test_proportions_get_wilson_and_means_the_bootstrap() -> None:
    """The kind of values decides."""
    assert interval([1.0, 0.0, 1.0]) == wilson(2, 3)
    assert interval([0.2, 0.4]) == bootstrap([0.2, 0.4])
    assert interval([]) == Interval(0.0, 0.0, 1.0, 0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_surrounds_its_value(values: list[float]) -> None:
    """Low ≤ value ≤ high, up to rounding."""
    found = interval(values)
    assert found.low - 1e-9 <= found.value <= found.high + 1e-9
