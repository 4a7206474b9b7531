"""What became of whom, as the disposals of a typical case tell it: one person, all forms together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.drills.deeds import FORM, KIND, Dealt, is_about, parted
from assistant.drills.facts import Fact
from assistant.drills.material import whom
from assistant.drills.model import Audience
from kb.text import fold

#: What a station cannot decide about its own people.
_ABOVE = re.compile(r"处分|解除劳动合同|停止执行职务|诫勉|调离|移送|移交")
#: What inspectors hand over before anything is proposed, and what is for the bodies of supervision alone.
_GRAVE = re.compile(r"处分|停止执行职务|移送|移交|解除劳动合同")
_SUPERVISION = re.compile(r"政务|^移[送交]纪检监察机关$")
#: The grade of a sanction, which is for the body that decides it.
_GRADE = re.compile(r"(?:给予)?(?:记大过|记过|警告|降级|撤职|开除)(?:处分)?")

#: What is said of those whom the bodies of supervision deal with, and how inspectors pass on grave and other matters.
HANDED_OVER = "移交纪检监察机关依规依纪依法处理，所涉款物一并移交"
_CLUE = "作为问题线索按程序移交纪检监察机关"
_DRAFTED = "写明事实和责任，列入问题底稿，由被巡察单位按管理权限处理"
_DRAFTED_HEAD = "写明事实和责任，列入问题底稿，按程序移交有管理权限的上级党组织处理"

_CLAUSE = re.compile(r"[^，,；;。]+")

#: The person of a piece: counted, with the deed in front (对单独上路的2名辅警); or named without a number (对民警).
_WHOM = re.compile(
    r"\d+余?(?:(?:名|个)(?=[^次])|(?=人(?!次)))(?P<counted>[^，,、0-9]{1,8})|[对与](?:[^，,]*的)?(?P<named>[^，,]{2,8})"
)
#: Heads without a kind: of any row of that deed on which the form is the same.
_ANYBODY = re.compile(r"人|\w{0,6}(?:责任人|人员)")
#: Leaders of a part of the unit are members of its leadership: the party organisation above it deals with them.
_LEADERSHIP = re.compile(r"包案领导|分管\S{0,2}领导|班子成员")


def by_person(facts: Iterable[Fact]) -> list[tuple[str, str, tuple[Fact, ...]]]:
    """Persons with the forms they meet, joined by 、, and the words that say so; in the order of the source.

    A clause without a person goes on about the one before it (给予戊记大过处分，购物卡款项依法收缴).
    """
    forms: dict[str, dict[str, None]] = {}
    places: dict[str, dict[Fact, None]] = {}
    for fact in (piece for one in facts for piece in parted(one)):
        person = ""
        for clause in _CLAUSE.findall(fact.text):
            named = whom(fact._replace(text=clause))
            person = named[0] if named else person
            found = FORM.findall(clause)
            if person and found:
                forms.setdefault(person, {}).update(dict.fromkeys(found))
                places.setdefault(person, {})[fact] = None
    return [(person, "、".join(_distinct(found)), tuple(places[person])) for person, found in forms.items()]


def forms(text: str) -> list[str]:
    """The forms of disposal a text names, each once."""
    return _distinct(dict.fromkeys(FORM.findall(text)))


class Called(NamedTuple):
    """Somebody called to account: the disposal, what was told of him, the problem that it amounts to."""

    row: str
    seen: str
    finding: str = ""


def hung(rows: Sequence[Called], piece: Dealt) -> int | None:
    """Which of the rows a piece of a precedent is on, None for no one.

    It is on a person of the same kind whose deed is the one told there.  Where no deed is told it is on nobody: many
    meet a form, it does not tell what it was for.
    """
    text = fold(piece.text)
    named = _WHOM.search(text)
    person = (named["counted"] or named["named"]) if named else ""
    kind = KIND.search(person)
    if not kind and not _ANYBODY.match(person):
        return None
    found = forms(text)
    fitting: list[tuple[bool, float, int]] = []
    for at, (row, seen, finding) in enumerate(rows):
        who, _, form = row.partition("：")
        own = KIND.search(who.rpartition("的")[2])
        if kind and (not own or _class(kind[0]) != _class(own[0])):
            continue
        alike = any(one.removesuffix("谈话")[-2:] in form for one in found)
        # Heads without a kind are all whom that deed was found of: which of them this one is, the form tells.
        told = (f"{row}{seen}", finding) if kind else (f"{row}{seen}{finding}",)
        share = is_about(fold(piece.deed), *told)
        if share and (kind or alike):
            fitting.append((alike, share, -at))
    return -max(fitting)[2] if fitting else None


def _class(kind: str) -> str:
    """Kinds of persons, those who lead a unit or a part of it by what they lead (分管所领导, 分管副所长)."""
    return "分管" if "分管" in kind else kind


def proposal(row: str, audience: Audience, *, head: bool = False) -> str:
    """A disposal (对甲：记过处分) as far as the powers of the group go: what it cannot decide itself it proposes.

    A station decides the mild ones, of nobody who led it before (``head``); supervisors propose all of them;
    inspectors hand over and name no form.  The grade of a sanction is for whoever decides it; what goes to the bodies
    of supervision goes without any form.
    """
    who, _, form = row.partition("：")
    form = _GRADE.sub("给予处分", form.replace("建议", ""))
    if _SUPERVISION.search(form):
        return f"{who}：{HANDED_OVER}"
    if audience is Audience.INSPECTOR:
        drafted = _DRAFTED_HEAD if head or _LEADERSHIP.search(who) else _DRAFTED
        return f"{who}：{_CLUE if _GRAVE.search(form) else drafted}"
    if audience is Audience.STATION:
        return f"{who}：报上级决定，建议{form}" if head or _ABOVE.search(form) else f"{who}：{form}"
    return f"{who}：建议{form}"


def _distinct(found: Iterable[str]) -> list[str]:
    """Forms without those that another one holds (诫勉 beside 诫勉谈话)."""
    kept = list(found)
    return [one for one in kept if not any(one != other and one in other for other in kept)]
