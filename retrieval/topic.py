"""Whether a question is about the field at all: a linear probe on the vector of the question.

What 巡鉴 holds is about public affairs: law, police work, inspection.  Cooking, travel, homework are not, and a library
with thousands of passages has something similar to everything.  The vector of the question itself tells: a logistic
model over its coordinates, fitted by ``python -m eval.fit_topic`` on questions of people who never saw a ranking.  It
reads vectors of one embedding model only; with another one it abstains.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.embedding.base import Vectors
from retrieval.fitted import readable

FILE = Path(__file__).with_name("topic.json")


class Probe(NamedTuple):
    """Weights per coordinate, intercept, and the probability of being outside from which a question is refused."""

    weights: NDArray[np.float64]
    intercept: float
    refuse: float


@lru_cache(maxsize=1)
def probe() -> Probe:
    """The fitted numbers."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return Probe(np.asarray(stored["weights"]), stored["intercept"], stored["refuse"])


def outside(vector: Vectors, model_id: str) -> float:
    """The probability that a question with this vector is about nothing of the field; 0 where the probe cannot read
    the vectors of ``model_id``.
    """
    fitted = probe()
    if not readable(vector, model_id, len(fitted.weights)):
        return 0.0
    return float(1 / (1 + np.exp(-(fitted.weights @ vector + fitted.intercept))))
