"""Persons whom a source names by a surname only (张某某、王某): in a drill they are 甲, 乙, 丙.

Who knows the unit knows who 张某某 is; and a letter is what typical cases tell persons by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ingest.privacy.names import SURNAMES

#: In the order in which they are given out; whoever comes later keeps 某 alone.
LETTERS = "甲乙丙丁戊己庚辛"

#: A surname with one 某 or two; 某 alone before what is counted or placed (于某日、向某单位) is nobody.
PERSON = (
    rf"[{SURNAMES}]某(?:某{{1,2}}|[{LETTERS}]|"
    r"(?![某日月年时天市县区州省镇乡村街社所局队处科院校部单企公个些项种类件名案次事商家派平同]))"
)
_PERSON = re.compile(PERSON)

#: What stands in front of a person when he is first told of; without it a single 某 may be part of a word.
_INTRODUCED = re.compile(rf"(?:民警|辅警|[员长任导人委师干属]|书记|干部)(?P<name>{PERSON})|(?P<sure>[{SURNAMES}]某某)")


def letters(texts: Iterable[str]) -> dict[str, str]:
    """A letter for each person of some texts, in the order in which they are told of."""
    found = (match["name"] or match["sure"] for text in texts for match in _INTRODUCED.finditer(text))
    return dict(zip(dict.fromkeys(found), LETTERS, strict=False))


def with_letters(text: str, known: Mapping[str, str]) -> str:
    """The text with the persons it names by letters; whoever has none stays as he is."""
    return _PERSON.sub(lambda match: known.get(match[0], match[0]), text)
