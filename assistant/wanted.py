"""What form of answer a question asks for: a list, or a figure of a kind."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.text import fold


class Wanted(NamedTuple):
    """``listing`` asks for all cases, powers or conditions; ``figures`` are the kinds of quantities asked for, as
    ``retrieval.quantities`` names them; ``basis`` asks for the rule in so many words, whatever else is asked;
    ``purpose`` asks why a rule was made.
    """

    listing: bool = False
    figures: frozenset[str] = frozenset()
    basis: bool = False
    purpose: bool = False


#: Neither a list nor a figure.
PLAIN = Wanted()

_LISTING = re.compile(r"哪些|哪几|几种|几类|情形|情况下|职责|范围|条件|措施|权限|包括什么|分为|种类")

#: 依据哪条, 有没有轮岗的规定, 给出依据; 有没有按规定登记 asks for no rule.
_BASIS = re.compile(
    r"哪一?[条款部]|第几条|法条|(?:什么|哪些|哪个|有无|有没有|是否有)(?![按依照])[^,，。;；?？]{0,10}(?:规定|条款|依据|法律|法规)"
    r"|依据(?:是|有|和|及|、|呢|吗|$|[?？])|(?:给出?|列出?|提供|附上?|写明|引用|找出?)[^,，。;；?？]{0,4}(?:依据|条款|法条)"
)

_PURPOSE = re.compile(
    r"目的|宗旨|为什么(?:要)?(?:制定|出台)|为了什么|制定依据|(?:根据|依据)(?:什么|哪[些部个]).{0,6}制定|上位法"
)

_BOUND = "上限|下限|最高|最低|最多|最少|至少|封顶|起点|标准"
_SUMS = "罚|赔|补偿|保证金|押金|费|金额|数额|款项|钱"

#: Wages are paid by the multiple, so a sum may be printed as 二十倍.
_ASKED = (
    (
        frozenset({"time"}),
        re.compile(
            r"多久|多长时间|多少(?:个)?(?:天|日|小时|钟头|年|月|周|工作日)|几(?:个)?(?:天|日|小时|钟头|年|月|周|工作日)"
            r"|最长|最短|最晚|最迟|期限|时限|限期|延长|延期|什么时候|何时|哪天"
        ),
    ),
    (
        frozenset({"money", "倍"}),
        re.compile(
            rf"多少(?:钱|元|万|块)|几(?:百|千|万)|(?:{_SUMS}).{{0,6}}(?:{_BOUND}|多少|怎么算|如何计算)"
            rf"|(?:{_BOUND}).{{0,8}}(?:{_SUMS})|(?:罚|赔)(?:多少|几)"
        ),
    ),
    (frozenset({"人"}), re.compile(r"几(?:个|名)?(?:人|民警|警察)|多少(?:个|名)?(?:人|民警|警察)|几名")),
    (frozenset({"次"}), re.compile(r"[几多少][次回]|多少[次回]")),
    (frozenset({"周岁"}), re.compile(r"[几多少]岁|多大年[纪龄]|年龄")),
)

#: Asks for a figure without saying of what.
_ANY = re.compile(rf"多少|{_BOUND}")
_KINDS = frozenset({"time", "money", "倍", "人", "次", "周岁", "%", "级"})


def wanted(question: str) -> Wanted:
    """Read the form of a question."""
    text = fold(question)
    figures = frozenset[str]().union(*(kinds for kinds, pattern in _ASKED if pattern.search(text)))
    return Wanted(
        listing=bool(_LISTING.search(text)),
        figures=figures or (_KINDS if _ANY.search(text) else frozenset()),
        basis=bool(_BASIS.search(text)),
        purpose=bool(_PURPOSE.search(text)),
    )
