"""Fusing channels and rolling measures up to their problem."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Group, PassageKind, Provenance, Validity
from retrieval.rank import (
    ALSO,
    CHANNELS,
    DENSE,
    FICTION_PENALTY,
    MOST_AHEAD,
    NAMED_SHARE,
    SUPERSEDED_PENALTY,
    WEIGHTS,
    fuse,
    is_named,
    most_ahead,
    rolled_up,
    single,
    weights_for,
)
from tests.retrieval.hits import candidate, passage

ARTICLES = WEIGHTS[Group.ARTICLE]
PRECEDENTS = WEIGHTS[Group.PRECEDENT]


def test_score_is_the_weighed_sum() -> None:
    """A score is the sum of its standardised channels times their weights; raw values are kept beside them."""
    ranked = fuse([candidate(passage(seq), float(seq)) for seq in range(1, 6)], ARTICLES)
    assert [5, 4, 3, 2, 1] == [r.passage.key.seq for r in ranked]
    for r in ranked:
        weighed = sum(getattr(ARTICLES, name) * r.features[name] for name in CHANNELS)
        assert abs(weighed - r.score) < 1e-9
        assert r.passage.key.seq == r.features["raw_words"]


def test_the_lexicon_says_less_where_a_regulation_is_named() -> None:
    """Who names a regulation uses its words: its question weighs the lexicon's channels by half, others as they are."""
    plain = [candidate(passage(seq), float(seq)) for seq in (1, 2)]
    named = [plain[0], plain[1]._replace(named=1.0)]
    assert weights_for(Group.ARTICLE, named=is_named(plain)) == ARTICLES
    half = weights_for(Group.ARTICLE, named=is_named(named))
    assert (half.bridge, half.term) == (NAMED_SHARE * ARTICLES.bridge, NAMED_SHARE * ARTICLES.term)
    assert half._replace(bridge=ARTICLES.bridge, term=ARTICLES.term) == ARTICLES


def test_missing_dense_value_is_the_lowest() -> None:
    """A passage that the dense channel did not bring is as far as the last one it brought."""
    far = candidate(passage(1), 1.0)
    unseen = candidate(passage(2), 1.0)._replace(whole=None, peak=None, meant=None)
    near = candidate(passage(3), 5.0)
    features = {r.passage.key.seq: r.features for r in fuse([far, unseen, near], ARTICLES)}
    assert features[1]["raw_peak"] == features[2]["raw_peak"] == 1.0


def test_a_large_library_does_not_let_the_vectors_decide_alone() -> None:
    """Among many candidates that the vectors did not bring, the few they did are no further ahead than allowed."""
    others = [candidate(passage(seq), 1.0)._replace(whole=None, peak=None) for seq in range(1, 200)]
    near = [candidate(passage(200 + at), 1.0)._replace(whole=at / 10, peak=at / 10) for at in (1, 8, 9)]
    as_they_are = [r.features for r in fuse([*others, *near], ARTICLES)]
    features = [r.features for r in fuse([*others, *near], ARTICLES, ahead=MOST_AHEAD)]
    for name in DENSE:
        best, second, *_ = (one[name] for one in features)
        assert best == pytest.approx(MOST_AHEAD)
        assert best < as_they_are[0][name]
        assert 0 < second < best, "the order among them stays"


def test_the_bound_closes_as_a_library_grows() -> None:
    """Small libraries and other groups stay as they are; from 100,000 passages on the bound is the same."""
    bounds = [
        most_ahead(Group.ARTICLE, math.log(2 * passages)) for passages in (1_000, 6_000, 20_000, 100_000, 150_000)
    ]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[1] > 10
    assert bounds[-2:] == [pytest.approx(MOST_AHEAD)] * 2
    assert most_ahead(Group.PRECEDENT, math.log(300_000)) == math.inf


def test_fiction_stands_behind_a_real_source() -> None:
    """Of two equal passages the fictional one loses what the rule takes off."""
    real = candidate(passage(2), 1.0)
    fictional = candidate(passage(1, provenance=Provenance.FICTIONAL), 1.0)
    first, second = fuse([fictional, real], ARTICLES)
    assert 2 == first.passage.key.seq
    assert abs(first.score - second.score - FICTION_PENALTY) < 1e-9


@pytest.mark.parametrize("validity", [Validity.AMENDED, Validity.REPEALED])
def test_what_is_no_longer_in_force_stands_behind(validity: Validity) -> None:
    """Of two equal articles the one of a superseded text loses what the rule takes off; a better one still wins."""
    old, now = passage(1)._replace(validity=validity), passage(2)
    first, second = fuse([candidate(old, 1.0), candidate(now, 1.0)], ARTICLES)
    assert first.passage is now
    assert abs(first.score - second.score - SUPERSEDED_PENALTY) < 1e-9
    assert fuse([candidate(old, 5.0), candidate(now, 1.0)], ARTICLES)[0].passage is old


def test_what_is_no_longer_in_force_stands_in_front_where_it_is_asked_for() -> None:
    """Asked for by the time alone, the superseded one of two equal articles gains as much."""
    old, now = passage(2)._replace(validity=Validity.AMENDED), passage(1)
    first, second = fuse([candidate(old, 1.0), candidate(now, 1.0)], ARTICLES, old=True)
    assert first.passage is old
    assert abs(first.score - second.score - SUPERSEDED_PENALTY) < 1e-9


def test_equal_scores_keep_document_order() -> None:
    """Ties are settled by the place in the document, not by the order of candidates."""
    ranked = fuse([candidate(passage(seq), 1.0) for seq in (3, 1, 2)], ARTICLES)
    assert [1, 2, 3] == [r.passage.key.seq for r in ranked]


def test_problem_stands_once_with_its_measures() -> None:
    """Measures of a problem become one hit with up to three further passages; its own heading is not shown first."""
    measures = [passage(seq, Group.PRECEDENT, problem="1.", locator=f"1.{seq}") for seq in range(1, 7)]
    heading = passage(9, Group.PRECEDENT, problem="1.", locator="1.", kind=PassageKind.PROBLEM)
    other = passage(20, Group.PRECEDENT, problem="2.", locator="2.一是")
    values = [*(candidate(p, p.key.seq / 10) for p in measures), candidate(heading, 1.0), candidate(other, 0.1)]
    hits = rolled_up(fuse(values, PRECEDENTS), PRECEDENTS)
    assert ["1.", "2."] == [hit.passage.problem for hit in hits]
    assert "1.6" == hits[0].passage.locator
    assert ALSO == len(hits[0].also)


@given(st.lists(st.floats(-5, 5, allow_nan=False), max_size=12))
def test_every_candidate_is_ranked(values: list[float]) -> None:
    """No candidate is lost or doubled, and scores fall."""
    ranked = fuse([candidate(passage(seq), value) for seq, value in enumerate(values)], ARTICLES)
    assert set(range(len(values))) == {hit.passage.key.seq for hit in single(ranked)}
    scores = [r.score for r in ranked]
    assert scores == sorted(scores, reverse=True)
