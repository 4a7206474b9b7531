"""A drill as data.

What trainees see and what only the trainer sees stand apart: :func:`trainee_texts` names every word of the first
kind.  All objects are frozen; ``to_json`` and ``from_json`` of :class:`Drill` are inverse to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self

from assistant.anchor import Anchor

#: The marks of a drill.
FULL = 100

#: The label of whatever has no source.
OWN = "教员自拟"

#: The label of a point whose source stands, but whose words are the trainer's.
REWORDED = "教员改写"


class Audience(StrEnum):
    """Who is trained."""

    STATION = "基层所队长"
    SUPERVISOR = "督察干部"
    INSPECTOR = "新任巡察干部"


class Difficulty(StrEnum):
    """How hard a drill is: number of injects, hints, distracting facts."""

    BASIC = "基础"
    MEDIUM = "提高"
    HARD = "综合"


class Stage(StrEnum):
    """What a question trains; the order is that of the work."""

    FIND = "发现问题"
    EVIDENCE = "取证"
    BASIS = "定性依据"
    DISPOSAL = "处置建议"
    MEASURES = "整改措施"
    TURN = "应变处置"


class MarkKind(StrEnum):
    """What marks are given for."""

    POINT = "要点分"
    BASIS = "依据分"
    WRITING = "文书分"


@dataclass(frozen=True, slots=True)
class Note:
    """Words for the trainer, with the place they rest on where there is one."""

    text: str
    anchors: tuple[Anchor, ...] = ()


#: Stands between the head of an enumeration and one of its items.
ELLIPSIS = "……"


@dataclass(frozen=True, slots=True)
class ReferencePoint:
    """A point of the model answer.

    ``text`` are the words of ``anchor`` (a quote), or the trainer's own where ``anchor`` is None.  ``article`` names
    the article to be cited (``《…》第十二条``), ``figures`` the quantities a full answer holds, as printed;
    ``seen`` tells the trainer from which fact of the scene it follows (T0第2条).

    ``lead`` is the head of the enumeration that ``anchor`` is an item of; both then stand in ``text``, with
    :data:`ELLIPSIS` between them.  ``accept`` are other words that earn the marks; ``precedents`` tell what was done in
    real precedents (先例参考), without identities.
    """

    text: str
    marks: int
    kind: MarkKind = MarkKind.POINT
    anchor: Anchor | None = None
    article: str | None = None
    figures: tuple[str, ...] = ()
    seen: str = ""
    lead: Anchor | None = None
    accept: str = ""
    precedents: tuple[Note, ...] = ()

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Where the words of the point stand, in their order."""
        return tuple(anchor for anchor in (self.lead, self.anchor) if anchor)

    @property
    def own(self) -> bool:
        """Whether the point has no source and must be marked 教员自拟."""
        return self.anchor is None

    @property
    def reworded(self) -> bool:
        """Whether a trainer changed the words, so that they are no longer a quote of the source (教员改写)."""
        if self.anchor is None:
            return False
        quotes = ["".join(anchor.quote.split()) for anchor in self.anchors]
        parts = self.text.split(ELLIPSIS) if self.lead else [self.text]
        return any(all("".join(part.split()) not in quote for quote in quotes) for part in parts)


@dataclass(frozen=True, slots=True)
class Question:
    """A question.  ``inject`` is the code of the inject it belongs to; ``hint`` is shown to trainees where given."""

    id: str
    stage: Stage
    prompt: str
    points: tuple[ReferencePoint, ...]
    inject: str = "T0"
    hint: str = ""

    @property
    def marks(self) -> int:
        """The marks of all points."""
        return sum(point.marks for point in self.points)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence told to trainees: a transformation of the words at ``anchors``, or the trainer's own without any.

    ``distracting`` ones do not belong to the matter; only the trainer is told.
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    distracting: bool = False


@dataclass(frozen=True, slots=True)
class Inject:
    """A step of the scenario: ``code`` T0, T1 …; ``minute`` from the start of the drill."""

    code: str
    title: str
    minute: int
    facts: tuple[Statement, ...]


class Role(NamedTuple):
    """A role and its task card; ``secret`` is what only who plays it is told."""

    name: str
    task: str
    secret: str = ""


class Objectives(NamedTuple):
    """What is to be learned: 知识, 能力, 作风."""

    knowledge: tuple[str, ...]
    ability: tuple[str, ...]
    conduct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill.  ``types`` are codes of the taxonomy; ``writing`` are the marks for the paper itself."""

    title: str
    audience: Audience
    minutes: int
    difficulty: Difficulty
    types: tuple[str, ...]
    objectives: Objectives
    background: tuple[Statement, ...]
    roles: tuple[Role, ...]
    injects: tuple[Inject, ...]
    questions: tuple[Question, ...]
    writing: tuple[ReferencePoint, ...]
    debrief: tuple[str, ...]
    notes: tuple[Note, ...]
    seed: int = 0

    @property
    def points(self) -> tuple[ReferencePoint, ...]:
        """All that earns marks, in order."""
        return (*(point for question in self.questions for point in question.points), *self.writing)

    @property
    def scoring(self) -> dict[MarkKind, int]:
        """The marks by kind; a sound drill's sum is 100."""
        return {kind: sum(point.marks for point in self.points if point.kind is kind) for kind in MarkKind}

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All that is told to trainees about the matter, in order."""
        return (*self.background, *(fact for inject in self.injects for fact in inject.facts))

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every place the drill rests on, in order, none twice."""
        found = [anchor for point in self.points for anchor in point.anchors]
        found += [anchor for statement in self.statements for anchor in statement.anchors]
        notes = [*(note for point in self.points for note in point.precedents), *self.notes]
        found += [anchor for note in notes for anchor in note.anchors]
        return tuple(dict.fromkeys(found))

    def question(self, identifier: str) -> Question:
        """The question with that id; raises ``KeyError``."""
        for question in self.questions:
            if question.id == identifier:
                return question
        raise KeyError(identifier)

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        plain = asdict(self)
        return {**plain, "objectives": self.objectives._asdict(), "roles": [role._asdict() for role in self.roles]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The drill that was stored; raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        return cls(
            title=stored["title"],
            audience=Audience(stored["audience"]),
            minutes=stored["minutes"],
            difficulty=Difficulty(stored["difficulty"]),
            types=tuple(stored["types"]),
            objectives=Objectives(**{name: tuple(lines) for name, lines in stored["objectives"].items()}),
            background=tuple(map(_statement, stored["background"])),
            roles=tuple(Role(**role) for role in stored["roles"]),
            injects=tuple(
                Inject(**{**inject, "facts": tuple(map(_statement, inject["facts"]))}) for inject in stored["injects"]
            ),
            questions=tuple(question_from_json(question) for question in stored["questions"]),
            writing=tuple(map(_point, stored["writing"])),
            debrief=tuple(stored["debrief"]),
            notes=_notes(stored["notes"]),
            seed=stored["seed"],
        )


def question_from_json(stored: Mapping[str, Any]) -> Question:
    """A question as ``asdict`` gives it; raises like :meth:`Drill.from_json`."""
    points = tuple(map(_point, stored["points"]))
    return Question(**{**stored, "stage": Stage(stored["stage"]), "points": points})


def _point(stored: Mapping[str, Any]) -> ReferencePoint:
    anchor, lead = stored["anchor"], stored.get("lead")  # drills stored earlier have no lead and no precedents
    return ReferencePoint(
        **{
            **stored,
            "kind": MarkKind(stored["kind"]),
            "anchor": Anchor.from_json(anchor) if anchor else None,
            "figures": tuple(stored["figures"]),
            "lead": Anchor.from_json(lead) if lead else None,
            "precedents": _notes(stored.get("precedents", [])),
        }
    )


def _notes(stored: list[Mapping[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note(note["text"], _anchors(note["anchors"])) for note in stored)


def _statement(stored: Mapping[str, Any]) -> Statement:
    return Statement(stored["text"], _anchors(stored["anchors"]), stored["distracting"])


def _anchors(stored: list[Mapping[str, Any]]) -> tuple[Anchor, ...]:
    return tuple(map(Anchor.from_json, stored))


def trainee_texts(drill: Drill) -> Iterator[str]:
    """Every text of the trainee's version, in order."""
    yield drill.title
    yield from (*drill.objectives.knowledge, *drill.objectives.ability, *drill.objectives.conduct)
    yield from (statement.text for statement in drill.background)
    yield from (f"{role.name}：{role.task}{role.secret}" for role in drill.roles)
    for inject in drill.injects:
        yield inject.title
        yield from (fact.text for fact in inject.facts)
    for question in drill.questions:
        yield question.prompt
        yield question.hint


def faults(drill: Drill) -> list[str]:
    """What keeps an edited drill from being run, in Chinese; empty for a sound one."""
    found = []
    total = sum(point.marks for point in drill.points)
    if total != FULL:
        found.append(f"评分标准合计 {total} 分，应为 {FULL} 分。请调整各要点分值，或使用“按比例调平”。")
    if any(point.marks < 0 for point in drill.points):
        found.append("有要点的分值为负数，请改正。")
    found += [
        f"问题“{question.prompt[:20]}”没有参考要点，请补充。" for question in drill.questions if not question.points
    ]
    codes = {inject.code for inject in drill.injects}
    found += [
        f"问题“{question.prompt[:20]}”对应的情景“{question.inject}”不存在，请重新选择。"
        for question in drill.questions
        if question.inject not in codes
    ]
    identifiers = [question.id for question in drill.questions]
    if len(set(identifiers)) < len(identifiers):
        found.append("有两个问题编号相同，请修改编号。")
    return found


def shares(total: int, weights: list[float]) -> list[int]:
    """``total`` in whole numbers by weight (largest remainders); the sum is exact."""
    if not weights:
        return []
    whole = sum(weights) or 1.0
    exact = [total * weight / whole for weight in weights]
    given = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (given[i] - exact[i], i))
    for i in order[: total - sum(given)]:
        given[i] += 1
    return given


def rebalanced(drill: Drill) -> Drill:
    """The drill with its marks brought to 100 in their present proportions."""
    marks = iter(shares(FULL, [float(max(point.marks, 0)) for point in drill.points]))
    questions = tuple(
        replace(question, points=tuple(replace(point, marks=next(marks)) for point in question.points))
        for question in drill.questions
    )
    return replace(
        drill, questions=questions, writing=tuple(replace(point, marks=next(marks)) for point in drill.writing)
    )
