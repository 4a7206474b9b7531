"""The write protocol: how a change goes through all stores, and how it is finished after a crash.

Putting a source::

    original   the file lies under its hash
    staged     SQL: pending generation with all its contents, outbox row
    vectors    Chroma holds its vectors, read back
    lexical    tantivy holds its passages
    activated  SQL: the generation is active, the former one retired; readers switch here
    unlinked   the retired generation is gone from Chroma and tantivy
    forgotten  SQL: retired rows and outbox row deleted; then originals nobody refers to

Removing a source starts with ``retired`` (SQL: the generation retires, outbox row) and goes on at ``unlinked``.
Every step can be repeated.  A crash leaves the outbox row; whoever opens or writes next carries the change on from
the state of its generation: a pending one holds everything needed, unless its original has been lost; then it is
given up.  Nothing here locks: the caller holds the write lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from kb import prepare
from kb.catalog import Catalog, writer
from kb.catalog import schema as t
from kb.catalog.loading import load_generation
from kb.embedding.base import Embedder
from kb.errors import KnowledgeBaseError
from kb.lexical import Lexical
from kb.model import Group, Source
from kb.originals import Originals
from kb.prepare import Window
from kb.units import UNITS_VERSION
from kb.vectors import Vectors

Step = Literal["original", "staged", "vectors", "lexical", "activated", "retired", "unlinked", "forgotten"]


class Prepared(NamedTuple):
    """A source ready to be written."""

    source: Source
    fingerprint: str
    windows: Sequence[Window]
    vectors: NDArray[np.float32]
    parser: str = ""


class _Task(NamedTuple):
    """A row of the outbox."""

    id: int
    source_id: str
    generation: int


def _no_checkpoint(_step: Step) -> None:
    """Outside tests nothing happens between the steps."""


@dataclass
class Protocol:
    """The stores and the steps.  ``embedder`` is called only when vectors have to be made while replaying;
    ``checkpoint`` is called after each step (tests crash there).
    """

    catalog: Catalog
    vectors: Vectors
    lexical: Lexical
    originals: Originals
    embedder: Callable[[], Embedder]
    checkpoint: Callable[[Step], None] = field(default=_no_checkpoint)

    # -- changes ---------------------------------------------------------------------------------------------------

    def put(
        self,
        prepared: Prepared,
        original: bytes,
        embedder: Embedder,
        also: Callable[[sa.Connection], None] | None = None,
    ) -> tuple[str, int]:
        """Add or replace a source; returns its id and new generation.

        ``also`` is called within the transaction that stages it: what it writes is there if and only if the change is.
        """
        source = prepared.source
        self.originals.put(original)
        self.checkpoint("original")
        counts = prepare.window_counts(source, prepared.windows)
        with self.catalog.engine.begin() as connection:
            self._describe_vectors(connection, embedder)
            source_id, generation = writer.stage(connection, source, counts, prepared.fingerprint, prepared.parser)
            if also:
                also(connection)
        self.checkpoint("staged")
        self._fill_vectors(source_id, generation, prepared.windows, prepared.vectors)
        self._complete(self._task(source_id, generation), source)
        return source_id, generation

    def drop(self, source_id: str) -> int:
        """Remove a source; returns the generation removed."""
        with self.catalog.engine.begin() as connection:
            generation = writer.retire(connection, source_id)
        self.checkpoint("retired")
        self._sweep(self._task(source_id, generation))
        return generation

    def replay(self) -> int:
        """Carry on everything unfinished; returns the number of changes finished or given up."""
        with self.catalog.engine.connect() as connection:
            tasks = [
                _Task(row.id, row.source_id, row.generation)
                for row in connection.execute(sa.select(t.outbox).order_by(t.outbox.c.id))
            ]
        for task in tasks:
            self._resume(task)
        return len(tasks)

    def check_units(self) -> None:
        """Refuse to add to projections that an older program has made; raises ``KnowledgeBaseError``."""
        units = self.catalog.state().units
        if units not in {None, UNITS_VERSION}:
            msg = f"知识库的索引规则是第 {units} 版，本程序用第 {UNITS_VERSION} 版。请先运行 xunjian verify 重建索引。"
            raise KnowledgeBaseError(msg)

    # -- steps -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _describe_vectors(connection: sa.Connection, embedder: Embedder) -> None:
        """Record with the first source what the projections are made of."""
        if writer.fact(connection, t.FACT_MODEL) is None:
            facts = {
                t.FACT_MODEL: embedder.model_id,
                t.FACT_DIMENSION: embedder.dimension,
                t.FACT_EPOCH: 1,
                t.FACT_UNITS: UNITS_VERSION,
            }
            for key, value in facts.items():
                writer.set_fact(connection, key, value)

    def _task(self, source_id: str, generation: int) -> _Task:
        with self.catalog.engine.connect() as connection:
            found = connection.execute(
                sa.select(t.outbox.c.id).where(t.outbox.c.source_id == source_id, t.outbox.c.generation == generation)
            ).scalar_one()
        return _Task(found, source_id, generation)

    def _resume(self, task: _Task) -> None:
        with self.catalog.engine.connect() as connection:
            head = connection.execute(
                sa.select(t.generations, t.sources.c.doc, t.sources.c.origin)
                .join(t.sources, t.sources.c.source_id == t.generations.c.source_id)
                .where(t.generations.c.source_id == task.source_id, t.generations.c.generation == task.generation)
            ).first()
            source = load_generation(connection, head) if head is not None and head.state == t.PENDING else None
        if source is None:
            self._sweep(task)
        elif not self.originals.intact(source.sha256):
            with self.catalog.engine.begin() as connection:
                writer.give_up(connection, task.source_id, task.generation, "原件缺失，撤销未完成的录入")
            self._sweep(task)
        else:
            windows = prepare.windows_of(source, self.embedder())
            self._fill_vectors(task.source_id, task.generation, windows, None)
            self._complete(task, source)

    def _fill_vectors(
        self, source_id: str, generation: int, windows: Sequence[Window], vectors: NDArray[np.float32] | None
    ) -> None:
        """Step ``vectors``; without vectors at hand, those missing are made."""
        epoch, owner = self.catalog.state().epoch, (source_id, generation)
        fill_vectors(self.vectors, epoch, owner, windows, made=vectors, embedder=self.embedder)
        self.checkpoint("vectors")

    def _complete(self, task: _Task, source: Source) -> None:
        """Steps ``lexical`` to ``forgotten``."""
        owner = prepare.owner_id(task.source_id, task.generation)
        for group, entries in prepare.entries_of(source, task.source_id, task.generation).items():
            self.lexical.put(group, owner, entries)
        self.checkpoint("lexical")
        with self.catalog.engine.begin() as connection:
            writer.activate(connection, task.source_id, task.generation)
        self.checkpoint("activated")
        self._sweep(task)

    def _sweep(self, task: _Task) -> None:
        """Steps ``unlinked`` and ``forgotten``: nothing is left of the retired generations."""
        epoch = self.catalog.state().epoch
        retired: defaultdict[Group, set[str]] = defaultdict(set)
        for generation, ids in self._retired(task.source_id).items():
            for group, keys in ids.items():
                retired[group].add(prepare.owner_id(task.source_id, generation))
                self.vectors.delete(group, epoch, keys)
        for group, owners in retired.items():
            self.lexical.remove(group, sorted(owners))
        self.checkpoint("unlinked")
        with self.catalog.engine.begin() as connection:
            orphans = writer.forget(connection, task.source_id, task.id)
        self.checkpoint("forgotten")
        for sha256 in orphans:
            self.originals.remove(sha256)

    def _retired(self, source_id: str) -> dict[int, dict[Group, list[str]]]:
        """Vector ids by retired generation and group."""
        with self.catalog.engine.connect() as connection:
            numbers = connection.execute(
                sa.select(t.generations.c.generation).where(
                    t.generations.c.source_id == source_id, t.generations.c.state == t.RETIRED
                )
            ).scalars()
            return {number: expected_ids(connection, source_id, number) for number in numbers}


def fill_vectors(
    vectors: Vectors,
    epoch: int,
    owner: tuple[str, int],
    windows: Sequence[Window],
    *,
    made: NDArray[np.float32] | None,
    embedder: Callable[[], Embedder],
) -> int:
    """Store the vectors of a generation's windows and return how many; ``owner`` is source id and generation.

    ``made`` are the vectors row by row; without it, those the store lacks are made by the embedder.
    """
    by_group: defaultdict[Group, dict[str, int]] = defaultdict(dict)
    for row, window in enumerate(windows):
        by_group[window.group][prepare.vector_id(*owner, window.seq, window.part)] = row
    stored = 0
    for group, ids in by_group.items():
        wanted = list(ids) if made is not None else vectors.missing(group, epoch, list(ids))
        numbers = [ids[key] for key in wanted]
        if made is not None:
            rows = made[numbers]
        elif wanted:
            rows = prepare.embed([windows[number] for number in numbers], embedder())
        if wanted:
            vectors.put(group, epoch, wanted, rows)
            stored += len(wanted)
    return stored


def expected_ids(connection: sa.Connection, source_id: str, generation: int) -> dict[Group, list[str]]:
    """The vector ids a generation has by the catalog, by group."""
    table = t.passages
    found = connection.execute(
        sa.select(table.c.seq, table.c.kind, table.c.windows)
        .where(table.c.source_id == source_id, table.c.generation == generation, table.c.windows > 0)
        .order_by(table.c.seq)
    )
    ids: defaultdict[Group, list[str]] = defaultdict(list)
    for row in found:
        group = prepare.group_of(row.kind)
        ids[group] += [prepare.vector_id(source_id, generation, row.seq, part) for part in range(row.windows)]
    return dict(ids)
