"""Questions in one letter (一信多问): a long text is taken apart into the matters it raises."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.numerals import to_int
from kb.text import sentences

#: Shorter texts are one question, whatever marks they hold; longer ones are letters.  Of the development questions
#: about one matter none has more characters.
LONG = 80

#: A matter is told in at least this many characters; what is shorter belongs to the one before it.  Behind a number
#: half of that tells one: 警服外借.
_LEAST = 8
_LEAST_NUMBERED = 4

#: One matter, another one, and what is asked about each.
_CLAUSES = 3

_ONE = "[一二三四五六七八九十]"
_START = r"(?:^|(?<=[。；;！!？?\n：:，,\s]))"

#: Ways of numbering, each with the number as a group; the first that counts 1, 2, … is taken.
_NUMBERED = tuple(
    re.compile(_START + pattern)
    for pattern in (
        rf"(?P<n>{_ONE})是",
        rf"(?:第|头)(?P<n>{_ONE})(?:[件点个桩样项]|[，,、：:])",
        rf"其(?P<n>{_ONE})[，,、：:]?",
        rf"(?P<n>{_ONE})、",
        rf"[(（]?(?P<n>[1-9]|{_ONE})[.．、)）](?!\d)",
    )
)

#: Numbers that part matters however short a text is; 一是…二是… may be two sides of one, 一、…二、… heads of a paper.
_ITEMS = re.compile(r"第|头|[(（]?.[.．)）]|\d、")

#: Characters of the number itself.
_NUMBER = 2

#: Words that open the first matter and the next ones where nothing is numbered.
_OPENS = re.compile(_START + r"(?:一头|一方面|首先|一来)")
_FOLLOWS = re.compile(_START + r"(?:另一头|另一方面|其次|二来)")
_ADDS = re.compile(r"(?<=[。；;！!？?\n])\s*(?:另外|还有(?!的|些|人)|再就是|再一个|再一件|此外|再者)")

#: Several matters are announced.
_ANNOUNCED = re.compile(r"[两二三四五几](?:(?:件|桩|样|点|条|方面)[^。，,]{0,6}?|个)(?:事|问题|情况|隐患|毛病|疑问)")

#: Several matters told in one sentence, each of which is to be answered: …，同时…，还有…，请分别给出依据.
_EACH = re.compile(r"分别|逐一|逐个|逐项|各自|各(?:给|列|写|出)")
_ALSO = r"(?:同时|还有(?!的|些|人)|另外|此外|以及|再就是|再有|并且|其次)[，,]?"
_JOINED = re.compile(rf"(?<=[，,；;。])\s*{_ALSO}")
_JOINED_AT = re.compile(rf"^\s*{_ALSO}")

_ASKS = re.compile(r"[？?]")

#: What is asked about all matters of a short text, behind the last one.
_ASKED = re.compile(
    r"[，,；;。！!\s]+(?P<asked>[^，,；;。！!\s]*(?:怎么|怎样|咋|如何|什么|啥|哪[些条个]|依据|吗|是否)[^，,；;。！!\s]*)$"
)

#: The close of a letter asks about all that went before and raises no matter of its own.
_CLOSE = re.compile(
    r"(?:^|(?<=[，,]))\s*(?:请问|想问|只想|就想|想看|想知道|以上|这[两三四五几][件样点个桩]|望|盼|恳请|谢谢|此致|敬礼)"
)


def split(text: str) -> tuple[str, ...]:
    """The matters of a text in order, each a piece of it; the text itself, stripped, where it raises one.

    Numbered matters (一是, 第一件, 其一, 一、, 1.) go before several questions, these before 另外 and 还有.  The latter
    count only where the letter announces several matters (反映几件事) or holds nothing but questions: who tells one
    long story also asks twice.  What stands in front of the first numbered matter (greeting, who writes) and the close
    of the letter are in no part.  A short text is one matter unless it numbers several (1. 2., or 三件事：一是…二是…)
    or asks about each (请分别给出依据): what it asks then stands behind each of them.
    """
    whole = text.strip()
    if len(whole) < LONG:
        return _listed(whole) or _each(whole)
    return _parts(whole, _numbered(whole) or [0, *(_questions(whole) or _added(whole))])


def _listed(text: str) -> tuple[str, ...]:
    """The numbered matters of a short text, with what it asks about all of them; none where it numbers none."""
    whole = text.rstrip("。！!？? ")
    asked = _ASKED.search(whole)
    told = whole[: asked.start()] if asked else whole
    starts = _numbered(told)
    each = bool(asked and _EACH.search(asked["asked"]))
    if not starts or not (each or _ITEMS.match(told, starts[0]) or _ANNOUNCED.search(told)):
        return ()
    parts = [told[start:end].strip("，,；;。 \n") for start, end in zip(starts, [*starts[1:], len(told)], strict=True)]
    if any(len(part) < _LEAST_NUMBERED + _NUMBER for part in parts):
        return ()
    question = "，" + _EACH.sub("", asked["asked"]) if asked else ""
    return tuple(part + question for part in parts)


def _each(text: str) -> tuple[str, ...]:
    """The matters of one sentence that asks about each of them, with what is asked; the text where it does not."""
    clauses = re.split(r"[，,；;。]", text.rstrip("。！!？? "))
    asked = clauses[-1].strip()
    if len(clauses) < _CLAUSES or not _EACH.search(asked):
        return (text,)
    told = text[: text.rindex(asked)].rstrip("，,；;。 ")
    starts = [0, *(match.start() for match in _JOINED.finditer(told))]
    parts = [told[start:end].strip("，,；;。 ") for start, end in zip(starts, [*starts[1:], len(told)], strict=True)]
    if len(parts) == 1 or any(len(part) < _LEAST for part in parts):
        return (text,)
    question = _EACH.sub("", asked)
    return tuple(f"{_JOINED_AT.sub('', part)}，{question}" for part in parts)


def _numbered(text: str) -> list[int]:
    """Where the matters of the first way of numbering start that counts from one."""
    for pattern in _NUMBERED:
        starts: list[int] = []
        for match in pattern.finditer(text):
            if to_int(match["n"]) == len(starts) + 1:
                starts.append(match.start())
        if len(starts) > 1:
            return starts
    first, second = _OPENS.search(text), _FOLLOWS.search(text)
    return [first.start(), second.start()] if first and second and first.start() < second.start() else []


def _questions(text: str) -> list[int]:
    """The ends of all sentences that ask, but the last."""
    spans = sentences(text)
    ends = [span.end for span in spans if _ASKS.search(text, span.start, span.end)]
    return ends[:-1] if _ANNOUNCED.search(text) or len(ends) == len(spans) else []


def _added(text: str) -> list[int]:
    return [match.start() for match in _ADDS.finditer(text)] if _ANNOUNCED.search(text) else []


def _parts(text: str, starts: Sequence[int]) -> tuple[str, ...]:
    parts: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end].strip()
        if parts and len(part) < _LEAST:
            parts[-1] = text[text.index(parts[-1]) : end].strip()
        else:
            parts.append(part)
    if len(parts) > 1:
        parts[-1] = _without_close(parts[-1])
    return tuple(part for part in parts if part)


def _without_close(part: str) -> str:
    """The last matter without the close of the letter; the part itself where it is nothing but the close."""
    for number, span in enumerate(sentences(part)):
        if number and _CLOSE.search(part[span.start : span.end]):
            return part[: span.start].strip()
    return part
