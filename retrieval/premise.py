"""False premises: what a question takes for granted, compared with what the articles say.

A question is only checked where it puts something up for confirmation (…对吧) or asks where it stands (依据第几条).
Each comparison is made with the *segment* of an article (up to 。or ；) that treats the same matter:

* a quantity (``30日``) against the quantity of the same kind that the segment sets;
* a permission (可以…) against a prohibition and the reverse, a duty against 不用;
* the authority that decides (由…批准) against the one named there;
* a list (六种是警告、记过…) against the article's list;
* what a numbered article is said to be about against its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kb.model import StoredPassage
from kb.numerals import to_chinese, to_int
from kb.text import fold
from kb.tokens import tokenize
from retrieval.bridge import GRAMMAR
from retrieval.quantities import Quantity, quantities


class Premise(NamedTuple):
    """A difference: what the question states, what the article says, where."""

    stated: str
    true: str
    passage: StoredPassage

    @property
    def warning(self) -> str:
        """The warning in Chinese, both values named."""
        where = f"《{self.passage.title}》{self.passage.locator}"
        return f"问题中的“{self.stated}”与{where}不一致，该条写明的是“{self.true}”，请以条文为准。"


#: A statement put up for confirmation, or one whose place is asked for; a plain question (多少天) states nothing.
_ASSERTS = re.compile(
    r"对吧|是吧|行吧|可以吧|没错|没记错|没问题吧|吧[?？。]?$|是不是|是吗|对吗|对不对|听说|据说|说是|不是说|既然|按规定|规定的?是"
    r"|凭什么|(?:依据|根据)(?:是?第|是?哪|在哪)|第几条|出处|原文|这个?理解"
)

#: The words of the frame say nothing about the matter.
_FRAME = re.compile(
    r"对吧|是吧|行吧|没错|没记错|没问题|是不是|是吗|对吗|对不对|听说|据说|请?问?依据.{0,4}条?|条例第几条|第几条|请?给?出处.{0,2}|"
    r"帮我.*|引用它?|这个理解|[规条]定?[例范]?里有|吧[?？。]?$|吗[?？。]?$"
)

_ALLOW = re.compile(r"(?<!不)(?:可以|能够|允许|准许|有权|能(?!否|力)|可(?!不|否|以|能))")
_FORBID = re.compile(r"不得(?!不|少于|超过|低于|高于|多于)|不准|禁止|严禁|不可以|不能(?!够)|不允许|不许|无权|不应当")
_MUST = re.compile(r"(?<!不)(?:应当|必须)")
_NEED_NOT = re.compile(r"不用|不必|无需|不需要|可以不|用不着|不一定要")

_UPPER = re.compile(r"最长|最多|最高|不超过|不得超过|以内|之内|内|以下|延长?[到至]|上限")
_LOWER = re.compile(r"最短|最少|至少|不少于|不得少于|以上|起步|最低|满|起")

_SEGMENT = re.compile(r"[^。；;\n]+")
_CLAUSE_END = re.compile(r"[，,：:]")

_DECIDES = re.compile(
    r"(?:由|经|报|请|对|向|归)(?P<who>[\u4e00-\u9fff]{2,24}?)"
    r"(?P<verb>批准|决定|审批|领导|负责|作出|管理|组织实施|报告|备案|指派|任免)"
)
_SAME_LEVEL = re.compile(r"^(?:同级|本级|上级|上一级|下级|当地|所在|其)|的$")

_LISTED = re.compile(
    r"(?:是|有|包括|分为|就是|即)[:：]?(?P<items>[\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,12}){2,})"
)
_ITEM = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]\s*([\u4e00-\u9fff]{2,14})[；;。]")
_ROW = re.compile(r"[\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,12}){2,}")

_ABOUT = re.compile(
    r"第?(?P<number>[\d零〇一二三四五六七八九十百]{1,7})条(?:的内容)?"
    r"(?:(?:讲|说|写|规定|管)的?(?:就是|是)|是(?:讲|说|写|规定|管|关于))(?P<about>[\u4e00-\u9fff]{2,20}?)(?:的?[,，。?？吧吗]|的$|$)"
)

#: The share of the question's characters and pairs (frame and figures left out) that a segment must hold to treat the
#: same matter.  Of 23 false premises among the development questions .15 finds 21, .2 finds 19, .3 finds 15; none of
#: these raises an alarm on the 347 true ones and plain questions, nor on the false ones with the true value put in.
SAME_MATTER = 0.15

#: Taken off the share for each rank of the article.
LATER = 0.2

#: Figures of an article whose share is this close to its best are about the matter as much as the best one: at .85 two
#: more false premises are taken for confirmed by a neighbouring figure.
_CLOSE_FIGURE = 0.95

#: An article this close to the best one confirms a figure too.  Matters with two regimes (询问查证 in administrative
#: cases, 传唤 in criminal ones) have two right answers; at .7 the right figure of one was called wrong by the other.
_OTHER_ARTICLE = 0.5

#: Segments whose share is this close to the best count for permissions.  Wider than for figures: a permission and its
#: exception often stand in neighbouring segments, and one that agrees with the question silences the warning.
_CLOSE = 0.85

#: Of a list, so much must be right for the rest to be a mistake and not another list.
_LIST_RIGHT = 0.6

#: An article is not about something of which it holds less than this share, by rarity of the words.
_ABOUT_LEAST = 0.5

#: Characters of a statement repeated in a warning.
_SHOWN = 20


class _Segment(NamedTuple):
    """A segment of an article with the share of the question it holds; later articles count a little less."""

    text: str
    share: float
    passage: StoredPassage


def check(question: str, passages: Sequence[StoredPassage], rarity: Mapping[str, float]) -> list[Premise]:
    """Differences between what a (folded) question takes for granted and the articles found, best first; at most two.

    ``rarity`` holds the inverse document frequencies of the question's words.  A figure that the segment most about the
    matter confirms is no false premise.
    """
    if not passages or not _ASSERTS.search(question):
        return []
    matter = _Matter(question)
    segments = sorted(
        (
            _Segment(text, matter.share(text) * (1 - rank * LATER), passage)
            for rank, passage in enumerate(passages)
            for text in _segments(passage)
        ),
        key=lambda segment: -segment.share,
    )
    found = [
        *_about(question, passages[0], rarity),
        *_figures(question, matter, passages),
        *_lists(question, passages),
        *_authority(question, segments),
        *_permission(question, segments),
    ]
    return list({premise.stated: premise for premise in reversed(found)}.values())[::-1][:2]


class _Matter:
    """What a question is about: its characters and pairs without frame, figures and words of grammar."""

    def __init__(self, question: str) -> None:
        text = _FRAME.sub(" ", question)
        for quantity in reversed(quantities(text)):
            text = f"{text[: quantity.start]} {text[quantity.end :]}"
        self._features = _features(text)

    def share(self, text: str) -> float:
        """The share of it that a text holds, in [0, 1]."""
        return len(self._features & _features(text)) / max(len(self._features), 1)


def _features(text: str) -> set[str]:
    kept = [char if char.isalnum() and char not in GRAMMAR else " " for char in fold(text)]
    pairs = {f"{left}{right}" for left, right in pairwise(kept) if " " not in (left, right)}
    return {char for char in kept if char != " "} | pairs


def _segments(passage: StoredPassage) -> list[str]:
    body = passage.text.removeprefix(passage.locator)
    return [match.group().strip() for match in _SEGMENT.finditer(body) if match.group().strip()]


class _Set(NamedTuple):
    """A quantity that an article sets: how much its surroundings treat the matter."""

    quantity: Quantity
    share: float
    passage: StoredPassage


def _figures(question: str, matter: _Matter, passages: Sequence[StoredPassage]) -> Iterator[Premise]:
    stated = quantities(question)
    if not stated:
        return
    kinds = {quantity.kind for quantity in stated}
    known = [found for rank, passage in enumerate(passages) for found in _set(passage, rank, matter, kinds)]
    for quantity in stated:
        same = [found for found in known if found.quantity.kind == quantity.kind]
        best = max((found.share for found in same), default=0.0)
        if best < SAME_MATTER or any(found.quantity.value == quantity.value for found in _closest(same, best)):
            continue
        first = next(found for found in same if found.share == best)
        # A clause that sets a range has two figures: the question's own words tell which end it states.
        ends = [found for found in same if found.share == best and found.passage == first.passage]
        around = question[max(0, quantity.start - 6) : quantity.end + 3]
        low = _LOWER.search(around) and not _UPPER.search(around)
        pick = (min if low else max)(ends, key=lambda found: found.quantity.value)
        yield Premise(quantity.text, pick.quantity.text, pick.passage)


def _closest(found: Sequence[_Set], best: float) -> Iterator[_Set]:
    """The quantities nearest to the matter in each article that treats it about as much as the best article."""
    for passage in dict.fromkeys(item.passage for item in found):
        own = [item for item in found if item.passage == passage]
        most = max(item.share for item in own)
        if most >= best * _OTHER_ARTICLE:
            yield from (item for item in own if item.share >= most * _CLOSE_FIGURE)


def _set(passage: StoredPassage, rank: int, matter: _Matter, kinds: set[str]) -> Iterator[_Set]:
    """The quantities of an article, each rated by its clause and what stands before it in its segment."""
    for text in _segments(passage):
        for quantity in quantities(text):
            if quantity.kind not in kinds:
                continue
            before = [match.end() for match in _CLAUSE_END.finditer(text, 0, quantity.start)]
            after = _CLAUSE_END.search(text, quantity.end)
            end = after.start() if after else len(text)
            clause = text[before[-1] if before else 0 : end]
            # The clause itself counts as much as all that leads to it: 连续超过15天，或者累计超过30天.
            share = (matter.share(text[:end]) + matter.share(clause)) / 2
            yield _Set(quantity, share * (1 - rank * LATER), passage)


def _permission(question: str, segments: Sequence[_Segment]) -> Iterator[Premise]:
    """The segments most about the matter say the opposite and none of them says the same."""
    if not segments or segments[0].share < SAME_MATTER:
        return
    close = [segment for segment in segments if segment.share >= segments[0].share * _CLOSE]
    for claim, against, agreeing in (
        (_ALLOW, _FORBID, _ALLOW),
        (_FORBID, _ALLOW, _FORBID),
        (_NEED_NOT, _MUST, _NEED_NOT),
    ):
        said = _claimed(question, claim)
        if said is None or any(agreeing.search(segment.text) for segment in close):
            continue
        for segment in close:
            if opposite := against.search(segment.text):
                yield Premise(said, _clause(segment.text, opposite.start()), segment.passage)
                return


def _claimed(question: str, claim: re.Pattern[str]) -> str | None:
    """The statement of a question from its modal word on; None where it makes none, or both."""
    plain = _FRAME.sub(" ", question)
    match = claim.search(plain)
    if match is None or not _clause(plain, match.start()):
        return None
    if claim is _ALLOW and (_FORBID.search(plain) or _NEED_NOT.search(plain)):
        return None
    return _clause(plain, match.start())


def _clause(text: str, start: int) -> str:
    return re.split(r"[，,。；;：:\s]", text[start:], maxsplit=1)[0][:_SHOWN]


def _authority(question: str, segments: Sequence[_Segment]) -> Iterator[Premise]:
    """Who decides: named differently for the same verb in the segments about the matter."""
    for match in _DECIDES.finditer(_FRAME.sub(" ", question)):
        who = _SAME_LEVEL.sub("", match["who"])
        named = [
            (segment, other["who"])
            for segment in segments
            if segment.share >= SAME_MATTER
            for other in _DECIDES.finditer(segment.text)
            if other["verb"] == match["verb"]
        ]
        shared = {pair for pair in _features(who) if len(pair) > 1}
        if not shared or not named or any(pair in segment.text for pair in shared for segment, _ in named):
            continue
        yield Premise(who, named[0][1][:_SHOWN], named[0][0].passage)


def _lists(question: str, passages: Sequence[StoredPassage]) -> Iterator[Premise]:
    """A list most of which stands in the article, with one item that does not."""
    for match in _LISTED.finditer(question):
        items = match["items"].split("、")
        for passage in passages:
            text = fold(passage.text)
            right = [item for item in items if item in text]
            if len(right) == len(items):
                return
            listed = [*_ITEM.findall(text), *(item for row in _ROW.findall(text) for item in row.split("、"))]
            others = [item for item in listed if item not in items and not any(item.endswith(known) for known in right)]
            if len(right) >= len(items) * _LIST_RIGHT and others:
                wrong = next(item for item in items if item not in text)
                yield Premise(wrong, others[0], passage)
                return


def _about(question: str, passage: StoredPassage, rarity: Mapping[str, float]) -> Iterator[Premise]:
    """A numbered article said to be about something that it does not speak of."""
    match = _ABOUT.search(question)
    if match is None:
        return
    try:
        label = f"第{to_chinese(to_int(match['number']))}条"
    except ValueError:
        return
    if passage.locator != label:
        return
    held = "\n".join((*passage.path, passage.text))
    words = [word for word in tokenize(match["about"]) if len(word) > 1] or [match["about"]]
    unseen = max(rarity.values(), default=1.0)
    total = sum(rarity.get(word, unseen) for word in words)
    if sum(rarity.get(word, unseen) for word in words if word in held) < _ABOUT_LEAST * total:
        body = passage.text.removeprefix(passage.locator).strip()
        yield Premise(match["about"], _clause(body, 0), passage)
