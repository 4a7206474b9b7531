"""Marks of Markdown: the words stay, the marks go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.cleaning.draft import Change

_RULE = "标记符号"
_HEADING = re.compile(r"^#{1,6}[ \t\u3000]+(?=\S)|(?<=\S)[ \t]+#+[ \t]*$", re.MULTILINE)
_RULER = re.compile(r"^[ \t]*(?:-{3,}|_{3,}|={3,})[ \t]*$", re.MULTILINE)
_QUOTE = re.compile(r"^>[ \t]?(?=\S)", re.MULTILINE)
# Masked names (张**) are no emphasis: two stars open one only where no surname can stand in front of them.
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*\n]+)(?<=\S)\*\*(?!\*)")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:https?:|/|\.|#|mailto:)[^()\n]*\)")


def markup(text: str) -> Iterator[Change]:
    """Heading marks, comments, rulers, quotation marks, bold marks and link targets of a Markdown file."""
    yield from _comments(text)
    for pattern in (_HEADING, _RULER, _QUOTE):
        for match in pattern.finditer(text):
            yield Change(*match.span(), "", _RULE)
    for match in _BOLD.finditer(text):
        yield Change(match.start(), match.start(1), "", _RULE)
        yield Change(match.end(1), match.end(), "", _RULE)
    for match in _LINK.finditer(text):
        yield Change(match.start(), match.start(1), "", _RULE)
        yield Change(match.end(1), match.end(), "", _RULE)


def _comments(text: str) -> Iterator[Change]:
    """Whole comments; searched step by step, for a pattern takes quadratic time on beginnings without end."""
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (stop := text.find("-->", start)) >= 0:
        end = stop + len("-->")
        yield Change(start, end, "", _RULE)
