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

#: An enumeration's lead ends like this; its items make no sense without it.
_LEAD_END = ("：", ":")
_ITEM = re.compile(r"^[（(][一二三四五六七八九十\d]{1,3}[）)]|^\d{1,2}[.、．]")


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
    weights = [_weight(text[span.start : span.end], terms) for span in spans]
    order = sorted(range(len(spans)), key=lambda i: (-weights[i], i))
    chosen = {i for i in order[:limit] if weights[i] > 0}
    if passage.kind in (PassageKind.MEASURE, PassageKind.PENDING) or not chosen:
        chosen.add(0)
    for i in tuple(chosen):
        if _ITEM.match(text[spans[i].start :]):
            lead = next((j for j in range(i - 1, -1, -1) if text[: spans[j].end].endswith(_LEAD_END)), None)
            if lead is not None:
                chosen.add(lead)
    return [Span(body.start + spans[i].start, body.start + spans[i].end) for i in sorted(chosen)]


def _weight(sentence: str, terms: Mapping[str, float]) -> float:
    """Weight of the question's tokens that a sentence holds; each counts once, whatever the length."""
    return sum(terms.get(token, 0.0) for token in set(tokenize(sentence)))
