"""Names of police units in a question: 云泽市公安局, 云泽市公安局星汀分局, 星汀派出所; not 我们派出所, 市公安局."""

from __future__ import annotations

import re
from typing import NamedTuple

import rjieba

#: The word a unit's name ends in, or goes on behind.
_ANCHOR = re.compile(r"公安(?:厅|分局|局)|分局|派出所|看守所|拘留所|[支大中]队")

#: Longest run before an anchor that can be part of the name: 内蒙古自治区锡林郭勒盟 has 11 characters.
_LONGEST = 11

#: What stands in a sentence before a name and never inside one; 万年县 and 个旧市 are places, 石家庄 and 海口 go on.
_BREAK = re.compile(
    r"[^\u4e00-\u9fff]|[了的是说我你他她咱给让没还又叫请告案转听想吗呢吧啊啥谁哪]|年(?!县)|个(?!旧)|这|那(?!曲|坡)|把|被|月|结果|关于|问题|情况|现在|"
    r"以前|以往|以来|如果|因为|听闻|据悉|根据|反映|投诉|举报|巡察|发现|群众|民警|领导|所长|局长|隔壁|附近|辖区|当地|外地|别处|其他|下属|所属|所在|直属"
)

#: What stands right before a name: verbs, prepositions and numbers; 和平 and 向阳 are names.
_LEAD = re.compile(
    r"^(?:[在到去对跟由查看找问与及从有为某各每本该全几两一三]|和(?!平|田|县|政|顺|龙)|向(?!阳)|属于|来自|前往|位于|包括|以及|还有)+(?=[\u4e00-\u9fff]{2})"
)

#: The last word that joins two names: 云泽市局和星汀分局.
_AND = re.compile(r"[和与跟及](?=[^和与跟及]*$)")

#: A place with its rank: 江宁省青岚市, 沛县.
_PLACE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,5}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,4}?(?:市|州|盟|地区))?(?:[\u4e00-\u9fff]{1,4}?[县区旗市])?"
)
_NO_PLACE = re.compile(r"^(?:[我本你您咱某各全哪别外其这那该同们省上下][省市县区州旗]|[省市县区州旗]+$)")

#: Units below a bureau; a squad is one only behind a bureau or a place.
_SQUAD = re.compile(r"[支大中]队|看守所|拘留所")
_PARENT = re.compile(r"公安(?:厅|局|分局)|分局")

#: Ends of the names of places that are words as well: 人民路派出所.
_SPOT = re.compile(r"(?:路|街|镇|桥|山|河|湖|门|寺|庄|塘|港|洲|岭|湾|滩|新区)$")

#: Tags of proper names; a dictionary word of any other kind (基层, 农村) names no unit.
_GRAMMAR = frozenset(("v", "p", "c", "d", "r", "u", "uj", "ul", "m", "q", "y"))
_PROPER = ("ns", "nr", "nz", "nt", "x")

#: Dictionary words that are names of places as well.
_KINDS = re.compile(r"^(?:新建|和谐|平安|中心|城区|城乡|开发区|高新区|模范|示范|枫桥式?)$")

_SHORT_NAMES = range(2, 5)

#: Between a bureau and the unit below it: 公安局治安管理大队.
_BELOW = range(1, 7)


class UnitName(NamedTuple):
    """The name of a unit at ``start``/``end`` of the searched text; ``full`` tells that it begins with a place."""

    start: int
    end: int
    name: str
    full: bool


def unit_names(text: str) -> tuple[UnitName, ...]:
    """The units that a (folded) text names, in order; a unit below another one is named with it."""
    found: list[UnitName] = []
    for anchor in _ANCHOR.finditer(text):
        floor = found[-1].end if found else 0
        if found and _PARENT.search(found[-1].name) and anchor.start() - floor in _BELOW:
            between = text[floor : anchor.start()]
            if not _BREAK.search(between) and not _LEAD.match(between):
                found[-1] = found[-1]._replace(end=anchor.end(), name=text[found[-1].start : anchor.end()])
                continue
        start = _start(text, max(floor, anchor.start() - _LONGEST), anchor)
        if start is not None:
            full = bool(_whole_place(text[start : anchor.start()]))
            found.append(UnitName(start, anchor.end(), text[start : anchor.end()], full))
    return tuple(found)


def _start(text: str, floor: int, anchor: re.Match[str]) -> int | None:
    """Where the name that ends in an anchor begins; None where there is no name."""
    breaks = [match.end() for match in _BREAK.finditer(text, floor, anchor.start())]
    start = max([floor, *breaks])
    lead = _LEAD.match(text[start : anchor.start()])
    start += lead.end() if lead else 0
    first = _name_start(text, start, anchor)
    joint = _AND.search(text, start, anchor.start())
    return first if first is not None or joint is None else _name_start(text, joint.end(), anchor)


def _name_start(text: str, start: int, anchor: re.Match[str]) -> int | None:
    """``start`` where all from there to the anchor is a name."""
    words = text[start : anchor.start()]
    if _whole_place(words):
        return start
    squad = _SQUAD.fullmatch(anchor.group())
    if squad:
        # 雾岭县交警大队
        place = next((end for end in range(len(words), 1, -1) if _whole_place(words[:end])), 0)
        return start if place and len(words) - place in _BELOW else None
    if anchor.group() in ("公安局", "公安厅"):
        return start if len(words) in _SHORT_NAMES and _proper(words) else None
    return start if len(words) in _SHORT_NAMES and (_proper(words) or _SPOT.search(words)) else None


def _whole_place(words: str) -> bool:
    return len(words) > 1 and not _NO_PLACE.match(words) and bool(_PLACE.fullmatch(words))


def _proper(words: str) -> bool:
    """Whether words are a proper name: no dictionary word of another kind is among them, nor a verb."""
    if _KINDS.match(words):
        return False
    tags = rjieba.tag(words)
    common = any(len(word) > 1 and not tag.startswith(_PROPER) for word, tag in tags)
    return not common and not any(len(word) == 1 and tag in _GRAMMAR for word, tag in tags)
