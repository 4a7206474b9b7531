"""Whether the law of an earlier time is asked for, learned from wording.

People say it in more ways than patterns can list: 彼时有效的条文, 照案发那年的, 还没换新的那会儿.  A logistic model
over the runs of one to three characters that a question contains, few of them with a weight, fitted by ``python -m
eval.fit_editions`` on questions of four authors.  Years count as one sign, as do other numbers, what parts clauses and
all words for a text of law.  That there is a law tells nothing of its time (督察条例规定几天 asks for that of today),
only what it is called does: 旧法, 那时的规定.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("past_law.json")

#: Longest run of characters that may have a weight; four and five find no more.
LONGEST = 3

_YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBER = re.compile(r"\d+")
_TEXT = re.compile(
    r"规[定矩章范]|条例|办法|条文|条款|法规|法律|法条|法(?!院)|第?[一二三四五六七八九十百零〇0两]+[条款项]"
)
_REST = re.compile(r"[^\u4e00-\u9fffY0L]+")
#: Signs of no time.
_NOTHING = frozenset(" 0L")
#: A text of law counts behind these alone: what else stands before it is its name.
_CALLED = re.compile(r"[^L]*[的旧老原新那时用套个部版]L")


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
    """The runs of up to ``LONGEST`` characters of a folded question, years as ``Y``, other numbers as ``0``, texts of
    law as ``L``, which may only end a run and be told by the word before it; not those without a word.
    """
    text = _REST.sub(" ", _TEXT.sub("L", _NUMBER.sub("0", _YEAR.sub("Y", question)))).strip()
    found = {text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)}
    return {run for run in found if not set(run) <= _NOTHING and ("L" not in run or _CALLED.fullmatch(run))}


def chance(question: str) -> float:
    """The probability that a folded question asks for the law of an earlier time."""
    return probability(fitted().intercept, fitted().runs, runs(question))


def probability(intercept: float, weights: Mapping[str, float], found: Iterable[str]) -> float:
    """That of a question with these runs."""
    return 1 / (1 + math.exp(-intercept - sum(weights.get(run, 0.0) for run in sorted(found))))
