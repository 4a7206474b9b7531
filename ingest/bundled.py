"""The bundled library: documents that come with the product, taken in on the first start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import kb as kb_package
from ingest.inputs import Input, Payload
from ingest.pipeline import IngestSummary, Progress, ingest_inputs

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.settings import Settings

LIBRARY = Path(kb_package.__file__).parent / "library"
# Written beside the catalog once the library was taken in, so that what the user removed does not come back.
MARKER = "library.done"
_NOT_CONTENT = {"readme.md"}


@dataclass(frozen=True, slots=True)
class _File:
    path: Path

    def __call__(self) -> Payload:
        return Payload(self.path.read_bytes(), self.path.name)


def library_files(folder: Path = LIBRARY) -> list[Input]:
    """The bundled documents, in order of their names; their origin is ``library:<name>``, the same on all machines."""
    paths = sorted(path for path in folder.glob("*.md") if path.name.lower() not in _NOT_CONTENT)
    return [Input(path.name, f"library:{path.name}", path.stat().st_size, _File(path)) for path in paths]


def ingest_library(
    kb: KnowledgeBase, *, progress: Callable[[Progress], None] | None = None, folder: Path = LIBRARY
) -> IngestSummary:
    """Take in the bundled documents; those already there with the same bytes are left alone."""
    return ingest_inputs(kb, library_files(folder), progress=progress)


def first_start(
    kb: KnowledgeBase, settings: Settings, *, progress: Callable[[Progress], None] | None = None, folder: Path = LIBRARY
) -> IngestSummary | None:
    """Take in the library once in the life of a data folder; None where it is not wanted or was done before."""
    marker = settings.home / MARKER
    if not settings.library_on_first_start or marker.exists():
        return None
    summary = ingest_library(kb, progress=progress, folder=folder)
    if not summary.failed:
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.write_text("", encoding="utf-8")
    return summary
