"""What trainees did with a drill, and the results of a class.

A run is stored as a work of kind ``RUN``; the drill it was made with stands in it, so that editing the drill later
changes no result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import fmean
from typing import Any, NamedTuple, Self

from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.drills.model import FULL, Drill
from assistant.drills.score import Marker, Scored, to_json, told_of
from kb.works import Work, WorkKind, Works

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One trainee's run.

    ``drill`` is the id of the drill's work, ``answers`` and ``scores`` are by question id (scores as
    :func:`assistant.drills.score.to_json` gives them); ``writing`` are the marks the trainer gave for the paper itself,
    ``adjusted`` marks of questions the trainer changed by hand.  Times are ISO 8601 in UTC.
    """

    drill: str
    title: str
    trainee: str
    snapshot: Json
    answers: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, Json] = field(default_factory=dict)
    writing: int | None = None
    adjusted: Mapping[str, float] = field(default_factory=dict)
    started_at: str = ""
    submitted_at: str = ""

    def to_json(self) -> Json:
        """Plain values for storing."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The run that was stored; raises ``KeyError`` or ``TypeError`` for anything else."""
        return cls(**{name: stored[name] for name in cls.__slots__})

    @property
    def of(self) -> Drill:
        """The drill as it was when the run began."""
        return Drill.from_json(self.snapshot)

    def earned(self, question: str) -> float:
        """The marks of a question: the trainer's where given, else the program's, 0 where unanswered."""
        if question in self.adjusted:
            return float(self.adjusted[question])
        return float(self.scores[question]["earned"]) if question in self.scores else 0.0

    @property
    def total(self) -> float:
        """The marks of the whole run, of 100; 文书分 counts only once the trainer has given it."""
        return round(sum(self.earned(question.id) for question in self.of.questions) + (self.writing or 0), 1)

    @property
    def minutes(self) -> float | None:
        """How long it took; None where it was not handed in."""
        if not self.started_at or not self.submitted_at:
            return None
        passed = datetime.fromisoformat(self.submitted_at) - datetime.fromisoformat(self.started_at)
        return round(passed.total_seconds() / 60, 1)


def start(work: Work, trainee: str, now: datetime) -> Run:
    """A new run of a stored drill; ``now`` in UTC."""
    return Run(work.id, work.title, trainee.strip() or "未署名", work.body, started_at=now.isoformat())


def answer(run: Run, question: str, text: str, marker: Marker) -> tuple[Run, Scored]:
    """The run with an answer and its marks; raises ``KeyError`` for an unknown question."""
    drill = run.of
    asked = drill.question(question)
    scored = marker.score(asked, text, told_of(drill, asked))
    answers, scores = {**run.answers, question: text}, {**run.scores, question: to_json(scored)}
    return replace(run, answers=answers, scores=scores), scored


def submit(run: Run, now: datetime) -> Run:
    """The run handed in; ``now`` in UTC."""
    return replace(run, submitted_at=now.isoformat())


def save_drill(works: Works, drill: Drill, work: Work | None = None) -> Work:
    """Store a drill, or a new version of a stored one; errors as for :meth:`kb.works.Works.save`."""
    if work is None:
        return works.create(WorkKind.DRILL, drill.title, drill.to_json())
    return works.save(work._replace(title=drill.title, body=drill.to_json()))


def save_run(works: Works, run: Run, work: Work | None = None) -> Work:
    """Store a run, or its next state; errors as for :meth:`kb.works.Works.save`."""
    title = f"{run.title}　{run.trainee}"
    if work is None:
        return works.create(WorkKind.RUN, title, run.to_json())
    return works.save(work._replace(title=title, body=run.to_json()))


def runs_of(works: Works, drill: str) -> list[tuple[Work, Run]]:
    """All stored runs of a drill, the one saved last first; what cannot be read is left out."""
    found = []
    for work in works.list(WorkKind.RUN, having={"drill": drill}):
        try:
            found.append((work, Run.from_json(work.body)))
        except (KeyError, TypeError):  # written by a newer version
            continue
    return found


class Sitting(NamedTuple):
    """What is known of a run without reading it: its ``drill`` by id, whether it was handed in."""

    drill: str
    title: str
    submitted: bool
    saved_at: datetime


def sittings(works: Works) -> list[Sitting]:
    """All stored runs, the one saved last first, without their answers."""
    found = works.heads(WorkKind.RUN, "drill", "title", "submitted_at")
    return [
        Sitting(
            head.fields["drill"] or "", head.fields["title"] or "", bool(head.fields["submitted_at"]), head.updated_at
        )
        for head in found
    ]


def suggested_writing(run: Run) -> int:
    """A suggestion for 文书分: articles are cited, the answers are itemised, and only as far as there is content.

    The trainer decides; empty words earn nothing here either.
    """
    drill = run.of
    marks = sum(point.marks for point in drill.writing)
    reached = sum(run.earned(question.id) for question in drill.questions)
    share = reached / max(FULL - marks, 1)
    text = "\n".join(run.answers.values())
    signs = ("《" in text and "条" in text, any(sign in text for sign in ("一是", "1.", "（一）", "1、", "一、", "①")))
    return round(marks * share * (0.5 + 0.25 * sum(signs)))


class ClassResults(NamedTuple):
    """The results of a class: ``table`` for a sheet, ``by_stage`` mean shares of the marks for a chart, ``missed`` the
    points most often missed with the share of runs that got nothing for them.
    """

    table: Table
    by_stage: tuple[tuple[str, float], ...]
    missed: tuple[tuple[str, float], ...]
    mean: float


#: Points shown as most often missed.
_SHOWN = 5


def class_results(runs: Iterable[Run]) -> ClassResults:
    """The results of runs of one drill, best total first; questions are those of the first run."""
    ordered = sorted(runs, key=lambda run: (-run.total, run.trainee))
    questions = ordered[0].of.questions if ordered else ()
    number = ColumnKind.NUMBER
    columns = (
        Column("姓名", width=10),
        *(Column(f"{question.stage.value}（{question.marks}分）", number, 10) for question in questions),
        Column("文书分", number, 8),
        Column("总分", number, 8),
        Column("用时（分钟）", number, 10),
    )
    rows = [
        Row(
            (
                run.trainee,
                *(f"{run.earned(question.id):g}" for question in questions),
                "" if run.writing is None else str(run.writing),
                f"{run.total:g}",
                "" if run.minutes is None else f"{run.minutes:g}",
            )
        )
        for run in ordered
    ]
    by_stage = tuple(
        (question.stage.value, round(fmean(run.earned(question.id) / max(question.marks, 1) for run in ordered), 3))
        for question in questions
    )
    mean = round(fmean(run.total for run in ordered), 1) if ordered else 0.0
    return ClassResults(Table("班级成绩", columns, tuple(rows)), by_stage, _missed(ordered), mean)


def _missed(runs: Sequence[Run]) -> tuple[tuple[str, float], ...]:
    if not runs:
        return ()
    found: list[tuple[str, float]] = []
    for question in runs[0].of.questions:
        for number, point in enumerate(question.points):
            marks = [_mark(run, question.id, number) for run in runs]
            found.append((point.article or point.text[:40], round(sum(mark == 0 for mark in marks) / len(marks), 3)))
    found.sort(key=lambda one: -one[1])
    return tuple(one for one in found if one[1] > 0)[:_SHOWN]


def _mark(run: Run, question: str, number: int) -> float:
    points = run.scores[question]["points"] if question in run.scores else []
    return float(points[number]["mark"]) if number < len(points) else 0.0
