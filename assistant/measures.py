"""Suggested measures: what the relevant precedents did, by kind, the most relevant and most concrete examples first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from assistant.adapting import adapt
from assistant.answer import Citation, MeasureGroup, MeasureKind, SuggestedMeasure
from assistant.precedents import Shown, months
from assistant.select import weigh
from assistant.shelf import Act, Holdings
from kb.catalog.infos import ProblemInfo
from kb.model import DocumentKind, Provenance, Span, StoredPassage

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

#: Sentences longer than this are quoted only when nothing shorter is as relevant: they fill half a screen.
LONG = 160

#: What a document or figure adds beside a word of the question: it decides between equally relevant sentences.
_CONCRETE = 0.3


class Cite(Protocol):
    """Numbers a quoted place."""

    def __call__(self, passage: StoredPassage, span: Span) -> Citation:
        """The citation of a place inside a passage."""


class Relevant(NamedTuple):
    """The precedents that measures are taken from, and those of them that the answer shows."""

    infos: tuple[ProblemInfo, ...]
    shown: tuple[Shown, ...]


def relevant(holdings: Holdings, shown: Sequence[Shown], types: Sequence[str]) -> Relevant:
    """The precedents shown and those of the same problem types, each problem once; fictional ones stay out where
    there is a real one.
    """
    found = {(item.info.source_id, item.info.problem.locator): item.info for item in shown}
    for code in types:
        for info in holdings.of_type(code)[:SAME_TYPE]:
            found.setdefault((info.source_id, info.problem.locator), info)
    infos = [info for info in found.values() if info.problem.measures]
    if any(info.provenance is not Provenance.FICTIONAL for info in infos):
        infos = [info for info in infos if info.provenance is not Provenance.FICTIONAL]
    return Relevant(tuple(infos), tuple(shown))


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
                responsible=tuple(dict.fromkeys(name for info in users for name in info.problem.responsible)),
            )
        )
    return tuple(groups)


class _Ranked(NamedTuple):
    act: Act
    info: ProblemInfo
    score: float
    held: float
    first: bool


def _ranked(holdings: Holdings, found: Relevant, terms: Mapping[str, float]) -> list[_Ranked]:
    """Sentences of measures that have to do with the question, best first.

    A problem of a notice bundles several matters, so a sentence counts by the words of the question that it holds;
    only the measure found first is relevant as a whole.
    """
    best = found.shown[0].hit if found.shown else None
    scores = [(item.hit.passage.key, item.hit.score) for item in found.shown]
    scores += [(extra.passage.key, extra.score) for item in found.shown[:1] for extra in item.hit.also]
    near = {key for key, score in scores if best and score >= NEAR * best.score}
    scored = []
    for info in found.infos:
        for act in holdings.acts(info):
            first = best is not None and act.passage.key == best.passage.key
            held = weigh(act.text, terms)
            if held > 0 or first:
                score = held + (FOUND if first else FOUND / 2 if act.passage.key in near else 0.0)
                concrete = _CONCRETE * (bool(act.figures) + bool(act.documents))
                score += concrete - (_CONCRETE if len(act.text) > LONG else 0.0)
                scored.append(_Ranked(act, info, score, held, first))
    most = max((item.held for item in scored), default=0.0)
    scored.sort(key=lambda item: (-item.score, item.act.passage.key, item.act.span))
    return [item for item in scored if item.first or item.held >= CLOSE * most]


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


def deadline(holdings: Holdings, info: ProblemInfo) -> str:
    """The time limit of a problem as printed, empty where none is."""
    limit = info.problem.deadline
    return holdings.text(info, limit.span).strip() if limit else ""
