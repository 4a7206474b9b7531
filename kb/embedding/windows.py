"""Cutting text into windows that a model reads whole.

Works for any tokenizer: it needs the places where tokens end and an exact count.  Windows of one text are made about
equally long, because a last window of a few words, with its heading in front, would be found for the heading alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.embedding.base import with_context
from kb.model import Span
from kb.text import sentences

# A window shorter than this share of the ideal length is not worth its cleaner cut.
_LEAST_FILL = 0.5
_CLAUSE_END = re.compile(r"[，、：,:）)》」』”\n ]+")
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Windower:
    """Cuts for one model.

    ``token_ends(text)`` gives the end offset in ``text`` of every token, ascending, without prefix and special
    tokens; ``count(text)`` the exact number of tokens with them.  ``limit`` is what the model reads.
    """

    token_ends: Callable[[str], Sequence[int]]
    count: Callable[[str], int]
    limit: int

    @property
    def room(self) -> int:
        """Tokens left for words."""
        return self.limit - self.count("")

    def fit_context(self, context: str) -> str:
        """The context itself, or its end behind ``…`` where it would take more than half of the room."""
        most = self.room // 2
        overhead = self.count("")
        if self.count(context) - overhead <= most:
            return context
        starts = [0, *self.token_ends(context)]
        for start in starts[max(0, len(starts) - most - 1) :]:
            shortened = _ELLIPSIS + context[start:].lstrip()
            if self.count(shortened) - overhead <= most:
                return shortened
        return ""

    def windows(self, text: str, context: str = "") -> list[Span]:
        """See :meth:`kb.embedding.base.Embedder.windows`."""
        if not text:
            return []
        heading = self.fit_context(context)

        def fits(start: int, end: int) -> bool:
            return self.count(with_context(heading, text[start:end])) <= self.limit

        if fits(0, len(text)):
            return [Span(0, len(text))]
        ends = self.token_ends(text)
        room = self.limit - self.count(with_context(heading, ""))
        boundaries = ([span.end for span in sentences(text)], [match.end() for match in _CLAUSE_END.finditer(text)])
        spans: list[Span] = []
        start = 0
        while start < len(text):
            end = _cut(start, len(text), ends, room, boundaries)
            while end - start > 1 and not fits(start, end):
                end = _earlier(start, end, ends)
            spans.append(Span(start, end))
            start = end
        return spans


def _cut(start: int, length: int, ends: Sequence[int], room: int, boundaries: Sequence[Sequence[int]]) -> int:
    """Where the window from ``start`` should end, counting tokens by their ends."""
    first = bisect_right(ends, start)
    rest = len(ends) - first
    if rest <= room:
        return length
    pieces = -(-rest // room)
    ideal = ends[first + rest // pieces - 1]
    # Behind ``last`` the window is too long; before ``needed`` the text would need one window more.
    last = ends[first + room - 1]
    needed = ends[first + max(1, rest - (pieces - 1) * room) - 1]
    least = ends[first + max(1, int(rest // pieces * _LEAST_FILL)) - 1]
    for marks in boundaries:
        for lowest in (needed, least):
            inside = marks[bisect_left(marks, max(lowest, start + 1)) : bisect_right(marks, last)]
            if inside:
                return min(inside, key=lambda mark: abs(mark - ideal))
    return max(ideal, start + 1)


def _earlier(start: int, end: int, ends: Sequence[int]) -> int:
    """A token end a tenth before ``end``, and at least one character; always behind ``start``.

    Counting by token ends is off by a few tokens where a cut changes the tokens around it.
    """
    target = end - max(1, (end - start) // 10)
    at = bisect_right(ends, target) - 1
    return ends[at] if at >= 0 and ends[at] > start else max(target, start + 1)
