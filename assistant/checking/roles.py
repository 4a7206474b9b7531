"""Offices, and those who decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.align import CLOSE, share
from assistant.checking.normal import sentences
from assistant.checking.words import plain

_OFFICE = re.compile(
    r"(?P<deputy>副)?(?P<office>支队长|大队长|中队长|总队长|队长|局长|所长|处长|科长|厅长|部长|市长|县长|区长|主任|书记|组长|政委|教导员|院长|检察长|督察长|站长)"
)


def false_offices(sentence: str, passages: list[str]) -> Iterator[str]:
    """Deputies called chiefs and the reverse, where the passages name only the other."""
    printed = {(match["deputy"], match["office"]) for passage in passages for match in _OFFICE.finditer(passage)}
    for match in _OFFICE.finditer(sentence):
        deputy, office = match["deputy"], match["office"]
        if (deputy, office) not in printed and (None if deputy else "副", office) in printed:
            yield match.group()


# By whom something is decided or done: 经县级以上公安机关负责人批准, 由当事人签名.
_DECIDES = re.compile(
    r"(?:由|经|报请|报(?!送)|请|交(?!由))(?P<who>[^,。;:由经报请向]{2,24}?)"
    r"(?P<verb>批准|审批|同意|决定|负责(?!人|同志)|审核|审签|签字|签名|签发|盖章|备案|牵头|组织实施|领导|受理|执行|报告|汇报|申诉|担任|任组长|审查|复核|保管)"
)
_SAME_VERB = {
    "审批": "批准",
    "同意": "批准",
    "签字": "签名",
    "盖章": "签名",
    "审签": "签名",
    "汇报": "报告",
    "审查": "审核",
}
#: The one who decides shares so much with one whom a passage lets decide: 公安机关负责人 for 县级以上公安机关负责人.
_SAME_ONE = 0.6


def false_agents(sentence: str, passages: list[str]) -> Iterator[str]:
    """Those who decide, where the passages let others do it and not them."""
    decided = [
        (_SAME_VERB.get(match["verb"], match["verb"]), match["who"], row)
        for passage in passages
        for row in sentences(plain(passage))
        for match in _DECIDES.finditer(row)
    ]
    for part in sentences(plain(sentence)):
        for match in _DECIDES.finditer(part):
            verb = _SAME_VERB.get(match["verb"], match["verb"])
            printed = [(who, share(part, row)) for other, who, row in decided if other == verb]
            nearest = max((near for _, near in printed), default=0.0)
            others = [who for who, near in printed if near >= nearest * CLOSE]
            if others and not any(share(match["who"], who) >= _SAME_ONE for who in others):
                yield f"{match['who']}{match['verb']}"
