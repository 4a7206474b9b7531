"""Words of a source with their place: what everything in a drill that is not the trainer's own is made of."""

from __future__ import annotations

from typing import NamedTuple

from assistant.anchor import Anchor, of_passage
from assistant.answer import MeasureKind
from kb.model import Span, StoredPassage
from kb.text import sentences


class Fact(NamedTuple):
    """Words of a source and their place; ``kind`` is that of the measure they belong to, if they do."""

    text: str
    anchor: Anchor
    kind: MeasureKind | None = None


def fact(passage: StoredPassage, span: Span, kind: MeasureKind | None = None) -> Fact:
    """The words at a span (offsets of the document) inside a passage."""
    anchor = of_passage(passage, span)
    return Fact(anchor.quote, anchor, kind)


def spans_of(passage: StoredPassage) -> list[Span]:
    """The sentences of a passage in offsets of the document."""
    base = passage.span.start
    return [Span(base + span.start, base + span.end) for span in sentences(passage.text)]
