"""The material of a draft: the items of a basket, read from the catalog and sorted by what they can be used for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.adapting import proposable
from assistant.answer import MeasureKind
from assistant.basket import Basket, Role
from assistant.drafting.asked import matter_terms
from assistant.drafting.collect import Standing, standing
from assistant.measure_kinds import classify
from assistant.select import body_span, completed, decisive, weigh
from assistant.shelf import shelf_of
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


#: A sentence that reports what came of a measure counts half of one that says what is done.
_REPORTS = 0.5

#: A label of so few characters with its full stop (全面清理。) does not say what is to be done.
_SLOGAN = 6

#: A sentence beside the best one is quoted with it from this share of its words on, while they fill no more than seven
#: lines on paper.
_NEAR = 0.3
_RUN = 200

#: Marks at the end of a sentence or of a lead, closing quotes and brackets among them.
_MARKS = "。！？!?；;：:”’」』）)】》"

#: A sentence that begins so is not understood without the one in front.
_LEANING = re.compile(r"(?:其中|同时|该|其|此外|对此|上述|在此基础上|并[^非])")

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
    """A measure taken: its headline (the words that answer the matter in hand, else its first ones), all its words,
    what kind it is, and the sentences that hold its figures: ``results`` beyond the headline, ``figured`` within it.
    ``plain`` are the words that name it without a figure or a result: the headline, else its label; None where it
    has none.
    """

    headline: Quote
    whole: Quote
    kind: MeasureKind
    results: tuple[Quote, ...]
    figured: tuple[Quote, ...]
    plain: Quote | None = None


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
    gone: neither may be quoted.  ``asked`` is the name of the problem as far as a question gives one.
    """

    matters: tuple[Matter, ...]
    articles: tuple[tuple[Quote, ...], ...]
    practices: tuple[Quote, ...]
    stale: tuple[StoredPassage, ...]
    lost: tuple[Standing, ...]
    asked: str = ""

    @property
    def passages(self) -> tuple[StoredPassage, ...]:
        """A passage of every source that may be quoted."""
        return (
            *(matter.title.passage for matter in self.matters),
            *(quotes[0].passage for quotes in self.articles),
            *(quote.passage for quote in self.practices),
        )


def gather(kb: KnowledgeBase, basket: Basket, words: str = "") -> Material:
    """The material of a basket.  ``words`` describe the matter in hand: they choose the sentences of measures and, with
    the titles of the problems, of long articles.  A problem held in several editions is taken once, from the original
    rather than its digest.
    """
    standings = standing(kb, basket)
    usable = [(one.item.role, one.item.anchor.span, one.passage) for one in standings if one.usable and one.passage]
    terms = matter_terms(kb, words) if words.strip() else {}
    matters = _one_edition(kb, _matters(kb, usable, terms))
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


def _one_edition(kb: KnowledgeBase, matters: Sequence[Matter]) -> tuple[Matter, ...]:
    """Without digests whose original is among the matters."""
    holdings = shelf_of(kb).holdings
    held = {(matter.info.source_id, matter.problem.locator) for matter in matters}
    best = [holdings.same(matter.info) for matter in matters]
    return tuple(
        matter
        for matter, one in zip(matters, best, strict=True)
        if one.source_id == matter.info.source_id or (one.source_id, one.problem.locator) not in held
    )


def _matters(
    kb: KnowledgeBase, usable: Sequence[tuple[Role, Span, StoredPassage]], terms: Mapping[str, float]
) -> tuple[Matter, ...]:
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
        found.append(_matter(info, kb.catalog.of_source(source), [one.locator for one in passages], terms))
    return tuple(found)


def _matter(
    info: ProblemInfo, passages: Sequence[StoredPassage], chosen: Sequence[str], terms: Mapping[str, float]
) -> Matter:
    problem = info.problem
    title = _inside(passages, problem.title_span) or next(
        Quote(one, one.span) for one in passages if one.problem == problem.locator
    )
    named = {measure.locator for measure in problem.measures} & set(chosen)
    measures = [one for one in problem.measures if one.locator in named] if named else list(problem.measures)
    pending = [quote for quote in (_pending(item, passages) for item in problem.pending) if quote]
    return Matter(
        info,
        title,
        _described(info, passages),
        tuple(action for action in (_action(measure, passages, terms) for measure in measures) if action),
        tuple(_answering(pending, terms) if named else pending),
    )


def _answering(quotes: Sequence[Quote], terms: Mapping[str, float]) -> list[Quote]:
    """Those that have to do with the matter; all of them where none has."""
    return [quote for quote in quotes if weigh(quote.text, terms) > 0] or list(quotes)


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


def _action(measure: Measure, passages: Sequence[StoredPassage], terms: Mapping[str, float]) -> Action | None:
    whole = _inside(passages, measure.span)
    if whole is None:
        return None
    whole = Quote(whole.passage, _trimmed(whole.passage, whole.span))
    parts = _sentences(whole)
    if not parts:
        return None
    first, last = _headline(parts, terms)
    starts = [figure.span.start for figure in measure.figures]
    figured = [at for at, part in enumerate(parts) if any(part.span.start <= one < part.span.end for one in starts)]
    plain = [Quote(part.passage, _unended(part.passage, part.span)) for part in parts]
    headline = Quote(whole.passage, _trimmed(whole.passage, Span(parts[first].span.start, parts[last].span.end)))
    return Action(
        headline,
        whole,
        classify(headline.text if first else whole.text),
        tuple(plain[at] for at in _telling(figured, parts, terms) if not first <= at <= last),
        tuple(plain[at] for at in figured if first <= at <= last),
        _unfigured(headline, parts, figured, range(first, last + 1), terms),
    )


def _unfigured(
    headline: Quote, parts: Sequence[Quote], figured: Sequence[int], shown: range, terms: Mapping[str, float]
) -> Quote | None:
    """The headline without figures; where it holds some, or reports what was done, the sentence of it that only says
    what is done and has most to do with the matter.
    """
    if not any(at in shown for at in figured) and proposable(headline.text):
        return headline
    telling = [at for at in shown if len(parts[at].text) > _SLOGAN and parts[at].text[-1] in _MARKS]
    plain = [at for at in telling if at not in figured and proposable(parts[at].text)]
    if not plain:
        return None
    best = parts[max(plain, key=lambda at: (weigh(parts[at].text, terms), -at))]
    return Quote(best.passage, _trimmed(best.passage, best.span))


def _headline(parts: Sequence[Quote], terms: Mapping[str, float]) -> tuple[int, int]:
    """First and last of the sentences that say what the measure is: a label and the sentence behind it, unless a later
    sentence has more to do with the matter (a measure on discipline at large, and in it a word on official cars).
    """
    label = len(parts) > 1 and len(parts[0].text) <= _LABEL
    begins = int(label)
    weights = [weigh(part.text, terms) * (1.0 if proposable(part.text) else _REPORTS) for part in parts]
    best = max(range(begins, len(parts)), key=lambda at: (weights[at], -at))
    if weights[best] <= sum(weights[: begins + 1]):
        return 0, begins
    first = last = best
    while first > begins and (_LEANING.match(parts[first].text) or _near(parts, weights, best, first - 1, last)):
        first -= 1
    while last + 1 < len(parts) and _near(parts, weights, best, first, last + 1):
        last += 1
    # A label right in front names the measure; one further away names something else.
    return (0 if label and first == begins else first), last


def _near(parts: Sequence[Quote], weights: Sequence[float], best: int, first: int, last: int) -> bool:
    """Whether sentences beside the best one are quoted with it: those at the ends are near it, and all are short."""
    long = parts[last].span.end - parts[first].span.start > _RUN
    return not long and min(weights[first], weights[last]) >= _NEAR * weights[best]


def _telling(figured: Sequence[int], parts: Sequence[Quote], terms: Mapping[str, float]) -> list[int]:
    """The sentences with figures that have to do with the matter; all of them where none has."""
    return [at for at in figured if weigh(parts[at].text, terms) > 0] or list(figured)


def _pending(item: Pending, passages: Sequence[StoredPassage]) -> Quote | None:
    quote = _inside(passages, item.span)
    return Quote(quote.passage, _trimmed(quote.passage, quote.span)) if quote else None


def _article(passage: StoredPassage, span: Span, weights: Mapping[str, float]) -> tuple[Quote, ...]:
    """What is quoted of an article: the part that was chosen, an item with the head of its list; a short article whole,
    else its decisive sentences.
    """
    body = body_span(passage)
    if span != passage.span:
        chosen = Span(max(span.start, body.start), span.end) if span.end > body.start else span
        return tuple(Quote(passage, one) for one in completed(passage, chosen))
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
    return [Quote(quote.passage, Span(start + one.start, start + one.end)) for one in whole_sentences(quote.text)]


def whole_sentences(text: str) -> list[Span]:
    """The sentences of a text; one that a line break parts (退还现金⏎1.6万元) is one.

    A line without a mark at its end is a wrapped one unless it is a label (short and without a comma) or the next one
    is numbered.
    """
    found: list[Span] = []
    for span in sentences(text):
        before = found[-1] if found else None
        if before is not None and _wrapped(text, before, span):
            found[-1] = Span(before.start, span.end)
        else:
            found.append(span)
    return found


def _wrapped(text: str, before: Span, span: Span) -> bool:
    words = text[before.start : before.end]
    open_end = words[-1] not in _MARKS and (len(words) > _LABEL or any(mark in words for mark in "，,"))
    number = _ORDINAL.match(text[span.start : span.end])
    # 1.6万元 is a figure, 1.明确责任 an item.
    return open_end and (number is None or text[span.start + number.end() : span.end][:1].isdigit())


def _trimmed(passage: StoredPassage, span: Span) -> Span:
    """The span without blank ends, without the ordinal in front and without a semicolon at its end."""
    words = Quote(passage, span).text
    kept = words.strip().rstrip("；;")
    start = span.start + words.find(kept)
    ordinal = _ORDINAL.match(kept)
    return Span(start + (ordinal.end() if ordinal and ordinal.end() < len(kept) else 0), start + len(kept))
