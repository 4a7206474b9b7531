"""From marked starting points to passages that cover a document without gap or overlap.

Parsers only say where a stretch begins and what it is.  A stretch ends where the next begins, so a partition of the
text comes out whatever a parser finds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from ingest.structure.lines import trim
from kb.model import Passage, PassageKind, Span


class Cut(NamedTuple):
    """The beginning of a stretch of text."""

    start: int
    kind: PassageKind
    locator: str
    path: tuple[str, ...] = ()
    problem: str | None = None


@dataclass
class Cover:
    """Collects cuts of ``text[start:end]``; what stands before the first cut becomes structure named ``head``."""

    text: str
    start: int
    end: int
    head: str = "文首"

    def __post_init__(self) -> None:
        self._cuts: dict[int, Cut] = {}

    def add(self, cut: Cut) -> None:
        """Begin a stretch.  A second cut at the same place replaces the first (the later one knows more)."""
        if self.start <= cut.start < self.end:
            self._cuts[cut.start] = cut

    def passages(self, names: LocatorNames) -> tuple[Passage, ...]:
        """The passages in order, trimmed, with locators made unique by ``names``."""
        cuts = [self._cuts[start] for start in sorted(self._cuts)]
        if not cuts or cuts[0].start > self.start:
            cuts.insert(0, Cut(self.start, PassageKind.STRUCTURE, self.head))
        ends = [cut.start for cut in cuts[1:]] + [self.end]
        passages: list[Passage] = []
        for cut, end in zip(cuts, ends, strict=True):
            span = trim(self.text, cut.start, end)
            if span.start < span.end:
                passages.append(Passage(cut.kind, span, names.unique(cut.locator), cut.path, cut.problem))
        return tuple(passages)


class LocatorNames:
    """Hands out locators that are unique in a file: repeats get ``(2)``, ``(3)`` and so on."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._given: set[str] = set()

    def unique(self, locator: str) -> str:
        """The locator itself the first time, then with a counter behind it."""
        self._seen[locator] += 1
        name = locator if self._seen[locator] == 1 else f"{locator}({self._seen[locator]})"
        while name in self._given:
            self._seen[locator] += 1
            name = f"{locator}({self._seen[locator]})"
        self._given.add(name)
        return name


def span_at(passages: tuple[Passage, ...], start: int) -> Passage | None:
    """The passage that begins at ``start``."""
    return next((passage for passage in passages if passage.span.start == start), None)


def whole(text: str, start: int, end: int) -> Span:
    """The trimmed span of a document."""
    return trim(text, start, end)
