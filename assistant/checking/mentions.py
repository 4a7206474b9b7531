"""Quotations, 《titles》 and names of a normal sentence, looked up in the passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.checking.normal import letters
from assistant.checking.words import content_words, plain, support

_QUOTED = re.compile(r"“([^“”]*)”")
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
# What leads to somebody's words.
_LEAD = re.compile(r"(?:指出|规定|明确|写明|载明|强调|要求|提出|表述为|原文为?|称|说|为|是|[:：])[,:]?$")
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")

#: A quoted string up to this length may be a name or a term (“回头看”, “一岗双责”) and then needs only to be made of the
#: passage's words; a longer one quotes.
TERM = 8

# Parts of a title that a citation may leave out.
_OMITTED = re.compile(r"^中华人民共和国|\((?:试行|暂行|修订|草案|征求意见稿)\)$|\(\d{4}[^()]*\)$")
_SHORTEST_TITLE = 4


def false_quotes(sentence: str, passages: list[str]) -> Iterator[str]:
    """Quotations that do not stand exactly (letters and digits) in one passage; left-out parts are marked by ``…``."""
    texts = [letters(passage) for passage in passages]
    outside = _TITLE.sub(lambda match: "\x00" * len(match.group()), sentence)
    for match in _QUOTED.finditer(outside):
        quoted = match.group(1).replace("\x00", "")
        parts = [letters(part) for part in _ELLIPSIS.split(quoted)]
        if not any(parts) or any(_in_order(parts, text) for text in texts):
            continue
        if len(letters(quoted)) <= TERM and not _LEAD.search(outside[: match.start()]) and _made_of(quoted, texts):
            continue
        yield quoted


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _made_of(quoted: str, texts: list[str]) -> bool:
    words = [word.text for word in content_words(quoted)] or [quoted]
    return any(all(letters(word) in text for word in words) for text in texts)


def false_titles(sentence: str, passages: list[str]) -> Iterator[str]:
    """《Titles》 that no passage names: as printed, without 中华人民共和国 and (试行), or by its last words
    (《督察条例》 for 《公安机关督察条例》).
    """
    texts = [letters(plain(passage)) for passage in passages]
    printed = [letters(plain(match)) for passage in passages for match in _TITLE.findall(passage)]
    for match in _TITLE.finditer(sentence):
        full = match.group(1)
        short = letters(plain(_OMITTED.sub("", _OMITTED.sub("", full))))
        name = letters(plain(full))
        if not name or any(name in text for text in texts):
            continue
        if len(short) >= _SHORTEST_TITLE and any(short in text for text in texts):
            continue
        if any(title.endswith(short) for title in printed if len(short) >= _SHORTEST_TITLE):
            continue
        yield full


# The level of a body and what it is: 市 公安局, 县 纪委.  The same body of another level is another body.
_LEVEL = "省市县区镇乡州旗部"
_BODY = (
    "人民政府|政府|公安局|公安厅|公安机关|公安分局|分局|局党委|党委|党组|纪委监委|纪委|监委|政法委|委政法委|委巡察办|委巡察组|委组织部|委|局|厅"
    "|检察院|人民检察院|法院|人民法院|司法局|财政局|审计局"
)
_RANKED = re.compile(rf"(?P<level>[{_LEVEL}])(?P<body>{_BODY})(?![员托会内办])")


def false_levels(sentence: str, passages: list[str]) -> Iterator[str]:
    """Bodies named one level up or down: 县纪委 where every passage says 市纪委."""
    known: dict[str, set[str]] = {}
    for passage in passages:
        for match in _RANKED.finditer(plain(passage)):
            known.setdefault(_kind(match["body"]), set()).add(match["level"])
    text = plain(sentence)
    for match in _RANKED.finditer(text):
        levels = known.get(_kind(match["body"]))
        if levels and match["level"] not in levels and not any(match.group() in plain(p) for p in passages):
            yield match.group()


def _kind(body: str) -> str:
    """公安局 and 局 of a level are the same body."""
    return "公安" if body in ("公安局", "公安厅", "局", "厅", "局党委") else body


# jieba's tags of names: persons, places, bodies.
_NAMES = ("nr", "ns", "nt")
_ORGANISED = re.compile(
    r"(?:支队|大队|中队|总队|派出所|分局|公安局|公安厅|检察院|法院|委员会|领导小组|办公室|指挥部|研究院|大学|学院|医院|公司|集团|街道|社区|协会"
    r"|委|局|厅|处|科|部|组|办|院|所|站|中心)$"
)


def false_names(sentence: str, passages: list[str]) -> Iterator[str]:
    """Names of places, persons and bodies of which no passage holds the words."""
    texts = [plain(passage) for passage in passages]
    yield from _bodies(plain(sentence), "\n".join(texts))
    for word in content_words(sentence):
        name = word.text
        if len(name) < 2 or not word.tag.startswith(_NAMES):  # noqa: PLR2004 - single characters are no names
            continue
        stem = name[:-1] if name[-1] in "省市县区镇乡村" and len(name) > 2 else name  # noqa: PLR2004
        if any(stem in text for text in texts):
            continue
        if word.tag == "nr" and not _person(name, sentence):
            continue
        organ = _ORGANISED.search(name)
        if word.tag == "nt" and organ and any(name[: organ.start()] in t and organ.group() in t for t in texts):
            continue
        if word.tag == "nt" and not organ:
            continue
        yield name


# The last word of a body's name; what stands before it tells which one (督察 大队, 法制 大队).
_HEAD = re.compile(r"(?:支队|大队|中队|总队|分局|科|处室?|司|部门|委员会|领导小组|派出所|监狱|看守所|拘留所|检察院|法院|街道办?)$")
_PLAIN_MODIFIERS = frozenset("各 该 本 其 有关 相关 牵头 责任 业务 职能 上级 下级 主管 全体 所属 基层 成员 机关 内设 办案 下属 具体 所有 被".split())


def _bodies(sentence: str, text: str) -> Iterator[str]:
    """Bodies told from others of their kind by a word that no passage holds."""
    words = content_words(sentence)
    for modifier, head in pairwise(words):
        name = f"{modifier.text}{head.text}"
        if name not in sentence or not _HEAD.fullmatch(head.text) or modifier.text in _PLAIN_MODIFIERS:
            continue
        if modifier.tag.startswith(("n", "j", "v")) and modifier.weight == 1.0 and support(modifier, text) < LEAST_OF_NAME:
            yield name


#: A word of a name is there or is not; .5 lets 治安 stand for 治安管理.
LEAST_OF_NAME = 0.5


_OFFICE = re.compile(
    r"书记|局长|厅长|部长|市长|县长|区长|主任|支队长|大队长|中队长|队长|政委|教导员|指导员|处长|科长|所长|组长|主席|委员|民警|辅警|同志|法官|检察官|某"
)


def _person(name: str, sentence: str) -> bool:
    """jieba takes many words for names (明察, 严查); a person stands next to an office."""
    at = sentence.find(name)
    around = sentence[max(0, at - 4) : at] + " " + sentence[at + len(name) : at + len(name) + 3]
    return bool(_OFFICE.search(around)) or "某" in name
