"""``python -m eval.fit_drills``: fits the weights of the drill scorer on the development half.

A cumulative logistic model: one linear sum of features, two thresholds (at least one half, one).  Signs are bound to
sense, weights shrunk towards zero; the choice is checked by leaving out one question at a time.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.drills.evidence import Features
from assistant.drills.score import Marker, Scored, Weights
from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, prepared
from eval.drill_scores import HandMarked, agreement, answers, table, tasks
from eval.split import Split
from kb.settings import load_settings

#: Signs that make sense: what is said raises a mark, what is denied, missing or copied lowers it.
_SIGNS = {"rival": -1.0, "denied": -1.0, "told": -1.0, "unmeasured": -1.0}

#: Shrinkage; between .003 and .03 the left-out figures differ by less than .01.
_RIDGE = 0.01
_STEPS, _RATE = 6000, 0.5


def fit(rows: NDArray[np.float64], marks: NDArray[np.float64]) -> Weights:
    """The weights for features ``[n, len(Features)]`` and marks ``[n]`` of 0, 0.5 and 1."""
    signs = np.array([_SIGNS.get(name, 1.0) for name in Features._fields])
    weights, cuts = signs.copy(), np.array([1.0, 3.0])
    wanted = np.stack([marks >= 0.5, marks >= 1.0])  # noqa: PLR2004 - the levels of marks
    for _ in range(_STEPS):
        total = rows @ weights
        errors = 1 / (1 + np.exp(-(total[None, :] - cuts[:, None]))) - wanted
        slope = (errors.sum(axis=0) @ rows) / len(rows) + _RIDGE * weights
        weights -= _RATE * slope
        weights = np.where(weights * signs < 0, 0.0, weights)
        cuts += _RATE * errors.mean(axis=1)
    return Weights(*map(float, np.round(weights, 2)), *map(float, np.round(cuts, 2)))


def main(args: Sequence[str]) -> int:
    """Print the weights and the figures with each question left out in turn."""
    options = argparse.ArgumentParser(description="在调试半上拟合推演评分的权重。")
    options.add_argument("--no-embedding", action="store_true", help="不用向量")
    chosen = options.parse_args(args)
    known = tasks(Split.DEV)
    hand = answers(known)
    with prepared(DEFAULT_CORPUS, DEFAULT_HOME, load_settings(), report=lambda _: None) as ready:
        marker = Marker.of(ready.kb, embed=not chosen.no_embedding)
        scored = _scored(marker, hand)
        rows, marks, owners = _table(hand, scored)
        left_out: dict[int, Scored] = {}
        for question in known:
            marker.weights = fit(rows[owners != question], marks[owners != question])
            own = [number for number, one in enumerate(hand) if one.question == question]
            left_out |= dict(zip(own, _scored(marker, [hand[number] for number in own]), strict=True))
        found = fit(rows, marks)
    lines = [str(found), "", table(agreement(hand, [left_out[number] for number in range(len(hand))]))]
    print("\n".join(lines))  # noqa: T201 - the command's output
    return 0


def _scored(marker: Marker, hand: Sequence[HandMarked]) -> list[Scored]:
    known = tasks(Split.DEV)
    return [marker.score(known[one.question].question, one.text, known[one.question].told) for one in hand]


def _table(
    hand: Sequence[HandMarked], scored: Sequence[Scored]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.str_]]:
    points = [
        (point.features, mark, one.question)
        for one, given in zip(hand, scored, strict=True)
        for point, mark in zip(given.points, one.marks, strict=True)
        if point.features != Features()
    ]
    return (
        np.array([features for features, _, _ in points], dtype=np.float64),
        np.array([mark for _, mark, _ in points]),
        np.array([question for _, _, question in points]),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
