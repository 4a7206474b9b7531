"""What every reader returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

#: Between the cells of a row; and what stands for a bar inside a cell (U+00A6, which no folding turns into a bar).
CELL_DIVIDER, INNER_BAR = " | ", "\u00a6"


class RawPage(NamedTuple):
    """Page ``number`` (from 1) covers ``text[start:end]``; ``confidence`` is the mean OCR confidence or None."""

    number: int
    start: int
    end: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    r"""The words of one file as its format gives them, before any cleaning.

    Lines end with ``\n``; ``pages`` is empty for formats without pages.  ``format`` is the short name of what the
    bytes were (``docx``, ``pdf``, ``gb18030`` text is ``txt``), ``notes`` are Chinese remarks for the user about
    the reading itself (declared and real encoding differ, pages without text …).
    """

    text: str
    pages: tuple[RawPage, ...] = ()
    format: str = "txt"
    notes: tuple[str, ...] = ()


def join_pages(pages: list[tuple[int, str, float | None]]) -> tuple[str, tuple[RawPage, ...]]:
    """Put pages ``(number, text, confidence)`` one after the other, a line break between them."""
    parts: list[str] = []
    spans: list[RawPage] = []
    offset = 0
    for number, text, confidence in pages:
        piece = text.rstrip("\n") + "\n"
        spans.append(RawPage(number, offset, offset + len(piece), confidence))
        parts.append(piece)
        offset += len(piece)
    return "".join(parts), tuple(spans)


def unix_lines(text: str) -> str:
    r"""Line ends as ``\n``: ``\r\n``, ``\r``, form feed, vertical tab and the Unicode separators."""
    for end in ("\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return text


def width(line: str) -> int:
    """Display width in half-width columns: ideographs and full-width marks take two."""
    return sum(2 if char > "\u2e7f" or char in "“”‘’—…" else 1 for char in line)
