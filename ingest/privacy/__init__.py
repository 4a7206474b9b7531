"""Personal data is masked before anything is stored for search; the original file alone keeps it.

Masks have the length of what they hide (``1**********``, ``张**``), so that offsets and page borders stay.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.privacy.names import persons
from ingest.privacy.patterns import addresses, numbers
from kb.model import PersonalDatum, Span
from kb.text import fold

MASK = "*"
# A text with that many articles is a regulation: it names roles on every line and no private person.
_STATUTE = 8
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百千零0-9]+条", re.MULTILINE)

__all__ = ["MASK", "Masked", "mask"]


class Masked(NamedTuple):
    """The text with masks, of the same length, and what was masked where."""

    text: str
    personal: tuple[PersonalDatum, ...]


def mask(text: str, *, officials: bool = False) -> Masked:
    """Mask ID, telephone, card and plate numbers, mailboxes, accounts, homes and names of private persons.

    ``officials`` also masks the names of officials that stand with their office.
    """
    folded = fold(text)
    found = [*numbers(folded)]
    if len(_ARTICLE.findall(folded)) < _STATUTE:
        found += [*addresses(folded), *persons(folded, officials=officials)]
    chars = list(text)
    personal: list[PersonalDatum] = []
    done = 0
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        for index in range(max(item.start + item.keep, done), item.end):
            if not chars[index].isspace():
                chars[index] = MASK
        if item.end > done:
            personal.append(PersonalDatum(item.kind, Span(max(item.start, done), item.end)))
            done = item.end
    return Masked("".join(chars), tuple(personal))
