"""Keeps the validity of all regulations true after the library has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ingest.structure.versions import Known, Regulation, known_documents, link_versions, repealed_titles
from kb.sources import listed_sources

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase


def relink(kb: KnowledgeBase, today: date | None = None) -> int:
    """Judge every regulation against all others and the list; returns how many changed.

    ``today`` decides what is not yet in force and defaults to the present day.
    """
    known: Mapping[str, tuple[Known, ...]] = known_documents(listed_sources())
    held = {(info.source_id, info.part): info for info in kb.catalog.regulations()}
    texts = {source: kb.catalog.text(source) for source in {source for source, _ in held}}
    spans = kb.catalog.document_spans(held)
    regulations = [
        Regulation(key, info.title, info.meta, repealed_titles(texts[key[0]][spans[key].start : spans[key].end]))
        for key, info in held.items()
    ]
    linked = link_versions(regulations, today or date.today(), known)  # noqa: DTZ011 - validity is judged by local days
    changed = {key: linked[key] for key, info in held.items() if linked[key] != info.meta}
    if changed:
        kb.set_metas(changed)
    return len(changed)
