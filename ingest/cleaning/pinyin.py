"""Pinyin that copy protection of document sites puts in brackets behind the characters: 實(shí)施."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ingest.cleaning.draft import Change
from ingest.plausibility import is_han

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
# One syllable: initial, vowels of which exactly one carries a tone mark, final n, ng or r.
SYLLABLE = rf"(?:[bcdfghjklmnpqrstwxyz]h?)?[aeiouü]{{0,2}}[{_TONED}][aeiouü]{{0,2}}(?:ng?|r)?"
_INJECTED = re.compile(rf"[(（]({SYLLABLE})[)）]")
# A text explains the reading of a few rare characters at most; injected pinyin comes every few dozen characters.
_LEAST, _DENSITY = 5, 1 / 400


def injected(text: str) -> Iterator[Change]:
    """Remove injected pinyin; nothing where the text only explains a few readings."""
    found = list(_INJECTED.finditer(text))
    if len(found) < max(_LEAST, _DENSITY * len(text)):
        return
    for match in found:
        if match.start() and not text[match.start() - 1].isspace():
            yield Change(*match.span(), "", "插入拼音")


def readings(text: str) -> Mapping[str, frozenset[str]]:
    """Syllable → characters it stands behind in this text: the text's own evidence for characters lost beside one."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for match in _INJECTED.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before and is_han(before):
            found[match[1]].add(before)
    return {syllable: frozenset(chars) for syllable, chars in found.items()}
