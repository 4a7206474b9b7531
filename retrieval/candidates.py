"""Gathers the candidates of one group from all channels and measures each in every way that ranking uses."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.knowledge_base import KnowledgeBase
from kb.lexical import CHARACTERS, PAIRS, WORDS
from kb.model import Group, PassageKey, StoredPassage
from kb.tokens import characters, pairs, tokenize
from retrieval.applicability import inapplicable
from retrieval.bridge import GRAMMAR, Bridge
from retrieval.names import bare_title

#: Passages per word channel.  Fetching 200 costs 1-2 ms more than 20, and no right place of the development questions
#: stood below rank 150 in every channel.
DEPTH = 200

#: Windows of the dense channel: about six a passage where sentences are embedded too.
WINDOWS = 900


#: Asking from when or until when a regulation applies: 信访条例什么时候废止的, 施行日期.
_ASKS_DATES = re.compile(
    r"(?:[什甚]么时候|啥时候?|几时|何时|哪天|哪一?年|几月|从哪天|自何日)[^,，。]{0,6}(?:施行|实施|生效|废止|失效|起用|执行的?$)|(?:施行|实施|生效|废止)(?:的?(?:日期|时间|年份)|是?(?:什么时候|啥时候?|哪[年天]|何时))"
    r"|(?:现在|如今|目前)?(?:还|是否|是不是)(?:能用|有效|在用|管用|现行有效)|废止了(?:吗|没)"
)
_SAYS_DATES = re.compile(r"(?:自[^。；;]{4,20}起|自公布之日起?)(?:施行|实施|实行|生效)|同时废止")


class Asked(NamedTuple):
    """A question as the channels need it: its vector, the same turned towards official wording, the vector of the
    question with the official terms it may mean, its weighted words, their rarity over the knowledge base, those terms,
    the titles of regulations it names, the rarity of a word that occurs nowhere, all that tells which regulations
    apply (the question, the titles it names, the units and places it is asked for), and whether it asks from when one
    that it names applies.
    """

    text: str
    vector: NDArray[np.float32]
    official: NDArray[np.float32]
    meant: NDArray[np.float32]
    terms: Mapping[str, float]
    rarity: Mapping[str, float]
    bridges: Sequence[Bridge]
    titles: frozenset[str] = frozenset()
    ceiling: float = 0.0
    here: Sequence[str] = ()
    dates: bool = False


class Candidate(NamedTuple):
    """A passage with its raw channel values.

    ``whole`` is the cosine of the whole passage to the question turned towards official wording, ``peak`` the best of
    it and its sentences (None when the dense channel did not bring it); ``words``, ``chars`` and ``pairs`` are BM25
    over words, characters and character pairs (0 when nothing is shared); ``bridge`` sums the weight, by rarity, of the
    official terms the passage holds, ``term`` is the largest of them; ``meant`` is the best cosine to the question in
    official terms; ``named`` is 1 in a regulation that the question names, ``elsewhere`` tells an article of a
    regulation that does not apply where the question is.
    """

    passage: StoredPassage
    whole: float | None
    peak: float | None
    words: float
    chars: float
    pairs: float
    bridge: float
    term: float
    meant: float | None
    named: float
    elsewhere: bool = False
    dates: bool = False


def gather(kb: KnowledgeBase, group: Group, asked: Asked) -> list[Candidate]:
    """All candidates of a group, unordered."""
    whole: dict[PassageKey, float] = {}
    peak: dict[PassageKey, float] = {}
    for window in kb.windows(group, asked.official, WINDOWS):
        peak[window.key] = max(peak.get(window.key, -1.0), window.score)
        if window.part == 0:
            whole[window.key] = window.score
    meant_peak: dict[PassageKey, float] = {}
    for window in kb.windows(group, asked.meant, WINDOWS):
        meant_peak[window.key] = max(meant_peak.get(window.key, -1.0), window.score)
    letters = dict.fromkeys((char for char in characters(asked.text) if char not in GRAMMAR), 1.0)
    channels = {
        "words": _scores(kb, group, asked.terms, WORDS),
        "chars": _scores(kb, group, letters, CHARACTERS),
        "pairs": _scores(kb, group, dict.fromkeys(pairs(asked.text), 1.0), PAIRS),
    }
    # Brings passages that share only the official terms with the question; ``bridge`` measures them exactly below.
    terms: dict[str, float] = {}
    for bridge in asked.bridges:
        for token in tokenize(bridge.term):
            terms[token] = max(terms.get(token, 0.0), bridge.weight)
    brought = _scores(kb, group, terms, WORDS)
    keys = dict.fromkeys([*peak, *meant_peak, *(key for scores in (*channels.values(), brought) for key in scores)])
    stored = kb.passages(keys)
    texts = {key: f"{passage.problem_title or ''}\n{passage.text}" for key, passage in stored.items()}
    worth: dict[PassageKey, list[float]] = {key: [] for key in stored}
    for bridge in asked.bridges:
        holding = [key for key, text in texts.items() if bridge.term in text]
        value = bridge.weight * inverse_frequency(len(holding), len(texts))
        for key in holding:
            worth[key].append(value)
    titles = {passage.title for passage in stored.values()} if group is Group.ARTICLE else set[str]()
    elsewhere = {title for title in titles if inapplicable(bare_title(title), asked.here)}
    return [
        Candidate(
            passage=passage,
            whole=whole.get(key),
            peak=peak.get(key),
            words=channels["words"].get(key, 0.0),
            chars=channels["chars"].get(key, 0.0),
            pairs=channels["pairs"].get(key, 0.0),
            bridge=sum(worth[key]),
            term=max(worth[key], default=0.0),
            meant=meant_peak.get(key),
            named=float(bare_title(passage.title) in asked.titles),
            elsewhere=passage.title in elsewhere,
            dates=asked.dates and group is Group.ARTICLE and _dates(passage, asked.titles),
        )
        for key, passage in stored.items()
    ]


def asks_dates(question: str) -> bool:
    """Whether a folded question, with its frame (什么时候), asks from when or until when a regulation applies."""
    return bool(_ASKS_DATES.search(question))


def _dates(passage: StoredPassage, titles: frozenset[str]) -> bool:
    """Whether an article says from when one of the regulations applies, its own or one that it repeals."""
    if not _SAYS_DATES.search(passage.text):
        return False
    return bare_title(passage.title) in titles or any(f"《{title}》" in passage.text for title in titles)


def coverage(passage: StoredPassage, asked: Asked) -> float:
    """The share of the question's word weight, by rarity, that a passage or its headings hold, in [0, 1]."""
    headings = (passage.title, *passage.path, passage.problem_title or "")
    held = set(tokenize("\n".join((*headings, passage.text))))
    total = sum(weight * asked.rarity[term] for term, weight in asked.terms.items()) or 1.0
    return sum(weight * asked.rarity[term] for term, weight in asked.terms.items() if term in held) / total


def _scores(
    kb: KnowledgeBase, group: Group, terms: Mapping[str, float], boosts: Mapping[str, float]
) -> dict[PassageKey, float]:
    if not terms:
        return {}
    return {scored.key: scored.score for scored in kb.lexical(group, terms, DEPTH, boosts)}


def rarities(kb: KnowledgeBase, terms: Mapping[str, float]) -> tuple[dict[str, float], float]:
    """How rare each term is over all groups (BM25's inverse document frequency), and the rarity of an unseen one."""
    size, frequencies = kb.term_frequencies(terms)
    return {term: inverse_frequency(frequencies[term], size) for term in terms}, inverse_frequency(0, size)


def inverse_frequency(holding: int, size: int) -> float:
    """How much a term says that ``holding`` of ``size`` passages hold: BM25's inverse document frequency."""
    return math.log(1 + (size - holding + 0.5) / (holding + 0.5))
