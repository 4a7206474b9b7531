"""Files that hold several documents: pieces numbered ``第一篇 …`` and regulations printed one after another."""

from __future__ import annotations

from typing import NamedTuple

from ingest.structure.labels import MAX_TITLE, read_heading, read_label
from ingest.structure.lines import Line, ends_sentence
from ingest.structure.numbering import Family, Mark, read_mark
from ingest.structure.titles import is_normative

# A regulation of its own has at least this many articles; quoted or amended ones come in smaller groups.
_MIN_ARTICLES = 3
# Title, number, dates, contents and chapter heading of the next regulation fit into so many lines.
_LOOK_BACK = 60


class Piece(NamedTuple):
    """A run of lines that is one document; ``prefix`` is put in front of its locators, ``title`` comes from the line
    that numbers it (empty where there is none).
    """

    first: int
    last: int
    prefix: str
    title: str


def split_pieces(lines: list[Line]) -> list[Piece]:
    """The documents in the lines, in order; one piece with empty prefix for an ordinary file."""
    numbered = _numbered(lines)
    if numbered:
        return numbered
    starts = _regulations(lines)
    if len(starts) > 1:
        starts[0] = 0
        ends = [*starts[1:], len(lines)]
        return [
            Piece(first, last, f"第{at + 1}件", "") for at, (first, last) in enumerate(zip(starts, ends, strict=True))
        ]
    return [Piece(0, len(lines), "", "")]


def _numbered(lines: list[Line]) -> list[Piece]:
    """Pieces ``第一篇：…`` counting up from one; of a repeated list (table of contents) the last."""
    marks: list[tuple[int, Mark]] = []
    for index, line in enumerate(lines):
        if line.text.startswith("第") and len(line.text) <= MAX_TITLE * 2:
            mark = read_mark(line.text)
            if mark and mark.family is Family.PIECE and not ends_sentence(line.text):
                marks.append((index, mark))
    last_one = max((at for at, (_, mark) in enumerate(marks) if mark.number == 1), default=None)
    if last_one is None:
        return []
    chain: list[tuple[int, Mark]] = []
    for index, mark in marks[last_one:]:
        if mark.number == len(chain) + 1:
            chain.append((index, mark))
    if len(chain) < 2:  # noqa: PLR2004 - a compilation has two pieces
        return []
    starts = [index for index, _ in chain]
    return [
        Piece(0 if at == 0 else index, end, mark.label, lines[index].text[mark.end :].strip())
        for at, ((index, mark), end) in enumerate(zip(chain, [*starts[1:], len(lines)], strict=True))
    ]


def _regulations(lines: list[Line]) -> list[int]:
    """First lines of regulations that begin their articles anew under a title of their own."""
    labels = [label for index, line in enumerate(lines) if (label := read_label(line, index)) and label.spaced]
    openings = [at for at, label in enumerate(labels) if (label.number, label.sub) == (1, 0)]
    starts: list[int] = []
    for at in openings:
        run = labels[at : at + _MIN_ARTICLES]
        if [label.number for label in run] != list(range(1, _MIN_ARTICLES + 1)):
            continue
        floor = labels[at - 1].row + 1 if at else 0
        title = _title_above(lines, labels[at].row, floor)
        if title is not None:
            starts.append(title)
    return starts


def _title_above(lines: list[Line], index: int, floor: int) -> int | None:
    """The line of the title above a first article, between the articles before and it."""
    for back in range(index - 1, max(floor, index - _LOOK_BACK) - 1, -1):
        text = lines[back].text
        plain = len(text) <= MAX_TITLE and not ends_sentence(text) and not text.startswith(("(", "第"))
        if plain and is_normative(text) and read_heading(lines[back], back) is None:
            return back
    return None
