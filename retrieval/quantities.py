"""Figures in questions and articles, brought to common units, so that 十五天 and 15日 compare as numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.numerals import CHARACTERS, to_int
from kb.text import fold


class Quantity(NamedTuple):
    """A figure as written (width-folded), its place in the text, its kind (``time``, ``money``, ``人`` …) and its value
    in the base unit of the kind (hours, yuan, a rank of schooling, or the unit itself).
    """

    text: str
    start: int
    end: int
    kind: str
    value: float


#: Units of time in hours.  日 and 天 are calendar days, 个月 thirty of them: only equality matters here.
_HOURS = {
    "小时": 1,
    "个小时": 1,
    "钟头": 1,
    "个钟头": 1,
    "分钟": 1 / 60,
    "日": 24,
    "天": 24,
    "工作日": 24,
    "个工作日": 24,
    "周": 168,
    "个星期": 168,
    "星期": 168,
    "个月": 720,
    "月": 720,
    "年": 8640,  # twelve months, so that 两年 and 二十四个月 are the same
}
_MONEY = {"元": 1, "块": 1, "块钱": 1, "万元": 10_000, "万": 10_000, "万块": 10_000}
_COUNTS = ("人", "名", "次", "倍", "米", "公里", "周岁", "岁", "级", "%", "份", "份之一")
_SAME = {"名": "人", "岁": "周岁"}

_UNITS = "|".join(sorted((*_HOURS, *_MONEY, *_COUNTS), key=len, reverse=True))
_NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHARACTERS}]+|半)"
_QUANTITY = re.compile(rf"(?<![\d第])(?P<number>{_NUMBER})(?P<half>个半)?(?P<unit>{_UNITS})(?!以前的|代|级|以来)")

#: People counted by 个: 一个民警, 两个人.
_PERSONS = re.compile(rf"(?P<number>\d+|[{CHARACTERS}]+)个(?:民警|人(?!月)|警察|辅警|干警|侦查员|工作人员|领导)")

#: Dates and article numbers look like quantities and are none.
_DATE = re.compile(
    r"(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月\d{1,2}[日号]|第[^\s，。,]{1,9}?条(?:之.)?"
)

#: Levels of schooling in ascending order.
_SCHOOLING = (("高中", "中专"), ("大学专科", "专科", "大专"), ("大学本科", "本科"), ("硕士", "研究生"), ("博士",))
_LEVELS = {name: level for level, names in enumerate(_SCHOOLING) for name in names}
_LEVEL = re.compile("|".join(sorted(_LEVELS, key=len, reverse=True)))


def quantities(text: str) -> list[Quantity]:
    """All quantities in a text in order, dates and article numbers left out."""
    plain = _DATE.sub(lambda match: " " * len(match.group()), fold(text))
    found = [quantity for match in _QUANTITY.finditer(plain) if (quantity := _measured(match))]
    for match in _PERSONS.finditer(plain):
        number = number_value(match["number"])
        if number is not None:
            found.append(Quantity(match.group(), *match.span(), "人", number))
    levels = _LEVEL.finditer(plain)
    found += [Quantity(match.group(), *match.span(), "学历", float(_LEVELS[match.group()])) for match in levels]
    return sorted(found, key=lambda quantity: quantity.start)


def _measured(match: re.Match[str]) -> Quantity | None:
    number = number_value(match["number"])
    if number is None:
        return None
    number += 0.5 if match["half"] else 0
    unit = match["unit"]
    if unit in _HOURS:
        return Quantity(match.group(), *match.span(), "time", number * _HOURS[unit])
    if unit in _MONEY:
        return Quantity(match.group(), *match.span(), "money", number * _MONEY[unit])
    return Quantity(match.group(), *match.span(), _SAME.get(unit, unit), number)


def number_value(text: str) -> float | None:
    """The value of a numeral in digits or Chinese characters, 半 as a half; None where it is none (一一)."""
    if text == "半":
        return 0.5
    try:
        return float(text) if text[0].isascii() else float(to_int(text))
    except ValueError:
        return None
