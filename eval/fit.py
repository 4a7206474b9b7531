"""Fits the fusion weights on the development and tuning questions: ``python -m eval.fit FILE.npz…`` after
``eval.features`` and ``eval.features --tuning``.

Listwise softmax: the weights under which the right passages of each question are most probable among its candidates,
with a ridge against chance.  Cross-validated over questions, so that the printed figures are of unseen ones.  The
weights printed go into ``retrieval.rank.WEIGHTS`` by hand: a person looks at them before they are used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.features import Features, load
from kb.model import Group
from retrieval.rank import CHANNELS

Matrix = NDArray[np.float64]

#: Against chance: with some hundred questions and eight weights, values of .003 to .03 give the same ranking.
RIDGE = 0.01
FOLDS = 5
#: Passages shown with a problem: the best and three further ones.
SHOWN = 4
FIRST = 5


class Asked(NamedTuple):
    """One question's candidates: standardised channels, whether each is right, whether its problem is, the problem."""

    values: Matrix
    right: NDArray[np.bool_]
    right_problem: NDArray[np.bool_]
    problem: list[str]


def questions(features: Features, group: Group) -> list[Asked]:
    """The questions that are scored in a group and whose answer is among the candidates."""
    number = list(Group).index(group)
    columns = [features.channels.index(name) for name in CHANNELS]
    asked = []
    for question in range(len(features.questions)):
        rows = np.flatnonzero((features.question == question) & (features.group == number) & features.own)
        if not rows.size or not (features.grade[rows] > 0).any():
            continue
        values = features.values[rows][:, columns].astype(np.float64)
        values = np.where(np.isnan(values), np.nanmin(values, axis=0), values)
        deviation = values.std(axis=0)
        values = (values - values.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
        passages = [features.passages[passage] for passage in features.passage[rows]]
        asked.append(
            Asked(
                values,
                features.grade[rows] > 0,
                features.problem_grade[rows] > 0,
                [f"{p['doc']}#{p['problem']}" if p["problem"] else p["id"] for p in passages],
            )
        )
    return asked


def fit(asked: Sequence[Asked], ridge: float = RIDGE) -> NDArray[np.float64]:
    """The weights; channels that only hurt come out negative and are left to the reader to drop."""
    size = asked[0].values.shape[1]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = ridge * float(weights @ weights), 2 * ridge * weights
        for question in asked:
            scores = question.values @ weights
            probability = np.exp(scores - scores.max())
            probability /= probability.sum()
            mass = float(probability[question.right].sum()) + 1e-12
            total -= float(np.log(mass)) / len(asked)
            share = np.where(question.right, probability, 0.0) / mass
            gradient = gradient - question.values.T @ (share - probability) / len(asked)
        return total, gradient

    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


class Figures(NamedTuple):
    """Shares of questions: right passage first and in five, right problem first and in five, right passage shown."""

    first: float
    five: float
    problem_first: float
    problem_five: float
    shown: float


def judged(asked: Sequence[Asked], scores: Sequence[Matrix]) -> Figures:
    """How well scores rank."""
    rows = []
    for question, score in zip(asked, scores, strict=True):
        order = np.argsort(-score, kind="stable")
        passages = question.right[order]
        problems: dict[str, list[int]] = {}
        for place in order:
            problems.setdefault(question.problem[place], []).append(int(place))
        right = [any(question.right_problem[place] for place in places) for places in problems.values()]
        shown = [question.right[place] for places in list(problems.values())[:FIRST] for place in places[:SHOWN]]
        rows.append((passages[0], passages[:FIRST].any(), right[0], any(right[:FIRST]), any(shown)))
    return Figures(*np.mean(np.asarray(rows, dtype=np.float64), axis=0).tolist())


def cross_validated(asked: Sequence[Asked]) -> Figures:
    """Figures of questions that the weights were not fitted on."""
    order = np.random.default_rng(0).permutation(len(asked))
    scores: list[Matrix] = [np.zeros(0)] * len(asked)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        weights = fit([question for number, question in enumerate(asked) if number not in held])
        for number in held:
            scores[number] = asked[number].values @ weights
    return judged(asked, scores)


def main(args: Sequence[str]) -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m eval.fit", description="在调试题上拟合融合权重。")
    options.add_argument("features", type=Path, nargs="+", help="eval.features 写出的文件，可以几个")
    features = [load(path) for path in options.parse_args(args).features]
    for group in Group:
        asked = [one for each in features for one in questions(each, group)]
        weights = fit(asked)
        figures = cross_validated(asked)
        print(f"{group.label}：{len(asked)} 题")  # noqa: T201 - the command's output
        print("  " + "  ".join(f"{name} {weight:.2f}" for name, weight in zip(CHANNELS, weights, strict=True)))  # noqa: T201
        print("  " + "  ".join(f"{name} {value:.3f}" for name, value in figures._asdict().items()))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
