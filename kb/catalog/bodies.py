"""Texts of generations, kept in memory: a search shows passages of the same few sources again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection

import sqlalchemy as sa

from kb.catalog import codec
from kb.catalog import schema as t
from kb.catalog.infos import Body

# Characters kept: all of a library of some 800 laws, about 32 MB.
CAPACITY = 16_000_000

# Source id and generation.
Owner = tuple[str, int]


def owned(table: sa.Table, owners: Collection[Owner]) -> sa.ColumnElement[bool]:
    """Rows of those generations.  Lists of single columns instead of row values, which make SQLite scan the table; that
    they could mix id and generation of two owners does no harm, because a generation number is given only once.
    """
    return sa.and_(
        table.c.source_id.in_({source_id for source_id, _ in owners}),
        table.c.generation.in_({generation for _, generation in owners}),
    )


class Bodies:
    """A bounded cache of texts.  A generation never changes, so nothing is ever invalidated.  Thread-safe."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._bodies: OrderedDict[Owner, Body] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def fetch(self, connection: sa.Connection, owners: Collection[Owner]) -> dict[Owner, Body]:
        """The bodies of those owners that exist; what is not in memory comes in one query."""
        with self._lock:
            bodies = {owner: self._bodies[owner] for owner in owners if owner in self._bodies}
            for owner in bodies:
                self._bodies.move_to_end(owner)
        missing = [owner for owner in owners if owner not in bodies]
        if not missing:
            return bodies
        table = t.generations
        found = connection.execute(
            sa.select(table.c.source_id, table.c.generation, table.c.text, table.c.pages).where(owned(table, missing))
        )
        for row in found:
            body = Body(row.text, codec.parse(codec.PAGES, row.pages))
            bodies[row.source_id, row.generation] = body
            self._keep((row.source_id, row.generation), body)
        return bodies

    def _keep(self, owner: Owner, body: Body) -> None:
        with self._lock:
            if owner in self._bodies:
                return
            self._bodies[owner] = body
            self._size += len(body.text)
            while self._size > self._capacity and len(self._bodies) > 1:
                self._size -= len(self._bodies.popitem(last=False)[1].text)
