"""Dates as documents print them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kb.model import Span
from kb.numerals import CHARACTERS, to_int

_N = f"[{CHARACTERS}]"
# 2011年8月31日, 二〇一一年八月三十一日, 2011-08-31, 2011.8.31, 2011/8/31; blanks between the parts are common.
_FULL = re.compile(
    rf"(?P<y>[〇○零一二三四五六七八九0-9]{{4}})\s*年\s*(?P<m>{_N}{{1,3}})\s*月\s*(?P<d>{_N}{{1,3}})\s*[日号]"
    r"|(?<![\d.])(?P<y2>(?:19|20)\d\d)\s*[-./]\s*(?P<m2>\d{1,2})\s*[-./]\s*(?P<d2>\d{1,2})(?![\d.])"
)


class Found(NamedTuple):
    """A date and where it is printed."""

    span: Span
    day: date


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number(text: str) -> int | None:
    """The value of a numeral, or None where it is malformed."""
    try:
        return to_int(text)
    except ValueError:
        return None


def find_dates(folded: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """All complete dates (year, month and day) in folded text, in order."""
    for match in _FULL.finditer(folded, start, len(folded) if end is None else end):
        parts = [number(match[a] or match[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2"))]
        year, month, day = parts
        if year is None or month is None or day is None:
            continue
        found = make_date(year, month, day)
        if found:
            yield Found(Span(*match.span()), found)


def first_date(folded: str) -> date | None:
    """The first complete date in folded text."""
    return next((found.day for found in find_dates(folded)), None)


def month_end(year: int, month: int) -> date | None:
    """The last day of a month."""
    first = make_date(year, month, 1)
    return first.replace(day=calendar.monthrange(year, month)[1]) if first else None
