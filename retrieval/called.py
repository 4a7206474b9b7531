"""What is called by the number of its items — 六个一律, 三清单 — and whether a text lists them or only names it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.numerals import CHARACTERS, to_int
from retrieval.forms import ITEM

#: Asking for the items: 六个一律具体哪六条.
_SPELT_OUT = re.compile(
    rf"哪[{CHARACTERS}\d]+|具体|分别|内容|是什么|指什么|指的|逐条|原文|一条一条|怎么划|什么意思|是哪|哪些|列出|列一|学习|写的啥"
    r"|写了啥|是啥|有哪"
)
_CALLED = re.compile(
    rf"(?<![哪\d{CHARACTERS}])[“\"「]?(?P<name>(?P<number>\d+|[{CHARACTERS}]+)"
    r"(?:[个不项条类种必严步大同][\u4e00-\u9fff]{0,6}|清单|[\u4e00-\u9fff]{1,3}(?=[”\"」])))"
)

#: 三个 to 三十条: fewer are no list, more no name.
_NUMBERED = range(3, 31)

#: The characters by which a name is recognised, number included, at most and at least: 六个一律 in 民警饮酒“六个一律”.
_LONGEST, _SHORTEST = 5, 3

#: What leads from such a name to its items, and how far from it these may stand: the longest list of the corpus that
#: follows its name, six items in full, takes 90 characters.
_LEADS = re.compile(r"[^。；;]{0,16}?(?:[:：(（,，]|即|包括|指|分别)")
_REACH = 300


class Called(NamedTuple):
    """Something called by the number of its items: 六个一律."""

    name: str
    number: int


def called(question: str) -> list[Called]:
    """What a folded question wants spelt out that is called by the number of its items."""
    if not _SPELT_OUT.search(question):
        return []
    found = []
    for match in _CALLED.finditer(question):
        try:
            number = int(match["number"]) if match["number"].isdigit() else to_int(match["number"])
        except ValueError:
            continue
        if number in _NUMBERED:
            found.append(Called(match["name"], number))
    return found


def spelt_out(one: Called, text: str) -> bool | None:
    """Whether a folded text lists the items; None where it does not hold the name."""
    parts = (one.name[:end] for end in range(_LONGEST, _SHORTEST - 1, -1))
    name = next((part for part in parts if len(part) >= _SHORTEST and part in text), None)
    if name is None:
        return None
    return any(_items_beside(text, match.start(), match.end()) >= one.number - 1 for match in re.finditer(name, text))


def _items_beside(text: str, start: int, end: int) -> int:
    """The items listed right behind a name or right before it."""
    before = re.split(r"[。；;，,]", text[max(0, start - _REACH) : start])[-1]
    items = before.count("、") + 1 if "、" in before else 0
    lead = _LEADS.match(text[end : end + _REACH])
    if lead is None:
        return items
    behind = text[end + lead.end() : end + _REACH]
    clause, sentence = re.split(r"[。)）,，;；]", behind)[0], behind.split("。")[0]
    return max(items, len(ITEM.findall(behind)), clause.count("、") + 1, sentence.count(";") + 1)
