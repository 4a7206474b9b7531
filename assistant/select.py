"""Chooses what is quoted of a passage for a question: whole sentences, and items with the head of their list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from assistant.clauses import Clause, clauses
from assistant.wanted import PLAIN, Wanted
from kb.model import PassageKind, Span, StoredPassage
from kb.tokens import tokenize
from retrieval.quantities import quantities

#: A passage this short is quoted whole: it reads in one glance (about three lines on screen).
WHOLE = 120

#: What is quoted of one passage unless a single sentence is longer: six lines on screen.  A list or a figure that was
#: asked for may take ten: of the lists in twenty regulations nine in ten fit.
SHORT = 250
LONG = 400

#: Sentences and lists quoted of a passage besides those they cannot be understood without.
LIMIT = 3

#: A further sentence is quoted when it holds at least this share of what the best one holds of the question.
SHARE = 0.5

#: A sentence with a figure of the kind asked for comes first when it holds this share of the best one's words.
FIGURED = 0.2

#: Where no more than this share of a passage would be left out, it is quoted whole, up to :data:`SHORT` and a fifth.
REST = 0.25

#: A single item this short between two that are quoted is quoted as well: to tell that it is left out takes as long.
GAP = 40

#: Sentences of measures and articles beyond this are chains of acts and are cut at their semicolons.
CHAIN = 200

_LABEL = re.compile(r"^第\S{1,10}?条(?:之\S{1,3})?[\s\u3000]*")

#: An exception or a further case of the sentence in front: without it that sentence says too much.
_GOES_ON = re.compile(
    r"(?:但是?|不过|(?:在|有|遇有|因)?特殊(?:情况|情形|原因)|确需|确有|(?:案情|案件|情况|情节)(?:重大|复杂|特殊|紧急)"
    r"|因?情况|[^。]{0,40}除外|有下列[^。]{0,40}除外|[^，。]{0,12}可以(?:再)?延长)"
)

#: Leans on what stands in front: 其中, 上述.  前款 leans on the paragraph in front.
_LEANS = re.compile(r"(?:但是?|不过|其中|上述|该|在?特殊情况下|确需)")
_BEFORE = re.compile(r"[^。；：]{0,12}前款")

#: A limit that is made longer.
_EXTENDS = re.compile(r"延长|再延|顺延")


class Excerpt(NamedTuple):
    """A piece to be quoted.  ``before`` items of its list are left out right in front of it, ``after`` behind it of
    ``total``; all 0 where nothing is left out.
    """

    span: Span
    before: int = 0
    after: int = 0
    total: int = 0


def body_span(passage: StoredPassage) -> Span:
    """The span of the passage without the article label in front."""
    label = _LABEL.match(passage.text) if passage.kind is PassageKind.ARTICLE else None
    return Span(passage.span.start + (label.end() if label else 0), passage.span.end)


def decisive(
    passage: StoredPassage, terms: Mapping[str, float], limit: int = LIMIT, wanted: Wanted = PLAIN
) -> list[Span]:
    """Spans (offsets into the document) of what answers, in reading order; at least one.  See :func:`excerpts`."""
    return sorted(excerpt.span for excerpt in excerpts(passage, terms, limit, wanted))


def excerpts(
    passage: StoredPassage, terms: Mapping[str, float], limit: int = LIMIT, wanted: Wanted = PLAIN
) -> list[Excerpt]:
    """What answers, in reading order but figures that were asked for first; at least one excerpt, spans are offsets
    into the document.

    ``terms`` are the weighted tokens of the question and its expansions; ``limit`` bounds the sentences and lists that
    they choose.  Sentences are whole and bring their exceptions along; an item stands behind the complete head of its
    list, a head never without items.  A measure always keeps its first sentence, which says what the measure is.
    """
    body = body_span(passage)
    text = passage.text[body.start - passage.span.start :]
    if len(text) <= WHOLE:
        return [Excerpt(body if text.strip() else passage.span)]
    found = clauses(text, None if passage.kind is PassageKind.ARTICLE else CHAIN)
    if not found:
        return [Excerpt(passage.span)]
    chosen = _Choice(text, found, terms, wanted)
    chosen.choose(limit, first=passage.kind in (PassageKind.MEASURE, PassageKind.PENDING))
    return [
        excerpt._replace(span=Span(body.start + excerpt.span.start, body.start + excerpt.span.end))
        for excerpt in chosen.excerpts()
    ]


def completed(passage: StoredPassage, span: Span) -> list[Span]:
    """The place of a quote taken by itself, the head of its list in front where it begins with a later item; a head
    alone with all its items.  Spans are offsets into the document.
    """
    body = body_span(passage)
    at = Span(span.start - body.start, span.end - body.start)
    for clause in clauses(passage.text[body.start - passage.span.start :]):
        if clause.head is None or not clause.head.start <= at.start < clause.span.end:
            continue
        if at.end <= clause.head.end:
            return [Span(body.start + clause.head.start, body.start + clause.span.end)]
        if any(item.start <= at.start < item.end for item in clause.items):
            return [Span(body.start + clause.head.start, body.start + clause.head.end), span]
    return [span]


def figured(passage: StoredPassage, terms: Mapping[str, float], kinds: Collection[str]) -> float | None:
    """The weight of the best sentence of a passage that holds a figure of one of the kinds, None where none does."""
    texts = (passage.text[clause.span.start : clause.span.end] for clause in clauses(passage.text))
    return max((weigh(text, terms) for text in texts if _holds(text, kinds)), default=None)


class _Choice:
    """The clauses of one text that are quoted, each with the items of it."""

    def __init__(self, text: str, found: Sequence[Clause], terms: Mapping[str, float], wanted: Wanted) -> None:
        self._text = text
        self._found = found
        self._terms = terms
        self._wanted = wanted
        self._budget = LONG if wanted.listing or wanted.figures else SHORT
        self._weights = [self._weight(clause) for clause in found]
        most = max(self._weights)
        self._figured = [
            bool(wanted.figures) and weight >= FIGURED * most and _holds(self._words(clause.span), wanted.figures)
            for clause, weight in zip(found, self._weights, strict=True)
        ]
        #: Clauses chosen, with the items to be quoted of each.
        self._items: dict[int, tuple[int, ...]] = {}

    def choose(self, limit: int, *, first: bool) -> None:
        """Choose up to ``limit`` clauses with what belongs to them; the first one in any case where told so."""
        order = sorted(range(len(self._found)), key=self._precedence)
        least = SHARE * max(self._weights)
        if first:
            self._take([0])
        elif self._weights[order[0]] <= 0:
            self._take(self._needed(order[0]))
        for at in order[:limit]:
            if self._weights[at] <= 0 or (self._weights[at] < least and not self._figured[at]):
                continue
            needed = self._needed(at)
            budget = SHORT if self._wanted.figures and not self._figured[at] else self._budget
            if self._items and self._length([*self._items, *needed]) > budget:
                continue
            self._take(needed)
            self._take(one for one in self._helpful(at) if self._length({*self._items, one}) <= self._budget)
        everything = range(len(self._found))
        if len(self._text) <= SHORT * 6 // 5 and self._length(self._items) >= (1 - REST) * self._length(everything):
            self._take(everything)

    def excerpts(self) -> list[Excerpt]:
        """What was chosen: neighbours are one piece, pieces with a figure asked for come first."""
        runs: list[list[int]] = []
        for at in sorted(self._items):
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        runs.sort(key=lambda run: not any(self._figured[at] for at in run))
        return [excerpt for run in runs for excerpt in _joined(self._text, self._pieces(run))]

    def _pieces(self, run: Sequence[int]) -> Iterator[Excerpt]:
        for at in run:
            clause, items = self._found[at], self._items[at]
            if clause.head is None or len(items) == len(clause.items):
                yield Excerpt(clause.span)
                continue
            yield Excerpt(clause.head)
            total = len(clause.items)
            for before, item in zip((-1, *items), items, strict=False):
                after = total - 1 - item if item == items[-1] else 0
                yield Excerpt(clause.items[item], item - before - 1, after, total)

    def _precedence(self, at: int) -> tuple[bool, bool, float, int]:
        listed = self._wanted.listing and self._found[at].head is not None
        enough = self._weights[at] >= SHARE * max(self._weights)
        return (not self._figured[at], not (listed and enough), -self._weights[at], at)

    def _take(self, which: Collection[int] | Iterator[int]) -> None:
        for at in which:
            if at not in self._items:
                self._items[at] = self._chosen_items(at)

    def _needed(self, at: int) -> list[int]:
        """The clause with those it must not be quoted without: what it leans on, its exceptions, a longer limit."""
        needed = [at]
        while needed[0] > 0 and _LEANS.match(self._words(self._found[needed[0]].span)) and self._same_line(needed[0]):
            needed.insert(0, needed[0] - 1)
        while needed[-1] + 1 < len(self._found) and _GOES_ON.match(self._words(self._found[needed[-1] + 1].span)):
            needed.append(needed[-1] + 1)
        if "time" in self._wanted.figures and (self._figured[at]):
            needed += [
                other
                for other, clause in enumerate(self._found)
                if other not in needed
                and _EXTENDS.search(words := self._words(clause.span))
                and _holds(words, {"time"})
                and self._weights[other] > 0
            ]
        return [at, *(other for other in needed if other != at)]

    def _helpful(self, at: int) -> Iterator[int]:
        """What 前款 speaks of, a list or else the first sentence of the paragraph in front; and the clause behind that
        speaks of this one so.
        """
        if _BEFORE.match(self._words(self._found[at].span)):
            line = max((clause.line for clause in self._found if clause.line < self._found[at].line), default=None)
            meant = [other for other, clause in enumerate(self._found) if clause.line == line]
            if not any(other in self._items for other in meant):
                yield from [other for other in meant if self._found[other].head is not None] or meant[:1]
        if at + 1 < len(self._found) and _BEFORE.match(self._words(self._found[at + 1].span)):
            yield at + 1

    def _same_line(self, at: int) -> bool:
        return self._found[at].line == self._found[at - 1].line

    def _chosen_items(self, at: int) -> tuple[int, ...]:
        """The items to be quoted of a list: all that fit, else those that hold words of the question or the figure
        asked for, else the first ones.
        """
        clause = self._found[at]
        if clause.head is None:
            return ()
        everything = range(len(clause.items))
        if clause.span.end - clause.span.start <= self._budget:
            return tuple(everything)
        gains = [self._gain(clause.head, item) for item in clause.items]
        least = SHARE * max(gains)
        matching = [item for item in everything if gains[item] > 0 and gains[item] >= least]
        if self._wanted.figures and not matching:
            matching = [item for item in everything if _holds(self._words(clause.items[item]), self._wanted.figures)]
        matching.sort(key=lambda item: (-gains[item], item))
        others = [item for item in everything if item not in matching]
        used, taken = clause.head.end - clause.head.start, list[int]()
        for item in [*matching, *others] if self._wanted.listing or not matching else matching:
            used += clause.items[item].end - clause.items[item].start
            if taken and used > self._budget:
                break
            taken.append(item)
        between = [one for one in everything if one - 1 in taken and one + 1 in taken]
        short = [one for one in between if clause.items[one].end - clause.items[one].start <= GAP]
        return tuple(sorted({*taken, *short}))

    def _gain(self, head: Span, item: Span) -> float:
        known = set(tokenize(self._words(head)))
        return sum(self._terms.get(token, 0.0) for token in set(tokenize(self._words(item))) - known)

    def _weight(self, clause: Clause) -> float:
        """What a clause holds of the question; a list as much as its head with its best item."""
        if clause.head is None:
            return weigh(self._words(clause.span), self._terms)
        head = clause.head
        return weigh(self._words(head), self._terms) + max(self._gain(head, item) for item in clause.items)

    def _length(self, which: Collection[int]) -> int:
        total = 0
        for at in set(which):
            clause = self._found[at]
            if clause.head is None:
                total += clause.span.end - clause.span.start
                continue
            items = self._items[at] if at in self._items else self._chosen_items(at)
            total += clause.head.end - clause.head.start
            total += sum(clause.items[item].end - clause.items[item].start for item in items)
        return total

    def _words(self, span: Span) -> str:
        return self._text[span.start : span.end]


def _joined(text: str, pieces: Iterator[Excerpt]) -> Iterator[Excerpt]:
    """Pieces with nothing but blanks between them become one, unless items are left out there."""
    held: Excerpt | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif not (held.after or piece.before or text[held.span.end : piece.span.start].strip()):
            span = Span(held.span.start, piece.span.end)
            held = Excerpt(span, held.before, piece.after, piece.total or held.total)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _holds(text: str, kinds: Collection[str]) -> bool:
    return any(quantity.kind in kinds for quantity in quantities(text))


def weigh(sentence: str, terms: Mapping[str, float]) -> float:
    """The weight of the question's tokens that a sentence holds; each counts once, whatever the length."""
    return sum(terms.get(token, 0.0) for token in set(tokenize(sentence)))
