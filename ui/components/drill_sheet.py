"""A drill on one sheet, to be read and edited; drawn by ``assets/drill_sheet.js``.

The browser edits a plain document: :func:`document` makes it from a drill, :func:`edited` takes it back.  What has a
source is named by a reference into the drill the document was made from, so that no edit can invent a citation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict, TypeVar

from assistant.anchor import Anchor
from assistant.drills.model import (
    Drill,
    Inject,
    MarkKind,
    Note,
    Objectives,
    Question,
    ReferencePoint,
    Role,
    Stage,
    Statement,
    faults,
)
from assistant.drills.wording import unnumbered
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.sent import on

_T = TypeVar("_T", Statement, Note, ReferencePoint)

#: What a trainer may type: a text of this length is a chapter, more marks are no longer of 100.
_LONGEST, _MOST_MARKS = 4000, 100


class Chip(TypedDict):
    """A citation: ``id`` opens its source."""

    id: str
    number: int
    title: str


class LineView(TypedDict):
    """A sentence; ``ref`` names it in the drill, empty for a new one.  Without chips it is the trainer's own."""

    ref: str
    text: str
    chips: list[Chip]
    distracting: bool


class PointView(TypedDict):
    """A reference point; ``quote`` are the words of the source, ``place`` where they stand.  ``accept`` are other words
    that earn the marks, ``precedents`` what was done elsewhere; both are read only.
    """

    ref: str
    text: str
    marks: int
    kind: str
    article: str
    figures: list[str]
    chips: list[Chip]
    quote: str
    place: str
    badges: list[Badge]
    accept: str
    precedents: list[LineView]


class InjectView(TypedDict):
    """A step of the scenario."""

    code: str
    title: str
    minute: int
    facts: list[LineView]


class QuestionView(TypedDict):
    """A question with its points."""

    id: str
    stage: str
    inject: str
    prompt: str
    hint: str
    points: list[PointView]


class RoleView(TypedDict):
    """A role and its task card; ``secret`` is what only who plays it may know."""

    name: str
    task: str
    secret: str


class DocumentView(TypedDict):
    """What can be edited; objectives are lists with a line for each."""

    title: str
    minutes: int
    objectives: dict[str, str]
    background: list[LineView]
    roles: list[RoleView]
    injects: list[InjectView]
    questions: list[QuestionView]
    writing: list[PointView]
    debrief: list[str]
    notes: list[LineView]


def chip_id(number: int) -> str:
    """The id under which the source of a citation opens."""
    return f"c{number}"


class Numbers:
    """Citations numbered in the order of a drill."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self._numbers = {anchor: number for number, anchor in enumerate(dict.fromkeys(anchors), 1)}

    @property
    def by_id(self) -> dict[str, Anchor]:
        """The place behind each chip."""
        return {chip_id(number): anchor for anchor, number in self._numbers.items()}

    def chips(self, anchors: Iterable[Anchor]) -> list[Chip]:
        """The chips of some places."""
        return [
            Chip(id=chip_id(self._numbers[anchor]), number=self._numbers[anchor], title=place(anchor))
            for anchor in anchors
        ]


def in_order(drill: Drill) -> Iterator[Anchor]:
    """The places of a drill in the order of the sheet, which is that of the printed version."""
    yield from (anchor for statement in drill.statements for anchor in statement.anchors)
    yield from drill.anchors


def place(anchor: Anchor) -> str:
    """Where words stand, for reading."""
    return f"《{anchor.title}》{anchor.locator}"


def document(drill: Drill) -> DocumentView:
    """A drill as the browser edits it."""
    numbers = Numbers(in_order(drill))
    return DocumentView(
        title=drill.title,
        minutes=drill.minutes,
        objectives={name: "\n".join(lines) for name, lines in drill.objectives._asdict().items()},
        background=[_line(f"b{n}", one, numbers) for n, one in enumerate(drill.background)],
        roles=[RoleView(name=role.name, task=role.task, secret=role.secret) for role in drill.roles],
        injects=[
            InjectView(
                code=inject.code,
                title=inject.title,
                minute=inject.minute,
                facts=[_line(f"i{i}.{n}", one, numbers) for n, one in enumerate(inject.facts)],
            )
            for i, inject in enumerate(drill.injects)
        ],
        questions=[
            QuestionView(
                id=question.id,
                stage=question.stage.value,
                inject=question.inject,
                prompt=question.prompt,
                hint=question.hint,
                points=[point_view(f"q{i}.{n}", one, numbers) for n, one in enumerate(question.points)],
            )
            for i, question in enumerate(drill.questions)
        ],
        writing=[point_view(f"w{n}", one, numbers) for n, one in enumerate(drill.writing)],
        debrief=list(drill.debrief),
        notes=[_line(f"n{n}", one, numbers) for n, one in enumerate(drill.notes)],
    )


def _line(ref: str, one: Statement | Note, numbers: Numbers) -> LineView:
    distracting = isinstance(one, Statement) and one.distracting
    return LineView(ref=ref, text=one.text, chips=numbers.chips(one.anchors), distracting=distracting)


def point_view(ref: str, point: ReferencePoint, numbers: Numbers) -> PointView:
    """A point with its source."""
    anchor = point.anchor
    return PointView(
        ref=ref,
        text=unnumbered(point.text),
        marks=point.marks,
        kind=point.kind.value,
        article=point.article or "",
        figures=list(point.figures),
        chips=numbers.chips(point.anchors),
        quote=(anchor.quote if point.reworded else unnumbered(point.text)) if anchor else "",
        place=place(anchor) if anchor else "",
        badges=badges.of_document(anchor.provenance, anchor.validity) if anchor else [],
        accept=point.accept,
        precedents=[_line("", note, numbers) for note in point.precedents],
    )


def edited(base: Drill, sent: Mapping[str, Any]) -> Drill:
    """The drill as it was edited in the browser; ``base`` is the one the document was made from.

    Anything that does not read as a drill leaves that part empty or as short as it was typed: :func:`faults` and the
    page say what is missing.  Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what no browser sends.
    """
    known = dict(_known(base))
    codes = [inject.code for inject in base.injects]
    return replace(
        base,
        title=_text(sent["title"]) or base.title,
        minutes=max(1, int(sent["minutes"])),
        objectives=Objectives(**{name: _lines(sent["objectives"][name]) for name in Objectives._fields}),
        background=_statements(sent["background"], known),
        roles=tuple(
            Role(_text(role["name"]), _text(role["task"]), _text(role["secret"]))
            for role in sent["roles"]
            if _text(role["name"])
        ),
        injects=tuple(
            Inject(code, _text(one["title"]), max(0, int(one["minute"])), _statements(one["facts"], known))
            for code, one in zip(codes, sent["injects"], strict=True)
        ),
        questions=tuple(
            Question(
                id=str(one["id"]),
                stage=Stage(one["stage"]),
                prompt=_text(one["prompt"]),
                points=_points(one["points"], known),
                inject=str(one["inject"]),
                hint=_text(one["hint"]),
            )
            for one in sent["questions"]
        ),
        writing=tuple(replace(one, kind=MarkKind.WRITING) for one in _points(sent["writing"], known)),
        debrief=tuple(text for one in sent["debrief"] if (text := _text(one))),
        notes=tuple(
            replace(_old(one, known, Note) or Note(""), text=text)
            for one in sent["notes"]
            if (text := _text(one["text"]))
        ),
    )


def _known(base: Drill) -> Iterator[tuple[str, Statement | Note | ReferencePoint]]:
    """What a reference names."""
    yield from ((f"b{n}", one) for n, one in enumerate(base.background))
    for i, inject in enumerate(base.injects):
        yield from ((f"i{i}.{n}", one) for n, one in enumerate(inject.facts))
    for i, question in enumerate(base.questions):
        yield from ((f"q{i}.{n}", one) for n, one in enumerate(question.points))
    yield from ((f"w{n}", one) for n, one in enumerate(base.writing))
    yield from ((f"n{n}", one) for n, one in enumerate(base.notes))


def _old(sent: Mapping[str, Any], known: Mapping[str, Any], kind: type[_T]) -> _T | None:
    found = known.get(str(sent["ref"]))
    return found if isinstance(found, kind) else None


def _statements(sent: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> tuple[Statement, ...]:
    return tuple(
        replace(_old(one, known, Statement) or Statement(""), text=text) for one in sent if (text := _text(one["text"]))
    )


def _points(sent: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> tuple[ReferencePoint, ...]:
    return tuple(_point(one, _old(one, known, ReferencePoint)) for one in sent if _text(one["text"]))


def _point(sent: Mapping[str, Any], old: ReferencePoint | None) -> ReferencePoint:
    """A point keeps its source; of its figures those that still stand in its words are asked for."""
    text, marks = _text(sent["text"]), min(max(int(sent["marks"]), 0), _MOST_MARKS)
    if old is None:
        return ReferencePoint(text, marks, MarkKind(sent["kind"]))
    if text == unnumbered(old.text):
        return replace(old, marks=marks)
    figures = tuple(one for one in old.figures if one in text)
    return replace(old, text=text, marks=marks, figures=figures)


def _text(sent: object) -> str:
    return str(sent).strip()[:_LONGEST]


def _lines(sent: object) -> tuple[str, ...]:
    return tuple(line for one in _text(sent).splitlines() if (line := one.strip()))


class SheetView(TypedDict):
    """What the browser draws.  It keeps what is typed until ``token`` changes; the rest may change any time."""

    token: str
    facts: list[str]
    document: DocumentView
    faults: list[str]


def view(sent: DocumentView, now: Drill, token: str) -> SheetView:
    """The sheet of a drill; ``sent`` is the document as it came back last, else as it was made."""
    facts = [now.audience.value, now.difficulty.value, *now.types]
    return SheetView(token=token, facts=facts, document=sent, faults=faults(now))


_mount = component("drill_sheet", "autosize", "scroll")


def drill_sheet(
    shown: SheetView,
    *,
    opened: str,
    unsaved: bool,
    on_edit: Callable[[str, Mapping[str, Any]], None],
    on_open: Callable[[str], None],
    on_balance: Callable[[], None],
) -> None:
    """Draw the sheet; ``on_edit`` gets the token and the whole document, before anything else that was clicked.  While
    edits are ``unsaved`` the browser asks before it leaves the page.
    """

    def told(then: Callable[[Mapping[str, Any]], None]) -> Callable[[Mapping[str, Any]], None]:
        def take(sent: Mapping[str, Any]) -> None:
            on_edit(sent["token"], sent["document"])
            then(sent)

        return take

    _mount(
        key="drill_sheet",
        data={**shown, "open": opened, "unsaved": unsaved},
        on_edit_change=on("drill_sheet", "edit", told(lambda _: None)),
        on_open_change=on("drill_sheet", "open", told(lambda sent: on_open(sent["chip"]))),
        on_balance_change=on("drill_sheet", "balance", told(lambda _: on_balance())),
    )
