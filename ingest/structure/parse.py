"""From clean text to documents: split, decide the kind, hand over to the parser of that kind."""

from __future__ import annotations

from pathlib import PurePath

from ingest.structure.compilation import Piece, split_pieces
from ingest.structure.cover import Cover, Cut, LocatorNames
from ingest.structure.deadlines import Frame
from ingest.structure.headed import closing_start, cut_headed
from ingest.structure.kind import Decision, detect_kind, detect_provenance
from ingest.structure.ledger import parse_ledger
from ingest.structure.lines import Line, split_lines, trim
from ingest.structure.metadata import notice_meta, regulation_meta
from ingest.structure.notice import Context, parse_notice
from ingest.structure.outline import build
from ingest.structure.regulation import parse_regulation
from ingest.structure.titles import Head, clean_title, read_head
from kb.model import Document, DocumentKind, Meta, PassageKind, Span
from kb.text import fold


def parse(text: str, name: str) -> tuple[Document, ...]:
    """The documents in the clean text of one file, in order.

    ``name`` is the base name of the file; it is the title of a text that has none.  Deterministic, and total: any
    string gives documents whose passages, in order and without overlap, hold every non-blank character; a blank
    text gives none.
    """
    folded = fold(text)
    lines = split_lines(folded)
    if not lines:
        return ()
    names = LocatorNames()
    pieces = split_pieces(lines)
    documents: list[Document] = []
    for at, piece in enumerate(pieces):
        own = lines[piece.first : piece.last]
        start = own[0].start
        end = lines[piece.last].start if piece.last < len(lines) else len(text)
        part = at + 1 if len(pieces) > 1 else 0
        documents.append(_document(text, folded, own, trim(text, start, end), part, piece, name, names))
    return tuple(documents)


def _document(
    text: str, folded: str, lines: list[Line], span: Span, part: int, piece: Piece, name: str, names: LocatorNames
) -> Document:
    """One document."""
    head = _head(lines, piece, name)
    decision = detect_kind(folded, lines, head)
    provenance = detect_provenance(head.title, head.notes, folded[span.start : span.start + 1500])
    kind = decision.kind
    base = Document(part, kind, decision.reason, head.title, span, provenance)
    if kind is DocumentKind.REGULATION:
        parsed = parse_regulation(folded, lines, span, head.count, names, piece.prefix)
        meta = regulation_meta(folded, lines, head, span, name)
        return _filled(base, meta, chapters=parsed.chapters, articles=parsed.articles, passages=parsed.passages, warnings=parsed.warnings)
    if kind is DocumentKind.PRACTICE:
        cover = _headed(text, lines, span, head, piece)
        return _filled(base, Meta(), passages=cover.passages(names))
    meta = notice_meta(folded, lines, head, span)
    frame = _frame(meta)
    context = Context(text, folded, frame, kind, piece.prefix)
    if kind is DocumentKind.LEDGER:
        ledger = parse_ledger(context, lines, span, names)
        return _filled(base, meta, problems=ledger.problems, passages=ledger.passages, warnings=ledger.warnings)
    notice = parse_notice(context, lines, span, head.count, names)
    return _filled(base, meta, problems=notice.problems, passages=notice.passages, warnings=notice.warnings)


def _filled(base: Document, meta: Meta, **parts: object) -> Document:
    """The document with its parts."""
    from dataclasses import replace

    return replace(base, meta=meta, **parts)  # type: ignore[arg-type]


def _head(lines: list[Line], piece: Piece, name: str) -> Head:
    """The head of a document; a piece of a compilation has its title on the line that numbers it."""
    if not piece.title:
        return read_head(lines, PurePath(name).stem or "无标题")
    at = next(i for i, line in enumerate(lines) if line.text.endswith(piece.title))
    count = at + 1
    bare = clean_title(piece.title)
    # The title is usually printed again under the line that numbers the piece.
    while count < len(lines) and clean_title(lines[count].text) == bare:
        count += 1
    return Head(bare, at, at, count, "")


def _headed(text: str, lines: list[Line], span: Span, head: Head, piece: Piece) -> Cover:
    """A text that is found by its headings."""
    cover = Cover(text, span.start, span.end, f"{piece.prefix}标题")
    closing = closing_start(lines, head.count)
    body = lines[head.count : closing]
    if body:
        stop = lines[closing].start if closing < len(lines) else span.end
        cut_headed(cover, build(body, body[0].start, stop, bullets=False), piece.prefix)
    if closing < len(lines):
        cover.add(Cut(lines[closing].start, PassageKind.STRUCTURE, f"{piece.prefix}落款"))
    return cover


def _frame(meta: Meta) -> Frame:
    """The day against which relative time limits are measured: of publication, else of feedback or inspection."""
    day = meta.published or meta.feedback_date or meta.period_end
    return Frame(day, day.year if day else None)


__all__ = ["Decision", "parse"]
