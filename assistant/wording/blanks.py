"""Turns words of a source into a form: figures, dates, document names and units become slots to be filled."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNIT = "【单位】"
NUMBER = "【数量】"
TIME = "【时间】"
DOCUMENT = "【文件名称】"
PROBLEM = "【问题名称】"

_QUOTED = re.compile(r"(“[^”]*”|‘[^’]*’)")

_BLANK = re.compile(r"【[^【】]+】")

_DOCUMENT = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")

_TIME = re.compile(
    r"(?:(?:今|去|本|当)年|\d{4}年)?\d{1,2}(?:[-—至]\d{1,2})?月(?:\d{1,2}日)?(?:底|初)?(?:以来|以前|前|起)?"
    r"|\d{4}年(?:度|至\d{4}年|以来|底前?|初|上半年|下半年)?|年底前?|年内|今年以来"
)

_NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?[万亿]?(?:余|多)?|[两一二三四五六七八九十百]+(?=名|起|件|人|次|项|家|处|个(?!人))"
)

#: Digits that are part of a name (“1+8”, 96110专线) cannot be told from figures.
_PART_OF_NAME = re.compile(r"[A-Za-z+·]\d|\d[+·]|“[^”]*\d[^”]*”|\d{5}(?=[\u4e00-\u9fff]{2,6}(?:专线|热线|电话))")


def emptied(text: str, units: Iterable[str], unit: str) -> str | None:
    """The text with its particulars replaced by blanks and the source's units by ``unit`` (a name or ``【单位】``);
    None where that cannot be done without doubt.
    """
    if _PART_OF_NAME.search(text):
        return None
    form = _DOCUMENT.sub(f"《{DOCUMENT}》", text)
    for name in sorted(units, key=len, reverse=True):
        form = form.replace(name, unit)
    # What stands in quotation marks is a name: “两个责任” counts nothing.
    pieces = _QUOTED.split(form)
    pieces[::2] = [_NUMBER.sub(NUMBER, _TIME.sub(TIME, piece)) for piece in pieces[::2]]
    return re.sub(f"(?:{re.escape(NUMBER)}){{2,}}", NUMBER, "".join(pieces))


def blanks(text: str) -> tuple[str, ...]:
    """The blanks of a text, each once, in order."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))
