"""The fixed split into a half for tuning (dev) and a half for judging (test).

The side is decided by the first byte of the SHA-256 of the query's letters and digits, not of the id: the same query
in several files then always stands on the same side, and renumbering moves nothing.  The rule was set before any
ranking was run and must never change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from eval.questions import Question, plain


class Split(StrEnum):
    """Which questions to use."""

    DEV = "dev"
    TEST = "test"
    ALL = "all"


def side(query: str) -> Split:
    """The side of a query: dev where the first byte of the hash is even."""
    return Split.DEV if hashlib.sha256(plain(query).encode()).digest()[0] % 2 == 0 else Split.TEST


def select(questions: Iterable[Question], split: Split) -> tuple[Question, ...]:
    """The questions of one side, or all."""
    return tuple(q for q in questions if split is Split.ALL or side(q.query) is split)
