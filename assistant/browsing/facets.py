"""Filters over problems, and how many problems each further choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from assistant.browsing.items import Item
from kb.model import Status
from kb.taxonomy import SEPARATOR, Taxonomy
from kb.text import fold


class Facet(StrEnum):
    """What problems are told apart by; the order is that of presentation."""

    TYPE = "type"
    STATUS = "status"
    UNIT = "unit"
    REGION = "region"
    YEAR = "year"
    DOCUMENT = "document"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _LABELS[self]


_LABELS = {
    Facet.TYPE: "问题类型",
    Facet.STATUS: "整改状态",
    Facet.UNIT: "被巡察单位",
    Facet.REGION: "地区",
    Facet.YEAR: "年份",
    Facet.DOCUMENT: "资料",
}

#: Shown for an empty value.
UNKNOWN = "未写明"
UNTYPED = "未归类"


class Choice(NamedTuple):
    """One value chosen in one facet."""

    facet: Facet
    value: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted.  Values of one facet are alternatives, facets narrow each other; every word of ``text`` must
    occur somewhere in what is said about the problem.
    """

    choices: frozenset[Choice] = frozenset()
    text: str = ""

    def toggled(self, choice: Choice) -> Filter:
        """With a choice added, or taken back where it was there."""
        return replace(self, choices=self.choices ^ {choice})

    def without(self, facet: Facet) -> Filter:
        """With nothing chosen in a facet."""
        return replace(self, choices=frozenset(choice for choice in self.choices if choice.facet is not facet))

    def values(self, facet: Facet) -> frozenset[str]:
        """What is chosen in a facet."""
        return frozenset(choice.value for choice in self.choices if choice.facet is facet)


class Value(NamedTuple):
    """A value of a facet with how many problems it would leave together with the other facets.  ``parent`` is
    the class of a type, empty for everything else.
    """

    value: str
    label: str
    problems: int
    parent: str = ""


def values_of(item: Item, facet: Facet) -> tuple[str, ...]:
    """The values of a problem.  A problem of several types has all of them and their classes."""
    if facet is Facet.TYPE:
        codes = [kind.code for kind in item.problem.types]
        classes = [code.partition(SEPARATOR)[0] for code in codes]
        return tuple(dict.fromkeys((*classes, *codes))) or ("",)
    if facet is Facet.YEAR:
        return (str(item.year or ""),)
    return (
        {
            Facet.STATUS: item.problem.status.value,
            Facet.UNIT: item.unit,
            Facet.REGION: item.region,
            Facet.DOCUMENT: f"{item.info.source_id}#{item.info.part}",
        }[facet],
    )


def select(items: Iterable[Item], wanted: Filter) -> tuple[Item, ...]:
    """The problems that fit a filter, in the order given."""
    words = fold(wanted.text).lower().split()
    chosen = [(facet, values) for facet in Facet if (values := wanted.values(facet))]
    return tuple(
        item
        for item in items
        if all(word in item.folded for word in words)
        and all(not values.isdisjoint(values_of(item, facet)) for facet, values in chosen)
    )


def facets(items: Sequence[Item], wanted: Filter, taxonomy: Taxonomy) -> dict[Facet, tuple[Value, ...]]:
    """The values of every facet that occur in the library.

    A count is what choosing that value would show: all other facets and the text apply, the facet's own choices do
    not.  Types stand in the order of the taxonomy below their classes, states in that of their progress, years newest
    first, everything else by frequency.
    """
    found = {}
    for facet in Facet:
        everywhere = Counter(value for item in items for value in values_of(item, facet))
        counts = Counter(value for item in select(items, wanted.without(facet)) for value in values_of(item, facet))
        order = _ordered(facet, everywhere, taxonomy)
        titles = {values_of(item, facet)[0]: item.info.title for item in items} if facet is Facet.DOCUMENT else {}
        found[facet] = tuple(
            Value(value, titles.get(value) or label(facet, value), counts[value], _parent(facet, value))
            for value in order
        )
    return found


def label(facet: Facet, value: str) -> str:
    """A value as users read it (a document is named by the caller, who knows its title)."""
    if not value:
        return UNTYPED if facet is Facet.TYPE else UNKNOWN
    if facet is Facet.TYPE:
        return value.rpartition(SEPARATOR)[2]
    if facet is Facet.STATUS:
        return Status(value).label
    return f"{value}年" if facet is Facet.YEAR else value


def _parent(facet: Facet, value: str) -> str:
    return value.partition(SEPARATOR)[0] if facet is Facet.TYPE and SEPARATOR in value else ""


def _ordered(facet: Facet, counts: Counter[str], taxonomy: Taxonomy) -> list[str]:
    if facet is Facet.TYPE:
        known = [name for parent in taxonomy.classes for name in (parent, *_of_class(taxonomy, parent))]
        return [name for name in known if name in counts] + sorted(set(counts) - set(known))
    if facet is Facet.STATUS:
        return [status.value for status in Status if status.value in counts]
    if facet is Facet.YEAR:
        return sorted(counts, reverse=True)
    # The unknown stand last, whatever their number.
    return sorted(counts, key=lambda value: (not value, -counts[value], value))


def _of_class(taxonomy: Taxonomy, parent: str) -> list[str]:
    return [code for code, info in taxonomy.types.items() if info.parent == parent]
