"""Reading the body of a draft: paragraphs with their level, words with their citation markers and replaced names.

People type official papers as plain lines; the numbers in front say the level (GB/T 9704-2012, 7.3.3: ``一、`` in
黑体, ``（一）`` in 楷体, ``1.`` and ``（1）`` in 仿宋).  A numbered line without a full stop is a heading; one with
running text behind its first full stop is a run-in heading: only the words up to that full stop are set as heading.
A form feed begins a new page.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.text import fold

#: Prefixes of the four levels, on width-folded text.
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
    re.compile(r"\(\d{1,2}\)"),
)

#: A heading that runs in is at most this long up to its full stop: two lines of 28 characters.
_RUN_IN = 56

#: A marker ``[3]``, ``[^3]`` or ``[1,2]``, in full width too.
MARKER = re.compile(r"[\[［【]\^?(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)[\]］】]")

#: A name put in the place of another, ``〖雾岭县公安局←云汀市公安局〗``; the words around it are those of the source.
REPLACED = re.compile(r"〖([^〖〗←。！？；!?;\n]{1,60})←([^〖〗←。！？；!?;\n]{1,60})〗")


class Piece(NamedTuple):
    """Words without markers, and the numbers that stand behind them."""

    text: str
    notes: tuple[int, ...]


class Paragraph(NamedTuple):
    """A line of the body.  ``level`` is 1 to 4 for the levels of headings and 0 for text; the first ``heading``
    characters of the plain text (markers taken out) are set as heading.  ``page`` ones begin a new page.
    """

    level: int
    pieces: tuple[Piece, ...]
    heading: int = 0
    page: bool = False

    @property
    def text(self) -> str:
        """The words without markers."""
        return "".join(piece.text for piece in self.pieces)


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The lines of a body that hold words, in order."""
    found: list[Paragraph] = []
    for number, page in enumerate(body.split("\f")):
        read = [_paragraph(line.strip()) for line in page.splitlines() if line.strip()]
        found += [read[0]._replace(page=bool(number and found)), *read[1:]] if read else []
    return tuple(found)


def pieces(text: str) -> tuple[Piece, ...]:
    """Words and the markers behind them; a marker at the very start stands behind no words."""
    found: list[Piece] = []
    at = 0
    for match in MARKER.finditer(text):
        numbers = tuple(int(number) for number in re.findall(r"\d+", match[1]))
        words = text[at : match.start()]
        if not words and found:
            found[-1] = Piece(found[-1].text, found[-1].notes + numbers)
        else:
            found.append(Piece(words, numbers))
        at = match.end()
    if at < len(text) or not found:
        found.append(Piece(text[at:], ()))
    return tuple(found)


def plain(text: str) -> str:
    """The text without its markers."""
    return MARKER.sub("", text)


def replaced(new: str, old: str) -> str:
    """The markup of a name that was replaced."""
    return f"〖{new}←{old}〗"


def restored(text: str) -> str:
    """The text with the names that its source has."""
    return REPLACED.sub(r"\2", text)


def _paragraph(line: str) -> Paragraph:
    parts = pieces(line)
    words = "".join(part.text for part in parts)
    folded = fold(words)
    level = next((number for number, pattern in enumerate(_LEVELS, 1) if pattern.match(folded)), 0)
    return Paragraph(level, parts, _heading(words) if level else 0)


def _heading(words: str) -> int:
    stop = words.find("。")
    if stop in (-1, len(words) - 1):
        return len(words) if len(words) <= _RUN_IN else 0
    return stop + 1 if stop < _RUN_IN else 0
