"""How sources name problems: titles, named problems in running text, and lists of problems (…、…等问题).

Everything here is a place in a source; the only knowledge is how Chinese officials name shortcomings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from assistant.shelf import Holdings
from kb.catalog.infos import ProblemInfo
from kb.model import DocumentKind, PassageKind, Span, StoredPassage
from kb.text import fold

#: A shortcoming is said with one of these: a negation, a lack, an excess, a breach.
FAULT = re.compile(
    r"不|未|无人(?!机|驾驶)|违|虚|乱|漏|迟|拖|欠|缺|弱|失|怠|混|滥|超|代签|代替|压案|挂案|挂账|滞留|积压|缓慢|滞后|多发|频发|反弹|落差|偏差|温差"
    r"|差距|漏洞|短板|形同|走过场|屡禁|隐患|隐瞒|推诿|敷衍|庸懒散|四风|主义|涉黄|涉赌|私[自用]|吃拿卡要|一言堂|两张皮|文山会海"
)

#: What others than the inspected unit do wrong: 违停 is no shortcoming of the police.
OFFENCE = re.compile(r"违停|交通违法|违法行为|涉黄|涉赌|犯罪|诈骗|超载|违禁|无人认领")

#: “…”问题, 关于…问题: a problem named in running text.
_NAMED = re.compile(r"[“‘\"](?P<name>[^“”‘’\"。;]{3,40})[”’\"](?:的?(?:突出|重点)?问题)")

#: …、…等突出问题
_LISTED = re.compile(
    r"(?P<list>[^,。;:“”\"《》、\n]{2,40}(?:、[^,。;:“”\"《》、\n]{2,24}?){0,5}?)(?:以及(?P<last>[^,。;:“”\"《》、\n]{2,24}?))?"
    r"(?:等(?:各类|方面)?)?(?:(?:突出|重点|典型|共性)?(?:问题|现象|行为)|专项(?:排查|整治|清理)|自查自纠)"
)

#: “尚有…未清理”问题: what is there follows.
_THERE_IS = re.compile(r"(?:尚|仍|还)?(?:有|存在)")

#: The name of what the list is a list of, where it stands in the last item: …代替处分问题专项排查.
_KIND_OF = re.compile(r"(?:问题|现象|行为)$")

#: What leads to the first item of a list.
_LEAD = re.compile(
    r"^.*(?:针对|围绕|整治|治理|发现的?|查出|查实|清出|存在的?|存在着|解决|防止|杜绝|查处|开展|涉及|出现|聚焦|紧盯|对|因|中(?=有|未|不|违))"
)

#: The same in words that are official whoever says them: people say 爱理不理 too.
_FORMAL = re.compile(
    r"(?P<wrong>不(?:规范|到位|严格|严肃|严|实|力|足|够|全|清|准|高|强|当|健全|完善|及时|扎实|深入|充分|明显|落实|彻底|经常|透明|公开|均衡|合理"
    r"|科学|紧密|顺畅|畅通|作为|担当)(?:不[实全严力清准])?|欠缺|缺失|缺位|薄弱|滞后|缓慢|混乱|脱节|多发|频发|居高不下|屡禁不止|形同虚设|流于形式"
    r"|有(?:漏洞|落差|偏差|温差|差距))$"
)

#: A matter has two characters at least.
_OBJECT_LEAST = 2

_ITEMS = re.compile(r"、")
_ITEM_LENGTHS = range(3, 21)
_DIGIT = re.compile(r"\d")

#: The last words of a title that say what is wrong, and the noun they are said of: 机制不完善, 有落差, 屡禁不止.
_PREDICATE = re.compile(
    r"(?P<of>工作|管理|机制|制度|制度执行|执行|作用发挥|作用|基础|成效|现象|力度|责任|使用|落实)?(?P<degree>比较|较为|较|还|仍|尚)?"
    r"(?P<wrong>不[\u4e00-\u9fff]{1,3}(?:不[\u4e00-\u9fff])?|欠缺|缺失|缺位|薄弱|滞后|缓慢|混乱|多发|频发|屡禁不止|形同虚设|流于形式"
    r"|有(?:漏洞|落差|偏差|温差|差距)|压得不紧)$"
)


class Where(Enum):
    """How a finding stands in its source."""

    TITLE = "title"
    NAMED = "named"
    LISTED = "listed"
    TERM = "term"


class Finding(NamedTuple):
    """A shortcoming as a source names it; ``text`` are the words at ``span`` inside ``passage``."""

    text: str
    where: Where
    passage: StoredPassage
    span: Span
    info: ProblemInfo


class Predicate(NamedTuple):
    """The end of a title with a slot in front: ``〔对象〕机制不完善``; ``finding`` is the title's first clause."""

    of: str
    wrong: str
    finding: Finding

    @property
    def pattern(self) -> str:
        """The pattern with its slot."""
        return f"〔对象〕{self.of}{self.wrong}"


@lru_cache(maxsize=4)
def _mined(holdings: Holdings) -> tuple[Predicate, ...]:
    """Predicates of all titles of a library, one of each form; cached by the holdings of a revision."""
    best: dict[tuple[str, str], Predicate] = {}
    for info in holdings.problems.values():
        if info.kind is DocumentKind.CASE:
            continue
        for finding in title(holdings, holdings.same(info)):
            predicate = predicate_of(finding)
            if predicate:
                best.setdefault((predicate.of, predicate.wrong), predicate)
    return tuple(best.values())


def is_fault(text: str) -> bool:
    """Whether words name a shortcoming of the inspected unit."""
    return bool(FAULT.search(text)) and not OFFENCE.search(text)


def predicates(holdings: Holdings) -> tuple[Predicate, ...]:
    """What the titles of the library say is wrong, each form with the first title it stands in."""
    return _mined(holdings)


def predicate_of(finding: Finding) -> Predicate | None:
    """What a title says is wrong, where it ends in words known to say so."""
    match = _PREDICATE.search(finding.text)
    if match is None or match.start() == 0:
        return None
    return Predicate(match["of"] or "", match["wrong"], finding)


def wrong(text: str) -> str:
    """The words at the end of a clause that say what is wrong in official language; empty where there are none."""
    match = _FORMAL.search(text)
    return match["wrong"] if match and match.start() >= _OBJECT_LEAST else ""


def title(holdings: Holdings, info: ProblemInfo) -> Iterator[Finding]:
    """The first clause of a problem's title, which names the matter; nothing for cases: their titles name documents."""
    if info.kind is DocumentKind.CASE:
        return
    passage = holdings.place(info, info.problem.title_span)
    if passage is None:
        return
    printed = holdings.text(info, info.problem.title_span)
    clause = re.split(r"[，,；;。]", printed, maxsplit=1)[0].strip('“”"')
    at = printed.find(clause)
    if clause and at >= 0:
        start = info.problem.title_span.start + at
        yield Finding(clause, Where.TITLE, passage, Span(start, start + len(clause)), info)


def details(info: ProblemInfo, passages: Sequence[StoredPassage]) -> Iterator[Finding]:
    """Shortcomings named in passages of a problem; its title, repeated in them, is not among them."""
    for passage in passages:
        if passage.kind in (PassageKind.MEASURE, PassageKind.PENDING, PassageKind.PROBLEM):
            yield from (
                found for found in _in_passage(info, passage) if not _overlap(found.span, info.problem.title_span)
            )


def terms(info: ProblemInfo, passage: StoredPassage, official: Iterable[str]) -> Iterator[Finding]:
    """Official terms that stand in a passage, with their first place there."""
    folded = fold(passage.text)
    for term in official:
        at = folded.find(fold(term))
        if at >= 0:
            yield _finding(info, passage, Where.TERM, at, at + len(term))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _in_passage(info: ProblemInfo, passage: StoredPassage) -> Iterator[Finding]:
    folded = fold(passage.text)
    for match in _NAMED.finditer(folded):
        if is_fault(match["name"]):
            begun = _THERE_IS.match(match["name"])
            start = match.start("name") + (begun.end() if begun else 0)
            yield _finding(info, passage, Where.NAMED, start, match.end("name"))
    for match in _LISTED.finditer(folded):
        groups = ["list", "last"] if match["last"] else ["list"]
        for group in groups:
            yield from _items(info, passage, folded, match.start(group), match.end(group))


def _items(info: ProblemInfo, passage: StoredPassage, folded: str, start: int, end: int) -> Iterator[Finding]:
    lead = _LEAD.match(folded[start:end].partition("、")[0])
    at = start + (lead.end() if lead else 0)
    for item in _ITEMS.split(folded[at:end]):
        if not is_fault(item):
            return  # a list of other things, to all of which its end belongs: 侦查、流转等环节程序不规范
        name = _KIND_OF.sub("", item)
        fits = len(name) in _ITEM_LENGTHS and not _DIGIT.search(item) and "等" not in item
        if fits and not item.startswith(("的", "和", "及", "与")):
            yield _finding(info, passage, Where.LISTED, at, at + len(name))
        at += len(item) + 1


def _finding(info: ProblemInfo, passage: StoredPassage, where: Where, start: int, end: int) -> Finding:
    span = Span(passage.span.start + start, passage.span.start + end)
    return Finding(passage.text[start:end], where, passage, span, info)
