"""Ridge logistic regression with signs bound to sense: the fit behind gates, premises and calibration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]

#: Lower and upper end of a weight; None leaves it open.
Bound = tuple[float | None, float | None]


def logistic(
    matrix: Matrix, labels: NDArray[np.bool_], worth: Matrix, ridge: float, bounds: Sequence[Bound] | None = None
) -> Matrix:
    """Weights ``[columns]`` and the intercept behind them.

    Minimises the mean log loss, every row ``[rows]`` counting ``worth``, plus ``ridge`` times the squared weights; the
    intercept is free.  ``bounds`` binds weights, one pair a column.
    """
    padded = np.c_[matrix, np.ones(len(matrix))]
    share = worth / worth.sum()

    def loss(at: Matrix) -> tuple[float, Matrix]:
        sums = padded @ at
        gradient = padded.T @ (share * (1 / (1 + np.exp(-sums)) - labels))
        gradient[:-1] += 2 * ridge * at[:-1]
        return float(share @ (np.logaddexp(0, sums) - labels * sums) + ridge * (at[:-1] ** 2).sum()), gradient

    limits = [*(bounds or [(None, None)] * matrix.shape[1]), (None, None)]
    return np.asarray(minimize(loss, np.zeros(padded.shape[1]), jac=True, method="L-BFGS-B", bounds=limits).x)


def balanced(labels: NDArray[np.bool_]) -> Matrix:
    """The worth of rows by which both classes count the same."""
    share = labels.mean()
    return np.asarray(np.where(labels, 0.5 / share, 0.5 / (1 - share)))


def sums(matrix: Matrix, fitted: Matrix) -> Matrix:
    """The log odds of rows by fitted weights and intercept."""
    return np.asarray(matrix @ fitted[:-1] + fitted[-1])
