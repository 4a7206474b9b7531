"""Making all vectors anew with another model (or another recipe), while readers go on with the old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from kb import prepare
from kb.catalog import schema as t
from kb.catalog import writer
from kb.catalog.loading import load_generation
from kb.embedding.base import Embedder
from kb.model import Source
from kb.prepare import Progress
from kb.protocol import Protocol, fill_vectors
from kb.units import UNITS_VERSION

# Windows embedded between two writes to Chroma: at 9 a second, what an interruption costs at most is a minute.
CHUNK = 512


def reembed(protocol: Protocol, embedder: Embedder, progress: Progress | None = None) -> int:
    """Fill the collections of the next epoch from the catalog, then switch to them; returns the number of vectors.

    Interrupted, it goes on where it stopped when called again with the same model.  The caller holds the write lock.
    """
    catalog, vectors = protocol.catalog, protocol.vectors
    old = catalog.state().epoch
    new = old + 1
    plan = f"{new} {embedder.model_id} {UNITS_VERSION}"
    with catalog.engine.begin() as connection:
        resumed = writer.fact(connection, t.FACT_PLAN) == plan
        writer.set_fact(connection, t.FACT_PLAN, plan)
        owners = [
            (row.source_id, row.generation)
            for row in connection.execute(
                sa.select(t.generations.c.source_id, t.generations.c.generation)
                .where(t.generations.c.state.in_([t.ACTIVE, t.PENDING]))
                .order_by(t.generations.c.generation)
            )
        ]
    vectors.drop_epochs(*((old, new) if resumed else (old,)))
    total = sum(len(prepare.windows_of(_load(protocol, owner), embedder)) for owner in owners) if progress else 0
    counts: dict[tuple[str, int], list[int]] = {}
    done = 0
    for owner in owners:
        source = _load(protocol, owner)
        windows = prepare.windows_of(source, embedder)
        counts[owner] = prepare.window_counts(source, windows)
        for start in range(0, len(windows), CHUNK):
            chunk = windows[start : start + CHUNK]
            fill_vectors(vectors, new, owner, chunk, made=None, embedder=lambda: embedder)
            done += len(chunk)
            if progress:
                progress(done, total)
    _switch(protocol, embedder, new, counts)
    vectors.drop_epochs(new)
    return done


def _load(protocol: Protocol, owner: tuple[str, int]) -> Source:
    with protocol.catalog.engine.connect() as connection:
        head = connection.execute(
            sa.select(t.generations, t.sources.c.doc, t.sources.c.origin)
            .join(t.sources, t.sources.c.source_id == t.generations.c.source_id)
            .where(t.generations.c.source_id == owner[0], t.generations.c.generation == owner[1])
        ).one()
        return load_generation(connection, head)


def _switch(
    protocol: Protocol, embedder: Embedder, epoch: int, counts: Mapping[tuple[str, int], Sequence[int]]
) -> None:
    """One transaction: from here on readers use the new vectors."""
    with protocol.catalog.engine.begin() as connection:
        for owner, windows in counts.items():
            writer.set_windows(connection, *owner, windows)
        facts = {
            t.FACT_MODEL: embedder.model_id,
            t.FACT_DIMENSION: embedder.dimension,
            t.FACT_EPOCH: epoch,
            t.FACT_PLAN: "",
        }
        for key, value in facts.items():
            writer.set_fact(connection, key, value)
        writer.record(connection, "reembed", "", "", 0, detail=embedder.model_id)
        writer.touch(connection)


def reindex(protocol: Protocol, embedder: Embedder, progress: Progress | None = None) -> None:
    """Make both projections anew after the recipe of ``kb.units`` has changed."""
    reembed(protocol, embedder, progress)
    protocol.lexical.wipe()
    for source_id, generation in protocol.catalog.state().active.items():
        source = protocol.catalog.load(source_id)
        for group, entries in prepare.entries_of(source, source_id, generation).items():
            protocol.lexical.put(group, prepare.owner_id(source_id, generation), entries)
    with protocol.catalog.engine.begin() as connection:
        writer.set_fact(connection, t.FACT_UNITS, UNITS_VERSION)
        writer.touch(connection)


def forget_plan(protocol: Protocol) -> None:
    """Give up an interrupted re-embedding: its collections would stay for ever."""
    with protocol.catalog.engine.begin() as connection:
        planned = bool(writer.fact(connection, t.FACT_PLAN))
        if planned:
            writer.set_fact(connection, t.FACT_PLAN, "")
    if planned:
        protocol.vectors.drop_epochs(protocol.catalog.state().epoch)
