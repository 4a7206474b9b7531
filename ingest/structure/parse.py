"""From clean text to documents: split, decide the kind, hand over to the parser of that kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from ingest.structure.compilation import Piece, split_pieces
from ingest.structure.contents import Contents, find_contents
from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut, LocatorNames
from ingest.structure.dates import first_date
from ingest.structure.deadlines import Frame
from ingest.structure.glued import split_articles, split_headings, split_title
from ingest.structure.headed import closing_start, cut_headed
from ingest.structure.kind import Decision, detect_kind, detect_provenance, is_meeting
from ingest.structure.ledger import LEDGER_MARK, parse_ledger
from ingest.structure.lines import Line, split_lines, trim
from ingest.structure.notice import parse_notice
from ingest.structure.notice_meta import filled_in, notice_meta, published_on, stated_counts, unit_of_case
from ingest.structure.outline import build
from ingest.structure.regulation import article_labels, parse_regulation
from ingest.structure.regulation_meta import regulation_meta
from ingest.structure.titles import Head, clean_title, read_head
from kb.model import Document, DocumentKind, Meta, PassageKind, Span
from kb.text import fold


def parse(text: str, name: str, kinds: Mapping[int, DocumentKind] | None = None) -> tuple[Document, ...]:
    """The documents in the clean text of one file, in order.

    ``name`` is the base name of the file; it is the title of a text that has none.  Deterministic, and total: any
    string gives documents whose passages, in order and without overlap, hold every non-blank character; a blank
    text gives none.  ``kinds`` are decisions of the user by part: such a document is parsed as that kind, whatever it
    looks like.
    """
    folded = fold(text)
    lines = split_lines(folded)
    if not lines:
        return ()
    names = LocatorNames()
    file = _File(text, folded, name, names, kinds or {})
    pieces = split_pieces(lines)
    documents: list[Document] = []
    for at, piece in enumerate(pieces):
        own = lines[piece.first : piece.last]
        end = lines[piece.last].start if piece.last < len(lines) else len(text)
        part = at + 1 if len(pieces) > 1 else 0
        documents.append(_document(file, own, trim(text, own[0].start, end), piece, part))
    return tuple(documents)


class _File(NamedTuple):
    """The file under work: its text as stored and folded, its name, the locators given so far, decided kinds."""

    text: str
    folded: str
    name: str
    names: LocatorNames
    kinds: Mapping[int, DocumentKind]


class _Front(NamedTuple):
    """What precedes the text of a document: the prefix of its locators, and the cuts of title and contents."""

    prefix: str
    cuts: tuple[Cut, ...]


def _document(file: _File, lines: list[Line], span: Span, piece: Piece, part: int) -> Document:
    """One document."""
    text, folded, name, names, kinds = file
    lines = split_articles(folded, split_title(folded, lines))
    contents: Contents | None = None
    if not article_labels(lines):
        contents = find_contents(lines)
        lines, contents = _on_own_lines(folded, lines, contents)
    head, front = _front(lines, contents, piece, name)
    decision = detect_kind(folded, lines, head)
    forced = kinds.get(part)
    if forced:
        found = f"程序判断为{decision.kind.label}：{decision.reason}"
        decision = Decision(forced, f"人工{'确认' if forced is decision.kind else '更正'}，{found}")
    kind = decision.kind
    provenance = detect_provenance(head.title, head.notes)
    base = Document(part, kind, decision.reason, head.title, span, provenance)
    if kind is DocumentKind.REGULATION:
        parsed = parse_regulation(folded, lines, span, head.size, names=names, prefix=piece.prefix)
        return replace(
            base,
            meta=regulation_meta(folded, lines, head, span, name),
            chapters=parsed.chapters,
            articles=parsed.articles,
            passages=parsed.passages,
            warnings=parsed.warnings,
        )
    if kind is DocumentKind.PRACTICE:
        return _article(file, base, lines, head, _Front(piece.prefix, front))
    meta = notice_meta(folded, lines, head, span, kind)
    title = Span(lines[head.first].start, lines[head.last].end) if head.last >= 0 else Span(span.start, span.start)
    context = Context(text, folded, _frame(meta, head.title, lines), kind, piece.prefix, title, front)
    tried = kind is DocumentKind.FEEDBACK and not forced and is_meeting(head.title)
    # The trial has locators of its own: those it gives are not given.
    if tried and not parse_notice(context, lines, span, head.size, LocatorNames()).problems:
        news = replace(base, kind=DocumentKind.PRACTICE, kind_reason="标题为会议消息，正文没有逐条列出问题")
        return _article(file, news, lines, head, _Front(piece.prefix, front))
    if kind is DocumentKind.LEDGER and any(line.text.startswith(LEDGER_MARK) for line in lines):
        notice = parse_ledger(context, lines, span, names)
    else:
        notice = parse_notice(context, lines, span, head.size, names)
    if kind is DocumentKind.CASE and meta.unit is None and len(notice.problems) == 1:
        meta = replace(meta, unit=unit_of_case(folded, notice.problems[0].span))
    if notice.problems and kind in (DocumentKind.NOTICE, DocumentKind.FEEDBACK):
        first = min(problem.span.start for problem in notice.problems)
        meta = replace(meta, counts=stated_counts(folded[span.start : span.end], first - span.start))
    warnings = (*notice.warnings, *_fewer_than_stated(kind, meta, len(notice.problems)))
    return replace(base, meta=meta, problems=notice.problems, passages=notice.passages, warnings=warnings)


def _article(file: _File, base: Document, lines: list[Line], head: Head, above: _Front) -> Document:
    """An article: found by its headings, dated by its particulars or signature."""
    cover = Cover(file.text, base.span.start, base.span.end, f"{above.prefix}标题")
    for cut in above.cuts:
        cover.add(cut)
    closing = closing_start(lines, head.size)
    body = lines[head.size : closing]
    if body:
        stop = lines[closing].start if closing < len(lines) else base.span.end
        cut_headed(cover, build(body, body[0].start, stop, bullets=False), above.prefix)
    if closing < len(lines):
        cover.add(Cut(lines[closing].start, PassageKind.STRUCTURE, f"{above.prefix}落款"))
    meta = Meta(published=published_on(lines, head), origin_note=head.notes or None)
    return replace(base, meta=meta, passages=cover.passages(file.names))


def _fewer_than_stated(kind: DocumentKind, meta: Meta, found: int) -> tuple[str, ...]:
    """A warning where a notice says how many problems it reports and fewer were found (as many as it has classes of
    problems are enough: some report by class).
    """
    stated = meta.counts.problems or 0
    if kind is not DocumentKind.NOTICE or not 0 < found < stated or found == meta.counts.categories:
        return ()
    return (f"文中写明{stated}个问题，识别出{found}个；可能只登载了一部分，也可能有的没有认出，请对照原文核对",)


def _on_own_lines(folded: str, lines: list[Line], contents: Contents | None) -> tuple[list[Line], Contents | None]:
    """Give headings inside paragraphs their own lines; the table of contents itself stays as it is."""
    if contents is None:
        return split_headings(folded, lines, ()), None
    above = split_headings(folded, lines[: contents.first], contents.keys)
    below = split_headings(folded, lines[contents.last + 1 :], contents.keys)
    table = lines[contents.first : contents.last + 1]
    first, last = len(above), len(above) + len(table) - 1
    if contents.glued:
        last += 1
    return [*above, *table, *below], contents._replace(first=first, last=last)


def _front(lines: list[Line], contents: Contents | None, piece: Piece, name: str) -> tuple[Head, tuple[Cut, ...]]:
    """The head of a document and the cuts for title and table of contents, which may stand in either order."""
    if piece.title:
        head = _piece_head(lines, piece)
    else:
        above = lines[: contents.first] if contents else lines
        head = read_head(above, PurePath(name).stem or "无标题")
    if contents is None:
        return head, ()
    cuts = [Cut(lines[contents.first].start, PassageKind.STRUCTURE, f"{piece.prefix}目录")]
    if head.last >= 0:
        return head._replace(size=contents.last + 1), tuple(cuts)
    after = contents.last + 1
    below = read_head(lines[after:], PurePath(name).stem or "无标题")
    if below.last >= 0:
        cuts.append(Cut(lines[after].start, PassageKind.STRUCTURE, f"{piece.prefix}标题"))
    return Head(below.title, below.first + after, below.last + after, below.size + after, below.notes), tuple(cuts)


def _piece_head(lines: list[Line], piece: Piece) -> Head:
    """The head of a piece of a compilation, which has its title on the line that numbers it."""
    at = next((i for i, line in enumerate(lines) if line.text.endswith(piece.title)), 0)
    count = at + 1
    bare = clean_title(piece.title)
    # The title is usually printed again under the line that numbers the piece.
    while count < len(lines) and clean_title(lines[count].text) == bare:
        count += 1
    return Head(bare, at, at, count, "")


def _frame(meta: Meta, title: str, lines: list[Line]) -> Frame:
    """The day against which relative time limits are measured: of publication, else the one its title names
    (``台账(截至2025年8月31日)``) or it was filled in on, else of feedback or inspection.
    """
    day = meta.published or first_date(title) or filled_in(lines) or meta.feedback_date or meta.period_end
    return Frame(day, day.year if day else None, meta.feedback_date)
