"""Bridges everyday words and official terms through the lexicon, also where a phrase is only nearly said.

The lexicon knows 扣的钱 → 暂扣款; people write 扣了我的钱, 那笔扣着的款.  A phrase counts as said to the degree that
its characters, weighted by how rare they are among all phrases, stand in the question, and that its meaning stands
out among those of all phrases (``retrieval.nearness``).  Each official term is then worth the degree to which one of
its phrases is said times the lexicon's own weight.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
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
    entry: int
    text: str
    letters: frozenset[str]
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
        self.lexicon = lexicon

    @cached_property
    def _said_letters(self) -> list[tuple[int, str, frozenset[str]]]:
        """The entry, words and characters of every phrase, in order."""
        return [
            (number, phrase, _letters(phrase))
            for number, entry in enumerate(self.lexicon.entries)
            for phrase in entry.said
        ]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(chain.from_iterable(letters for _, _, letters in self._said_letters))
        total = len(self._said_letters)
        return {letter: math.log(1 + (total - n + 0.5) / (n + 0.5)) for letter, n in counts.items()}

    @cached_property
    def _phrases(self) -> list[_Phrase]:
        """The phrases of all entries, in order."""
        rarity = self._rarity
        return [
            _Phrase(number, phrase, letters, sum(map(rarity.__getitem__, letters)))
            for number, phrase, letters in self._said_letters
            if letters
        ]

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """All phrases in the order in which :meth:`find` wants to know how near they are."""
        return tuple(phrase.text for phrase in self._phrases)

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        """What each phrase weighs when all of it is said."""
        return np.array([max(LEAST_WEIGHT, phrase.strength) for phrase in self._phrases])

    @cached_property
    def _short(self) -> NDArray[np.bool_]:
        return np.array([len(phrase.letters) <= SHORT for phrase in self._phrases], np.bool_)

    @cached_property
    def _by_letter(self) -> Mapping[str, NDArray[np.intp]]:
        """The positions of the phrases that hold a letter."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, phrase in enumerate(self._phrases):
            for letter in phrase.letters:
                found[letter].append(at)
        return {letter: np.array(places, np.intp) for letter, places in found.items()}

    def find(self, question: str, near: NDArray[np.float32] | None = None) -> list[Bridge]:
        """The official terms a question may mean, the most likely first; at most ``KEPT``.

        ``near`` tells for each of ``phrases`` how far its meaning stands out; with it the degree is the mean of what
        is said and what is meant, without it what is said alone.
        """
        said = self._best(self._said(question), LEAST)
        meant = {} if near is None else self._best(np.clip((near - NEAR) / (SAME - NEAR), 0.0, 1.0), 0.0)
        best: dict[str, Bridge] = {}
        for number in said.keys() | meant.keys():
            found = said.get(number, _UNSAID), meant.get(number, _UNSAID)
            phrase = max(found)
            degree = found[0].degree if near is None else (found[0].degree + found[1].degree) / 2
            for term in self.lexicon.entries[number].terms:
                # Squared: a phrase half said is worth a quarter of one that is said.
                bridge = Bridge(term.meant, term.weight * degree**2, phrase.text, phrase.strength)
                known = best.get(term.meant)
                if known is None or (bridge.weight, bridge.strength) > (known.weight, known.strength):
                    best[term.meant] = bridge
        return sorted(best.values(), key=lambda bridge: (-bridge.weight, -bridge.strength, bridge.term))[:KEPT]

    def _said(self, question: str) -> NDArray[np.float64]:
        """To which degree each phrase is said in a question, in [0, 1]."""
        letters = _letters(question)
        shared = np.zeros(len(self._phrases))
        for letter in letters & self._by_letter.keys():
            shared[self._by_letter[letter]] += self._rarity[letter]
        degrees = np.minimum(shared / self._weights, 1.0)
        for at in np.flatnonzero(self._short & (degrees > 0)):
            phrase = self._phrases[at]
            if phrase.letters <= letters and phrase.text not in question:
                degrees[at] = SCATTERED
        return degrees

    def _best(self, degrees: NDArray[np.floating], least: float) -> dict[int, _Degree]:
        """Of each entry the phrase with the highest degree, where it is above 0 and at least ``least``."""
        found: dict[int, _Degree] = {}
        for at in np.flatnonzero((degrees > 0) & (degrees >= least)):
            phrase = self._phrases[at]
            degree = _Degree(float(degrees[at]), phrase.strength, phrase.text)
            found[phrase.entry] = max(found.get(phrase.entry, _UNSAID), degree)
        return found


def _letters(text: str) -> frozenset[str]:
    return frozenset(characters(text)) - GRAMMAR
