"""What figures rest on: which problems count, and how many documents speak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from assistant.browsing.items import Item, found_on
from kb.model import DocumentKind, Provenance

#: Of one inspection of one unit, the document that counts: the more reliable words, then the one that tells most of
#: the rectification, then the one published last.
_PROVENANCES = tuple(Provenance)
_KINDS = (
    DocumentKind.NOTICE,
    DocumentKind.LEDGER,
    DocumentKind.FEEDBACK,
    DocumentKind.CASE,
    DocumentKind.PRACTICE,
    DocumentKind.REGULATION,
)


class Twin(NamedTuple):
    """A document that was left out because ``kept`` tells of the same inspection of the same unit; both are titles."""

    title: str
    kept: str


class Basis(NamedTuple):
    """The problems that count and what is to be said about them.

    ``documents`` and ``units`` are how many they come from, ``digests`` and ``fictional`` how many of the problems are
    digests and invented examples, ``undated`` and ``nameless`` how many have no year and no unit; ``twins`` and
    ``examples`` were left out: documents of the same inspection, and problems of invented examples.
    """

    items: tuple[Item, ...]
    documents: int
    units: int
    years: tuple[int, ...]
    digests: int
    fictional: int
    undated: int
    nameless: int
    twins: tuple[Twin, ...]
    examples: int


def basis(items: Sequence[Item], *, fictional: bool) -> Basis:
    """Which problems count; ``fictional`` tells whether invented examples do."""
    wanted = [item for item in items if fictional or not item.fictional]
    kept, twins = _one_per_inspection(wanted)
    return Basis(
        items=kept,
        documents=len({item.document for item in kept}),
        units=len({item.unit for item in kept if item.unit}),
        years=tuple(sorted({item.year for item in kept if item.year})),
        digests=sum(item.info.provenance is Provenance.DIGEST for item in kept),
        fictional=sum(item.fictional for item in kept),
        undated=sum(item.year is None for item in kept),
        nameless=sum(not item.unit for item in kept),
        twins=twins,
        examples=len(items) - len(wanted),
    )


def _one_per_inspection(items: Iterable[Item]) -> tuple[tuple[Item, ...], tuple[Twin, ...]]:
    """The problems without those that another document of the same inspection tells already: a digest beside its
    original, the feedback beside the notice, an interim notice beside the final one.
    """
    rounds: defaultdict[tuple[str, date], dict[tuple[str, int], Item]] = defaultdict(dict)
    for item in items:
        day = found_on(item.info.meta)
        if item.unit and day:
            rounds[item.unit, day].setdefault(item.document, item)
    left_out: dict[tuple[str, int], Twin] = {}
    for documents in rounds.values():
        best, *others = sorted(documents.values(), key=_rank)
        left_out |= {item.document: Twin(item.info.title, best.info.title) for item in others}
    return tuple(item for item in items if item.document not in left_out), tuple(left_out.values())


def _rank(item: Item) -> tuple[int, int, int]:
    published = item.info.meta.published
    return (
        _PROVENANCES.index(item.info.provenance),
        _KINDS.index(item.info.kind),
        -(published.toordinal() if published else 0),
    )
