"""A citation that can be put away: it survives saving, closing, and the re-ingestion of its source.

A :class:`~assistant.answer.Citation` points into one generation of a source.  A basket, a draft or a drill outlives
generations, so it keeps an anchor: the words, where they stood, and enough to find them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from assistant.answer import Citation
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.model import Provenance, Span, StoredPassage, Validity


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quoted place.

    ``quote`` are the words ``[start, end)`` of the clean text of source ``source`` as it was at ``generation``;
    ``doc`` is the file's base name, ``problem`` the locator of the problem the passage belongs to.  All fields are
    plain values: ``to_json`` and ``from_json`` are inverse to each other.
    """

    source: str
    generation: int
    part: int
    doc: str
    title: str
    locator: str
    quote: str
    start: int
    end: int
    page: int | None = None
    problem: str | None = None
    provenance: Provenance = Provenance.ORIGINAL
    validity: Validity = Validity.UNKNOWN

    @property
    def span(self) -> Span:
        """The place in the clean text."""
        return Span(self.start, self.end)

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The anchor that was stored; raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        return cls(
            **{
                **stored,
                "provenance": Provenance(stored["provenance"]),
                "validity": Validity(stored["validity"]),
            }
        )


class Found(StrEnum):
    """How a place stands today."""

    EXACT = "exact"
    MOVED = "moved"
    MISSING = "missing"


class Resolution(NamedTuple):
    """Where the words of an anchor stand now.

    ``anchor`` is brought up to date (generation, offsets, title, validity) unless the words are missing; ``passage``
    is the passage that holds them, ``reason`` says in Chinese what is wrong with a missing one.
    """

    found: Found
    anchor: Anchor
    passage: StoredPassage | None = None
    reason: str = ""


def of_passage(passage: StoredPassage, span: Span | None = None) -> Anchor:
    """An anchor for a passage, or for a part of it (``span`` in offsets of the document, within the passage)."""
    at = span or passage.span
    return Anchor(
        source=passage.key.source,
        generation=passage.key.generation,
        part=passage.part,
        doc=passage.doc,
        title=passage.title,
        locator=passage.locator,
        quote=passage.text[at.start - passage.span.start : at.end - passage.span.start],
        start=at.start,
        end=at.end,
        page=passage.page,
        problem=passage.problem,
        provenance=passage.provenance,
        validity=passage.validity,
    )


def of_citation(citation: Citation) -> Anchor:
    """An anchor for what an answer quotes."""
    return of_passage(citation.passage, citation.span)


def resolve(kb: KnowledgeBase, anchor: Anchor) -> Resolution:
    """Find the words of an anchor in its source as it is now; see :func:`resolve_all`."""
    return resolve_all(kb, [anchor])[0]


def resolve_all(kb: KnowledgeBase, anchors: Iterable[Anchor]) -> list[Resolution]:
    """Find the words of anchors, in order; every source is read once.

    Words that moved are found again only where they are certain: in the passage of the same locator, or where they
    occur once in the whole source.
    """
    read: dict[str, tuple[str, list[StoredPassage]] | None] = {}
    found = []
    for anchor in anchors:
        if anchor.source not in read:
            read[anchor.source] = _read(kb, anchor.source)
        found.append(_resolve(anchor, read[anchor.source]))
    return found


def _read(kb: KnowledgeBase, source: str) -> tuple[str, list[StoredPassage]] | None:
    try:
        return kb.catalog.text(source), kb.catalog.of_source(source)
    except NotFoundError:
        return None


def _resolve(anchor: Anchor, source: tuple[str, list[StoredPassage]] | None) -> Resolution:
    if source is None:
        return Resolution(Found.MISSING, anchor, reason=f"资料“{anchor.doc}”已不在资料库中。")
    text, passages = source
    here = _at(passages, anchor.span) if text[anchor.start : anchor.end] == anchor.quote else None
    if here is not None:
        return Resolution(Found.EXACT, of_passage(here, anchor.span), here)
    moved = _moved(text, passages, anchor)
    if moved is None:
        reason = f"“{anchor.doc}”{anchor.locator}的原文已经改变，找不到原来引用的文字。"
        return Resolution(Found.MISSING, anchor, reason=reason)
    span, passage = moved
    return Resolution(Found.MOVED, of_passage(passage, span), passage)


def _at(passages: list[StoredPassage], span: Span) -> StoredPassage | None:
    """The passage that holds a whole span."""
    return next((one for one in passages if one.span.start <= span.start and span.end <= one.span.end), None)


def _moved(text: str, passages: list[StoredPassage], anchor: Anchor) -> tuple[Span, StoredPassage] | None:
    if not anchor.quote:
        return None
    namesake = next((one for one in passages if one.locator == anchor.locator and one.part == anchor.part), None)
    if namesake is not None and anchor.quote in namesake.text:
        start = namesake.span.start + namesake.text.index(anchor.quote)
    elif text.count(anchor.quote) == 1:
        start = text.index(anchor.quote)
    else:
        return None
    span = Span(start, start + len(anchor.quote))
    passage = _at(passages, span)
    return (span, passage) if passage else None
