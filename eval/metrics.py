"""Figures of ranked lists, and how far they can be trusted.

The measures come from ``ir-measures`` (trec_eval): Success@k is hit@k, RR the reciprocal rank, nDCG uses the grades.
An item of a list counts as the gold it holds (see ``eval.gold``), so that passages, problems and chunks of other
systems are scored by one rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist, fmean
from typing import NamedTuple

import numpy as np

#: Depth of the lists that are scored.
DEPTH = 10

NAMES = ("hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10")

#: Resamples of the bootstrap: the ends of a 95 % interval then move by less than .002 between seeds.
RESAMPLES = 4000

_LEVEL = 0.95


class Interval(NamedTuple):
    """A figure over ``n`` questions with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def score(
    relevant: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """The values of ``NAMES`` for each question.

    ``relevant`` maps question → gold id → grade, ``ranked`` question → ids, best first.  A question without a list
    scores zero.
    """
    import ir_measures  # noqa: PLC0415 - of the dev extra, and only evaluation needs it
    from ir_measures import RR, Success, nDCG  # noqa: PLC0415

    measures = {
        Success @ 1: "hit@1",
        Success @ 5: "hit@5",
        Success @ 10: "hit@10",
        RR @ 10: "mrr@10",
        nDCG @ 10: "ndcg@10",
    }
    values = {question: dict.fromkeys(NAMES, 0.0) for question in relevant}
    qrels = {question: dict(grades) for question, grades in relevant.items()}
    # trec_eval orders by score alone: descending numbers keep the given order.
    run = {
        question: {identifier: float(-rank) for rank, identifier in enumerate(ids)}
        for question in relevant
        if (ids := list(dict.fromkeys(ranked.get(question, ())))[:DEPTH])
    }
    for metric in ir_measures.iter_calc(list(measures), qrels, run):
        values[metric.query_id][measures[metric.measure]] = float(metric.value)
    return values


def wilson(successes: int, n: int) -> Interval:
    """A proportion with Wilson's score interval; (0, 1) around nothing at all."""
    if n == 0:
        return Interval(0.0, 0.0, 1.0, 0)
    z = NormalDist().inv_cdf((1 + _LEVEL) / 2)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    # Rounding must not put an end beyond the figure it surrounds.
    return Interval(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)), n)


def bootstrap(values: Sequence[float], *, seed: int = 0) -> Interval:
    """A mean with its percentile bootstrap interval over questions; deterministic."""
    if not values:
        return Interval(0.0, 0.0, 1.0, 0)
    sample = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(seed).integers(0, len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.quantile(sample[draws].mean(axis=1), [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Interval(fmean(values), float(low), float(high), len(values))


def interval(values: Sequence[float]) -> Interval:
    """Wilson where every value is 0 or 1, else bootstrap."""
    if all(value in (0.0, 1.0) for value in values):
        return wilson(int(sum(values)), len(values))
    return bootstrap(values)
