"""The normal form in which sentences and passages are compared."""

from __future__ import annotations

import re

from kb.text import fold

_QUOTES = str.maketrans("「」『』〝〞", "“”‘’“”")
_BLANKS = re.compile(r"\s+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_STRAIGHT = re.compile(r'"([^"]*)"')

# Marks that part clauses; the enumeration comma 、 parts the members of one clause.
CLAUSE_END = ",。;:!?｡"
SENTENCE_END = "。;!?｡"

# Numbering in front of a sentence (一是, (二), 3.) is layout, not content.
_NUMBERING = re.compile(
    r"^(?:[•●·*#>\-]+|\(?[一二三四五六七八九十]{1,3}[、)]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)](?!\d)"
    r"|[一二三四五六七八九十]{1,3}是(?=[^否])|[①-⑳])+"
)


def normal(text: str) -> str:
    """Width-folded, lower-cased, without blanks and thousands separators, quotation marks of one kind."""
    folded = _BLANKS.sub("", fold(text).lower()).translate(_QUOTES)
    return _THOUSANDS.sub("", _STRAIGHT.sub(r"“\1”", folded))


def unnumbered(text: str) -> str:
    """A normal sentence without the numbering in front."""
    return _NUMBERING.sub("", text)


def letters(text: str) -> str:
    """Letters, digits and the signs that change a figure (``%``, ``.`` between digits): what a quotation must share."""
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w%.]|_", "", normal(text))


def clauses(text: str) -> list[str]:
    """The clauses of a normal text, in order, without blank ones; commas inside 《》 do not part."""
    return [clause for sentence in sentences(text) for clause in _parts(sentence, CLAUSE_END)]


def sentences(text: str) -> list[str]:
    """The sentences of a normal text, parted at 。；！？, without blank ones."""
    return _parts(text, SENTENCE_END)


def _parts(text: str, marks: str) -> list[str]:
    found, start, depth = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "《") - (char == "》" and depth > 0)
        if char in marks and not depth:
            found.append(text[start:at])
            start = at + 1
    found.append(text[start:])
    return [part for part in found if any(char.isalnum() for char in part)]
