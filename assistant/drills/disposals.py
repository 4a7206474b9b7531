"""What became of whom, as the disposals of a typical case tell it: one person, all forms together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.drills.material import Fact, whom
from assistant.drills.model import Audience

_FORM = re.compile(
    r"停止执行职务|政务记大过处分|政务记过处分|政务警告处分|记大过处分|记过处分|警告处分|降级处分|撤职处分|开除|解除劳动合同|诫勉谈话|诫勉|"
    r"批评教育|(?:责令)?(?:作出)?书面检查|谈话提醒|扣减绩效|调离\S{0,4}岗位|退缴|赔偿|[^，,；;。]{0,8}依法收缴|移送(?:司法|监察|纪检)\S{0,4}机关|约谈|通报批评"
)
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


def by_person(facts: Iterable[Fact]) -> list[tuple[str, str, tuple[Fact, ...]]]:
    """Persons with the forms they meet, joined by 、, and the words that say so; in the order of the source.

    A clause without a person goes on about the one before it (给予戊记大过处分，购物卡款项依法收缴).
    """
    forms: dict[str, dict[str, None]] = {}
    places: dict[str, dict[Fact, None]] = {}
    for fact in facts:
        person = ""
        for clause in _CLAUSE.findall(fact.text):
            named = whom(fact._replace(text=clause))
            person = named[0] if named else person
            found = _FORM.findall(clause)
            if person and found:
                forms.setdefault(person, {}).update(dict.fromkeys(found))
                places.setdefault(person, {})[fact] = None
    return [(person, "、".join(_distinct(found)), tuple(places[person])) for person, found in forms.items()]


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
        return f"{who}：{_CLUE if _GRAVE.search(form) else _DRAFTED_HEAD if head else _DRAFTED}"
    if audience is Audience.STATION:
        return f"{who}：报上级决定，建议{form}" if head or _ABOVE.search(form) else f"{who}：{form}"
    return f"{who}：建议{form}"


def _distinct(found: Iterable[str]) -> list[str]:
    """Forms without those that another one holds (诫勉 beside 诫勉谈话)."""
    kept = list(found)
    return [one for one in kept if not any(one != other and one in other for other in kept)]
