"""Passages found in a projection, brought down to those of active generations."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kb.catalog.infos import State
from kb.model import PassageKey

# Windows per passage and passages of retired generations take places in a result: ask for twice as many, then
# four times as many again until there are enough.
MARGIN = 2
GROWTH = 4


class Scored(NamedTuple):
    """A passage found: ``score`` is the cosine similarity or the BM25 score, ``part`` the window it was found by."""

    key: PassageKey
    score: float
    part: int


def scored(place: tuple[PassageKey, int], score: float) -> Scored:
    """What was found at a place (passage, part)."""
    return Scored(place[0], score, place[1])


def collect(state: State, limit: int, search: Callable[[int], list[Scored]]) -> list[Scored]:
    """The best ``limit`` passages of active generations; ``search(n)`` gives the n best hits, best first."""
    count = limit * MARGIN
    while True:
        hits = search(count)
        best: dict[PassageKey, Scored] = {}
        for hit in hits:
            if state.active.get(hit.key.source) == hit.key.generation:
                best.setdefault(hit.key, hit)
        if len(best) >= limit or len(hits) < count:
            return list(best.values())[:limit]
        count *= GROWTH
