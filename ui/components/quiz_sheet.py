"""A quiz to be answered in the browser; drawn by ``assets/quiz_sheet.js``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from assistant.anchor import Anchor
from assistant.drills.quiz import Quiz, QuizItem
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.drill_sheet import Chip, Numbers, place
from ui.components.sent import on


class VerdictView(TypedDict):
    """What is told when the answers were checked."""

    right: bool
    given: bool
    key: str
    explanation: str
    chips: list[Chip]
    place: str
    badges: list[Badge]


class ItemView(TypedDict):
    """An item; ``options`` are empty for 改错, ``verdict`` is None until the answers were checked."""

    number: int
    kind: str
    stem: str
    options: list[str]
    verdict: VerdictView | None


class QuizView(TypedDict):
    """What the browser draws.  It keeps what was answered until ``token`` changes."""

    token: str
    title: str
    result: str
    answers: dict[str, str]
    items: list[ItemView]


def view(quiz: Quiz, token: str, answers: Mapping[int, str] | None) -> QuizView:
    """A quiz; with ``answers`` (by number from 1) the keys are told."""
    numbers = Numbers(item.anchor for item in quiz.items)
    items = [
        ItemView(
            number=number,
            kind=item.kind.value,
            stem=item.stem,
            options=list(item.options),
            verdict=None if answers is None else _verdict(item, answers.get(number, ""), numbers),
        )
        for number, item in enumerate(quiz.items, 1)
    ]
    good = sum(1 for one in items if one["verdict"] and one["verdict"]["right"])
    result = "" if answers is None else f"答对 {good} 题，共 {len(items)} 题"
    return QuizView(
        token=token,
        title=quiz.title,
        result=result,
        answers={str(key): text for key, text in (answers or {}).items()},
        items=items,
    )


def places(quiz: Quiz) -> dict[str, Anchor]:
    """What the chips open."""
    return Numbers(item.anchor for item in quiz.items).by_id


def _verdict(item: QuizItem, answer: str, numbers: Numbers) -> VerdictView:
    key = f"{item.letter}．{item.key}" if item.options else f"“{item.wrong}”应为“{item.key}”"
    return VerdictView(
        right=is_right(item, answer),
        given=bool(answer.strip()),
        key=key,
        explanation=item.explanation,
        chips=numbers.chips([item.anchor]),
        place=place(item.anchor),
        badges=badges.of_document(item.anchor.provenance, item.anchor.validity),
    )


def is_right(item: QuizItem, answer: str) -> bool:
    """Whether an answer is the key: the option itself, or for 改错 the right words, which may stand in a sentence that
    says what they replace (``把30日改为10日``).
    """
    if item.options:
        return answer == item.key
    given = "".join(answer.split())
    return item.key in given and item.wrong not in given.rpartition(item.key)[2]


_mount = component("quiz_sheet", "scroll")


def quiz_sheet(
    shown: QuizView, *, opened: str, on_check: Callable[[dict[int, str]], None], on_open: Callable[[str], None]
) -> None:
    """Draw the quiz; ``on_check`` gets the answers by number."""

    def check(sent: Mapping[str, Any]) -> None:
        on_check({int(number): str(answer) for number, answer in sent["answers"].items()})

    _mount(
        key="quiz_sheet",
        data={**shown, "open": opened},
        on_check_change=on("quiz_sheet", "check", check),
        on_open_change=on("quiz_sheet", "open", on_open),
    )
