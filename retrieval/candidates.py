"""Gathers the candidates of one group from both channels and measures each in every way that ranking uses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.knowledge_base import KnowledgeBase
from kb.model import Group, PassageKey, StoredPassage
from kb.tokens import tokenize

#: Candidates per channel.  Measured on the 88k-vector store: fetching 200 costs 1-2 ms more than 20, and the right
#: place was never below rank 120 of a channel that found it at all.
DEPTH = 200


class Candidate(NamedTuple):
    """A passage with its raw channel values.

    ``dense`` is the best cosine over the query vectors and windows (None when the dense channel did not bring it),
    ``lexical`` BM25 (0 when it shares no term), ``coverage`` the share of the question's term weight, by rarity, that
    the text or its headings hold, ``heading`` the same for headings alone.
    """

    passage: StoredPassage
    dense: float | None
    lexical: float
    coverage: float
    heading: float


def gather(
    kb: KnowledgeBase,
    group: Group,
    vectors: Sequence[NDArray[np.float32]],
    terms: Mapping[str, float],
    rarity: Mapping[str, float],
) -> list[Candidate]:
    """All candidates of a group, unordered."""
    dense: dict[PassageKey, float] = {}
    for vector in vectors:
        for scored in kb.dense(group, vector, DEPTH):
            dense[scored.key] = max(dense.get(scored.key, -1.0), scored.score)
    lexical = {scored.key: scored.score for scored in kb.lexical(group, terms, DEPTH)} if terms else {}
    stored = kb.passages([*dict.fromkeys([*dense, *lexical])])
    total = sum(weight * rarity[term] for term, weight in terms.items()) or 1.0
    candidates = []
    for key, passage in stored.items():
        headings = set(tokenize(" ".join((passage.title, *passage.path, passage.problem_title or ""))))
        body = set(tokenize(passage.text)) | headings
        candidates.append(
            Candidate(
                passage,
                dense.get(key),
                lexical.get(key, 0.0),
                sum(weight * rarity[term] for term, weight in terms.items() if term in body) / total,
                sum(weight * rarity[term] for term, weight in terms.items() if term in headings) / total,
            )
        )
    return candidates


def rarities(kb: KnowledgeBase, terms: Mapping[str, float]) -> dict[str, float]:
    """How rare each term is over all groups: BM25's inverse document frequency, for unseen terms the highest."""
    size, frequencies = kb.term_frequencies(terms)
    return {term: math.log(1 + (size - frequencies[term] + 0.5) / (frequencies[term] + 0.5)) for term in terms}
