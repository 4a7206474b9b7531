"""What is marked in an exported paper (not verified, to be filled in, names replaced), and how its words are cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from assistant.anchor import Anchor, Found, Resolution
from assistant.drafting.body import REPLACED, Paragraph, Piece, pieces, plain
from assistant.drafting.model import Column, ColumnKind, Row
from assistant.drafting.phrases import PLACEHOLDER
from assistant.export.wordml import Element, Mark, run
from kb.model import Span
from kb.text import sentences

#: Stands behind every sentence that could not be verified.
UNVERIFIED = "〔未核实〕"

#: Stands behind a replaced name where it cannot be marked otherwise.
WAS = "〔原为“{}”〕"

_SPECIAL = re.compile(f"{REPLACED.pattern}|{PLACEHOLDER.pattern}")

#: Marks that close a sentence: the numbers of notes stand in front of them.
_STOPS = ("。", "！", "？", "；")

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Marks:
    """Sentences and rows that failed a check.

    ``sentences`` holds pairs of the paragraph's position in :func:`assistant.drafting.body.paragraphs` and the bare
    words of the sentence (see :meth:`of`), ``rows`` pairs of the positions of table and row.
    """

    sentences: frozenset[tuple[int, str]] = frozenset()
    rows: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, failed: Iterable[tuple[int, str]], rows: Iterable[tuple[int, int]] = ()) -> Self:
        """Marks for sentences as a checker returns them; markers and blanks in them do not matter."""
        return cls(frozenset((paragraph, _bare(sentence)) for paragraph, sentence in failed), frozenset(rows))

    def is_unverified(self, paragraph: int, sentence: str) -> bool:
        """Whether the sentence of that paragraph failed."""
        return (paragraph, _bare(sentence)) in self.sentences


NO_MARKS = Marks()


class Bit(NamedTuple):
    """A stretch of words set alike, and what stands behind it: numbers of notes, then the mark.

    ``blank`` words are a placeholder the user has to fill in; ``was`` is the name in the source where another was put
    in its place, empty elsewhere.
    """

    text: str
    heading: bool = False
    unverified: bool = False
    notes: tuple[int, ...] = ()
    mark: bool = False
    blank: bool = False
    was: str = ""


def standing(notes: Mapping[int, Anchor], resolutions: Mapping[int, Resolution] | None = None) -> dict[int, Anchor]:
    """The notes whose places stand, brought up to date where they were looked up; missing ones are left out."""
    looked_up = resolutions or {}
    return {
        number: looked_up[number].anchor if number in looked_up else anchor
        for number, anchor in notes.items()
        if number not in looked_up or looked_up[number].found is not Found.MISSING
    }


def bits(index: int, paragraph: Paragraph, known: Mapping[int, Anchor], marks: Marks) -> list[Bit]:
    """A paragraph cut where the setting changes, where notes stand and where marks are due.

    A sentence is unverified when ``marks`` says so or a marker in it leads to no place of ``known``.
    """
    text = paragraph.text
    ends = list(_ends(paragraph.pieces))
    spans = sentences(text)
    broken = {_holding(spans, end) for end, numbers in ends if any(number not in known for number in numbers)}
    failed = [
        span
        for position, span in enumerate(spans)
        if position in broken or marks.is_unverified(index, text[span.start : span.end])
    ]
    cuts = {0, len(text), paragraph.heading, *(end for end, _ in ends)}
    cuts |= {offset for span in failed for offset in span}
    found: list[Bit] = []
    before = 0
    for cut in sorted(cuts):
        numbers = tuple(dict.fromkeys(number for end, group in ends if end == cut for number in group))
        due = any(span.end == cut for span in failed) or (not spans and bool(broken))
        bit = Bit(
            text[before:cut],
            heading=before < cut <= paragraph.heading,
            unverified=any(span.start <= before and cut <= span.end for span in failed),
            notes=tuple(number for number in numbers if number in known),
            mark=due,
        )
        found += parted(bit)
        before = cut
    return found


def parted(bit: Bit) -> Iterator[Bit]:
    """The bit cut where placeholders and replaced names begin and end; what stands behind it stays behind the last."""
    parts: list[Bit] = []
    at = 0
    for match in _SPECIAL.finditer(bit.text):
        new, old = match[1], match[2]
        parts.append(Bit(bit.text[at : match.start()]))
        parts.append(Bit(new or match[0], blank=bool(PLACEHOLDER.fullmatch(new or match[0])), was=old or ""))
        at = match.end()
    parts.append(Bit(bit.text[at:]))
    parts = [part for part in parts if part.text] or [Bit("")]
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        notes, mark = (bit.notes, bit.mark) if last else ((), False)
        if part.text or notes or mark:
            yield part._replace(heading=bit.heading, unverified=bit.unverified, notes=notes, mark=mark)


def blanked(text: str) -> list[Element]:
    """The words with their placeholders marked, for lines that hold no notes."""
    return [run(bit.text, mark=Mark.BLANK if bit.blank else Mark.NONE) for bit in parted(Bit(text))]


def spelled(text: str) -> str:
    """The words with every replaced name followed by the one it replaced: for files without marks of their own."""
    return REPLACED.sub(lambda match: match[1] + WAS.format(match[2]), text)


def cell_bits(row: Row, columns: Sequence[Column], known: Mapping[int, Anchor], *, failed: bool) -> list[list[Bit]]:
    """The cells of a row as bits.  Notes of the row that no cell names stand behind its longest cell of words, and so
    does the mark of a row that failed or rests on a missing place.
    """
    cells = [_cell(text) for text in row.cells]
    named = {number for cell in cells for bit in cell for number in bit.notes}
    rest = tuple(dict.fromkeys(number for number in row.notes if number not in named))
    unverified = failed or any(number not in known for number in (*named, *rest))
    if cells and (rest or unverified):
        kinds = [column.kind for column in columns] + [ColumnKind.TEXT] * len(cells)
        lengths = [len(text) if kind is ColumnKind.TEXT else 0 for text, kind in zip(row.cells, kinds, strict=False)]
        _stand_behind(cells[lengths.index(max(lengths))], rest, mark=unverified)
    return [
        [bit._replace(unverified=unverified, notes=tuple(n for n in bit.notes if n in known)) for bit in cell]
        for cell in cells
    ]


def _stand_behind(cell: list[Bit], notes: tuple[int, ...], *, mark: bool) -> None:
    """Put notes at the end of a cell, in front of its full stop and beside the notes that stand there already."""
    stop = Bit("")
    if notes and cell and cell[-1].text.endswith(_STOPS) and not cell[-1].notes:
        last = cell.pop()
        stop = last._replace(text=last.text[-1], mark=False)
        if last.text[:-1] or not cell:
            cell.append(last._replace(text=last.text[:-1]))
    if notes and cell:
        cell[-1] = cell[-1]._replace(notes=tuple(dict.fromkeys((*cell[-1].notes, *notes))))
        notes = ()
    if stop.text or notes or mark:
        cell.append(stop._replace(notes=notes, mark=mark))


def _cell(text: str) -> list[Bit]:
    whole = (Bit(piece.text, notes=tuple(dict.fromkeys(piece.notes))) for piece in pieces(text))
    return [part for bit in whole for part in parted(bit)]


def _bare(sentence: str) -> str:
    return _BLANK.sub("", plain(sentence))


def _ends(parts: Iterable[Piece]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Where markers stand in the plain text, with their numbers."""
    at = 0
    for part in parts:
        at += len(part.text)
        if part.notes:
            yield at, part.notes


def _holding(spans: Sequence[Span], end: int) -> int:
    """The sentence a marker belongs to: the last that begins before it."""
    return max((position for position, span in enumerate(spans) if span.start < end), default=0)
