"""Forms: tables of two or four columns in which each label stands beside its words, one problem to a form.

::

    问题 | 涉案财物管理不规范
    责任领导 | 某某 | 完成时限 | 2024年12月底
    整改措施 | 一是…
"""

from __future__ import annotations

from typing import NamedTuple

from ingest.structure.fields import Role, role_of
from ingest.structure.lines import Line, trim
from kb.model import Span

# Labels are short (具体整改措施及完成情况).
_MAX_LABEL = 16
# A form names a problem, what is done about it, and at least one thing more.
_MIN_ROLES = 3
_TOLD = {Role.MEASURE, Role.PENDING, Role.STATUS}


class Pair(NamedTuple):
    """A label and the place of the words beside it; ``start`` is where the label begins."""

    label: str
    value: Span
    start: int


def pairs(line: Line) -> list[Pair]:
    """The labels of a line with the words beside them; empty where the line is no row of a form."""
    cells: list[Span] = []
    at = 0
    for words in line.text.split("|"):
        cells.append(trim(line.text, at, at + len(words)))
        at += len(words) + 1
    while len(cells) > 2 and cells[-1].start == cells[-1].end:  # noqa: PLR2004 - a label and its words
        cells.pop()  # the words reach over several columns
    if len(cells) not in (2, 4):
        return []
    labels = cells[::2]
    if any(not 0 < cell.end - cell.start <= _MAX_LABEL for cell in labels):
        return []
    return [
        Pair(
            line.text[label.start : label.end].rstrip(":"),
            Span(line.start + value.start, line.start + value.end),
            line.start + label.start,
        )
        for label, value in zip(labels, cells[1::2], strict=True)
    ]


def form_end(lines: list[Line], first: int) -> int | None:
    """The last line of the form that begins on a line; None where none does.

    A label that comes again begins another form.
    """
    seen: list[str] = []
    roles: set[Role] = set()
    last = first - 1
    for line in lines[first:]:
        found = pairs(line)
        if not found or any(pair.label in seen for pair in found):
            break
        seen += [pair.label for pair in found]
        roles |= {role_of(pair.label) for pair in found}
        last += 1
    roles -= {Role.OTHER}
    is_form = Role.PROBLEM in roles and bool(roles & _TOLD) and len(roles) >= _MIN_ROLES
    return last if is_form and 2 * sum(role_of(label) is not Role.OTHER for label in seen) > len(seen) else None
