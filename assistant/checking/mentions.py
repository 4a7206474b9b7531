"""Quotations, 《titles》 and names of a normal sentence, looked up in the passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.checking.align import share
from assistant.checking.normal import clauses, letters
from assistant.checking.words import WEAK, Word, content_words, plain, support, vocabulary

_QUOTED = re.compile(r"“([^“”]*)”")
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
# What leads to somebody's words.
_LEAD = re.compile(r"(?:指出|规定|明确|写明|载明|强调|要求|提出|表述为|原文为?|称|说|为|是|[:：])[,:]?$")
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")

#: A quoted string up to this length may be a name or a term (“回头看”, “一岗双责”) and then needs only to be made of
#: the passage's words; a longer one quotes.
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
_GRADE = re.compile(r"(?:设区的)?[省市县区乡镇部厅局处科]级(?![别联联])")
_RANKED = re.compile(rf"(?P<level>[{_LEVEL}])(?P<body>{_BODY})(?![员托会内办])")


def false_levels(sentence: str, passages: list[str]) -> Iterator[str]:
    """Bodies named one level up or down: 县纪委 where every passage says 市纪委."""
    known: dict[str, set[str]] = {}
    for passage in passages:
        for match in _RANKED.finditer(plain(passage)):
            known.setdefault(_kind(match["body"]), set()).add(match["level"])
    text = plain(sentence)
    for match in _GRADE.finditer(text):
        graded = any(_GRADE.search(plain(passage)) for passage in passages)
        if not any(match.group() in plain(p) or (not graded and match.group()[0] in p) for p in passages):
            yield match.group()
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
    whole, union = plain(sentence), "\n".join(texts)
    for find in (_bodies, _members, _gatherings):
        yield from find(whole, union)
    for word in content_words(sentence):
        name = word.text
        if len(name) < 2 or not word.tag.startswith(_NAMES):  # noqa: PLR2004 - single characters are no names
            continue
        stem = name[:-1] if name[-1] in "省市县区镇乡村" and len(name) > 2 else name  # noqa: PLR2004
        if any(stem in text for text in texts) or name in vocabulary().same or name[0] in _LEADS:
            continue
        if word.tag == "nr" and not _person(name, sentence):
            continue
        organ = _ORGANISED.search(name)
        if word.tag == "nt" and organ and any(name[: organ.start()] in t and organ.group() in t for t in texts):
            continue
        if word.tag == "nt" and not organ:
            continue
        yield name


#: Words of grammar that the segmenter takes for the beginning of a place (和|县教育局).
_LEADS = frozenset("和与及同向对由经在到从把将")

# The last word of the name of a body or an office; what stands before it tells which one (督察 大队, 财务 负责人).
_HEADS = (
    "支队|大队|中队|总队|分局|科|室|处室?|司|部门|委员会|领导小组|派出所|监狱|看守所|拘留所|检察院|法院|街道办?|中心|办公室|机构|组"
    "|负责人|主任|组长|所长|局长|书记|队长|处长|科长|政委|部长|厅长|站长|院长"
)
_HEAD = re.compile(rf"(?:{_HEADS})$")
_PLAIN_MODIFIERS = frozenset(
    re.findall(
        r"\S+",
        "各 该 本 其 有关 相关 配合 协办 承办 主要 直接 分管 党员 牵头 责任 业务 职能"
        " 上级 下级 主管 全体 所属 基层 成员 机关 内设 办案 下属 具体 所有 被 用作 作为 改为 列为 后经 商定 查明",
    )
)


def _bodies(sentence: str, text: str) -> Iterator[str]:
    """Bodies told from others of their kind by a word that no passage holds."""
    words = content_words(sentence)
    for modifier, head in pairwise(words):
        name = f"{modifier.text}{head.text}"
        whole = _HEAD.fullmatch(head.text)
        known = _HEAD.search(modifier.text) and modifier.text in text
        if whole and name in sentence and not known and _told_apart(modifier, text):
            yield name
    for word in words:
        ending = _HEAD.search(word.text)
        stem = word.text[: ending.start()] if ending else ""
        if stem and _abbreviated(word.text, text):
            continue
        if word.text not in text and len(stem) > 1 and stem not in _PLAIN_MODIFIERS and not _named(stem, text):
            yield word.text
    for match in _OFFICES.finditer(sentence):
        if match.group() not in text and match["stem"] not in _PLAIN_MODIFIERS and not _named(match["stem"], text):
            yield match.group()


def _abbreviated(name: str, text: str) -> bool:
    """Whether a name is made of the characters of a printed one in order (警保室 for 警务保障室)."""
    pattern = "[\u4e00-\u9fff]{0,3}?".join(map(re.escape, name))
    return len(name) > 2 and bool(re.search(pattern, text))  # noqa: PLR2004 - two characters stand near each other anywhere


def _gatherings(sentence: str, text: str) -> Iterator[str]:
    """Meetings and persons of whom only the surname is left."""
    for meeting in _MEETING.findall(sentence):
        if meeting not in text and not any(other in text for other in vocabulary().same.get(meeting, ())):
            yield meeting
    for match in _MASKED.finditer(sentence):
        if match.group() not in text:
            yield match.group()


# 信访处自…, 财务科对…: 处 and 科 are verbs and measure words to the segmenter.
_OFFICES = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2})(?:处|科|室|支队|大队)(?=[在自于对向与和、,将已为负牵会根按组及]|$)"
)
# 应急、文旅部门: the members of a list are as good as names.
_LIST = re.compile(r"[\u4e00-\u9fff]{2,5}(?:[、和与及][\u4e00-\u9fff]{2,8})+")
_AND = re.compile(r"[、和与及]")


def _members(sentence: str, text: str) -> Iterator[str]:
    """Members of a list of which the passages hold nothing."""
    for match in _LIST.finditer(sentence):
        if "、" not in match.group():
            continue
        members = _AND.split(match.group())
        for number, member in enumerate(members):
            words = [word for word in content_words(member) if len(word.text) > 1 and word.weight != WEAK]
            # What leads to a list and what follows it are no members (联合应急、文旅部门开展检查).
            words = words[-1:] if number == 0 else words[:1] if number == len(members) - 1 else words
            if words and all(word.tag.startswith(("n", "vn", "j")) and support(word, text) < MEMBER for word in words):
                yield words[0].text


#: A member of a list of which less than this is supported is another one.
MEMBER = 0.3


def _told_apart(modifier: Word, text: str) -> bool:
    """Whether a word tells a body from others of its kind, and the passages name none by it."""
    if (
        modifier.text in _PLAIN_MODIFIERS
        or len(modifier.text) == 1
        or re.search("[由经]", modifier.text)  # 并经|科信支队, 假|期由|大队: the segmenter's slip
        or not modifier.tag.startswith(("n", "j", "v", "b", "l", "i"))
    ):
        return False
    return modifier.weight == 1.0 and not _named(modifier.text, text)


#: Between the words of a name may stand as much: 法制支队 for 法制部门, 治安管理大队 for 治安大队, 刑侦、治安等部门.
_GAP = 12


def _named(word: str, text: str) -> bool:
    """Whether a word stands in front of any head of a name in the passages, or an official synonym does."""
    options = "|".join(map(re.escape, (word, *vocabulary().same.get(word, ()))))
    return bool(
        re.search(rf"(?:{options})(?:[\u4e00-\u9fff]{{0,3}}|[、和与及][\u4e00-\u9fff、]{{1,{_GAP}}})(?:{_HEADS})", text)
    )


# Meetings that decide; one is not the other.
_MEETING = re.compile(
    r"党委会|党组会|局长办公会|办公会|局务会|党政联席会|联席会|支委会|支部委员会|党员大会|民主生活会|组织生活会|座谈会|现场会|推进会|例会|听证会|新闻发布会|专班会"
)
# 钱某某, 王某: persons of whom only the surname is left.
_MASKED = re.compile(r"[\u4e00-\u9fff](?:某某?|××?)(?![\u4e00-\u9fff]?[市县区省局村镇])")


# Sanctions of Party, service and law, the longer names first: 警告 is not 党内警告, nor 严重警告.
_SANCTION = re.compile(
    r"党内严重警告|严重警告|党内警告|政务警告|行政警告|警告|留党察看|撤销党内职务|开除党籍|开除公职|开除|政务撤职|撤职|降级|降低警衔|取消警衔|记大过|记过|诫勉谈话|诫勉"
    r"|批评教育|通报批评|责令检查|书面检查|提醒谈话|约谈|调离|辞退|免职|停职|停止执行职务|禁闭|立案审查|立案|移送司法|组织处理|行政拘留|刑事拘留|取保候审|监视居住|逮捕"
    r"|扣发|限期离岗"
)
_SAME_SANCTION = {"诫勉谈话": "诫勉", "停职": "停止执行职务"}


def false_sanctions(sentence: str, passages: list[str]) -> Iterator[str]:
    """Sanctions that no passage prints, or that it prints against somebody else: in the clause that speaks of the
    matter stands another one.
    """
    texts = [plain(passage) for passage in passages]
    printed = {name for text in texts for name in _sanctions(text)}
    for clause in clauses(plain(sentence)):
        own = _sanctions(clause)
        yield from sorted(own - printed)
        target = _SANCTION.sub("", clause)
        rated = sorted(
            ((share(target, other), _sanctions(other)) for text in texts for other in clauses(text)),
            key=lambda pair: -pair[0],
        )
        best = [found for value, found in rated if value >= max(_TARGET, rated[0][0] * 0.9)]
        for name in sorted(own & printed):
            if best and all(found and name not in found for found in best):
                yield name


#: The clause that shares so much of the words besides the sanction names the same person.
_TARGET = 0.5


def _sanctions(text: str) -> set[str]:
    return {_SAME_SANCTION.get(name, name) for name in _SANCTION.findall(text)}


_OFFICE = re.compile(
    r"书记|局长|厅长|部长|市长|县长|区长|主任|支队长|大队长|中队长|队长|政委|教导员|指导员|处长|科长|所长|组长|主席|委员|民警|辅警|同志|法官|检察官|某"
)


def _person(name: str, sentence: str) -> bool:
    """Jieba takes many words for names (明察, 严查); a person stands next to an office."""
    at = sentence.find(name)
    around = sentence[max(0, at - 4) : at] + " " + sentence[at + len(name) : at + len(name) + 3]
    return bool(_OFFICE.search(around)) or "某" in name
