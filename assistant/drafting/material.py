"""The material of a draft: the items of a basket, read from the catalog and sorted by what they can be used for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.answer import MeasureKind
from assistant.basket import Basket, Role
from assistant.drafting.collect import Standing, standing
from assistant.measure_kinds import classify
from assistant.select import body_span, decisive
from kb.catalog import ProblemInfo
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.model import Measure, Pending, Problem, Span, StoredPassage
from kb.text import sentences
from kb.tokens import tokenize

#: A first sentence of at most this many characters is a label: ordinal and slogan have 8 to 20 in notices.
_LABEL = 22

#: An article of more characters is quoted by its decisive sentences: this is about six lines on paper.
_WHOLE_ARTICLE = 170

#: Sentences of a long article that are quoted, besides the lead of an enumeration.
_DECISIVE = 2

#: Sentences of a problem's own description that are quoted.
_DESCRIBED = 3

#: Numbering that belongs to the place in the source, not to the words: 一是, （1）, 2.
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}是|第[一二三四五六七八九十]{1,3}[,，、]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．])\s*"
)


#: An entry about the handling, not about the problem: 整改情况：…, 责任单位：….
_ENTRY = re.compile(r"[^，。：:“”]{2,10}[：:]")


class Quote(NamedTuple):
    """Words of a passage; ``span`` in offsets of the source's clean text, within the passage."""

    passage: StoredPassage
    span: Span

    @property
    def text(self) -> str:
        """The exact words."""
        start = self.passage.span.start
        return self.passage.text[self.span.start - start : self.span.end - start]


class Action(NamedTuple):
    """A measure taken: its headline, all its words, what kind it is, and the sentences that hold its figures:
    ``results`` beyond the headline, ``figured`` within it.
    """

    headline: Quote
    whole: Quote
    kind: MeasureKind
    results: tuple[Quote, ...]
    figured: tuple[Quote, ...]


class Matter(NamedTuple):
    """A problem of the basket with what can be quoted of it.  ``measures`` counts all its measures; ``actions`` are
    those to be quoted; ``described`` are words of the source about the problem beyond its title.
    """

    info: ProblemInfo
    title: Quote
    described: tuple[Quote, ...]
    actions: tuple[Action, ...]
    pending: tuple[Quote, ...]

    @property
    def problem(self) -> Problem:
        """The problem as parsed."""
        return self.info.problem

    @property
    def measures(self) -> int:
        """How many measures the source reports."""
        return len(self.info.problem.measures)


class Material(NamedTuple):
    """What a draft may quote; ``stale`` are articles no longer (or not yet) in force, ``lost`` items whose words are
    gone: neither may be quoted.
    """

    matters: tuple[Matter, ...]
    articles: tuple[tuple[Quote, ...], ...]
    practices: tuple[Quote, ...]
    stale: tuple[StoredPassage, ...]
    lost: tuple[Standing, ...]

    @property
    def passages(self) -> tuple[StoredPassage, ...]:
        """A passage of every source that may be quoted."""
        return (
            *(matter.title.passage for matter in self.matters),
            *(quotes[0].passage for quotes in self.articles),
            *(quote.passage for quote in self.practices),
        )


def gather(kb: KnowledgeBase, basket: Basket, words: str = "") -> Material:
    """The material of a basket.  ``words`` describe the matter in hand; with the titles of the problems they choose
    the decisive sentences of long articles.
    """
    standings = standing(kb, basket)
    usable = [(one.item.role, one.item.anchor.span, one.passage) for one in standings if one.usable and one.passage]
    matters = _matters(kb, usable)
    weights = dict.fromkeys(tokenize(" ".join((words, *(matter.problem.title for matter in matters)))), 1.0)
    return Material(
        matters,
        tuple(_article(passage, span, weights) for role, span, passage in usable if role is Role.ARTICLE),
        tuple(
            Quote(passage, _trimmed(passage, span))
            for role, span, passage in usable
            if role in (Role.TEXT, Role.MEASURE) and passage.problem is None
        ),
        tuple(one.passage for one in standings if one.passage is not None and not one.usable),
        tuple(one for one in standings if one.passage is None),
    )


def _matters(kb: KnowledgeBase, usable: Sequence[tuple[Role, Span, StoredPassage]]) -> tuple[Matter, ...]:
    chosen: dict[tuple[str, str], list[StoredPassage]] = {}
    for role, _, passage in usable:
        if passage.problem is not None and role is not Role.ARTICLE:
            key = (passage.key.source, passage.problem)
            chosen.setdefault(key, []).extend([passage] if role is Role.MEASURE else [])
        elif role is Role.PROBLEM:
            # A case bears the title of its document: the passage of that title belongs to no problem.
            for info in kb.catalog.problems(source_id=passage.key.source):
                if passage.span.start <= info.problem.title_span.start < passage.span.end:
                    chosen.setdefault((passage.key.source, info.problem.locator), [])
    found = []
    for (source, locator), passages in chosen.items():
        try:
            info = kb.catalog.problem(source, locator)
        except NotFoundError:
            continue
        found.append(_matter(info, kb.catalog.of_source(source), [one.locator for one in passages]))
    return tuple(found)


def _matter(info: ProblemInfo, passages: Sequence[StoredPassage], chosen: Sequence[str]) -> Matter:
    problem = info.problem
    title = _inside(passages, problem.title_span) or next(
        Quote(one, one.span) for one in passages if one.problem == problem.locator
    )
    named = {measure.locator for measure in problem.measures} & set(chosen)
    measures = [one for one in problem.measures if one.locator in named] if named else list(problem.measures)
    return Matter(
        info,
        title,
        _described(info, passages),
        tuple(action for action in (_action(measure, passages) for measure in measures) if action),
        tuple(quote for quote in (_pending(item, passages) for item in problem.pending) if quote),
    )


def _inside(passages: Sequence[StoredPassage], span: Span) -> Quote | None:
    """The words of a span, as far as the passage goes in which it begins."""
    at = next((one for one in passages if one.span.start <= span.start < one.span.end), None)
    if at is None or span.start >= span.end:
        return None
    return Quote(at, Span(span.start, min(span.end, at.span.end)))


def _described(info: ProblemInfo, passages: Sequence[StoredPassage]) -> tuple[Quote, ...]:
    """Sentences about the problem itself: in its span, before its first measure, apart from its heading and from
    labelled entries (整改情况：已完成。); neighbours are one quote.
    """
    problem = info.problem
    starts = [item.span.start for item in problem.measures] + [item.span.start for item in problem.pending]
    first = min(starts, default=problem.span.end)
    found: list[Quote] = []
    for passage in passages:
        if passage.problem != problem.locator or passage.span.start >= first or passage.kind.group is None:
            continue
        for quote in _sentences(Quote(passage, passage.span)):
            heading = quote.span.start < problem.title_span.end and problem.title_span.start < quote.span.end
            if not heading and quote.text[-1] in "。；！？;!?" and not _ENTRY.match(quote.text):
                found.append(Quote(passage, _trimmed(passage, quote.span)))
    return tuple(_merged(found[:_DESCRIBED]))


def _merged(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes of one passage with nothing between them become one."""
    merged: list[Quote] = []
    for quote in quotes:
        before = merged[-1] if merged else None
        if before is not None and before.passage.key == quote.passage.key and before.span.end == quote.span.start:
            merged[-1] = Quote(before.passage, Span(before.span.start, quote.span.end))
        else:
            merged.append(quote)
    return merged


def _action(measure: Measure, passages: Sequence[StoredPassage]) -> Action | None:
    whole = _inside(passages, measure.span)
    if whole is None:
        return None
    whole = Quote(whole.passage, _trimmed(whole.passage, whole.span))
    parts = _sentences(whole)
    if not parts:
        return None
    last = 1 if len(parts) > 1 and len(parts[0].text) <= _LABEL else 0
    starts = [figure.span.start for figure in measure.figures]
    figured = [at for at, part in enumerate(parts) if any(part.span.start <= one < part.span.end for one in starts)]
    plain = [Quote(part.passage, _unended(part.passage, part.span)) for part in parts]
    results = tuple(plain[at] for at in figured if at > last)
    headline = Quote(whole.passage, _trimmed(whole.passage, Span(whole.span.start, parts[last].span.end)))
    return Action(headline, whole, classify(whole.text), results, tuple(plain[at] for at in figured if at <= last))


def _pending(item: Pending, passages: Sequence[StoredPassage]) -> Quote | None:
    quote = _inside(passages, item.span)
    return Quote(quote.passage, _trimmed(quote.passage, quote.span)) if quote else None


def _article(passage: StoredPassage, span: Span, weights: Mapping[str, float]) -> tuple[Quote, ...]:
    """What is quoted of an article: the part that was chosen, a short article whole, else its decisive sentences."""
    body = body_span(passage)
    if span != passage.span:
        return (Quote(passage, Span(max(span.start, body.start), span.end) if span.end > body.start else span),)
    if body.end - body.start <= _WHOLE_ARTICLE:
        return (Quote(passage, body),)
    quotes = [Quote(passage, one) for one in decisive(passage, weights, _DECISIVE)]
    return (*quotes[:-1], Quote(passage, _unended(passage, quotes[-1].span)))


def _unended(passage: StoredPassage, span: Span) -> Span:
    """The span without a semicolon at its end."""
    words = Quote(passage, span).text
    return Span(span.start, span.start + len(words.rstrip("；;")))


def _sentences(quote: Quote) -> list[Quote]:
    start = quote.span.start
    return [Quote(quote.passage, Span(start + one.start, start + one.end)) for one in sentences(quote.text)]


def _trimmed(passage: StoredPassage, span: Span) -> Span:
    """The span without blank ends, without the ordinal in front and without a semicolon at its end."""
    words = Quote(passage, span).text
    kept = words.strip().rstrip("；;")
    start = span.start + words.find(kept)
    ordinal = _ORDINAL.match(kept)
    return Span(start + (ordinal.end() if ordinal and ordinal.end() < len(kept) else 0), start + len(kept))
