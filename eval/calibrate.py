"""Fits ``retrieval/calibration.json`` on the development and tuning questions: ``python -m eval.calibrate``.

Two small models over the signals of a search: whether the evidence answers (logistic), and which kind of evidence is
asked for (softmax).  Questions that ``retrieval.topic`` refuses are left to it.  The refusal threshold is set where
both together refuse ``WRONGLY`` of the answerable questions, cross-validated.

The signals move with the size of the library (how rare a word is, how good the best of all cosines), and most users
have less than the whole corpus.  So the first model learns from searches of the whole corpus and of parts of it, and
the threshold holds in both.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import retrieval
from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, files, prepared
from eval.logistic import Bound, Matrix, balanced, logistic, sums
from eval.progress import tell
from eval.questions import GRADES, HELD, TUNING, Expect, Question, fold_of, load, tuning, unique
from eval.split import Split, select
from kb.model import Group
from kb.settings import load_settings
from retrieval.engine import Retriever
from retrieval.judge import off_topic
from retrieval.signals import Linear, probability

TARGET = Path(retrieval.__file__).with_name("calibration.json")

#: Signals of the two models.  The length of a question is left out on purpose: the unanswerable questions happen to be
#: shorter, which says nothing about questions of users.
ANSWERABLE = (
    *("peak", "meant", "term", "chars", "coverage", "covered", "unseen", "named"),
    *("foreign", "strange", "unstated", "size"),
)
KINDS = (
    *(f"{group.value}.{name}" for group in Group for name in ("peak", "chars", "term", "gap")),
    "rule",
    "precedent",
    "practice",
    "named",
)

#: Signals that speak against an answer; all others speak for it.
AGAINST = ("unseen", "foreign", "strange", "unstated", "size")

RIDGE = 0.01
FOLDS = 10
#: Share of answerable questions that the two gates may cost, in the whole corpus and in parts of it.  The promise is
#: 5 % of unseen ones, and those of other authors lose more than the cross-validated ones: at .04, 5 of 70 (``HELD``).
WRONGLY = 0.03
#: Above this share of answerable questions the evidence counts as partial only.
DOUBTFUL = 0.15


#: Into how many parts the corpus is cut, each a library of its own: of five documents, and of two.
PARTS = (5, 12)


class Row(NamedTuple):
    """The signals of a search, whether its question is answerable there, the kind asked for (-1 where none), the
    fold of the question, and whether the library was a part of the corpus.
    """

    values: dict[str, float]
    answerable: bool
    kind: int
    fold: int
    in_part: bool = False


class Refused(NamedTuple):
    """How many of the unanswerable and of the answerable searches are refused."""

    rightly: int
    unanswerable: int
    wrongly: int
    answerable: int


def collect(retriever: Retriever, questions: Sequence[Question], *, in_part: bool = False) -> list[Row]:
    """Search every question whose verdict rests on evidence; article look-ups are certain and left out."""
    rows = []
    for question in questions:
        if question.expect is Expect.NO_SUCH_ARTICLE:
            continue
        result = retriever.search(question.query)
        if not result.signals or result.query.references:
            continue
        kind = list(Group).index(question.group) if question.group else -1
        fold = fold_of(question.query, FOLDS)
        rows.append(Row(dict(result.signals), question.expect is not Expect.REFUSE, kind, fold, in_part))
    return rows


def collect_parts(corpus: Path, home: Path, questions: Sequence[Question]) -> list[Row]:
    """The same over parts of the corpus: what a part holds the answer to, and a share of what nothing answers.

    A question whose answer lies in another part is left out: some other document may answer it as well.
    """
    rows = []
    for parts in PARTS:
        for number in range(parts):
            chosen = files(corpus)[number::parts]
            names = {path.name for path in chosen}
            asked = [
                question
                for place, question in enumerate(questions)
                if (
                    place % parts == number
                    if question.expect is Expect.REFUSE
                    else any(gold.doc in names and gold.grade == max(GRADES) for gold in question.gold)
                )
            ]
            with TemporaryDirectory() as folder:
                for path in chosen:
                    shutil.copy(path, folder)
                with prepared(Path(folder), home, load_settings(), report=lambda _: None) as ready:
                    rows += collect(Retriever(ready.kb), asked, in_part=True)
            tell(f"部分资料库 {number + 1}/{parts}：{len(asked)} 题")
    return rows


def standardised(rows: Sequence[dict[str, float]], names: Sequence[str]) -> tuple[Matrix, Matrix, Matrix]:
    """The signals as a matrix with mean 0 and deviation 1, and what was taken off and divided by."""
    matrix = np.asarray([[row[name] for name in names] for row in rows])
    mean, deviation = matrix.mean(axis=0), matrix.std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    return (matrix - mean) / deviation, mean, deviation


def softmax(matrix: Matrix, kind: NDArray[np.int64], classes: int) -> Matrix:
    """Weights ``[signals + 1, classes]`` (the last row are intercepts); every class counts the same in all."""
    size = matrix.shape[1] + 1
    padded = np.c_[matrix, np.ones(len(matrix))]
    share = np.bincount(kind, minlength=classes) / len(kind)
    weight = 1.0 / share[kind]
    weight /= weight.mean()

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        table = flat.reshape(size, classes)
        scores = padded @ table
        probability = np.exp(scores - scores.max(axis=1, keepdims=True))
        probability /= probability.sum(axis=1, keepdims=True)
        chosen = probability[np.arange(len(kind)), kind]
        gap = probability.copy()
        gap[np.arange(len(kind)), kind] -= 1
        gradient = padded.T @ (gap * weight[:, None]) / len(kind)
        gradient[:-1] += 2 * RIDGE * table[:-1]
        return float(-(weight * np.log(chosen + 1e-12)).mean() + RIDGE * (table[:-1] ** 2).sum()), gradient.ravel()

    found = minimize(loss, np.zeros(size * classes), jac=True, method="L-BFGS-B")
    return np.asarray(found.x).reshape(size, classes)


def answerable(matrix: Matrix, labels: NDArray[np.bool_], in_part: NDArray[np.bool_]) -> Matrix:
    """Weights and intercept of the answerable model, both classes counting the same, and the whole corpus as
    much as its parts.

    The sign of every signal is given: more agreement never speaks against an answer, an unseen word never for it.
    Without that, chance of the development questions turns some of them round.
    """
    bounds: list[Bound] = [(None, 0.0) if name in AGAINST else (0.0, None) for name in ANSWERABLE]
    return logistic(matrix, labels, balanced(labels) * balanced(in_part), RIDGE, bounds)


def held_out(matrix: Matrix, labels: NDArray[np.bool_], in_part: NDArray[np.bool_], fold: NDArray[np.int64]) -> Matrix:
    """Log odds of every row by a model that has not seen its question in any library."""
    out = np.zeros(len(labels))
    for held in range(FOLDS):
        rest = fold != held
        out[~rest] = sums(matrix[~rest], answerable(matrix[rest], labels[rest], in_part[rest]))
    return out


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """The content of ``calibration.json``."""
    labels = np.asarray([row.answerable for row in rows])
    in_part = np.asarray([row.in_part for row in rows])
    matrix, mean, deviation = standardised([row.values for row in rows], ANSWERABLE)
    far = np.asarray([off_topic(row.values) for row in rows])
    unseen = np.where(far, -np.inf, held_out(matrix, labels, in_part, np.asarray([row.fold for row in rows])))
    refuse, partly = (
        min(float(np.quantile(unseen[labels & (in_part == part)], share)) for part in (False, True))
        for share in (WRONGLY, DOUBTFUL)
    )
    for where, part in (("整个语料", ~in_part), ("部分语料", in_part)):
        for name, chosen in (("没有答案", part & ~labels), ("有答案", part & labels)):
            share, outside = (unseen[chosen] < refuse).mean(), far[chosen].mean()
            tell(f"留出拒答率，{where}：{name} {share:.1%}，其中判为领域之外 {outside:.1%}（{chosen.sum()} 题）")
    slopes = answerable(matrix, labels, in_part)
    known = [row for row in rows if row.kind >= 0 and not row.in_part]
    kind = np.asarray([row.kind for row in known])
    kinds_matrix, kinds_mean, kinds_deviation = standardised([row.values for row in known], KINDS)
    kinds_table = softmax(kinds_matrix, kind, len(Group))
    right = (np.c_[kinds_matrix, np.ones(len(kinds_matrix))] @ kinds_table).argmax(axis=1) == kind
    tell(f"类别：调试题上 {right.mean():.1%} 判对")
    return {
        "answerable": _raw(ANSWERABLE, slopes, mean, deviation),
        "kinds": {
            group.value: _raw(KINDS, kinds_table[:, number], kinds_mean, kinds_deviation)
            for number, group in enumerate(Group)
        },
        "refuse": round(1 / (1 + float(np.exp(-refuse))), 4),
        "partly": round(1 / (1 + float(np.exp(-partly))), 4),
    }


def refused(fitted: Mapping[str, Any], rows: Sequence[Row]) -> Refused:
    """What fitted numbers refuse of searches they were not fitted on."""
    model, least = Linear(**fitted["answerable"]), float(fitted["refuse"])
    found = {
        wanted: [
            off_topic(row.values) or probability(model, row.values) < least for row in rows if row.answerable is wanted
        ]
        for wanted in (False, True)
    }
    return Refused(sum(found[False]), len(found[False]), sum(found[True]), len(found[True]))


def _raw(names: Sequence[str], fitted: Matrix, mean: Matrix, deviation: Matrix) -> dict[str, Any]:
    """Weights for the signals as they are, from weights (the last is the intercept) for standardised ones."""
    weights = fitted[:-1] / deviation
    intercept = float(fitted[-1] - weights @ mean)
    return {
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        "intercept": round(intercept, 4),
    }


def main(args: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description="在调试题上标定依据判断。")
    parser.add_argument("--write", action="store_true", help=f"写入 {TARGET.name}")
    options = parser.parse_args(args)
    questions = unique([*select(unique(load()), Split.DEV), *tuning()])
    held = [question for question in load(TUNING) if question.set == HELD]
    with prepared(DEFAULT_CORPUS, DEFAULT_HOME, load_settings(), report=tell) as ready:
        retriever = Retriever(ready.kb)
        rows, unseen = collect(retriever, questions), collect(retriever, held)
    fitted = fit([*rows, *collect_parts(DEFAULT_CORPUS, DEFAULT_HOME, questions)])
    told = refused(fitted, unseen)
    tell(
        f"没有用于拟合的 {HELD}：没有答案的拒答 {told.rightly}/{told.unanswerable}，"
        f"有答案的误拒 {told.wrongly}/{told.answerable}"
    )
    if not options.write:
        return 0
    TARGET.write_text(json.dumps(fitted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tell(f"已写入 {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
