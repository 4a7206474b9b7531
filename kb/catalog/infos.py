"""What the catalog answers with, besides the domain objects of ``kb.model``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from kb.model import DocumentKind, Meta, Page, Problem, Provenance


class DocumentInfo(NamedTuple):
    """One document in a list: counts instead of contents."""

    source_id: str
    part: int
    kind: DocumentKind
    title: str
    provenance: Provenance
    meta: Meta
    passages: int
    problems: int
    articles: int
    warnings: tuple[str, ...]


class SourceInfo(NamedTuple):
    """One ingested file in a list.  ``added_at`` is the time (UTC) of its active generation; ``parser`` the version of
    the program that read it, empty where it was not recorded.
    """

    source_id: str
    doc: str
    origin: str
    sha256: str
    generation: int
    added_at: datetime
    documents: tuple[DocumentInfo, ...]
    warnings: tuple[str, ...]
    parser: str = ""


class RegulationInfo(NamedTuple):
    """A regulation, for finding articles by name."""

    source_id: str
    part: int
    doc: str
    title: str
    provenance: Provenance
    meta: Meta
    articles: int


class ProblemInfo(NamedTuple):
    """A problem with the document it stands in, for browsing."""

    source_id: str
    part: int
    doc: str
    title: str
    kind: DocumentKind
    provenance: Provenance
    meta: Meta
    problem: Problem

    @property
    def unit(self) -> str | None:
        """The inspected unit."""
        return self.meta.unit


class Body(NamedTuple):
    """The text of a generation with its pages."""

    text: str
    pages: tuple[Page, ...]


class State(NamedTuple):
    """What readers and writers need to know before they touch the projections.

    ``active`` maps source id to active generation; ``model``/``dimension`` are None while there are no vectors;
    ``unfinished`` is the number of writes begun and not carried through.
    """

    revision: int
    model: str | None
    dimension: int | None
    epoch: int
    units: int | None
    unfinished: int
    active: Mapping[str, int]


class AuditEntry(NamedTuple):
    """One thing that was done to the knowledge base."""

    at: datetime
    action: str
    source_id: str
    doc: str
    generation: int
    detail: str
