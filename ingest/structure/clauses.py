"""Running text in the pieces that official documents tell one thing in: sentences, and what semicolons part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.structure.lines import trim
from kb.model import Span

_OPENING, _CLOSING = "“「『《([【", "”」』》)]】"
_STOPS = "。!?\n"


def units(folded: str, span: Span) -> list[Span]:
    """The units of ``folded[span]`` in order, each with the mark that ends it: sentences, divided at semicolons.

    A sentence whose first part ends in a colon and an enumeration (``核查三类事项:…;…;…``) is one unit; marks inside
    quotation marks and brackets divide nothing.
    """
    found: list[Span] = []
    for sentence in _pieces(folded, span, _STOPS):
        parts = list(_pieces(folded, sentence, ";"))
        if len(parts) > 1 and _enumerates(folded[parts[0].start : parts[0].end]):
            parts = [sentence]
        found += parts
    return found


def comma_clauses(folded: str, span: Span) -> list[Span]:
    """The clauses of a unit, divided at commas outside quotation marks and brackets."""
    return list(_pieces(folded, span, ","))


def _enumerates(words: str) -> bool:
    """Whether the first part of a sentence leads to an enumeration."""
    return re.search(r":.", re.sub(r"[“\"][^”\"]*[”\"]|\([^()]*\)|《[^》]*》", "", words)) is not None


def _pieces(folded: str, span: Span, marks: str) -> Iterator[Span]:
    """The non-blank pieces of a stretch, each with the mark that ends it."""
    depth, start, straight = 0, span.start, False
    for at in range(span.start, span.end):
        char = folded[at]
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char == '"':
            straight = not straight
        if char == "\n":
            # A quotation that is never closed does not swallow the paragraphs behind it.
            depth, straight = 0, False
        # A line that ends in a comma was wrapped: its sentence goes on.
        wrapped = char == "\n" and at > span.start and folded[at - 1] in ",、"
        if char in marks and not depth and not straight and not wrapped:
            piece = trim(folded, start, at + 1)
            if piece.start < piece.end:
                yield piece
            start = at + 1
    piece = trim(folded, start, span.end)
    if piece.start < piece.end:
        yield piece
