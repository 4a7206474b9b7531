"""The versions of a regulation that the library holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ingest.structure.versions import bare_title
from kb.catalog import DocumentInfo, SourceInfo
from kb.model import DocumentKind, Provenance, Validity


class Version(NamedTuple):
    """A text of a regulation: where it is kept, the day of the version, its validity, and whether it is the one asked
    about.
    """

    source_id: str
    part: int
    title: str
    day: date | None
    validity: Validity
    provenance: Provenance
    this: bool


def versions(sources: Sequence[SourceInfo], document: DocumentInfo) -> tuple[Version, ...]:
    """All texts of the same title, by date, the document among them; those without a date stand first."""
    wanted = bare_title(document.title)
    found = [
        Version(
            other.source_id,
            other.part,
            other.title,
            _day(other),
            other.meta.validity,
            other.provenance,
            this=(other.source_id, other.part) == (document.source_id, document.part),
        )
        for source in sources
        for other in source.documents
        if other.kind is DocumentKind.REGULATION and bare_title(other.title) == wanted
    ]
    return tuple(sorted(found, key=lambda one: (one.day or date.min, one.source_id, one.part)))


def _day(document: DocumentInfo) -> date | None:
    meta = document.meta
    return max((day for day in (meta.issued, *meta.revised) if day), default=meta.effective)
