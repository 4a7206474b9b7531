"""The fit behind gates, premises and calibration."""

from __future__ import annotations

import numpy as np

from eval.logistic import balanced, logistic, sums

_RANDOM = np.random.default_rng(7)
_ROWS = _RANDOM.normal(size=(400, 3))
_TRUE = np.array([2.0, -1.0, 0.0, 0.5])
_LABELS = _RANDOM.random(400) < 1 / (1 + np.exp(-sums(_ROWS, _TRUE)))
_ONES = np.ones(400)


def test_the_weights_behind_the_labels_are_found() -> None:
    """With almost no shrinkage the weights that drew 400 labels come back within the error of so many."""
    assert np.abs(logistic(_ROWS, _LABELS, _ONES, 1e-6) - _TRUE).max() < 0.4


def test_shrinkage_and_bounds_hold() -> None:
    """A stronger ridge makes smaller weights, and a bound is not passed."""
    loose, tight = (logistic(_ROWS, _LABELS, _ONES, ridge) for ridge in (0.001, 1.0))
    assert np.abs(tight[:-1]).sum() < np.abs(loose[:-1]).sum()
    bound = logistic(_ROWS, _LABELS, _ONES, 0.001, [(None, 0.0), (None, None), (0.0, None)])
    assert bound[0] <= 0 <= bound[2]


def test_a_row_counts_what_it_is_worth() -> None:
    """Worth 2 is the same as standing there twice."""
    twice = logistic(np.r_[_ROWS, _ROWS[:100]], np.r_[_LABELS, _LABELS[:100]], np.ones(500), 0.01)
    worth = np.r_[np.full(100, 2.0), np.ones(300)]
    assert np.allclose(twice, logistic(_ROWS, _LABELS, worth, 0.01), atol=1e-3)


def test_balanced_classes_count_the_same() -> None:
    """The worth of both classes adds up to half of all."""
    labels = np.array([True, False, False, False])
    worth = balanced(labels)
    assert np.allclose([worth[labels].sum(), worth[~labels].sum()], worth.sum() / 2)
