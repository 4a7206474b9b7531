"""Numbering marks at the beginning of lines, and the ladder they form in one document.

Which family stands above which is learned from the document: a family whose numbering begins again right after a mark
of another family stands below it.  Families that leave no such trace keep the order in which they appear.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kb.numerals import to_int


class Family(StrEnum):
    """Ways to number; the value is for reading logs only."""

    PIECE = "第一篇"
    PART = "第一部分"
    CHAPTER = "第一章"
    SECTION = "第一节"
    STEM = "甲、"
    FORMAL = "壹、"
    CHINESE = "一、"
    CHINESE_PAREN = "（一）"
    DECIMAL_2 = "1.1"
    DECIMAL_3 = "1.1.1"
    DECIMAL_4 = "1.1.1.1"
    POINT = "要点1"
    ARABIC = "1."
    ARABIC_PAREN = "（1）"
    ARABIC_HALF = "1)"
    CIRCLED = "①"
    ORDINAL = "一是"
    FIRST = "第一，"
    FIRST_HEADING = "第一、标题"
    CLOSING = "工作要求"
    TOPIC = "无编号标题"
    BULLET = "●"


class Mark(NamedTuple):
    """A numbering mark: ``label`` is its form in locators, ``printed`` as it stands in the text (folded), ``end``
    where the words after it begin (relative to the line); ``number`` None for bullets.
    """

    family: Family
    number: int | None
    label: str
    printed: str
    end: int


_CN = "[一二三四五六七八九十百零〇]"
# What may not follow a mark: then it is a reference, an amount, a date or a range, not a heading (RAGFlow #16595).
_REFERENCE = re.compile(r"\s*(?:的|款|项|条|规定|和第|至第|或者?第|、第|所列|所称|之规定)")
_AMOUNT = re.compile(
    r"\s*(?:[%‰万亿元名起件秒米吨倍和至~\-—–]|个(?!人|体|性|案)|人(?![员民才事力物口财身])|次(?![序要生])|年(?![度轻])|月(?!度)|日(?!常)"
    r"|号(?!召)|时(?![代间期效])|分(?![类级析工管别局享]|步|层|期)|公(?:里|斤|顷)|千米|平方)"
)

_PATTERNS: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (Family.PIECE, re.compile(rf"第\s*(?P<n>{_CN}{{1,4}}|\d{{1,3}})\s*篇\s*[:、]?\s*")),
    (Family.PART, re.compile(rf"第\s*(?P<n>{_CN}{{1,3}}|\d{{1,2}})\s*部分\s*[:、]?\s*")),
    (Family.CHAPTER, re.compile(rf"第\s*(?P<n>{_CN}{{1,4}}|\d{{1,3}})\s*章\s*[:、]?\s*")),
    (Family.SECTION, re.compile(rf"第\s*(?P<n>{_CN}{{1,3}}|\d{{1,3}})\s*节\s*[:、]?\s*")),
    (Family.STEM, re.compile(r"(?P<n>[甲乙丙丁戊己庚辛壬癸])\s*(?:、(?![甲乙丙丁戊己庚辛壬癸])|\s(?=\S))\s*")),
    (Family.FORMAL, re.compile(r"(?P<n>[壹贰叁肆伍陆柒捌玖拾]{1,3})\s*(?:[、.]|\s(?=\S))\s*")),
    (Family.CHINESE, re.compile(rf"(?P<n>{_CN}{{1,3}})\s*[、.]\s*(?![一二三四五六七八九十]{{1,2}}\s*[、是项款条])")),
    (Family.CHINESE_PAREN, re.compile(rf"[(〔【\[]?\s*(?P<n>{_CN}{{1,3}})\s*[)〕】\]]\s*[、.]?\s*")),
    (Family.DECIMAL_4, re.compile(r"(?P<d>\d{1,2}(?:\.\d{1,2}){2}\.(?P<n>\d{1,2}))[.、]?(?![\d.])\s*")),
    (Family.DECIMAL_3, re.compile(r"(?P<d>\d{1,2}\.\d{1,2}\.(?P<n>\d{1,2}))[.、]?(?![\d.])\s*")),
    (Family.DECIMAL_2, re.compile(r"(?P<d>\d{1,2}\.(?P<n>\d{1,2}))[.、]?(?![\d.])\s*")),
    (
        Family.POINT,
        re.compile(
            r"(?P<w>要点|要求|任务|案例|(?:反馈|具体|整改|存在的?)?问题|专题|做法|亮点|步骤|例)\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:、.]\s*"
        ),
    ),
    # 案例一　某所…案, and 事项一 alone on its line.
    (
        Family.POINT,
        re.compile(
            r"(?P<w>案例|问题|事项|案件|线索)(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?:\s+(?=[\u4e00-\u9fff“])|\s*(?:[:、.]\s*)?$)"
        ),
    ),
    (Family.POINT, re.compile(r"(?P<w>事项|案件)\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:、.]\s*")),
    # 第3项　名称, 第三个问题：名称; 第三项规定 is a reference.
    (
        Family.POINT,
        re.compile(
            r"第\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?P<w>项|个|条|点|个问题|条问题|项问题)(?:\s*[:、]\s*|\s+(?=[\u4e00-\u9fff“]))"
        ),
    ),
    # 第一个问题,…: told in a sentence.
    (
        Family.POINT,
        re.compile(r"第\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?P<w>个问题|条问题|项问题)\s*,\s*"),
    ),
    # 1.2021年以来…: a year may follow the number, no other figure.
    (Family.ARABIC, re.compile(r"(?P<n>\d{1,3})\s*[.、](?:(?!\s*\d)|(?=\s*(?:19|20)\d\d年))\s*")),
    (Family.ARABIC, re.compile(r"(?P<n>[\u2488-\u249b])\s*")),
    (Family.ARABIC, re.compile(r"(?P<n>\d{1,2})\s*(?=(?:关于|针对|在[“\"「『]|对[“\"「『]|[“「『]))")),
    (Family.ARABIC, re.compile(r"(?P<n>\d{1,2})\s+(?=[\u4e00-\u9fff“][^,。;:]{3,38}$)")),
    (Family.ARABIC_PAREN, re.compile(r"\(\s*(?P<n>\d{1,3})\s*\)\s*[、.]?\s*")),
    (Family.ARABIC_PAREN, re.compile(r"(?P<n>[\u2474-\u2487])\s*")),
    (Family.ARABIC_HALF, re.compile(r"(?P<n>\d{1,3})\s*\)\s*[、.]?\s*")),
    (Family.CIRCLED, re.compile(r"(?P<n>[\u2460-\u2473\u2776-\u277f\u2780-\u2789\u278a-\u2793])\s*[、.]?\s*")),
    (Family.ORDINAL, re.compile(rf"(?P<n>{_CN}{{1,2}})(?P<s>是|要)\s*")),
    (Family.FIRST, re.compile(rf"(?:第|其)(?P<n>{_CN}{{1,2}})\s*(?:[,、:]|是)\s*")),
    (Family.BULLET, re.compile(r"(?:[✔✓☑✅◉▶▷●■◆▲★◎○•·▪※➢►◇△☆]|-{2,}|—{2,}|[-–*](?=\s))\s*")),
)
# Code points of ready-made numerals and the number of the first in each block.
_BLOCKS = (
    (0x2460, 0x2473, 1),
    (0x2474, 0x2487, 1),
    (0x2488, 0x249B, 1),
    (0x2776, 0x277F, 1),
    (0x2780, 0x2789, 1),
    (0x278A, 0x2793, 1),
)
# ★, 🔻, —— in front of words.
SIGN = re.compile(r"[^\w\s“”\"‘’《》「」『』【】\[\]()]+\s*")
# ★问题一:… bears a sign and a number; the number counts.
_SIGNED_POINT = re.compile(r"[★☆▲△◆◇■□●○►▶]\s*(?=[\u4e00-\u9fff]{1,4}\s*(?:\d|[一二三四五六七八九十]))")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_DECIMALS = (Family.DECIMAL_2, Family.DECIMAL_3, Family.DECIMAL_4)
# Longest distance to the number before it at which a mark still counts as the continuation of its list: one number
# may be lost to a page break, more is another thing than a heading.
_MAX_SKIP = 2


def value_of(text: str) -> int | None:
    """The number a mark's numeral stands for; None where it is malformed."""
    if len(text) == 1:
        for first, last, number in _BLOCKS:
            if first <= ord(text) <= last:
                return ord(text) - first + number
    if text in _STEMS:
        return _STEMS.index(text) + 1
    try:
        return to_int(text)
    except ValueError:
        return None


def read_mark(line: str) -> Mark | None:
    """The numbering mark a line of folded text begins with; None where there is none or the mark is a reference
    (``第十二条第二款的…``), an amount (``1.5 万元``) or a date (``2024. 3.``).
    """
    signed = _SIGNED_POINT.match(line)
    if signed and (inner := read_mark(line[signed.end() :])) and inner.family is Family.POINT:
        return inner._replace(end=inner.end + signed.end())
    for family, pattern in _PATTERNS:
        match = pattern.match(line)
        if not match:
            continue
        number = None
        if family is not Family.BULLET:
            number = value_of(match["n"])
            if not number:
                continue
        rest = line[match.end() :]
        if not rest and family not in (Family.PIECE, Family.PART, Family.CHAPTER, Family.SECTION, Family.POINT):
            continue
        if family not in (Family.ORDINAL, Family.FIRST) and _REFERENCE.match(rest):
            continue
        bare = family is Family.ARABIC and match.group().strip().isdigit()
        if (family in _DECIMALS or bare) and _AMOUNT.match(rest):
            continue
        return Mark(family, number, _label(family, match, number), match.group().strip(), match.end())
    return None


def _label(family: Family, match: re.Match[str], number: int | None) -> str:
    """The mark as locators write it: ``一``, ``(二)``, ``7.``, ``(1)``, ``①``, ``一是``, ``2.2``, ``要点1``."""
    if family in _DECIMALS:
        return match["d"]
    if family is Family.BULLET:
        return ""
    numeral = match["n"]
    forms = {
        Family.PIECE: f"第{numeral}篇",
        Family.PART: f"第{numeral}部分",
        Family.CHAPTER: f"第{numeral}章",
        Family.SECTION: f"第{numeral}节",
        Family.STEM: numeral,
        Family.FORMAL: numeral,
        Family.CHINESE: numeral,
        Family.CHINESE_PAREN: f"({numeral})",
        Family.ARABIC: f"{number}.",
        Family.ARABIC_PAREN: f"({number})",
        Family.ARABIC_HALF: f"{number})",
        Family.CIRCLED: numeral,
        Family.FIRST: f"第{numeral}",
    }
    if family is Family.POINT:
        return f"第{numeral}{match['w']}" if match.group().startswith("第") else match["w"] + numeral
    if family is Family.ORDINAL:
        return numeral + match["s"]
    return forms[family]


def join_labels(*labels: str) -> str:
    """Labels as one locator; figures that would run together are parted (``问题1``, ``2.``: ``问题1.2.``)."""
    joined = ""
    for label in labels:
        joined += f".{label}" if joined[-1:].isdigit() and label[:1].isdigit() else label
    return joined


class Ladder(NamedTuple):
    """The families of one document from the outermost to the innermost."""

    order: tuple[Family, ...]

    def rank(self, family: Family) -> int:
        """Depth of a family; families that were not seen are innermost."""
        return self.order.index(family) if family in self.order else len(self.order)


# Fixed by their meaning: pieces, parts, chapters and sections hold everything, ordinals and bullets hold nothing.
_OUTER = (Family.CLOSING, Family.PIECE, Family.PART, Family.CHAPTER, Family.SECTION)
_INNER = (Family.TOPIC, Family.ORDINAL, Family.FIRST, Family.BULLET)


def learn_ladder(marks: Sequence[Mark]) -> Ladder:
    """The ladder of a document from its marks in reading order."""
    first_seen: dict[Family, int] = {}
    over: dict[tuple[Family, Family], int] = defaultdict(int)
    for at, mark in enumerate(marks):
        first_seen.setdefault(mark.family, at)
        if at and mark.number == 1 and marks[at - 1].family is not mark.family:
            over[marks[at - 1].family, mark.family] += 1
    # Headings without a number hold what is numbered, where lists begin behind them.
    heads = any(above is Family.TOPIC for above, _ in over)
    inner = tuple(family for family in _INNER if not (heads and family is Family.TOPIC))
    free = sorted((family for family in first_seen if family not in _OUTER + inner), key=first_seen.__getitem__)
    order = [family for family in _OUTER if family in first_seen]
    while free:
        top = next(
            (one for one in free if not any(over[other, one] > over[one, other] for other in free if other is not one)),
            free[0],
        )
        free.remove(top)
        order.append(top)
    decimals = [family for family in _DECIMALS if family in order]
    places = sorted(order.index(family) for family in decimals)
    for place, family in zip(places, decimals, strict=True):
        order[place] = family
    return Ladder((*order, *(family for family in inner if family in first_seen)))


class Counter:
    """Judges whether a number continues the list of its family; fed with the marks of a document in order."""

    def __init__(self) -> None:
        self._last: dict[Family, int] = {}
        self._seen: dict[Family, set[int]] = defaultdict(set)
        self._sorted: set[Family] = set()
        self._headed: set[Family] = set()

    def accepts(self, mark: Mark) -> bool:
        """Whether the mark begins a list, continues one, or (bullets) has no number.  Accepting moves the list on.

        Decimals carry their place with them and topics have no list, so both always count.  A document may sort items
        by another order than their numbers (已完成的: 1、2、4, 正在推进的: 3、5): behind a heading a list may go on
        with a number it has left out.
        """
        if mark.number is None or mark.family in _DECIMALS or mark.family is Family.TOPIC:
            return True
        if mark.number == 1 or self._continues(mark.family, mark.number) or self._left_out(mark.family, mark.number):
            self._note(mark.family, mark.number)
            return True
        return False

    def _continues(self, family: Family, number: int) -> bool:
        last = self._last.get(family, 0)
        return last <= number <= last + _MAX_SKIP

    def _left_out(self, family: Family, number: int) -> bool:
        seen = self._seen.get(family)
        if not seen or number in seen:
            return False
        last, most = self._last[family], max(seen)
        if family in self._sorted and last < number <= most + _MAX_SKIP:
            return True
        return family in self._headed and number < most

    def _note(self, family: Family, number: int) -> None:
        if number == 1:
            self._seen[family].clear()
            self._sorted.discard(family)
        elif not self._continues(family, number):
            self._sorted.add(family)
        self._seen[family].add(number)
        self._last[family] = number
        self._headed.discard(family)
        # What appeared later in the document stands below.
        families = list(self._seen)
        self._headed.update(families[families.index(family) + 1 :])
