"""Fits ``retrieval/premise/weights.json``: ``python -m eval.fit_premise [--write]``.

One logistic model per kind of difference (figure, norm, organ) over its signs.  Positive are the differences of false
premises that name the value the author found; negative all others.  Learned from the training part of
``eval/tuning`` and from the development half of ``eval/questions``; the held-out part of ``eval/tuning`` (30 %, by
the hash of the query) is only measured.  The thresholds are set on cross-validated sums, so that warnings on true
premises and on ordinary questions stay within ``ALARMS``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, prepared
from eval.logistic import logistic
from eval.metrics import wilson
from eval.questions import TUNING, Expect, Question, load, plain, unique
from eval.refusal import agrees
from eval.split import Split, select
from kb.model import Group
from kb.settings import load_settings
from retrieval.engine import PREMISE_DEPTH, Retriever
from retrieval.premise import Difference, differences
from retrieval.premise.decide import FILE, Model, total
from retrieval.premise.difference import Kind

#: The set with premises; the other sets hold no statement that could be false, and would only push the thresholds up.
PREMISES = "premise"

#: Of 256 values of a byte of the hash, those below train: 70 %.
_TRAIN = 179

#: Shrinkage; between .01 and .04 the cross-validated figures differ by one question of 168.
RIDGE = 0.02
FOLDS = 5

#: Signs whose direction is a matter of sense: what speaks for a mistake may not come out as speaking against it.
_FOR = (
    "tag", "hearsay", "cites", "rule", "share", "covered", "margin", "margin_article", "lead", "named", "same_bound",
    "bounded", "about", "match", "relative", "held", "after_covered", "after_fuzzy", "clashes", "marked", "spared",
    "same_verb", "organ", "role", "level",
)  # fmt: skip
_AGAINST = (
    "asks", "told", "person", "agrees", "agrees_article", "agrees_close", "agree_ratio", "other_bound", "extends",
    "ratio", "satisfied", "situation", "sibling", "rank", "behind", "mentioned",
)  # fmt: skip

#: A difference of a false premise that names another value is no proof of a mistake: it counts less.
_DOUBTFUL = 0.3

#: Share of true premises and of ordinary questions that may be warned about, cross-validated: below what is wanted of
#: unseen ones (5 % and 1 %).
ALARMS = {Expect.TRUE_PREMISE: 0.02, Expect.ANSWER: 0.005}

#: A false alarm costs as much as so many mistakes found: alarms are worse than misses.
_PRICE = 5

#: A kind that never warns, and the lowest sum that is tried as a threshold.  With 1.0 the cross-validated share of
#: mistakes found is 33 % instead of 42 % at the same 1.8 % of alarms on true premises; among 60 held-out true premises
#: there are three alarms instead of one.
_NEVER, _LOWEST = 50.0, 0.5


class Example(NamedTuple):
    """A question with its possible differences; ``right`` tells for each whether it names the true value."""

    question: Question
    differences: Sequence[Difference]
    right: Sequence[bool]


def held_out(query: str) -> bool:
    """Whether a tuning question is only measured (30 % by the second byte of the hash of its letters and digits)."""
    return hashlib.sha256(plain(query).encode()).digest()[1] >= _TRAIN


def example(question: Question, found: Sequence[Difference]) -> Example:
    """A question with the differences that are right marked."""
    false = question.expect is Expect.PREMISE
    return Example(question, found, [false and is_right(question, one) for one in found])


def is_right(question: Question, one: Difference) -> bool:
    """Whether a difference names the true value, or most of its words in the gold article."""
    if agrees(question.true, one.premise.true):
        return True
    passage = one.premise.passage
    if not any(gold.doc == passage.doc and gold.locator == passage.locator for gold in question.gold):
        return False
    left, right = _pairs(question.true), _pairs(one.premise.true)
    return 2 * len(left & right) >= min(len(left), len(right))


def _pairs(text: str) -> set[str]:
    letters = plain(text)
    return {letters[i : i + 2] for i in range(len(letters) - 1)} or {letters}


def examples(retriever: Retriever, questions: Iterable[Question]) -> Iterator[Example]:
    """Search each question and compare it with the articles found, as the product does."""
    for question in questions:
        query = retriever.understand(question.query)
        hits = retriever.search(question.query).groups[Group.ARTICLE][:PREMISE_DEPTH]
        bridges = retriever.asked(query).bridges if query.core else ()
        yield example(question, differences(query.folded, hits, bridges))


def fit(rows: Sequence[tuple[Mapping[str, float], bool, float]]) -> Model:
    """The model for rows of (signs, right, weight), without threshold."""
    names = sorted({name for signs, _, _ in rows for name in signs})
    values = np.array([[signs.get(name, 0.0) for name in names] for signs, _, _ in rows])
    wanted = np.array([right for _, right, _ in rows])
    worth = np.array([weight for _, _, weight in rows])
    mean, deviation = values.mean(axis=0), values.std(axis=0) + 1e-6
    bounds = [(0 if name in _FOR else None, 0 if name in _AGAINST else None) for name in names]
    found = logistic((values - mean) / deviation, wanted, worth, RIDGE, bounds)
    weights = found[:-1] / deviation
    return Model(dict(zip(names, map(float, weights), strict=True)), float(found[-1] - (weights * mean).sum()), 0.0)


def models(chosen: Sequence[Example]) -> dict[Kind, Model]:
    """A model for each kind, without thresholds."""
    return {
        kind: fit(
            [
                (one.signs, right, _DOUBTFUL if each.question.expect is Expect.PREMISE and not right else 1.0)
                for each in chosen
                for one, right in zip(each.differences, each.right, strict=True)
                if one.kind is kind
            ]
        )
        for kind in Kind
    }


Sums = Mapping[Kind, NDArray[np.float64]]


def sums(chosen: Sequence[Example], fitted: Mapping[Kind, Model], *, right: bool = False) -> Sums:
    """The highest sum of each question by kind; with ``right`` of the right differences only."""

    def best(each: Example, kind: Kind) -> float:
        return max(
            (
                total(fitted[kind], one.signs)
                for one, good in zip(each.differences, each.right, strict=True)
                if one.kind is kind and (good or not right)
            ),
            default=-_NEVER,
        )

    return {kind: np.array([best(each, kind) for each in chosen]) for kind in Kind}


def left_out(chosen: Sequence[Example]) -> tuple[Sums, Sums]:
    """Sums (all, right ones) of each question under models that have not seen it."""
    fold = np.array([hashlib.sha256(each.question.query.encode()).digest()[3] % FOLDS for each in chosen])
    both: tuple[dict[Kind, NDArray[np.float64]], ...] = tuple(
        {kind: np.zeros(len(chosen)) for kind in Kind} for _ in range(2)
    )
    for number in range(FOLDS):
        fitted = models([each for each, own in zip(chosen, fold, strict=True) if own != number])
        inside = [each for each, own in zip(chosen, fold, strict=True) if own == number]
        for sink, right in zip(both, (False, True), strict=True):
            for kind, values in sums(inside, fitted, right=right).items():
                sink[kind][fold == number] = values
    return both[0], both[1]


def thresholds(chosen: Sequence[Example], every: Sums, right: Sums) -> dict[Kind, float]:
    """The thresholds under which most false premises are named rightly, each alarm paid for with ``_PRICE`` of them,
    and no more than ``ALARMS`` wrongly.
    """
    expect = np.array([each.question.expect for each in chosen])
    allowed = [(expect == kind, share * (expect == kind).sum()) for kind, share in ALARMS.items()]
    false = expect == Expect.PREMISE
    grids = [[*np.unique(np.round(every[kind][every[kind] > _LOWEST], 1)), _NEVER] for kind in Kind]
    best: tuple[int, tuple[float, ...]] = (0, (_NEVER,) * len(Kind))
    for least in product(*grids):
        told = np.logical_or.reduce([every[kind] >= at for kind, at in zip(Kind, least, strict=True)])
        if any((told & mask).sum() > most for mask, most in allowed):
            continue
        good = np.logical_or.reduce([right[kind] >= at for kind, at in zip(Kind, least, strict=True)])
        gain = int((good & false).sum()) - _PRICE * int((told & ~false).sum())
        best = max(best, (gain, tuple(map(float, least))))
    return dict(zip(Kind, best[1], strict=True))


def figures(chosen: Sequence[Example], every: Sums, right: Sums, least: Mapping[Kind, float]) -> str:
    """A line for each kind of question: how many are warned about, and how many with the true value."""
    lines = []
    for expect, label in (
        (Expect.PREMISE, "前提有误"),
        (Expect.TRUE_PREMISE, "前提无误"),
        (Expect.ANSWER, "其他有答案的题"),
    ):
        of = np.array([each.question.expect is expect for each in chosen])
        if not of.any():
            continue
        told = np.logical_or.reduce([every[kind] >= least[kind] for kind in Kind]) & of
        good = np.logical_or.reduce([right[kind] >= least[kind] for kind in Kind]) & of
        line = f"{label}：提示 {_share(told, of)}"
        lines.append(line + (f"，真值正确 {_share(good, of)}" if expect is Expect.PREMISE else ""))
    return "\n".join(lines)


def _share(told: NDArray[np.bool_], of: NDArray[np.bool_]) -> str:
    found = wilson(int(told.sum()), int(of.sum()))
    return f"{told.sum()}/{of.sum()} = {found.value:.1%} [{found.low:.1%}, {found.high:.1%}]"


def run(
    learned: Sequence[Example], unseen: Sequence[Example], target: Path | None, report: Callable[[str], None]
) -> None:
    """Fit on ``learned``, measure on ``unseen``, and write the numbers to ``target``."""
    every, right = left_out(learned)
    least = thresholds(learned, every, right)
    report("留出交叉验证\n" + figures(learned, every, right, least))
    fitted = {kind: model._replace(least=least[kind]) for kind, model in models(learned).items()}
    report("未用于拟合\n" + figures(unseen, sums(unseen, fitted), sums(unseen, fitted, right=True), least))
    if target:
        stored = {
            kind.value: {
                "intercept": round(model.intercept, 3),
                "least": model.least,
                "weights": {name: round(value, 3) for name, value in model.weights.items()},
            }
            for kind, model in fitted.items()
        }
        target.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(args: Sequence[str]) -> int:
    """Search all questions, fit, print the figures, and write the numbers with ``--write``."""
    options = argparse.ArgumentParser(description="拟合前提核对的判断。")
    options.add_argument("--write", action="store_true", help="写入 retrieval/premise/weights.json")
    chosen = options.parse_args(args)
    tuning = [question for question in load(TUNING) if question.set == PREMISES]
    known = [question for question in select(unique(load()), Split.DEV) if question.answerable]
    with prepared(DEFAULT_CORPUS, DEFAULT_HOME, load_settings(), report=lambda _: None) as ready:
        retriever = Retriever(ready.kb)
        learned = list(examples(retriever, [*(q for q in tuning if not held_out(q.query)), *known]))
        unseen = list(examples(retriever, [q for q in tuning if held_out(q.query)]))
    run(learned, unseen, FILE if chosen.write else None, print)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
