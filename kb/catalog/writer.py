"""Writing the catalog: one function per transaction of the write protocol (``kb/protocol.py``)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from kb.catalog import codec
from kb.catalog import schema as t
from kb.model import Document, Measure, Meta, Pending, Source

# Rows per statement: keeps the parameter list below what SQLite and PostgreSQL accept.
BATCH = 1000

# Hex digits of a source id: short enough to type, and 40 bits hardly ever clash; a clash makes the id longer.
ID_LENGTH = 10


def now() -> str:
    """The time as stored: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def fact(connection: sa.Connection, key: str) -> str | None:
    """One stored value."""
    value: str | None = connection.execute(sa.select(t.facts.c.value).where(t.facts.c.key == key)).scalar()
    return value


def set_fact(connection: sa.Connection, key: str, value: object) -> None:
    """Store one value."""
    if not connection.execute(t.facts.update().where(t.facts.c.key == key).values(value=str(value))).rowcount:
        connection.execute(t.facts.insert().values(key=key, value=str(value)))


def _grow(connection: sa.Connection, key: str) -> int:
    value = int(fact(connection, key) or 0) + 1
    set_fact(connection, key, value)
    return value


def touch(connection: sa.Connection) -> int:
    """Tell readers to look again; the new revision."""
    return _grow(connection, t.FACT_REVISION)


def record(
    connection: sa.Connection, action: str, source_id: str, doc: str, generation: int, *, detail: str = ""
) -> None:
    """Add a line to the audit trail."""
    connection.execute(
        t.audit.insert().values(
            at=now(), action=action, source_id=source_id, doc=doc, generation=generation, detail=detail
        )
    )


def source_id_of(connection: sa.Connection, origin: str) -> str:
    """The id of an origin: the one it has, or a new one from its hash (longer in case of a clash)."""
    found: str | None = connection.execute(
        sa.select(t.sources.c.source_id).where(t.sources.c.origin == origin)
    ).scalar()
    if found:
        return found
    digest = hashlib.sha256(origin.encode()).hexdigest()
    for length in range(ID_LENGTH, len(digest)):
        taken = connection.execute(sa.select(t.sources.c.origin).where(t.sources.c.source_id == digest[:length]))
        if taken.first() is None:
            return digest[:length]
    return digest


def stage(
    connection: sa.Connection, source: Source, windows: Sequence[int], fingerprint: str, parser: str = ""
) -> tuple[str, int]:
    """Write a source as a pending generation with its outbox row; returns its id and generation.

    ``windows`` holds the number of vectors of each passage.  Without a ``parser`` the file was not read anew: the
    version that read the active generation stays.
    """
    source_id = source_id_of(connection, source.origin)
    read_by = parser or _parser(connection, source_id)
    generation = _grow(connection, t.FACT_GENERATION)
    if not connection.execute(
        t.sources.update().where(t.sources.c.source_id == source_id).values(doc=source.doc)
    ).rowcount:
        connection.execute(t.sources.insert().values(source_id=source_id, doc=source.doc, origin=source.origin))
    connection.execute(
        t.generations.insert().values(
            source_id=source_id,
            generation=generation,
            state=t.PENDING,
            sha256=source.sha256,
            fingerprint=fingerprint,
            parser=read_by,
            text_sha256=codec.text_hash(source.text),
            text=source.text,
            pages=codec.dump(codec.PAGES, source.pages),
            cleaning=codec.dump(codec.EDITS, source.cleaning),
            personal=codec.dump(codec.PERSONAL, source.personal),
            warnings=codec.dump(codec.STRINGS, source.warnings),
            added_at=now(),
        )
    )
    for table, rows in _contents(source, windows).items():
        _insert(connection, table, [{"source_id": source_id, "generation": generation, **row} for row in rows])
    _post(connection, t.PUT, source_id, generation)
    touch(connection)
    return source_id, generation


def set_parser(connection: sa.Connection, source_id: str, generation: int, parser: str) -> None:
    """Note that this version of the reading program finds the same in the file."""
    table = t.generations
    connection.execute(
        table.update().where(table.c.source_id == source_id, table.c.generation == generation).values(parser=parser)
    )


def _parser(connection: sa.Connection, source_id: str) -> str | None:
    table = t.generations
    found: str | None = connection.execute(
        sa.select(table.c.parser).where(table.c.source_id == source_id, table.c.state == t.ACTIVE)
    ).scalar()
    return found


def rewrite(connection: sa.Connection, source_id: str, generation: int, source: Source, fingerprint: str) -> None:
    """Replace what is known of the documents of an active generation; its text and passages are the same."""
    rows = _contents(source, [0] * len(source.passages))
    for table in t.CONTENT:
        if table is not t.passages:
            connection.execute(table.delete().where(table.c.source_id == source_id, table.c.generation == generation))
    for table, found in rows.items():
        if table is not t.passages:
            _insert(connection, table, [{"source_id": source_id, "generation": generation, **row} for row in found])
    table = t.generations
    connection.execute(
        table.update()
        .where(table.c.source_id == source_id, table.c.generation == generation)
        .values(fingerprint=fingerprint)
    )
    touch(connection)


def _post(connection: sa.Connection, operation: str, source_id: str, generation: int) -> None:
    connection.execute(
        t.outbox.insert().values(operation=operation, source_id=source_id, generation=generation, created_at=now())
    )


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        connection.execute(table.insert(), rows[start : start + BATCH])


def _contents(source: Source, windows: Sequence[int]) -> dict[sa.Table, list[dict[str, Any]]]:
    """Rows of every table a generation fills, parents first."""
    rows: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in reversed(t.CONTENT)}
    for position, document in enumerate(source.documents):
        rows[t.documents].append(_document_row(document, position))
        for passage in document.passages:
            seq = len(rows[t.passages])
            rows[t.passages].append(
                {
                    "seq": seq,
                    "part": document.part,
                    "kind": passage.kind.value,
                    "start": passage.span.start,
                    "end": passage.span.end,
                    "locator": passage.locator,
                    "path": codec.dump(codec.STRINGS, passage.path),
                    "problem": passage.problem,
                    "windows": windows[seq],
                }
            )
        rows[t.articles] += _article_rows(document, len(rows[t.articles]))
        _add_problem_rows(document, rows)
    return rows


def _document_row(document: Document, position: int) -> dict[str, Any]:
    return {
        "part": document.part,
        "position": position,
        "kind": document.kind.value,
        "kind_reason": document.kind_reason,
        "title": document.title,
        "start": document.span.start,
        "end": document.span.end,
        "provenance": document.provenance.value,
        "validity": document.meta.validity.value,
        "meta": codec.dump(codec.META, document.meta),
        "chapters": codec.dump(codec.CHAPTERS, document.chapters),
        "warnings": codec.dump(codec.STRINGS, document.warnings),
        "passages": len(document.passages),
        "problems": len(document.problems),
        "articles": len(document.articles),
    }


def _article_rows(document: Document, first: int) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "part": document.part,
            "number": article.number,
            "sub": article.sub,
            "label": article.label,
            "start": article.span.start,
            "end": article.span.end,
            "chapter": codec.dump(codec.STRINGS, article.chapter),
            "paragraphs": codec.dump(codec.SPANS, article.paragraphs),
            "items": codec.dump(codec.SPANS, article.items),
        }
        for position, article in enumerate(document.articles, first)
    ]


def _add_problem_rows(document: Document, rows: dict[sa.Table, list[dict[str, Any]]]) -> None:
    for position, problem in enumerate(document.problems, len(rows[t.problems])):
        rows[t.problems].append(
            {
                "position": position,
                "part": document.part,
                "locator": problem.locator,
                "number": problem.number,
                "title": problem.title,
                "title_start": problem.title_span.start,
                "title_end": problem.title_span.end,
                "start": problem.span.start,
                "end": problem.span.end,
                "section": problem.section,
                "aspect": problem.aspect,
                "status": problem.status.value,
                "status_reason": problem.status_reason,
                "responsible": codec.dump(codec.STRINGS, problem.responsible),
                "deadline": codec.dump(codec.DEADLINE, problem.deadline),
                "documents": codec.dump(codec.STRINGS, problem.documents),
                "types": codec.dump(codec.TYPES, problem.types),
            }
        )
        for number, measure in enumerate(problem.measures):
            figures = codec.dump(codec.FIGURES, measure.figures)
            documents = codec.dump(codec.STRINGS, measure.documents)
            rows[t.measures].append(_item_row(position, number, measure) | {"figures": figures, "documents": documents})
        for number, item in enumerate(problem.pending):
            deadlines = codec.dump(codec.DEADLINES, item.deadlines)
            rows[t.pending].append(_item_row(position, number, item) | {"deadlines": deadlines})


def _item_row(problem: int, position: int, item: Measure | Pending) -> dict[str, Any]:
    return {
        "problem": problem,
        "position": position,
        "ordinal": item.ordinal,
        "start": item.span.start,
        "end": item.span.end,
        "locator": item.locator,
    }


def set_meta(connection: sa.Connection, source_id: str, part: int, meta: Meta) -> bool:
    """Replace what is known of a document in the active generation; False where there is no such document."""
    table = t.documents
    active = sa.select(t.sources.c.generation).where(t.sources.c.source_id == source_id).scalar_subquery()
    result = connection.execute(
        sa.update(table)
        .where(table.c.source_id == source_id, table.c.part == part, table.c.generation == active)
        .values(validity=meta.validity.value, meta=codec.dump(codec.META, meta))
    )
    return bool(result.rowcount)


def activate(connection: sa.Connection, source_id: str, generation: int) -> None:
    """Make a pending generation the one readers see; the former one retires."""
    _retire(connection, source_id, t.ACTIVE)
    _set_state(connection, source_id, generation, t.ACTIVE)
    row = connection.execute(
        t.sources.update()
        .where(t.sources.c.source_id == source_id)
        .values(generation=generation)
        .returning(t.sources.c.doc)
    ).one()
    record(connection, t.PUT, source_id, row.doc, generation)
    touch(connection)


def retire(connection: sa.Connection, source_id: str) -> int:
    """Take a source out of sight, with an outbox row for the rest of the work; returns its generation.

    A replacement that a crash left pending goes with it, or it would come back when replayed.
    """
    row = connection.execute(sa.select(t.sources).where(t.sources.c.source_id == source_id)).one()
    generation: int = row.generation
    _retire(connection, source_id, t.ACTIVE, t.PENDING)
    connection.execute(t.sources.update().where(t.sources.c.source_id == source_id).values(generation=None))
    _post(connection, t.DROP, source_id, generation)
    record(connection, t.DROP, source_id, row.doc, generation)
    touch(connection)
    return generation


def give_up(connection: sa.Connection, source_id: str, generation: int, reason: str) -> None:
    """Turn a pending generation that cannot be completed into a retired one."""
    _set_state(connection, source_id, generation, t.RETIRED)
    doc = connection.execute(sa.select(t.sources.c.doc).where(t.sources.c.source_id == source_id)).scalar() or ""
    record(connection, "rollback", source_id, doc, generation, detail=reason)


def _retire(connection: sa.Connection, source_id: str, *states: str) -> None:
    table = t.generations
    connection.execute(
        table.update().where(table.c.source_id == source_id, table.c.state.in_(states)).values(state=t.RETIRED)
    )


def _set_state(connection: sa.Connection, source_id: str, generation: int, state: str) -> None:
    table = t.generations
    connection.execute(
        table.update().where(table.c.source_id == source_id, table.c.generation == generation).values(state=state)
    )


def forget(connection: sa.Connection, source_id: str, outbox_id: int) -> list[str]:
    """Delete the retired generations of a source, the source itself when none is left, and the outbox row.

    Returns the hashes of originals that no generation refers to any more.
    """
    table = t.generations
    retired = connection.execute(
        sa.select(table.c.generation, table.c.sha256).where(table.c.source_id == source_id, table.c.state == t.RETIRED)
    ).all()
    for row in retired:
        for content in (*t.CONTENT, table):
            connection.execute(
                content.delete().where(content.c.source_id == source_id, content.c.generation == row.generation)
            )
    left = connection.execute(sa.select(sa.func.count()).select_from(table).where(table.c.source_id == source_id))
    if not left.scalar():
        connection.execute(t.sources.delete().where(t.sources.c.source_id == source_id))
    connection.execute(t.outbox.delete().where(t.outbox.c.id == outbox_id))
    touch(connection)
    hashes = {row.sha256 for row in retired}
    used = connection.execute(sa.select(table.c.sha256).where(table.c.sha256.in_(hashes))).scalars()
    return sorted(hashes - set(used))


def set_windows(connection: sa.Connection, source_id: str, generation: int, windows: Sequence[int]) -> None:
    """Record new numbers of vectors per passage (in order of ``seq``)."""
    table = t.passages
    statement = (
        table.update()
        .where(table.c.source_id == source_id, table.c.generation == generation, table.c.seq == sa.bindparam("at_seq"))
        .values(windows=sa.bindparam("new_windows"))
    )
    rows = [{"at_seq": seq, "new_windows": count} for seq, count in enumerate(windows)]
    for start in range(0, len(rows), BATCH):
        connection.execute(statement, rows[start : start + BATCH])
