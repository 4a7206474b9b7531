"""Result lists of any system in one form, and what gold they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from eval.gold import Extent, Place
from kb.model import Group


class Item(NamedTuple):
    """One result: the stretches of text it shows, best first, each with its score."""

    extents: tuple[Extent, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """What a system answers a question with: a list for each group and one over all of them, best first."""

    groups: Mapping[Group, Sequence[Item]]
    merged: Sequence[Item]

    def of(self, group: Group | None) -> Sequence[Item]:
        """The list of a group, the merged one for None."""
        return self.merged if group is None else self.groups.get(group, ())


class System(Protocol):
    """A retrieval system under test."""

    @property
    def name(self) -> str:
        """Shown in the table."""
        ...

    def search(self, query: str) -> Lists:
        """The lists for a question, at least ten items each where there are that many."""
        ...


@dataclass(frozen=True, slots=True)
class Gain:
    """Gold ids with their grades, and how to find them in a list."""

    places: tuple[Place, ...]
    _by_problem: bool = field(default=False)

    @property
    def grades(self) -> dict[str, int]:
        """Gold id → grade, the best where several places share one."""
        grades: dict[str, int] = {}
        for place in self.places:
            identifier = self._id(place)
            grades[identifier] = max(place.grade, grades.get(identifier, 0))
        return grades

    def ranked(self, items: Iterable[Item]) -> list[str]:
        """One id for each rank: the best gold the item holds that no earlier one held, else an id of its own.

        At passage level an item with several passages takes as many ranks, in the order of all scores; at problem
        level it takes one.
        """
        stretches: list[tuple[Extent, ...]]
        if self._by_problem:
            stretches = [item.extents for item in items]
        else:
            single = [
                (score, extent) for item in items for score, extent in zip(item.scores, item.extents, strict=True)
            ]
            stretches = [(extent,) for _, extent in sorted(single, key=lambda pair: -pair[0])]
        seen: set[str] = set()
        out = []
        for rank, extents in enumerate(stretches):
            fresh = [p for p in self.places if self._id(p) not in seen and self._held(p, extents)]
            best = max(fresh, key=lambda p: p.grade, default=None)
            out.append(self._id(best) if best else f"-{rank}")
            seen.add(out[-1])
        return out

    def _id(self, place: Place) -> str:
        return place.problem_id if self._by_problem else place.id

    def _held(self, place: Place, extents: Iterable[Extent]) -> bool:
        if self._by_problem and place.problem:
            return any(extent.touches(own) for extent in extents for own in place.problem)
        return any(extent.holds(place.anchor) for extent in extents)


def by_passage(places: Iterable[Place]) -> Gain:
    """Scoring by the passage: measure, article, section."""
    return Gain(tuple(places))


def by_problem(places: Iterable[Place]) -> Gain:
    """Scoring by the problem; outside problems the same as by passage."""
    return Gain(tuple(places), True)


def shown(places: Iterable[Place], items: Sequence[Item], first: int) -> bool:
    """Whether one of the first items shows one of the places."""
    return any(extent.holds(place.anchor) for item in items[:first] for extent in item.extents for place in places)


def parts_covered(places: Sequence[Place], items: Sequence[Item], first: int) -> float:
    """The share of a letter's questions for which one of the first items names the right problem or passage."""
    parts = sorted({place.part for place in places})
    if not parts:
        return 0.0
    covered = 0
    for part in parts:
        gain = by_problem(place for place in places if place.part == part)
        covered += any(identifier in gain.grades for identifier in gain.ranked(items[:first]))
    return covered / len(parts)
