"""Whether a sentence says of more, or under fewer conditions, what the passages say of some."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.align import Place, share
from assistant.checking.measured import measured
from assistant.checking.stance import PARTIAL, Clause, total, universal, weakly_universal
from assistant.checking.words import content_words, plain, support

Read = list[tuple[tuple[Clause, ...], ...]]


def widened(clause: Clause, stated: str, found: list[Place], read: Read) -> Iterator[str]:
    """What is wrong with the scope of a clause of a normal sentence, in Chinese."""
    close = [_at(place, read).text for place in found]
    rows = [" ".join(other.text for other in read[place.passage][place.sentence]) for place in found]
    union = "\n".join(other.text for passage in read for row in passage for other in row)
    for find in (_total, _only, _some, _each):
        yield from find(clause.text, stated, close, rows, union)
    yield from _conditions(clause, stated, found, read)
    yield from _joint(clause.text, stated, found, read)
    if clause.modals or universal(clause.text) or weakly_universal(clause.text):
        yield from _topic(stated, found, read)


def _at(place: Place, read: Read) -> Clause:
    return read[place.passage][place.sentence][place.clause]


# 11个派出所中有6个…: all are named, some are meant.
_AMONG = re.compile(r"(?<![其])中有?(?=[\d一二两三四五六七八九十])|其中")
_ALL = re.compile(r"全部|所有|一律|悉数|均|都|逐一|全都")
#: The clause that tells what is said of all shares so much with the words behind 均.
_TOLD = 0.6
# 任何一项不合格 for 甲或者乙不合格.
_ANY = re.compile(r"任何一|任一|任意一")


def _total(clause: str, stated: str, close: list[str], rows: list[str], union: str) -> Iterator[str]:
    """全部, 均 where the passage speaks of some, or counts fewer."""
    word, weakly = universal(clause), weakly_universal(clause)
    if not word and not weakly:
        return
    said = {amount.value for amount in measured(stated).amounts}
    partial = all(PARTIAL.search(text) and not total(text) for text in close)
    either = _ANY.search(clause) and any("或" in text for row in rows for text in [row])
    if (word and not either and not any(total(text) for text in close)) or (
        weakly and (partial or all(_counted(text, said) for text in close))
    ):
        yield f"引文没有说“{word or weakly}”"
        return
    behind = _ALL.split(clause)[-1]
    rated = [(share(behind, text), text) for text in union.split("\n")]
    best = max((value for value, _ in rated), default=0.0)
    told = [text for value, text in rated if value >= best]
    if best >= _TOLD and len(behind) > 1 and all(_counted(text, said) for text in told):
        yield f"引文没有说“{word or weakly}”，只说了“{told[0]}”"
    elif "除外" in " ".join(rows) and not re.search("除外|除.+外", stated):
        yield f"引文有例外，没有说“{word or weakly}”"


def _counted(text: str, said: set[float]) -> bool:
    """Whether a clause counts some (有22份…) that the sentence does not name, and does not speak of all."""
    return (not total(text) or bool(_AMONG.search(text))) and any(
        amount.kind in ("count", "person") and amount.value not in said for amount in measured(text).amounts
    )


_ONLY = re.compile(r"唯一|仅在于|仅仅|只有|仅限|只能|专门由")
_ONLY_PRINTED = re.compile(r"唯一|仅|只|最多|专门|方可|才")


def _only(clause: str, stated: str, close: list[str], rows: list[str], union: str) -> Iterator[str]:
    """唯一, 只有 where the passage does not exclude others."""
    match = _ONLY.search(clause)
    if match and not any(_ONLY_PRINTED.search(row) for row in rows):
        yield f"引文没有说“{match.group()}”"
    del stated, close, union


_SOME = re.compile(r"(?:部分|个别|有的|一些|有些|少数|多数|大多数?|大部分|若干|某些)(?P<who>[\u4e00-\u9fff]{2})")
_FIGURES = re.compile(r"\d|[一二两三四五六七八九十]+[个名起件家]")


def _some(clause: str, stated: str, close: list[str], rows: list[str], union: str) -> Iterator[str]:
    """部分民警 turned into 民警."""
    if PARTIAL.search(stated) or re.search("有|存在|出现", clause):
        return
    best = _SOME.search(close[0]) if close else None
    if best and best["who"] in clause and not _FIGURES.search(clause):
        yield f"引文说的是“{best.group()}”"
    del rows, union


_EACH = re.compile(r"(?P<all>全[省市县区镇局]|全体|各类|各种|各个?(?![自项级地方界]))(?P<who>[\u4e00-\u9fff]{2})")
_WIDE = "各|每|全[部体省市县区镇局]|所有|任何|一切|逐"


def _each(clause: str, stated: str, close: list[str], rows: list[str], union: str) -> Iterator[str]:
    """全县中小学, 各中队, 全体民警 where the passage names a part of them."""
    for match in _EACH.finditer(clause):
        word, who = match["all"], match["who"]
        named = content_words(who)
        if f"{word}{who}" in union or not named or named[0].tag.startswith("v"):
            continue
        narrower = re.search(rf"{word}[\u4e00-\u9fff]{{1,4}}{who}", union)
        if who in union:
            carried = re.search(rf"(?:{_WIDE}|[\d两三四五六七八九十][个家名])[^,。;\n]{{0,8}}{who}", union)
        else:
            carried = next((found for row in rows if (found := re.search(_WIDE, row))), None)
        if narrower or not carried:
            yield f"引文没有说“{word}{who}”" + (f"，说的是“{narrower.group()}”" if narrower else "")
    del stated, close


#: A condition is left out if the sentence holds less than this of its words.
_LEFT_OUT = 0.2
_CONDITION = re.compile(r"的$|^经.*(?:批准|同意|决定|审批)$|^必要时$")
# The number of an article in front of its first condition, and the lead of a list of conditions.
_HEADING = re.compile(r"^(?:《[^》]*》)?第[一二三四五六七八九十百零\d]+条(?:之[一二三四五六七八九十]+)?")
_LISTED = re.compile(r"(?:下列|以下)(?:情形|情况|行为)?之一的$")


def _conditions(clause: Clause, stated: str, found: list[Place], read: Read) -> Iterator[str]:
    """A duty, permission or prohibition without the condition that stands directly before it (情节严重的,经…批准)."""
    if not clause.modals or not found:
        return
    place = found[0]
    for other in read[place.passage][place.sentence][max(0, place.clause - 2) : place.clause]:
        condition = _HEADING.sub("", other.text)
        if _CONDITION.search(condition) and not _LISTED.search(condition) and share(condition, stated) < _LEFT_OUT:
            yield f"漏掉了引文的条件“{condition}”"


_JOINT = re.compile(r"(?:并且|而且|且|并(?!列|案|处|入|非))")
_EITHER = re.compile(r"或者?")
#: Of two joint conditions one is named if so much of it is, the other left out if less than this is.
_WHOLE_PART, _PART_SAID = 0.7, 0.34


def _joint(clause: str, stated: str, found: list[Place], read: Read) -> Iterator[str]:
    """Conditions of which all must be met, of which a sentence names one or makes alternatives, and the reverse."""
    if not clause.endswith("的") or not found:
        return
    printed = _HEADING.sub("", _at(found[0], read).text)
    if not printed.endswith("的"):
        return
    if _JOINT.search(printed) and not _EITHER.search(printed):
        if _EITHER.search(clause) and not _JOINT.search(clause):
            yield f"引文的条件须同时具备：“{printed}”"
            return
        parts = [part for part in _JOINT.split(printed) if len(part) > 1]
        left = [part for part in parts if share(part, stated) < _PART_SAID]
        if left and any(share(part, clause) >= _WHOLE_PART for part in parts):
            yield f"漏掉了引文的条件“{left[0]}”"
    elif _EITHER.search(printed) and not _EITHER.search(clause) and re.search("均|都|同时|且", clause):
        yield f"引文的条件具备其一即可：“{printed}”"


_TOPIC = re.compile(r"^(?:但是?|其中)?对于?(?P<what>[^,、]{3,20})$")


def _topic(stated: str, found: list[Place], read: Read) -> Iterator[str]:
    """What is said of some things (对重点车辆,应当…) said of them all (车辆)."""
    if not found or not found[0].clause:
        return
    place = found[0]
    match = _TOPIC.match(read[place.passage][place.sentence][place.clause - 1].text)
    words = content_words(plain(match["what"])) if match else ()
    text = plain(stated)
    if match and len(words) > 1 and words[-1].text in text:
        lost = [word.text for word in words[:-1] if word.weight == 1 and support(word, text) <= 0]
        if lost:
            yield f"引文说的是“{match['what']}”"
