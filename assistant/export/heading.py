"""Breaking the title of an official paper into lines.

GB/T 9704-2012, 7.3.1: the title may take several lines; a line ends where a word ends, and the lines form a trapezoid
or a rhombus, not a rectangle and not an hourglass.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from assistant.export.layout import TITLE_CHARACTERS
from assistant.export.safe import clean, width

#: Longer titles are left to the word processor: no shape is to be had from more lines.
_MOST_LINES = 3

#: What a line cannot begin or end with besides words that are cut.
_NO_START = frozenset("的地得之等、，。；：）》〉”’】〕！？")
_NO_END = frozenset("（《〈“‘【〔")
#: Words that lead to what follows.
_LEADING = (
    "关于",
    "对",
    "和",
    "与",
    "及",
    "以及",
    "在",
    "向",
    "就",
    "将",
    "为",
    "因",
    "由",
    "从",
    "并",
    "或",
    "不",
    "未",
)
_PAIRS = {"《": "》", "“": "”", "（": "）", "〈": "〉", "〔": "〕"}

# Costs are squares of characters away from the mean length of a line, so these are lengths one would put up with.
_GOOD_END = 9.0  # a line that ends with 的 may be three characters off
_BAD_END = 64.0
_BEFORE_NUMBER = 25.0  # 市委第三巡察组 is one name
_SUFFIX = 49.0  # 巡察组, 公安局: the last character belongs to the word
_INSIDE = 100.0
_RECTANGLE = 4.0
_HOURGLASS = 36.0
_STUB = 400.0


def title_lines(title: str, room: int = TITLE_CHARACTERS) -> tuple[str, ...]:
    """The lines of a title, ``room`` full-width characters wide at most; line breaks typed by the user are kept.

    Nothing is lost but blanks at the ends of lines; an empty title gives no line.
    """
    typed = [line.strip() for line in clean(title).split("\n") if line.strip()]
    return tuple(part for line in typed for part in _broken(line, room))


def _broken(line: str, room: int) -> tuple[str, ...]:
    least = math.ceil(width(line) / room)
    if least <= 1:
        return (line,)
    if least > _MOST_LINES:
        return (line,)
    costs = dict(_places(line))
    for count in (least, least + 1):
        best = min(_candidates(line, costs, count, room), default=None)
        if best is not None:
            return best[1]
    return (line,)


def _candidates(line: str, costs: dict[int, float], count: int, room: int) -> Iterator[tuple[float, tuple[str, ...]]]:
    for cuts in itertools.combinations(costs, count - 1):
        parts = tuple(line[a:b].strip() for a, b in itertools.pairwise((0, *cuts, len(line))))
        lengths = [width(part) for part in parts]
        if max(lengths) <= room:
            yield _shape(lengths) + sum(costs[cut] for cut in cuts), parts


def _shape(lengths: list[float]) -> float:
    mean = sum(lengths) / len(lengths)
    cost = sum((length - mean) ** 2 for length in lengths)
    if len(set(lengths)) == 1:
        cost += _RECTANGLE
    if any(middle < min(left, right) for left, middle, right in zip(lengths, lengths[1:], lengths[2:], strict=False)):
        cost += _HOURGLASS
    if min(lengths) < max(lengths) / 3:
        cost += _STUB
    return cost


def _places(line: str) -> Iterator[tuple[int, float]]:
    """Where a line may end, with the cost of ending there."""
    import rjieba  # noqa: PLC0415 - loads its dictionary

    words: list[str] = rjieba.cut(line)
    at = 0
    for word, following in itertools.pairwise(words):
        at += len(word)
        if following[:1] in _NO_START or word[-1:] in _NO_END:
            continue
        cost = _BAD_END if word in _LEADING or word.startswith("第") else 0.0
        cost += _SUFFIX if len(following) == 1 and following not in _LEADING else 0.0
        cost += _BEFORE_NUMBER if following.startswith("第") else 0.0
        cost -= _GOOD_END if word == "的" else 0.0
        yield at, cost + (_INSIDE if _inside_pair(line, at) else 0.0)


def _inside_pair(line: str, at: int) -> bool:
    return any(line.count(left, 0, at) > line.count(right, 0, at) for left, right in _PAIRS.items())
