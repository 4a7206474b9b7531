"""Correcting what was understood of a document, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ingest.corrections import ORIGINAL, Wishes, understood
from ingest.validity import relink
from kb.correcting import CorrectOutcome
from kb.corrections import Place
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, DocumentKind, Provenance, Validity


def provenance_label(provenance: Provenance) -> str:
    """The name of a provenance in a list of choices, where originals need one too."""
    return provenance.label or ORIGINAL


def wishes(
    document: Document,
    *,
    kind: DocumentKind,
    title: str,
    validity: Validity,
    provenance: Provenance,
) -> Wishes:
    """What differs from how the document stands; the validity is for regulations only."""
    given = " ".join(title.split())
    return Wishes(
        kind=kind.label if kind is not document.kind else None,
        title=given if given != document.title else None,
        validity=validity.value if kind is DocumentKind.REGULATION and validity is not document.meta.validity else None,
        provenance=provenance_label(provenance) if provenance is not document.provenance else None,
    )


def changes(before: Document, after: Document) -> tuple[str, ...]:
    """What is different now, in phrases."""
    return tuple(_changes(before, after))


def extent(outcome: CorrectOutcome) -> str:
    """How much work the correction was for the indexes."""
    return f"已重新索引，新算向量 {outcome.embedded} 条。" if outcome.reindexed else "检索用的索引不需要变动。"


def take_back(kb: KnowledgeBase, source_id: str, place: Place) -> CorrectOutcome:
    """Undo one correction: the program's own judgement holds again.  Raises as ``KnowledgeBase.correct``."""
    outcome = kb.correct(source_id, (), clear=(place,), reparse=partial(understood, settings=kb.settings))
    relink(kb)
    return outcome


def _changes(before: Document, after: Document) -> Iterator[str]:
    for name, old, new in (
        ("类别", before.kind.label, after.kind.label),
        ("标题", before.title, after.title),
        ("效力", before.meta.validity.value, after.meta.validity.value),
        ("文本性质", provenance_label(before.provenance), provenance_label(after.provenance)),
    ):
        if old != new:
            yield f"{name}由“{old}”改为“{new}”"
    for name, was, now in (
        ("条文", len(before.articles), len(after.articles)),
        ("问题", len(before.problems), len(after.problems)),
        ("段落", len(before.passages), len(after.passages)),
    ):
        if was != now:
            yield f"{name} {was} → {now}"
    types = {problem.locator: problem.types for problem in before.problems}
    changed = [one for one in after.problems if one.locator in types and types[one.locator] != one.types]
    for problem in changed:
        codes = "、".join(kind.code for kind in problem.types)
        yield f"问题“{problem.title}”的类型改为 {codes or '未归类'}"
