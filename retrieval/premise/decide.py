"""Whether a difference is a false premise: one linear model per kind over the signs, in ``weights.json``.

The numbers are fitted by ``python -m eval.fit_premise``; each weight belongs to a named sign, so a decision can be
added up by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from retrieval.premise.difference import Difference, Kind

FILE = Path(__file__).with_name("weights.json")


class Model(NamedTuple):
    """A weight per sign, the intercept, and the sum (log odds) from which on a warning is given."""

    weights: Mapping[str, float]
    intercept: float
    least: float


@lru_cache(maxsize=1)
def models() -> dict[Kind, Model]:
    """The fitted numbers."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return {Kind(name): Model(**numbers) for name, numbers in stored.items()}


def likely(difference: Difference) -> float:
    """How far a difference is above the threshold of its kind, in log odds; negative where it is below."""
    model = models()[difference.kind]
    return total(model, difference.signs) - model.least


def total(model: Model, signs: Mapping[str, float]) -> float:
    """The log odds."""
    return model.intercept + sum(weight * signs.get(name, 0.0) for name, weight in model.weights.items())
