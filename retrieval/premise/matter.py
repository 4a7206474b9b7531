"""What a question is about, and how far each clause of the articles found speaks of the same thing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kb.model import StoredPassage
from kb.text import fold
from retrieval.bridge import GRAMMAR, Bridge
from retrieval.premise.stance import FRAME, clauses
from retrieval.quantities import quantities

#: Clauses of a question away from the claim say what it is about too, but less surely.  .35 and .7 differ by two
#: questions of 168.
_ELSEWHERE = 0.5

#: Official terms a question may mean count less than its own words: at .2 two more are missed, at .7 the sentence
#: about 停止执行职务 is taken for the one about 禁闭.  Less likely terms are noise.
_MEANT = 0.4
_MEANT_LEAST = 0.35
_MEANT_TERMS = 16

#: A term that was recognised away from the claim counts so much of one beside it; ``_BESIDE`` characters are beside.
_AWAY = 0.7
_BESIDE = 20

#: An article counts less by its distance behind the first one: exp(-.15) per standard deviation.  0 takes the figure
#: of a wrong article twelve times more in 145, .25 costs eight.
_BEHIND = 0.15

#: Where the question names a regulation, the articles of others count half.
_UNNAMED = 0.5

#: A pair of characters says more than one.
_PAIR = 2

_SEGMENT = re.compile(r"[^。；;\n]+")
_CLAUSE = re.compile(r"[^，,：:]+")
#: An item of a list is read with the sentence that opens the list.
_ITEM = re.compile(r"^\s*[（(][一二三四五六七八九十]{1,3}[)）]")


class Article(NamedTuple):
    """An article found: ``rank`` from 0, ``behind`` the distance of its score from the first one's in standard
    deviations, ``named`` whether the question names it or its regulation.
    """

    passage: StoredPassage
    rank: int
    behind: float
    named: bool


class Clause(NamedTuple):
    """A clause of an article: its words, the ``segment`` (up to 。or ；, with what opens the list) it stands in, its
    place in that, and the rank of the article.
    """

    text: str
    segment: str
    start: int
    rank: int


@lru_cache(maxsize=256)
def _cut(text: str, locator: str) -> tuple[tuple[str, str, int], ...]:
    """(clause, segment, start of the clause in the segment) of an article."""
    found = []
    opening = ""
    for match in _SEGMENT.finditer(fold(text).removeprefix(fold(locator))):
        own = match.group().strip()
        if not own:
            continue
        is_item = bool(_ITEM.match(own))
        if not is_item:
            opening = own if own.endswith(":") else ""
        segment = f"{opening}{own}" if is_item else own
        shift = len(segment) - len(own)
        found += [(clause.group(), segment, shift + clause.start()) for clause in _CLAUSE.finditer(own)]
    return tuple(found)


@lru_cache(maxsize=4096)
def letters(text: str) -> frozenset[str]:
    """Characters and pairs of characters without words of grammar."""
    kept = [char if char.isalnum() and char not in GRAMMAR else " " for char in fold(text)]
    pairs = {f"{left}{right}" for left, right in pairwise(kept) if " " not in (left, right)}
    return frozenset({char for char in kept if char != " "} | pairs)


class Ground:
    """The articles found, cut into clauses, with how rare each pair of characters is among their sentences."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.clauses = [
            Clause(text, segment, start, article.rank)
            for article in articles
            for text, segment, start in _cut(article.passage.text, article.passage.locator)
        ]
        named = any(article.named for article in articles)
        self.prior = [
            math.exp(-_BEHIND * article.behind) * (_UNNAMED if named and not article.named else 1.0)
            for article in articles
        ]
        segments = dict.fromkeys((clause.rank, clause.segment) for clause in self.clauses)
        self._counts = Counter(pair for _, segment in segments for pair in letters(segment))
        self._size = max(len(segments), 1)

    def weight(self, pair: str) -> float:
        """How much a character or pair says; one that stands in no article counts as if in half a sentence."""
        return math.log(1 + self._size / (self._counts[pair] or 0.5)) * (_PAIR if len(pair) > 1 else 1)

    def total(self, pairs: Iterable[str]) -> float:
        """The weight of several."""
        return sum(map(self.weight, pairs))


class Matter:
    """The question seen from one of its claims, which stands at ``[start, end)``."""

    def __init__(self, question: str, start: int, end: int, bridges: Sequence[Bridge], ground: Ground) -> None:
        self._ground = ground
        self._weights: dict[str, float] = {}
        for clause in clauses(question):
            text = FRAME.sub(" ", clause.text)
            for quantity in reversed(quantities(text)):
                text = f"{text[: quantity.start]} {text[quantity.end :]}"
            self._put(letters(text), 1.0 if clause.start <= start < clause.end else _ELSEWHERE)
        self._own = sum(self._weights.values()) or 1.0
        beside = question[max(0, start - _BESIDE) : end + _BESIDE]
        for bridge in [bridge for bridge in bridges if bridge.weight >= _MEANT_LEAST][:_MEANT_TERMS]:
            self._put(letters(bridge.term), _MEANT * bridge.weight * (1.0 if bridge.said in beside else _AWAY))

    def _put(self, pairs: Iterable[str], worth: float) -> None:
        for pair in pairs:
            self._weights[pair] = max(self._weights.get(pair, 0.0), worth * self._ground.weight(pair))

    def share(self, text: str) -> float:
        """How much of the matter a text holds, by rarity: 0 to about 1."""
        held = letters(text)
        return sum(weight for pair, weight in self._weights.items() if pair in held) / self._own

    def covered(self, text: str) -> float:
        """How much of a text the question says, in [0, 1]."""
        held = letters(text)
        return self._ground.total(held & self._weights.keys()) / (self._ground.total(held) or 1.0)

    def about(self, clause: Clause) -> float:
        """How far a clause treats the matter: the clause itself counts as much as all that leads to it
        (连续超过15天，或者累计超过30天), and both less the further down the article stands.
        """
        leading = clause.segment[: clause.start + len(clause.text)]
        return (self.share(leading) + self.share(clause.text)) / 2 * self._ground.prior[clause.rank]
