"""The list of documents on 资料, ready to be drawn by ``assets/library.js``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from typing import TypedDict

from kb.catalog import DocumentInfo, SourceInfo
from kb.model import DocumentKind
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.sent import on

#: The group of documents that need a look.
WARNED = "warned"


class RowView(TypedDict):
    """A document; ``groups`` are the filters it passes, ``words`` what is searched in, in small letters."""

    id: str
    title: str
    kind: str
    badges: list[Badge]
    facts: str
    file: str
    groups: list[str]
    words: str


class GroupView(TypedDict):
    """A filter with the number of documents that pass it."""

    value: str
    label: str
    number: int


class LibraryView(TypedDict):
    """What the browser draws, the newest first."""

    kinds: list[GroupView]
    rows: list[RowView]


def identifier(source_id: str, part: int) -> str:
    """The name of a document on this page."""
    return f"{source_id}#{part}"


def parsed(name: str) -> tuple[str, int]:
    """Inverse of :func:`identifier`; raises ValueError for anything else."""
    source_id, _, part = name.rpartition("#")
    return source_id, int(part)


def view(sources: Sequence[SourceInfo]) -> LibraryView:
    """All documents, those of the file taken in last first."""
    newest = sorted(sources, key=lambda source: source.added_at, reverse=True)
    rows = [_row(source, document) for source in newest for document in source.documents]
    numbers = Counter(group for row in rows for group in row["groups"])
    groups = [(kind.value, kind.label) for kind in DocumentKind] + [(WARNED, "有提示")]
    return LibraryView(
        kinds=[GroupView(value=value, label=label, number=numbers[value]) for value, label in groups if numbers[value]],
        rows=rows,
    )


def _row(source: SourceInfo, document: DocumentInfo) -> RowView:
    warned = bool(document.warnings or source.warnings)
    groups = [document.kind.value, *([WARNED] if warned else [])]
    marks = badges.of_document(document.provenance, document.meta.validity)
    part = f" 第 {document.part} 篇" if document.part else ""
    file = f"{source.doc}{part}"
    return RowView(
        id=identifier(source.source_id, document.part),
        title=document.title,
        kind=document.kind.label,
        badges=[*marks, *([Badge(text="有提示", tone="amber")] if warned else [])],
        facts="　".join(_facts(source, document)),
        file=file,
        groups=groups,
        words=" ".join((document.title, file, document.meta.unit or "", document.meta.issuer or "")).lower(),
    )


def _facts(source: SourceInfo, document: DocumentInfo) -> Iterator[str]:
    meta = document.meta
    if document.articles:
        yield f"{document.articles} 条"
    if document.problems:
        yield f"{document.problems} 个问题"
    if not document.articles and not document.problems:
        yield f"{document.passages} 条段落"
    day = meta.published or meta.feedback_date or meta.issued
    if day:
        yield str(day)
    yield f"{source.added_at.replace(tzinfo=UTC).astimezone():%m月%d日}收录"


_mount = component("library")


def document_list(shown: LibraryView, *, opened: str, on_open: Callable[[str], None]) -> None:
    """Draw the list; ids of documents go to ``on_open``."""
    _mount(key="library_list", data={**shown, "open": opened}, on_open_change=on("library_list", "open", on_open))
