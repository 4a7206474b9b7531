"""A false premise, and a difference before it is judged to be one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from kb.model import StoredPassage


class Premise(NamedTuple):
    """A difference: what the question states, what the article says, where."""

    stated: str
    true: str
    passage: StoredPassage

    @property
    def warning(self) -> str:
        """The warning in Chinese, both values named."""
        where = f"《{self.passage.title}》{self.passage.locator}"
        return f"问题中的“{self.stated}”与{where}不一致，该条写明的是“{self.true}”，请以条文为准。"


class Kind(StrEnum):
    """What is compared; each kind has a model of its own."""

    FIGURE = "figure"
    NORM = "norm"
    ORGAN = "organ"


class Difference(NamedTuple):
    """What may be a false premise: ``place`` is where it stands in the question, ``signs`` the numbers it is judged
    by (most of them 0 or 1).
    """

    kind: Kind
    premise: Premise
    place: int
    signs: Mapping[str, float]
