"""How inspected units are called in questions: without marks of rank, by a part of the name, by the spoken branch."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.text import fold
from retrieval.unit_names import UnitName

#: What may stand around a unit's name without being part of it.
_UNIT_FRAME = re.compile(r"^中共|(?:党委|党组|党总支|委员会)$")

#: A name shorter than this without its marks is a syllable of many words.
_SHORTEST = 2

#: What tells apart neither units nor places: 青岚公安局 is 青岚市公安局, 星汀公安分局 is 星汀分局.
NO_MARK = re.compile(r"[省市县区州盟旗]|公安[局厅]?|中共")

#: How branches of the police are called in speech.
_BRANCHES = (
    ("交通警察", "交警"),
    ("交通管理", "交管"),
    ("刑事侦查", "刑侦"),
    ("刑事警察", "刑警"),
    ("经济犯罪侦查", "经侦"),
    ("治安管理", "治安"),
    ("巡逻警察", "巡警"),
    ("巡特警", "特警"),
    ("特种警察", "特警"),
    ("特别警察", "特警"),
    ("网络安全保卫", "网安"),
    ("警务督察", "督察"),
    ("出入境管理", "出入境"),
)

#: The part of a unit's name by which it is called: 星汀分局.
_CALLED = re.compile(r"公安[局厅](?P<part>[\u4e00-\u9fff]{2,8}?(?:分局|派出所|[支大中]队))$")

#: An office below a bureau, whose name without marks still tells it apart.
_OFFICE = re.compile(r"[\u4e00-\u9fff]{3,}(?:[支大中]队|派出所|看守所|拘留所)$")


def is_named(unit: str, question: str, names: Sequence[UnitName]) -> bool:
    """Whether a question names a unit, wholly or by the part it is called by: 星汀分局."""
    whole = _bare(unit)
    if whole in question:
        return True
    marks = NO_MARK.sub("", whole)
    if _OFFICE.search(marks) and branch(marks) in NO_MARK.sub("", branch(question)):
        return True
    for asked in names:
        said = NO_MARK.sub("", asked.name)
        called = _CALLED.search(whole)
        part = NO_MARK.sub("", called["part"]) if called else ""
        if said in (marks, part) and len(said) >= _SHORTEST:
            return True
    return False


def branch(text: str) -> str:
    """A text with the branches of the police as they are called: 江棠市交通警察支队 → 江棠市交警支队."""
    for written, called in _BRANCHES:
        text = text.replace(written, called)
    return text


def called(unit: str) -> tuple[str, ...]:
    """What a unit may be called, longest first: its name, and the same without marks of rank and with its branch as it
    is spoken of.
    """
    whole = _bare(unit)
    spoken = branch(whole)
    names = {whole, spoken, NO_MARK.sub("", spoken), spoken.replace("公安局", "")}
    return tuple(sorted(names, key=len, reverse=True))


def _bare(unit: str) -> str:
    """A unit's name without the words of its party committee."""
    return fold(_UNIT_FRAME.sub("", _UNIT_FRAME.sub("", unit)))
