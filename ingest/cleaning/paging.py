"""What belongs to the printed page and not to the text: page numbers, running heads, newspaper jumps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

from ingest.cleaning.draft import Change, Draft
from ingest.cleaning.lines import closes_sentence, glue, opens_block
from ingest.cleaning.wrapping import LONG
from ingest.readers.base import width
from kb.text import fold

_SHEET = r"第?\s?[A-Z]?[0-9一二三四五六七八九十]{1,3}\s?版"
# 下转第14版>>> / (上接第11版) / 紧接第2版 / 转第三版, as a line of its own or in brackets at the end of a line.
_JUMP = rf"[(（]?\s?[<>《》〈〉▲▼→←]*\s?(?:[下紧]?[转接]|上接|接)(?:{_SHEET})[^\n。]{{0,12}}?[)）]?[<>》〉▲▼→]*"
_JUMP_LINES = re.compile(rf"(?:\n[ \u3000]*{_JUMP}[ \u3000]*(?=\n|\Z))+|\A(?:{_JUMP}[ ]*\n)+")
_JUMP_INLINE = re.compile(rf"[(（][ ]?(?:[下紧]?转|上?接){_SHEET}[)）](?:\n*[(（]上?接{_SHEET}[)）])?")
# 第A11版:发布厅 / A11版 / 第3版：要闻
_SHEET_MARK = re.compile(rf"^(?:{_SHEET}|[A-Z][0-9]{{1,2}})(?:[:： ]\s?[^\n。，,]{{0,10}})?$", re.MULTILINE)
# — 3 —, - 3 -, －３－, 第3页, 第 3 页 共 10 页, 3/10, Page 3 of 10
_PAGE_NUMBER = re.compile(
    r"^(?:[-—–―ー一]{1,2}[ ]?[0-9]{1,4}[ ]?[-—–―ー一]{1,2}|第[ ]?[0-9]{1,4}[ ]?页(?:[ ,/]*[共总][ ]?[0-9]{1,4}[ ]?页)?"
    r"|[0-9]{1,4}[ ]?/[ ]?[0-9]{1,4}|page[ ]?[0-9]{1,4}(?:[ ]of[ ][0-9]{1,4})?)$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^[0-9]{1,4}$")
# Heads and feet are the outermost lines of a page: one or two of text, one page number.
_EDGE = 3
# A line at the edge of the pages is a running head where it repeats on three pages and on half of all pages.
_REPEATS, _REPEAT_SHARE = 3, 0.5


def jumps(text: str) -> Iterator[Change]:
    """Take out newspaper jumps and join the sentence they part."""
    for match in _JUMP_LINES.finditer(text):
        before, after = text[: match.start()].rstrip("\n \u3000"), text[match.end() :].lstrip("\n \u3000")
        last, first = before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]
        start, end = len(before), len(text) - len(after)
        if not before or not after:
            yield Change(start, end, "", "报纸转版")
        elif closes_sentence(last) or opens_block(first):
            yield Change(start, end, "\n\n" if "\n\n" in text[start:end] else "\n", "报纸转版")
        else:
            yield Change(start, end, glue(last, first), "报纸转版")
    for match in _JUMP_INLINE.finditer(text):
        yield Change(*match.span(), "", "报纸转版")
    for match in _SHEET_MARK.finditer(text):
        if text[: match.start()].count("\n") < _EDGE or text[match.start() - 1 : match.start()] == "\n":
            yield Change(match.start(), min(len(text), match.end() + 1), "", "报纸版次")


def page_furniture(draft: Draft) -> Iterator[Change]:
    """Page numbers anywhere (where their form leaves no doubt) and heads and feet that repeat over the pages."""
    text = draft.text
    printed = [] if len(draft.page_spans) > 1 else _printed_pages(text)
    spans = printed or draft.page_spans
    edges = [edge for span in spans for edge in _edge_lines(text, *span)]
    repeated = _repeated(text, edges, len(spans))
    again = _said_again(text, spans) if len(spans) == 2 else set()  # noqa: PLR2004 - sheets printed on both sides
    edge_starts = {start for start, _ in edges}
    outermost = {
        place for span in spans if (lines := list(_edge_lines(text, *span))) for place in (lines[0][0], lines[-1][0])
    }
    # Pages known by their numbers alone keep what the first begins with: it may be the letterhead.
    head = {start for start, _ in _edge_lines(text, *printed[0])} if printed else {_title_start(text, spans)}
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        shown = fold(line).strip()
        if not shown:
            continue
        if _PAGE_NUMBER.match(shown) or (start in outermost and _BARE_NUMBER.match(shown)):
            yield Change(_with_gap(text, start), min(len(text), end + 1), "", "页码")
        elif start in again or (start in edge_starts and _pattern(line) in repeated and start not in head):
            yield Change(_with_gap(text, start), min(len(text), end + 1), "", "页眉页脚")


def _printed_pages(text: str) -> list[tuple[int, int]]:
    """The pages of a text without page breaks, by the page numbers printed in it (``— 1 —``, ``— 2 —`` …).

    Empty where fewer than three numbers count on from one another.
    """
    ends: list[int] = []
    last: int | None = None
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        shown = fold(line[0]).strip()
        figures = re.search(r"[0-9]+", shown) if _PAGE_NUMBER.match(shown) else None
        if figures and (last is None or int(figures[0]) == last + 1):
            ends.append(line.end())
            last = int(figures[0])
    return list(pairwise([0, *ends])) if len(ends) >= _REPEATS else []


def _with_gap(text: str, start: int) -> int:
    """The start of the empty lines above a line, which go with it."""
    while start > 1 and text[start - 2 : start] == "\n\n":
        start -= 1
    return start


def _title_start(text: str, spans: list[tuple[int, int]]) -> int | None:
    """Where the title stands if the first page begins with it: directly above body text.

    Running heads usually repeat the title; the first one is then the title itself.
    """
    lines = list(islice(re.finditer(r"[^\n]*\S[^\n]*", text[slice(*spans[0])]), 2)) if spans else []
    if len(lines) == 2 and (opens_block(lines[1][0]) or width(lines[1][0]) >= LONG / 2):  # noqa: PLR2004 - both lines
        return spans[0][0] + lines[0].start()
    return None


def _edge_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The outermost non-blank lines of a page."""
    spans = [(match.start() + start, match.end() + start) for match in re.finditer(r"[^\n]*\S[^\n]*", text[start:end])]
    yield from dict.fromkeys([*spans[:_EDGE], *spans[-_EDGE:]]) if len(spans) > _EDGE else spans


def _repeated(text: str, edges: list[tuple[int, int]], pages: int) -> set[str]:
    counts = Counter(_pattern(text[start:end]) for start, end in edges)
    return {line for line, count in counts.items() if count >= max(_REPEATS, _REPEAT_SHARE * pages)}


def _said_again(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Where the second of two pages begins or ends with the very line that the first begins or ends with.

    Two are too few for a pattern; the line goes only where it repeats, and stays on the first page.
    """
    first, second = (
        [
            (start, text[start:end].strip())
            for start, end in _edge_lines(text, *span)
            if not _PAGE_NUMBER.match(fold(text[start:end]).strip())
        ]
        for span in spans
    )
    if min(len(first), len(second)) < _EDGE:
        return set()
    return {second[at][0] for at in (0, -1) if first[at][1] == second[at][1]}


def _pattern(line: str) -> str:
    """A line without blanks and with its numbers made equal, so that heads with page numbers repeat."""
    return re.sub(r"[0-9]+", "0", re.sub(r"\s+", "", fold(line)))
