"""False premises: what a question takes for granted, compared with what the articles found say.

The question's figures (``figures``), its modal words (``norms``) and the bodies it names (``organs``) are each held
against the clause of an article that treats the same matter (``matter``); how the question stands to what it says is
read in ``stance``.  Whether a difference is a false premise is decided by a small linear model per kind over these
signs (``decide``, fitted by ``python -m eval.fit_premise``).  Lists and numbered articles are compared by rule
(``lists``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.bridge import Bridge
from retrieval.premise import figures, lists, norms, organs
from retrieval.premise.decide import likely
from retrieval.premise.difference import Difference, Premise
from retrieval.premise.matter import Article, Ground
from retrieval.result import Hit

__all__ = ["Difference", "Premise", "check", "differences"]

#: Differences told about one question.
_TOLD = 2

#: Articles whose score is further behind the first one's (standard deviations) are not worse for being further still.
_FURTHEST = 6.0


def check(
    question: str, hits: Sequence[Hit], bridges: Sequence[Bridge] = (), rarity: Mapping[str, float] | None = None
) -> list[Premise]:
    """Differences between what a (folded) question takes for granted and the articles found, surest first; at most two.

    ``hits`` are the first articles in their order, ``bridges`` the official terms the question may mean, ``rarity`` the
    inverse document frequencies of its words.
    """
    if not hits:
        return []
    certain = list(lists.premises(question, [hit.passage for hit in hits], rarity or {}))
    rated = sorted(
        ((likely(one), one) for one in differences(question, hits, bridges)), key=lambda pair: (-pair[0], pair[1].place)
    )
    found = [*certain, *(one.premise for margin, one in rated if margin >= 0)]
    kept: dict[str, Premise] = {}
    for premise in found:
        if premise.stated != premise.true and premise.passage not in [other.passage for other in kept.values()]:
            kept.setdefault(premise.stated, premise)
    return list(kept.values())[:_TOLD]


def differences(question: str, hits: Sequence[Hit], bridges: Sequence[Bridge]) -> list[Difference]:
    """All possible differences with their signs, unjudged: what the model is fitted on."""
    ground = Ground(_articles(hits))
    return [
        *figures.differences(question, ground, bridges),
        *norms.differences(question, ground, bridges),
        *organs.differences(question, ground, bridges),
    ]


def _articles(hits: Sequence[Hit]) -> list[Article]:
    best = max((hit.score for hit in hits if not hit.exact), default=0.0)
    return [
        Article(
            passage=hit.passage,
            rank=rank,
            behind=0.0 if hit.exact else min(best - hit.score, _FURTHEST),
            named=hit.exact or hit.features.get("raw_named", 0.0) > 0,
        )
        for rank, hit in enumerate(hits)
    ]
