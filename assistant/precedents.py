"""Chooses the precedents an answer shows, and says what they have in common."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from assistant.answer import MeasureKind
from assistant.shelf import Holdings, Origin, origin
from assistant.standing import standing
from kb.catalog.infos import ProblemInfo
from kb.model import DocumentKind, Provenance, StoredPassage
from kb.taxonomy import Taxonomy
from retrieval.result import Hit

#: A hit below this share of its group's best score is not evidence for the answer, only a neighbour.
KEEP = 0.6

#: A real precedent with this share of the best score stands in front of fictional ones; one further off would be shown
#: in full as the best answer to a question that it hardly touches.
REAL = 0.8

#: A precedent with this share of the best score is shown whatever its matter; one further off only where it has a
#: problem type of the question.  Of 60 questions of an inspector those between stood there for a shared word (公务用枪,
#: 公务用车) in seven of twelve cases, and all five that answered had the type.
AKIN = 0.8

#: Types of a passage that say what it is about; a third one is often that of a passing word.
ABOUT = 2

#: Days of a mean month.
_MONTH = 30.44


class Shown(NamedTuple):
    """A precedent that the answer shows."""

    hit: Hit
    info: ProblemInfo

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        return origin(self.info)


def kept(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """The hits that carry an answer: exact look-ups alone where there are any, else those close to the best."""
    exact = [hit for hit in hits if hit.exact]
    if exact:
        return exact[:limit]
    supported = [hit for hit in hits if hit.features.get("support", 1.0) > 0]
    return [hit for hit in supported[:limit] if hit.score >= KEEP * supported[0].score]


def choose(holdings: Holdings, hits: Sequence[Hit], limit: int) -> list[Shown]:
    """The precedents to show, best first.

    A digest gives way to the notice itself where both were found.  Where all would come from one notice, the best one
    of another origin takes the last place, provided that it is close enough to be evidence at all.  A fictional
    example never takes the place of a real precedent, and stands in front of one only where that is much further from
    the question.
    """
    single = _one_edition(holdings, kept(hits, len(hits)))
    chosen = single[:limit]
    origins = {shown.origin for shown in chosen}
    if len(chosen) == limit > 1 and len(origins) == 1:
        real = chosen[-1].info.provenance is not Provenance.FICTIONAL
        others = [shown for shown in single[limit:] if shown.origin not in origins]
        others = [shown for shown in others if not (real and shown.info.provenance is Provenance.FICTIONAL)]
        chosen = [*chosen[:-1], *(others[:1] or chosen[-1:])]
    best = max((shown.hit.score for shown in chosen), default=0.0)
    return sorted(chosen, key=lambda shown: not (_is_real(shown) and shown.hit.score >= REAL * best))


def of_types(taxonomy: Taxonomy, types: Collection[str], info: ProblemInfo, passage: StoredPassage) -> bool:
    """Whether a passage of a problem is about one of the types: the problem as a whole is, or the passage by itself."""
    if any(kind.code in types for kind in info.problem.types[:1]):
        return True
    return any(code in types for code in _types(taxonomy, passage))


def of_matter(taxonomy: Taxonomy, types: Collection[str], passage: StoredPassage) -> bool:
    """Whether a passage by itself may be about the types of a question: no other types can be told of it."""
    own = _types(taxonomy, passage) if types else []
    return not own or any(code in types for code in own)


def _types(taxonomy: Taxonomy, passage: StoredPassage) -> list[str]:
    return [kind.code for kind in taxonomy.assign("", passage.text, limit=ABOUT)]


def akin(shown: Sequence[Shown], taxonomy: Taxonomy, types: Collection[str]) -> list[Shown]:
    """The precedents without those that are neither close to the best one nor of the types of the question."""
    best = max((item.hit.score for item in shown), default=0.0)
    return [
        item
        for item in shown
        if item.hit.score >= AKIN * best or of_types(taxonomy, types, item.info, item.hit.passage)
    ]


def of_each(
    holdings: Holdings,
    hits: Sequence[Hit],
    shown: Sequence[Shown],
    units: Collection[str],
    *,
    taxonomy: Taxonomy,
    types: Collection[str],
) -> list[Shown]:
    """The precedents with the best one of each unit that has none among them, where it is of the types asked for: who
    names two units wants to hear of both.
    """
    found = list(shown)
    for hit in hits:
        info = holdings.problems.get((hit.passage.key.source, hit.passage.problem or ""))
        if info is None or info.unit not in units or any(item.info.unit == info.unit for item in found):
            continue
        if of_types(taxonomy, types, info, hit.passage):
            found.append(Shown(hit, info))
    return found


def _is_real(shown: Shown) -> bool:
    return shown.info.provenance is not Provenance.FICTIONAL


def _one_edition(holdings: Holdings, hits: Sequence[Hit]) -> list[Shown]:
    """Each problem once, at its best rank, in the most reliable edition that was found."""
    found: dict[tuple[str, str], Shown] = {}
    for hit in hits:
        info = holdings.problems.get((hit.passage.key.source, hit.passage.problem or ""))
        if info is None:
            continue
        best = holdings.same(info)
        key = (best.source_id, best.problem.locator)
        held = found.get(key)
        if held is None:
            found[key] = Shown(hit, info)
        elif held.info.source_id != best.source_id == info.source_id:
            # The notice itself stands at the rank of its digest, with the digest's score.
            found[key] = Shown(replace(hit, score=held.hit.score), info)
    return list(found.values())


def real(shown: Sequence[Shown]) -> list[Shown]:
    """Without fictional examples, which confirm nothing; all of them where nothing else is held."""
    return [item for item in shown if item.info.provenance is not Provenance.FICTIONAL] or list(shown)


class Comparison(NamedTuple):
    """What precedents of different origin have in common: one of them for each origin.

    ``sources`` is how many there are, ``common`` are kinds of measures that all of them took; ``states`` and
    ``months`` (from feedback to time limit) name the unit first.
    """

    sources: int
    common: tuple[MeasureKind, ...]
    states: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, int], ...]


def compare(holdings: Holdings, shown: Sequence[Shown]) -> Comparison | None:
    """Compare the best precedent of each origin; None where there is only one origin.  Cases have neither a state nor
    a time limit of rectification and are left out.
    """
    first: dict[Origin, ProblemInfo] = {}
    for item in real(shown):
        if item.info.kind is not DocumentKind.CASE:
            first.setdefault(item.origin, item.info)
    if len(first) < 2:  # noqa: PLR2004 - a comparison needs two
        return None
    names = [where.name for where in first]
    if len(set(names)) < len(names):  # the same unit inspected twice: told apart by the year
        names = [f"{where.name}（{where.inspection[:4]}年）" for where in first]
    infos = list(first.values())
    common = frozenset.intersection(*(holdings.kinds(info) for info in infos))
    spans = [(name, months(info)) for name, info in zip(names, infos, strict=True)]
    return Comparison(
        len(infos),
        tuple(kind for kind in MeasureKind if kind in common),
        tuple((name, standing(info.problem)) for name, info in zip(names, infos, strict=True)),
        tuple((name, span) for name, span in spans if span is not None),
    )


def months(info: ProblemInfo) -> int | None:
    """Months from feedback to the time limit, rounded; None where one of them is not printed."""
    due = info.problem.deadline.due if info.problem.deadline else None
    begun: date | None = info.meta.feedback_date
    if due is None or begun is None or due < begun:
        return None
    return max(1, round((due - begun).days / _MONTH))
