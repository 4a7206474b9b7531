"""Specimens written for these tests, with what a reader finds in them, and the comparison of the two."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ingest.structure import parse
from kb.model import Document, Measure, Pending, Problem, Span

FOLDER = Path(__file__).parent / "specimens"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


class Specimen(NamedTuple):
    """A text, its documents and the hand-written gold."""

    text: str
    documents: tuple[Document, ...]
    gold: dict[str, Any]


def load(name: str) -> Specimen:
    """One specimen by its file name without ending."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    gold = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return Specimen(text, parse(text, f"{name}.txt"), gold)


class Facts(NamedTuple):
    """Comparable facts: one tuple for each statement about the document."""

    expected: set[tuple[Any, ...]]
    found: set[tuple[Any, ...]]

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return len(self.expected & self.found) / len(self.found) if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return len(self.expected & self.found) / len(self.expected) if self.expected else 1.0


def measure_facts(specimen: Specimen) -> Facts:
    """Measures and pending work, each by problem, ordinal and its exact place."""
    expected: set[tuple[Any, ...]] = set()
    found: set[tuple[Any, ...]] = set()
    at = 0
    for entry in specimen.gold["problems"]:
        for role in ("measures", "pending"):
            for ordinal, begin, end, *_ in entry.get(role) or ():
                start = specimen.text.index(begin, at)
                at = specimen.text.index(end, start) + len(end)
                expected.add((entry["locator"], role, ordinal, Span(start, at)))
    for problem in problems(specimen):
        for role, entries in (("measures", problem.measures), ("pending", problem.pending)):
            found |= {(problem.locator, role, _bare(one.ordinal), one.span) for one in entries}
    return Facts(expected, found)


def _bare(ordinal: str) -> str:
    """An ordinal without the separator that may follow it."""
    return ordinal.rstrip("，,、")


def problem_facts(specimen: Specimen) -> Facts:
    """Problems by locator, with every attribute the gold names."""
    expected: set[tuple[Any, ...]] = set()
    found: set[tuple[Any, ...]] = set()
    by_locator = {problem.locator: problem for problem in problems(specimen)}
    for entry in specimen.gold["problems"]:
        locator = entry["locator"]
        for key in ("title", "status", "section", "aspect", "number", "deadline", "responsible"):
            if key not in entry:
                continue
            expected.add((locator, key, _plain(entry[key])))
            if locator in by_locator:
                found.add((locator, key, attribute(by_locator[locator], key)))
    found |= {(locator, "title", attribute(one, "title")) for locator, one in by_locator.items()}
    return Facts(expected, found)


def deadline_facts(specimen: Specimen) -> Facts:
    """The days of pending work."""
    expected: set[tuple[Any, ...]] = set()
    found: set[tuple[Any, ...]] = set()
    for entry in specimen.gold["problems"]:
        for place, (_, _, _, days) in enumerate(entry.get("pending") or ()):
            expected |= {(entry["locator"], place, day) for day in days}
    for problem in problems(specimen):
        for place, one in enumerate(problem.pending):
            found |= {(problem.locator, place, limit.due) for limit in one.deadlines}
    return Facts(expected, found)


def problems(specimen: Specimen) -> list[Problem]:
    """All problems of all documents."""
    return [problem for document in specimen.documents for problem in document.problems]


def attribute(problem: Problem, key: str) -> Any:
    """An attribute of a problem in the form the gold has it."""
    if key == "deadline":
        return problem.deadline.due if problem.deadline else None
    return _plain(getattr(problem, key))


def _plain(value: Any) -> Any:
    """Lists as tuples, enums as their values."""
    if isinstance(value, list):
        return tuple(value)
    return getattr(value, "value", value)


def entries(problem: Problem) -> list[Measure | Pending]:
    """Measures and pending work of a problem."""
    return [*problem.measures, *problem.pending]


def meta_facts(specimen: Specimen) -> tuple[dict[str, Any], dict[str, Any]]:
    """Expected and found metadata for the keys the gold names."""
    wanted: dict[str, Any] = dict(specimen.gold.get("meta") or {})
    meta = specimen.documents[0].meta
    found: dict[str, Any] = {}
    for key, value in wanted.items():
        got = getattr(meta, key)
        found[key] = list(got) if key == "counts" else got
        assert isinstance(value, (str, date, list)) or value is None
    return wanted, found
