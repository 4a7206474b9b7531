"""Finds cited words among those printed on a page.

The stored text is the cleaned one: blanks, page numbers and line ends are gone, damaged characters repaired, personal
data masked.  So words are compared without blanks and marks, and where that is not enough the whole page is aligned.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from assistant.facsimile.painter import Box
from kb.model import Span

#: Share of the cited characters that must stand on the page in the right order.  Masked names and repaired characters
#: cost some per cent; another version of the sentence, or a page of another file, some tens.
_ENOUGH = 0.85

#: Characters that may stand between two cited ones and still be marked with them: a masked name, a repaired word.
_GAP = 8

#: What stands between its ends may be this much longer than the words cited; more means that they were found scattered.
_STRETCH = 1.2

#: Characters around repeated words that must agree too: a clause.
_AROUND = 10

#: Characters aligned at most: a page of small print has some 3,000.  Aligning takes 10 ms for words, and in the worst
#: case, a page of digits alone, a second.
_MOST = 4000

#: Boxes of a line overlap at least by this share of the lower one.
_SAME_LINE = 0.5


class _Keys(NamedTuple):
    """The characters that are compared, and the place of each in the text they come from."""

    text: str
    places: tuple[int, ...]


def locate(printed: str, stored: str, cited: Span) -> list[Span]:
    """Where ``stored[cited]`` stands in ``printed``, both of the same page; empty where that is not certain."""
    page, words = _keys(printed), _keys(stored)
    first = sum(place < cited.start for place in words.places)
    last = sum(place < cited.end for place in words.places)
    if first == last:
        return []
    known = _occurrences(page.text, words.text[first:last])
    runs = (
        _by_turn(page.text, words.text, Span(first, last), known)
        if known
        else _alike(page.text, words.text, first, last)
    )
    found = [Span(page.places[run.start], page.places[run.end - 1] + 1) for run in runs]
    if found:
        quote = "".join(stored[cited.start : cited.end].split())
        before, behind = (_marks(printed[: found[0].start][::-1], quote), _marks(printed[found[-1].end :], quote[::-1]))
        found[0] = found[0]._replace(start=found[0].start - before)
        found[-1] = found[-1]._replace(end=found[-1].end + behind)
    return found


def _marks(beside: str, quote: str) -> int:
    """How many of the marks that a quote begins with stand beside its words (both read outwards from them)."""
    most = next((at for at, character in enumerate(quote) if character.isalnum()), len(quote))
    return next((at for at, character in enumerate(beside[:most]) if character.isalnum()), min(most, len(beside)))


def _by_turn(page: str, words: str, cited: Span, known: list[int]) -> list[Span]:
    """The one of several occurrences that is meant: by its turn, or where turns differ by the words around it."""
    size = cited.end - cited.start
    turns = _occurrences(words, words[cited.start : cited.end])
    if len(known) == len(turns):
        at = known[turns.index(cited.start)]
        return [Span(at, at + size)]
    for block in _blocks(words, page):
        at = block.b + cited.start - block.a
        inside = block.a <= cited.start and cited.end <= block.a + block.size
        if inside and block.size >= size + _AROUND:
            return [Span(at, at + size)]
    return []


def _alike(page: str, words: str, first: int, last: int) -> list[Span]:
    """Where words stand that differ here and there from those printed."""
    found = [
        block.b + at - block.a
        for block in _blocks(words, page)
        for at in range(max(block.a, first), min(block.a + block.size, last))
    ]
    if len(found) < _ENOUGH * (last - first):
        return []
    runs = list(_runs(found))
    within = sum(run.end - run.start for run in runs) <= _STRETCH * (last - first) + _GAP
    return runs if within else []


def boxes(of: Sequence[Box], spans: Sequence[Span]) -> list[Box]:
    """The boxes of the lines that hold the characters of ``spans``."""
    lines: list[Box] = []
    for span in spans:
        open_line = False
        for box in of[span.start : span.end]:
            if box.right <= box.left or box.bottom <= box.top:
                continue
            if open_line and _on_line(lines[-1], box):
                last = lines[-1]
                lines[-1] = Box(
                    min(last.left, box.left),
                    min(last.top, box.top),
                    max(last.right, box.right),
                    max(last.bottom, box.bottom),
                )
            else:
                lines.append(box)
                open_line = True
    return lines


def _keys(text: str) -> _Keys:
    """Letters, ideographs and digits in one form: full-width digits, radicals and ligatures are made plain."""
    found = [
        (plain, place)
        for place, character in enumerate(text)
        for plain in unicodedata.normalize("NFKC", character).lower()
        if plain.isalnum()
    ]
    return _Keys("".join(plain for plain, _ in found), tuple(place for _, place in found))


def _occurrences(text: str, wanted: str) -> list[int]:
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


def _blocks(words: str, page: str) -> list[Match]:
    """The stretches that both have in common, laid beside each other; none where that would take too long."""
    if max(len(words), len(page)) > _MOST:
        return []
    return SequenceMatcher(None, words, page, autojunk=False).get_matching_blocks()


def _runs(places: Sequence[int]) -> Iterator[Span]:
    """Places on the page as stretches."""
    start = places[0]
    for place, following in pairwise((*places, None)):
        assert place is not None
        if following is None or following - place > _GAP:
            yield Span(start, place + 1)
            start = following or 0


def _on_line(line: Box, box: Box) -> bool:
    """Whether a character stands on a line; upright lines of a turned page count as lines of one character each."""
    shared = min(line.bottom, box.bottom) - max(line.top, box.top)
    return shared >= _SAME_LINE * min(line.bottom - line.top, box.bottom - box.top)
