"""Passages and candidates made by hand, for tests of ranking and merging."""

from __future__ import annotations

from kb.model import (
    DocumentKind,
    Group,
    PassageKey,
    PassageKind,
    Provenance,
    Span,
    StoredPassage,
    Validity,
)
from retrieval.candidates import Candidate
from retrieval.result import Hit

_KINDS = {
    Group.PRECEDENT: (PassageKind.MEASURE, DocumentKind.NOTICE),
    Group.ARTICLE: (PassageKind.ARTICLE, DocumentKind.REGULATION),
    Group.PRACTICE: (PassageKind.PRACTICE, DocumentKind.PRACTICE),
}


def passage(
    seq: int,
    group: Group = Group.ARTICLE,
    *,
    text: str = "值班人员不得饮酒。",
    locator: str = "",
    problem: str | None = None,
    kind: PassageKind | None = None,
    provenance: Provenance = Provenance.ORIGINAL,
    title: str = "青岚市值班条例",
) -> StoredPassage:
    """A passage with that place in its source."""
    usual, document = _KINDS[group]
    return StoredPassage(
        key=PassageKey("s1", 1, seq),
        kind=kind or usual,
        doc="文件.md",
        part=0,
        title=title,
        document_kind=document,
        provenance=provenance,
        validity=Validity.IN_FORCE,
        locator=locator or f"第{seq}条",
        path=(),
        problem=problem,
        problem_title=None,
        text=text,
        span=Span(0, len(text)),
        page=None,
    )


def candidate(of: StoredPassage, value: float) -> Candidate:
    """A candidate whose channels all have the same value."""
    return Candidate(of, value, value, value, value, value, value, value, value, 0.0)


def hit(seq: int, group: Group, score: float = 1.0, *, exact: bool = False) -> Hit:
    """A hit of a group."""
    return Hit(passage(seq, group), score, {}, exact=exact)
