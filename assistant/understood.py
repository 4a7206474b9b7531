"""What was read out of a question, confirmed by the evidence found for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.shelf import Shelf
from assistant.synonyms import same
from kb.catalog.infos import ProblemInfo
from kb.text import fold
from kb.tokens import tokenize
from retrieval.result import Hit, SearchResult, Verdict
from retrieval.terms import STOP
from retrieval.unit_names import unit_names

#: Official terms this certain are taken for what was meant, provided that the evidence uses them.
CERTAIN = 0.8

#: Problem types named for a question.
TYPES = 2

#: Everyday words whose reading is told.
READINGS = 3

#: What counts beside the question's own words when sentences are chosen: an official term is read into the question.
MEANT = 0.7

#: A term whose phrase is only nearly said is right in about half of the development questions.
NEARLY = 0.35


class Reading(NamedTuple):
    """Everyday words of the question and the official term they were read as."""

    said: str
    meant: str


class Understood(NamedTuple):
    """The reading of a question.

    ``types`` are codes of the taxonomy; ``own`` tells that the question's words name them, otherwise they are those of
    the closest precedent, and ``central`` that the first is certainly what that precedent is about.  ``sure`` tells
    that the evidence answers the question wholly.  ``official`` are the official terms for what is said, ``nearly``
    those for what is nearly said, with weights; all stand in the evidence.
    """

    types: tuple[str, ...] = ()
    own: bool = False
    central: bool = False
    sure: bool = False
    units: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    official: tuple[tuple[str, float], ...] = ()
    nearly: tuple[tuple[str, float], ...] = ()

    @property
    def equations(self) -> tuple[Reading, ...]:
        """The readings that may be told as such: the term says the same thing, and nothing else may be meant."""
        certain = {term for term, weight in self.official if weight >= 1}
        return tuple(found for found in self.readings if found.meant in certain and same(found.said, found.meant))

    def terms(self) -> dict[str, float]:
        """The words of the official terms with their weights, to be put beside those of the question."""
        weights: dict[str, float] = {}
        for terms, share in ((self.official, MEANT), (self.nearly, NEARLY)):
            for term, weight in terms:
                for token in tokenize(term):
                    if len(token) > 1 and token not in STOP:
                        weights[token] = max(weights.get(token, 0.0), share * weight)
        return weights


def read(shelf: Shelf, result: SearchResult, precedents: Sequence[tuple[Hit, ProblemInfo]]) -> Understood:
    """Read a question with the help of its evidence: ``precedents`` are those the answer will show, best first."""
    query = result.query
    evidence = _evidence(result, precedents)
    expansions = [item for item in shelf.lexicon.expand(query.core) if item.weight >= CERTAIN]
    confirmed = [item for item in expansions if fold(item.meant) in evidence]
    meant = {item.meant: item.weight for item in confirmed}
    nearly = {
        bridge.term: bridge.weight
        for bridge in shelf.bridges.find(query.core)
        if bridge.weight >= CERTAIN and bridge.term not in meant and fold(bridge.term) in evidence
    }
    readings: dict[str, Reading] = {}
    for item in confirmed:
        readings.setdefault(item.said, Reading(item.said, item.meant))
    types, own, central = _types(shelf, query.core, precedents)
    sure = result.verdict is Verdict.ANSWERABLE
    return Understood(
        types=types,
        own=own,
        central=central and sure,
        sure=sure,
        units=units(query.folded),
        documents=query.titles,
        readings=tuple(readings.values())[:READINGS],
        official=_by_weight(meant),
        nearly=_by_weight(nearly),
    )


def _by_weight(terms: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(terms.items(), key=lambda item: (-item[1], item[0])))


def _evidence(result: SearchResult, precedents: Sequence[tuple[Hit, ProblemInfo]]) -> str:
    """The words of what was found: best passages of the precedents, and the first hit of the other kinds."""
    passages = [
        passage for hit, _ in precedents for passage in (hit.passage, *(extra.passage for extra in hit.also[:1]))
    ]
    passages += [hit.passage for hits in result.groups.values() for hit in hits[:1]]
    return fold("\n".join((*(passage.text for passage in passages), *(info.problem.title for _, info in precedents))))


def _types(
    shelf: Shelf, question: str, precedents: Sequence[tuple[Hit, ProblemInfo]]
) -> tuple[tuple[str, ...], bool, bool]:
    """The types that the question names and a precedent shares, else the type of the closest precedent; whether the
    question names them; whether the first one is what the closest precedent is about.

    A word alone misleads (a letter that mentions a police station is not about police stations), so the question's own
    types count only where the problems found, or the passages found in them, have them too.
    """
    own = [found.code for found in shelf.taxonomy.assign(question, "")]
    shared = {kind.code for _, info in precedents for kind in info.problem.types}
    shared |= {kind.code for hit, _ in precedents for kind in shelf.taxonomy.assign("", hit.passage.text)}
    confirmed = tuple(code for code in own if code in shared)[:TYPES]
    if not precedents:
        return confirmed, bool(confirmed), False
    hit, info = precedents[0]
    of_problem = [kind.code for kind in info.problem.types]
    of_passage = [kind.code for kind in shelf.taxonomy.assign("", hit.passage.text) if kind.code in of_problem]
    chosen = confirmed or tuple((of_passage or of_problem)[:1])
    central = bool(chosen) and chosen[0] in of_problem[:1] and chosen[0] in (*of_passage, *confirmed)
    return chosen, bool(confirmed), central


def units(text: str) -> tuple[str, ...]:
    """The units that a text names, in order: 云泽市公安局, 星汀分局; not 我们派出所."""
    return tuple(dict.fromkeys(one.name for one in unit_names(fold(text))))
