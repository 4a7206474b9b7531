"""Bridges everyday words and official terms through the lexicon, also where a phrase is only nearly said.

The lexicon knows 扣的钱 → 暂扣款; people write 扣了我的钱, 那笔扣着的款.  A phrase counts as said to the degree that
its characters, weighted by how rare they are among all phrases, stand in the question.  Each official term is then
worth the degree to which one of its phrases is said times the lexicon's own weight.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

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

    def find(self, question: str) -> list[Bridge]:
        """The official terms a question may mean, the most likely first; at most ``KEPT``."""
        letters = _letters(question)
        best: dict[str, Bridge] = {}
        for number in {number for letter in letters for number in self._by_letter.get(letter, ())}:
            degree, strength, said = max(
                (self._degree(phrase, letters, question), phrase.strength, phrase.text)
                for phrase in self._phrases[number]
            )
            if degree < LEAST:
                continue
            for term in self._lexicon.entries[number].terms:
                # Squared: a phrase half said is worth a quarter of one that is said.
                bridge = Bridge(term.meant, term.weight * degree**2, said, strength)
                known = best.get(term.meant)
                if known is None or (bridge.weight, bridge.strength) > (known.weight, known.strength):
                    best[term.meant] = bridge
        return sorted(best.values(), key=lambda bridge: (-bridge.weight, -bridge.strength, bridge.term))[:KEPT]

    def _degree(self, phrase: _Phrase, letters: frozenset[str], question: str) -> float:
        """To which degree a phrase is said in a question, in [0, 1]."""
        shared = phrase.letters & letters
        if len(phrase.letters) <= SHORT and phrase.text not in question and shared == phrase.letters:
            return SCATTERED
        return sum(self._rarity[letter] for letter in shared) / phrase.weight


def _letters(text: str) -> frozenset[str]:
    return frozenset(characters(text)) - GRAMMAR
