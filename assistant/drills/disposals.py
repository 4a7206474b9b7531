"""What became of whom, as the disposals of a typical case tell it: one person, all forms together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.drills.facts import Fact
from assistant.drills.material import whom
from assistant.drills.model import Audience
from kb.tokens import pairs

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

#: Where a sentence on several persons is cut, and what opens the part on another person.
_PIECE = re.compile(r"[，,；;。]|、(?=\d+[名人](?!次))")
_OPENS = re.compile(r"^(?!其中)(?:[对与]|.*\d+余?[名人](?!次))")
#: The person of a piece: counted, with the deed in front (对单独上路的2名辅警); or named without a number (对民警).
_WHOM = re.compile(
    r"\d+余?(?:(?:名|个)(?=[^次])|(?=人(?!次)))(?P<counted>[^，、0-9]{1,8})|[对与](?:[^，]*的)?(?P<named>[^，]{2,8})"
)
_KIND = re.compile(
    r"分管\S{0,3}(?:领导|所长|队长|局长)|副?(?:中队长|大队长|所长|教导员)|辅警|民警|内勤|\w{2}员|负责人|领导|审批人"
)
#: Heads without a kind: of any row whose deed or form is the same.
_ANYBODY = re.compile(r"人|\w{0,6}(?:责任人|人员)")
#: What is left of a piece without these and the forms is the deed; shorter than four characters it tells none.
_NO_DEED = re.compile(r"\d+余?[名个人]?|其中|给予|责令|建议|[对与被的，、。]")
_DEED = 4
#: Pairs of characters shared with a row, where there are several on persons of that kind.
_SHARED = 2

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
            found = _FORM.findall(clause)
            if person and found:
                forms.setdefault(person, {}).update(dict.fromkeys(found))
                places.setdefault(person, {})[fact] = None
    return [(person, "、".join(_distinct(found)), tuple(places[person])) for person, found in forms.items()]


def parted(fact: Fact) -> list[Fact]:
    """A sentence on several persons, one piece for each of them (对4名民警批评教育 | 对1名中队长诫勉谈话); whatever
    names nobody stays with the piece before it.  The place of a piece is that of the sentence.
    """
    pieces: list[str] = []
    has_person = False
    for clause in _PIECE.split(fact.text.rstrip("。")):
        opens = bool(_OPENS.search(clause))
        if pieces and not (opens and has_person):
            pieces[-1] += f"，{clause}"
        else:
            pieces.append(clause)
        has_person = has_person or opens
    return [fact._replace(text=piece) for piece in pieces] if len(pieces) > 1 else [fact]


def forms(text: str) -> list[str]:
    """The forms of disposal a text names, each once."""
    return _distinct(dict.fromkeys(_FORM.findall(text)))


def hung(rows: Sequence[tuple[str, str]], text: str) -> int | None:
    """Which of the rows (disposal, what was told of that person) a piece of a precedent is on, None for no one.

    It is on a person of the same kind whose deed is like the one told there; where it tells no deed, or counts heads
    only, on one who meets the same form.
    """
    named = _WHOM.search(text)
    person = (named["counted"] or named["named"]) if named else ""
    kind = _KIND.search(person)
    if not kind and not _ANYBODY.match(person):
        return None
    found = forms(text)
    rest = _NO_DEED.sub("", _FORM.sub("", text.replace(kind[0], "", 1) if kind else text))
    deed = set(pairs(rest)) if len(rest) >= _DEED else set()
    scored: list[tuple[int, bool, int]] = []
    for at, (row, seen) in enumerate(rows):
        who, _, form = row.partition("：")
        own = _KIND.search(who.rpartition("的")[2])
        if kind and (not own or _class(kind[0]) != _class(own[0])):
            continue
        alike = any(one.removesuffix("谈话")[-2:] in form for one in found)
        scored.append((len(deed & set(pairs(f"{row}{seen}"))), alike, -at))
    if not scored:
        return None
    shared, alike, at = max(scored)
    is_only = kind is not None and len(scored) == 1
    enough = 1 if is_only or not kind else _SHARED
    fits = shared >= enough if deed else alike or is_only
    return -at if fits else None


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
