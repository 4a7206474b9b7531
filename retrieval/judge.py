"""Decides before composing whether the evidence suffices."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from kb.model import Group
from retrieval.candidates import Asked, coverage
from retrieval.result import Hit, Verdict

#: Below this confidence the question is refused, above the second it counts as answered.
REFUSE_BELOW = 0.5
ANSWER_FROM = 0.7


class Judgement(NamedTuple):
    """The verdict with its probability and the reason in Chinese."""

    verdict: Verdict
    confidence: float
    reason: str


class Evidence(NamedTuple):
    """Features of the result lists that the decision rests on.

    ``coverage``: the largest share of the question's term weight, by rarity, found in one of the first hits;
    ``cosine``: the best dense similarity of any hit; ``margin``: how far the best hit stands above its group's mean,
    in standard deviations.
    """

    coverage: float
    cosine: float
    margin: float


#: First hits whose features count.
FIRST = 5

#: Logistic decision: intercept and one weight per feature.
INTERCEPT = -2.0
SLOPES = Evidence(coverage=5.0, cosine=0.0, margin=0.2)


def evidence(groups: Mapping[Group, tuple[Hit, ...]], asked: Asked) -> Evidence:
    """The features of a result."""
    hits = [hit for group in groups.values() for hit in group[:FIRST]]
    return Evidence(
        coverage=max((coverage(hit.passage, asked) for hit in hits), default=0.0),
        cosine=max((hit.features.get("raw_peak", 0.0) for hit in hits), default=0.0),
        margin=max((hit.features.get("peak", 0.0) for hit in hits), default=0.0),
    )


def judge(groups: Mapping[Group, tuple[Hit, ...]], asked: Asked) -> Judgement:
    """The verdict on searched evidence (exact look-ups are certain and never come here)."""
    features = evidence(groups, asked)
    odds = INTERCEPT + sum(slope * value for slope, value in zip(SLOPES, features, strict=True))
    confidence = 1 / (1 + math.exp(-odds))
    if confidence < REFUSE_BELOW:
        return Judgement(Verdict.REFUSED, confidence, "资料库中没有找到能够回答这一问题的依据，不作答复。")
    if confidence < ANSWER_FROM:
        return Judgement(Verdict.PARTLY, confidence, "找到的资料与问题部分相关，请核对是否切题。")
    return Judgement(Verdict.ANSWERABLE, confidence, "")
