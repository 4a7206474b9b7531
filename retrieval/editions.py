"""Which edition of a regulation a question asks for: the present one, an earlier one, that of a year.

The earlier text of an article quoted as if it were the present one is a wrong citation, and so is the present one where
the earlier was asked for: every way in which people tell the edition counts, before the name (原监察法, 18年的监察法),
behind it (监察法(旧)第四十四条) or anywhere (修订之前, 新法施行前).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_AMENDED = "修[改订正]"
_TEXT = "(?:条例|规定|办法|版本|条文|文本|法(?![定院人官律庭医治制]))"

#: Asking for a version that is no longer in force, wherever it stands.  整改之前, 原来的承办人 and 原法定代表人 ask for
#: none.
_OLD = re.compile(
    rf"旧法|旧版|老版|老的?条例|[老旧]规定|原{_TEXT}|(?:原来|以前|当时)的{_TEXT}|(?:{_AMENDED}|废止|失效)(?:以|之)?前"
    rf"|[没未](?:{_AMENDED}|改)过?(?:以|之)?前|新[^，。；？,;?]{{0,10}}(?:施行|实施|公布|出台)(?:以|之)?前"
    r"|\([旧老原](?:版|文本)?\)"
)

#: Right before the name of a regulation these ask for its earlier version: 旧的督察条例, 已经废止的信访条例.  立案以前
#: 刑诉程序规定要求什么 does not.
_OLD_BEFORE = re.compile(
    rf"(?:旧|老|原|[上前第]一版|(?:旧|老|以前|过去|从前|当年|当时|原来|原先|(?:{_AMENDED}|废止)前|[没未]{_AMENDED}过?"
    r"|(?:已经?|被)?(?:废止|失效|作废)了?)的|(?<![\u4e00-\u9fff])(?:以前|过去|原来|原先))"
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


def wants_old(question: str, named: Sequence[tuple[int, int]]) -> bool:
    """Whether an edition no longer in force is asked for; ``named`` are the places of the regulations named."""
    return bool(_OLD.search(question)) or any(
        _OLD_BEFORE.search(question[:start]) or _OLD_NAME.match(question, start) for start, _ in named
    )


def as_of(question: str, named: Sequence[tuple[int, int]]) -> date | None:
    """The day whose edition is asked for, the last of a year; None where no year is told, or no regulation named."""
    found = [
        year
        for start, end in named
        for year in (_YEAR_BEFORE.search(question[:start]), _YEAR_BEHIND.search(question, start, end + _REACH))
    ]
    year = next(filter(None, found), None) or (_YEAR.search(question) if named else None)
    return date(_full(year["year"]), 12, 31) if year else None


def _full(year: str) -> int:
    """A year of two digits is the last such year that has begun: 05 → 2005, 98 → 1998."""
    if len(year) > len("05"):
        return int(year)
    now = date.today().year  # noqa: DTZ011 - the year alone, wherever the machine stands
    return next(full for full in (2000 + int(year), 1900 + int(year)) if full <= now)
