"""Whether the law of an earlier time is asked for, learned from wording.

People say it in more ways than patterns can list: 彼时有效的条文, 照案发那年的, 还没换新的那会儿.  A logistic model
over the runs of one to three characters that a question contains, few of them with a weight, fitted by ``python -m
eval.fit_editions`` on questions of four authors.  Years count as one sign, as do other numbers and what parts clauses.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("past_law.json")

#: Longest run of characters that may have a weight; four and five find no more.
LONGEST = 3

_YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBER = re.compile(r"\d+")
_REST = re.compile(r"[^\u4e00-\u9fffY0]+")


class PastLaw(NamedTuple):
    """``runs`` are the weights; from the probability ``sure`` on the earlier text is asked for, from ``maybe`` on it
    may be.
    """

    intercept: float
    runs: Mapping[str, float]
    sure: float
    maybe: float


@lru_cache(maxsize=1)
def fitted() -> PastLaw:
    """The fitted numbers."""
    return PastLaw(**json.loads(FILE.read_text(encoding="utf-8")))


def runs(question: str) -> set[str]:
    """The runs of up to ``LONGEST`` characters of a folded question, years as ``Y``, other numbers as ``0``."""
    text = _REST.sub(" ", _NUMBER.sub("0", _YEAR.sub("Y", question))).strip()
    return {text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)}


def chance(question: str) -> float:
    """The probability that a folded question asks for the law of an earlier time."""
    model = fitted()
    found = runs(question)
    return 1 / (1 + math.exp(-model.intercept - sum(weight for run, weight in model.runs.items() if run in found)))
