"""Assigns every problem of a source its types from the taxonomy."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kb.model import Document, DocumentKind, Problem, Source
from kb.settings import Settings
from kb.taxonomy import Taxonomy, load_taxonomy


@lru_cache(maxsize=4)
def _taxonomy(home: Path | None) -> Taxonomy:
    """The taxonomy of one data folder, read once in the life of the process."""
    return load_taxonomy(Settings(home=home) if home else None)


def with_types(source: Source, settings: Settings | None = None) -> Source:
    """The source with the types of its problems filled in; manual assignments stay as they are.

    ``settings`` name the data folder with the user's own types; without them the packaged taxonomy is used.
    """
    taxonomy = _taxonomy(settings.home if settings else None)
    return source.with_documents(tuple(_typed(source, document, taxonomy) for document in source.documents))


def _typed(source: Source, document: Document, taxonomy: Taxonomy) -> Document:
    problems = tuple(_assigned(source, document, problem, taxonomy) for problem in document.problems)
    return replace(document, problems=problems) if problems else document


def _assigned(source: Source, document: Document, problem: Problem, taxonomy: Taxonomy) -> Problem:
    manual = tuple(kind for kind in problem.types if kind.manual)
    if manual:
        return problem
    # The problem of a case is headed 处理与整改 or the like: the title of the document names the matter.  A circular of
    # several cases names each in its heading, and its own title only who inspected.
    alone = document.kind is DocumentKind.CASE and len(document.problems) == 1
    title = document.title if alone else problem.title
    return replace(problem, types=taxonomy.assign(title, source.slice(problem.span)))
