"""What the user said that belongs into a wording: figures, how long it lasted, and which kind of fault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.wording.findings import Predicate, wrong
from kb.text import sentences

#: Counted things and money; 一件事, 几个人 are no figures.
_COUNT = re.compile(
    r"(?<![\d第])(?:\d+(?:\.\d+)?|[二两三四五六七八九十百千]{1,5})(?:余|多)?[万亿]?(?:余|多)?(?:元|块钱|块|起|件|人次|名|辆|台|份|宗|笔|家)"
    r"(?!事|套)(?:民警|辅警|警情|案件|案子|车辆|车|积案|线索|信访件)?"
)

#: How long it has lasted: only beside words of waiting.
_DURATION = re.compile(
    r"(?:没|未|不|拖|挂|压|欠|放|等|积).{0,6}?(?P<a>(?<![一几\d])(?:\d+|[二两三四五六七八九十]{1,3})(?:余|多)?(?:年|个月))"
    r"|(?P<b>(?<![一几\d])(?:\d+|[二两三四五六七八九十]{1,3})(?:余|多)?(?:年|个月))(?:了|来|都|也|还|一直)?(?:没|未|不)"
)

_ASKS = re.compile(r"多少|几[天日年个]|多久|[吗?？]$")


class Fault(NamedTuple):
    """A kind of fault: how people say it, and which predicates of titles say the same."""

    said: re.Pattern[str]
    predicates: re.Pattern[str]


#: Everyday words → predicates as titles print them.  Only pairs that mean the same; where none is said, no predicate
#: is chosen.
FAULTS = (
    Fault(
        re.compile(r"走过场|应付|走形式|做样子|一念了之|念一遍|摆设|没人当回事"),
        re.compile(r"流于形式|形同虚设|不实|不严"),
    ),
    Fault(re.compile(r"屡禁不止|屡次|屡屡|三番五次|禁不住"), re.compile(r"屡禁不止|多发|频发")),
    Fault(re.compile(r"混乱|一团糟|乱七八糟|一塌糊涂|对不上|账实不符|底数不清"), re.compile(r"混乱|不规范")),
    Fault(
        re.compile(
            r"不规范|代签|补签|事后补|年底补|漏[登记填报]|不登记|没登记|没写下来|乱报|虚开|不按规定|没按规定|不走程序|没走程序"
        ),
        re.compile(r"不规范"),
    ),
    Fault(re.compile(r"没有制度|没制度|没有规定|没个说法|没规矩|没有章程|机制不"), re.compile(r"不完善|不健全")),
    Fault(re.compile(r"拖着|拖了|迟迟|不及时|没动静|慢腾腾|磨磨蹭蹭|积压"), re.compile(r"不及时|缓慢|滞后")),
    Fault(re.compile(r"不会用|能力不足|底子薄|基础差|薄弱|水平低"), re.compile(r"薄弱|欠缺")),
)


#: What stands in front of a finding in a question.
_REPORTED = re.compile(
    r"^.*?(?:(?:巡察|检查|督察|审计|自查|反馈|调研|抽查)(?:中|时)?(?:发现|指出|反映|提出|认为)|群众反映|有人反映|存在"
    r"|我们?(?:单位|局|所|队|支队|大队)?|本(?:单位|局|所|队))(?:的是|我局|我所|我们|有)?"
)

#: What the question adds behind the finding: …这类问题怎么改.
_BEHIND = re.compile(
    r"(?:的|这类|这种|等|之类的?)?(?:问题|情况|现象)?(?:怎么|怎样|如何|应|该|咋|要).*$|(?:的|这类|这种|等)(?:问题|情况|现象).*$"
)
_CLAUSES = re.compile(r"[^，,。；;：:！!？?、\s“”]+")

#: People, particles and doubts: a clause with them is told, not stated.
_COLLOQUIAL = re.compile(
    r"的人|到底|[我你他她咱了吗呢吧啊谁啥咋哪叫]|什么|老是|[这那][个些次位里边]|说(?!明|理|服)|听(?!证|取)|^结果|转[到给]|告诉|跟(?!踪|进|班)"
    r"|把(?!关|握|控)|被(?!装|盘|害|监|扣|执|拘|调)|(?<!归)还(?!款|原)|[又也]|(?<!人|口)才|后来|因为|所以|但是|不过|一直|总是|干脆|居然|竟然|找(?:了|人|到)|去问"
)

#: A clause that people write in a title is not longer.
_TITLE_LENGTHS = range(5, 25)


def stated(question: str) -> tuple[str, ...]:
    """Clauses of a question that say a shortcoming the way titles do (档案材料不全不实), as said; at most two."""
    found = []
    for match in _CLAUSES.finditer(question):
        clause = _BEHIND.sub("", _REPORTED.sub("", match.group()))
        plain = not _COLLOQUIAL.search(clause)
        if len(clause) in _TITLE_LENGTHS and plain and wrong(clause):
            found.append(clause)
    return tuple(found[:2])


def around(question: str, clauses: Iterable[str]) -> str:
    """The sentences of a question in which these clauses stand: a figure of another sentence counts other things.  The
    whole question where none of them stands in it as said.
    """
    parts = [question[span.start : span.end] for span in sentences(question)]
    kept = [part for part in parts if any(clause in part for clause in clauses)]
    return "".join(kept) or question


def figures(question: str) -> tuple[str, ...]:
    """Figures the user gave, as said; none where the question asks for a figure."""
    if _ASKS.search(question):
        return ()
    return tuple(dict.fromkeys(match.group() for match in _COUNT.finditer(question)))[:2]


def duration(question: str) -> str:
    """How long the user says it has lasted, as said; empty where nothing is said."""
    match = None if _ASKS.search(question) else _DURATION.search(question)
    return (match["a"] or match["b"]) if match else ""


#: Between a matter and what is said of it, in a question (票据老是乱报): more belong to another matter.
_APART = 6


def fitting(question: str, matter: str, predicates: tuple[Predicate, ...]) -> list[Predicate]:
    """The predicates that say what the user says is wrong with ``matter`` (words of the question), in the order of the
    library.
    """
    at = question.find(matter)
    behind = question[at + len(matter) :] if at >= 0 else ""
    said = [fault for fault in FAULTS if (match := fault.said.search(behind)) and match.start() <= _APART]
    return [found for fault in said for found in predicates if fault.predicates.search(found.wrong)]
