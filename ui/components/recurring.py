"""Problems that came back, as a list with the rounds in which they were found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

from assistant.insight.recurring import Recurrence, Round
from kb.taxonomy import SEPARATOR
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.sent import on


class RoundView(TypedDict):
    """An inspection: year, how many problems, and the state of the first."""

    day: str
    text: str
    status: Badge


class RecurrenceView(TypedDict):
    """A type of problem at a unit."""

    type: str
    unit: str
    badges: list[Badge]
    rounds: list[RoundView]


def view(found: Sequence[Recurrence]) -> list[RecurrenceView]:
    """The recurrences as data."""
    return [
        RecurrenceView(
            type=one.type.rpartition(SEPARATOR)[2],
            unit=one.unit,
            badges=_badges(one),
            rounds=[_round(each) for each in one.rounds],
        )
        for one in found
    ]


def _badges(one: Recurrence) -> list[Badge]:
    marks = [Badge(text=f"{len(one.rounds)} 轮", tone="amber")]
    if one.after_completion:
        marks.append(Badge(text="整改后再次出现", tone="red"))
    first = one.items[0].info
    return marks + badges.of_document(first.provenance, first.meta.validity)


def _round(each: Round) -> RoundView:
    return RoundView(
        day=f"{each.day.year}年",
        text=f"{len(each.items)} 个问题",
        status=badges.of_status(each.items[0].problem.status),
    )


_mount = component("recurring")


def recurring_list(shown: Sequence[RecurrenceView], *, picked: int | None, on_pick: Callable[[int], None]) -> None:
    """Draw the list; ``on_pick`` gets the position of the one chosen."""
    _mount(
        key="recurring",
        data={"rows": list(shown), "picked": picked},
        on_pick_change=on("recurring", "pick", lambda sent: on_pick(int(sent))),
    )
