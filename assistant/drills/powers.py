"""What each group has the power to do, and which level sends it.

The answers of ``casework.yaml`` are written once for every audience; here they are worded for the group that has them:
a station fixes its own records and asks its superiors for the rest, supervisors and inspectors have the unit do what
only the unit can do, inspectors seal and question nothing themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drills.model import Audience

#: Units whose own supervisors would inquire into themselves: the level above sends the group.
_BUREAU = re.compile(r"分局|县公安局|市公安局|车管所|大厅|支队")
_OWNS = re.compile(r"(?:分局|公安局)$")
#: Units of the lowest level; a station takes the part of one of them, inspectors reach them from the bureau.
_LOWEST = re.compile(r"派出所|中队")

#: What the head of the unit is called where the group has taken his place.
_HEAD, _FORMER = "单位负责人", "原负责人"

_HEADS = re.compile(r"(?:原|单位|分局|主要|大厅)负责人|支部书记|中队长|所长")

#: How measures begin that are not for the group itself to take.
_PROPOSED = "建议"

#: What is not to be had from the unit's own records: persons and others' records.
_OUTSIDE = re.compile(
    r"询问|走访|回访|约见|访谈|谈话|向(?!管理员|保管员|内勤|信访室|装备)\S{0,6}(?:方|商|户|人|老板|店|单位|部门|中心)|餐馆|供货|经营者|代办店|企业|银行|"
    r"账册|被害人|群众|举报人|报警人|当事人|信访人"
)
_OWN_RECORDS, _ASK = "由本单位固定、移交：", "提请上级督察部门办理，本单位配合："

#: What only the unit under inquiry can do: the case work that those who check do not take over.
_UNITS_OWN = re.compile(r"由所长|受案|止付|伤情鉴定|道歉|消除隐患|暂停自动清理|张贴|调整涉事|安排在编|由在编|立即停用")
_HAVE_IT_DONE = "督促该单位"
#: Why something is done at that place of the order; nobody is asked to do it.
_REASON = re.compile(r"\S{2,4}，是因为")

#: A station does not inquire into its own people: what it would ask of them, and find out on them, is left to others.
_INQUIRED = re.compile(r"询问|制作笔录|查明")
_OWN_PEOPLE = re.compile(r"民警|辅警|起草|承办|经办|填单|本人|经营者|店员|人员|谁")
_BY_OTHERS = re.compile(r"上级|督察|核查人员|由其|移交|提请")
_OPENING = re.compile(r"当日|当天|立即|同时|在其离开前")
_ASK_ABOVE = "提请上级督察部门"

_NAMES: dict[Audience, tuple[tuple[re.Pattern[str], str], ...]] = {
    Audience.STATION: (
        (re.compile(r"被(?:核查|督察|巡察)单位|该单位(?=报来|提出|送来)"), "原班子"),
        (re.compile(r"要求该单位"), "要求原班子"),
        (re.compile(r"派出本组的上级，按规定转该单位，督促其"), "上级公安机关，"),
        (re.compile(r"派出本组的上级"), "上级"),
        (re.compile(r"(?:两名)?督察人员(?:到场)?"), "两名与此事无关的民警"),
        (re.compile(_HEAD), _FORMER),
        (re.compile(r"只查办理责任，不代该单位答复，"), ""),  # the group leads the unit, and answers for it
        (re.compile(r"该单位"), "原班子"),
    ),
    Audience.SUPERVISOR: (
        (re.compile(r"被(?:核查|巡察)单位"), "被督察单位"),
        (re.compile(r"巡察(?=人员|组)"), "督察"),
    ),
    Audience.INSPECTOR: (
        (re.compile(r"被(?:核查|督察)单位"), "被巡察单位"),
        (re.compile(r"督察(?=人员)"), "巡察"),
    ),
}

_ASK_TO = "商请该单位"

#: Inspectors seal nothing and question nobody: they have the unit seal, and talk.  Supervisors do themselves what a
#: station hands over to them.
_VERBS: dict[Audience, tuple[tuple[re.Pattern[str], str], ...]] = {
    Audience.SUPERVISOR: (
        (re.compile(r"报请督察部门派员到场后，由与此事无关的两人"), "由两名督察人员"),
        (re.compile(r"由两名无关民警"), "由两名督察人员"),
        (re.compile(r"移交(?:上级)?督察部门(?=查证)"), ""),
        (re.compile(r"材料移交督察部门认定"), "由督察人员提出认定意见"),
        (re.compile(r"督察部门转来的"), "调取的"),
        (re.compile(r"和(?:正在核查的)?督察部门"), ""),
    ),
    Audience.INSPECTOR: (
        (re.compile(r"由两名无关民警"), "由两名巡察人员"),
        (re.compile(r"移交(?:上级)?督察部门(?=查证)"), "按程序移交有管理权限的部门"),
        (
            re.compile(r"由(?:与此事无关的)?两(?:名\S{0,4}人员|人(?:以上)?)封存"),
            "商请该单位当场封存（两名巡察人员见证）",
        ),
        (re.compile(r"(?<!商请该单位)(?<!商请该单位当场)(?<!要求)(?<!先)(?<!、)封存(?!经过)"), f"{_ASK_TO}封存"),
        (re.compile(r"(?<![“记谁])询问(?!笔录|室|人签|、讯问|时间|时段|同步)"), "访谈"),
        (re.compile(r"制作笔录"), "制作谈话记录"),
    ),
}


def named(text: str, audience: Audience) -> str:
    """Words of a scene with the unit and its head as this group calls them."""
    for pattern, said in _NAMES[audience]:
        text = pattern.sub(said, text)
    return text


def _worded(text: str, audience: Audience) -> str:
    """An answer as this group may do it."""
    text = named(text, audience)
    for pattern, said in _VERBS.get(audience, ()):
        text = pattern.sub(said, text)
    return text


def done(text: str, audience: Audience) -> str:
    """An answer to what happens last: what only the unit can do is asked of it by those who check."""
    text = _worded(text, audience)
    if audience is Audience.STATION:
        return "，".join(map(_left_to_others, text.split("，")))
    parts = text.split("；")
    return "；".join(
        f"{_HAVE_IT_DONE}{part.replace(_ASK_TO, '')}"
        if _UNITS_OWN.search(part) and _HAVE_IT_DONE not in part and not _REASON.match(part)
        else part
        for part in parts
    )


def _left_to_others(clause: str) -> str:
    """A clause in which a station would inquire into its own people, asked of those who may."""
    if not (_INQUIRED.search(clause) and _OWN_PEOPLE.search(clause)) or _BY_OTHERS.search(clause):
        return clause
    opening = _OPENING.match(clause)
    at = opening.end() if opening else 0
    return f"{clause[:at]}{_ASK_ABOVE}{clause[at:]}"


def taken(text: str, audience: Audience) -> str:
    """Evidence to be taken: a station hands over its own records and asks its superiors for the rest."""
    text = _worded(text, audience)
    if audience is not Audience.STATION:
        return text
    return f"{_ASK if _OUTSIDE.search(text) else _OWN_RECORDS}{text}"


def measure(text: str, audience: Audience) -> str:
    """What is to be done for the future: a station does it, others have it done."""
    return text.removeprefix(_PROPOSED) if audience is Audience.STATION else text


def head(text: str) -> str:
    """What the head of the unit is called in a text that tells of him."""
    found = _HEADS.search(text)
    return found[0] if found else "负责人"


def sender(unit: str) -> str:
    """Who sends supervisors to a unit: those of the level above it."""
    return "上级公安机关督察支队" if _BUREAU.search(unit) else "县（区）公安局督察大队"


def together(units: Sequence[str]) -> str:
    """Units of one drill as they are named together, those that others belong to first."""
    above, others = _parted(units)
    return f"{'、'.join(above)}及所属{'、'.join(others)}" if above and others else "、".join((*above, *others))


def _parted(units: Sequence[str]) -> tuple[list[str], list[str]]:
    """Bureaus, and the units that belong to them; each once."""
    found = list(dict.fromkeys(units))
    return [one for one in found if _OWNS.search(one)], [one for one in found if not _OWNS.search(one)]


def reached(units: Sequence[str]) -> str:
    """How inspectors come to units: a bureau is inspected itself, a station is reached from its bureau."""
    above, others = _parted(units)
    if above and others:
        return f"{'、'.join(above)}党组织开展巡察，延伸到所属{'、'.join(others)}了解情况"
    unit = together(units)
    return f"某县公安局党委开展巡察，延伸到{unit}了解情况" if _LOWEST.search(unit) else f"{unit}党组织开展巡察"


def is_lowest(unit: str) -> bool:
    """Whether a unit is one that heads of stations lead."""
    return bool(_LOWEST.search(unit) or unit.endswith(("所", "队", "大厅")))
