"""The results of a class: a table with a row for each run, and the points most often missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

from assistant.anchor import Anchor
from assistant.drills.gradebook import Missed
from assistant.drills.model import OWN
from assistant.drills.runs import Run
from assistant.drills.wording import unnumbered
from ui.components.assets import component
from ui.components.drill_marks import lasted
from ui.components.drill_sheet import Chip, Numbers, place
from ui.components.sent import on

#: Points shown; the sheet for download has all.
_SHOWN = 8


class CellView(TypedDict):
    """Marks of a question; ``share`` of them in [0, 1], ``adjusted`` by hand."""

    text: str
    share: float
    adjusted: bool


class RunRow(TypedDict):
    """A run handed in."""

    id: str
    trainee: str
    cells: list[CellView]
    writing: str
    total: str
    minutes: str


class GapView(TypedDict):
    """A point that was missed; ``share`` of the marks was lost."""

    stage: str
    text: str
    share: float
    note: str
    place: str
    chips: list[Chip]


class ClassView(TypedDict):
    """What the browser draws, without ``open`` and ``picked``."""

    columns: list[str]
    writing: int
    rows: list[RunRow]
    gaps: list[GapView]
    more: int


def view(runs: Sequence[tuple[str, Run]], gaps: Sequence[Missed]) -> ClassView:
    """The runs with their ids, best total first; columns are the questions of the first."""
    ordered = sorted(runs, key=lambda one: (-one[1].total, one[1].trainee))
    drill = ordered[0][1].of
    numbers = Numbers(_anchors(gaps))
    return ClassView(
        columns=[f"{question.stage.value}　{question.marks}" for question in drill.questions],
        writing=sum(point.marks for point in drill.writing),
        rows=[
            RunRow(
                id=identifier,
                trainee=run.trainee,
                cells=[
                    CellView(
                        text=f"{run.earned(question.id):g}",
                        share=run.earned(question.id) / max(question.marks, 1),
                        adjusted=question.id in run.adjusted,
                    )
                    for question in drill.questions
                ],
                writing="" if run.writing is None else str(run.writing),
                total=f"{run.total:g}",
                minutes=lasted(run).replace("不到", "<").replace(" ", ""),
            )
            for identifier, run in ordered
        ],
        gaps=[_gap(gap, numbers) for gap in gaps[:_SHOWN]],
        more=max(0, len(gaps) - _SHOWN),
    )


def places(gaps: Sequence[Missed]) -> dict[str, Anchor]:
    """What the chips open."""
    return Numbers(_anchors(gaps)).by_id


def _anchors(gaps: Sequence[Missed]) -> list[Anchor]:
    return [gap.point.anchor for gap in gaps if gap.point.anchor]


def _gap(gap: Missed, numbers: Numbers) -> GapView:
    anchor = gap.point.anchor
    half = f"，{gap.half} 人只答到一部分" if gap.half else ""
    return GapView(
        stage=gap.question.stage.value,
        text=unnumbered(" ".join(gap.point.text.split())),
        share=gap.lost,
        note=f"{gap.runs} 人中 {gap.none} 人未答到{half}",
        place=gap.point.article or (place(anchor) if anchor else OWN),
        chips=numbers.chips([anchor] if anchor else []),
    )


_mount = component("drill_class")


def drill_class(
    shown: ClassView,
    *,
    opened: str,
    picked: str,
    on_open: Callable[[str], None],
    on_pick: Callable[[str], None],
    on_remove: Callable[[str], None],
) -> None:
    """Draw the table and the gaps; ``on_pick`` gets the id of a run to be looked at."""
    _mount(
        key="drill_class",
        data={**shown, "open": opened, "picked": picked},
        on_open_change=on("drill_class", "open", on_open),
        on_pick_change=on("drill_class", "pick", on_pick),
        on_remove_change=on("drill_class", "remove", on_remove),
    )
