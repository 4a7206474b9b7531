"""Dates in a normal text, also partial ones (``6月7日``, ``年底前``, ``二〇二一年上半年``)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from kb.numerals import CHARACTERS, to_int


class Day(NamedTuple):
    """A point in time as printed; each part may be missing.

    ``part`` is ``底``, ``初``, ``上旬`` … of the month (of the year, where ``month`` is missing), ``上半年`` or
    ``3季度``; ``side`` is ``前``, ``后`` or empty; ``assumed`` the year of the date printed before it, which a date
    without a year continues.
    """

    text: str
    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    part: str = ""
    side: str = ""
    assumed: int | None = None


_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇零○九一][〇零○一二三四五六七八九]{2})年"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
_DAY = (
    r"(?P<day>[12]\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
    r"[日号]"
)
_SIDE = r"(?P<side>以前|之前|前(?![后款条期])|以后|之后|后|起|以来)?"
# A month after 个 is a duration; a digit before belongs to another number.
_FRESH = rf"(?<![{CHARACTERS}.个第])"
_ISO = r"(?P<year>(?:19|20)\d\d)(?P<sep>[-./])(?P<month>1[0-2]|0?[1-9])(?:(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9]))?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_FRESH}(?:{_YEAR})?{_MONTH}{_DAY}{_SIDE}",
        rf"{_FRESH}(?:{_YEAR})?{_MONTH}份?(?P<part>上旬|中旬|下旬|底|末|初|中(?![国央小学心介队层]))?{_SIDE}",
        # The first half of 6-7月 and of 3月15日至20日 lacks what the second says.
        rf"{_FRESH}(?:{_YEAR})?(?P<month>1[0-2]|0?[1-9])(?=(?:月?份?[-—~至到、])(?:1[0-2]|0?[1-9])月)",
        r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?=[-—~至到]+(?:19|20)\d\d年)",
        rf"(?<=[日号\d,][-—~至到]){_DAY}{_SIDE}",
        rf"(?:{_YEAR})?(?<!前)第?(?P<quarter>[一二三四1-4])季度(?:末|底)?{_SIDE}",
        rf"(?:{_YEAR})?(?P<half>上半年|下半年)(?:末|底)?{_SIDE}",
        rf"{_FRESH}{_YEAR}度?(?P<part>年?(?:底|末|终|内|初|中(?![国央小学心介队层])))?{_SIDE}",
        rf"(?<![{CHARACTERS}多近几半同每])(?P<part>年(?:底|末|终|内|初)){_SIDE}",
        rf"(?<![\d.\-/]){_ISO}(?![\d.\-/])",
    )
)
_SAME_PART = {"末": "底", "终": "底", "内": "底"}
_LAST_MONTH = 12


def days(text: str) -> list[Day]:
    """All dates of a normal text in order."""
    found: list[Day] = []
    taken = 0
    matches = (match for pattern in _PATTERNS for match in pattern.finditer(text))
    year: int | None = None
    month: int | None = None
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() < taken:
            continue
        day = _read(match, year, month)
        if day is None:
            continue
        taken = match.end()
        year, month = day.year or year, day.month
        found.append(day)
    return found


def _read(match: re.Match[str], year: int | None, month: int | None) -> Day | None:
    groups = match.groupdict()
    try:
        own = {name: to_int(groups[name]) if groups.get(name) else None for name in ("year", "month", "day")}
    except ValueError:
        return None
    part = (groups.get("part") or "").removeprefix("年")
    part = groups.get("half") or (
        f"{to_int(groups['quarter'])}季度" if groups.get("quarter") else _SAME_PART.get(part, part)
    )
    # 3月15日至20日: the second day lies in the month of the first.
    own_month = own["month"] or (month if own["day"] else None)
    side = groups.get("side") or ""
    side = "前" if "前" in side else "后" if side else ""
    return Day(match.group(), *match.span(), own["year"], own_month, own["day"], part, side, own["year"] or year)


def agrees(stated: Day, printed: Day, years: frozenset[int]) -> bool:
    """Whether all that a sentence states about a date is what a passage prints.

    ``years`` are the years of the passage: a printed date without a year may lie in any of them unless an earlier
    date sets one.
    """
    if (stated.year and not _in_year(stated.year, printed, years)) or {stated.side, printed.side} == {"前", "后"}:
        return False
    if _end_of_year(stated) and _end_of_year(printed):
        return True
    same_month = stated.month == printed.month or not (stated.month or stated.day or stated.part)
    return same_month and _same_day(stated, printed)


def _same_day(stated: Day, printed: Day) -> bool:
    """Whether the day, or the part of the month or year, is the printed one; 底 is the last day."""
    if stated.day:
        return stated.day == printed.day or (not printed.day and printed.part == "底" and _is_last(stated))
    if stated.part == "底" and printed.day:
        return _is_last(printed)
    return not stated.part or stated.part == printed.part


def _in_year(year: int, printed: Day, years: frozenset[int]) -> bool:
    known = printed.year or printed.assumed
    return year == known if known else year in years


def _end_of_year(day: Day) -> bool:
    """年底, 12月底, 12月31日."""
    if day.month is None:
        return day.part == "底"
    return day.month == _LAST_MONTH and (day.part == "底" or _is_last(day))


def _is_last(day: Day) -> bool:
    """Whether it is the last day of its month."""
    if not day.month or not day.day:
        return False
    year = day.year or day.assumed or 2001
    return day.day == calendar.monthrange(year, day.month)[1] if 1 <= day.month <= _LAST_MONTH and year > 0 else False


_WEEKDAY = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?![个项条起件])")
_SPAN = re.compile(r"(?P<what>[\u4e00-\u9fff]{2})之?(?P<side>前|后)(?![续台来提期述款])")
_SINCE = re.compile(r"自(?P<what>[\u4e00-\u9fff]{2,12}?)之日起")


def moved(sentence: str, passages: list[str]) -> Iterator[str]:
    """Weekdays, sides (任职前 for 任职后) and beginnings (自收到之日起) that the passages print otherwise."""
    union = "\n".join(passages)
    weekdays = {match["day"] for match in _WEEKDAY.finditer(union)}
    for match in _WEEKDAY.finditer(sentence):
        if weekdays and match["day"] not in weekdays:
            yield f"“{match.group()}”在引文中没有"
    sides = {match.group().replace("之", "") for match in _SPAN.finditer(union)}
    for match in _SPAN.finditer(sentence):
        other = "后" if match["side"] == "前" else "前"
        if f"{match['what']}{other}" in sides and f"{match['what']}{match['side']}" not in sides:
            yield f"“{match.group()}”在引文中是“{match['what']}{other}”"
    for match in _SINCE.finditer(sentence):
        begun = [found["what"] for found in _SINCE.finditer(union)]
        if begun and not any(match["what"][:2] in what or what[:2] in match["what"] for what in begun):
            yield f"“{match.group()}”在引文中是“自{begun[0]}之日起”"
