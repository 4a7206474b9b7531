"""Lines of a text with their places: the unit all parsers of this package work on."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.model import Span

# The characters at which str.splitlines breaks, so that a "line" means the same everywhere.
_LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")

# Marks after which a sentence, and so a paragraph, may end (folded text).
SENTENCE_END = "。;!?:"
CLOSERS = "”’」』)】〕》〉]\"'"


class Line(NamedTuple):
    """A non-blank line: place without the blanks around it, and its folded text."""

    start: int
    end: int
    text: str


def split_lines(folded: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The non-blank lines of ``folded[start:end]``, trimmed, in order."""
    lines: list[Line] = []
    for match in _LINE.finditer(folded, start, len(folded) if end is None else end):
        raw = match.group()
        text = raw.strip()
        if text:
            left = match.start() + len(raw) - len(raw.lstrip())
            lines.append(Line(left, left + len(text), text))
    return lines


def trim(text: str, start: int, end: int) -> Span:
    """The range without blanks at its ends; an empty range at ``start`` when it is all blank."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left == len(piece):
        return Span(start, start)
    return Span(start + left, start + len(piece.rstrip()))


def ends_sentence(text: str) -> bool:
    """Whether a line of folded text closes a sentence, closing quotes and brackets disregarded."""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in SENTENCE_END


def line_start(folded: str, at: int) -> bool:
    """Whether only blanks stand between ``at`` and the line break before it."""
    head = folded[max(0, at - 80) : at]
    # 80 blanks in front of a heading do not occur; a longer stretch is not worth the walk.
    stripped = head.rstrip(" \t\u3000")
    return not stripped or stripped[-1] in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
