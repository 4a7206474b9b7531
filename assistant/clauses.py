"""The wholes of a text that a quotation may take: sentences from their first word to their full stop, and lists.

A semicolon does not end a sentence here: “…，可以扣留三日；情节严重的，…” is one rule.  A list is its head, from the
first word of the sentence to the colon, and its items; an item says nothing without the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kb.model import Span
from kb.numerals import CHARACTERS, to_int
from kb.text import sentences


class Clause(NamedTuple):
    """A sentence, or a list with its ``head`` (colon included) and ``items``; offsets into the text given.  ``line`` is
    where the line begins that the clause begins on: clauses of one line are one 款.
    """

    span: Span
    line: int
    head: Span | None = None
    items: tuple[Span, ...] = ()


class _Mark(NamedTuple):
    start: int
    form: int
    number: int


#: Numbers of items at the beginning of a line, or inside one behind a mark that ends the words in front.
_MARKS = re.compile(
    r"(?:(?<=[\n：:；;。])|(?<![^\s]))[ \t\u3000]*(?P<mark>"
    rf"[（(](?P<bracketed>[{CHARACTERS}]{{1,4}})[）)]|[（(](?P<digits>\d{{1,2}})[）)]|(?P<plain>\d{{1,2}})[.．、](?!\d)"
    rf"|(?P<listed>[{CHARACTERS}]{{1,3}})、|(?P<circled>[①-⑳]))"
)
_FORMS = ("bracketed", "digits", "plain", "listed", "circled")

_COLON = re.compile(r"[：:]\s*$")
_SEMICOLON = re.compile(r"[；;][”’」』）)】]*$")
_STOP = re.compile(r"[。！？!?｡][”’」』）)】]*")


def clauses(text: str, longest: int | None = None) -> list[Clause]:
    """The clauses of a text in reading order: disjoint, together every non-blank character.

    A sentence of more than ``longest`` characters is cut at its semicolons (reports chain a dozen acts by them).
    """
    plain = _sentences(text, longest)
    found = list(_lists(text, plain))
    regions = [clause.span for clause in found]
    for span in plain:
        inside = next((region for region in regions if span.start < region.end and region.start < span.end), None)
        if inside is None:
            found.append(Clause(span, _line(text, span.start)))
        elif span.end > inside.end and (rest := _stripped(text, Span(inside.end, span.end))):
            found.append(Clause(rest, _line(text, rest.start)))
    return _led(text, sorted(found))


def _sentences(text: str, longest: int | None) -> list[Span]:
    """Sentences, those parted by a semicolon put together again."""
    found: list[Span] = []
    for span in sentences(text):
        before = found[-1] if found else None
        if (
            before is not None
            and _SEMICOLON.search(text, before.start, before.end)
            and "\n" not in text[before.end : span.start]
            and (longest is None or span.end - before.start <= longest)
        ):
            found[-1] = Span(before.start, span.end)
        else:
            found.append(span)
    return found


def _lists(text: str, plain: list[Span]) -> Iterator[Clause]:
    """The lists that a colon leads to; a list inside an item belongs to the item."""
    marks = list(_marks(text))
    done = 0
    for at, first in enumerate(marks):
        colon = _COLON.search(text[max(0, first.start - _BLANKS) : first.start])
        if first.start < done or first.number != 1 or colon is None:
            continue
        end = max(0, first.start - _BLANKS) + colon.start() + 1
        head = next((Span(span.start, end) for span in plain if span.start < end <= span.end), None)
        if head is None or head.start < done:
            continue
        run = [first]
        for mark in (mark for mark in marks[at + 1 :] if mark.form == first.form):
            if mark.number != run[-1].number + 1:
                break
            run.append(mark)
        ends = [mark.start for mark in run[1:]] + [
            _end(text, run[-1], marks, inline="\n" not in text[end : first.start])
        ]
        items = tuple(
            item
            for mark, stop in zip(run, ends, strict=True)
            if (item := _stripped(text, Span(mark.start, stop))) is not None
        )
        done = items[-1].end
        yield Clause(Span(head.start, done), _line(text, head.start), head, items)


#: Blanks and line ends between a colon and the first item: cleaned texts have two or three.
_BLANKS = 8


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARKS.finditer(text):
        form = next(number for number, name in enumerate(_FORMS) if match[name])
        printed = match[_FORMS[form]]
        try:
            value = ord(printed) - ord("①") + 1 if form == len(_FORMS) - 1 else _value(printed)
        except ValueError:  # 十一百 is no number
            continue
        yield _Mark(match.start("mark"), form, value)


def _value(printed: str) -> int:
    return int(printed) if printed.isdecimal() else to_int(printed)


def _end(text: str, last: _Mark, marks: list[_Mark], *, inline: bool) -> int:
    """Where the last item ends: with its line, or in a list set on one line with its sentence; an item that leads to
    points of its own ends with the last of them.
    """
    line = _line_end(text, last.start)
    if inline:
        stop = _STOP.search(text, last.start, line)
        return stop.end() if stop else line
    if not _COLON.search(text[last.start : line]):
        return line
    for mark in (mark for mark in marks if mark.start > line):
        if text[line : mark.start].strip() or mark.form == last.form:
            break
        line = _line_end(text, mark.start)
    return line


def _led(text: str, found: list[Clause]) -> list[Clause]:
    """A sentence that ends with a colon goes on in the next line."""
    joined: list[Clause] = []
    for clause in found:
        before = joined[-1] if joined else None
        if before is not None and before.head is None and _COLON.search(text[before.span.start : before.span.end]):
            joined[-1] = clause._replace(
                span=Span(before.span.start, clause.span.end),
                line=before.line,
                head=Span(before.span.start, clause.head.end) if clause.head else None,
            )
        else:
            joined.append(clause)
    return joined


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _stripped(text: str, span: Span) -> Span | None:
    """The span without blanks around it, None where nothing is left."""
    words = text[span.start : span.end]
    kept = words.strip()
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(kept)) if kept else None
