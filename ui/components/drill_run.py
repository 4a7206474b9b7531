"""What a trainee has before them while working; drawn by ``assets/drill_run.js``.  Nothing of the answers is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from assistant.drills.model import Drill
from assistant.drills.runs import Run
from ui.components.assets import component
from ui.components.sent import on


class StepView(TypedDict):
    """An inject that was revealed."""

    code: str
    title: str
    minute: int
    facts: list[str]


class TaskView(TypedDict):
    """A question with what was answered so far; a ``closed`` one was handed in with its step."""

    id: str
    stage: str
    marks: int
    prompt: str
    hint: str
    inject: str
    answer: str
    closed: bool


class RunView(TypedDict):
    """What the browser draws.  It keeps what is typed until ``token`` changes; ``following`` is the title of the next
    step, empty at the last one; ``left`` the number of questions still to come; ``began`` in milliseconds since 1970.
    """

    token: str
    title: str
    trainee: str
    minutes: int
    began: int
    objectives: list[str]
    background: list[str]
    roles: list[list[str]]
    steps: list[StepView]
    tasks: list[TaskView]
    following: str
    left: int


def revealed(drill: Drill, answers: Mapping[str, str]) -> int:
    """The number of injects a trainee has seen: the first, and all up to the last question that was put."""
    codes = [inject.code for inject in drill.injects]
    seen = [codes.index(one.inject) for one in drill.questions if one.id in answers and one.inject in codes]
    return max([1, *(number + 1 for number in seen)])


def onward(drill: Drill, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers with an empty one for every question of the next step; a step without questions is passed over.

    Trailing steps without questions come with the last question.
    """
    codes = [inject.code for inject in drill.injects]
    seen = codes[: revealed(drill, answers)]
    later = [one for one in drill.questions if one.inject not in seen]
    following = next((code for code in codes if any(one.inject == code for one in later)), None)
    given = [one for one in drill.questions if one.inject in seen or one.inject == following]
    return {**{one.id: "" for one in given}, **answers}


def closed(drill: Drill, answers: Mapping[str, str]) -> frozenset[str]:
    """The questions of steps before the last one seen: their sheets were collected, since what follows answers them."""
    earlier = [inject.code for inject in drill.injects][: revealed(drill, answers) - 1]
    return frozenset(one.id for one in drill.questions if one.inject in earlier)


def opening(drill: Drill) -> dict[str, str]:
    """The answers at the start: an empty one for every question of the first inject."""
    first = drill.injects[0].code if drill.injects else ""
    return {one.id: "" for one in drill.questions if one.inject == first}


def view(run: Run, token: str) -> RunView:
    """A run as its trainee sees it."""
    drill = run.of
    seen = revealed(drill, run.answers)
    later = [one for one in drill.questions if one.id not in run.answers]
    codes = [inject.code for inject in drill.injects]
    shut = closed(drill, run.answers)
    following = next(
        (inject for inject in drill.injects[seen:] if any(one.inject == inject.code for one in later)), None
    )
    shown = drill.injects if not later else drill.injects[:seen]
    return RunView(
        token=token,
        title=drill.title,
        trainee=run.trainee,
        minutes=drill.minutes,
        began=int(datetime.fromisoformat(run.started_at).timestamp() * 1000) if run.started_at else 0,
        objectives=[*drill.objectives.knowledge, *drill.objectives.ability, *drill.objectives.conduct],
        background=[one.text for one in drill.background],
        roles=[[role.name, role.task] for role in drill.roles],
        steps=[
            StepView(code=one.code, title=one.title, minute=one.minute, facts=[fact.text for fact in one.facts])
            for one in shown
        ],
        tasks=[
            TaskView(
                id=one.id,
                stage=one.stage.value,
                marks=one.marks,
                prompt=one.prompt,
                hint=one.hint,
                inject=one.inject if one.inject in codes else "",
                answer=run.answers[one.id],
                closed=one.id in shut,
            )
            for one in drill.questions
            if one.id in run.answers
        ],
        following=f"{following.code}　{following.title}" if following else "",
        left=len(later),
    )


_mount = component("drill_run", "autosize")


def drill_run(
    shown: RunView,
    *,
    saved: str,
    on_answers: Callable[[Mapping[str, Any]], None],
    on_next: Callable[[Mapping[str, Any], int], None],
    on_submit: Callable[[Mapping[str, Any]], None],
) -> None:
    """Draw the paper; every callback gets all answers by question id, ``on_next`` also the number of steps that were
    on the screen.  ``saved`` says when they were last saved.
    """
    _mount(
        key="drill_run",
        data={**shown, "saved": saved},
        on_answers_change=on("drill_run", "answers", lambda sent: on_answers(sent["answers"])),
        on_next_change=on("drill_run", "next", lambda sent: on_next(sent["answers"], int(sent["seen"]))),
        on_submit_change=on("drill_run", "submit", lambda sent: on_submit(sent["answers"])),
    )
