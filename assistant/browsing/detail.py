"""One problem in detail, in the words of its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from assistant.anchor import of_passage
from assistant.answer import MeasureKind
from assistant.basket import BasketItem, Role
from assistant.browsing.items import is_result
from assistant.measure_kinds import classify
from kb.catalog import Catalog, ProblemInfo
from kb.model import Deadline, PassageKind, Span, StoredPassage
from kb.text import fold

#: Presentation order of kinds.
_ORDER = tuple(MeasureKind)


class Quote(NamedTuple):
    """Words of the document; ``label`` is the ordinal or name they stand under (``一是``, ``责任单位``)."""

    passage: StoredPassage
    span: Span
    label: str = ""

    @property
    def text(self) -> str:
        """The words."""
        return self.passage.text[self.span.start - self.passage.span.start : self.span.end - self.passage.span.start]


class Kind(NamedTuple):
    """The measures of one kind, in reading order."""

    kind: MeasureKind
    measures: tuple[Quote, ...]


class Due(NamedTuple):
    """A time limit as printed and what it is for; the words stand in ``quote``."""

    deadline: Deadline
    text: str
    quote: Quote

    @property
    def plain(self) -> bool:
        """Whether the words name the whole day, so that it need not be said again (``年底前`` does not)."""
        day = self.deadline.due
        numbers = [int(number) for number in re.findall(r"\d+", fold(self.text))]
        return day is None or {day.year, day.month, day.day} <= set(numbers)


class Detail(NamedTuple):
    """Everything a document says about a problem: each part is a quote that leads to its place.

    ``finding`` is the problem as printed, ``results`` what is said to have come of the measures, ``rest`` the labelled
    lines (责任单位, 完成时限) that belong to neither.
    """

    info: ProblemInfo
    finding: tuple[Quote, ...]
    kinds: tuple[Kind, ...]
    results: tuple[Quote, ...]
    pending: tuple[Quote, ...]
    rest: tuple[Quote, ...]
    due: tuple[Due, ...]

    @property
    def measures(self) -> tuple[Quote, ...]:
        """All measures, kind by kind."""
        return tuple(quote for kind in self.kinds for quote in kind.measures)


def detail(catalog: Catalog, source_id: str, locator: str) -> Detail:
    """A problem with its parts; raises ``NotFoundError`` where it is not in the catalog (any more)."""
    info = catalog.problem(source_id, locator)
    return of_passages(info, catalog.of_source(source_id))


def of_passages(info: ProblemInfo, passages: Iterable[StoredPassage]) -> Detail:
    """The same from the passages of the source."""
    own = [one for one in passages if one.part == info.part and one.problem == info.problem.locator]
    ordinals = {measure.span: measure.ordinal for measure in info.problem.measures}
    ordinals |= {matter.span: matter.ordinal for matter in info.problem.pending}
    quotes = {kind: [_quote(one, ordinals) for one in own if one.kind is kind] for kind in PassageKind}
    results = tuple(quote for quote in quotes[PassageKind.MEASURE] if is_result(quote.passage.locator))
    taken = [quote for quote in quotes[PassageKind.MEASURE] if quote not in results]
    return Detail(
        info,
        tuple(_without_label(quote) for quote in quotes[PassageKind.PROBLEM]),
        by_kind(taken),
        results,
        tuple(quotes[PassageKind.PENDING]),
        tuple(quote for quote in quotes[PassageKind.STRUCTURE] if _says_something(quote.text)),
        tuple(_due(info, own, ordinals)),
    )


def by_kind(measures: Sequence[Quote]) -> tuple[Kind, ...]:
    """Measures grouped by what they do."""
    sorted_measures = sorted(
        ((classify(quote.text), quote) for quote in measures), key=lambda pair: _ORDER.index(pair[0])
    )
    return tuple(
        Kind(kind, tuple(quote for _, quote in group))
        for kind, group in groupby(sorted_measures, key=lambda pair: pair[0])
    )


def problem_item(found: Detail) -> BasketItem:
    """The whole problem for the basket; its anchor quotes the finding."""
    return _item(found, (found.finding or found.measures)[0], Role.PROBLEM)


def quote_item(found: Detail, quote: Quote) -> BasketItem:
    """One measure (or result, or pending matter) for the basket."""
    return _item(found, quote, Role.MEASURE)


def _item(found: Detail, quote: Quote, role: Role) -> BasketItem:
    anchor = of_passage(quote.passage, quote.span)
    return BasketItem(anchor, role, found.info.problem.title, found.info.unit or "")


def _quote(passage: StoredPassage, ordinals: dict[Span, str]) -> Quote:
    """A passage without the line ends around its words."""
    start = passage.span.start + len(passage.text) - len(passage.text.lstrip())
    end = passage.span.start + len(passage.text.rstrip())
    return Quote(passage, Span(start, end), ordinals.get(passage.span, ""))


def _without_label(quote: Quote) -> Quote:
    """A finding without the label of what follows it (``整改措施：``)."""
    head, _, last = quote.text.rpartition("\n")
    if not head.strip() or _says_something(last):
        return quote
    return quote._replace(span=Span(quote.span.start, quote.span.start + len(head.rstrip())))


def _says_something(text: str) -> bool:
    """Whether a labelled line says more than its label (``整改成效：`` alone does not)."""
    return not text.strip().endswith(("：", ":"))


def _due(info: ProblemInfo, passages: Sequence[StoredPassage], ordinals: dict[Span, str]) -> Iterable[Due]:
    """The time limits in reading order; a day that is printed twice (in the text and under 完成时限) counts once."""
    days: set[date] = set()
    printed = {item.span: item for item in ([info.problem.deadline] if info.problem.deadline else [])}
    printed |= {deadline.span: deadline for part in info.problem.pending for deadline in part.deadlines}
    for span, deadline in sorted(printed.items()):
        if deadline.due in days:
            continue
        days |= {deadline.due} if deadline.due else set()
        holder = next((one for one in passages if one.span.start <= span.start and span.end <= one.span.end), None)
        if holder is not None:
            quote = _quote(holder, ordinals)
            text = holder.text[span.start - holder.span.start : span.end - holder.span.start]
            yield Due(deadline, text, quote)
