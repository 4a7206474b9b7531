"""The stable JSON of the command line; scripts depend on it.

``search``: ``{"id","query","refused","reason","hits":[HIT],"groups":{"precedent":[HIT],"article":[HIT],…}}`` with
HIT ``{"rank","kind","doc","title","locator","text","score","problem","also"}``.  ``ask`` adds ``answer``,
``report_language``, ``measures``, ``measure_groups``, ``citations`` and ``warnings``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answer import Adapted, Answer, MeasureGroup, SuggestedMeasure, Wording
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
            "sections": list(_sections(answer)),
            "types": list(answer.types),
        },
        "report_language": [_wording(wording) for wording in answer.report_language],
        "measures": [_measure(measure) for measure in answer.measures],
        "measure_groups": [_group(group, answer) for group in answer.measure_groups],
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


def _sections(answer: Answer) -> Iterator[Json]:
    """The parts of the answer; ``sentences`` are positions ``[first, behind the last)`` in the list of sentences."""
    first = 0
    for section in answer.sections:
        last = first + len(section.sentences)
        yield {"title": section.title, "sentences": [first, last]}
        first = last


def _wording(wording: Wording) -> Json:
    """A wording; ``yours`` are the ranges of ``text`` that stem from the question."""
    return {
        "form": wording.form,
        "text": wording.text,
        "citations": list(wording.citations),
        "pattern": wording.pattern,
        "yours": [{"start": span.start, "end": span.end} for span in wording.yours],
        "blanks": list(wording.blanks),
        "printed": wording.printed,
    }


def _measure(measure: SuggestedMeasure) -> Json:
    return {
        "kind": measure.kind.value,
        "text": measure.text,
        "citations": list(measure.citations),
        "unit": measure.unit,
        "problem": measure.problem,
        "adapted": _adapted(measure.adapted) if measure.adapted else None,
    }


def _adapted(adapted: Adapted) -> Json:
    """A measure in the names of another unit: not a quote, which ``note`` says."""
    return {
        "text": adapted.text,
        "replacements": [
            {"start": start, "end": end, "original": original} for start, end, original in adapted.replacements
        ],
        "note": adapted.note,
    }


def _group(group: MeasureGroup, answer: Answer) -> Json:
    """How precedents used a kind; ``measures`` are positions in the list of measures."""
    return {
        "kind": group.kind.value,
        "used": group.used,
        "total": group.total,
        "deadlines": list(group.deadlines),
        "months": list(group.months),
        "responsible": list(group.responsible),
        "measures": [answer.measures.index(example) for example in group.examples],
    }
