"""``xunjian show`` and ``xunjian list``: one document or the whole library on the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ingest.integrity import integrity, integrity_lines
from ingest.structure.tree import tree
from kb.catalog import Catalog, SourceInfo
from kb.errors import NotFoundError
from kb.model import Document, DocumentKind, Source


class Selection(NamedTuple):
    """A source and the documents of it that were asked for."""

    source: Source
    documents: tuple[Document, ...]


def select(catalog: Catalog, name: str) -> Selection:
    """Find a document by name, id, title or ``name#part``.

    Raises ``NotFoundError`` with the nearest names, or with the parts there are.
    """
    part = re.fullmatch(r"(?P<name>.+)#(?P<part>\d+)", name)
    info = catalog.resolve(part["name"] if part else name)
    source = catalog.load(info.source_id)
    if part:
        chosen = tuple(document for document in source.documents if document.part == int(part["part"]))
        if not chosen:
            there = "、".join(f"{source.doc}#{document.part}" for document in source.documents)
            msg = f"《{source.doc}》中没有第 {part['part']} 篇。可选：{there}。"
            raise NotFoundError(msg)
        return Selection(source, chosen)
    titled = tuple(document for document in source.documents if document.title == name)
    return Selection(source, titled or source.documents)


def tree_lines(selection: Selection) -> Iterator[str]:
    """The structure as an indented tree, the integrity of regulations, then what needs attention."""
    source = selection.source
    yield f"{source.doc}（{len(source.text)} 字，SHA-256 {source.sha256[:12]}…）"
    yield from tree(source.with_documents(selection.documents)).splitlines()
    regulations = [document for document in selection.documents if document.kind is DocumentKind.REGULATION]
    yield from integrity_lines([(document.title, integrity(source, document)) for document in regulations])
    yield from (f"注意：{warning}" for warning in source.warnings)


def cleaning_lines(source: Source) -> Iterator[str]:
    """Each removal and repair with the text before and after."""
    if not source.cleaning and not source.personal:
        yield "清洗时未作任何改动。"
    for edit in source.cleaning:
        doubt = "" if edit.certain else "（存疑，请核对原件）"
        yield f"[{edit.rule}] 字符 {edit.at}{doubt}：“{_shown(edit.before)}” → “{_shown(edit.after)}”"
    for datum in source.personal:
        yield f"[个人信息] 字符 {datum.span.start}–{datum.span.end}：{datum.kind}，已遮盖"


def _shown(text: str, limit: int = 80) -> str:
    """A text on one line with its middle left out when it is long."""
    line = text.replace("\n", "⏎")
    half = limit // 2
    return line if len(line) <= limit else f"{line[:half]}…（{len(line)} 字）…{line[-half:]}"


def list_json(sources: Sequence[SourceInfo]) -> dict[str, Any]:
    """The library as one JSON object."""
    return {
        "documents": [
            {
                "doc": source.doc,
                "id": source.source_id,
                "part": document.part,
                "kind": document.kind.value,
                "title": document.title,
                "provenance": document.provenance.value,
                "validity": document.meta.validity.value,
                "passages": document.passages,
                "problems": document.problems,
                "sha256": source.sha256,
                "origin": source.origin,
                "warnings": list(document.warnings),
            }
            for source in sources
            for document in source.documents
        ]
    }
