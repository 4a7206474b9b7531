"""``python -m eval.fit_checking [--write]``: fits ``assistant/checking/doubt.json``.

Gradient-boosted trees (Friedman 2001, scikit-learn's) over the signs of ``assistant.checking.signals``; the product
reads them from JSON and needs no scikit-learn.  Learned from the development half of ``pairs.jsonl``, all of
``tuning.jsonl`` and of ``own.jsonl``; the printed figures are of passages left out of the fitting.  Signs and trees see
the sentences only, never what the rules say of them: the rules were written for some of these sentences and are right
there more often than elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier

from assistant.checking.check import FaultKind, readable, rule_faults
from assistant.checking.doubt import FILE, Model, Tree, likely
from assistant.checking.signals import signals
from eval.checking import OWN, PAIRS, TUNING, Pair, by_passages, load
from eval.split import Split, side

Matrix = NDArray[np.float64]

#: Depth 3 to 5 and rates of .04 to .08 differ by less than .01 of AUC (.906 to .912 on passages left out).
TREES, DEPTH, RATE = 300, 4, 0.06
#: Each tree sees so much of the pairs, each fork so much of the signs; a side of a fork holds at least so many pairs
#: (6 and 10 differ by less than .001 of AUC).
ROWS, SIGNS, LEAST = 0.6, 0.2, 6
#: A sign that fewer pairs show is left out.
SHOWN = 6
FOLDS = 8
SEED = 1
#: Chosen by the figures of pairs left out (printed). A word without counterpart is half of the time only another way
#: of saying it; who acts and what state is meant are inferences.
ALARM = 0.7
CLEAR = {FaultKind.UNSUPPORTED: 0.45, FaultKind.STATUS: 0.15, FaultKind.NAME: 0.15, FaultKind.NEGATION: 0.15}
_ALARMS, _CLEARS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75), (0.0, 0.15, 0.25, 0.35, 0.45, 0.55)


class Rows(NamedTuple):
    """Signs of pairs: ``values`` [pairs, signs], whether each pair is altered."""

    names: tuple[str, ...]
    values: Matrix
    altered: Matrix


def of_pairs(pairs: Sequence[Pair]) -> tuple[list[Mapping[str, float]], Matrix]:
    """The signs of each pair and whether it is altered."""
    found: list[Mapping[str, float]] = [signals(*readable(pair.sentence, pair.passages)).values for pair in pairs]
    return found, np.array([bool(pair.alteration) for pair in pairs], dtype=np.float64)


def table(found: Sequence[Mapping[str, float]], altered: Matrix) -> Rows:
    """The signs as a matrix, those that few pairs show left out."""
    counts: dict[str, int] = {}
    for values in found:
        for name, value in values.items():
            counts[name] = counts.get(name, 0) + bool(value)
    names = tuple(sorted(name for name, count in counts.items() if count >= SHOWN))
    return Rows(names, np.array([[values.get(name, 0.0) for name in names] for values in found]), altered)


def _tree(grown: Any, names: Sequence[str], node: int = 0) -> Tree:
    """A fitted tree of scikit-learn (``grown``: its arrays) as the product reads it, the rate multiplied in."""
    left, right = grown.children_left[node], grown.children_right[node]
    if left == right:
        return round(float(RATE * grown.value[node].item()), 4)
    sides = (_tree(grown, names, side_) for side_ in (left, right))
    return (names[grown.feature[node]], float(grown.threshold[node]), *sides)


def fit(rows: Rows, seed: int = SEED) -> Model:
    """The model of rows, without thresholds."""
    boosted = GradientBoostingClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=ROWS,
        max_features=SIGNS,
        min_samples_leaf=LEAST,
        random_state=seed,
    ).fit(rows.values, rows.altered)
    base = float(np.log(rows.altered.mean() / (1 - rows.altered.mean())))
    trees = tuple(_tree(each.tree_, rows.names) for each in boosted.estimators_[:, 0])
    return Model(round(base, 4), trees, ALARM, {kind.value: least for kind, least in CLEAR.items()})


def left_out(found: Sequence[Mapping[str, float]], altered: Matrix, folds: NDArray[np.intp]) -> Matrix:
    """The doubt about each pair under a model that has not seen its fold."""
    doubts = np.zeros(len(altered))
    for fold in np.unique(folds):
        kept = np.flatnonzero(folds != fold).tolist()
        model = fit(table([found[at] for at in kept], altered[kept]))
        for at in np.flatnonzero(folds == fold).tolist():
            doubts[at] = likely(found[at], model)
    return doubts


def by_passage(pairs: Sequence[Pair]) -> NDArray[np.intp]:
    """The fold of each pair, by the hash of its first passage."""
    return np.array([hashlib.sha256(pair.passages[0].encode()).digest()[5] % FOLDS for pair in pairs], dtype=np.intp)


def figures(altered: Matrix, doubts: Matrix, kinds: Sequence[frozenset[FaultKind]]) -> str:
    """Precision and recall together with the findings of the rules, by the threshold of alarm."""
    ruled = np.array(
        [any(doubt >= CLEAR.get(kind, 0.0) for kind in own) for doubt, own in zip(doubts, kinds, strict=True)]
    )
    lines = []
    for alarm in _ALARMS:
        told = ruled | (doubts >= alarm)
        right = float((told * altered).sum())
        lines.append(f"alarm {alarm:.2f}：查准 {right / told.sum():.3f} 查全 {right / altered.sum():.3f}")
    return "\n".join(lines)


def by_kind(altered: Matrix, doubts: Matrix, kinds: Sequence[frozenset[FaultKind]]) -> str:
    """For each kind of fault how many right and wrong findings are left at each threshold, to choose ``CLEAR`` by."""
    lines = []
    for kind in FaultKind:
        mask = np.array([kind in own for own in kinds])
        counts = [
            f"{least:.2f} {int((mask & (doubts >= least) & (altered > 0)).sum())}/"
            f"{int((mask & (doubts >= least) & (altered == 0)).sum())}"
            for least in _CLEARS
        ]
        lines.append(f"{kind.label}：" + "  ".join(counts))
    return "\n".join(lines)


def main(args: Sequence[str]) -> int:
    """Print the figures of pairs left out, or write the model with ``--write``; 0 done."""
    options = argparse.ArgumentParser(prog="python -m eval.fit_checking", description="拟合引用核对的总判断。")
    options.add_argument("--write", action="store_true", help="写入 assistant/checking/doubt.json，不作交叉验证")
    chosen = options.parse_args(args)
    known = [pair for pair in load(PAIRS) if side(pair.id) is Split.DEV]
    tuning = load(TUNING)
    own = load(OWN)
    pairs = [*known, *tuning, *own]
    found, altered = of_pairs(pairs)
    if chosen.write:
        model = fit(table(found, altered))
        stored = {
            "fitted": f"python -m eval.fit_checking --write; {len(known)} pairs of pairs.jsonl (development half),"
            f" {len(tuning)} of tuning.jsonl, {len(own)} of own.jsonl; {TREES} trees of depth {DEPTH}, rate {RATE},"
            f" seed {SEED}",
            "alarm": ALARM,
            "clear": {kind.value: least for kind, least in CLEAR.items()},
            "base": model.base,
            "trees": model.trees,
        }
        FILE.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        return 0
    kinds = [frozenset(fault.kind for fault in rule_faults(pair.sentence, pair.passages)) for pair in pairs]
    doubts = left_out(found, altered, by_passage(pairs))
    sides = by_passages(tuning)
    held = np.array([*[False] * len(known), *(sides[pair.id] is Split.TEST for pair in tuning), *[False] * len(own)])
    for name, mask in (("全部", held | True), ("调试题集留出部分", held)):
        inside = [each for each, chosen_ in zip(kinds, mask, strict=True) if chosen_]
        print(f"## {name}（{mask.sum()} 对，每对由没有见过其段落的模型判断）")  # noqa: T201 - the command's output
        print(figures(altered[mask], doubts[mask], inside))  # noqa: T201
        print(by_kind(altered[mask], doubts[mask], inside))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
