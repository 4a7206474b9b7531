"""Problems that came back: the same type at the same unit in a later inspection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assistant.browsing.items import Item, found_on
from kb.model import Status


class Round(NamedTuple):
    """One inspection: the day that dates its findings, its document, and its problems of the type."""

    day: date
    title: str
    items: tuple[Item, ...]


class Recurrence(NamedTuple):
    """A type of problem found at a unit in two or more inspections, earliest first."""

    unit: str
    type: str
    rounds: tuple[Round, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The problems of all rounds."""
        return tuple(item for one in self.rounds for item in one.items)

    @property
    def after_completion(self) -> bool:
        """Whether the problem was called completed (or basically completed) before it came back."""
        done = {Status.COMPLETED, Status.BASICALLY_COMPLETED}
        return any(item.problem.status in done for one in self.rounds[:-1] for item in one.items)


def recurring(items: Iterable[Item]) -> tuple[Recurrence, ...]:
    """Recurrences, those with the most rounds first, then the latest.

    Compared is the best type of each problem; problems without unit, date or type cannot recur.  ``items`` should tell
    each inspection once (:func:`assistant.insight.basis.basis`), or a notice and its digest would look like two.
    """
    found: defaultdict[tuple[str, str], defaultdict[date, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        day = found_on(item.info.meta)
        if item.unit and item.type and day:
            found[item.unit, item.type][day].append(item)
    recurrences = [
        Recurrence(
            unit,
            code,
            tuple(Round(day, rounds[day][0].info.title, tuple(rounds[day])) for day in sorted(rounds)),
        )
        for (unit, code), rounds in found.items()
        if len(rounds) > 1
    ]
    return tuple(
        sorted(recurrences, key=lambda one: (-len(one.rounds), -one.rounds[-1].day.toordinal(), one.unit, one.type))
    )
