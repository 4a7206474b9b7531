"""What text recognition takes for something else in numbers: ``2O24年``, ``l.``, ``（-）``, ``一,``.

A figure is mended only where what stands around it leaves no other reading: a letter inside a number with a unit behind
it, or a mark of numbering whose neighbour in the same list is printed right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.cleaning.draft import Change

_RULE = "识别误字"
_FIGURES = str.maketrans("OoQ〇○Il|", "00000111")
# Units that numbers of official documents stand in front of; none of them can follow a letter.
_UNIT = "年月日号时分个名人件起次条元万亿册项部台份家户处间套辆支把批卷页篇岁周天届期所宗桩吨米公里"
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9０-９Ａ-Ｚａ-ｚ.\-/·#〇○|])(?=[0-9OoQIl〇○|]*[0-9])(?=[0-9OoQIl〇○|]*[OoQIl〇○|])[0-9OoQIl〇○|]{{2,8}}(?=\s?[{_UNIT}])"
)
# 二O二四年: in Chinese numerals the circle is meant.
_YEAR = re.compile(r"(?<![A-Za-z0-9])[二一][OoQ0〇○零一二三四五六七八九]{3}(?=\s?年)")
_LETTERS = re.compile("[OoQ]")
# 己完成, 末落实: in front of these words only 已 and 未 can stand.
_ALREADY = re.compile(
    r"(?<![自知异利律克舍各为])己(?=(?:基本|全部|全面|按期|如期)?(?:完成|整改|办结|销号|建成|移交|移送|落实到位|责令|立案|于))"
)
_NOT_YET = re.compile(
    r"(?<![期月年周岁季节始本])末(?=(?:及时|按规定|按要求|认真|严格|有效|全面|能)?(?:完成|落实|履行|建立|开展|发现|配备|登记|录入|执行|整改|按期|按时))"
)


def misread_figures(text: str) -> Iterator[Change]:
    """Letters inside numbers that a unit follows."""
    for match in _NUMBER.finditer(text):
        if _divides(text, match):
            continue
        yield Change(*match.span(), match.group().translate(_FIGURES), _RULE)
    for wrong, right in ((_ALREADY, "已"), (_NOT_YET, "未")):
        for match in wrong.finditer(text):
            yield Change(*match.span(), right, _RULE)
    for match in _YEAR.finditer(text):
        if _LETTERS.search(match.group()):
            yield Change(*match.span(), _LETTERS.sub("〇", match.group()), _RULE)


def _divides(text: str, match: re.Match[str]) -> bool:
    """Whether a bar in or before a number parts the cells of a row or the halves of a title and is no 1: the line has
    others, or none of what a date goes on behind stands in front (2024年|2月).
    """
    if "|" not in match.group():
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n", 1)[0]
    leads = match.group().startswith("|") and text[match.start() - 1 : match.start()] not in tuple("年月至到")
    return leads or line.count("|") > match.group().count("|")


_CN = "一二三四五六七八九十"
_DASH = "[-－–—─ー_]"
# The number of a line in each way to number, with the readings it may have been given.
_BRACKETED = re.compile(
    rf"^[ \u3000]*[（(][ ]?(?P<n>[{_CN}]{{1,3}}|{_DASH}|=|＝)[ ]?[)）](?=[ \u3000]*[\u4e00-\u9fff“\"])", re.MULTILINE
)
_PLAIN = re.compile(
    rf"^[ \u3000]*(?P<n>[{_CN}]{{1,3}}|{_DASH}|=|＝)[ ]?(?P<s>[、，,])(?=[ \u3000]*[\u4e00-\u9fff“\"])", re.MULTILINE
)
_ARABIC = re.compile(r"^[ \u3000]*(?P<n>[0-9lI|OoQ]{1,2})[ ]?[.．、](?=[ \u3000]*[\u4e00-\u9fff“\"（(])", re.MULTILINE)
_ARABIC_BRACKETED = re.compile(
    r"^[ \u3000]*[（(][ ]?(?P<n>[0-9lI|OoQ]{1,2})[ ]?[)）](?=[ \u3000]*[\u4e00-\u9fff“\"])", re.MULTILINE
)
_HEADING = re.compile(
    rf"^[ \u3000]*(?:[{_CN}]{{1,3}}[、，,]|[（(][{_CN}]{{1,3}}[)）]|第[{_CN}]{{1,3}}[章节部篇])", re.MULTILINE
)


def misread_numbers(text: str) -> Iterator[Change]:
    """Marks of numbering at the beginning of lines, where the next or the last number of the list proves them."""
    yield from _chinese(list(_BRACKETED.finditer(text)))
    plain = list(_PLAIN.finditer(text))
    yield from _chinese(plain)
    yield from _commas(plain)
    yield from _arabic(text, list(_ARABIC.finditer(text)))
    yield from _arabic(text, list(_ARABIC_BRACKETED.finditer(text)))


def _chinese(marks: list[re.Match[str]]) -> Iterator[Change]:
    """A dash in front of 二 is 一; an equals sign between 一 (or a dash) and 三 is 二."""
    for at, match in enumerate(marks):
        following = marks[at + 1]["n"] if at + 1 < len(marks) else ""
        before = marks[at - 1]["n"] if at else ""
        if re.fullmatch(_DASH, match["n"]) and following in ("二", "=", "＝"):
            yield Change(*match.span("n"), "一", _RULE)
        elif match["n"] in ("=", "＝") and (following == "三" or (before and re.fullmatch(f"一|{_DASH}", before))):
            yield Change(*match.span("n"), "二", _RULE)


def _commas(marks: list[re.Match[str]]) -> Iterator[Change]:
    """Commas behind numbers of a list in which one at least has the mark of enumeration."""
    sure = [match["s"] == "、" for match in marks]
    for places in (range(1, len(marks)), range(len(marks) - 2, -1, -1)):
        step = -1 if places.step > 0 else 1
        for at in places:
            here, near = _CN.find(marks[at]["n"]), _CN.find(marks[at + step]["n"])
            sure[at] = sure[at] or (sure[at + step] and here >= 0 and near >= 0 and here - near == -step)
    for match, proven in zip(marks, sure, strict=True):
        if proven and match["s"] != "、":
            yield Change(*match.span("s"), "、", _RULE)


def _arabic(text: str, marks: list[re.Match[str]]) -> Iterator[Change]:
    """A letter for a figure, where the number before it or behind it is the neighbour, or a heading stands above it.

    Roman numerals count on from I to II and are left alone.
    """
    if any(match["n"] == "II" for match in marks):
        return
    for at, match in enumerate(marks):
        figures = match["n"].translate(_FIGURES)
        if figures == match["n"] or not int(figures):
            continue
        value = int(figures)
        before = _value(marks[at - 1]["n"]) if at else None
        following = _value(marks[at + 1]["n"]) if at + 1 < len(marks) else None
        opens = value == 1 and _HEADING.match(_line_before(text, match.start())) is not None
        if opens or following == value + 1 or (before == value - 1 and value > 1):
            yield Change(*match.span("n"), figures, _RULE)


def _value(printed: str) -> int:
    return int(printed.translate(_FIGURES))


def _line_before(text: str, start: int) -> str:
    """The last line with words in front of a place."""
    above = text[max(0, start - 400) : start].rstrip()
    return above[above.rfind("\n") + 1 :]
