"""Time limits in running text, resolved to the last day they allow.

``年底前`` is the 31st of December of the year of the document, ``2022年6月`` the 30th of June, ``12月前`` the 30th of
November.  Vague points (``2022年初``) and standing duties (``长期坚持``) are time limits without a day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from ingest.structure.dates import make_date, month_end, number
from ingest.structure.lines import trim
from kb.model import Deadline, Span

_YEAR = (
    r"(?:(?P<year>(?:19|20)\d\d|二[〇零○0][一二三四五六七八九〇零○0]{2})\s*年|(?P<rel>今年|本年度?|当年|明年|次年))\s*"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月份?\s*"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号]"
_BEFORE = r"(?P<before>\s*(?:以前|之前|前|以内|内))?"
# A number before these is part of a range (6-7月) or a decimal, and 月 after 个 is a duration.
_FRESH = r"(?<![\d.\-—–~至到一二三四五六七八九十])"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_FRESH}(?:{_YEAR})?{_MONTH}{_DAY}{_BEFORE}",
        rf"{_FRESH}(?:{_YEAR})?{_MONTH}(?P<third>上旬|中旬|下旬|月?底|末|初|中(?![国央小学介]))?{_BEFORE}",
        rf"(?:{_YEAR})?第?(?P<quarter>[一二三四1-4])季度(?P<end>末|底)?{_BEFORE}",
        rf"(?:{_YEAR})?(?P<half>上半年|下半年)(?P<end>末|底)?{_BEFORE}",
        rf"{_YEAR}(?P<part>年?(?:底|末|终|内|初|中))?{_BEFORE}",
        r"(?P<yearend>(?<![\d〇一二三四五六七八九十多近几两半同每当年])年(?:底|末|终|内)(?:以?前|之前)?)",
        r"(?<![\d.])(?P<y4>(?:19|20)\d\d)\s*[-./]\s*(?P<m4>1[0-2]|0?[1-9])(?:\s*[-./]\s*(?P<d4>\d{1,2}))?(?![\d.])"
        + _BEFORE,
    )
)
_STANDING = re.compile(
    r"长期(?:坚持|整改|推进)?|持续(?:推进|整改|坚持)|常态化?(?:推进|坚持|开展)?|立行立改|立即整改|即知即改"
)
# 收到通知后3个工作日内: how long is said; until when only where it runs from a day that the document names.
_LENGTH = r"\s*(?P<n>\d{1,3}|半|[一二两三四五六七八九十]{1,3})\s*(?P<u>个?工作日|日|天|个?月|周|小时|年)"
_RELATIVE = re.compile(
    rf"(?P<from>(?:[收接]到?|自|从)?[^,。;:()\n]{{0,12}}?(?:之日起|次日起|之后|后|起)){_LENGTH}\s*(?:之|以)?内?"
    r"|(?P<bare>\s*(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*个?(?:工作日|日|天|个?月|周|小时)\s*(?:之|以)?内)"
)
# Which day 反馈意见之日起 means is in the head of the document; other beginnings (收到本通知后) are not.
_FROM_FEEDBACK = re.compile(r"反馈|巡[察视]意见")
# What has happened is no limit: 已于2024年6月底前完成.
_PAST = re.compile(r"(?:已|已经|均已|均)[于在]\s*$")
_WEEK = 7
# 列入2026年改造计划 names a plan of that year, not a day by which something is done.
_PLAN_OF = re.compile(r"[列纳编]入\s*$")
# Months without a year are named at most three quarters ahead; beyond that they lie behind.
_FORESEEN = timedelta(days=275)
# Ten-day thirds of a month end on these days; 初 is the first third, 中 the second.
_THIRD = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


class Frame(NamedTuple):
    """What relative wording is measured against: the day of the document, or at least its year, and the day of the
    feedback (``反馈之日起两个月内``).
    """

    day: date | None
    year: int | None
    feedback: date | None = None


def find_deadlines(folded: str, span: Span, frame: Frame, *, labelled: bool = False) -> tuple[Deadline, ...]:
    """The time limits in ``folded[span]``.

    In running text a point in time is a limit when a limiting word stands with it (``前``, ``底``, ``内``) or when it
    lies after the day of the document; dates of what has happened are none.  In a ``labelled`` field
    (``完成时限：``) every point in time is one, and standing duties and spans of days count too.
    """
    found: list[Deadline] = []
    taken = span.start
    hits = sorted(
        (match for pattern in _PATTERNS for match in pattern.finditer(folded, span.start, span.end)),
        key=lambda match: (match.start(), -match.end()),
    )
    for match in hits:
        if match.start() < taken:
            continue
        taken = match.end()
        before = folded[max(span.start, match.start() - 4) : match.start()]
        if _PAST.search(before) or (_PLAN_OF.search(before) and re.fullmatch(_YEAR, match.group())):
            continue
        due = _resolve(match, frame, ahead=not labelled)
        if labelled or _limits(match, due, frame):
            found.append(Deadline(Span(*match.span()), due))
    if labelled and not found:
        relative = _RELATIVE.search(folded, span.start, span.end)
        # 持续推进,长期坚持 is a standing duty; 立行立改并长期坚持 begins at once.
        standing = list(_STANDING.finditer(folded, span.start, span.end))
        unset = next((one for one in standing if re.match("[立即长]", one.group())), standing[0] if standing else None)
        if unset:
            found.append(Deadline(Span(*unset.span()), None))
        elif relative:
            found.append(Deadline(trim(folded, *relative.span()), _after(relative, frame)))
    return tuple(found)


def _after(match: re.Match[str], frame: Frame) -> date | None:
    """The last day of a length of time that runs from the feedback; None for other beginnings and for working days."""
    unit = (match["u"] or "").removeprefix("个")
    if frame.feedback is None or match["from"] is None or not _FROM_FEEDBACK.search(match["from"]):
        return None
    count = number(match["n"].replace("两", "二")) if match["n"] != "半" else None
    if count is None:
        return None
    try:
        if unit in ("月", "年"):
            months = frame.feedback.month - 1 + count * (12 if unit == "年" else 1)
            last = month_end(frame.feedback.year + months // 12, months % 12 + 1)
            return last.replace(day=min(last.day, frame.feedback.day)) if last else None
        days = {"日": 1, "天": 1, "周": _WEEK}.get(unit)
        return frame.feedback + timedelta(days=count * days) if days else None
    except (OverflowError, ValueError):
        return None


def _group(match: re.Match[str], name: str) -> str | None:
    """A named group, None also where the pattern has no such group."""
    return match.groupdict().get(name)


def _limits(match: re.Match[str], due: date | None, frame: Frame) -> bool:
    """Whether a point in time in running text limits something that is still to be done."""
    if _group(match, "yearend"):
        return True
    worded = bool(_group(match, "before") or _group(match, "end"))
    worded = worded or (_group(match, "third") or "") in ("底", "月底", "末")
    worded = worded or (_group(match, "part") or "").lstrip("年") in ("底", "末", "终", "内")
    if frame.day is None:
        return worded
    if match.group() == "当年":
        return False
    if not worded and re.fullmatch(_YEAR, match.group()):
        # A year alone tells when something was done (今年以来, 2025年召开), unless it is to come.
        year = _year(match, frame)
        return year is not None and year > frame.day.year
    if due is None:
        year = _year(match, frame)
        return year is not None and year > frame.day.year
    # A limiting word does not make a limit of a past day: 2019年底前已全部完成.
    return due >= frame.day


def _explicit(match: re.Match[str]) -> bool:
    """Whether the year is printed in figures."""
    return bool(_group(match, "year") or _group(match, "y4"))


def _year(match: re.Match[str], frame: Frame) -> int | None:
    """The year meant, None where neither the text nor the document gives one."""
    printed = _group(match, "year") or _group(match, "y4")
    if printed:
        return number(printed)
    if frame.year is None:
        return None
    return frame.year + (_group(match, "rel") in ("明年", "次年"))


def _resolve(match: re.Match[str], frame: Frame, *, ahead: bool) -> date | None:
    """The last day a match allows; ``ahead`` moves a month without a year that has passed into the next year."""
    year = _year(match, frame)
    if year is None:
        return None
    due = _in_year(match, year)
    relative = not _explicit(match) and not _group(match, "rel")
    if ahead and relative and due and frame.day and due < frame.day and _group(match, "before"):
        coming = _in_year(match, year + 1)
        # A report of July that names June means the June before it.
        return coming if coming and coming - frame.day <= _FORESEEN else due
    return due


def _in_year(match: re.Match[str], year: int) -> date | None:
    """The last day a match allows in a given year."""
    month, day = _group(match, "month") or _group(match, "m4"), _group(match, "day") or _group(match, "d4")
    quarter, half = _group(match, "quarter"), _group(match, "half")
    if month:
        value = number(month)
        return _in_month(match, year, value, day) if value else None
    if quarter:
        return month_end(year, 3 * (number(quarter) or 0))
    if half:
        return month_end(year, 6 if half == "上半年" else 12)
    return _in_part(match, year)


def _in_part(match: re.Match[str], year: int) -> date | None:
    """The last day of a year or of a part of it; None for its vague beginning (``2022年初``)."""
    part = (_group(match, "part") or "").lstrip("年")
    if part == "初":
        return None
    if part == "中":
        return month_end(year, 6)
    if not part and "前" in (_group(match, "before") or ""):
        # 2025年前 allows the last day of 2024, 2025年内 that of 2025.
        year -= 1
    return make_date(year, 12, 31)


def _in_month(match: re.Match[str], year: int, month: int, day_text: str | None) -> date | None:
    """The last day inside (or, for ``12月前``, before) a month."""
    if day_text:
        day = number(day_text)
        return make_date(year, month, day) if day else None
    third = _group(match, "third")
    if third in _THIRD:
        return make_date(year, month, _THIRD[third])
    if not third and "前" in (_group(match, "before") or ""):
        first = make_date(year, month, 1)
        return first - timedelta(days=1) if first and first > date.min else None
    return month_end(year, month)
