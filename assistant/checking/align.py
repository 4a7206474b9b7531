"""Which clauses of the passages a clause of a sentence speaks of."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.checking.normal import clauses, sentences
from assistant.checking.words import plain
from retrieval.bridge import GRAMMAR


class Place(NamedTuple):
    """A clause of a passage: the passage, its sentence and its clause by number, and how much it shares."""

    passage: int
    sentence: int
    clause: int
    share: float


#: A clause shares at least so much of the characters and pairs of a statement to speak of the same matter.  Lower,
#: and the frame (工作, 落实) aligns everything with everything; a paraphrase keeps about half of its characters.
LEAST = 0.25
#: Clauses this close to the best one may be meant as well.
CLOSE = 0.85


@lru_cache(maxsize=8192)
def features(text: str) -> frozenset[str]:
    """Characters and neighbouring pairs of a normal text, words of grammar and figures left out."""
    kept = [char if char.isalpha() and char not in GRAMMAR else " " for char in plain(text)]
    pairs = {f"{left}{right}" for left, right in pairwise(kept) if " " not in (left, right)}
    return frozenset({char for char in kept if char != " "} | pairs)


def share(stated: str, printed: str) -> float:
    """The share of a statement's characters and pairs that a text holds, in [0, 1]."""
    own = features(stated)
    return len(own & features(printed)) / len(own) if own else 0.0


def places(stated: str, passages: list[str]) -> list[Place]:
    """The clauses a statement may speak of, best first; empty where none shares enough."""
    found = [
        Place(p, s, c, share(stated, clause))
        for p, passage in enumerate(passages)
        for s, sentence in enumerate(sentences(passage))
        for c, clause in enumerate(clauses(sentence))
    ]
    best = max((place.share for place in found), default=0.0)
    if best < LEAST:
        return []
    close = [place for place in found if place.share >= best * CLOSE]
    return sorted(close, key=lambda place: -place.share)
