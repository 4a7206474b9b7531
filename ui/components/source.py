"""The source panel: a whole document with the cited sentence marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple, TypedDict

from kb.catalog import Catalog
from kb.errors import NotFoundError
from kb.model import Document, DocumentKind, Passage, PassageKind, Source, Span
from kb.originals import Originals
from ui.components import badges, leaf
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.leaf import LeafView, Turned
from ui.components.place import Place
from ui.components.sent import on

#: Characters of a document sent to the browser at once.  250,000 are 6,000 lines, drawn in half a second; beyond that
#: the stretch around the passage is shown.
WHOLE = 250_000

#: A structural line up to this long without the marks of a sentence is set as a heading.
_HEADING = 42

#: Ends like a sentence, or says something of a named thing (``责任单位：…``).
_SENTENCE = re.compile(r"[。；！？]$|[：:].")

_LINE = re.compile(r"[^\n]*\n?")


class Piece(NamedTuple):
    """A stretch of a line; ``style`` is empty, ``label`` or ``mark``; ``seq`` is its passage, -1 for none."""

    text: str
    style: str
    seq: int


class Line(TypedDict):
    """A line of the document: its look (``title``, ``head``, ``text``, ``blank``) and its pieces."""

    look: str
    pieces: list[Piece]


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
    target: int | None
    lines: list[Line]
    cut: list[bool]
    before: Neighbour | None
    after: Neighbour | None
    leaf: LeafView | None


def view(
    catalog: Catalog,
    place: Place,
    originals: Originals | None = None,
    turned: Turned = Turned(),  # noqa: B008 - frozen
) -> SourceView:
    """The document at a place, with ``originals`` the page it was printed on; raises ``NotFoundError`` when it was
    replaced or removed since it was found.
    """
    if catalog.state().active.get(place.source) != place.generation:
        msg = "这份资料已更新或移除，原来的位置不再有效。请重新提问。"
        raise NotFoundError(msg)
    source = catalog.load(place.source)
    document = next(document for document in source.documents if document.part == place.part)
    passage = source.passages[place.seq] if place.seq is not None else None
    cited = place.quote or (passage.span if passage else None)
    paper = leaf.view(originals, source, cited or document.span, turned) if originals else None
    return _view(source, document, place, passage, paper)


def _view(
    source: Source, document: Document, place: Place, passage: Passage | None, paper: LeafView | None
) -> SourceView:
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
        target=place.seq,
        lines=list(lines(source.text, window, shown, title=document.title, quote=place.quote)),
        cut=[window.start > document.span.start, window.end < document.span.end],
        before=before,
        after=after,
        leaf=paper,
    )


def lines(
    text: str,
    window: Span,
    passages: Sequence[tuple[int, Passage]],
    *,
    title: str = "",
    quote: Span | None = None,
) -> Iterator[Line]:
    """The lines of ``text`` in a window.

    Their pieces, joined by line ends, are the text character for character; the ``mark`` pieces, joined alike, are
    the quote; the pieces of a passage hold all of its words.  Several passages may share a line (一是…；二是…).
    """
    titled = False
    at = 0
    for match in _LINE.finditer(text, window.start, window.end):
        if match.start() == match.end():
            break
        line = Span(match.start(), match.end() - match.group().endswith("\n"))
        while at < len(passages) and passages[at][1].span.end <= line.start:
            at += 1
        here = list(takewhile(lambda item: item[1].span.start < line.end, islice(passages, at, None)))  # noqa: B023
        words = text[line.start : line.end].strip()
        look = _look(words, here[0][1] if here else None, "" if titled else title, line.start)
        titled = titled or look == "title"
        yield Line(look=look, pieces=list(_pieces(text, line, here, quote)))


def _look(line: str, passage: Passage | None, title: str, start: int) -> str:
    if not line:
        return "blank"
    if title and line.lstrip("# ") == title:
        return "title"
    if passage is None:
        return "text"
    if passage.kind is PassageKind.PROBLEM:
        return "head" if start <= passage.span.start else "text"
    short = passage.kind is PassageKind.STRUCTURE and len(line) <= _HEADING
    return "head" if short and not _SENTENCE.search(line) else "text"


def _pieces(text: str, line: Span, here: Sequence[tuple[int, Passage]], quote: Span | None) -> Iterator[Piece]:
    """A line cut where passages and the quote begin and end, and behind the labels of articles."""
    labels = [
        Span(passage.span.start, passage.span.start + len(passage.locator))
        for _, passage in here
        if passage.kind is PassageKind.ARTICLE and text.startswith(passage.locator, passage.span.start)
    ]
    spans = [passage.span for _, passage in here] + labels + ([quote] if quote else [])
    points = sorted({*line, *(point for span in spans for point in span if line.start < point < line.end)})
    for left, right in pairwise(points) if len(points) > 1 else [(line.start, line.start)]:
        marked = (
            quote is not None and quote.start <= left and (right <= quote.end if left < right else left < quote.end)
        )
        label = any(span.start <= left < right <= span.end for span in labels)
        style = "mark" if marked else "label" if label else ""
        seq = next((seq for seq, passage in here if passage.span.start <= left < passage.span.end), -1)
        yield Piece(text[left:right], style, seq)


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
    published = "发布" if document.kind is DocumentKind.PRACTICE else "通报"
    for name, value in (
        ("制定机关", meta.issuer),
        ("文号", meta.doc_number),
        ("公布", meta.issued),
        ("施行", meta.effective),
        ("被巡察单位", meta.unit),
        ("巡察机构", meta.inspector),
        ("反馈", meta.feedback_date),
        (published, meta.published),
        ("已被取代", meta.superseded_by),
    ):
        if value:
            yield f"{name}：{value}"


_mount = component("source", "leaf")


def source_panel(
    shown: SourceView | None,
    *,
    key: str = "source_panel",
    on_close: Callable[[], None],
    on_turn: Callable[[Turned], None] = lambda _: None,
) -> None:
    """Draw the panel; an empty one says how to fill it.  ``on_turn`` gets how the original is to be shown."""
    _mount(
        key=key,
        data=shown,
        on_close_change=on_close,
        on_turn_change=on(key, "turn", lambda sent: on_turn(Turned(bool(sent["printed"]), sent["page"]))),
    )
