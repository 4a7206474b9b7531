"""``python -m eval.drill_scores``: how far the scorer of drills agrees with marks given by hand.

The split is by the hash of the question's id, so that no answer to a question that was tuned on is judged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.drills.model import MarkKind, Question, ReferencePoint, Stage
from assistant.drills.score import Marker, Scored
from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, prepared
from eval.metrics import RESAMPLES, Interval
from eval.split import Split
from kb.settings import load_settings

FOLDER = Path(__file__).with_name("drills")

#: The marks that are given.
LEVELS = (0.0, 0.5, 1.0)

_SEED = 20_260


class HandMarked(NamedTuple):
    """An answer with its marks: one of ``LEVELS`` per point of its question, ``total`` on the question's full marks."""

    id: str
    question: str
    kind: str
    text: str
    marks: tuple[float, ...]
    total: float


class Task(NamedTuple):
    """A question with what trainees have before them."""

    question: Question
    told: tuple[str, ...]


class Agreement(NamedTuple):
    """The figures: rank correlation of totals, and hand marks against given ones per point."""

    spearman: Interval
    confusion: Mapping[tuple[float, float], int]
    by_kind: Mapping[str, tuple[int, float, float]]

    @property
    def exact(self) -> float:
        """The share of points with the same mark."""
        return sum(n for (hand, given), n in self.confusion.items() if hand == given) / self.confusion_total

    @property
    def far(self) -> float:
        """The share of points where one gave nothing and the other full marks."""
        return sum(n for (hand, given), n in self.confusion.items() if abs(hand - given) == 1) / self.confusion_total

    @property
    def confusion_total(self) -> int:
        """The number of points."""
        return sum(self.confusion.values())


def side(identifier: str) -> Split:
    """The side of a question: dev where the first byte of the SHA-256 of its id is even."""
    return Split.DEV if hashlib.sha256(identifier.encode()).digest()[0] % 2 == 0 else Split.TEST


def tasks(split: Split, folder: Path = FOLDER) -> dict[str, Task]:
    """The questions of a side by id."""
    return {row["id"]: _task(row) for row in _rows(folder / "questions.jsonl") if split in (Split.ALL, side(row["id"]))}


def _task(row: Mapping[str, Any]) -> Task:
    points = tuple(
        ReferencePoint(
            text=point["text"],
            marks=point["points"],
            kind=MarkKind.BASIS if point["article"] else MarkKind.POINT,
            article=point["article"],
            figures=tuple(point["figures"] or ()),
        )
        for point in row["points"]
    )
    return Task(Question(row["id"], Stage(row["stage"]), row["prompt"], points), (row["background"],))


def answers(known: Mapping[str, Task], folder: Path = FOLDER) -> list[HandMarked]:
    """The answers to the known questions."""
    found = []
    for row in _rows(folder / "answers.jsonl"):
        if row["question"] in known:
            marks = row["marks"]
            values = tuple(float(mark) for mark in (marks.values() if isinstance(marks, Mapping) else marks))
            found.append(HandMarked(row["id"], row["question"], row["kind"], row["text"], values, float(row["total"])))
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Rank correlation with mean ranks for ties; 0 where one side does not vary."""
    first, second = _ranks(left), _ranks(right)
    if first.std() == 0 or second.std() == 0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    _, inverse, counts = np.unique(array, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: NDArray[np.float64] = (ends - (counts - 1) / 2)[inverse]
    return means


def agreement(hand: Sequence[HandMarked], given: Sequence[Scored]) -> Agreement:
    """Compare; totals are compared as shares of the question's full marks.

    The interval resamples questions, not answers: answers to one question rise and fall together.
    """
    left = np.array([one.total / scored.marks for one, scored in zip(hand, given, strict=True)])
    right = np.array([scored.earned / scored.marks for scored in given])
    by_question: dict[str, list[int]] = {}
    for number, one in enumerate(hand):
        by_question.setdefault(one.question, []).append(number)
    groups = list(by_question.values())
    rng = np.random.default_rng(_SEED)
    draws = []
    for _ in range(RESAMPLES):
        chosen = np.concatenate([groups[i] for i in rng.integers(0, len(groups), len(groups))])
        draws.append(spearman(left[chosen].tolist(), right[chosen].tolist()))
    low, high = np.quantile(draws, [0.025, 0.975])
    confusion: Counter[tuple[float, float]] = Counter()
    kinds: dict[str, list[tuple[float, float]]] = {}
    for one, scored, a, b in zip(hand, given, left, right, strict=True):
        confusion.update(zip(one.marks, (point.mark for point in scored.points), strict=True))
        kinds.setdefault(one.kind, []).append((float(a), float(b)))
    return Agreement(
        Interval(spearman(left.tolist(), right.tolist()), float(low), float(high), len(hand)),
        confusion,
        {
            kind: (len(rows), fmean(a for a, _ in rows), fmean(b for _, b in rows))
            for kind, rows in sorted(kinds.items())
        },
    )


def table(found: Agreement) -> str:
    """The figures as Markdown."""
    value, low, high, n = found.spearman
    lines = [
        f"Spearman（总分，{n} 份作答）：{value:.3f} [{low:.3f}, {high:.3f}]",
        f"逐点一致 {found.exact:.1%}，一方满分一方零分 {found.far:.1%}（{found.confusion_total} 个要点）",
        "",
        "| 人工＼程序 | 0 | 0.5 | 1 |",
        "|---|---:|---:|---:|",
        *(
            f"| {hand:g} | " + " | ".join(str(found.confusion.get((hand, given), 0)) for given in LEVELS) + " |"
            for hand in LEVELS
        ),
        "",
        "| 类别 | n | 人工均分 | 程序均分 |",
        "|---|---:|---:|---:|",
        *(f"| {kind} | {count} | {a:.0%} | {b:.0%} |" for kind, (count, a, b) in found.by_kind.items()),
    ]
    return "\n".join(lines)


def main(args: Sequence[str]) -> int:
    """Mark the answers of a side and print the table."""
    options = argparse.ArgumentParser(description="推演评分与人工评分的一致程度。")
    options.add_argument("--split", choices=["dev", "test", "all"], default="dev")
    options.add_argument("--no-embedding", action="store_true", help="不用向量")
    options.add_argument("--show", action="store_true", help="列出与人工不一致的要点")
    chosen = options.parse_args(args)
    known = tasks(Split(chosen.split))
    hand = answers(known)
    with prepared(DEFAULT_CORPUS, DEFAULT_HOME, load_settings(), report=lambda _: None) as ready:
        marker = Marker.of(ready.kb, embed=not chosen.no_embedding)
        given = [marker.score(known[one.question].question, one.text, known[one.question].told) for one in hand]
    lines = [table(agreement(hand, given))]
    if chosen.show:
        lines += _differences(hand, given)
    print("\n".join(lines))  # noqa: T201 - the command's output
    return 0


def _differences(hand: Sequence[HandMarked], given: Sequence[Scored]) -> Iterator[str]:
    for one, scored in zip(hand, given, strict=True):
        for mark, point in zip(one.marks, scored.points, strict=True):
            if mark != point.mark:
                marks = f"人工 {mark:g} 程序 {point.mark:g}（{point.strength}）"
                yield f"{one.id} {one.kind} {marks} {point.point.text[:24]}：{point.why}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
