"""Reading the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

import sqlalchemy as sa

from kb.catalog import codec, names, rows
from kb.catalog import schema as t
from kb.catalog.bodies import Bodies, owned
from kb.catalog.infos import AuditEntry, DocumentInfo, ProblemInfo, RegulationInfo, SourceInfo, State
from kb.catalog.loading import load_generation
from kb.errors import NotFoundError
from kb.model import (
    DocumentKind,
    PassageKey,
    PassageKind,
    Provenance,
    Source,
    Span,
    Status,
    StoredPassage,
)

# Sources per statement (SQLite bounds the depth of a condition at 1,000) and positions of one source per condition
# (of 32,766 parameters).
OWNERS = 200
POSITIONS = 100


def _of_active(table: sa.Table) -> sa.ColumnElement[bool]:
    """Rows of the generation that readers see (the statement selects from ``sources`` too)."""
    return sa.and_(table.c.source_id == t.sources.c.source_id, table.c.generation == t.sources.c.generation)


_PASSAGES = (
    sa.select(
        t.passages,
        t.sources.c.doc,
        t.documents.c.title,
        t.documents.c.kind.label("document_kind"),
        t.documents.c.provenance,
        t.documents.c.validity,
    )
    .join(t.sources, _of_active(t.passages))
    .join(
        t.documents,
        sa.and_(
            t.documents.c.source_id == t.passages.c.source_id,
            t.documents.c.generation == t.passages.c.generation,
            t.documents.c.part == t.passages.c.part,
        ),
    )
)


class Catalog:
    """The read side of the catalog: only active generations are seen.

    Thread-safe; every method reads one consistent state.  Writing is done through ``KnowledgeBase``.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._bodies = Bodies()
        self._state: State | None = None

    def state(self) -> State:
        """Counters, the model of the vectors and the active generations; one small query while nothing changed."""
        with self.engine.connect() as connection:
            facts = {row.key: row.value for row in connection.execute(sa.select(t.facts))}
            revision, known = int(facts.get(t.FACT_REVISION, 0)), self._state
            if known and known.revision == revision:
                return known
            rows = connection.execute(
                sa.select(t.sources.c.source_id, t.sources.c.generation).where(t.sources.c.generation.is_not(None))
            )
            active = {row.source_id: row.generation for row in rows}
            unfinished = connection.execute(sa.select(sa.func.count()).select_from(t.outbox)).scalar_one()
        dimension, units = facts.get(t.FACT_DIMENSION), facts.get(t.FACT_UNITS)
        self._state = State(
            revision=revision,
            model=facts.get(t.FACT_MODEL),
            dimension=int(dimension) if dimension else None,
            epoch=int(facts.get(t.FACT_EPOCH, 0)),
            units=int(units) if units else None,
            unfinished=unfinished,
            active=active,
        )
        return self._state

    # -- sources ---------------------------------------------------------------------------------------------------

    def sources(self) -> list[SourceInfo]:
        """All sources by base name, with their documents."""
        with self.engine.connect() as connection:
            found = connection.execute(
                sa.select(
                    t.sources,
                    t.generations.c.sha256,
                    t.generations.c.added_at,
                    t.generations.c.warnings,
                    t.generations.c.parser,
                ).join(t.generations, _of_active(t.generations))
            ).all()
            document_rows = connection.execute(
                sa.select(t.documents)
                .join(t.sources, _of_active(t.documents))
                .order_by(t.documents.c.source_id, t.documents.c.position)
            ).all()
        documents: dict[str, tuple[DocumentInfo, ...]] = {
            source_id: tuple(map(rows.document_info, group))
            for source_id, group in groupby(document_rows, key=lambda row: row.source_id)
        }
        infos = [
            SourceInfo(
                row.source_id,
                row.doc,
                row.origin,
                row.sha256,
                row.generation,
                datetime.fromisoformat(row.added_at),
                documents.get(row.source_id, ()),
                codec.parse(codec.STRINGS, row.warnings),
                row.parser or "",
            )
            for row in found
        ]
        return sorted(infos, key=lambda info: (info.doc, info.origin))

    def resolve(self, name: str) -> SourceInfo:
        """The source with that id, base name (with or without suffix), origin or exact document title.

        Raises ``NotFoundError`` with the nearest names, ``AmbiguousNameError`` naming all candidates.
        """
        return names.resolve(name, self.sources())

    def source(self, source_id: str) -> SourceInfo:
        """The source with exactly that id; raises ``NotFoundError``."""
        found = next((info for info in self.sources() if info.source_id == source_id), None)
        if found is None:
            raise _no_source(source_id)
        return found

    def load(self, source_id: str) -> Source:
        """The domain object, equal to the one that was added; raises ``NotFoundError``."""
        with self.engine.connect() as connection:
            head = connection.execute(
                sa.select(t.generations, t.sources.c.doc, t.sources.c.origin)
                .join(t.sources, _of_active(t.generations))
                .where(t.sources.c.source_id == source_id)
            ).first()
            if head is None:
                raise _no_source(source_id)
            return load_generation(connection, head)

    def text(self, source_id: str) -> str:
        """The clean text of a source; raises ``NotFoundError``."""
        generation = self.state().active.get(source_id)
        with self.engine.connect() as connection:
            body = self._bodies.fetch(connection, {(source_id, generation)}) if generation is not None else {}
        if not body:
            raise _no_source(source_id)
        return next(iter(body.values())).text

    def regulations(self) -> list[RegulationInfo]:
        """All regulations, by title."""
        return [
            RegulationInfo(
                document.source_id,
                document.part,
                info.doc,
                document.title,
                document.provenance,
                document.meta,
                document.articles,
            )
            for info in self.sources()
            for document in sorted(info.documents, key=lambda document: document.title)
            if document.kind is DocumentKind.REGULATION
        ]

    def document_spans(self, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Span]:
        """Where the documents ``(source_id, part)`` stand in the texts of their sources."""
        table, wanted = t.documents, set(keys)
        with self.engine.connect() as connection:
            rows = connection.execute(
                sa.select(table.c.source_id, table.c.part, table.c.start, table.c.end).where(_of_active(table))
            ).all()
        found = {(row.source_id, row.part): Span(row.start, row.end) for row in rows}
        return {key: found[key] for key in wanted if key in found}

    def audit(self, limit: int = 100) -> list[AuditEntry]:
        """What was done last, newest first."""
        with self.engine.connect() as connection:
            found = connection.execute(sa.select(t.audit).order_by(t.audit.c.id.desc()).limit(limit)).all()
        return [
            AuditEntry(datetime.fromisoformat(row.at), row.action, row.source_id, row.doc, row.generation, row.detail)
            for row in found
        ]

    # -- passages --------------------------------------------------------------------------------------------------

    def passages(self, keys: Iterable[PassageKey]) -> dict[PassageKey, StoredPassage]:
        """The passages of those keys that exist in an active generation, in the order of the keys."""
        wanted = list(dict.fromkeys(keys))
        conditions = _by_owner(wanted)
        found: dict[PassageKey, StoredPassage] = {}
        with self.engine.connect() as connection:
            for start in range(0, len(conditions), OWNERS):
                chunk = conditions[start : start + OWNERS]
                where = sa.text(f"({' OR '.join(condition.sql for condition in chunk)})")
                ids = {condition.name: condition.source_id for condition in chunk}
                found |= {passage.key: passage for passage in self._stored(connection, where, ids)}
        return {key: found[key] for key in wanted if key in found}

    def article(self, source_id: str, part: int, number: int, sub: int = 0) -> StoredPassage | None:
        """The passage of an article; None where there is no such article."""
        articles, passages = t.articles, t.passages
        with self.engine.connect() as connection:
            article = connection.execute(
                sa.select(articles)
                .join(t.sources, _of_active(articles))
                .where(
                    articles.c.source_id == source_id,
                    articles.c.part == part,
                    articles.c.number == number,
                    articles.c.sub == sub,
                )
                .order_by(articles.c.position)
                .limit(1)
            ).first()
            if article is None:
                return None
            found = self._stored(
                connection,
                sa.and_(
                    passages.c.source_id == source_id,
                    passages.c.part == part,
                    passages.c.kind == PassageKind.ARTICLE.value,
                    passages.c.start < article.end,
                    passages.c.end > article.start,
                ),
            )
        return found[0] if found else None

    def neighbours(self, key: PassageKey, n: int = 1) -> list[StoredPassage]:
        """Up to ``n`` passages before and after, of the same document, in reading order, without the passage itself."""
        passages = t.passages
        with self.engine.connect() as connection:
            around = self._stored(
                connection,
                sa.and_(
                    passages.c.source_id == key.source,
                    passages.c.generation == key.generation,
                    passages.c.seq.between(key.seq - n, key.seq + n),
                ),
            )
        part = next((passage.part for passage in around if passage.key == key), None)
        return [passage for passage in around if passage.part == part and passage.key != key]

    def of_source(self, source_id: str) -> list[StoredPassage]:
        """All passages of a source in reading order; empty for an unknown one."""
        with self.engine.connect() as connection:
            return self._stored(connection, t.passages.c.source_id == source_id)

    def _stored(
        self,
        connection: sa.Connection,
        where: sa.ColumnElement[bool] | sa.TextClause,
        values: Mapping[str, str] | None = None,
    ) -> list[StoredPassage]:
        order = (t.passages.c.source_id, t.passages.c.seq)
        found = connection.execute(_PASSAGES.where(where).order_by(*order), values or {}).all()
        owners = {(row.source_id, row.generation) for row in found}
        bodies = self._bodies.fetch(connection, owners)
        titles = self._problem_titles(connection, owners) if any(row.problem for row in found) else {}
        return [
            rows.stored_passage(
                row,
                bodies[row.source_id, row.generation],
                titles.get((row.source_id, row.problem)) if row.problem else None,
            )
            for row in found
        ]

    @staticmethod
    def _problem_titles(connection: sa.Connection, owners: Collection[tuple[str, int]]) -> dict[tuple[str, str], str]:
        table = t.problems
        found = connection.execute(
            sa.select(table.c.source_id, table.c.locator, table.c.title)
            .where(owned(table, owners))
            .order_by(table.c.position.desc())
        )
        return {(row.source_id, row.locator): row.title for row in found}

    # -- problems --------------------------------------------------------------------------------------------------

    def problems(
        self,
        *,
        source_id: str | None = None,
        status: Status | None = None,
        type_code: str | None = None,
        unit: str | None = None,
    ) -> list[ProblemInfo]:
        """Problems in reading order, source by source.

        ``type_code`` is a type or a whole class of the taxonomy (``执法办案`` finds ``执法办案/涉案财物``); ``unit``
        the inspected unit as printed.
        """
        where = [t.problems.c.source_id == source_id] if source_id is not None else []
        if status is not None:
            where.append(t.problems.c.status == status.value)
        found = self._problems(where)
        return [
            info
            for info in found
            if (unit is None or info.unit == unit)
            and (type_code is None or any(_within(kind.code, type_code) for kind in info.problem.types))
        ]

    def problem(self, source_id: str, locator: str) -> ProblemInfo:
        """One problem; raises ``NotFoundError``."""
        found = self._problems([t.problems.c.source_id == source_id, t.problems.c.locator == locator])
        if not found:
            msg = f"资料 {source_id} 中没有编号为 {locator!r} 的问题。可用 xunjian show {source_id} 查看其中的问题。"
            raise NotFoundError(msg)
        return found[0]

    def _problems(self, where: Sequence[sa.ColumnElement[bool]]) -> list[ProblemInfo]:
        table, items = t.problems, (t.measures, t.pending)
        with self.engine.connect() as connection:
            document_columns = [
                t.documents.c.title.label("document_title"),
                t.documents.c.kind.label("document_kind"),
                t.documents.c.provenance,
                t.documents.c.meta,
                t.sources.c.doc,
            ]
            found = connection.execute(
                sa.select(table, *document_columns)
                .join(t.sources, _of_active(table))
                .join(t.documents, sa.and_(_of_active(t.documents), t.documents.c.part == table.c.part))
                .where(*where)
                .order_by(t.sources.c.doc, table.c.source_id, table.c.position)
            ).all()
            item_rows = [
                connection.execute(
                    sa.select(item)
                    .join(t.sources, _of_active(item))
                    .join(table, sa.and_(_of_active(table), table.c.position == item.c.problem))
                    .where(*where)
                    .order_by(item.c.position)
                ).all()
                for item in items
            ]
        return [
            ProblemInfo(
                row.source_id,
                row.part,
                row.doc,
                row.document_title,
                DocumentKind(row.document_kind),
                Provenance(row.provenance),
                codec.parse(codec.META, row.meta),
                problem,
            )
            for row, problem in rows.all_problems(found, *item_rows)
        ]


class _Condition(NamedTuple):
    """SQL for passages of one source, with ``:name`` for its id."""

    sql: str
    name: str
    source_id: str


def _by_owner(keys: Iterable[PassageKey]) -> list[_Condition]:
    """Conditions for keys, source by source: row values (``(a, b, c) IN …``) would make SQLite scan the table.

    Written as text, because building hundreds of expressions takes longer than the query; numbers are inserted as
    numbers, ids as parameters.
    """
    positions: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for key in keys:
        positions[key.source, key.generation].append(key.seq)
    pieces = [
        (owner, seqs[start : start + POSITIONS])
        for owner, seqs in positions.items()
        for start in range(0, len(seqs), POSITIONS)
    ]
    return [
        _Condition(
            f"(passages.source_id = :id{number} AND passages.generation = {generation:d} "
            f"AND passages.seq IN ({', '.join(f'{seq:d}' for seq in seqs)}))",
            f"id{number}",
            source_id,
        )
        for number, ((source_id, generation), seqs) in enumerate(pieces)
    ]


def _within(code: str, wanted: str) -> bool:
    return code == wanted or code.startswith(wanted + "/")


def _no_source(source_id: str) -> NotFoundError:
    return NotFoundError(f"没有编号为 {source_id!r} 的资料。可用 xunjian list 查看全部资料。")
