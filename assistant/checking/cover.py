"""How much of what a sentence says stands in the passages."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.checking.align import Place, places
from assistant.checking.normal import clauses, sentences
from assistant.checking.stance import act
from assistant.checking.words import HALF, SINGLE, WEAK, Word, content_words, plain, support, vocabulary


class Cover(NamedTuple):
    """The share of the words that the passages hold, of the ``whole`` sentence and of its ``worst`` clause; the words
    of which they hold little (``missing``), grave words they do not hold, and single words whose absence alone makes
    the sentence false.
    """

    whole: float
    worst: float
    missing: tuple[str, ...]
    grave: tuple[str, ...]
    absent: tuple[str, ...]


#: Words gathered from all over the passages prove less than words that stand together.
SCATTERED = 0.85
#: A word of which less than this is supported is missing.
MISSING = 0.5
#: A clause must say so much (in specific words) to be judged on its own.
SPEAKS = 1.2
#: A clause of so few words is false with one noun that is only half there; a longer one with one that is absent.
SHORT = 2.5
ABSENT = 0.3
_THINGS = ("n", "j", "vn", "l", "i")
#: Verbs and qualities have more synonyms: false only where not even one of their characters is printed.
_NAMES = ("ns", "nr", "nt", "nz")
_ACTS = ("v", "a", "b", "vi", "z")


def cover(sentence: str, passages: list[str]) -> Cover:
    """The cover of a normal sentence; a sentence without content words is covered wholly."""
    windows = [window for passage in passages for window in _windows(passage)]
    union = plain("\n".join(passages))
    total = gained = 0.0
    worst = 1.0
    missing: list[str] = []
    absent: list[str] = []
    for clause in clauses(sentence):
        words = content_words(clause)
        weight = sum(word.weight for word in words)
        if not weight:
            continue
        best = max(
            (_held(words, window) for window in windows),
            default=0.0,
        )
        absent += _unmade(clause, union)
        held = max(best, SCATTERED * _held(words, union))
        total += weight
        gained += held
        least = MISSING if weight <= SHORT else ABSENT
        lost = [w for w in words if w.weight == 1 and w.tag.startswith(_THINGS) and support(w, union) < least]
        lost += [w for w in words if w.weight == 1 and w.tag in _ACTS and support(w, union) <= 0]
        if lost and not _replaces(clause, sentence, passages):
            lost = [word for word in lost if word.tag in _NAMES]
        absent += [word.text for word in lost]
        if weight >= SPEAKS:
            worst = min(worst, held / weight)
        missing += [word.text for word in words if word.weight != WEAK and support(word, union) < MISSING]
    grave = tuple(word for word in sorted(vocabulary().grave) if word in plain(sentence) and not _known(word, union))
    return Cover(
        gained / total if total else 1.0, worst, tuple(dict.fromkeys(missing)), grave, tuple(dict.fromkeys(absent))
    )


def _replaces(clause: str, sentence: str, passages: list[str]) -> bool:
    """Whether the clauses spoken of say something that the sentence leaves out: then its own word stands instead.

    A word that is only added (当场得到纠正 for 当场纠正) mostly helps the grammar; a name that is added is invented.
    """
    stated = plain(sentence)
    close = [row[place.clause] for place in places(clause, passages) for row in [_clauses(passages, place)]]
    return not close or any(
        word.weight == 1 and support(word, stated) < MISSING for text in close for word in content_words(text)
    )


def _clauses(passages: list[str], place: Place) -> list[str]:
    return clauses(sentences(passages[place.passage])[place.sentence])


def _unmade(clause: str, union: str) -> list[str]:
    """The verbs behind 已, 将 … if none of them is supported: what a sentence says was done must be the passage's."""
    words = content_words(act(clause))
    verbs = [word for word in words if word.tag.startswith("v") and len(word.text) > 1 and word.weight != SINGLE]
    return [] if any(support(word, union) > HALF for word in verbs) else [word.text for word in verbs]


def _held(words: tuple[Word, ...], window: str) -> float:
    return sum(word.weight * support(word, window) for word in words)


def _known(word: str, text: str) -> bool:
    return word in text or any(other in text for other in vocabulary().same.get(word, ()))


@lru_cache(maxsize=512)
def _windows(passage: str) -> tuple[str, ...]:
    """The sentences of a passage and each with its neighbour, without marks."""
    single = [plain(sentence) for sentence in sentences(passage)]
    return (*single, *(f"{left};{right}" for left, right in pairwise(single)))
