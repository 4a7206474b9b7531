"""What became of whom, as the disposals of a typical case tell it: one person, all forms together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.drills.material import Fact, whom

_FORM = re.compile(
    r"停止执行职务|政务记大过处分|政务记过处分|政务警告处分|记大过处分|记过处分|警告处分|降级处分|撤职处分|开除|解除劳动合同|诫勉谈话|诫勉|"
    r"批评教育|(?:责令)?(?:作出)?书面检查|谈话提醒|扣减绩效|调离\S{0,4}岗位|退缴|赔偿|[^，,；;。]{0,8}依法收缴|移送(?:司法|监察|纪检)\S{0,4}机关|约谈|通报批评"
)
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


def _distinct(found: Iterable[str]) -> list[str]:
    """Forms without those that another one holds (诫勉 beside 诫勉谈话)."""
    kept = list(found)
    return [one for one in kept if not any(one != other and one in other for other in kept)]
