"""Building domain objects from rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kb.catalog import codec
from kb.catalog.infos import Body, DocumentInfo
from kb.model import (
    Article,
    Document,
    DocumentKind,
    Measure,
    Page,
    Passage,
    PassageKey,
    PassageKind,
    Pending,
    Problem,
    Provenance,
    Span,
    Status,
    StoredPassage,
    Validity,
)

# A SQLAlchemy row or named tuple with the columns of its table as attributes.
Row = Any


def document_info(row: Row) -> DocumentInfo:
    """A document in a list."""
    return DocumentInfo(
        row.source_id,
        row.part,
        DocumentKind(row.kind),
        row.title,
        Provenance(row.provenance),
        codec.parse(codec.META, row.meta),
        row.passages,
        row.problems,
        row.articles,
        codec.parse(codec.STRINGS, row.warnings),
    )


def passage(row: Row) -> Passage:
    """A passage as parsed."""
    path = codec.parse(codec.STRINGS, row.path)
    return Passage(PassageKind(row.kind), Span(row.start, row.end), row.locator, path, row.problem)


def article(row: Row) -> Article:
    """An article as parsed."""
    return Article(
        row.number,
        row.sub,
        row.label,
        Span(row.start, row.end),
        codec.parse(codec.STRINGS, row.chapter),
        codec.parse(codec.SPANS, row.paragraphs),
        codec.parse(codec.SPANS, row.items),
    )


def problem(row: Row, measures: Sequence[Measure], pending: Sequence[Pending]) -> Problem:
    """A problem with its measures and pending work."""
    return Problem(
        locator=row.locator,
        number=row.number,
        title=row.title,
        title_span=Span(row.title_start, row.title_end),
        span=Span(row.start, row.end),
        section=row.section,
        aspect=row.aspect,
        status=Status(row.status),
        status_reason=row.status_reason,
        responsible=codec.parse(codec.STRINGS, row.responsible),
        deadline=codec.parse(codec.DEADLINE, row.deadline),
        measures=tuple(measures),
        pending=tuple(pending),
        documents=codec.parse(codec.STRINGS, row.documents),
        types=codec.parse(codec.TYPES, row.types),
    )


def measure(row: Row) -> Measure:
    """A measure as parsed."""
    figures, documents = codec.parse(codec.FIGURES, row.figures), codec.parse(codec.STRINGS, row.documents)
    return Measure(row.ordinal, Span(row.start, row.end), row.locator, figures, documents)


def pending_item(row: Row) -> Pending:
    """A pending item as parsed."""
    return Pending(row.ordinal, Span(row.start, row.end), row.locator, codec.parse(codec.DEADLINES, row.deadlines))


# Generation and position of a problem: what its measures refer to.
ProblemKey = tuple[str, int, int]


def all_problems(
    rows: Iterable[Row], measure_rows: Iterable[Row], pending_rows: Iterable[Row]
) -> list[tuple[Row, Problem]]:
    """Problems in the order of their rows, each with its row; measures and pending rows ordered by position."""
    measures: defaultdict[ProblemKey, list[Measure]] = defaultdict(list)
    for row in measure_rows:
        measures[row.source_id, row.generation, row.problem].append(measure(row))
    pending: defaultdict[ProblemKey, list[Pending]] = defaultdict(list)
    for row in pending_rows:
        pending[row.source_id, row.generation, row.problem].append(pending_item(row))
    built = []
    for row in rows:
        key = (row.source_id, row.generation, row.position)
        built.append((row, problem(row, measures[key], pending[key])))
    return built


def document(
    row: Row, articles: Iterable[Article], problems: Iterable[Problem], passages: Iterable[Passage]
) -> Document:
    """A document with its contents."""
    return Document(
        part=row.part,
        kind=DocumentKind(row.kind),
        kind_reason=row.kind_reason,
        title=row.title,
        span=Span(row.start, row.end),
        provenance=Provenance(row.provenance),
        meta=codec.parse(codec.META, row.meta),
        chapters=codec.parse(codec.CHAPTERS, row.chapters),
        articles=tuple(articles),
        problems=tuple(problems),
        passages=tuple(passages),
        warnings=codec.parse(codec.STRINGS, row.warnings),
    )


def page_at(pages: Sequence[Page], offset: int) -> int | None:
    """The page number at an offset (the pages in order); None outside all pages."""
    index = bisect_right(pages, offset, key=lambda page: page.span.start) - 1
    return pages[index].number if index >= 0 and offset < pages[index].span.end else None


def stored_passage(row: Row, body: Body, problem_title: str | None) -> StoredPassage:
    """A passage as shown; ``row`` joins passage, document (title, document_kind, …) and source (doc)."""
    return StoredPassage(
        key=PassageKey(row.source_id, row.generation, row.seq),
        kind=PassageKind(row.kind),
        doc=row.doc,
        part=row.part,
        title=row.title,
        document_kind=DocumentKind(row.document_kind),
        provenance=Provenance(row.provenance),
        validity=Validity(row.validity),
        locator=row.locator,
        path=codec.parse(codec.STRINGS, row.path),
        problem=row.problem,
        problem_title=problem_title,
        text=body.text[row.start : row.end],
        span=Span(row.start, row.end),
        page=page_at(body.pages, row.start),
    )
