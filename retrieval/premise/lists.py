"""Lists and numbered articles in a question, compared by rule.

* A list (六种是警告、记过…) most of which stands in an article, with one item that does not;
* a numbered article said to be about something that it does not speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kb.model import StoredPassage
from kb.numerals import to_chinese, to_int
from kb.text import fold
from kb.tokens import tokenize
from retrieval.premise.difference import Premise

#: A statement put up for confirmation, or one whose place is asked for; a plain question states nothing.
_ASSERTS = re.compile(
    r"对吧|是吧|行吧|可以吧|没错|没记错|没问题吧|吧[?？。]?$|是不是|是吗|对吗|对不对|听说|据说|说是|不是说|既然|按规定|规定的?是"
    r"|凭什么|(?:依据|根据)(?:是?第|是?哪|在哪)|第几条|出处|原文|这个?理解"
)

_LISTED = re.compile(
    r"(?:是|有|包括|分为|就是|即)[:：]?(?P<items>[\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,12}){2,})"
)
_ITEM = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]\s*([\u4e00-\u9fff]{2,14})[；;。]")
_ROW = re.compile(r"[\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,12}){2,}")

_ABOUT = re.compile(
    r"第?(?P<number>[\d零〇一二三四五六七八九十百]{1,7})条(?:的内容)?"
    r"(?:(?:讲|说|写|规定|管)的?(?:就是|是)|是(?:讲|说|写|规定|管|关于))(?P<about>[\u4e00-\u9fff]{2,20}?)(?:的?[,，。?？吧吗]|的$|$)"
)

#: Of a list, so much must be right for the rest to be a mistake and not another list.
_LIST_RIGHT = 0.6

#: An article is not about something of which it holds less than this share, by rarity of the words.
_ABOUT_LEAST = 0.5

#: Characters of an article repeated in a warning.
_SHOWN = 20


def premises(question: str, passages: Sequence[StoredPassage], rarity: Mapping[str, float]) -> Iterator[Premise]:
    """False lists and false subjects of articles; ``rarity`` holds the inverse document frequencies of the words."""
    if _ASSERTS.search(question):
        yield from _about(question, passages[0], rarity)
        yield from _lists(question, passages)


def _lists(question: str, passages: Sequence[StoredPassage]) -> Iterator[Premise]:
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
        yield Premise(match["about"], re.split(r"[，,。；;：:\s]", body, maxsplit=1)[0][:_SHOWN], passage)
