"""What cleaning did to a file: repairs by rule, personal data by kind, pages by how well they were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ingest.privacy import mask
from ingest.readers.ocr import LOW_CONFIDENCE
from kb.model import Edit, Page, Source

#: Repairs of a rule shown one by one; a scanned book has thousands of joined lines.
EXAMPLES = 12

#: Characters of a removed text that are shown: the beginning tells a page head from a sentence.
_SHOWN = 60


class Change(NamedTuple):
    """One repair; blanks and line ends are made visible."""

    before: str
    after: str
    certain: bool
    at: int


class Rule(NamedTuple):
    """The repairs of one rule: how many, how many of them only suspected, and some of them, doubtful ones first."""

    name: str
    times: int
    suspected: int
    examples: tuple[Change, ...]


class Pages(NamedTuple):
    """Pages of the original: how many, the mean confidence of those that were recognised from pictures (None without
    any), and the numbers of those recognised badly.
    """

    number: int
    recognised: int
    confidence: float | None
    low: tuple[int, ...]


def rules(source: Source) -> tuple[Rule, ...]:
    """The repairs by rule, doubtful rules first, then the most frequent ones."""
    grouped: dict[str, list[Edit]] = {}
    for edit in source.cleaning:
        grouped.setdefault(edit.rule, []).append(edit)
    found = [_rule(name, edits) for name, edits in grouped.items()]
    return tuple(sorted(found, key=lambda rule: (not rule.suspected, -rule.times, rule.name)))


def personal(source: Source) -> tuple[tuple[str, int], ...]:
    """Kinds of personal data that were masked and how often; never the data."""
    return tuple(Counter(datum.kind for datum in source.personal).most_common())


def pages(source: Source) -> Pages | None:
    """How the pages were read; None for originals without pages."""
    if not source.pages:
        return None
    judged = [(page, page.confidence) for page in source.pages if page.confidence is not None]
    mean = sum(confidence for _, confidence in judged) / len(judged) if judged else None
    return Pages(len(source.pages), len(judged), mean, tuple(_low(source.pages)))


def _low(found: tuple[Page, ...]) -> Iterator[int]:
    return (page.number for page in found if page.confidence is not None and page.confidence < LOW_CONFIDENCE)


def _rule(name: str, edits: list[Edit]) -> Rule:
    doubtful_first = sorted(edits, key=lambda edit: (edit.certain, edit.at))
    suspected = sum(not edit.certain for edit in edits)
    return Rule(name, len(edits), suspected, tuple(map(_change, doubtful_first[:EXAMPLES])))


def _change(edit: Edit) -> Change:
    return Change(_visible(edit.before), _visible(edit.after), edit.certain, edit.at)


def _visible(original: str) -> str:
    text = mask(original).text  # what was removed as a page foot may hold a telephone number
    shown = "".join(_SIGNS.get(char, char if char.isprintable() else f"〔{ord(char):04X}〕") for char in text[:_SHOWN])
    return shown + (f"…（共 {len(text)} 字）" if len(text) > _SHOWN else "")


#: Signs that cannot be seen, as word processors show them.
_SIGNS = {"\n": "↵", "\r": "↵", "\t": "→", " ": "␣", "\u3000": "□", "\u00a0": "␣"}
