"""Which edition of a regulation a question asks for: the present one, an earlier one, that of a year.

The earlier text of an article quoted as if it were the present one is a wrong citation, and so is the present one where
the earlier was asked for: every way in which people tell the edition counts, before the name (原监察法, 18年的监察法),
behind it (监察法(旧)第四十四条) or anywhere (修订之前, 新法施行前).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from retrieval.past_law import chance, fitted

_AMENDED = "修[改订正]"
_LAW = "法(?![定院人官律庭医治制师])"
_TEXT = f"(?:条例|规定|办法|版本|条文|文本|{_LAW})"
#: Endings of a clause; what is told of a text stands in one clause with it.
_STOPS = "，。；：？！、,;:?!"
_THEN = "(?:那会儿?|那时候?|那阵子?)"
#: A time gone by.  立案以前的 tells when something else happened.
_PAST = rf"(?:(?<![\u4e00-\u9fff])以前|(?<=[按照据在是用得])以前|从前|过去|原来|原先|早先|早年|当年|当时|当初|{_THEN})"

#: Asking for a text that is no longer in force, no regulation need be named.  整改之前, 原来的承办人 and 原法定代表人
#: ask for none.
_OLD_TEXT = re.compile(
    rf"旧法|旧版|老版|老的?条例|[老旧](?:规定|条文|法规)|原{_TEXT}|\([旧老原](?:版|文本)?\)"
    rf"|{_PAST}(?:(?:(?!违反|违背|不符)[^{_STOPS}]){{0,10}}的)?(?:那[个部版])?老?(?:行政)?"
    rf"(?:规[定矩]|条例|条文|条款|版本|文本|法规|{_LAW})"
    rf"|[没未](?:{_AMENDED}|改)过?的(?:那[个部版])?(?:规定|条例|条文|文本|{_LAW}|版)"
    rf"|(?:^|[{_STOPS}\s])(?:还?[没未])?(?:{_AMENDED}|改)过?(?:以|之)?前"
    rf"|新[^{_STOPS}]{{0,10}}(?:施行|实施|公布|颁布|出台|出来|生效)(?:以|之)?前"
    rf"|还?没有?[^{_STOPS}]{{1,8}}(?:、[^{_STOPS}]{{1,12}})?(?:的(?:年头|年代)|{_THEN})"
)

#: Asking for it where a regulation is named.
_OLD = re.compile(
    rf"(?:{_AMENDED}|废止|失效)(?:以|之)?前|(?<![整批更])改(?:以|之)前|[没未](?:{_AMENDED}|改)过?(?:以|之)?前"
    rf"|[没未]大?修?[改订正]?过?的?(?:时候|{_THEN})|[没未]有?[换改变]成?[^{_STOPS}]{{0,14}}(?:时候|{_THEN}|[以之]前)"
    r"|最[早初](?:的|那)?一?[版部]|刚(?:通过|公布|颁布|出台|施行|实施|出来)(?:时|的时候|那年)"
)

#: Right before the name of a regulation these ask for its earlier version: 旧的督察条例, 已经废止的信访条例.  立案以前
#: 刑诉程序规定要求什么 does not.
_OLD_BEFORE = re.compile(
    rf"(?:旧|老|原|[上前]一[版部]|第一版|(?:旧|老|以前|过去|从前|当年|当时|原来|原先|(?:{_AMENDED}|废止)前|[没未]{_AMENDED}过?"
    r"|(?:已经?|被)?(?:废止|失效|作废)了?)的|(?<![\u4e00-\u9fff])(?:以前|过去|从前|原来|原先|当年))"
    r"(?:国务院|公安部)?(?:的|那个|那部)?[《<〈]?$"
)

#: The name itself may have been read with the word in front of it: 旧信访条例.
_OLD_NAME = re.compile(r"[《<〈]?(?:旧|老)")

#: A year anywhere beside a name: 案子是2019年办的，当时监察法怎么规定.
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年")

#: A year right before the name or behind it, in four digits or two: 2018版监察法, 05年的信访条例, 监察法18版,
#: 监察法(2018修正).
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2}|\d{2}(?=[年版]))年?版?\)?(?:的|那版)?[《<〈]?$")
_YEAR_BEHIND = re.compile(
    r"[》>〉]?(?:\((?=(?:19|20)\d{2}(?:[年版)]|修))|(?=(?:19|20)?\d{2}年?(?:修[改订正])?的?那?版))(?P<year>(?:19|20)\d{2}|\d{2})"
)
_REACH = len("》(2018年版")

#: No regulation is named and a time is told whose law is asked for: 2019年那会儿最长能关多久, 2015年……适用哪个规定.
#: 2018年扣的车，按规定多久要退 asks for the law of today.
_LAW_THEN = re.compile(
    rf"{_THEN}(?![^{_STOPS}]*(?:现在|如今|目前|今天))[^{_STOPS}]{{0,16}}"
    rf"(?:规[定矩]|期限|最[多长少高低]|应[该当]|[要能]不[要能]|准|允许|几[天日次回个]|多[久少长]|怎么[规罚处])"
    r"|(?:适用|执行)(?:的是)?(?:哪|什么|啥)"
)
#: 2022年5月以前: the law of the day before.
_BEFORE_YEAR = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}})年(?:(?P<month>1[0-2]|0?[1-9])月份?)?[以之]前(?=[{_STOPS}\s]|的?{_TEXT})"
)


class Edition(NamedTuple):
    """``wants_old``: an edition no longer in force is asked for; ``as_of``: that of this day; ``maybe_old``: it cannot
    be told whether the law of an earlier time is.
    """

    wants_old: bool = False
    as_of: date | None = None
    maybe_old: bool = False


def edition(question: str, named: Sequence[tuple[int, int]]) -> Edition:
    """The edition that a folded question asks for; ``named`` are the places of the regulations named."""
    beside = _year_beside(question, named)
    likely = 0.0 if beside else chance(question)
    old = says_old(question, named) or likely >= fitted().sure
    day = _as_of(question, beside, told=bool(old or named or _LAW_THEN.search(question)))
    return Edition(old, day, maybe_old=not old and day is None and likely >= fitted().maybe)


def says_old(question: str, named: Sequence[tuple[int, int]]) -> bool:
    """Whether an earlier edition is asked for in words that leave no doubt."""
    if _OLD_TEXT.search(question):
        return True
    return any(_OLD_BEFORE.search(question[:start]) or _OLD_NAME.match(question, start) for start, _ in named) or bool(
        named and _OLD.search(question)
    )


def _year_beside(question: str, named: Sequence[tuple[int, int]]) -> re.Match[str] | None:
    found = (
        year
        for start, end in named
        for year in (_YEAR_BEFORE.search(question[:start]), _YEAR_BEHIND.search(question, start, end + _REACH))
    )
    return next(filter(None, found), None)


def _as_of(question: str, beside: re.Match[str] | None, *, told: bool) -> date | None:
    """Mostly the last day of a year; None where no year is told, or where neither a regulation is named nor the law of
    that time asked for.
    """
    before = _BEFORE_YEAR.search(question)
    if before:
        return date(int(before["year"]), int(before["month"] or 1), 1) - timedelta(days=1)
    year = beside or (_YEAR.search(question) if told else None)
    return date(_full(year["year"]), 12, 31) if year else None


def _full(year: str) -> int:
    """A year of two digits is the last such year that has begun: 05 → 2005, 98 → 1998."""
    if len(year) > len("05"):
        return int(year)
    now = date.today().year  # noqa: DTZ011 - the year alone, wherever the machine stands
    return next(full for full in (2000 + int(year), 1900 + int(year)) if full <= now)
