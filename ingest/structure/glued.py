"""Headings and articles that lost their line break: found by what must come next, and given a line of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.structure.labels import increasing, read_label
from ingest.structure.lines import Line, split_lines
from kb.numerals import MAX_CHINESE, to_chinese

# A paragraph longer than this is searched for headings: a text without line breaks is one, and the test for 一、…二、…
# behind sentence ends spares ordinary paragraphs of that length.
_LONG = 300
_INLINE = re.compile(
    r"(?<=[。;!?:])\s*(?P<m>(?P<c>[一二三四五六七八九十]{1,2})、|\((?P<p>[一二三四五六七八九十]{1,2})\)|(?P<a>\d{1,2})[.、](?!\d))(?=[^\s\d,。;])"
)


def split_articles(folded: str, lines: list[Line]) -> list[Line]:
    """Lines in which every article label that is missing in the count at line starts, but stands inside a line behind
    a sentence end, begins a line (with the chapter heading in front of it, if any).
    """
    labels = increasing([label for index, line in enumerate(lines) if (label := read_label(line, index))])
    cuts: list[int] = []
    expected, at = 1, lines[0].start if lines else 0
    for label in labels:
        start = lines[label.row].start
        cuts += _missing(folded, at, start, expected, label.number)
        expected, at = label.number + 1, start
    if lines and labels:
        cuts += _missing(folded, at, lines[-1].end, expected, MAX_CHINESE)
    return cut_lines(folded, lines, cuts)


def _missing(folded: str, start: int, end: int, first: int, stop: int) -> list[int]:
    """Places in ``folded[start:end]`` where the articles ``first … stop-1`` begin inside a line, in order."""
    cuts: list[int] = []
    for number in range(first, stop):
        pattern = (
            rf"(?<=[。;:”)])\s*(?P<h>第[一二三四五六七八九十]{{1,3}}[章节]\s*\S{{2,20}}\s+)?"
            rf"(?P<a>第\s*(?:{to_chinese(number)}|{number})\s*条)(?!\s*第.{{1,4}}[款项]|[的、,。;款项规])"
        )
        match = re.compile(pattern).search(folded, start, end)
        if match is None:
            break
        if match["h"]:
            cuts.append(match.start("h"))
        cuts.append(match.start("a"))
        start = match.end()
    return cuts


# A title that ran together with the opening formula behind it.
_TITLE = re.compile(
    r".{4,60}?(?:关于|巡[察视]|督[察查]|整改).{0,60}?(?:通报|报告|公告|公示)(?=根据|按照|依据|为(?:深入|认真|了)|自?(?:19|20)\d\d年|近日|现将)"
)


def split_title(folded: str, lines: list[Line]) -> list[Line]:
    """Lines in which a title at the top that ran together with the text behind it stands alone."""
    for line in lines[:3]:
        match = _TITLE.match(line.text)
        if match and not re.search(r"[,。;:]", match.group()):
            return cut_lines(folded, lines, [line.start + match.end()])
    return lines


def split_headings(folded: str, lines: list[Line], keys: Iterable[str]) -> list[Line]:
    """Lines in which headings known from the table of contents (``keys``) begin a line; without a table, headings
    inside very long lines that count up behind sentence ends do.
    """
    cuts: list[int] = []
    known = list(keys)
    for line in lines:
        if known:
            cuts += [line.start + at for key in known for at in _places(line.text, key)]
        elif len(line.text) > _LONG:
            cuts += [line.start + at for at in _counted(line.text)]
    return cut_lines(folded, lines, cuts)


def _places(text: str, key: str) -> list[int]:
    """Where a heading stands inside a line, but not at its beginning; quotation marks of either form are the same."""
    pattern = re.sub('["“”]', '["“”]', re.escape(key))
    return [match.start() for match in re.finditer(pattern, text) if match.start() > 0]


def _counted(text: str) -> list[int]:
    """Places of headings inside a line whose numbers count up, each level on its own, beginning again or going on."""
    last: dict[str, int] = {}
    found: dict[str, list[int]] = {"c": [], "p": [], "a": []}
    for match in _INLINE.finditer(text):
        level = next(name for name in ("c", "p", "a") if match[name])
        numeral = match[level]
        wanted = last.get(level, 0) + 1
        value = next((n for n in (wanted, 1) if numeral in (to_chinese(n), str(n))), None)
        if value is None:
            continue
        last[level] = value
        found[level].append(match.start("m"))
    # One number alone is an example or a reference; the outermost level decides whether there is an outline at all.
    if len(found["c"]) < 2:  # noqa: PLR2004 - a list has two entries
        return []
    return sorted(place for places in found.values() for place in places)


def cut_lines(folded: str, lines: list[Line], cuts: list[int]) -> list[Line]:
    """The lines, broken at the given places."""
    if not cuts:
        return lines
    places = sorted(set(cuts))
    out: list[Line] = []
    for line in lines:
        inside = [place for place in places if line.start < place < line.end]
        if not inside:
            out.append(line)
            continue
        for start, end in zip([line.start, *inside], [*inside, line.end], strict=True):
            out += split_lines(folded, start, end)
    return out
