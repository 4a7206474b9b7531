"""Chooses the decisive sentences of a passage for a question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.model import PassageKind, Span, StoredPassage
from kb.text import sentences
from kb.tokens import tokenize

#: A passage this short is quoted whole: it reads in one glance (about three lines on screen).
WHOLE = 120

_LABEL = re.compile(r"^第\S{1,10}?条(?:之\S{1,3})?[\s\u3000]*")

_ITEM = re.compile(r"^[（(][一二三四五六七八九十\d]{1,3}[）)]|^\d{1,2}[.、．]")

#: An enumeration's lead ends with a colon before its first item; the items make no sense without it.
_LEAD_END = re.compile(r"[：:](?=\s*(?:[（(]一[）)]|[（(]1[）)]|1[.、．]))")


def body_span(passage: StoredPassage) -> Span:
    """The span of the passage without the article label in front."""
    label = _LABEL.match(passage.text) if passage.kind is PassageKind.ARTICLE else None
    return Span(passage.span.start + (label.end() if label else 0), passage.span.end)


def decisive(passage: StoredPassage, terms: Mapping[str, float], limit: int = 2) -> list[Span]:
    """Spans (offsets into the document) of the sentences that answer, in reading order; at least one.

    ``terms`` are the weighted tokens of the question and its expansions.  A measure always keeps its first sentence,
    which says what the measure is; an item keeps the lead of its enumeration.
    """
    body = body_span(passage)
    text = passage.text[body.start - passage.span.start :]
    if len(text) <= WHOLE:
        return [body] if text.strip() else [passage.span]
    spans = sentences(text)
    if not spans:
        return [passage.span]
    weights = [weigh(text[span.start : span.end], terms) for span in spans]
    order = sorted(range(len(spans)), key=lambda i: (-weights[i], i))
    chosen = {i for i in order[:limit] if weights[i] > 0}
    if passage.kind in (PassageKind.MEASURE, PassageKind.PENDING) or not chosen:
        chosen.add(0)
    picked = [spans[i] for i in sorted(chosen)]
    for i in sorted(chosen):
        lead = _lead(text, spans, i)
        if lead is not None and not any(lead.start >= span.start and lead.end <= span.end for span in picked):
            picked.append(lead)
    return [Span(body.start + span.start, body.start + span.end) for span in sorted(picked)]


def _lead(text: str, spans: list[Span], item: int) -> Span | None:
    """The words that an item depends on: the sentence in front of its enumeration up to the colon."""
    start = spans[item].start
    if not _ITEM.match(text[start:]):
        return None
    ends = [match.end() for match in _LEAD_END.finditer(text, 0, start)]
    if not ends:
        return None
    holding = next((span for span in spans if span.start < ends[-1] <= span.end), None)
    return Span(holding.start, ends[-1]) if holding else None


def weigh(sentence: str, terms: Mapping[str, float]) -> float:
    """The weight of the question's tokens that a sentence holds; each counts once, whatever the length."""
    return sum(terms.get(token, 0.0) for token in set(tokenize(sentence)))
