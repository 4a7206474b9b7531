"""Documents in traditional characters are converted; single traditional characters in others are left alone."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.cleaning.draft import Change
from ingest.plausibility import is_han
from ingest.script import to_simplified

# Traditional texts differ in 30-40 % of their ideographs, simplified ones in none but names (below 0.5 %).
_SHARE = 0.05
_FEWEST = 20


def simplified(text: str) -> Iterator[Change]:
    """Convert a traditional document line by line; one change per run of converted characters."""
    converted = to_simplified(text)
    if converted == text:
        return
    han = sum(map(is_han, text))
    same_length = len(converted) == len(text)
    differing = sum(a != b for a, b in zip(text, converted, strict=True)) if same_length else han
    if han < _FEWEST or differing < _SHARE * han:
        return
    at = 0
    for line in text.split("\n"):
        yield from _line(line, at)
        at += len(line) + 1


def _line(line: str, at: int) -> Iterator[Change]:
    after = to_simplified(line)
    if len(after) != len(line):
        yield Change(at, at + len(line), after, "繁转简")
        return
    start: int | None = None
    for index in range(len(line) + 1):
        differs = index < len(line) and line[index] != after[index]
        if differs and start is None:
            start = index
        elif not differs and start is not None:
            yield Change(at + start, at + index, after[start:index], "繁转简")
            start = None
