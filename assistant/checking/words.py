"""How far the words of a sentence stand in a passage: as printed, by an official synonym, or by their characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kb.vocabulary import Node, VocabularyFile

_FILE = Path(__file__).with_name("words.yaml")


class Vocabulary(NamedTuple):
    """``words.yaml``: synonyms by word, opposites by word, grave and weak words."""

    same: Mapping[str, frozenset[str]]
    opposite: Mapping[str, frozenset[str]]
    grave: frozenset[str]
    weak: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The packaged vocabulary, read once."""
    file = VocabularyFile(_FILE)
    file.keys(file.content, ("version", "same", "opposite", "grave", "weak"), [])
    same: defaultdict[str, set[str]] = defaultdict(set)
    for at, node in enumerate(file.items(file.content.get("same"), ["same"])):
        group = file.words(node, ["same", at])
        for word in group:
            same[word].update(group)
    opposite: defaultdict[str, set[str]] = defaultdict(set)
    for at, node in enumerate(file.items(file.content.get("opposite"), ["opposite"])):
        left, right = (_side(file, side, at) for side in file.items(node, ["opposite", at]))
        for word in left:
            opposite[word].update(right)
        for word in right:
            opposite[word].update(left)
    weak = frozenset(file.word(file.content.get("weak"), ["weak"]).split())
    grave = frozenset(file.words(file.content.get("grave"), ["grave"]))
    return Vocabulary(_frozen(same), _frozen(opposite), grave, weak)


def _side(file: VocabularyFile, node: Node, at: int) -> tuple[str, ...]:
    return file.words(node, ["opposite", at])


def _frozen(table: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(others) - {word} for word, others in table.items()}


class Word(NamedTuple):
    """A content word with its part of speech (jieba's tags) and how much it says, in (0, 1]."""

    text: str
    tag: str
    weight: float


# Parts of speech that name or do something.  m, q, t, x are figures, measures, times and marks, checked elsewhere;
# d, p, c, u, r, f, y are words of grammar.
_CONTENT = ("n", "v", "a", "i", "l", "j", "s", "b", "eng", "z", "vn", "nr", "ns", "nt", "nz")
#: A weak word counts so much of a specific one; a single character about half (检 says less than 检查).
WEAK = 0.25
SINGLE = 0.4

_MARKS = re.compile(r"[“”‘’《》()〈〉\[\]]")


def plain(text: str) -> str:
    """A normal text without quotation marks, title marks and brackets: 《办法》 and 办法 are the same word."""
    return _MARKS.sub("", text)


# The segmenter joins what stands side by side only by chance: 17名|辅警, 15日内|应.
_JOINT = re.compile(r"(?<=\d[名位个起件条家辆份处项])(?=[\u4e00-\u9fff])|(?<=[日月天年周时]内)(?=[应须将由])")


@lru_cache(maxsize=4096)
def content_words(clause: str) -> tuple[Word, ...]:
    """The content words of a normal text in order, duplicates kept."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load, needless for commands that check nothing

    weak = vocabulary().weak
    found = []
    pieces = [piece for piece in _JOINT.split(plain(clause)) if piece]
    for word, tag in (pair for piece in pieces for pair in rjieba.tag(piece)):
        if not tag.startswith(_CONTENT) or not any(char.isalpha() for char in word):
            continue
        # Two characters that are no word of the dictionary are a guess of the segmenter (条应, 放到).
        guessed = len(word) == 2 and not rjieba.has_word(word)  # noqa: PLR2004
        weight = WEAK if word in weak else SINGLE if len(word) == 1 or guessed else 1.0
        found.append(Word(word, tag, weight))
    return tuple(found)


#: What a match is worth: a synonym almost as much as the word; both characters near each other are most of a word
#: (检查 in 检测核查), one of two is little.
SYNONYM = 0.9
NEAR = 0.6
HALF = 0.25
#: Characters of one word lie this close together when they belong to one expression (出台有关制度 for 出台制度).
_CLOSE = 4


#: 放到 in 下放至: the second character only completes the verb.
_COMPLEMENTS = frozenset("到至入出成为给上下")


def support(word: Word, text: str) -> float:
    """How far a word stands in a plain normal text, in [0, 1]."""
    name = word.text
    if name in text:
        return 1.0
    known = vocabulary()
    others = known.same.get(name, ())
    if any(other in text for other in others):
        return SYNONYM
    if name in known.grave:
        return 0.0
    return _by_characters(name, text)


@lru_cache(maxsize=8192)
def _by_characters(name: str, text: str) -> float:
    if len(name) == 1:
        return 0.0
    known = vocabulary()
    if len(name) > 2:  # noqa: PLR2004 - longer words hold words: 专项整治 in 专项…整治
        halves = [(name[:at], name[at:]) for at in range(1, len(name))]
        best = max(
            (_part(left, text, known) * len(left) + _part(right, text, known) * len(right)) / len(name)
            for left, right in halves
        )
        return best * SYNONYM
    first, second = name[0], name[1]
    if second in _COMPLEMENTS and first in text:
        return SYNONYM
    near = re.search(
        f"{re.escape(first)}.{{0,{_CLOSE}}}{re.escape(second)}|{re.escape(second)}.{{0,{_CLOSE}}}{re.escape(first)}",
        text,
    )
    if near:
        return NEAR
    return HALF if first in text or second in text else 0.0


def _part(part: str, text: str, known: Vocabulary) -> float:
    if part in text:
        return 1.0 if len(part) > 1 else 0.6
    if len(part) > 1 and any(other in text for other in known.same.get(part, ())):
        return SYNONYM
    return 0.0
