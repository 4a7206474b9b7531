"""What a search returns: ranked evidence per group, the merged order, and a verdict on whether it suffices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kb.model import Group, StoredPassage
from retrieval.limits import Limits
from retrieval.understand import Query


class Verdict(StrEnum):
    """Whether the evidence answers the question."""

    ANSWERABLE = "answerable"
    PARTLY = "partly"
    REFUSED = "refused"


class Passed(NamedTuple):
    """A further passage of the same problem or regulation: its score is on the scale of the hit it belongs to."""

    passage: StoredPassage
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One result.

    ``passage`` is the best passage; ``also`` up to three further ones of the same problem.  ``score`` orders hits
    within their group only; ``features`` keeps every channel's contribution for ``xunjian explain``.  ``exact`` marks
    an article looked up by name and number.
    """

    passage: StoredPassage
    score: float
    features: Mapping[str, float] = field(default_factory=dict)
    also: tuple[Passed, ...] = ()
    exact: bool = False

    @property
    def group(self) -> Group:
        """The group of the best passage; structure passages are never hits."""
        group = self.passage.kind.group
        assert group is not None
        return group


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The whole result.  ``groups`` holds the order within each kind, ``merged`` one order over all of them;
    ``confidence`` in [0, 1] is the calibrated probability that the evidence answers the question; ``reason`` says in
    Chinese why the verdict is what it is; ``warnings`` what the reader must know, ``signals`` the numbers behind
    verdict and merged order, ``limits`` what the search was limited to, by the user or by the question itself,
    ``lacking`` the form of answer that is asked for (期限, 金额 …) and that nothing found states.
    """

    query: Query
    verdict: Verdict
    confidence: float
    reason: str
    groups: Mapping[Group, tuple[Hit, ...]]
    merged: tuple[Hit, ...]
    warnings: tuple[str, ...] = ()
    signals: Mapping[str, float] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    lacking: str = ""

    @property
    def refused(self) -> bool:
        """True when no answer may be composed."""
        return self.verdict is Verdict.REFUSED
