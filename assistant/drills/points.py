"""The reference points of a drill: from the sources as far as they go, the rest the trainer's own, and their marks.

Marks follow the sources: a stage that rests on the trainer's own points alone weighs three fifths of what it weighs
with sources, and within a stage a sourced point weighs more than an own one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.anchor import Anchor
from assistant.answer import MeasureKind
from assistant.drills import wording
from assistant.drills.basis import Basis
from assistant.drills.material import Fact
from assistant.drills.model import FULL, MarkKind, ReferencePoint, Stage, shares
from assistant.drills.scenario import Scene, Told

_Facts = Callable[[Told], Sequence[Fact]]

#: Shorter quotes say too little to compare an answer with; a problem is named in four characters (底数不清).
_TELLING, _NAMED = 6, 4

#: Points a question has at least, one more in drills of one and a half hours; one of a single point is all or nothing.
_LEAST, _LEAST_LONG, _LONG = 3, 4, 5

#: An article fewer makes no question less: what cannot be cited is asked for with the other points.
_LEAST_BASIS = 2

#: What a stage keeps of its marks without any source, and an own point beside a sourced one.
_UNSOURCED = 0.6
_OWN_WEIGHT = 0.6

#: Those whom disposals meet.
_WHO = ("民警", "辅警", "领导", "负责人", "责任人", "单位")

#: Articles on consequences beside the disposals of a precedent.
_SANCTIONS = 1


class Points:
    """Gathers the points of a drill; no place is used twice, and nothing that trainees were told is asked for."""

    def __init__(self, told: Sequence[Told], scenes: Sequence[Scene], limit: int) -> None:
        self._told = told
        self._scenes = scenes
        self._limit = limit
        facts = [fact for scene in scenes for fact in (*scene.background, *scene.clues, *scene.confirmed)]
        named = {fact.anchor for one in told for fact in one.material.disposals}  # told without what became of them
        self._used = [anchor for fact in facts for anchor in fact.anchors if anchor not in named]

    def stages(self, marks: Mapping[Stage, int]) -> dict[Stage, tuple[ReferencePoint, ...]]:
        """The points of each stage with their marks; ``marks`` are those of a drill with sources throughout."""
        found = {
            Stage.FIND: self._find(),
            Stage.BASIS: self._basis(),
            Stage.EVIDENCE: self._filled(Stage.EVIDENCE, lambda told: told.material.evidence),
            Stage.DISPOSAL: self._disposal(),
            Stage.MEASURES: self._filled(Stage.MEASURES, lambda told: _doing(told.material.measures)),
        }
        weights = {stage: marks[stage] * _sourced(points) for stage, points in found.items()}
        total = FULL - sum(mark for _, mark in wording.WRITING)
        given = dict(zip(found, shares(total, list(weights.values())), strict=True))
        return {stage: _marked(points, given[stage]) for stage, points in found.items()}

    def _find(self) -> list[ReferencePoint]:
        lists = [[point for point in scene.findings if point.anchor] for scene in self._scenes]
        own = [point for scene in self._scenes for point in scene.findings if not point.anchor]
        return [*self._mixed(lists, 2 * self._limit, _NAMED), *own]

    def _basis(self) -> list[ReferencePoint]:
        found = self._mixed([[_article(basis) for basis in told.basis] for told in self._told], self._limit)
        own = [ReferencePoint(text, 0, MarkKind.BASIS) for text in wording.OWN_BASIS]
        return [*found, *own[: max(0, _LEAST_BASIS - len(found))]]

    def _disposal(self) -> list[ReferencePoint]:
        found = self._mixed([_points(told.material.disposals) for told in self._told], self._limit - _SANCTIONS)
        articles = [[_article(one, MarkKind.POINT) for one in told.sanctions] for told in self._told]
        found += self._mixed(articles, _SANCTIONS)
        met = "".join(point.text for point in found)
        own = [sorted(told.known.disposal, key=lambda text: _met_again(text, met)) for told in self._told]
        return [*found, *self._own(own, len(found))]

    def _filled(self, stage: Stage, facts: _Facts) -> list[ReferencePoint]:
        found = self._mixed([_points(facts(told)) for told in self._told], self._limit)
        own = [told.known.evidence if stage is Stage.EVIDENCE else wording.OWN_MEASURES for told in self._told]
        return [*found, *self._own(own, len(found))]

    def _own(self, texts: Sequence[Sequence[str]], found: int) -> list[ReferencePoint]:
        """The trainer's own points that are missing, of all types in turn."""
        least = _LEAST_LONG if self._limit >= _LONG else _LEAST
        queue = [text for row in zip(*texts, strict=False) for text in row]
        return [ReferencePoint(text, 0) for text in dict.fromkeys(queue)][: max(0, least - found)]

    def _mixed(
        self, lists: Sequence[Sequence[ReferencePoint]], limit: int, telling: int = _TELLING
    ) -> list[ReferencePoint]:
        """Points of all precedents in turn, none that overlaps a place already used, up to the limit."""
        chosen: list[ReferencePoint] = []
        queues = [list(points) for points in lists]
        while any(queues) and len(chosen) < limit:
            for queue in queues:
                if not queue or len(chosen) >= limit:
                    continue
                point = queue.pop(0)
                if (point.article or len(point.text) >= telling) and self._is_new(point.anchor):
                    chosen.append(point)
        return chosen

    def _is_new(self, anchor: Anchor | None) -> bool:
        if anchor is None:
            return True
        if any(one.source == anchor.source and one.start < anchor.end and anchor.start < one.end for one in self._used):
            return False
        self._used.append(anchor)
        return True


def _met_again(text: str, met: str) -> int:
    """How many of those a disposal meets are met already; stable sorting keeps the order otherwise."""
    return sum(
        who in text.partition("：")[0] and who in met for who in ("民警", "辅警", "领导", "负责人", "责任人", "单位")
    )


def _doing(measures: Iterable[Fact]) -> tuple[Fact, ...]:
    """Measures without those that only call somebody to account, which is a disposal."""
    return tuple(fact for fact in measures if fact.kind is not MeasureKind.ACCOUNTABILITY)


def _points(facts: Iterable[Fact]) -> list[ReferencePoint]:
    return [ReferencePoint(fact.text, 0, MarkKind.POINT, fact.anchor) for fact in facts]


def _article(basis: Basis, kind: MarkKind = MarkKind.BASIS) -> ReferencePoint:
    return ReferencePoint(basis.text, 0, kind, basis.anchor, basis.label, basis.figures)


def _sourced(points: Sequence[ReferencePoint]) -> float:
    """What a stage keeps of its marks, by the share of its points that have a source."""
    share = sum(not point.own for point in points) / max(len(points), 1)
    return _UNSOURCED + (1 - _UNSOURCED) * share


def _marked(points: Sequence[ReferencePoint], total: int) -> tuple[ReferencePoint, ...]:
    marks = shares(total, [_OWN_WEIGHT if point.own else 1.0 for point in points])
    return tuple(replace(point, marks=mark) for point, mark in zip(points, marks, strict=True))
