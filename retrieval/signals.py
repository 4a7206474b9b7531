"""What the result lists tell about the question: numbers that the two small calibrated models read.

``answerable`` decides whether the evidence suffices, ``kinds`` which kind of evidence is asked for.  Both are linear
models over the signals with a logistic or softmax output; their numbers stand in ``calibration.json`` and are
fitted on the development questions by ``python -m eval.calibrate``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kb.model import Group
from retrieval.candidates import Asked, coverage
from retrieval.result import Hit
from retrieval.understand import Intent, Query

_FILE = Path(__file__).with_name("calibration.json")

#: First hits of a group whose signals count.
FIRST = 5

#: First hits of a group in which foreign words are looked for: those an answer quotes.
READ = 3

#: BM25's inverse document frequency of a word that occurs nowhere is the logarithm of about twice the number of
#: passages; anything above it less this margin occurs nowhere.
_UNSEEN_MARGIN = 0.7

#: The weight of ``size`` was fitted on libraries of 30 to 2,000 passages; drawn on to 150,000 it refused 14.6 % of the
#: answerable development questions.  Held from about 18,000 passages on (10.5) it refuses 3.3 % of them there, and 19
#: instead of 22 of the 52 unanswerable ones.
_LARGEST = 10.5

#: A question is covered word for word from this share on (一个词的查询 such as 悬挂点).
_COVERED = 0.8


class Linear(NamedTuple):
    """One output of a model: a weight per signal and an intercept."""

    weights: Mapping[str, float]
    intercept: float


class Calibration(NamedTuple):
    """The logistic model ``answerable`` with its thresholds, and the softmax model ``kinds``.

    Below ``refuse`` (a probability) a question is refused, below ``partly`` the evidence counts as partial.
    """

    answerable: Linear
    kinds: Mapping[Group, Linear]
    refuse: float
    partly: float


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The fitted numbers."""
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    return Calibration(
        answerable=Linear(**stored["answerable"]),
        kinds={Group(name): Linear(**model) for name, model in stored["kinds"].items()},
        refuse=stored["refuse"],
        partly=stored["partly"],
    )


def signals(
    query: Query,
    asked: Asked,
    groups: Mapping[Group, tuple[Hit, ...]],
    *,
    foreign: Sequence[str] = (),
    outside: float = 0.0,
    unstated: float = 0.0,
) -> dict[str, float]:
    """All signals of a result by name; ``foreign`` are words of the question whose governing documents are not held,
    ``outside`` the probability that it is about nothing of the field (``retrieval.topic``), ``unstated`` how surely the
    form of answer that is asked for stands nowhere in the first hits (``retrieval.unstated``).

    Over all groups: ``peak`` and ``meant`` the best cosines, ``term`` the strongest official term held, ``chars`` the
    best BM25 over characters, ``coverage`` the mean of the three best word coverages, ``covered`` 1 where a hit holds
    nearly all words, ``unseen`` the share of the question's word weight that occurs in no passage, ``foreign`` 1 where
    there are such words and ``strange`` 1 where none of the first hits holds one of them, ``size`` the logarithm of
    about twice the number of passages, up to ``_LARGEST``: the best of many cosines is higher than the best of few.
    Per group the same of its first hit, and the gap between it and the next four.
    """
    hits = [hit for group in groups.values() for hit in group[:FIRST] if not hit.exact]
    shares = sorted((coverage(hit.passage, asked) for hit in hits), reverse=True)
    length = math.sqrt(max(len(query.core), 1))
    unseen = [rarity >= asked.ceiling - _UNSEEN_MARGIN for rarity in asked.rarity.values()]
    found = {
        "peak": _best(hits, "raw_peak"),
        "meant": _best(hits, "raw_meant"),
        "term": _best(hits, "raw_term"),
        "chars": _best(hits, "raw_chars"),
        "coverage": sum(shares[:3]) / max(len(shares[:3]), 1),
        "covered": float(bool(shares) and shares[0] >= _COVERED),
        "unseen": sum(unseen) / len(unseen) if unseen else 0.0,
        "size": min(asked.ceiling, _LARGEST),
        "outside": outside,
        "unstated": unstated,
        "foreign": float(bool(foreign)),
        "strange": float(bool(foreign) and not _held(foreign, groups)),
        "named": float(any(match.titles for match in query.names)),
        "rule": float(query.intent is Intent.RULE),
        "precedent": float(query.intent is Intent.PRECEDENT),
        "practice": float(query.intent is Intent.PRACTICE),
    }
    searched = {group: [hit for hit in groups.get(group, ()) if not hit.exact][:FIRST] for group in Group}
    # Nothing found in a group is no cosine of 0: whatever is compared, cosines of one model lie in a narrow range.
    lowest = min((first[0].features.get("raw_peak", 0.0) for first in searched.values() if first), default=0.0)
    for group, first in searched.items():
        features = first[0].features if first else {}
        others = [hit.score for hit in first[1:]]
        found[f"{group.value}.peak"] = features.get("raw_peak", lowest)
        found[f"{group.value}.chars"] = features.get("raw_chars", 0.0) / length
        found[f"{group.value}.term"] = features.get("raw_term", 0.0)
        found[f"{group.value}.gap"] = first[0].score - sum(others) / len(others) if others else 0.0
    return found


def _held(words: Sequence[str], groups: Mapping[Group, tuple[Hit, ...]]) -> bool:
    """Whether one of the words stands in one of the first hits of a group."""
    texts = [
        "\n".join((hit.passage.title, hit.passage.problem_title or "", hit.passage.text))
        for hits in groups.values()
        for hit in hits[:READ]
    ]
    return any(word in text for word in words for text in texts)


def _best(hits: list[Hit], name: str) -> float:
    return max((hit.features.get(name, 0.0) for hit in hits), default=0.0)


def _output(model: Linear, values: Mapping[str, float]) -> float:
    return model.intercept + sum(weight * values[name] for name, weight in model.weights.items())


def probability(model: Linear, values: Mapping[str, float]) -> float:
    """The logistic output of a model."""
    return 1 / (1 + math.exp(-_output(model, values)))


def answerable(values: Mapping[str, float]) -> float:
    """The probability that the evidence answers the question."""
    return probability(calibration().answerable, values)


def kinds(values: Mapping[str, float]) -> dict[Group, float]:
    """The probability of each kind to be the one asked for; they sum to 1."""
    outputs = {group: _output(model, values) for group, model in calibration().kinds.items()}
    highest = max(outputs.values())
    weights = {group: math.exp(output - highest) for group, output in outputs.items()}
    total = sum(weights.values())
    return {group: weight / total for group, weight in weights.items()}
