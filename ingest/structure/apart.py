"""Circulars that tell all matters first and how those responsible were dealt with in a later part of its own.

Each matter is an item or a paragraph of the part on problems.  A decision in the later part belongs to the matter
with which alone it shares the most names (卢某, 新集派出所); one that names nobody goes with the sentence it stands in,
and one that fits several matters equally well belongs to none: a punishment is never given to a matter on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.structure.case import cut_decision, settle_case
from ingest.structure.clauses import units
from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.deadlines import Frame
from ingest.structure.draft import ProblemDraft
from ingest.structure.handling import divide_handling
from ingest.structure.outline import Node, sentence_end, whole_clauses
from ingest.structure.prose import Part, Told
from ingest.structure.selection import is_handling, is_organising, on_problems
from kb.model import PassageKind, Span

# Two matters with their decisions make a circular of cases; one may be an illustration.
_FEWEST = 2
# Persons are masked to 卢某 or 卢某某 in what is published; longer runs of stars come from our own masking.
_PERSON = re.compile(r"(?<![某*])[\u4e00-\u9fff][某*]{1,2}")
# How names of police bodies and places of duty end.
_BODY_END = re.compile(r"公安局|分局|派出所|[支大中]队|警务站|看守所|拘留所|车管所|交管所|检查站|中心|大厅")
# A body is named by two to ten characters in front of that end (新集派出所, 经济技术开发区公安分局).
_SHORTEST_NAME, _LONGEST_NAME = 2, 10


class Apart(NamedTuple):
    """The part on problems, its matters in order, the part on handling, and its decisions, each with the number of the
    matter it belongs to (None where that is open).
    """

    facts: Node
    matters: tuple[Span, ...]
    handling: Node
    decisions: tuple[tuple[Part, int | None], ...]


def handled_apart(folded: str, root: Node, frame: Frame) -> Apart | None:
    """The matters and decisions of a circular that tells them apart; None where fewer than two, or than half, of the
    matters have any.
    """
    at = next((at for at, node in enumerate(root.children) if is_handling(node.title)), None)
    if at is None:
        return None
    handling = root.children[at]
    facts = next((node for node in reversed(root.children[:at]) if on_problems(node.title)), None)
    if facts is None:
        return None
    matters = _matters(facts)
    told = [folded[matter.start : matter.end] for matter in matters]
    decisions = tuple(_decisions(folded, handling, told, frame))
    handled = len({number for _, number in decisions if number is not None})
    if handled < _FEWEST or handled * 2 < len(matters):
        return None
    return Apart(facts, matters, handling, decisions)


def _matters(facts: Node) -> tuple[Span, ...]:
    """The items of the part on problems, or its paragraphs where it has none; a line that leads to them is none."""
    if facts.children:
        return tuple(Span(node.start, node.end) for node in facts.children if not is_organising(node.title))
    lines = [line for line in facts.lines if not line.text.endswith(":")]
    ends = [line.start for line in lines[1:]] + [facts.end]
    return tuple(Span(line.start, end) for line, end in zip(lines, ends, strict=False))


def _decisions(folded: str, handling: Node, told: Sequence[str], frame: Frame) -> Iterator[tuple[Part, int | None]]:
    """What the part on handling tells, piece by piece, with the matter each belongs to."""
    for unit in units(folded, Span(handling.head_end, handling.end)):
        home = _belongs(folded[unit.start : unit.end], told)
        for part in divide_handling(folded, unit, frame):
            words = folded[part.span.start : part.span.end]
            # A person named beside the matter's own (分管副局长) leaves the sentence as it is.
            own = _belongs(words, told)
            yield part, own if own is not None else home


def _belongs(words: str, told: Sequence[str]) -> int | None:
    """The number of the matter that shares more names with the words than any other; None where there is none."""
    shared = [(_persons(words, facts), _bodies(words, facts)) for facts in told]
    best = max(shared, default=(0, 0))
    return shared.index(best) if best > (0, 0) and shared.count(best) == 1 else None


def _persons(words: str, facts: str) -> int:
    """How many masked persons both name."""
    return len(set(_PERSON.findall(words)) & set(_PERSON.findall(facts)))


def _bodies(words: str, facts: str) -> int:
    """How many characters of names of bodies both share."""
    found: set[str] = set()
    for end in _BODY_END.finditer(words):
        names = (
            words[end.start() - length : end.end()]
            for length in range(min(_LONGEST_NAME, end.start()), _SHORTEST_NAME - 1, -1)
        )
        name = next((name for name in names if name in facts), None)
        if name and "督察" not in name:  # those who inspected are named with every matter
            found.add(name)
    return sum(map(len, found))


def cut_apart(cover: Cover, context: Context, apart: Apart) -> list[ProblemDraft]:
    """Cut the matters as problems and the decisions as their measures; other words on handling stay text."""
    facts, matters, handling, decisions = apart
    cover.add(Cut(facts.start, PassageKind.STRUCTURE, f"{context.prefix}{facts.locator}"))
    drafts = [_draft(cover, context, facts, matter, number) for number, matter in enumerate(matters)]
    home = f"{context.prefix}{handling.locator}"
    cover.add(Cut(handling.start, PassageKind.STRUCTURE, home))
    for part, number in decisions:
        if number is None or part.told not in (Told.MEASURE, Told.PENDING):
            cover.add(Cut(part.span.start, PassageKind.PRACTICE, home, (handling.heading,)))
        else:
            cut_decision(cover, drafts[number], part, (handling.heading,))
    for draft in drafts:
        settle_case(draft)
    return drafts


def _draft(cover: Cover, context: Context, facts: Node, matter: Span, number: int) -> ProblemDraft:
    """A matter: its number and name where it is an item, the clauses it begins with where it is a paragraph."""
    node = next((child for child in facts.children if child.start == matter.start), None)
    start = matter.start + (node.mark.end if node and node.mark else 0)
    sentence = context.folded[start : matter.end].split("\n", 1)[0]
    title = whole_clauses(sentence[: sentence_end(sentence)])
    label = node.mark.label if node and node.mark else f"第{number + 1}件"
    locator = f"{context.prefix}{facts.locator}{label}"
    cover.add(Cut(matter.start, PassageKind.PROBLEM, locator, (facts.heading,), locator))
    return ProblemDraft(
        matter.start,
        locator,
        context.text[matter.start : start].strip(),
        Span(start, start + len(title)),
        section=facts.heading,
        end=matter.end,
    )
