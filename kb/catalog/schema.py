"""Tables of the catalog.

Lists and nested values (headings, figures, metadata) are JSON text written by ``kb.catalog.codec``; everything that
is selected or joined on is a column.  Places are offsets into ``generations.text``; no table repeats the text.
Row order within a parent is ``position``, counted from 0 through the whole source.

A changed table needs a numbered migration in ``migrations/versions`` and the new ``REVISION`` here; a test compares
the two descriptions.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text

# The migration that gives exactly these tables.
REVISION = "0004"

metadata = MetaData()

# Single values: see the FACT_ constants.
facts = Table("facts", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

FACT_GENERATION = "generation"  # last number given to a generation; never given twice
FACT_REVISION = "revision"  # grows whenever readers must look again
FACT_WRITER = "writer"  # who wrote last: another writer's Chroma client must be reopened
FACT_MODEL = "embedding_model"
FACT_DIMENSION = "embedding_dimension"
FACT_EPOCH = "vector_epoch"  # names the Chroma collections in use; re-embedding fills the next ones, then switches
FACT_PLAN = "reembedding"  # an unfinished re-embedding: epoch, model and recipe it is made for
FACT_UNITS = "units_version"

# One row per ingested origin; ``generation`` is the active one, NULL until the first is activated.
sources = Table(
    "sources",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("doc", Text, nullable=False, index=True),
    Column("origin", Text, nullable=False, unique=True),
    Column("generation", Integer),
)

# States of a generation: written but not yet in all stores; the one readers see; on its way out.
PENDING, ACTIVE, RETIRED = "pending", "active", "retired"

generations = Table(
    "generations",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column("parser", Text),  # which program read the file; NULL for generations from before this was recorded
    Column("text_sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", Text, nullable=False),
    Column("cleaning", Text, nullable=False),
    Column("personal", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    ForeignKeyConstraint(["source_id"], ["sources.source_id"]),
)


def _part_of_generation(name: str, key: list[str], *columns: Column[int] | Column[str] | Column[int | None]) -> Table:
    """A table whose rows belong to one generation and go with it."""
    return Table(
        name,
        metadata,
        Column("source_id", Text, primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
        *(Column(column, Integer, primary_key=True, autoincrement=False) for column in key),
        *columns,
        ForeignKeyConstraint(
            ["source_id", "generation"], ["generations.source_id", "generations.generation"], ondelete="CASCADE"
        ),
    )


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


documents = _part_of_generation(
    "documents",
    ["part"],
    _number("position"),
    _text("kind"),
    _text("kind_reason"),
    _text("title"),
    _number("start"),
    _number("end"),
    _text("provenance"),
    _text("validity"),
    _text("meta"),
    _text("chapters"),
    _text("warnings"),
    _number("passages"),
    _number("problems"),
    _number("articles"),
)

# ``windows`` is the number of vectors of the passage: 0 for structure, more than 1 for long passages.
passages = _part_of_generation(
    "passages",
    ["seq"],
    _number("part"),
    _text("kind"),
    _number("start"),
    _number("end"),
    _text("locator"),
    _text("path"),
    _text("problem", optional=True),
    _number("windows"),
)

problems = _part_of_generation(
    "problems",
    ["position"],
    _number("part"),
    _text("locator"),
    _text("number"),
    _text("title"),
    _number("title_start"),
    _number("title_end"),
    _number("start"),
    _number("end"),
    _text("section"),
    _text("aspect"),
    _text("status"),
    _text("status_reason"),
    _text("responsible"),
    _text("deadline"),
    _text("documents"),
    _text("types"),
)
Index("ix_problems_locator", problems.c.source_id, problems.c.generation, problems.c.locator)

measures = _part_of_generation(
    "measures",
    ["problem", "position"],
    _text("ordinal"),
    _number("start"),
    _number("end"),
    _text("locator"),
    _text("figures"),
    _text("documents"),
)

pending = _part_of_generation(
    "pending",
    ["problem", "position"],
    _text("ordinal"),
    _number("start"),
    _number("end"),
    _text("locator"),
    _text("deadlines"),
)

articles = _part_of_generation(
    "articles",
    ["position"],
    _number("part"),
    _number("number"),
    _number("sub"),
    _text("label"),
    _number("start"),
    _number("end"),
    _text("chapter"),
    _text("paragraphs"),
    _text("items"),
)
Index("ix_articles_number", articles.c.source_id, articles.c.generation, articles.c.number, articles.c.sub)

# What users have decided, kept apart from what was parsed: it belongs to the origin and outlives generations and even
# the removal of the source.  ``locator`` is that of a problem, empty for whole documents; ``anchor`` the title that was
# parsed for the place, by which it is known again in a new version; ``value`` a JSON list of strings.
corrections = Table(
    "corrections",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("locator", Text, primary_key=True),
    _text("anchor"),
    _text("value"),
)

# What users make; see kb/works.py.  ``body`` is a JSON object whose form belongs to the floor above; ``version`` grows
# by one with every save.
works = Table(
    "works",
    metadata,
    Column("id", Text, primary_key=True),
    _text("kind"),
    _text("title"),
    _text("body"),
    _number("version"),
    _text("created_at"),
    _text("updated_at"),
    Index("ix_works_kind", "kind", "updated_at"),
)

# Writes begun and not yet carried through all stores; see kb/protocol.py.
PUT, DROP = "put", "drop"

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("operation"),
    _text("source_id"),
    _number("generation"),
    _text("created_at"),
)

# What was done, for ever.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("at"),
    _text("action"),
    _text("source_id"),
    _text("doc"),
    _number("generation"),
    _text("detail"),
)

# Tables filled and emptied with a generation, children first.
CONTENT = (measures, pending, articles, problems, passages, documents)
