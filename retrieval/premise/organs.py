"""Who decides, approves, leads or pays: named in the question and in the articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from retrieval.bridge import Bridge
from retrieval.premise.difference import Difference, Kind, Premise
from retrieval.premise.matter import Clause, Ground, Matter
from retrieval.premise.stance import clause_at, stance

#: Bodies by kind, official and spoken names.
_ORGANS = {
    "公安": "公安机关|公安局|公安厅|公安部|公安分局|公安派出所|派出所|县局|市局|分局|省厅|区局|本局|局里|所里|公安|警方"
    "|交管部门|交通管理部门|交警支队|交警大队|支队|大队",
    "看守所": "看守所",
    "拘留所": "拘留所",
    "检察院": "人民检察院|检察院|检察机关|检方",
    "法院": "人民法院|法院|中院|高院|审判机关",
    "政府": "人民政府|政府|国务院|省里",
    "监察": "监察机关|监察委员会|监委|纪委监委",
    "信访": "信访工作机构|信访部门|信访机构|信访局",
    "人事": "人事部门|人事部|组织部门?|公务员主管部门|任免机关",
    "党委": "县委|市委|党委|党组|党中央|中央办公厅|中办|党组织",
    "武警": "武警|武装警察",
    "督察": "督察机构|督察部门|督察支队|督察队|督察大队|督察委员会",
    "法制": "法制部门|法制机构|法制",
    "审计": "审计部门|审计",
    "财政": "财政部门|财政部|财政",
    "决定机关": "决定机关|办案机关|办案部门|办案单位|办案的局|主管机关",
    "本人": "家属|本人|个人|民警自己|当事人|被盘问人",
}
_ROLES = {
    "首长": "行政首长|负责人|局长|所长|厅长|部长|院长|支队长|大队长|中队长|一把手|主要领导|值班领导|领导",
    "副职": "副厅长|副局长|副所长|副职|分管领导|分管局领导",
    "民警": "人民警察|民警|交警|交通警察|值班民警|侦查人员",
    "辅助": "辅警|协管员|协警|保安|物业公司",
}
#: Levels from the station upwards; the highest that fits counts.
_LEVELS = (
    (5, re.compile(r"国家|公安部|国务院|中央|人事部")),
    (4, re.compile(r"省级|省厅|省、自治区|省里|厅长")),
    (3, re.compile(r"设区的?市|地级|市级|市局|支队|地市级")),
    (2, re.compile(r"县级?(?!以上)|分局|旗|局长|县局|大队")),
    (1, re.compile(r"派出所|中队|所长")),
)
#: Levels below which 上一级 is certainly another body: a station or a county.
_LOCAL = (1, 2)
_UP = re.compile(r"上一级|上级|上一层|上面")
_SAME = re.compile(r"本级|同级|本局|自己|本机关|本单位|一家")

_NAMES = "|".join(
    sorted(
        (name for names in (*_ORGANS.values(), *_ROLES.values()) for name in names.split("|")), key=len, reverse=True
    )
)
_WHO = re.compile(
    r"(?:(?:县级以上|设区的市(?:一?级)?以?上?|地级市|省级以?上?|省、自治区、直辖市|市级以?上?|县级以?上?|县[、市旗区]*|上一级|上级"
    r"|本级|同级|下级|原|当地|派出|国家|中央|地方|最高|高级|其|该|本|省|市|县)*(?:地方)?(?:各级)?(?:人民)?)?"
    rf"(?:{_NAMES})(?:的?(?:行政首长|主管|值班|办案|分管|主要)?(?:部门)?(?:负责人|领导|首长|[局所厅]长))?"
)

#: What bodies do, in groups of the same deed.
_DOES = (
    re.compile(
        r"批准|批(?!评|次|量|捕)|同意|点头|签字|签个字|拿主意|说了算|验收|许可|审批|审核|决定|定|设定|作出|裁决"
    ),
    re.compile(r"掏|出钱|赔|补偿|承担"),
    re.compile(r"主管|牵头|主导|领导|负责|管辖|看护|监督"),
    re.compile(r"任免|指派|兼任|当的|担任|归"),
    re.compile(r"解释"),
    re.compile(r"下处分|处分|罚|收缴"),
    re.compile(r"受理|复核|复议|备案"),
)
_VERB = re.compile("|".join(pattern.pattern for pattern in _DOES))

#: Words that mark who acts; behind them the verb may follow further away.
_MARKS = tuple("由经报向请归")
_NEAR, _BESIDE = 14, 3
#: In a question the verb follows within so many characters, or stands right before.
_ASKED_NEAR, _ASKED_BEFORE = 7, 4
#: 就够, 不用往局里报 beside the body say that no other is needed.
_SPARED = re.compile(r"不用|不必|不需要|用不着|就够|就成|就能|就好|就行|自己")
_SPARED_NEAR = 25

#: A body that does the same is the counterpart rather than one that does something else, and one marked as acting
#: rather than one merely named.
_SAME_DEED, _OTHER_DEED, _MARKED = 1.4, 0.8, 1.2
#: Articles whose first clash is considered.
_CONSIDERED = 2
_SHOWN = 24


class _Who(NamedTuple):
    """A body named in a text: the kinds of organ, the role, the level (0: unknown) and whether it is the one above (1),
    the own one (0) or neither (-1).
    """

    text: str
    start: int
    end: int
    organs: frozenset[str]
    role: str
    level: int
    relative: int


class _Acting(NamedTuple):
    """A body of an article with what it does: ``verb`` the group, ``end`` where the verb ends in the clause."""

    clause: Clause
    who: _Who
    verb: int
    end: int
    marked: bool


def differences(question: str, ground: Ground, bridges: Sequence[Bridge]) -> Iterator[Difference]:
    """For each body that the question says to act, those of the articles that clash with it."""
    acting = list(_acting(ground))
    for claim in _bodies(question) if acting else ():
        before = question[max(0, claim.start - _ASKED_BEFORE) : claim.start]
        verb = _VERB.search(question[claim.end : claim.end + _ASKED_NEAR]) or _VERB.search(before)
        if verb is None:
            continue
        deed = _deed(verb.group())
        matter = Matter(question, claim.start, claim.end, bridges, ground)
        rated = sorted(((_near(matter, one, deed), one) for one in acting), key=lambda item: -item[0])
        clashing = [(share, one) for share, one in rated if any(_clash(claim, one.who).values())]
        agreeing = [(share, one) for share, one in rated if not any(_clash(claim, one.who).values())]
        firsts: dict[int, tuple[float, _Acting]] = {}
        for share, one in clashing:
            firsts.setdefault(one.clause.rank, (share, one))
        for share, one in list(firsts.values())[:_CONSIDERED]:
            article = ground.articles[one.clause.rank]
            clashes = _clash(claim, one.who)
            own = max((other for other, item in agreeing if item.clause.rank == one.clause.rank), default=0.0)
            shown = one.clause.text[one.who.start - one.marked : one.end][:_SHOWN]
            yield Difference(
                Kind.ORGAN,
                Premise(claim.text, shown, article.passage),
                claim.start,
                stance(question, clause_at(question, claim.start))
                | clashes
                | {
                    "clashes": sum(clashes.values()),
                    "marked": float(one.marked),
                    "spared": float(bool(_SPARED.search(question[claim.start : claim.end + _SPARED_NEAR]))),
                    "same_verb": float(deed == one.verb),
                    "share": share,
                    "margin": share - (agreeing[0][0] if agreeing else 0.0),
                    "margin_article": share - own,
                    "covered": matter.covered(one.clause.segment),
                    "mentioned": float(claim.text in one.clause.segment),
                    "rank": float(article.rank),
                    "behind": article.behind,
                    "named": float(article.named),
                },
            )


def _acting(ground: Ground) -> Iterator[_Acting]:
    for clause in ground.clauses:
        for who in _bodies(clause.text):
            marked = clause.text[max(0, who.start - 1) : who.start] in _MARKS
            verb = _VERB.search(clause.text, who.end, who.end + (_NEAR if marked else _BESIDE))
            if verb and who.organs != {"本人"}:
                yield _Acting(clause, who, _deed(verb.group()), verb.end(), marked)


def _bodies(text: str) -> Iterator[_Who]:
    for match in _WHO.finditer(text):
        name = match.group()
        yield _Who(
            name,
            *match.span(),
            organs=frozenset(key for key, names in _ORGANS.items() if re.search(names, name)),
            role=next((key for key, names in _ROLES.items() if re.search(names, name)), ""),
            level=next((level for level, pattern in _LEVELS if pattern.search(name)), 0),
            relative=1 if _UP.search(name) else 0 if _SAME.search(name) else -1,
        )


def _deed(verb: str) -> int:
    return next((number for number, pattern in enumerate(_DOES) if pattern.search(verb)), -1)


def _near(matter: Matter, one: _Acting, deed: int) -> float:
    return (
        matter.about(one.clause) * (_SAME_DEED if one.verb == deed else _OTHER_DEED) * (_MARKED if one.marked else 1.0)
    )


def _clash(stated: _Who, said: _Who) -> dict[str, float]:
    """Where two bodies differ; all zero where they may be the same."""
    above = said.relative == 1 and stated.relative != 1 and (stated.relative == 0 or stated.level in _LOCAL)
    own = stated.relative == 1 and said.relative == 0
    return {
        "organ": float(bool(stated.organs and said.organs and not stated.organs & said.organs)),
        "role": float(bool(stated.role and said.role and stated.role != said.role)),
        "level": float(bool(stated.level and said.level and stated.level != said.level)),
        "relative": float(above or own),
    }
