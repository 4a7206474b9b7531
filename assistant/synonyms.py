"""Which official terms say the same thing as the everyday words they are read for.

The lexicon leads from words to all that may be meant: 小金库 to 财务管理, 棋牌室 to 赌资.  That serves the search; told
to the reader as an equation it would be false.  Characters in common prove nothing (免职 and 撤职), so only
abbreviations and listed pairs count.
"""

from __future__ import annotations

import re

#: Everyday words that mean exactly the term, and no abbreviation of it.
_PAIRS = frozenset(
    {
        ("喝酒", "饮酒"),
        ("酗酒", "饮酒"),
        ("扣的钱", "暂扣款"),
        ("暂扣的钱", "暂扣款"),
        ("偷窃", "盗窃"),
        ("失窃", "盗窃"),
        ("赌钱", "赌博"),
        ("噪音", "噪声"),
        ("派警", "接处警"),
        ("手机终端", "移动警务终端"),
    }
)

#: An abbreviation leaves out at most so many characters for each it keeps: 危化品, 刑拘.
_KEPT = 2

#: Longer terms are clauses.
_LONGEST = 8

_MARKS = re.compile(r"[“”‘’]")


def same(said: str, meant: str) -> bool:
    """Whether a term says the same as everyday words."""
    return (said, meant) in _PAIRS or _abbreviates(said, _MARKS.sub("", meant))


def _abbreviates(short: str, full: str) -> bool:
    """Whether ``short`` is ``full`` with characters left out inside: first and last word are still to be seen."""
    if len(short) >= len(full) or short in full or short[0] != full[0]:
        return False
    if len(full) > min(_KEPT * len(short) + 1, _LONGEST) or not full.isalnum():
        return False
    # A word put between two whole ones narrows them: 重点民警 are not all 重点关爱民警.
    if any(full.startswith(short[:at]) and full.endswith(short[at:]) for at in range(2, len(short) - 1)):
        return False
    rest = iter(full)
    return all(char in rest for char in short) and short[-1] in full[-2:]
