"""Where the judged sentences of a draft stand in the text as it was typed, markers included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.drafting.body import MARKER
from assistant.drafting.check import Judged
from kb.model import Span


def places(body: str, judged: Sequence[Judged]) -> list[Span]:
    """The place of every sentence in ``body``, in order; a marker right behind a sentence belongs to it.

    ``judged`` are the sentences of a check of this very body.
    """
    lines = list(_lines(body))
    at = dict.fromkeys(range(len(lines)), 0)
    found = []
    for one in judged:
        plain, offsets = lines[one.paragraph]
        start = plain.index(one.text, at[one.paragraph])
        end = start + len(one.text)
        at[one.paragraph] = end
        # The place behind the last character, not the place of the next one: markers may stand in between.
        last = offsets[end - 1] + 1
        marker = MARKER.match(body, last)
        while marker is not None:
            last = marker.end()
            marker = MARKER.match(body, last)
        found.append(Span(offsets[start], last))
    return found


def _lines(body: str) -> Iterator[tuple[str, list[int]]]:
    """The words of every paragraph without markers, and where each character stands in the body."""
    at = 0
    for line in body.splitlines(keepends=True):
        kept = line.strip()
        if kept:
            start = at + line.index(kept)
            marked = {place for match in MARKER.finditer(kept) for place in range(*match.span())}
            offsets = [start + place for place in range(len(kept)) if place not in marked]
            yield "".join(char for place, char in enumerate(kept) if place not in marked), offsets
        at += len(line)
