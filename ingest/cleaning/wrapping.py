"""Line breaks that stand inside a sentence, and line breaks that got lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.cleaning.draft import Change
from ingest.cleaning.lines import closes_sentence, glue, is_numbered, opens_block
from ingest.plausibility import is_han
from ingest.readers.base import CELL_DIVIDER, width
from ingest.readers.pasted import are_heads

_JOIN = "断行合并"
# A heading has at most about 40 characters; a longer line without a closing mark was cut off by a line break.
LONG = 80
# Formats whose lines are printed lines, not paragraphs.
PRINTED = {"pdf", "image"}
# A printed line is full from this share of the usual width on: justified Chinese lines differ by a mark or two.
FULL = 0.9
# A text counts as hard-wrapped where at least half of its lines have the same width; fewer lines prove nothing.
WRAPPED_SHARE, WRAPPED_LINES = 0.5, 8
# Fewer empty lines than that may stand around a title only.
SEPARATED = 2
# Narrower than twelve ideographs is a list or a column of a table, not a text line.
SHORTEST = 24


def joins(text: str, kind: str) -> Iterator[Change]:
    """Remove line breaks inside sentences.

    A break goes where the line before it has no closing mark and is as wide as a full line (of
    hard-wrapped text, or so long that it cannot be a heading), and the next line does not open a block.
    """
    lines = text.split("\n")
    full = _full_width(lines, kind)
    # Where paragraphs are set apart by empty lines, a sentence may end at the end of a full line inside one.
    separated = kind in PRINTED and text.count("\n\n") >= SEPARATED
    at = 0
    for index, line in enumerate(lines[:-1]):
        at += len(line) + 1
        following = lines[index + 1]
        if not line.strip() or not following.strip() or opens_block(following) or _STAMP.match(following):
            continue
        if closes_sentence(line) and not separated:
            continue
        if width(line) >= full and not _is_row(line) and not _is_row(following) and not _is_form(line):
            yield Change(at - 1, at, glue(line, following), _JOIN)


# The line under the title of a web page: when and where it was published.
_STAMP = re.compile(
    r"[ \u3000]*(?:(?:19|20)[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?[ \u3000]+[0-9]{1,2}[:：]"
    r"|(?:发布|发表)?(?:时间|日期)[:：]|(?:信息)?来源[:：])"
)
_Y = r"(?:19|20)[0-9]{2}|[二一][〇○零O0一二三四五六七八九]{3}"
_BREAK = r"(?P<b>[ \u3000]*\n[ \u3000]*)"
# What is left of a date at the end of a line, and what must open the next one to complete it.
_BROKEN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?P<l>^.*(?:{_Y})[ ]?){_BREAK}(?P<r>年[ ]?[0-9]{{1,2}}[ ]?月(?:[ ]?[0-9]{{1,2}}[ ]?日)?)",
        rf"(?P<l>^.*(?:{_Y})[ ]?年[ ]?){_BREAK}(?P<r>[0-9]{{1,2}}[ ]?月(?:[ ]?[0-9]{{1,2}}[ ]?日)?)",
        rf"(?P<l>^.*(?:{_Y})[ ]?年[ ]?[0-9]{{1,2}}[ ]?){_BREAK}(?P<r>[0-9]?[ ]?月(?:[ ]?[0-9]{{1,2}}[ ]?日)?)",
        rf"(?P<l>^.*(?<![0-9])[0-9]{{1,2}}[ ]?月[ ]?){_BREAK}(?P<r>[0-9]{{1,2}}[ ]?日)",
        rf"(?P<l>^.*(?<![0-9])[0-9]{{1,2}}[ ]?月[ ]?[0-9]{{1,2}}){_BREAK}(?P<r>[0-9]?[ ]?日)",
        rf"(?P<l>^.*(?<![0-9])20){_BREAK}(?P<r>[0-9]{{2}}[ ]?年[ ]?[0-9]{{1,2}}[ ]?月)",
        rf"(?P<l>^.*(?<![0-9])20[0-9]){_BREAK}(?P<r>[0-9][ ]?年[ ]?[0-9]{{1,2}}[ ]?月)",
    )
)
_ONLY_DATE = re.compile(r"[ \u3000]*(?:[0-9〇○零O一二三四五六七八九]{1,4}[ ]?年?)?[ ]?(?:[0-9]{1,2}[ ]?月?)?[ ]?")


def broken_dates(text: str) -> Iterator[Change]:
    """Line breaks inside a date, however long the lines are.

    A line that holds nothing but the beginning of a date may head a chronicle (``2024年12月`` above ``6日 …``); then
    the next must hold nothing but its end.
    """
    for pattern in _BROKEN:
        for match in pattern.finditer(text):
            behind = text[match.end() : text.find("\n", match.end()) if "\n" in text[match.end() :] else len(text)]
            if _ONLY_DATE.fullmatch(match["l"]) and behind.strip():
                continue
            yield Change(*match.span("b"), "", _JOIN)


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table, or the column heads of one that was printed."""
    return CELL_DIVIDER in line or are_heads(line.split())


# Two gaps as wide as an ideograph part the entries of a form or the particulars under a title; sentences have none.
_ENTRIES = re.compile(r"\S(?:\u3000+| {2,})(?=\S)")


def _is_form(line: str) -> bool:
    return len(_ENTRIES.findall(line)) > 1


def _full_width(lines: list[str], kind: str) -> float:
    """From which width on a line counts as full."""
    widths = [width(line) for line in lines if line.strip()]
    if not widths:
        return LONG
    if kind in PRINTED:
        # The usual line: the widest that occurs repeatedly (a single over-long line is a table or an error).
        top = sorted(widths)[-max(1, len(widths) // 10)]
        return max(float(SHORTEST), FULL * top) if len(widths) > 1 else LONG
    common = Counter(2 * (value // 2) for value in widths).most_common(1)[0][0]
    # Justified lines differ by a hanging mark; a letter or figure that did not fit leaves up to two columns more.
    alike = sum(common - 4 <= value <= common + 3 for value in widths)
    if len(widths) >= WRAPPED_LINES and common >= SHORTEST and alike >= WRAPPED_SHARE * len(widths):
        return FULL * common
    return LONG


# Shorter lines hold a heading and nothing else.
RUN_TOGETHER = 30
_MARKS = '"“”'
_QUOTES = re.compile(f"[{_MARKS}]")
_TOC_LINE = re.compile(r"^.{6,80}$", re.MULTILINE)


def lost_breaks(text: str) -> Iterator[Change]:
    """Put back line breaks in front of headings that a copy ran together.

    Provable only where the heading stands elsewhere in the text as a line of its own (in the table of contents) and
    is found again, with its number, inside a very long line.
    """
    yield from _first_heading(text)
    headings = sorted({line for line in _TOC_LINE.findall(text) if is_numbered(line)}, key=len, reverse=True)
    if not headings:
        return
    # Copies change the quotation marks.
    pattern = re.compile("|".join(_QUOTES.sub(f"[{_MARKS}]", re.escape(heading)) for heading in headings))
    for match in re.finditer(rf"^.{{{RUN_TOGETHER},}}$", text, re.MULTILINE):
        at_start = pattern.match(match[0])
        for found in [*([at_start] if at_start else []), *pattern.finditer(match[0], 1)]:
            start, end = found.start() + match.start(), found.end() + match.start()
            if found.start():
                yield Change(start, start, "\n", "断行恢复")
            if end < match.end() and (is_han(text[end]) or text[end] in "?·•●" or is_numbered(text[end : end + 8])):
                yield Change(end, end, "\n", "断行恢复")


_FIRST = re.compile(r"^(?P<title>[^一、，。；：,;:\n]{4,40})(?=一、[^\n]{4,40}$)", re.MULTILINE)


def _first_heading(text: str) -> Iterator[Change]:
    """The heading 一、 that ran into the title: only where 二、 begins a line and 一、 begins none."""
    second = re.search(r"^二、", text, re.MULTILINE)
    if second and not re.search(r"^一、", text, re.MULTILINE):
        match = _FIRST.search(text)
        if match and match.start() < second.start():
            yield Change(match.end(), match.end(), "\n", "断行恢复")


_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def gaps(text: str) -> Iterator[Change]:
    """Blanks inside a word of running text (left by a line break of the original), provable by the dictionary.

    Titles space their characters on purpose, so only long lines are looked at.
    """
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    at = 0
    for line in text.split("\n"):
        if width(line) >= LONG:
            for match in _GAP.finditer(line):
                left, right = line[max(0, match.start() - 4) : match.start()], line[match.end() : match.end() + 4]
                if _is_inside_word(left, right, rjieba):
                    yield Change(at + match.start(), at + match.end(), "", "词内空格")
        at += len(line) + 1


def _is_inside_word(left: str, right: str, jieba: object) -> bool:
    """Whether a dictionary word crosses the border between the two strings."""
    position = 0
    for word in jieba.cut(left + right, False):  # type: ignore[attr-defined]
        if position < len(left) < position + len(word):
            return True
        position += len(word)
    return False
