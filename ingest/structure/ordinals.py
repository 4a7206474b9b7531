"""Lists run into paragraphs: ``一是…二是…``, ``（1）…（2）…``, ``1.…2.…``, ``第一，…第二，…``.

Only the outermost list of a block is cut.  An ordinal counts where a clause can begin; a list inside an entry
(``具体：一是…；二是…``) is recognised because it begins again at one and is left whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.structure.lines import CLOSERS, line_start
from ingest.structure.numbering import value_of
from kb.model import Span

_CN = "[一二三四五六七八九十]"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("是", re.compile(rf"(?P<n>{_CN}{{1,3}})是(?!一|否)")),
    ("要", re.compile(rf"(?P<n>{_CN}{{1,3}})要(?!求|点|素|件)")),
    ("()", re.compile(r"\(\s*(?P<n>\d{1,2})\s*\)[、.]?")),
    ("(一)", re.compile(rf"\(\s*(?P<n>{_CN}{{1,3}})\s*\)[、.]?")),
    ("①", re.compile(r"(?P<n>[\u2460-\u2473\u2776-\u277f\u2474-\u2487])[、.]?")),
    ("1.", re.compile(r"(?<![\d.])(?P<n>\d{1,2})[.、](?!\s*\d)")),
    ("1)", re.compile(r"(?<![\d(])(?P<n>\d{1,2})\)[、.]?")),
    ("第一", re.compile(rf"[第其](?P<n>{_CN}{{1,2}})(?:[,、:]|是)")),
)
# Where a clause can begin.  After a full stop or at a line start an ordinal is strong; after a semicolon, comma or
# colon it may as well belong to a list inside an entry.
_STRONG = "。!?"
_WEAK = ";,:"


class Entry(NamedTuple):
    """One entry of a list: its ordinal as printed (without blanks and separators) and its place."""

    ordinal: str
    span: Span


class _Hit(NamedTuple):
    at: int
    number: int
    ordinal: str
    strong: bool
    fresh: bool


def split_entries(folded: str, span: Span) -> tuple[list[Entry], int]:
    """The entries of the outermost list in ``folded[span]`` and where the first begins.

    Without a list of at least two entries (or a lone ``一是`` that opens the block) the list is empty and the
    position is the end of the span.
    """
    best: list[_Hit] = []
    for style, pattern in _STYLES:
        hits = _hits(folded, span, style, pattern)
        chain = _outermost(hits)
        # A lone 一是 that opens the block is its ordinal all the same.
        alone = len(chain) == 1 and not best and chain[0].at == span.start and style in ("是", "第一")
        if alone or (len(chain) > 1 and (not best or chain[0].at < best[0].at)):
            best = chain
    if not best:
        return [], span.end
    ends = [hit.at for hit in best[1:]] + [span.end]
    entries = [
        Entry(hit.ordinal, Span(hit.at, hit.at + len(folded[hit.at : end].rstrip())))
        for hit, end in zip(best, ends, strict=True)
    ]
    return entries, best[0].at


def _hits(folded: str, span: Span, style: str, pattern: re.Pattern[str]) -> list[_Hit]:
    """All places at which an ordinal of a style could begin an entry."""
    hits: list[_Hit] = []
    for match in pattern.finditer(folded, span.start, span.end):
        at = match.start()
        number = value_of(match["n"])
        if not number:
            continue
        fresh = at == span.start or line_start(folded, at)
        mark = _before(folded, span.start, at)
        if not fresh and mark not in _STRONG + _WEAK:
            continue
        # Bare figures after a comma or colon are dates and amounts as often as ordinals.
        if style in ("1.", "1)") and not fresh and mark == ",":
            continue
        ordinal = re.sub(r"\s", "", match.group()).rstrip(",:")
        if style in ("()", "(一)", "①"):
            ordinal = ordinal.rstrip("、.")
        hits.append(_Hit(at, number, ordinal, fresh or mark in _STRONG, fresh))
    return hits


def _before(folded: str, start: int, at: int) -> str:
    """The punctuation in front of a place, closing quotes and blanks skipped; ``#`` where a word stands."""
    back = at - 1
    while back >= start and (folded[back].isspace() or folded[back] in CLOSERS):
        back -= 1
    if back < start:
        return "。"
    return folded[back] if folded[back] in _STRONG + _WEAK else "#"


def _outermost(hits: list[_Hit]) -> list[_Hit]:
    """The entries of the outermost list among the hits of one style.

    Lists are kept on a stack.  One begins a list inside the current entry, unless nothing is open, or it stands
    stronger than the list that is open; any other number continues the innermost list it fits.
    """
    stack: list[list[_Hit]] = []
    done: list[list[_Hit]] = []
    for hit in hits:
        if hit.number == 1:
            restart = stack and (hit.fresh or (hit.strong and (not stack[0][0].strong or len(stack[0]) > 1)))
            if restart:
                done.append(stack[0])
                stack = []
            stack.append([hit])
            continue
        fits = [level for level, chain in enumerate(stack) if chain[-1].number + 1 == hit.number]
        if not fits:
            continue
        level = fits[-1]
        # Both an inner and an outer list wait for this number: a strong ordinal goes on with the strong list.
        if len(fits) > 1 and hit.strong and not any(one.strong for one in stack[level][1:] or stack[level]):
            level = fits[0]
        del stack[level + 1 :]
        stack[level].append(hit)
    if stack:
        done.append(stack[0])
    lists = [chain for chain in done if len(chain) > 1] or done
    if not lists:
        return []
    strong = [chain for chain in lists if chain[0].strong]
    return [hit for chain in (strong or lists) for hit in chain]
