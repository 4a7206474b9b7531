"""The JSON of ``xunjian show DOC``: what was understood of a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ingest.integrity import integrity
from kb.model import Deadline, Document, DocumentKind, Problem, Source

Json = dict[str, Any]


def source_json(source: Source, parts: Sequence[Document] | None = None) -> Json:
    """A file with one document as that document; a compilation as ``{"doc","documents":[…]}``."""
    documents = [_document(source, document) for document in parts or source.documents]
    if len(documents) == 1:
        return documents[0]
    return {"doc": source.doc, "documents": documents}


def _document(source: Source, document: Document) -> Json:
    common = {
        "doc": source.doc,
        "part": document.part,
        "kind": document.kind.value,
        "kind_reason": document.kind_reason,
        "provenance": document.provenance.value,
        "sha256": source.sha256,
        "warnings": [*source.warnings, *document.warnings],
    }
    if document.kind is DocumentKind.REGULATION:
        return common | _regulation(source, document)
    return common | _notice(source, document)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _regulation(source: Source, document: Document) -> Json:
    meta = document.meta
    return {
        "meta": {
            "title": document.title,
            "issuer": meta.issuer,
            "doc_number": meta.doc_number,
            "issued": _day(meta.issued),
            "revised": [_day(day) for day in meta.revised],
            "effective": _day(meta.effective),
            "validity": meta.validity.value,
            "validity_reason": meta.validity_reason,
            "validity_manual": meta.validity_manual,
            "supersedes": meta.supersedes,
            "superseded_by": meta.superseded_by,
        },
        "chapters": [
            {"title": chapter.title, "level": chapter.level, "first": chapter.first, "last": chapter.last}
            for chapter in document.chapters
        ],
        "articles": [
            {
                "no": article.number,
                "sub": article.sub,
                "label": article.label,
                "text": source.slice(article.span),
                "start": article.span.start,
                "end": article.span.end,
            }
            for article in document.articles
        ],
        "integrity": integrity(source, document).as_json(),
    }


def _notice(source: Source, document: Document) -> Json:
    meta = document.meta
    return {
        "meta": {
            "title": document.title,
            "unit": meta.unit,
            "inspector": meta.inspector,
            "inspection_type": meta.inspection_type,
            "period_start": _day(meta.period_start),
            "period_end": _day(meta.period_end),
            "feedback_date": _day(meta.feedback_date),
            "published": _day(meta.published),
            "region": meta.region,
            "source": meta.origin_note,
            "counts": meta.counts._asdict(),
        },
        "problems": [_problem(source, problem) for problem in document.problems],
        "passages": [
            {
                "kind": passage.kind.value,
                "locator": passage.locator,
                "path": list(passage.path),
                "start": passage.span.start,
                "end": passage.span.end,
            }
            for passage in document.passages
        ],
    }


def _deadline(source: Source, deadline: Deadline) -> Json:
    return {"text": source.slice(deadline.span), "due": _day(deadline.due)}


def _problem(source: Source, problem: Problem) -> Json:
    return {
        "no": problem.locator,
        "number": problem.number,
        "section": problem.section,
        "aspect": problem.aspect,
        "title": problem.title,
        "status": problem.status.value,
        "status_reason": problem.status_reason,
        "responsible": list(problem.responsible),
        "deadline": _deadline(source, problem.deadline) if problem.deadline else None,
        "measures": [
            {
                "ordinal": measure.ordinal,
                "locator": measure.locator,
                "text": source.slice(measure.span),
                "start": measure.span.start,
                "end": measure.span.end,
                "figures": [
                    {"text": source.slice(f.span), "value": f.value, "unit": f.unit, "counts": f.counts}
                    for f in measure.figures
                ],
                "documents": list(measure.documents),
            }
            for measure in problem.measures
        ],
        "pending": [
            {
                "ordinal": pending.ordinal,
                "locator": pending.locator,
                "text": source.slice(pending.span),
                "start": pending.span.start,
                "end": pending.span.end,
                "deadlines": [_deadline(source, deadline) for deadline in pending.deadlines],
            }
            for pending in problem.pending
        ],
        "documents": list(problem.documents),
        "types": [{"code": t.code, "score": t.score, "manual": t.manual} for t in problem.types],
    }
