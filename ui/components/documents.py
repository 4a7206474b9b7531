"""The list of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from kb.catalog import DocumentInfo, SourceInfo
from kb.model import DocumentKind
from ui import memory
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.place import Place
from ui.components.sent import on


class DocumentRow(TypedDict):
    """One document; ``id`` is its position among all documents of the list of sources."""

    id: str
    title: str
    note: str
    badges: list[Badge]


class DocumentGroup(TypedDict):
    """The documents of a kind."""

    label: str
    documents: list[DocumentRow]


def view(sources: Sequence[SourceInfo]) -> tuple[list[DocumentGroup], dict[str, Place]]:
    """The documents by kind, and where each leads."""
    rows: dict[DocumentKind, list[DocumentRow]] = {}
    places = {}
    for source in sources:
        for document in source.documents:
            identifier = f"{source.source_id}#{document.part}"
            places[identifier] = Place(source.source_id, source.generation, document.part)
            row = DocumentRow(
                id=identifier,
                title=document.title,
                note=_note(source, document),
                badges=badges.of_document(document.provenance, document.meta.validity),
            )
            rows.setdefault(document.kind, []).append(row)
    groups = [DocumentGroup(label=kind.label, documents=rows[kind]) for kind in DocumentKind if kind in rows]
    return groups, places


def _note(source: SourceInfo, document: DocumentInfo) -> str:
    problems = f"，{document.problems} 个问题" if document.problems else ""
    return f"{source.doc}，{document.passages} 条段落{problems}"


_mount = component("documents")


def document_list(sources: Sequence[SourceInfo]) -> None:
    """Draw the list; a click opens the document in the source panel."""
    groups, places = view(sources)

    def opening(identifier: str) -> None:
        if identifier in places:
            memory.open_place(places[identifier])

    _mount(key="document_list", data={"groups": groups}, on_open_change=on("document_list", "open", opening))
