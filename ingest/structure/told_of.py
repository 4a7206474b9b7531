"""Problems named in front of their measures: 针对“制度不落实”的问题，一是…, several of them in one paragraph."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.structure.lines import Line

#: The name and its frame at the beginning of a paragraph.
TOLD_OF = re.compile(r"^(?:针对|关于|对于?)\s*[“\"][^。;]{2,80}?[”\"](?:等)?(?:的)?(?:具体|突出)?问题[,:。]")
# The next problem of a paragraph follows a finished sentence.
_BEHIND = re.compile(r"(?<=[。;])\s*(?=(?:针对|关于|对于?)\s*[“\"])")


def parted(lines: list[Line]) -> list[Line]:
    """The lines, a paragraph that names several problems with their measures divided in front of each name."""
    return [part for line in lines for part in _parts(line)]


def _parts(line: Line) -> list[Line]:
    begins = [at.end() for at in _BEHIND.finditer(line.text) if TOLD_OF.match(line.text[at.end() :])]
    if not begins or not TOLD_OF.match(line.text):
        return [line]
    places = [0, *begins, len(line.text)]
    return [Line(line.start + first, line.start + last, line.text[first:last]) for first, last in pairwise(places)]
