"""What a class did not get, point by point, and the sheets a trainer takes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.anchor import Anchor
from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.drills.model import OWN, Question, ReferencePoint
from assistant.drills.runs import Run, class_results


class Missed(NamedTuple):
    """A point over a class: ``runs`` were handed in, ``none`` of them got nothing for it and ``half`` half of it."""

    question: Question
    point: ReferencePoint
    runs: int
    none: int
    half: int

    @property
    def lost(self) -> float:
        """The share of the marks that the class did not get, in [0, 1]."""
        return (self.none + self.half / 2) / self.runs


def missed(runs: Iterable[Run]) -> tuple[Missed, ...]:
    """The points of a drill, those most often missed first; points that all got are left out.

    The marks are the program's: what a trainer changed by hand counts for questions, not for points.  Runs of an
    earlier version of the drill count where the point stood in the same words.
    """
    counts: dict[tuple[str, str], list[float]] = {}
    known: dict[tuple[str, str], tuple[Question, ReferencePoint]] = {}
    for run in runs:
        for question in run.of.questions:
            marked = run.scores[question.id]["points"] if question.id in run.scores else []
            for number, point in enumerate(question.points):
                key = (question.id, point.text)
                known.setdefault(key, (question, point))
                mark = float(marked[number]["mark"]) if number < len(marked) else 0.0
                counts.setdefault(key, []).append(mark)
    found = [
        Missed(*known[key], len(marks), sum(mark == 0 for mark in marks), sum(0 < mark < 1 for mark in marks))
        for key, marks in counts.items()
    ]
    return tuple(sorted((one for one in found if one.lost), key=lambda one: -one.lost))


def workbook(runs: Sequence[Run], title: str) -> bytes:
    """The results of a class as an Excel file: marks by question and by point, and the points missed with sources."""
    from assistant.export.excel import to_xlsx  # noqa: PLC0415 - openpyxl is heavy

    gaps = missed(runs)
    numbers: dict[Anchor, int] = {}
    for gap in gaps:
        if gap.point.anchor:
            numbers.setdefault(gap.point.anchor, len(numbers) + 1)
    tables = [class_results(runs).table, _by_point(runs), _gaps(gaps, numbers), _by_hand(runs)]
    notes = {number: anchor for anchor, number in numbers.items()}
    return to_xlsx([table for table in tables if table.rows], notes, title=title)


def _by_point(runs: Sequence[Run]) -> Table:
    columns = (
        Column("姓名", width=10),
        Column("题目", width=9),
        Column("要点", width=34),
        Column("得分", ColumnKind.NUMBER, 7),
        Column("分值", ColumnKind.NUMBER, 7),
        Column("评分说明", width=34),
    )
    rows = []
    for run in runs:
        for question in run.of.questions:
            marked = run.scores[question.id]["points"] if question.id in run.scores else []
            for point, one in zip(question.points, marked, strict=False):
                cells = (run.trainee, question.stage.value, point.article or " ".join(point.text.split()))
                rows.append(Row((*cells, f"{float(one['earned']):g}", str(point.marks), str(one["why"]))))
    return Table("逐点得分", columns, tuple(rows))


def _gaps(gaps: Sequence[Missed], numbers: Mapping[Anchor, int]) -> Table:
    columns = (
        Column("题目", width=9),
        Column("要点", width=40),
        Column("依据", width=20),
        Column("未答到人数", ColumnKind.NUMBER, 9),
        Column("部分答到人数", ColumnKind.NUMBER, 9),
        Column("交卷人数", ColumnKind.NUMBER, 9),
    )
    rows = [
        Row(
            (
                gap.question.stage.value,
                " ".join(gap.point.text.split()),
                gap.point.article or (gap.point.anchor.title if gap.point.anchor else OWN),
                str(gap.none),
                str(gap.half),
                str(gap.runs),
            ),
            (numbers[gap.point.anchor],) if gap.point.anchor else (),
        )
        for gap in gaps
    ]
    return Table("失分要点", columns, tuple(rows))


def _by_hand(runs: Sequence[Run]) -> Table:
    """What the trainer changed: marks by hand must be seen as such."""
    columns = (
        Column("姓名", width=10),
        Column("题目", width=9),
        Column("程序评分", ColumnKind.NUMBER, 9),
        Column("人工改分", ColumnKind.NUMBER, 9),
    )
    rows = [
        Row(
            (
                run.trainee,
                question.stage.value,
                f"{float(run.scores[question.id]['earned']) if question.id in run.scores else 0:g}",
                f"{run.adjusted[question.id]:g}",
            )
        )
        for run in runs
        for question in run.of.questions
        if question.id in run.adjusted
    ]
    return Table("人工改分", columns, tuple(rows))
