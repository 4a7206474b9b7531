"""The fitting of the judgement beside the rules."""

from __future__ import annotations

import numpy as np

from assistant.checking.check import FaultKind
from assistant.checking.doubt import likely
from eval.checking import Pair
from eval.fit_checking import by_passage, figures, fit, left_out, table

#: Altered where a word was put in, unless nothing was left out either.
FOUND = [{"put": float(n % 2), "left": float(n % 3), "noise": float(n % 7)} for n in range(120)]
ALTERED = np.array([float(values["put"] > 0 and values["left"] > 0) for values in FOUND])


def test_trees_learn_what_two_signs_say_together() -> None:
    """A change shown only by two signs at once is told; a sign that says nothing tells nothing."""
    model = fit(table(FOUND, ALTERED))
    both, one, none = ({"put": 1.0, "left": 1.0}, {"put": 1.0}, {"noise": 6.0})
    assert likely(both, model) > 0.8
    assert max(likely(one, model), likely(none, model)) < 0.2


def test_fitting_twice_gives_the_same_model() -> None:
    """The fit is deterministic."""
    rows = table(FOUND, ALTERED)
    assert fit(rows) == fit(rows)


def test_rare_signs_are_left_out() -> None:
    """A sign that few pairs show is no ground for a judgement."""
    rows = table([*FOUND, {"rare": 1.0}], np.append(ALTERED, 1.0))
    assert rows.names == ("left", "noise", "put")


def test_pairs_of_a_passage_are_judged_by_a_model_that_has_not_seen_it() -> None:
    """Pairs that share their first passage share their fold, and each is judged by the other folds."""
    folds = by_passage([Pair("1", ("甲",), "子", ""), Pair("2", ("甲", "乙"), "丑", "name")])
    assert folds[0] == folds[1]
    doubts = left_out(FOUND, ALTERED, np.arange(len(FOUND)) // 6 % 2)
    assert ((doubts > 0.5) == (ALTERED > 0)).all()


def test_figures_count_findings_that_stand() -> None:
    """A finding of the rules counts unless its kind yields and the doubt is low; a great doubt counts by itself."""
    shown = figures(
        np.array([1.0, 0.0, 1.0]),
        np.array([0.9, 0.1, 0.1]),
        [frozenset(), frozenset({FaultKind.UNSUPPORTED}), frozenset({FaultKind.FIGURE})],
    )
    assert shown.splitlines()[-1] == "alarm 0.75：查准 1.000 查全 1.000"
