"""Finding many fixed phrases in a text at once."""

from __future__ import annotations

import string
from collections.abc import Iterable

from kb.model import Span
from kb.text import fold

#: Length of the shortest phrase.  Its first two characters are also the key by which a phrase is looked up: that leaves
#: one or two candidate lengths per position among thousands of Chinese phrases.
SHORTEST = 2

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def normal(text: str) -> str:
    """Half-width and ASCII lower case, as long as the input (``str.lower`` may change the length)."""
    return fold(text).translate(_LOWER)


def normal_all(texts: Iterable[str]) -> list[str]:
    """Each text in normal form; one translation instead of thousands (a lexicon is read at every start)."""
    joined = "\0".join(texts)
    return normal(joined).split("\0") if joined else []


class Phrases:
    """A set of phrases; those of one character are ignored, for they stand inside too many words.

    No phrase holds a NUL character.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = {phrase for phrase in normal_all(phrases) if len(phrase) >= SHORTEST}
        lengths: dict[str, set[int]] = {}
        for phrase in self._phrases:
            lengths.setdefault(phrase[:SHORTEST], set()).add(len(phrase))
        self._lengths = {key: tuple(found) for key, found in lengths.items()}

    def find(self, text: str) -> list[Span]:
        """The places of phrases in a text, in order, none overlapping.

        Where phrases overlap the longest wins, then the first.  Case and width are ignored; the spans are offsets
        into ``text`` as given.
        """
        folded = normal(text)
        found: list[tuple[int, int]] = []
        for start in range(len(folded) - 1):
            found += [
                (-length, start)
                for length in self._lengths.get(folded[start : start + SHORTEST], ())
                if start + length <= len(folded) and folded[start : start + length] in self._phrases
            ]
        taken = bytearray(len(folded))
        spans: list[Span] = []
        for negative, start in sorted(found):
            end = start - negative
            # Nothing shorter has been placed yet, so an overlap shows at an end.
            if not taken[start] and not taken[end - 1]:
                taken[start:end] = b"\x01" * (end - start)
                spans.append(Span(start, end))
        return sorted(spans)
