"""The marks of a run, point by point: for the trainee after handing in, and for the trainer, who may change them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypedDict

from assistant.anchor import Anchor
from assistant.drills.model import FULL, OWN, REWORDED, Drill, Question
from assistant.drills.runs import Run, suggested_writing
from assistant.drills.wording import unnumbered
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.drill_sheet import Chip, Numbers, in_order, place
from ui.components.sent import on

#: What a mark of the program is called, and its colours.
_DEGREES = {1.0: ("答到", "green"), 0.5: ("部分答到", "amber"), 0.0: ("未答到", "red")}


class Stretch(TypedDict):
    """A stretch of an answer and the numbers of the points found in it."""

    text: str
    points: list[int]


class MarkView(TypedDict):
    """A point with its mark; ``why`` says what was found and missed."""

    number: int
    text: str
    article: str
    place: str
    chips: list[Chip]
    flags: list[Badge]
    degree: Badge
    earned: str
    marks: int
    why: str


class AnswerView(TypedDict):
    """A question with its answer and marks; ``adjusted`` tells that the trainer set ``earned``, the program's marks
    are ``computed``.
    """

    id: str
    title: str
    prompt: str
    earned: str
    computed: str
    adjusted: bool
    marks: int
    answer: list[Stretch]
    warnings: list[str]
    points: list[MarkView]


class MarksView(TypedDict):
    """What the browser draws; ``trainer`` allows changes.  ``writing`` is empty until 文书分 was given."""

    id: str
    title: str
    trainee: str
    total: str
    of: int
    note: str
    trainer: bool
    writing: str
    most: int
    suggested: int
    criteria: list[str]
    answers: list[AnswerView]


def view(run: Run, identifier: str, *, trainer: bool) -> MarksView:
    """The marks of a run handed in."""
    drill = run.of
    numbers = Numbers(in_order(drill))
    most = sum(point.marks for point in drill.writing)
    given = run.writing is not None
    waiting = f"文书分（{most} 分）由教员评定，尚未计入" if most and not given and not trainer else ""
    took = f"用时{lasted(run)}分钟" if run.minutes is not None else ""
    return MarksView(
        id=identifier,
        title=drill.title,
        trainee=run.trainee,
        total=f"{run.total:g}",
        of=FULL if given or not most else FULL - most,
        note="　".join(part for part in (took, waiting) if part),
        trainer=trainer,
        writing=str(run.writing) if given else "",
        most=most,
        suggested=suggested_writing(run),
        criteria=[f"{point.text}（{point.marks}分）" for point in drill.writing],
        answers=list(_answers(run, drill, numbers)),
    )


def lasted(run: Run) -> str:
    """The minutes of a run for reading; empty where it was not handed in."""
    if run.minutes is None:
        return ""
    return f" {run.minutes:.0f} " if run.minutes >= 1 else "不到 1 "


def places(run: Run) -> dict[str, Anchor]:
    """What the chips of a run open."""
    return Numbers(in_order(run.of)).by_id


def _answers(run: Run, drill: Drill, numbers: Numbers) -> Iterator[AnswerView]:
    for number, question in enumerate(drill.questions, 1):
        scored: Mapping[str, Any] = run.scores.get(question.id, {})
        marked: Sequence[Mapping[str, Any]] = scored.get("points", [])
        answer = run.answers.get(question.id, "")
        yield AnswerView(
            id=question.id,
            title=f"第 {number} 题　{question.stage.value}",
            prompt=question.prompt,
            earned=f"{run.earned(question.id):g}",
            computed=f"{float(scored.get('earned', 0)):g}",
            adjusted=question.id in run.adjusted,
            marks=question.marks,
            answer=stretches(answer, [one.get("span") for one in marked]),
            warnings=list(scored.get("warnings", [])),
            points=list(_points(question, marked, numbers)),
        )


def _points(question: Question, marked: Sequence[Mapping[str, Any]], numbers: Numbers) -> Iterator[MarkView]:
    for number, point in enumerate(question.points, 1):
        one: Mapping[str, Any] = marked[number - 1] if number <= len(marked) else {}
        text, tone = _DEGREES.get(float(one.get("mark", 0)), _DEGREES[0.0])
        anchor = point.anchor
        flags = badges.of_document(anchor.provenance, anchor.validity) if anchor else [Badge(text=OWN, tone="grey")]
        yield MarkView(
            number=number,
            text=unnumbered(" ".join(point.text.split())),
            article=point.article or "",
            place=place(anchor) if anchor else "",
            chips=numbers.chips(point.anchors),
            flags=[*flags, *([Badge(text=REWORDED, tone="amber")] if point.reworded else [])],
            degree=Badge(text=text, tone=tone),
            earned=f"{float(one.get('earned', 0)):g}",
            marks=point.marks,
            why=str(one.get("why", "没有评分。")),
        )


def stretches(answer: str, spans: Sequence[Sequence[int] | None]) -> list[Stretch]:
    """The answer cut where the places of points begin and end; points count from 1."""
    inside = [
        (number, max(0, span[0]), min(len(answer), span[1])) for number, span in enumerate(spans, 1) if span is not None
    ]
    cuts = sorted({0, len(answer), *(cut for _, start, end in inside for cut in (start, end))})
    return [
        Stretch(text=answer[one:two], points=[number for number, start, end in inside if start <= one and two <= end])
        for one, two in pairwise(cuts)
        if one < two
    ]


_mount = component("drill_marks", "scroll")


def drill_marks(
    shown: MarksView,
    *,
    opened: str,
    on_open: Callable[[str], None],
    on_adjust: Callable[[str, float | None], None] | None = None,
    on_writing: Callable[[int | None], None] | None = None,
) -> None:
    """Draw the marks; ``on_adjust`` gets a question and its new marks, None for those of the program again."""

    def adjust(sent: Mapping[str, Any]) -> None:
        if on_adjust:
            on_adjust(str(sent["question"]), None if sent["marks"] is None else float(sent["marks"]))

    def write(sent: Mapping[str, Any]) -> None:
        if on_writing:
            on_writing(None if sent["marks"] is None else int(sent["marks"]))

    _mount(
        key="drill_marks",
        data={**shown, "open": opened},
        on_open_change=on("drill_marks", "open", on_open),
        on_adjust_change=on("drill_marks", "adjust", adjust),
        on_writing_change=on("drill_marks", "writing", write),
    )
