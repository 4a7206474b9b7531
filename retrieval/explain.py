"""Why a result list stands as it does: how the question was read, what each channel gave, what was left out.

Nothing here decides anything.  The numbers are those of the search itself: ``Hit.features`` weighed as in the search,
the signals weighed with the calibration; only which channel brought a passage is measured once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from kb.catalog import RegulationInfo
from kb.model import Group, Provenance, StoredPassage
from retrieval.bridge import Bridge
from retrieval.candidates import Candidate, gather, rarities
from retrieval.engine import Retriever
from retrieval.late_interaction import TOKENS, WEIGHT
from retrieval.rank import CHANNELS, Ranked, fuse, is_named, most_ahead, weights_for
from retrieval.result import Hit, SearchResult
from retrieval.signals import calibration, kinds

#: Hits explained per group.
FIRST = 10

#: What a channel measures, as shown to users.
CHANNEL_LABELS = {
    "whole": "整段语义",
    "peak": "最近句语义",
    "words": "词语",
    "chars": "单字",
    "pairs": "双字",
    "bridge": "规范用语合计",
    "term": "规范用语最强",
    "meant": "换用规范用语后的语义",
    "named": "点名的文件",
    TOKENS: "逐词对照",
}

#: The channels that bring passages by themselves; the others only weigh what these brought.
_BRINGING = ("peak", "meant", "words", "chars", "pairs")

_EDGES = " ,，。.?？!！;；:：、"


class Channel(NamedTuple):
    """One channel of one hit: ``contribution`` = ``weight`` × ``standardised``, in the units of the score."""

    name: str
    raw: float
    standardised: float
    weight: float
    contribution: float

    @property
    def label(self) -> str:
        """The Chinese name."""
        return CHANNEL_LABELS.get(self.name, self.name)


class HitReason(NamedTuple):
    """Why a hit stands where it stands.

    ``basis`` is the passage whose values made the score (in a problem not always the one shown), ``brought_by`` the
    names of the channels that brought it, ``other`` what the score holds besides the channels (a fictional example's
    deduction, the breadth of a problem); an exact look-up has no channels.
    """

    rank: int
    hit: Hit
    basis: StoredPassage
    brought_by: tuple[str, ...]
    channels: tuple[Channel, ...]
    other: float


class Signal(NamedTuple):
    """One signal behind the verdict, weighed by the calibration (log-odds)."""

    name: str
    value: float
    weight: float
    contribution: float


class LeftOut(NamedTuple):
    """A text that may not be the basis: ``rank`` is where its best article would stand among the articles, None when
    the question only names it; ``reason`` in Chinese.
    """

    regulation: RegulationInfo
    rank: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole explanation; ``removed`` are the frames taken out of the question, ``bridges`` the official terms it
    may mean, ``signals`` those of the verdict with ``intercept``, ``kinds`` the probability of each kind.
    """

    result: SearchResult
    removed: tuple[str, ...]
    bridges: tuple[Bridge, ...]
    groups: Mapping[Group, tuple[HitReason, ...]]
    signals: tuple[Signal, ...]
    intercept: float
    kinds: Mapping[Group, float]
    left_out: tuple[LeftOut, ...]


def explain(retriever: Retriever, text: str) -> Explanation:
    """Search and explain the first ten hits of each group."""
    result = retriever.search(text, limit=FIRST)
    query = result.query
    asked = retriever.asked(query) if query.core else None
    gathered = {group: gather(retriever.kb, group, asked) if asked else [] for group in Group}
    model = calibration().answerable
    values = result.signals
    return Explanation(
        result=result,
        removed=_removed(query.folded, query.core),
        bridges=tuple(asked.bridges) if asked else (),
        groups={group: _reasons(group, result.groups.get(group, ()), gathered[group]) for group in Group},
        signals=tuple(
            sorted(
                (
                    Signal(name, values[name], weight, weight * values[name])
                    for name, weight in model.weights.items()
                    if name in values
                ),
                key=lambda signal: (-abs(signal.contribution), signal.name),
            )
        ),
        intercept=model.intercept,
        kinds=kinds(values) if values else {},
        left_out=_left_out(retriever, result, gathered[Group.ARTICLE]),
    )


def _removed(folded: str, core: str) -> tuple[str, ...]:
    """The pieces of the question that its core no longer holds, without the punctuation around them."""
    matcher = SequenceMatcher(None, folded, core, autojunk=False)
    pieces = (folded[start:end].strip(_EDGES) for tag, start, end, _, _ in matcher.get_opcodes() if tag != "equal")
    return tuple(piece for piece in pieces if piece)


def _reasons(group: Group, hits: Sequence[Hit], candidates: Sequence[Candidate]) -> tuple[HitReason, ...]:
    return tuple(_reason(group, rank, hit, candidates) for rank, hit in enumerate(hits, 1))


def _reason(group: Group, rank: int, hit: Hit, candidates: Sequence[Candidate]) -> HitReason:
    if hit.exact:
        return HitReason(rank, hit, hit.passage, ("exact",), (), 0.0)
    weights = {**weights_for(group, named=is_named(candidates))._asdict(), TOKENS: WEIGHT}
    channels = tuple(
        Channel(
            name, hit.features[f"raw_{name}"], hit.features[name], weights[name], weights[name] * hit.features[name]
        )
        for name in (*CHANNELS, TOKENS)
        if name in hit.features
    )
    owner = next((candidate for candidate in candidates if _made(candidate, hit)), None)
    brought = tuple(name for name in _BRINGING if owner and getattr(owner, name))
    return HitReason(
        rank=rank,
        hit=hit,
        basis=owner.passage if owner else hit.passage,
        # Only the official terms can have brought what no other channel did.
        brought_by=brought or ("bridge",),
        channels=channels,
        other=hit.score - sum(channel.contribution for channel in channels),
    )


def _made(candidate: Candidate, hit: Hit) -> bool:
    """Whether the values of a hit are those of this candidate: its own passage or one of the same problem."""
    passage = candidate.passage
    if passage.key.source != hit.passage.key.source or passage.part != hit.passage.part:
        return False
    if passage.key != hit.passage.key and (passage.problem is None or passage.problem != hit.passage.problem):
        return False
    return all(
        value is None or value == hit.features.get(f"raw_{name}")
        for name in CHANNELS
        if (value := getattr(candidate, name)) is not None
    )


def _fused(candidates: Sequence[Candidate], *, old: bool, size: float) -> list[Ranked]:
    """The first articles, those of excluded texts among them; ``size`` as :func:`retrieval.rank.most_ahead` has it."""
    weights = weights_for(Group.ARTICLE, named=is_named(candidates))
    return fuse(candidates, weights, old=old, ahead=most_ahead(Group.ARTICLE, size))[:FIRST]


def _left_out(retriever: Retriever, result: SearchResult, candidates: Sequence[Candidate]) -> tuple[LeftOut, ...]:
    """Excluded texts that would have stood among the first articles, and those the question names."""
    query = result.query
    excluded = retriever.versions.excluded(query, retriever.names)
    if not excluded:
        return ()
    regulations = {(r.source_id, r.part): r for r in retriever.kb.catalog.regulations()}
    ranks: dict[tuple[str, int], int] = {}
    _, size = rarities(retriever.kb, {})
    for rank, ranked in enumerate(_fused(candidates, old=query.prefers_old, size=size), 1):
        ranks.setdefault((ranked.passage.key.source, ranked.passage.part), rank)
    named = {(r.source_id, r.part) for title in query.regulations for r in retriever.names.versions(title)}
    found = [
        LeftOut(regulations[key], ranks.get(key), _why_left_out(regulations[key]))
        for key in sorted(excluded & (set(ranks) | named))
        if key in regulations
    ]
    return tuple(sorted(found, key=lambda out: (out.rank is None, out.rank or 0, out.regulation.title)))


def _why_left_out(regulation: RegulationInfo) -> str:
    meta = regulation.meta
    if meta.validity.is_superseded:
        by = f"，现行文本为《{meta.superseded_by}》" if meta.superseded_by else "，资料库中有其现行文本"
        return f"{meta.validity.value}{by}"
    if regulation.provenance is Provenance.DIGEST:
        return "为摘编，资料库中有其正式文本"
    return "问题要求的是另一版本"


def explanation_json(explanation: Explanation) -> dict[str, object]:
    """The stable object of ``xunjian explain --json``; numbers rounded to four places."""
    result = explanation.result
    query = result.query
    return {
        "query": query.text,
        "understood": {
            "text": query.folded,
            "core": query.core,
            "fixes": list(query.fixes),
            "removed": list(explanation.removed),
            "intent": query.intent.value,
            "wants_old": query.wants_old,
            "as_of": query.as_of.isoformat() if query.as_of else None,
            "references": [
                {
                    "name": reference.name,
                    "titles": list(reference.titles),
                    "number": reference.number,
                    "sub": reference.sub,
                    "paragraph": reference.paragraph,
                    "item": reference.item,
                }
                for reference in query.references
            ],
            "limits": result.limits.label,
            "names": [{"name": match.name, "titles": list(match.titles)} for match in query.names],
            "terms": [
                {"term": bridge.term, "said": bridge.said, "weight": round(bridge.weight, 4)}
                for bridge in explanation.bridges
            ],
        },
        "verdict": {
            "verdict": result.verdict.value,
            "confidence": round(result.confidence, 4),
            "refuse_below": calibration().refuse,
            "partly_below": calibration().partly,
            "reason": result.reason,
            "intercept": round(explanation.intercept, 4),
            "signals": [_rounded(signal._asdict()) for signal in explanation.signals],
        },
        "kinds": {group.value: round(share, 4) for group, share in explanation.kinds.items()},
        "groups": {
            group.value: [_reason_json(reason) for reason in reasons] for group, reasons in explanation.groups.items()
        },
        "left_out": [
            {
                "doc": out.regulation.doc,
                "title": out.regulation.title,
                "validity": out.regulation.meta.validity.value,
                "rank": out.rank,
                "reason": out.reason,
            }
            for out in explanation.left_out
        ],
        "warnings": list(result.warnings),
    }


def _reason_json(reason: HitReason) -> dict[str, object]:
    passage = reason.hit.passage
    return {
        "rank": reason.rank,
        "doc": passage.doc,
        "title": passage.title,
        "locator": passage.locator,
        "problem": passage.problem,
        "score": round(reason.hit.score, 4),
        "exact": reason.hit.exact,
        "basis": reason.basis.locator,
        "brought_by": list(reason.brought_by),
        "channels": [_rounded(channel._asdict()) for channel in reason.channels],
        "other": round(reason.other, 4),
    }


def _rounded(values: Mapping[str, object]) -> dict[str, object]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
