"""Suggested measures: what the relevant precedents did, by kind, the most relevant and most concrete examples first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from assistant.adapting import adapt
from assistant.answer import Citation, MeasureGroup, MeasureKind, SuggestedMeasure
from assistant.precedents import Shown, months, of_types
from assistant.select import weigh
from assistant.shelf import Act, Holdings, Shelf
from assistant.tally import within
from assistant.understood import Understood
from kb.catalog.infos import ProblemInfo
from kb.model import DocumentKind, Provenance, Span, StoredPassage
from kb.taxonomy import Taxonomy
from retrieval.limits import Limits

#: Precedents of the same problem type that are looked at beside those found for the question.
SAME_TYPE = 20

#: Examples quoted for a kind.
EXAMPLES = 3

#: An example holds at least this share of the words of the best one.
CLOSE = 0.5

#: The best passage found for the question counts this many rare words more than one that stands beside it, and a
#: further one that is nearly as good half of that.
FOUND = 1.0
NEAR = 0.8

#: Of the measure found first sentences with less than this share of the words of its best one are left out, where that
#: one says what the question asks: 四是从严落实中央八项规定精神 tells of cars, dinners and festivals.
OF_FIRST = 0.25

#: A problem with at most so many sentences of measures is about one matter; one that bundles several has twenty.
FEW = 6

#: Sentences longer than this are quoted only when nothing shorter is as relevant: they fill half a screen.
LONG = 160

#: What a document or figure adds beside a word of the question: it decides between equally relevant sentences.
_CONCRETE = 0.3


EVERYWHERE = Limits()


class Cite(Protocol):
    """Numbers a quoted place."""

    def __call__(self, passage: StoredPassage, span: Span) -> Citation:
        """The citation of a place inside a passage."""


class Relevant(NamedTuple):
    """The precedents that measures are taken from, and those of them that the answer shows; ``types`` are those of the
    question, ``taxonomy`` tells which of them a measure is about.
    """

    infos: tuple[ProblemInfo, ...]
    shown: tuple[Shown, ...]
    types: tuple[str, ...]
    taxonomy: Taxonomy

    def about(self, info: ProblemInfo, passage: StoredPassage) -> bool:
        """Whether a measure is about the matter of the question: a problem that bundles several matters has measures
        of each of them.
        """
        found = {item.hit.passage.key for item in self.shown}
        found |= {extra.passage.key for item in self.shown for extra in item.hit.also}
        return passage.key in found or not self.types or of_types(self.taxonomy, self.types, info, passage)


def relevant(shelf: Shelf, shown: Sequence[Shown], understood: Understood, limits: Limits = EVERYWHERE) -> Relevant:
    """The precedents shown and those of the problem types that the question names, each problem once and all of them
    within ``limits``; fictional ones stay out where there is a real one.

    Types that only the closest precedent has bring no others in: a question about gambling off duty found with one
    about drinking has nothing to do with all that was done about drinking.
    """
    found = {(item.info.source_id, item.info.problem.locator): item.info for item in shown}
    for code in understood.types if understood.own else ():
        for info in [one for one in shelf.holdings.of_type(code) if within(one, limits)][:SAME_TYPE]:
            found.setdefault((info.source_id, info.problem.locator), info)
    infos = [info for info in found.values() if info.problem.measures]
    if any(info.provenance is not Provenance.FICTIONAL for info in infos):
        infos = [info for info in infos if info.provenance is not Provenance.FICTIONAL]
    return Relevant(tuple(infos), tuple(shown), understood.types, shelf.taxonomy)


def suggest(
    holdings: Holdings, found: Relevant, terms: Mapping[str, float], cite: Cite, *, unit: str = ""
) -> tuple[MeasureGroup, ...]:
    """Groups in the order of :class:`MeasureKind`, kinds without a relevant example left out.

    ``terms`` are the weighted words of the question and of what it means; ``unit`` is the user's unit, into whose
    names the examples are put beside the quotes.
    """
    ranked = _ranked(holdings, found, terms)
    if not ranked:
        return ()
    using = [(info, holdings.kinds(info)) for info in found.infos]
    groups = []
    for kind in MeasureKind:
        best = [(act, info) for act, info, *_ in ranked if act.kind is kind and kind is not MeasureKind.OTHER][
            :EXAMPLES
        ]
        if not best:
            continue
        users = [info for info, kinds in using if kind in kinds]
        groups.append(
            MeasureGroup(
                kind=kind,
                used=len(users),
                total=len(found.infos),
                examples=tuple(_example(act, info, cite, unit) for act, info in best),
                deadlines=tuple(dict.fromkeys(text for info in users if (text := deadline(holdings, info)))),
                months=tuple(sorted(span for info in users if (span := months(info)) is not None)),
                responsible=tuple(dict.fromkeys(text for info in users if (text := responsible(info)))),
            )
        )
    return tuple(groups)


class _Ranked(NamedTuple):
    act: Act
    info: ProblemInfo
    score: float
    held: float
    first: bool
    named: float


def _ranked(holdings: Holdings, found: Relevant, terms: Mapping[str, float]) -> list[_Ranked]:
    """Sentences of measures that have to do with the question, best first.

    A problem of a notice bundles several matters, so a sentence counts by the words of the question that it holds;
    only the measure found first, and a problem of few sentences whose title says what is asked, are relevant as a
    whole.
    """
    best = found.shown[0].hit if found.shown else None
    scores = [(item.hit.passage.key, item.hit.score) for item in found.shown]
    scores += [(extra.passage.key, extra.score) for item in found.shown[:1] for extra in item.hit.also]
    near = {key for key, score in scores if best and score >= NEAR * best.score}
    shown = [item.info for item in found.shown]
    scored = []
    for info in found.infos:
        acts = [act for act in holdings.acts(info) if not act.result]
        named = weigh(info.problem.title, terms) if info in shown and len(acts) <= FEW else 0.0
        for act in acts:
            first = best is not None and act.passage.key == best.passage.key
            held = weigh(act.text, terms)
            if (held > 0 or first or named) and found.about(info, act.passage):
                score = held + (FOUND if first else FOUND / 2 if act.passage.key in near else 0.0)
                concrete = _CONCRETE * (bool(act.figures) + bool(act.documents))
                score += concrete - (_CONCRETE if len(act.text) > LONG else 0.0)
                scored.append(_Ranked(act, info, score, held, first, named))
    most = max((item.held for item in scored), default=0.0)
    of_first = max((item.held for item in scored if item.first), default=0.0)
    least = OF_FIRST * of_first if of_first >= CLOSE * most else 0.0
    scored.sort(key=lambda item: (-item.score, item.act.passage.key, item.act.span))
    return [
        item
        for item in scored
        if item.held >= CLOSE * most or item.named >= CLOSE * most or (item.first and item.held >= least)
    ]


def _example(act: Act, info: ProblemInfo, cite: Cite, unit: str) -> SuggestedMeasure:
    citation = cite(act.passage, act.span)
    changed = adapt(citation.quote, source_units(info), unit) if unit else None
    return SuggestedMeasure(
        act.kind,
        citation.quote,
        (citation.n,),
        unit=info.unit or "",
        problem="" if info.kind is DocumentKind.CASE else info.problem.title,
        adapted=changed if changed and changed.replacements else None,
    )


def source_units(info: ProblemInfo) -> tuple[str, ...]:
    """The names under which a document speaks of its unit, for :func:`assistant.adapting.adapt`."""
    return (info.unit,) if info.unit else ()


def responsible(info: ProblemInfo) -> str:
    """Who was responsible for a problem, with the unit they belong to; empty where nobody is named."""
    names = "、".join(info.problem.responsible)
    return f"{names}（{info.unit}）" if names and info.unit else names


def deadline(holdings: Holdings, info: ProblemInfo) -> str:
    """The time limit of a problem as printed, empty where none is."""
    limit = info.problem.deadline
    return holdings.text(info, limit.span).strip() if limit else ""
