"""Turns candidates into ranked hits: fuse the channels, roll measures up to their problem, keep every feature."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from kb.model import Group, PassageKind, Provenance, StoredPassage
from retrieval.candidates import Candidate
from retrieval.result import Hit, Passed


class Weights(NamedTuple):
    """How much each standardised channel of :class:`Candidate` counts within a group; ``breadth`` is what the further
    measures of a problem add to its best one.
    """

    whole: float
    peak: float
    words: float
    chars: float
    pairs: float
    bridge: float
    term: float
    meant: float
    named: float
    breadth: float = 0.0


#: Fitted on the development and tuning questions (``python -m eval.fit``): the weights under which the right passages
#: are most probable when scores are turned into probabilities (listwise softmax, ridge .01); channels that came out
#: negative are left out.
WEIGHTS = {
    Group.PRECEDENT: Weights(
        whole=0.60, peak=0.28, words=0.0, chars=0.46, pairs=0.15, bridge=0.30, term=0.31, meant=0.50, named=0.0
    ),
    Group.ARTICLE: Weights(
        whole=0.39, peak=0.39, words=0.0, chars=0.32, pairs=0.03, bridge=0.23, term=0.20, meant=0.29, named=0.74
    ),
    Group.PRACTICE: Weights(
        whole=0.43, peak=1.19, words=0.11, chars=0.65, pairs=0.15, bridge=0.04, term=0.03, meant=0.85, named=0.0
    ),
}

#: The channels that are standardised and weighed.
CHANNELS = tuple(name for name in Weights._fields if name != "breadth")

#: The channels by vectors, and how many deviations the best article may be ahead in them in a library of all statutes.
#: The larger a library, the fewer candidates are brought by several channels; those the vectors did not bring all count
#: as the farthest, so that the few they did bring stand out more (median 4.9 deviations in the corpus, 6.5 beside 3,476
#: other statutes) and outvote lexicon and names.  Beside these, as it was → at most 2 (first, first five): 116
#: development questions 62.9 → 71.6 and 81.9 → 83.6, 169 tuning questions 46.2 → 55.6 and 69.2 → 79.3; from 1.5 to 3
#: the figures differ by two questions, cutting values off at 4 instead gave half of it (docs/decisions.md).
DENSE = ("whole", "peak")
MOST_AHEAD = 2.0

#: In the corpus alone, for which the weights were fitted, the same wins and loses two questions either way, so small
#: libraries stay as they were: the bound is wide (19 at the 2,276 passages of the corpus, more than any value seen)
#: and closes as the library grows, by this power, to ``MOST_AHEAD`` at 100,000 passages (``_LARGE`` is the logarithm
#: of twice that).
_CLOSES = 0.6
_LARGE = math.log(2e5)

#: Of the weights of the lexicon's channels, in a question that names a regulation: who knows its name mostly uses its
#: words as well.  Of 34 development questions that do so five hold the answer .91 → .97, first .85 as before; of 49
#: tuning questions first .61 → .63, five .88 as before.
NAMED_SHARE = 0.5

#: Taken off a fictional example's score, in standard deviations: it never stands before a real source that is about
#: as good.
FICTION_PENALTY = 1.5

#: Taken off an article of a text that is no longer in force: of 152 development and 332 tuning questions none whose
#: answer stands in such a text falls behind (five: .80 → .82), and three instead of five others begin with one.  Added
#: where an earlier law is asked for without its name: of 20 such questions first 14 → 17.
SUPERSEDED_PENALTY = 1.0

#: Taken off an article that does not apply here (see ``retrieval.applicability``): no basis, as one no longer in force
#: is none.  With 3,476 other statutes beside the corpus, of 334 tuning questions 1.0 → 2.0 and bodies besides places:
#: first .42 → .45, five .70 → .73; more takes hardly any further one (docs/decisions.md).
ELSEWHERE_PENALTY = 2.0

#: Added to the article that says from when a regulation applies, where that is asked for: it shares hardly a word with
#: such a question.  Named regulations are some eight standard deviations ahead of others, and reading the tokens moves
#: two of ten candidates by at most 1.8 against each other (weight .4 times the root of 20).
DATES_BONUS = 10.0

#: The mark of an article that does not apply here among the features of a hit.
ELSEWHERE = "elsewhere"

#: A problem's own heading is a card of few words: it ranks the problem but is not shown as its best passage when a
#: measure is within this distance.
_CARD_MARGIN = 10.0

#: Further passages shown with a hit (the command-line contract allows three).
ALSO = 3


class Ranked(NamedTuple):
    """A candidate with its fused score and the standardised values it came from."""

    passage: StoredPassage
    score: float
    features: dict[str, float]


def is_named(candidates: Iterable[Candidate]) -> bool:
    """Whether one of the candidates stands in a regulation that the question names."""
    return any(candidate.named for candidate in candidates)


def weights_for(group: Group, *, named: bool) -> Weights:
    """The weights of a group; ``named`` tells that the question names a regulation."""
    weights = WEIGHTS[group]
    if named:
        return weights._replace(bridge=NAMED_SHARE * weights.bridge, term=NAMED_SHARE * weights.term)
    return weights


def standardised(values: Sequence[float]) -> list[float]:
    """Zero mean, unit deviation; all zero when the values do not differ."""
    array = np.asarray(values, dtype=np.float64)
    deviation = float(array.std())
    return [float(value) for value in (array - array.mean()) / deviation] if deviation > 0 else [0.0] * len(values)


def within(values: Sequence[float], most: float) -> list[float]:
    """Standardised values brought nearer to zero, all by the same factor, where the greatest is beyond ``most``."""
    greatest = max(values, default=0.0)
    return [value * most / greatest for value in values] if greatest > most else list(values)


def _filled(values: Sequence[float | None]) -> list[float]:
    """A passage that a dense channel did not bring is at most as close as the last one it brought."""
    floor = min((value for value in values if value is not None), default=0.0)
    return [floor if value is None else value for value in values]


def most_ahead(group: Group, size: float) -> float:
    """How many deviations the best candidate may be ahead in the channels by vectors; ``size`` is the logarithm of
    about twice the number of passages (``Asked.ceiling``).
    """
    return MOST_AHEAD * math.exp(_CLOSES * max(0.0, _LARGE - size)) if group is Group.ARTICLE else math.inf


def fuse(
    candidates: Sequence[Candidate], weights: Weights, *, old: bool = False, ahead: float = math.inf
) -> list[Ranked]:
    """Candidates by fused score, best first; ties keep document order.  ``old``: an earlier law is asked for without
    its name; ``ahead`` as :func:`most_ahead` says.
    """
    if not candidates:
        return []
    channels = {name: _filled([getattr(candidate, name) for candidate in candidates]) for name in CHANNELS}
    scaled = {name: standardised(values) for name, values in channels.items()}
    for name in DENSE:
        scaled[name] = within(scaled[name], ahead)
    ranked = []
    for i, candidate in enumerate(candidates):
        features = {name: values[i] for name, values in scaled.items()}
        score = sum(getattr(weights, name) * value for name, value in features.items())
        if candidate.passage.provenance is Provenance.FICTIONAL:
            score -= FICTION_PENALTY
        if candidate.passage.validity.is_superseded:
            score += SUPERSEDED_PENALTY if old else -SUPERSEDED_PENALTY
        if candidate.dates:
            score += DATES_BONUS
        if candidate.elsewhere:
            score -= ELSEWHERE_PENALTY
            features[ELSEWHERE] = 1.0
        features |= {f"raw_{name}": values[i] for name, values in channels.items()}
        ranked.append(Ranked(candidate.passage, score, features))
    return sorted(ranked, key=lambda r: (-r.score, str(r.passage.key.source), r.passage.key.seq))


def is_basis(hit: Hit) -> bool:
    """Whether an article found may be a basis: it is in force and applies here."""
    return not hit.passage.validity.is_no_basis and ELSEWHERE not in hit.features


def single(ranked: Iterable[Ranked]) -> list[Hit]:
    """One hit per passage."""
    return [Hit(r.passage, r.score, r.features) for r in ranked]


def rolled_up(ranked: Iterable[Ranked], weights: Weights) -> list[Hit]:
    """One hit per problem: the best measure in front, up to three further passages behind it.

    A problem scores as its best passage plus ``breadth`` × the mean of its next two.
    """
    problems: dict[tuple[str, str], list[Ranked]] = {}
    for r in ranked:
        locator = r.passage.problem or r.passage.locator
        problems.setdefault((r.passage.key.source, locator), []).append(r)
    hits = []
    for members in problems.values():
        rest = [r.score for r in members[1:3]]
        score = members[0].score + weights.breadth * (sum(rest) / len(rest) if rest else 0.0)
        shown = sorted(members, key=_card_last(members[0].score))
        also = tuple(Passed(r.passage, r.score) for r in shown[1 : ALSO + 1])
        hits.append(Hit(shown[0].passage, score, members[0].features, also))
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.key.source, hit.passage.key.seq))


def _card_last(best: float) -> Callable[[Ranked], tuple[bool, float]]:
    """Order inside a problem: by score, but the bare heading behind measures that are not far off."""

    def key(r: Ranked) -> tuple[bool, float]:
        is_card = r.passage.kind is PassageKind.PROBLEM and best - r.score < _CARD_MARGIN
        return (is_card, -r.score)

    return key
