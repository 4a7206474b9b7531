"""Who does something: offices, those who decide, and the units of which something is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.checking.align import CLOSE, places, share
from assistant.checking.normal import clauses, sentences
from assistant.checking.words import content_words, plain

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
    r"(?:由|经|报请?|请|向)(?P<who>[^,。;:由经报请向]{2,24}?)"
    r"(?P<verb>批准|审批|同意|决定|负责|审核|审签|签字|签名|签发|盖章|备案|牵头|组织实施|领导|受理|执行|报告|汇报|申诉|担任|任组长|审查|复核|保管)"
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
    printed = [
        (_SAME_VERB.get(match["verb"], match["verb"]), match["who"], share(sentence, row))
        for passage in passages
        for row in sentences(plain(passage))
        for match in _DECIDES.finditer(row)
    ]
    for match in _DECIDES.finditer(plain(sentence)):
        verb = _SAME_VERB.get(match["verb"], match["verb"])
        nearest = max((near for other, _, near in printed if other == verb), default=0.0)
        others = [who for other, who, near in printed if other == verb and near >= nearest * CLOSE]
        if others and not any(share(match["who"], who) >= _SAME_ONE for who in others):
            yield f"{match['who']}{match['verb']}"


class _Unit(NamedTuple):
    name: str
    kind: str
    start: int


_KINDS = ("派出所", "分局", "支队", "大队", "中队", "社区", "街道", "镇", "县局", "看守所", "拘留所", "检查站")
#: So much of a clause must stand in the passage's for its unit to be asked for.
_SAME_MATTER = 0.4


def false_subjects(sentence: str, passages: list[str]) -> Iterator[str]:
    """Units of which something is said that the passages say of another unit of the kind: in the text up to the
    clause, that one is named last.
    """
    texts = [plain(passage) for passage in passages]
    for clause in clauses(plain(sentence)):
        for unit in _units(clause):
            rest = clause.replace(unit.name, "")
            found = [place for place in places(rest, texts) if place.share >= _SAME_MATTER]
            if not found or not any(unit.name in text for text in texts):
                continue
            named = [_last_named(texts[place.passage], place.sentence, place.clause, unit.kind) for place in found]
            if named and all(name and name != unit.name for name in named):
                yield unit.name


@lru_cache(maxsize=1024)
def _units(text: str) -> tuple[_Unit, ...]:
    """Units told by a name (柳河派出所), in order."""
    found, at = [], 0
    words = content_words(text)
    for first, second in pairwise(words):
        start = text.find(f"{first.text}{second.text}", at)
        if start >= 0 and second.text in _KINDS and first.tag.startswith(("ns", "nr", "nz", "n")) and first.weight == 1:
            found.append(_Unit(f"{first.text}{second.text}", second.text, start))
            at = start + 1
    return tuple(found)


def _last_named(passage: str, sentence: int, clause: int, kind: str) -> str:
    """The unit of a kind named last up to the end of a clause; empty where none is, or where the clause names more."""
    rows = [clauses(part) for part in sentences(passage)]
    before = [text for row in rows[:sentence] for text in row] + rows[sentence][: clause + 1]
    names = [unit.name for text in before for unit in _units(text) if unit.kind == kind]
    here = [unit.name for unit in _units(rows[sentence][clause]) if unit.kind == kind]
    return "" if len(here) > 1 or not names else names[-1]
