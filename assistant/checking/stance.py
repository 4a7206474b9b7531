"""What a clause says about the state of things: done or planned, duty or permission, all or some."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.checking.normal import clauses, sentences
from assistant.checking.words import content_words, plain


class State(StrEnum):
    """How far something has come, as a clause says it; the value is the Chinese name."""

    PLAIN = "陈述"
    DONE = "已完成"
    BASIC = "基本完成"
    ONGOING = "正在进行"
    PLANNED = "计划中"
    NOT_DONE = "尚未完成"
    STANDING = "长期坚持"


class Modal(StrEnum):
    """What a clause demands or allows."""

    MUST = "应当"
    MAY = "可以"
    MUST_NOT = "不得"
    NEED_NOT = "不必"


class Clause(NamedTuple):
    """A clause with its possible states (a dated task is plan and statement) and its modal words; ``demanded`` where it
    tells what somebody was told to do.
    """

    text: str
    states: frozenset[State]
    modals: frozenset[Modal]
    demanded: bool = False


_HEADED = re.compile(r"(?:正在(?:深化|推进|进行)?整改|下一?步|后续|今后|拟)[^,。;:]{0,16}:")
_NEXT = re.compile(r"下一?步|下一阶段|今后|接下来|后续将")
# 将 is a preposition where something is put somewhere (将情况纳入考核), else future.
_PUT = re.compile(
    r"将[^,。;]{1,40}?(?:纳入|作为|列入|列为|移交|移送|转交|转为|转化|调整为|归集|报送|报[告请]|提交|通报|放在|摆在|变为|改为|贯穿|融入|落到|落实到"
    r"|统一到|上缴|退还|返还|发还|用于|交由|转办|分解|细化|告知|通知|送达|记录|带离|带至|发现在|解决在|写入|录入|存入|与[^,。;]{1,20}(?:结合|对接|合并|联网)|整合"
    r"|合并|归并|退[回还]|返还|控制在|送|交|放[到至在]|[下移迁转送调派汇]至|[\u4e00-\u9fff]为|[\u4e00-\u9fff]成(?![立效果员])"
    r"|[\u4e00-\u9fff]给)"
)
_WILL = re.compile(
    r"将(?=进一步|继续|持续|严格|认真|不断|于|在|以|对|按|通过|依法|组织|开展|把|由|会|全面|适时|统一|参照|重点|加大|深入|尽快|加快)"
)
_PLAN = re.compile(
    r"拟(?![定订制]|任)|(?<![按照定订度划作项的案展原])(?<![\d本全]年)计划(?!$|[的,、。:;]|和|书|生育|表|》|”|总结|任务|[^,。;]{1,6}的)|力争"
    r"|争取(?!意见)|预计|打算|(?<!立)即将|有望|着手准备|待[^,。;]{1,16}后|准备(?=于|在|开展|出台|启动|组织)"
)
_DUE = re.compile(
    r"(?:[日月底末年周]|年内|季度)(?:以前|之前|前)(?![款条期])|(?<![\d一二三四五六七八九十两几半])年内|限期(?!整改通知)|(?:落实|到位|批复|批准|验收|判决|建成)后"
)
_PAST = re.compile(r"已(?![知])|了(?![解])|截至|目前|今年以来|过|曾")
_NOT_DONE = re.compile(
    r"尚未|尚不|未(?:完成|能|整改|办结|落实|启动|开展|建立|出台|制定|到位|解决|清理|处置|销号|移送|开工|竣工)|没有完成|还没有?|仍未|没能"
)
_ONGOING = re.compile(
    r"正在|推进中|进行中|仍在|尚在|还在|仍需|尚需|有待|整改中$|正(?=推进|开展|组织|研究|起草|加快|抓紧)"
)
_BASIC = re.compile(
    r"基本(?=完成|到位|建成|解决|办结|形成|实现|消除|整改|落实)|大体完成|初步(?=完成|建成|形成)|阶段性完成"
)
_DONE = re.compile(
    r"已经?(?![知])|业已|(?:全部|全面|如期|按期|顺利|均)?(?:完成|办结|销号|建成|完毕|竣工|整改到位|落实到位|处理到位)(?!后|之后|以后|前|之前|时限)|[^\W\d不]了(?!解)"
)
_FINISHED = re.compile(r"完成|办结|销号|建成|完毕|竣工|到位|结束|实现|解决|办理完|收尾|达到|清退|归还|整改")
_LASTING = re.compile(r"长期(?:坚持|整改|推进|抓|任务)|持续整改|常态化?(?:坚持|推进|整改)|常抓不懈")
_STANDING = re.compile(r"长期|持续|常态|常抓|不断|继续")

_MODALS = {
    Modal.MUST_NOT: re.compile(
        r"不得(?!不|少于|超过|低于|高于|多于|已)|不准|禁止|严禁|不可以|不能(?!够)(?![^,]*的$)|不允许|不许|不应(?!当少|少|低|超)"
    ),
    Modal.NEED_NOT: re.compile(r"不必|无需|无须|不需要|可以不|可不(?!是)|不用|免于|不再需要"),
    Modal.MAY: re.compile(
        r"(?<!不)可以(?!不)|(?<![不许认])可(?=[由向在对依根视当要直先责采处给暂不延])|有权|允许|准许|(?<!不)能够"
    ),
    Modal.MUST: re.compile(
        r"(?<!不)应当|必须|(?<![无不])须(?!知)|务必|(?<![不相对响适反效供])应(?=[由在对向及立依按])|一律(?=[不应])"
    ),
}

UNIVERSAL = re.compile(
    r"全部|(?<![派交出厕])所有(?!\d|[一二两三四五六七八九十])|一律|全体|一概|悉数|任何|无一例外|全覆盖|普遍|各级各|全员|全面(?=覆盖|完成|建成|排查|清理)"
)
#: 均 and 都 say all of what was named; they are wrong only where the passage says some.
_WEAKLY = re.compile(r"均(?!衡|等|匀|值)|都(?!市)|逐一")
#: What in a passage carries a universal statement.
_TOTAL = re.compile(
    rf"{UNIVERSAL.pattern}|{_WEAKLY.pattern}|各|每|全[市省县区局警员程面流体年国额]|逐[一个条件]|凡|100%|尽数|足额|应.尽."
)
PARTIAL = re.compile(r"部分|有的|个别|少数|多数|大部分|一些|有些|若干|一半|大多|某些|其中|近半|局部")


@lru_cache(maxsize=1024)
def read(text: str) -> tuple[tuple[Clause, ...], ...]:
    """The clauses of a normal text by sentence, each with what it says.

    A plan (``将…，…``) covers the clauses that follow it in its sentence, one announced (``下一步，…；…``) all up to
    the full stop, a heading for work to come (``后续措施：``) all that follows, until something is said to be done.
    """
    found = []
    headed = False
    for period in _PERIOD.split(text):
        announced = demanded = False
        for sentence in sentences(period):
            planned = headed or announced
            row = []
            for clause in clauses(sentence):
                at = period.find(clause)
                headed = headed or bool(_HEADED.search(period[at : at + len(clause) + 1]))
                announced = announced or bool(_NEXT.search(clause))
                states = _states(clause)
                if State.DONE in states and _PAST.search(clause):
                    planned = False
                elif State.PLANNED in states or headed or announced:
                    planned = True
                demanded = demanded or bool(_DEMANDS.search(clause))
                if planned and (State.PLAIN in states or State.DONE in states):
                    states = frozenset({State.PLANNED})
                row.append(Clause(clause, states, _modals(clause), demanded))
            found.append(tuple(row))
    return tuple(found)


# What somebody is told to do is still to be done when he is told.
_DEMANDS = re.compile(r"要求|责令|责成|会议决定")
_PERIOD = re.compile(r"[。!?｡]")


def pattern(modal: Modal) -> re.Pattern[str]:
    """The words of a demand or permission."""
    return _MODALS[modal]


def _modals(clause: str) -> frozenset[Modal]:
    return frozenset(modal for modal, pattern in _MODALS.items() if pattern.search(clause))


def _states(clause: str) -> frozenset[State]:
    """The state a clause tells; what stands before its last 的 describes a thing (需长期坚持的5个问题已完成)."""
    clause = _DESCRIBED.sub("", clause)
    tail = clause.rpartition("的")[2]
    own = _told(tail) if len(tail) > 1 and tail != clause else frozenset({State.PLAIN})
    return own if State.PLAIN not in own else _told(clause)


# 未化解的17起…, 对拟作出…的案件: a thing described.
_DESCRIBED = re.compile(
    r"^[^,]{0,6}?(?:尚未|未能|仍未|未|没能|没有)[^,的]{1,12}的(?=[\d一二两三四五六七八九十]|[^,]{2,8}(?:被|由|予以|进行))"
    r"|^(?:对于?[^,]{0,4})?拟[^,的]*的(?=[\u4e00-\u9fff]{2})"
)


def _told(clause: str) -> frozenset[State]:
    """The state of a clause by its first mark, in the order in which marks outweigh each other."""
    marks: tuple[tuple[bool, frozenset[State]], ...] = (
        (bool(_NOT_DONE.search(clause)), frozenset({State.NOT_DONE})),
        (bool(_PLAN.search(clause) or _WILL.search(clause)) or _future(clause), frozenset({State.PLANNED})),
        (bool(_ONGOING.search(clause)), frozenset({State.ONGOING})),
        (bool(_BASIC.search(clause)), frozenset({State.BASIC})),
        (bool(_LASTING.search(clause)), frozenset({State.STANDING})),
        (_due(clause) and not _PAST.search(clause), frozenset({State.PLANNED, State.PLAIN})),
        (bool(_DONE.search(clause)), frozenset({State.DONE})),
        (bool(_STANDING.search(clause)), frozenset({State.STANDING, State.PLAIN})),
    )
    return next((states for found, states in marks if found), frozenset({State.PLAIN}))


def _due(clause: str) -> bool:
    """Whether something is due; a day before which a thing was made (2022年以前制定的) is no term."""
    match = _DUE.search(clause)
    return match is not None and "的" not in clause[match.end() :]


# 将处置情况反馈…: a noun is put somewhere.
_OBJECT = re.compile(
    r"将[^,。;《]{0,10}?(?:情况|结果|工作|意见|材料|信息|线索|成效|措施|任务|方案|责任|记录|过程|报告|问题|案件|资金|财物|物品|人员|制度|内容|数据)[^,。;]*?"
    r"(?:反馈|上报|报|告|录|列|纳|交|送|转|存|退|放|归|通知|公开|公布|公示|作|为|入|到|至|给|在|答复|推介|推广|说明|上传|汇总)"
    # 将该做法…, 将其…: what is pointed at is moved.
    r"|将(?:该|其|此|这|上述|有关|相关|所有|全部)[^,。;]{2,}"
)


def _future(clause: str) -> bool:
    if _PUT.search(clause) or _OBJECT.search(clause):
        return False
    return any(not _is_noun(clause[match.end() :]) for match in re.finditer(r"将(?![军领才士近])", clause))


#: What 将 is followed by when it announces, though the segmenter calls it a noun.
_ANNOUNCED = ("重点", "计划", "专项", "统筹")


def _is_noun(text: str) -> bool:
    """Whether a noun comes next: then 将 moves it (将考勤、内务量化考核)."""
    if re.match(r"\d|[“《]", text):
        return True
    words = content_words(text[:6])
    if not words or not plain(text).startswith(words[0].text) or words[0].text in _ANNOUNCED:
        return False
    return words[0].tag.startswith(("n", "j", "s", "b", "l")) or text[len(words[0].text) :].startswith(("、", "和"))


#: What a passage must say for a sentence to say the key.  A plain statement in a notice reports what was done.
_ALLOWED = {
    State.PLAIN: {State.PLAIN, State.DONE, State.BASIC, State.ONGOING, State.STANDING, State.NOT_DONE},
    State.DONE: {State.DONE, State.PLAIN},
    State.BASIC: {State.BASIC},
    State.ONGOING: {State.ONGOING},
    State.PLANNED: {State.PLANNED},
    State.NOT_DONE: {State.NOT_DONE, State.ONGOING},
    State.STANDING: {State.STANDING},
}


def conflict(stated: Clause, printed: list[Clause]) -> tuple[State, State] | None:
    """The states that contradict each other; None where one of the printed clauses carries the stated one."""
    if not printed:
        return None
    for clause in printed:
        if State.PLANNED in stated.states and (clause.demanded or _AFTERWARDS.search(clause.text)):
            return None
        if State.NOT_DONE in stated.states and _LACKING.search(clause.text):
            return None
        for state in stated.states:
            if clause.states & _ALLOWED[state] and not _unfinished(stated, state, clause):
                return None
    order = list(State)
    return min(stated.states, key=order.index), min(printed[0].states, key=order.index)


# What comes after something else (试点结束后由…评估) is still to come.
_AFTERWARDS = re.compile(r"(?:结束|期满|完成|到位|验收|通过)(?:之|以)?后")
# 整改不彻底 is not yet done either.
_LACKING = re.compile(r"未|没|尚|不(?!断|仅|但)|缺|待")
_DEMANDED = re.compile(r"要求|责令|责成|规定|要(?=[在对将把按于向加依])")
_LEFT_TO = re.compile(r"由[^,。;]{1,12}决定|有权|可(?=[以由])")
_FORBIDDEN = re.compile(r"不适用|不予|禁止|严禁")


def demanded(printed: Sequence[Clause]) -> frozenset[Modal]:
    """The demands and permissions that clauses make by other words than 应当 and 可以."""
    marks = ((Modal.MUST, _DEMANDED), (Modal.MAY, _LEFT_TO), (Modal.MUST_NOT, _FORBIDDEN))
    return frozenset(modal for modal, pattern in marks if any(pattern.search(clause.text) for clause in printed))


def _unfinished(stated: Clause, state: State, printed: Clause) -> bool:
    """A completion that the printed clause does not speak of."""
    if state is not State.DONE or State.DONE in printed.states:
        return False
    if State.PLANNED in printed.states:
        return True
    if Modal.MUST in printed.modals or Modal.MAY in printed.modals:
        return True
    return bool(re.search("完成|办结|销号|竣工|到位", stated.text)) and not _FINISHED.search(printed.text)


def prescribes(clause: Clause) -> bool:
    """Whether a clause lays down what is to be or names the case for which it is: then it tells no state."""
    return bool(clause.modals or _NORM.search(clause.text)) and State.PLAIN in clause.states


_NORM = re.compile(r"的$|[才方][可能]|要(?=[由经在对向把将])")


def without_modals(text: str) -> str:
    """A clause without its words of duty and permission."""
    return _MODAL_WORDS.sub("", text)


_MODAL_WORDS = re.compile(
    r"应当|必须|务必|可以|不得|不准|严禁|禁止|有权|允许|不必|无需|无须|须|(?<![相响反适])应(?=[在由对向依按予])"
)


def universal(text: str) -> str:
    """The word by which a text speaks of all; empty where it does not."""
    match = UNIVERSAL.search(text)
    return match.group() if match else ""


def weakly_universal(text: str) -> str:
    """均, 都, 逐一; empty where a text has none."""
    match = _WEAKLY.search(text)
    return match.group() if match else ""


def total(text: str) -> bool:
    """Whether a text can carry a statement about all."""
    return bool(_TOTAL.search(text))


#: A clause that is nothing but a state (整改情况:基本完成。) tells the state of the whole problem.
_BARE = 7
_WHOLE = re.compile(r"整改|问题")
_LABEL = re.compile(r"(?:情况|进展|状态|结果|进度)$")
_RESOLVED = re.compile(r"解决|整改|化解|完成|到位|办结|销号|消除|处置完毕")


def overall(stated: Clause, everything: list[Clause]) -> list[Clause]:
    """The bare states of the passages, where a clause speaks of the problem as a whole; else empty."""
    if not _WHOLE.search(stated.text):
        return []
    return [
        clause
        for label, clause in pairwise(everything)
        if _LABEL.search(label.text) and len(clause.text) <= _BARE and State.PLAIN not in clause.states
    ]


def unresolved(stated: Clause, row: tuple[Clause, ...]) -> State | None:
    """The state that a passage's sentence gives to what a clause calls resolved; None where it may be."""
    if State.DONE not in stated.states or not _RESOLVED.search(stated.text):
        return None
    if any(State.DONE in clause.states for clause in row):
        return None
    open_states = (State.STANDING, State.ONGOING, State.NOT_DONE, State.PLANNED, State.BASIC)
    return next((state for clause in row for state in open_states if clause.states == {state}), None)


_ACT = re.compile(r"(?:已经?|业已|均已|现已|完成|了|正在|仍在|尚在|还在|将|拟|计划|尚未|未|没有)(?P<act>[^已了]{2,})$")


def act(clause: str) -> str:
    """What a clause says was done or is to be done: the words behind 已, 正在, 将 …; empty where it has none."""
    match = _ACT.search(clause)
    return match["act"] if match else ""
