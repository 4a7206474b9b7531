"""The source panel: a whole document with the cited sentence marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypedDict

from kb.catalog import Catalog
from kb.errors import NotFoundError
from kb.model import Document, Passage, PassageKind, Source, Span
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.place import Place

#: Characters of a document sent to the browser at once.  250,000 are 6,000 lines, drawn in half a second; beyond that
#: the stretch around the passage is shown.
WHOLE = 250_000

#: A structural line up to this long without the marks of a sentence is set as a heading.
_HEADING = 42

#: Ends like a sentence, or says something of a named thing (``责任单位：…``).
_SENTENCE = re.compile(r"[。；！？]$|[：:].")

_LINE = re.compile(r"[^\n]*\n?")


class Line(TypedDict):
    """A line of the document: its look, the passage it belongs to (``seq``, -1 for none), whether that is the one
    asked for, and its pieces as ``[text, style]`` with style ``""``, ``label`` or ``mark``.
    """

    look: str
    seq: int
    on: bool
    pieces: list[tuple[str, str]]


class Neighbour(TypedDict):
    """A passage before or after the one shown."""

    label: str
    seq: int


class SourceView(TypedDict):
    """What the browser draws; see ``assets/source.js``."""

    title: str
    doc: str
    kind: str
    badges: list[Badge]
    path: list[str]
    locator: str
    page: int | None
    number: int | None
    facts: list[str]
    lines: list[Line]
    cut: list[bool]
    before: Neighbour | None
    after: Neighbour | None


def view(catalog: Catalog, place: Place) -> SourceView:
    """The document at a place; raises ``NotFoundError`` when it was replaced or removed since it was found."""
    if catalog.state().active.get(place.source) != place.generation:
        msg = "这份资料已更新或移除，原来的位置不再有效。请重新提问。"
        raise NotFoundError(msg)
    source = catalog.load(place.source)
    document = next(document for document in source.documents if document.part == place.part)
    return _view(source, document, place)


def _view(source: Source, document: Document, place: Place) -> SourceView:
    passage = source.passages[place.seq] if place.seq is not None else None
    first = next((seq for seq, other in enumerate(source.passages) if other.span.start >= document.span.start), 0)
    window = _window(document.span, passage.span if passage else None)
    shown = list(enumerate(document.passages, first))
    before, after = _neighbours(shown, place.seq)
    return SourceView(
        title=document.title,
        doc=source.doc,
        kind=document.kind.label,
        badges=badges.of_document(document.provenance, document.meta.validity),
        path=list(passage.path) if passage else [],
        locator=passage.locator if passage else "",
        page=source.page_of((place.quote or passage.span).start) if passage else None,
        number=place.number,
        facts=list(_facts(document)),
        lines=list(lines(source.text, window, shown, title=document.title, target=place.seq, quote=place.quote)),
        cut=[window.start > document.span.start, window.end < document.span.end],
        before=before,
        after=after,
    )


def lines(
    text: str,
    window: Span,
    passages: Sequence[tuple[int, Passage]],
    *,
    title: str = "",
    target: int | None = None,
    quote: Span | None = None,
) -> Iterator[Line]:
    """The lines of ``text`` in a window.

    Their pieces, joined by line ends, are the text character for character; the ``mark`` pieces, joined alike, are
    the quote.
    """
    titled = False
    at = 0
    for match in _LINE.finditer(text, window.start, window.end):
        start, end = match.start(), match.end() - match.group().endswith("\n")
        if match.start() == match.end():
            break
        anchor = start + len(text[start:end]) - len(text[start:end].lstrip())
        while at < len(passages) and passages[at][1].span.end <= anchor:
            at += 1
        seq, passage = passages[at] if at < len(passages) and passages[at][1].span.start <= anchor else (-1, None)
        first = passage is not None and start <= passage.span.start
        look = _look(text[start:end].strip(), passage, "" if titled else title, first=first)
        titled = titled or look == "title"
        label = len(passage.locator) if passage and first and _names_article(text, passage, anchor) else 0
        yield Line(
            look=look,
            seq=seq,
            on=target is not None and seq == target,
            pieces=list(_pieces(text, Span(start, end), anchor + label if label else start, quote)),
        )


def _names_article(text: str, passage: Passage, at: int) -> bool:
    return passage.kind is PassageKind.ARTICLE and text.startswith(passage.locator, at)


def _look(line: str, passage: Passage | None, title: str, *, first: bool) -> str:
    if not line:
        return "blank"
    if title and line.lstrip("# ") == title:
        return "title"
    if passage is None:
        return "text"
    if passage.kind is PassageKind.PROBLEM:
        return "head" if first else "text"
    short = passage.kind is PassageKind.STRUCTURE and len(line) <= _HEADING
    return "head" if short and not _SENTENCE.search(line) else "text"


def _pieces(text: str, line: Span, label_end: int, quote: Span | None) -> Iterator[tuple[str, str]]:
    """A line cut at the end of its label and at both ends of the quote."""
    cuts = {line.start, line.end, min(label_end, line.end)}
    if quote:
        cuts |= {point for point in quote if line.start < point < line.end}
    points = sorted(cuts)
    if len(points) == 1:  # an empty line
        yield "", "mark" if quote and quote.start <= line.start < quote.end else ""
    for left, right in pairwise(points):
        marked = quote is not None and quote.start <= left and right <= quote.end
        style = "mark" if marked else "label" if right <= label_end else ""
        yield text[left:right], style


def _window(document: Span, passage: Span | None) -> Span:
    """The whole document, or as much around the passage as can be drawn at once."""
    if document.end - document.start <= WHOLE:
        return document
    middle = passage.start if passage else document.start
    start = max(document.start, min(middle - WHOLE // 2, document.end - WHOLE))
    return Span(start, min(document.end, start + WHOLE))


def _neighbours(shown: Sequence[tuple[int, Passage]], target: int | None) -> tuple[Neighbour | None, Neighbour | None]:
    """The passages with words of their own before and after the target."""
    if target is None:
        return None, None
    found = [(seq, passage.locator) for seq, passage in shown if passage.kind.group is not None or seq == target]
    index = next((i for i, (seq, _) in enumerate(found) if seq == target), 0)
    before = Neighbour(label=found[index - 1][1], seq=found[index - 1][0]) if index > 0 else None
    after = Neighbour(label=found[index + 1][1], seq=found[index + 1][0]) if index + 1 < len(found) else None
    return before, after


def _facts(document: Document) -> Iterator[str]:
    """What an official looks for at the head of a document."""
    meta = document.meta
    for name, value in (
        ("制定机关", meta.issuer),
        ("文号", meta.doc_number),
        ("公布", meta.issued),
        ("施行", meta.effective),
        ("被巡察单位", meta.unit),
        ("巡察机构", meta.inspector),
        ("反馈", meta.feedback_date),
        ("通报", meta.published),
        ("已被取代", meta.superseded_by),
    ):
        if value:
            yield f"{name}：{value}"


_mount = component("source")


def source_panel(shown: SourceView | None, *, on_close: Callable[[], None]) -> None:
    """Draw the panel; an empty one says how to fill it."""
    _mount(key="source_panel", data=shown, on_close_change=on_close)
