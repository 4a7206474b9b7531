"""The problems of a library, ready to be filtered and counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kb.catalog import Catalog, ProblemInfo
from kb.model import Measure, Meta, Pending, Problem, Provenance
from kb.text import fold


class Item(NamedTuple):
    """One problem.  ``id`` is unique in the library and stays while the document keeps its numbering; ``text`` is
    everything the document says about the problem in its place, ``acts`` the words of its ``measures`` (which a
    circular may tell in a later part), ``folded`` what the text filter looks through.
    """

    id: str
    info: ProblemInfo
    text: str
    acts: tuple[str, ...]
    folded: str

    @property
    def problem(self) -> Problem:
        """The problem itself."""
        return self.info.problem

    @property
    def unit(self) -> str:
        """The inspected unit; empty where the document does not print one."""
        return self.info.unit or ""

    @property
    def region(self) -> str:
        """The region of the unit; empty where unknown."""
        return self.info.meta.region or ""

    @property
    def year(self) -> int | None:
        """The year the problem was found."""
        day = found_on(self.info.meta)
        return day.year if day else None

    @property
    def type(self) -> str:
        """The code of the best type; empty where none was found."""
        return self.problem.types[0].code if self.problem.types else ""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures without what is only said to have come of them."""
        return _measures(self.problem)

    @property
    def document(self) -> tuple[str, int]:
        """The document the problem stands in."""
        return self.info.source_id, self.info.part

    @property
    def fictional(self) -> bool:
        """Whether it is an invented example."""
        return self.info.provenance is Provenance.FICTIONAL


def _measures(problem: Problem) -> tuple[Measure, ...]:
    return tuple(measure for measure in problem.measures if not is_result(measure.locator))


def identifier(source_id: str, locator: str) -> str:
    """The id of a problem."""
    return f"{source_id}:{locator}"


def is_result(locator: str) -> bool:
    """Whether a measure stands under a label for results alone (``整改成效``), which its locator keeps."""
    return ("成效" in locator or "结果" in locator) and "措施" not in locator


def found_on(meta: Meta) -> date | None:
    """The day that dates a finding: when it was fed back, else the end of the inspection, else when it was published
    or issued.
    """
    return meta.feedback_date or meta.period_end or meta.period_start or meta.published or meta.issued


def items(catalog: Catalog) -> tuple[Item, ...]:
    """All problems, the ones found last first, undated ones at the end; those of one document in reading order."""
    infos = catalog.problems()
    texts = {source_id: catalog.text(source_id) for source_id in dict.fromkeys(info.source_id for info in infos)}
    found = [_item(info, texts[info.source_id]) for info in infos]
    return tuple(sorted(found, key=lambda item: (_age(item), item.info.doc, *item.document)))


def _item(info: ProblemInfo, text: str) -> Item:
    problem, meta = info.problem, info.meta
    words = text[problem.span.start : problem.span.end]
    told: tuple[Measure | Pending, ...] = (*problem.measures, *problem.pending)
    acts = tuple(text[one.span.start : one.span.end] for one in _measures(problem))
    named: Iterable[str | None] = (
        problem.title,
        problem.section,
        info.title,
        meta.unit,
        meta.region,
        *problem.responsible,
        *(kind.code for kind in problem.types),
        words,
        *(text[one.span.start : one.span.end] for one in told if one.span.start >= problem.span.end),
    )
    folded = fold("\n".join(part for part in named if part)).lower()
    return Item(identifier(info.source_id, problem.locator), info, words, acts, folded)


def _age(item: Item) -> int:
    day = found_on(item.info.meta)
    return -day.toordinal() if day else 0
