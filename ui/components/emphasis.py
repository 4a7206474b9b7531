"""Excerpts: the stretch of a passage that speaks to the question, with the question's words emphasised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kb.text import fold

#: Characters of an excerpt: four lines of a result column on a 1366-pixel screen.
LIMIT = 150

#: Characters kept in front of the best stretch, so that it does not start in the middle of a thought.
_BEFORE = 24

_BREAKS = "。！？；\n"


class Segment(NamedTuple):
    """A piece of text, emphasised or not; the texts of all segments together are the excerpt."""

    text: str
    strong: bool


def ranges(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Merged ranges of the terms in a text, width and case folded; terms of one character are left out unless there
    are no others, because they light up everywhere.
    """
    words = {fold(term).lower() for term in terms if term.strip()}
    words = {word for word in words if len(word) > 1} or words
    low = fold(text).lower()
    if len(low) != len(text):  # a few capitals grow when lowered (İ); offsets would be wrong
        low = fold(text)
    found = []
    for word in words:
        start = low.find(word)
        while start >= 0:
            found.append((start, start + len(word)))
            start = low.find(word, start + 1)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def excerpt(text: str, terms: Mapping[str, float], limit: int = LIMIT) -> list[Segment]:
    """At most ``limit`` characters (and an ellipsis at a cut) around the densest stretch of question words."""
    found = ranges(text, terms)
    start = _window(text, found, terms, limit)
    end = min(len(text), start + limit)
    segments = [Segment("…", False)] if start else []
    at = start
    for left, right in found:
        left, right = max(left, start), min(right, end)  # noqa: PLW2901 - clipped to the window
        if left < right:
            segments += [Segment(text[at:left], False), Segment(text[left:right], True)]
            at = right
    segments += [Segment(text[at:end], False)]
    if end < len(text):
        segments.append(Segment("…", False))
    return [segment for segment in segments if segment.text]


def _window(text: str, found: list[tuple[int, int]], terms: Mapping[str, float], limit: int) -> int:
    """Where the excerpt starts: at the sentence in front of the best stretch when that is near, at the beginning of
    the text when the beginning is as good.
    """
    if len(text) <= limit or not found:
        return 0

    def weight(start: int) -> float:
        inside = {fold(text[a:b]).lower() for a, b in found if start <= a and b <= start + limit}
        return sum(value for term, value in terms.items() if any(fold(term).lower() in piece for piece in inside))

    best = max((max(0, left - _BEFORE) for left, _ in found), key=lambda start: (weight(start), -start))
    if weight(0) >= weight(best):
        return 0
    cut = max(text.rfind(mark, max(0, best - _BEFORE), best + _BEFORE) for mark in _BREAKS)
    start = cut + 1 if cut >= 0 and weight(cut + 1) >= weight(best) else best
    return min(start, len(text) - limit) if len(text) - start < limit // 2 else start
