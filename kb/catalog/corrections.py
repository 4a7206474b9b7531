"""Storing what users have decided."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from kb.catalog import codec
from kb.catalog import schema as t
from kb.corrections import Correction, Field, Place


def read(connection: sa.Connection, origin: str) -> tuple[Correction, ...]:
    """The corrections of an origin, by place."""
    table = t.corrections
    found = connection.execute(sa.select(table).where(table.c.origin == origin)).all()
    return tuple(
        sorted(
            Correction(
                Place(row.part, Field(row.field), row.locator), codec.parse(codec.STRINGS, row.value), row.anchor
            )
            for row in found
        )
    )


def write(connection: sa.Connection, origin: str, corrections: Sequence[Correction]) -> None:
    """Make these the corrections of an origin."""
    connection.execute(t.corrections.delete().where(t.corrections.c.origin == origin))
    for one in corrections:
        connection.execute(
            t.corrections.insert().values(
                origin=origin,
                part=one.place.part,
                field=one.place.field.value,
                locator=one.place.locator,
                anchor=one.anchor,
                value=codec.dump(codec.STRINGS, one.value),
            )
        )
