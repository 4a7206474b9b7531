"""Article and chapter labels of regulations, and which of them are real."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from ingest.structure.lines import Line
from ingest.structure.numbering import value_of
from kb.numerals import CHARACTERS

_N = rf"[{CHARACTERS}]"
_ARTICLE = re.compile(rf"[第笫]\s*(?P<n>{_N}+)\s*条(?:\s*之\s*(?P<s>[一二三四五六七八九十]{{1,3}}))?")
# Words that can follow a label only in a reference to it: directly behind it, and behind a blank.
_PART = r"第\s*[一二三四五六七八九十百\d]+\s*(?:款|项|目)"
_GLUED_REFERENCE = re.compile(
    rf"{_PART}|的|款|项(?!目)|规定|所[列称规]|之规定|[、,。;)]|和第|至第|或者?第|及第|以及|中的|之一的?|[-—~]|至本"
)
_SPACED_REFERENCE = re.compile(rf"\s*(?:{_PART}|的|[、,。;)]|和第|至第|或者?第|及第|之规定)")
_HEADING = re.compile(rf"第\s*(?P<n>{_N}+)\s*(?P<kind>分编|编|章|节)(?P<rest>.*)$")
LEVELS = {"编": 0, "分编": 0, "章": 1, "节": 2}
# Chapter titles in the national database have up to 32 characters (measured on 3,476 files).
MAX_TITLE = 45


class Label(NamedTuple):
    """An article label at the beginning of a line.

    ``row`` is the index of the line, ``sub`` the number behind 之, ``text`` the label without blanks, ``end`` its end
    in the line; ``spaced`` tells that a blank or nothing follows (labels glued to the text are less certain).
    """

    row: int
    number: int
    sub: int
    text: str
    end: int
    spaced: bool


class Heading(NamedTuple):
    """A chapter heading: index of its line (``row``), level (0 编, 1 章, 2 节), number and title as printed."""

    row: int
    level: int
    number: int
    title: str
    bare: bool


def read_label(line: Line, index: int) -> Label | None:
    """The article label the line begins with; None for references such as ``第十二条第二款的规定``."""
    match = _ARTICLE.match(line.text)
    if not match:
        return None
    number = value_of(re.sub(r"\s", "", match["n"]))
    sub = value_of(match["s"]) if match["s"] else 0
    if not number or sub is None:
        return None
    rest = line.text[match.end() :]
    spaced = not rest or rest[0].isspace() or rest[0] in ":【[("
    if (_SPACED_REFERENCE if spaced else _GLUED_REFERENCE).match(rest):
        return None
    text = re.sub(r"\s", "", match.group()).replace("笫", "第")
    return Label(index, number, sub, text, match.end(), spaced)


def read_heading(line: Line, index: int) -> Heading | None:
    """The chapter heading the line is; None for sentences that begin like one (``第二章的规定适用于…``)."""
    match = _HEADING.match(line.text)
    if not match or len(line.text) > MAX_TITLE:
        return None
    number = value_of(match["n"])
    rest = match["rest"]
    if (
        not number
        or re.match(r"\s*(?:的|规定|所|[、,。;]|第.{1,4}[节条款])", rest)
        or re.search(r"[。;]$", rest.strip())
    ):
        return None
    return Heading(index, LEVELS[match["kind"]], number, line.text, not rest.strip())


def increasing(labels: list[Label]) -> list[Label]:
    """The labels that are articles: the longest run of rising numbers, in which labels followed by a blank outweigh
    glued ones.  What is left over are references at the beginning of a wrapped line, or repeated articles.
    """
    keys = [(label.number, label.sub) for label in labels]
    if all(before < behind for before, behind in pairwise(keys)):
        return labels
    # Fenwick tree over ranks of the keys: best weight of a rising chain that ends at or below a key.
    ranks = sorted(set(keys))
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before = [-1] * len(labels)
    best = (0.0, -1)
    for at, key in enumerate(keys):
        rank = bisect_left(ranks, key)
        weight, previous = _best_below(tree, rank)
        before[at] = previous
        # A glued label counts less than half of a spaced one, so that two of them cannot displace one that is sure;
        # a step of one counts more, so that a reference to a later article does not swallow the ones between.
        near = previous >= 0 and labels[previous].number in (key[0], key[0] - 1)
        weight += (1.0 if labels[at].spaced else 0.4) + (0.2 if near or key == (1, 0) else 0.0)
        _raise(tree, rank + 1, (weight, at))
        best = max(best, (weight, at))
    chain: list[Label] = []
    at = best[1]
    while at >= 0:
        chain.append(labels[at])
        at = before[at]
    return chain[::-1]


def _best_below(tree: list[tuple[float, int]], rank: int) -> tuple[float, int]:
    """Best entry among the first ``rank`` keys."""
    best = (0.0, -1)
    while rank > 0:
        best = max(best, tree[rank])
        rank -= rank & -rank
    return best


def _raise(tree: list[tuple[float, int]], place: int, entry: tuple[float, int]) -> None:
    """Enter a chain at a key."""
    while place < len(tree):
        tree[place] = max(tree[place], entry)
        place += place & -place
