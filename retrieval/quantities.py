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
    "个礼拜": 168,
    "礼拜": 168,
    "个月": 720,
    "月": 720,
    "年": 8640,  # twelve months, so that 两年 and 二十四个月 are the same
}
_MONEY = {"元": 1, "块": 1, "块钱": 1, "万元": 10_000, "万": 10_000, "万块": 10_000}
_COUNTS = ("人", "名", "次", "回", "倍", "米", "公里", "平方米", "周岁", "岁", "级", "%", "份", "份之一")
_SAME = {"名": "人", "岁": "周岁", "回": "次"}

#: 俩 and 仨 hold the measure word 个 in themselves: 仨月, 俩小时, 俩民警.
_FUSED = {"俩": 2.0, "仨": 3.0}

_UNITS = "|".join(sorted((*_HOURS, *_MONEY, *_COUNTS), key=len, reverse=True))
_NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHARACTERS}]+点[{CHARACTERS}]+|[{CHARACTERS}]+|半|[俩仨])"
_QUANTITY = re.compile(
    rf"(?<![\d第])(?P<number>{_NUMBER})(?P<half>个半)?(?P<unit>{_UNITS})"
    r"(?P<more>半(?![年月天日小])|(?<=米)[一二三四五六七八九]{1,2}(?![一二三四五六七八九十百千万米]))?(?!以前的|代|级|以来)"
)

#: People counted by 个: 一个民警, 两个人, 俩侦查员.
_PERSON = (
    "民警|人(?!月)|警察|辅警|干警|侦查员|工作人员|领导|审判员|交警|协管员?|协警|代表|执法(?:人员|的)|见证人|证人|律师|公务员"
    "|委员"
)
_PERSONS = re.compile(rf"(?P<number>(?:\d+|[{CHARACTERS}]+)个|[俩仨])(?:有经验的)?(?:{_PERSON})")

#: A day and a night are one day.
_NIGHTS = re.compile(rf"(?P<number>[{CHARACTERS}]{{1,2}})天(?P=number)夜")

#: Shares in other words: 百分之二十, 两成, 八成五, 一半.
_SHARE = re.compile(
    r"百分之(?P<percent>[\d一二三四五六七八九十百]+)|(?<![\d第变形完做组构])(?P<tenths>[一二两三四五六七八九])成(?P<rest>[一二三四五六七八九])?(?![人年功立为本])"
    r"|(?P<half>(?<![短长多少大小了])一半)"
)

#: A sum without its unit where money is spoken of: 罚五百, 交一千, 一千以上就得听证.
_MONEY_TALK = re.compile(r"罚|保证金|元|块|钱|赔|收缴|受理费|金额|补偿|费用")
_SUM = re.compile(
    r"(?<![\d第一二三四五六七八九十百千两])(?P<number>\d{3,6}|[一二两三四五六七八九十]+[百千万][一二两三四五六七八九十百千零]*)"
    r"(?=[，,。？?！!\s到至]|以[上下内]|[起及]|之[内下上]|就|的?罚|左右|封顶|$|能|都|没|收|行|用|告知)"
)

#: Dates and article numbers look like quantities and are none.
_DATE = re.compile(
    r"(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|0\d年|\d{2}年(?=[^，。,\s]{0,8}(?:法|条例|规定|版))"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|第[^\s，。,]{1,9}?条(?:之.)?"
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
        number = number_value(match["number"].removesuffix("个"))
        if number is not None:
            found.append(Quantity(match.group(), *match.span(), "人", number))
    for match in _NIGHTS.finditer(plain):
        number = number_value(match["number"])
        if number is not None:
            found.append(Quantity(match.group(), *match.span(), "time", number * _HOURS["日"]))
    found += [quantity for match in _SHARE.finditer(plain) if (quantity := _share(match))]
    if _MONEY_TALK.search(plain):
        taken = [range(quantity.start, quantity.end) for quantity in found]
        found += [
            Quantity(match.group(), *match.span(), "money", value)
            for match in _SUM.finditer(plain)
            if (value := _colloquial(match["number"])) is not None and not any(match.start() in span for span in taken)
        ]
    levels = _LEVEL.finditer(plain)
    found += [Quantity(match.group(), *match.span(), "学历", float(_LEVELS[match.group()])) for match in levels]
    return _outermost(found)


def _outermost(found: list[Quantity]) -> list[Quantity]:
    """In order; of those that begin at the same place, or lie in one another, the longer one."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _measured(match: re.Match[str]) -> Quantity | None:
    number = number_value(match["number"])
    if number is None:
        return None
    number += (0.5 if match["half"] else 0) + (_rest(match["more"]) if match["more"] else 0)
    unit = match["unit"]
    if unit in _HOURS:
        return Quantity(match.group(), *match.span(), "time", number * _HOURS[unit])
    if unit in _MONEY:
        return Quantity(match.group(), *match.span(), "money", number * _MONEY[unit])
    return Quantity(match.group(), *match.span(), _SAME.get(unit, unit), number)


def _rest(text: str) -> float:
    """What stands behind the unit: 一年半, 两米六, 两米五五."""
    if text == "半":
        return 0.5
    return sum((number_value(digit) or 0.0) * 0.1**place for place, digit in enumerate(text, 1))


def _share(match: re.Match[str]) -> Quantity | None:
    if match["half"]:
        return Quantity(match.group(), *match.span(), "%", 50.0)
    if match["percent"]:
        percent = number_value(match["percent"])
        return None if percent is None else Quantity(match.group(), *match.span(), "%", percent)
    tenths, rest = number_value(match["tenths"]) or 0.0, number_value(match["rest"] or "零") or 0.0
    return Quantity(match.group(), *match.span(), "%", tenths * 10 + rest)


def _colloquial(text: str) -> float | None:
    """A sum as spoken: 一千五 is 1500, 两万五 25000; also plain numerals."""
    short = re.fullmatch(r"([一二两三四五六七八九])([百千万])([一二三四五六七八九])", text)
    if short is None:
        return _tens_of_thousands(text)
    unit = {"百": 100, "千": 1000, "万": 10_000}[short[2]]
    return float(to_int(short[1]) * unit + to_int(short[3]) * unit // 10)


def _tens_of_thousands(text: str) -> float | None:
    """A plain numeral, 万 included."""
    head, mark, rest = text.partition("万")
    if not mark:
        return number_value(text)
    parts = number_value(head or "一"), number_value(rest) if rest else 0.0
    return None if parts[0] is None or parts[1] is None else parts[0] * 10_000 + parts[1]


def number_value(text: str) -> float | None:
    """The value of a numeral in digits or Chinese characters, 半 as a half, 俩 and 仨; None where it is none (一一)."""
    if text == "半":
        return 0.5
    if text in _FUSED:
        return _FUSED[text]
    if "点" in text:
        whole, _, rest = text.partition("点")
        parts = number_value(whole), [number_value(digit) for digit in rest]
        if parts[0] is None or any(digit is None or digit > 9 for digit in parts[1]):  # noqa: PLR2004 - one digit
            return None
        return float(f"{parts[0]:.0f}." + "".join(f"{digit:.0f}" for digit in parts[1]))
    try:
        return float(text) if text[0].isascii() else float(to_int(text))
    except ValueError:
        return None
