"""Keeps the validity of all regulations true after the library has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import kb as kb_package
from ingest.structure.versions import Known, Regulation, known_documents, link_versions, repealed_titles

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

SOURCES = Path(kb_package.__file__).parent / "library" / "sources.yaml"


@cache
def listed_sources(path: Path = SOURCES) -> tuple[dict[str, Any], ...]:
    """The official documents on the list kept with the product."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    listed = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way
    return tuple(listed["documents"])


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
