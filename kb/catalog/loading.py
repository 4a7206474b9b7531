"""Rebuilding whole sources from the catalog."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from kb.catalog import codec, rows
from kb.catalog import schema as t
from kb.model import Group, PassageKind, Source


def load_generation(connection: sa.Connection, head: rows.Row) -> Source:
    """The domain object of any generation; ``head`` joins its row with doc and origin of the source."""

    def content(table: sa.Table, *order: sa.ColumnElement[int]) -> Sequence[rows.Row]:
        mine = (table.c.source_id == head.source_id, table.c.generation == head.generation)
        return connection.execute(sa.select(table).where(*mine).order_by(*order)).all()

    passages = content(t.passages, t.passages.c.seq)
    articles = content(t.articles, t.articles.c.position)
    problems = rows.all_problems(
        content(t.problems, t.problems.c.position),
        content(t.measures, t.measures.c.position),
        content(t.pending, t.pending.c.position),
    )
    documents = tuple(
        rows.document(
            row,
            [rows.article(article) for article in articles if article.part == row.part],
            [problem for at, problem in problems if at.part == row.part],
            [rows.passage(passage) for passage in passages if passage.part == row.part],
        )
        for row in content(t.documents, t.documents.c.position)
    )
    return Source(
        doc=head.doc,
        origin=head.origin,
        sha256=head.sha256,
        text=head.text,
        documents=documents,
        pages=codec.parse(codec.PAGES, head.pages),
        cleaning=codec.parse(codec.EDITS, head.cleaning),
        personal=codec.parse(codec.PERSONAL, head.personal),
        warnings=codec.parse(codec.STRINGS, head.warnings),
    )


def holding(connection: sa.Connection, origin: str, sha256: str, fingerprint: str) -> rows.Row | None:
    """The active source that makes adding needless (source_id, generation, doc, passages), or None.

    For a known origin that is the origin itself, with the same bytes and the same parse; for a new one any source
    with the same bytes.
    """
    generations, sources, passages = t.generations, t.sources, t.passages
    found = connection.execute(
        sa.select(
            generations.c.source_id,
            generations.c.generation,
            generations.c.sha256,
            generations.c.fingerprint,
            sources.c.origin,
            sources.c.doc,
            sa.select(sa.func.count())
            .select_from(passages)
            .where(passages.c.source_id == generations.c.source_id, passages.c.generation == generations.c.generation)
            .scalar_subquery()
            .label("passages"),
        )
        .join(
            sources,
            sa.and_(sources.c.source_id == generations.c.source_id, sources.c.generation == generations.c.generation),
        )
        .where(sa.or_(sources.c.origin == origin, generations.c.sha256 == sha256))
        .order_by(generations.c.generation)
    ).all()
    own = [row for row in found if row.origin == origin]
    if own:
        found = [row for row in own if (row.sha256, row.fingerprint) == (sha256, fingerprint)]
    return found[0] if found else None


def searchable(connection: sa.Connection, group: Group) -> bool:
    """Whether anything of a group should be in the indexes."""
    passages = t.passages
    found = connection.execute(
        sa.select(passages.c.seq)
        .join(
            t.sources,
            sa.and_(t.sources.c.source_id == passages.c.source_id, t.sources.c.generation == passages.c.generation),
        )
        .where(passages.c.kind.in_([kind.value for kind in PassageKind if kind.group is group]), passages.c.windows > 0)
        .limit(1)
    )
    return found.first() is not None
