"""Time limits that have passed while the work was not done, as far as the documents tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assistant.browsing.items import Item
from kb.model import Status


class Late(NamedTuple):
    """A problem whose time limit ``due`` passed ``days`` ago without its document calling it completed."""

    item: Item
    due: date
    days: int


def past(due: date | None, status: Status, today: date) -> int:
    """Days since a limit passed; 0 where it has not, or where the problem is completed.

    基本完成 is not completed: something is left to do.  What happened after the document was published is unknown.
    """
    return max(0, (today - due).days) if due and status is not Status.COMPLETED else 0


def days_over(item: Item, today: date) -> int:
    """Days since the limit of a problem passed; see :func:`past`."""
    deadline = item.problem.deadline
    return past(deadline.due if deadline else None, item.problem.status, today)


def overdue(items: Iterable[Item], today: date) -> tuple[Late, ...]:
    """The problems past their limits, longest first."""
    late = [
        Late(item, item.problem.deadline.due, days)
        for item in items
        if (days := days_over(item, today)) and item.problem.deadline and item.problem.deadline.due
    ]
    return tuple(sorted(late, key=lambda one: -one.days))
