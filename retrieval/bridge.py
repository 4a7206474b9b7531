"""Bridges everyday words and official terms through the lexicon, also where a phrase is only nearly said.

The lexicon knows 扣的钱 → 暂扣款; people write 扣了我的钱, 那笔扣着的款.  A phrase counts as said to the degree that
its characters, weighted by how rare they are among all phrases, stand in the question, and that its meaning stands
out among those of all phrases (``retrieval.nearness``).  Each official term is then worth the degree to which one of
its phrases is said times the lexicon's own weight.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.lexicon import Lexicon
from kb.tokens import characters

#: Characters of grammar: they stand in every question and every phrase.
GRAMMAR = frozenset("的了吗呢是在有不就也都还和与个们这那么什怎样哪啊吧呀谁去来到说没要会能可以把被给让很")

#: A phrase of which less than this is said is not said.  Development questions: .3 gives the right problem first in
#: .70 and among five in .96; .4 gives .70/.95, matching whole phrases only .65/.93.
LEAST = 0.3

#: The weight of a two-character phrase whose characters are in every second phrase: below this, short and common
#: phrases are not certain even when wholly said.
LEAST_WEIGHT = 4.0

#: Two characters stand somewhere in many questions without being the phrase (干 … 活): a phrase of so few letters that
#: is not said as it stands counts little.
SHORT = 2
SCATTERED = 0.35

#: Standard deviations above the mean of all phrases at which a phrase begins to be meant, and at which it is.  2 to 3
#: and 5 to 6 give the same ranking within a question or two.
NEAR, SAME = 2.5, 5.0

#: Terms kept for a question: the letter of 300 characters half-says hundreds of phrases, of which the best matter.
KEPT = 60


class Bridge(NamedTuple):
    """An official term a question may mean: ``said`` is the phrase it was recognised by, ``weight`` in (0, 1];
    ``strength`` is how much the phrase says by the rarity of its characters, and decides between equal weights.
    """

    term: str
    weight: float
    said: str
    strength: float = 0.0


class _Phrase(NamedTuple):
    text: str
    letters: frozenset[str]
    weight: float
    strength: float


class _Degree(NamedTuple):
    """To which degree a phrase is said or meant, in [0, 1]."""

    degree: float
    strength: float
    text: str


_UNSAID = _Degree(0.0, 0.0, "")


class Bridges:
    """Finds official terms for questions; built once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts: Counter[str] = Counter()
        phrases = [phrase for entry in self._lexicon.entries for phrase in entry.said]
        for phrase in phrases:
            counts.update(_letters(phrase))
        return {letter: math.log(1 + (len(phrases) - n + 0.5) / (n + 0.5)) for letter, n in counts.items()}

    @cached_property
    def _phrases(self) -> list[list[_Phrase]]:
        """Per entry of the lexicon, its phrases."""
        return [
            [
                _Phrase(phrase, letters, max(LEAST_WEIGHT, strength), strength)
                for phrase in entry.said
                if (letters := _letters(phrase))
                for strength in [sum(self._rarity[letter] for letter in letters)]
            ]
            for entry in self._lexicon.entries
        ]

    @cached_property
    def _by_letter(self) -> Mapping[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, phrases in enumerate(self._phrases):
            for phrase in phrases:
                for letter in phrase.letters:
                    found[letter].add(number)
        return found

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """All phrases in the order in which :meth:`find` wants to know how near they are."""
        return tuple(phrase.text for phrases in self._phrases for phrase in phrases)

    @cached_property
    def _owners(self) -> NDArray[np.intp]:
        """For each of ``phrases`` the number of its entry."""
        return np.repeat(np.arange(len(self._phrases)), [len(phrases) for phrases in self._phrases])

    def find(self, question: str, near: NDArray[np.float32] | None = None) -> list[Bridge]:
        """The official terms a question may mean, the most likely first; at most ``KEPT``.

        ``near`` tells for each of ``phrases`` how far its meaning stands out; with it the degree is the mean of what
        is said and what is meant, without it what is said alone.
        """
        said = dict(self._said(question))
        meant = self._meant(near) if near is not None else {}
        best: dict[str, Bridge] = {}
        for number in said.keys() | meant.keys():
            found = said.get(number, _UNSAID), meant.get(number, _UNSAID)
            phrase = max(found)
            degree = found[0].degree if near is None else (found[0].degree + found[1].degree) / 2
            for term in self._lexicon.entries[number].terms:
                # Squared: a phrase half said is worth a quarter of one that is said.
                bridge = Bridge(term.meant, term.weight * degree**2, phrase.text, phrase.strength)
                known = best.get(term.meant)
                if known is None or (bridge.weight, bridge.strength) > (known.weight, known.strength):
                    best[term.meant] = bridge
        return sorted(best.values(), key=lambda bridge: (-bridge.weight, -bridge.strength, bridge.term))[:KEPT]

    def _said(self, question: str) -> Iterator[tuple[int, _Degree]]:
        """Entries with the phrase that is said most, by its characters."""
        letters = _letters(question)
        for number in {number for letter in letters for number in self._by_letter.get(letter, ())}:
            found = max(
                _Degree(self._degree(phrase, letters, question), phrase.strength, phrase.text)
                for phrase in self._phrases[number]
            )
            if found.degree >= LEAST:
                yield number, found

    def _meant(self, near: NDArray[np.float32]) -> dict[int, _Degree]:
        """Entries with the phrase that is nearest in meaning."""
        degrees = np.clip((near - NEAR) / (SAME - NEAR), 0.0, 1.0)
        found: dict[int, _Degree] = {}
        for at in np.flatnonzero(degrees):
            number = int(self._owners[at])
            phrase = self._flat[at]
            found[number] = max(found.get(number, _UNSAID), _Degree(float(degrees[at]), phrase.strength, phrase.text))
        return found

    @cached_property
    def _flat(self) -> list[_Phrase]:
        return [phrase for phrases in self._phrases for phrase in phrases]

    def _degree(self, phrase: _Phrase, letters: frozenset[str], question: str) -> float:
        """To which degree a phrase is said in a question, in [0, 1]."""
        shared = phrase.letters & letters
        if len(phrase.letters) <= SHORT and phrase.text not in question and shared == phrase.letters:
            return SCATTERED
        return sum(self._rarity[letter] for letter in shared) / phrase.weight


def _letters(text: str) -> frozenset[str]:
    return frozenset(characters(text)) - GRAMMAR
