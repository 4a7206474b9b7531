"""Figures in a normal text, brought to comparable values: ``5000元`` and ``0.5万元``, ``三成`` and ``30%``.

Finer than ``retrieval.quantities``, which knows the units people ask about: here every number counts, with the
direction of its bound (不少于, 以下), with what is only approximate (余, 近), and with the words around it, so that two
figures of one passage cannot change places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from kb.numerals import CHARACTERS, to_int
from retrieval.quantities import number_value


class Bound(StrEnum):
    """Which way a figure is bounded."""

    NONE = ""
    UP = "以上"
    DOWN = "以下"


class Amount(NamedTuple):
    """A figure: ``kind`` is its dimension (``time`` in hours, ``money`` in yuan, ``share``, ``person``, ``visit``,
    ``count`` …), ``around`` the words it stands between inside its clause, ``noun`` what directly follows it.
    """

    text: str
    start: int
    end: int
    kind: str
    value: float
    bound: Bound
    around: str
    noun: str = ""


_TIME = {
    "分钟": 1 / 60,
    "个小时": 1,
    "小时": 1,
    "日": 24,
    "天": 24,
    "周": 168,
    "个星期": 168,
    "星期": 168,
    "个月": 720,
    # Twelve months, so that 两年 and 二十四个月 are the same.
    "年": 8640,
}
_MONEY = {"元": 1, "块": 1, "块钱": 1, "角": 0.1}
_PERSONS = ("名", "位", "人")
# How often something was done to persons or things; not the number of these.
_VISITS = tuple(f"{head}次" for head in "人家件辆场项篇台户处条批班轮")
_OTHER = (
    "个工作日",
    "工作日",
    "周岁",
    "岁",
    "倍",
    "公里",
    "平方公里",
    "平方米",
    "米",
    "公斤",
    "吨",
    "个百分点",
    "百分点",
    "周年",
    "级",
    "分",
)
_COUNTS = (
    "个大类|大类|大项|个|家|件|份|起|次|场|项|条|处|篇|期|辆|台|部|套|张|本|册|座|间|所|支|户|批|轮|类|款|块|枚|门|课时|学时|幅|封|例|宗|笔"
    "|对|组|队|种|层|步|点|方面|环节|村|社区|届|只|把|枪|卷|页|字|屏|线|口|段|代|人份|堂|节|遍|道|则|头|架|艘|列|栋|间次"
)
_SAME = {
    "位": "person",
    "名": "person",
    "人": "person",
    "周岁": "age",
    "岁": "age",
    "个百分点": "point",
    "百分点": "point",
}

_UNITS = "|".join(sorted((*_TIME, *_MONEY, *_PERSONS, *_VISITS, *_OTHER, *_COUNTS.split("|")), key=len, reverse=True))
_SCALE = {
    "万": 10_000,
    "亿": 100_000_000,
    "千": 1000,
    "百": 100,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
}
_SCALES = "|".join(sorted(_SCALE, key=len, reverse=True))
_HAN = "零〇一二两三四五六七八九十百千廿"

_ARABIC = re.compile(
    rf"(?<![\d.a-z第])(?P<n>\d+(?:\.\d+)?)(?P<more>[余多来])?(?P<scale>{_SCALES})?(?P<more2>[余多来])?"
    rf"(?P<unit>%|‰|{_UNITS})?(?P<half>半)?(?P<more3>余|多)?"
)
_CHINESE = re.compile(
    rf"(?<![{_HAN}第\d.几数统唯进单同专])(?P<n>[{_HAN}]+|半)(?P<more>[余多来])?(?P<scale>万|亿)?(?P<more2>[余多来])?"
    rf"(?P<unit>个半月|{_UNITS})(?P<half>半)?"
)
_PERCENT = re.compile(rf"百分之(?P<n>[{CHARACTERS}]+)(?:点(?P<fraction>[{CHARACTERS}]+))?")
_TENTHS = re.compile(rf"(?<![{_HAN}])(?P<n>[一二两三四五六七八九]|\d)成(?P<half>半)?(?![立为员效果功绩熟长型绩本就都])")
_FRACTION = re.compile(rf"(?P<under>[{CHARACTERS}]+)分之(?P<over>[{CHARACTERS}]+)")
_HALF_MONTH = re.compile(r"(?<!个)半个?月(?!刊)")
# 5至7名, 10-60日: the first number takes the unit of the second.
_RANGE = re.compile(
    rf"(?<![\d.第])(?P<a>\d+(?:\.\d+)?|[{_HAN}]+)(?:[-—~]+|至|到)(?=(?P<b>\d+(?:\.\d+)?|[{_HAN}]+)(?P<scale>{_SCALES})?(?P<unit>%|{_UNITS}))"
)
# An indefinite one is an article more than a figure (一个单位, 一批制度), as are idioms.
_INDEFINITE = re.compile(
    r"一年(?=来)|一(?:个|批|次|项|种|套|条|些|系列|步|起|线|级|代|层|道|对|部|处|块|场|段|口|把|点|期|类|组|届|类)"
)

_UP_BEFORE = re.compile(
    r"(?:不|不得|不能|不应)?(?:少于|低于|小于)$|(?:至|最)(?:少|低|短)(?:为|达)?$|至少[\u4e00-\u9fff]{1,4}$|超过$|超$|高于$|多于$|大于$|突破$|满$|超出$"
)
_DOWN_BEFORE = re.compile(
    r"(?:不|不得|不能|不应|未)?(?:超过|高于|多于|超出|大于)$|(?:至|最)(?:多|高|长)(?:为|达)?$|至多[\u4e00-\u9fff]{1,4}$|低于$|少于$|不足$|不满$|未满$|小于$|不到$|近$"
)
_NEGATED = re.compile(r"(?:不|未|不得|不能|不应)(?:少于|低于|小于|超过|高于|多于|超出|大于)$")
_UP_AFTER = re.compile(r"^(?:及|\(含\))?以上")
_DOWN_AFTER = re.compile(r"^(?:及|\(含\))?(?:以下|以内|之内|内(?![部设容外控]))")

# Words around a figure that are looked at: a noun with its attribute is rarely longer.
_REACH = 12
_EDGE = re.compile(r"[,。;:!?、()\d]")


class _Read(NamedTuple):
    """A figure as a pattern reads it, before its surroundings are looked at."""

    start: int
    end: int
    kind: str
    value: float
    more: bool = False


def amounts(text: str, taken: list[tuple[int, int]] | None = None) -> list[Amount]:
    """All figures of a normal text in order, without the ranges in ``taken`` (dates, ordinals)."""
    chars = list(text)
    for start, end in taken or ():
        chars[start:end] = "\x00" * (end - start)
    plain = "".join(chars)
    kept: list[_Read] = []
    for read in (*_shares(plain), *_ranges(plain), *_plain_figures(plain)):
        if not any(read.start < other.end and other.start < read.end for other in kept):
            kept.append(read)
    kept.sort()
    used = [(read.start, read.end) for read in kept]
    found = []
    for read in kept:
        bound = _bound(plain, read.start, read.end, more=read.more)
        around, noun = _around(plain, read, used), _noun(plain, read.end)
        printed = text[read.start : read.end]
        found.append(Amount(printed, read.start, read.end, read.kind, round(read.value, 6), bound, around, noun))
    return _shared_out(plain, _completed(plain, found))


def _completed(text: str, amounts_: list[Amount]) -> list[Amount]:
    """Figures with the unit that is left out behind 个 (从20个工作日缩短到5个)."""
    found = amounts_[:1]
    for before, amount in pairwise(amounts_):
        bare = amount.text.endswith("个") and not amount.noun and before.text[-3:] == "工作日"
        same_clause = not _EDGE.search(text[before.end : amount.start])
        found.append(amount._replace(kind=before.kind) if bare and same_clause else amount)
    return found


def _shares(text: str) -> Iterator[_Read]:
    """百分之三十点五, 三分之一, 三成半."""
    for match in _PERCENT.finditer(text):
        value, tail = number_value(match["n"]), match["fraction"]
        digits = "".join(str(int(number_value(char) or 0)) for char in tail) if tail else "0"
        if value is not None:
            yield _Read(*match.span(), "share", (value + float(f"0.{digits}")) / 100)
    for match in _FRACTION.finditer(text):
        under, over = number_value(match["under"]), number_value(match["over"])
        if under and over is not None:
            yield _Read(*match.span(), "share", over / under)
    for match in _HALF_MONTH.finditer(text):
        yield _Read(*match.span(), "time", _TIME["个月"] / 2)
    for match in _TENTHS.finditer(text):
        value = number_value(match["n"])
        if value is not None:
            yield _Read(*match.span(), "share", (value + (0.5 if match["half"] else 0)) / 10)


def _ranges(text: str) -> Iterator[_Read]:
    """The first figure of a range."""
    for match in _RANGE.finditer(text):
        value = number_value(match["a"])
        if value is not None:
            kind, factor = _dimension(match["unit"])
            scale = _SCALE.get(match["scale"] or "", 1)
            yield _Read(match.start(), match.start() + len(match["a"]), kind, value * factor * scale)


def _plain_figures(text: str) -> Iterator[_Read]:
    """Figures with and without a unit."""
    for match in (*_ARABIC.finditer(text), *_CHINESE.finditer(text)):
        value = number_value(match["n"])
        if value is None:
            continue
        unit = match["unit"] or ""
        kind, factor = ("time", 720) if unit == "个半月" else _dimension(unit)
        half = 0.5 if match["half"] or unit == "个半月" else 0
        more = any(match.groupdict().get(name) for name in ("more", "more2", "more3"))
        yield _Read(*match.span(), kind, (value + half) * _SCALE.get(match["scale"] or "", 1) * factor, more)


# 立案数、损失数同比分别下降26.4%和33.9%: the first figure belongs to the first, the second to the second.
_RESPECTIVELY = re.compile(r"(?P<what>[^,。;:]+?)(?:同比|环比)?分别(?P<how>[^\d,。;]{0,8})")


def _shared_out(text: str, amounts_: list[Amount]) -> list[Amount]:
    """Figures behind 分别 with what each of them counts."""
    found = list(amounts_)
    for match in _RESPECTIVELY.finditer(text):
        named = [part for part in re.split("[、和及与]", match["what"]) if part]
        end = re.compile("[。;]").search(text, match.end())
        behind = [n for n, a in enumerate(found) if match.end() - 2 <= a.start < (end.start() if end else len(text))]
        if len(named) > 1 and len(named) == len(behind):
            for name, number in zip(named, behind, strict=True):
                found[number] = found[number]._replace(around=f"{name}{match['how']}|")
    return found


def indefinite(amount: Amount) -> bool:
    """Whether a figure is an article more than a figure (一个单位, 一批制度)."""
    return bool(_INDEFINITE.match(amount.text))


_NOUN = re.compile(r"[\u4e00-\u9fff]{0,14}")


def _noun(text: str, end: int) -> str:
    following = _NOUN.match(text, end)
    return following.group() if following else ""


def _dimension(unit: str) -> tuple[str, float]:
    """The kind of a unit and its factor to the base unit of the kind."""
    if unit in _FACTORS:
        return _FACTORS[unit]
    if unit in _OTHER or unit in _PERSONS:
        return _SAME.get(unit, unit), 1
    return "count" if unit else "bare", 1


_FACTORS: dict[str, tuple[str, float]] = {
    "%": ("share", 0.01),
    "‰": ("share", 0.001),
    **{unit: ("time", hours) for unit, hours in _TIME.items()},
    **{unit: ("money", yuan) for unit, yuan in _MONEY.items()},
    **dict.fromkeys(_VISITS, ("visit", 1)),
    **dict.fromkeys(("工作日", "个工作日"), ("workday", 1)),
}


_EACH = re.compile(r"(?:每[人名户家件次个位辆年月日周季]度?)+$")


def _bound(text: str, start: int, end: int, *, more: bool) -> Bound:
    # 不超过每人每年两次, 每人每年不超过两次: to whom a bound applies may stand between.
    before, after = _EACH.sub("", text[max(0, start - 12) : start])[-6:], text[end : end + 6]
    if re.search(r"至少每隔?$", before):
        return Bound.DOWN  # at least every three months is at most three months between
    negated = _NEGATED.search(before)
    if negated:
        return Bound.UP if re.search("少于|低于|小于", negated.group()) else Bound.DOWN
    if _UP_AFTER.search(after):
        return Bound.UP
    if _DOWN_AFTER.search(after):
        return Bound.DOWN
    if _DOWN_BEFORE.search(before) and not re.search("(?:超过|高于|多于|大于|超出)$", before):
        return Bound.DOWN
    return Bound.UP if more or _UP_BEFORE.search(before) else Bound.NONE


def _around(text: str, amount: _Read, used: list[tuple[int, int]]) -> str:
    """What stands directly before and after a figure, up to a mark or the next figure."""
    starts = [start for start, _ in used if start >= amount.end]
    ends = [end for _, end in used if end <= amount.start]
    left = max([amount.start - _REACH, 0, *ends])
    right = min([amount.end + _REACH, len(text), *starts])
    before, after = text[left : amount.start], text[amount.end : right]
    before = _EDGE.split(before)[-1]
    after = _EDGE.split(after)[0]
    return f"{before}|{after}".replace("\x00", "")


_ORDINAL = re.compile(rf"第\(?(?P<n>[{CHARACTERS}]+)\)?(?P<what>[\u4e00-\u9fff]?)(?:之(?P<sub>[{CHARACTERS}]+))?")
# 第一时间, 第一责任人, 第一线 …: words, not places in a row.
_PARTICLES = frozenset("并且和与及的")
_WORDS = frozenset("时责线手要议位书")


class Ordinal(NamedTuple):
    """``第十二条``: number, ``sub`` (第N条之一) and what is counted (its first character)."""

    text: str
    start: int
    end: int
    number: int
    sub: int
    what: str


def ordinals(text: str) -> list[Ordinal]:
    """All ordinals of a normal text in order."""
    found = []
    for match in _ORDINAL.finditer(text):
        try:
            number, sub = to_int(match["n"]), to_int(match["sub"]) if match["sub"] else 0
        except ValueError:
            continue
        if not (number == 1 and match["what"] in _WORDS):
            what = "" if match["what"] in _PARTICLES else match["what"]
            found.append(Ordinal(match.group(), *match.span(), number, sub, what))
    return found
