"""Regulations told by the number of the order that issued them: 国务院令第431号, 公安部第149号令.

Every organ numbers its own orders, so the organ counts where it is told; the President's orders (主席令) issue what the
National People's Congress or its Standing Committee adopts (Legislation Law, articles 28 and 47).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kb.catalog import RegulationInfo
from kb.numerals import CHARACTERS, to_int
from kb.text import fold

_NUMERAL = rf"[{CHARACTERS}]{{1,9}}"
_ORDER = re.compile(
    rf"令\s*第?\s*(?P<behind>{_NUMERAL})\s*号|(?<!令)(?:第\s*(?P<ahead>{_NUMERAL})|(?P<bare>\d{{1,4}}))\s*号令"
)

#: Right before 令 or the number, this ends the name of an organ, and these are some of them whole.
_ORGAN = re.compile(r"(?:主席|院|部|委员会|委|局|署|厅|政府|人民银行)$")
_WHOLE = re.compile(r"(?:国务院|主席|(?:公安|司法|民政|财政|商务|教育|交通运输)部|最高人民(?:法院|检察院))$")
_PRESIDENT, _CONGRESS = "主席", "全国人民代表大会"


class Order(NamedTuple):
    """An order told by its number: where it stands in the text, the words, and the held regulations it may be, none
    where it is not held.
    """

    start: int
    end: int
    words: str
    regulations: tuple[RegulationInfo, ...]


class Orders:
    """Finds orders in texts."""

    def __init__(self, regulations: Iterable[RegulationInfo]) -> None:
        self._by_number: dict[int, list[RegulationInfo]] = {}
        for regulation in regulations:
            for match in _numbered(fold(regulation.meta.doc_number or "")):
                self._by_number.setdefault(match[1], []).append(regulation)

    def find(self, text: str) -> list[Order]:
        """The orders in a (folded) text, in order: those held, and those of an organ that is named."""
        found = []
        for match, number in _numbered(text):
            ahead = text[: match.start()].rstrip()
            fitting = tuple(one for one in self._by_number.get(number, ()) if _may_be(one, ahead))
            organ = _organ(fitting, ahead)
            if fitting or organ:
                start = len(ahead) - len(organ) if organ else match.start()
                found.append(Order(start, match.end(), text[start : match.end()], fitting))
        return found


def _numbered(text: str) -> Iterator[tuple[re.Match[str], int]]:
    for match in _ORDER.finditer(text):
        try:
            number = to_int(match["behind"] or match["ahead"] or match["bare"])
        except ValueError:
            continue
        yield match, number


def _may_be(regulation: RegulationInfo, ahead: str) -> bool:
    """Whether the words ahead of the number name the regulation's issuer, or no organ."""
    issuer = regulation.meta.issuer
    if issuer is None or not _ORGAN.search(ahead):
        return True
    return ahead.endswith(issuer) or (ahead.endswith(_PRESIDENT) and issuer.startswith(_CONGRESS))


def _organ(regulations: Sequence[RegulationInfo], ahead: str) -> str:
    """The organ as it stands ahead of the number, or nothing."""
    issuers = (one.meta.issuer for one in regulations if one.meta.issuer)
    whole = _WHOLE.search(ahead)
    return next((name for name in issuers if ahead.endswith(name)), whole.group() if whole else "")
