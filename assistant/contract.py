"""The stable JSON of the command line; scripts depend on it.

``search``: ``{"id","query","refused","reason","hits":[HIT],"groups":{"precedent":[HIT],"article":[HIT],…}}`` with
HIT ``{"rank","kind","doc","title","locator","text","score","problem","also"}``.  ``ask`` adds ``answer``,
``report_language``, ``measures``, ``citations`` and ``warnings``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answer import Answer
from kb.model import Group, StoredPassage
from retrieval.result import Hit, SearchResult

Json = dict[str, Any]


def hit_json(hit: Hit, rank: int) -> Json:
    """One HIT."""
    passage = hit.passage
    return {
        "rank": rank,
        "kind": hit.group.value,
        "doc": passage.doc,
        "title": passage.title,
        "locator": passage.locator,
        "text": passage.text,
        "score": round(hit.score, 4),
        "problem": problem_name(passage),
        "also": [{"locator": extra.passage.locator, "text": extra.passage.text} for extra in hit.also],
        "provenance": passage.provenance.value,
        "validity": passage.validity.value,
        "page": passage.page,
    }


def problem_name(passage: StoredPassage) -> str | None:
    """Number and title of the problem a passage belongs to, None outside problems."""
    if passage.problem is None:
        return None
    return f"{passage.problem}{passage.problem_title or ''}"


def _hits(hits: Sequence[Hit]) -> list[Json]:
    return [hit_json(hit, rank) for rank, hit in enumerate(hits, 1)]


def search_json(result: SearchResult, identifier: str | None = None) -> Json:
    """The object that ``xunjian search --json`` prints."""
    return {
        "id": identifier,
        "query": result.query.text,
        "refused": result.refused,
        "reason": result.reason,
        "verdict": result.verdict.value,
        "confidence": round(result.confidence, 4),
        "warnings": list(result.warnings),
        "hits": _hits(result.merged),
        "groups": {group.value: _hits(result.groups.get(group, ())) for group in Group},
    }


def ask_json(result: SearchResult, answer: Answer, identifier: str | None = None) -> Json:
    """The object that ``xunjian ask --json`` prints."""
    return {
        **search_json(result, identifier),
        "answer": {
            "text": answer.text,
            "sentences": [
                {"text": sentence.text, "citations": list(sentence.citations), "quoted": sentence.quoted}
                for sentence in answer.sentences
            ],
        },
        "report_language": [
            {"form": wording.form, "text": wording.text, "citations": list(wording.citations)}
            for wording in answer.report_language
        ],
        "measures": [
            {"kind": measure.kind.value, "text": measure.text, "citations": list(measure.citations)}
            for measure in answer.measures
        ],
        "citations": [
            {
                "n": citation.n,
                "doc": citation.passage.doc,
                "title": citation.passage.title,
                "locator": citation.passage.locator,
                "quote": citation.quote,
                "start": citation.span.start,
                "end": citation.span.end,
                "page": citation.passage.page,
            }
            for citation in answer.citations
        ],
        "warnings": list(answer.warnings or result.warnings),
    }
