"""The basket: places collected for a paper, one for the workplace, kept between sessions.

It is a work of kind ``BASKET``.  Adding and removing say what to change, not what the basket shall be, so two people
can collect at once: a change that meets another is made again on what the other left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from assistant.anchor import Anchor
from kb.errors import ConflictError, NotFoundError
from kb.works import Work, WorkKind, Works

#: The one basket of the workplace: an office machine is used by one group at a time.
IDENTIFIER = "basket-default"
TITLE = "拟稿篮"

#: A change is made again when it meets another.  Two people who click at the same time meet once or twice.
_TRIES = 8


class Role(StrEnum):
    """What a collected place is."""

    PROBLEM = "problem"
    MEASURE = "measure"
    ARTICLE = "article"
    TEXT = "text"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return {"problem": "问题", "measure": "措施", "article": "条款", "text": "摘录"}[self.value]


@dataclass(frozen=True, slots=True)
class BasketItem:
    """A collected place.

    A ``PROBLEM`` stands for the whole problem: ``anchor`` quotes its finding, ``anchor.problem`` is the locator under
    which the catalog has the rest.  ``problem`` is the title of the problem and ``unit`` the inspected unit, both as
    printed, empty where there are none.
    """

    anchor: Anchor
    role: Role
    problem: str = ""
    unit: str = ""

    @property
    def id(self) -> str:
        """The same for the same words at the same place, also after the source was ingested anew; a problem is the
        same whichever words of it are quoted.
        """
        anchor = self.anchor
        if self.role is Role.PROBLEM and anchor.problem is not None:
            return problem_id(anchor.source, anchor.part, anchor.problem)
        return _hash(self.role, anchor.source, str(anchor.part), anchor.locator, anchor.quote)

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        return {
            "anchor": self.anchor.to_json(),
            "role": self.role.value,
            "problem": self.problem,
            "unit": self.unit,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The item that was stored; raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        return cls(Anchor.from_json(stored["anchor"]), Role(stored["role"]), stored["problem"], stored["unit"])


def problem_id(source: str, part: int, locator: str) -> str:
    """The id of the item that stands for a problem, also before the item was made."""
    return _hash(Role.PROBLEM, source, str(part), locator)


def _hash(*place: str) -> str:
    return hashlib.blake2b("\n".join(place).encode(), digest_size=8).hexdigest()


class Basket(NamedTuple):
    """What is in the basket, in the order in which it was put there."""

    items: tuple[BasketItem, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the items."""
        return frozenset(item.id for item in self.items)


def read(works: Works) -> Basket:
    """The basket as it is now; empty before anything was put there."""
    try:
        return _basket(works.get(IDENTIFIER))
    except NotFoundError:
        return Basket()


def add(works: Works, items: Iterable[BasketItem]) -> Basket:
    """Put places behind the others; what is there already stays where it is."""
    wanted = list(items)

    def change(basket: Basket) -> Basket:
        held: dict[str, BasketItem] = {}
        for item in (*basket.items, *wanted):
            held.setdefault(item.id, item)
        return Basket(tuple(held.values()))

    return _change(works, change)


def remove(works: Works, ids: Collection[str]) -> Basket:
    """Take places out; ids that are not there change nothing."""
    return _change(works, lambda basket: Basket(tuple(item for item in basket.items if item.id not in ids)))


def move(works: Works, identifier: str, by: int) -> Basket:
    """Move an item by so many places (up where negative), at most to an end; an id that is not there changes
    nothing.
    """

    def change(basket: Basket) -> Basket:
        moved = next((item for item in basket.items if item.id == identifier), None)
        if moved is None:
            return basket
        others = [item for item in basket.items if item.id != identifier]
        others.insert(max(0, basket.items.index(moved) + by), moved)
        return Basket(tuple(others))

    return _change(works, change)


def clear(works: Works) -> Basket:
    """Take everything out."""
    return _change(works, lambda _: Basket())


def _change(works: Works, change: Callable[[Basket], Basket]) -> Basket:
    """Apply a change to the newest version; raises ``ConflictError`` when others were faster every time."""
    for left in reversed(range(_TRIES)):
        try:
            return _basket(_changed(works, change))
        except ConflictError:
            if not left:
                raise
    raise AssertionError


def _changed(works: Works, change: Callable[[Basket], Basket]) -> Work:
    try:
        work = works.get(IDENTIFIER)
    except NotFoundError:
        return works.create(WorkKind.BASKET, TITLE, _body(change(Basket())), identifier=IDENTIFIER)
    before = _basket(work)
    after = change(before)
    return work if after == before else works.save(work._replace(body=_body(after)))


def _body(basket: Basket) -> dict[str, Any]:
    return {"items": [item.to_json() for item in basket.items]}


def _basket(work: Work) -> Basket:
    return Basket(tuple(map(BasketItem.from_json, work.body["items"])))
