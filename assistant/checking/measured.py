"""Figures, dates and ordinals of a sentence looked up in the passages, each with what it is said of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.checking.align import features
from assistant.checking.dates import Day, agrees, days
from assistant.checking.figures import Amount, Bound, Ordinal, amounts, indefinite, ordinals


class Measured(NamedTuple):
    """All that is counted, dated or numbered in a text."""

    amounts: tuple[Amount, ...]
    days: tuple[Day, ...]
    ordinals: tuple[Ordinal, ...]


@lru_cache(maxsize=1024)
def measured(text: str) -> Measured:
    """The figures, dates and ordinals of a normal text."""
    dated = days(text)
    ranked = ordinals(text)
    taken = [*((day.start, day.end) for day in dated), *((item.start, item.end) for item in ranked)]
    return Measured(tuple(amounts(text, taken)), tuple(dated), tuple(ranked))


#: A figure belongs to the words around it if no other figure shares clearly more of them: so much more of the stated
#: words, and at least two characters or pairs.
_MARGIN = 0.3
_CLEARLY = 2


def false_figures(sentence: str, passages: list[str]) -> Iterator[str]:
    """What is wrong with each figure, in Chinese."""
    known = [amount for passage in passages for amount in measured(passage).amounts]
    for amount in measured(sentence).amounts:
        if indefinite(amount):
            continue
        like = [other for other in known if _comparable(amount, other)]
        equal = [other for other in like if _equal(amount.value, other.value)]
        if not equal and _adds_up(amount, sentence, passages):
            continue
        if not equal:
            yield f"数字“{amount.text}”在引文中没有"
            continue
        if not _bounded(amount, equal, sentence):
            yield f"数字“{amount.text}”的界限（{amount.bound}）与引文不同"
            continue
        others = [other for other in like if not _equal(amount.value, other.value)]
        own, best = _nearest(amount.around, equal), _nearest(amount.around, others)
        taken = best.shared - own.shared >= _CLEARLY and best.share - own.share >= _MARGIN
        if found := _per_head(amount, sentence, passages) or _changed_by(amount, equal):
            yield found
        elif _turned(amount, equal):
            yield f"数字“{amount.text}”在引文中是变化前后的另一头"
        elif (taken and not _directly(amount, equal, others) and not _adds_up(amount, sentence, passages)) or (
            amount.kind == "person" and _other_persons(amount, equal)
        ):
            yield f"数字“{amount.text}”在引文中说的不是“{amount.around.strip('|').replace('|', '…')}”"


# 南坡、云溪两个派出所: a figure that counts the members of a list.
_LISTED = re.compile(r"[^,。;:、]+(?:[、和与及][^,。;:、和与及]+)+")
_POINTS = re.compile(r"[一二三四五六七八九十](?=是)")
#: Between a figure and its list stands at most so much (有两个:).
_NEAR = 2
#: Lists are no longer.
_MOST = 12


def _adds_up(amount: Amount, sentence: str, passages: list[str]) -> bool:
    """Whether a small figure counts what the sentence itself lists or what the passages number (一是…四是)."""
    if amount.kind not in ("count", "person", "bare") or amount.value > _MOST:
        return False
    lists = [
        match.group()
        for match in _LISTED.finditer(sentence)
        if match.start() - amount.end <= _NEAR and amount.start <= match.end()
    ]
    what = amount.noun[:2]
    lists += [
        match.group() for text in passages for match in _LISTED.finditer(text) if what[:1] and what[:1] in match.group()
    ]
    if any(len(re.findall("[、和与及]", found)) + 1 == amount.value for found in lists):
        return True
    named = (
        {found for text in passages for found in re.findall(rf"[\u4e00-\u9fff]{{2}}(?={what})", text)} if what else ()
    )
    if len(named) == amount.value:
        return True
    return any(len(_POINTS.findall(passage)) == amount.value for passage in passages)


_HEADS = re.compile(r"每[人名户家件次个位辆](?!月|工作日|季)|人均|户均|件均|平均")


def _per_head(amount: Amount, sentence: str, passages: list[str]) -> str:
    """每人6万元 for 共6万元."""
    match = _HEADS.search(sentence[max(0, amount.start - _WITHIN) : amount.start])
    if not match or any(match.group() in passage or "各" in passage for passage in passages):
        return ""
    return f"引文没有说“{match.group()}{amount.text}”"


#: 每人发放慰问金6万元: so far before a figure.
_WITHIN = 10
_CHANGE = re.compile(r"(?:上升|下降|提高|提升|增加|增长|减少|压缩|缩短|压降|降低|压减)(?P<how>[到至为了])?")


def _changed_by(amount: Amount, equal: list[Amount]) -> str:
    """下降到21% for 下降21%, 压缩了5日 for 压缩至5日."""
    stated, printed = _how(amount), {_how(other) for other in equal}
    if stated and printed and None not in printed and stated not in printed:
        return f"数字“{amount.text}”在引文中是变化的{'幅度' if stated == 'to' else '结果'}"
    return ""


def _how(amount: Amount) -> str | None:
    """Whether a change led ``to`` a figure or was ``by`` it; None where no change stands before it."""
    before = amount.around.partition("|")[0]
    match = None
    for found in _CHANGE.finditer(before):
        match = found
    if match:
        return "to" if match["how"] in ("到", "至", "为") else "by"
    return "to" if re.search("[降升增减][到至]", before) else None


_FROM, _TO = re.compile(r"(?:由|从|自)$"), re.compile(r"(?:至|到|达)$")


def _turned(amount: Amount, equal: list[Amount]) -> bool:
    """Whether what a change led to is printed as what it started from, or the reverse (由42分钟缩短至18分钟)."""
    end = _end(amount)
    return bool(end) and all(_end(other) not in ("", end) for other in equal)


def _end(amount: Amount) -> str:
    if amount.kind == "person":
        return ""  # 由1名辅警接听
    before = amount.around.partition("|")[0]
    return "from" if _FROM.search(before) else "to" if _TO.search(before) else ""


def _bounded(amount: Amount, equal: list[Amount], sentence: str) -> bool:
    """Whether a bound is printed too.  A term (五分钟到达) may be said to be kept within (在5分钟内到达)."""
    if amount.bound is Bound.NONE or any(other.bound is amount.bound for other in equal):
        return True
    within = amount.kind in ("time", "workday") and sentence[amount.end : amount.end + 2].startswith(
        ("内", "以内", "之内")
    )
    return within and any(other.bound is Bound.NONE for other in equal)


#: What stands right beside a figure counts most: 已治理178处 after 215处隐患点段.
_BESIDE = 3


def _directly(amount: Amount, equal: list[Amount], others: list[Amount]) -> bool:
    """Whether the words right beside a figure are those of the printed one more than those of the others."""
    before, _, after = amount.around.partition("|")
    beside = f"{before[-_BESIDE:]}|{after[:_BESIDE]}"
    return _nearest(beside, equal).shared > _nearest(beside, others).shared


def _other_persons(amount: Amount, equal: list[Amount]) -> bool:
    """Whether a count of persons is printed for other persons only: 3名民警 for 3名辅警."""
    own = _counted_persons(amount)
    printed = [_counted_persons(other) for other in equal]
    return bool(own) and all(printed) and not any(own & other for other in printed)


def _counted_persons(amount: Amount) -> set[str]:
    """The persons behind a figure, or before it (辞退辅警6名)."""
    return _persons(amount.noun) or _persons(amount.around.partition("|")[0][-4:])


_PERSON = re.compile(
    r"民警|辅警|干警|警察|领导|干部|负责人|副?所长|副?局长|副?队长|副?书记|党员|群众|当事人|嫌疑人|证人|驾驶人|教导员|指导员|法制员|协警|科长|主任|职工|学员|委员"
)


def _persons(noun: str) -> set[str]:
    """The first persons named behind a figure; 干警, 警察 and 民警 are the same, as are 领导 and 干部."""
    noun = noun.rpartition("的")[2] or noun
    match = _PERSON.search(noun)
    if not match:
        return set()
    same = {"干警": "民警", "警察": "民警", "干部": "领导", "负责人": "领导", "协警": "辅警"}
    # 3名所队领导干部: all words of one expression.
    return {same.get(word, word) for word in _PERSON.findall(noun[: match.end() + 2])}


def _comparable(stated: Amount, printed: Amount) -> bool:
    return stated.kind == printed.kind or "bare" in (stated.kind, printed.kind)


def _equal(left: float, right: float) -> bool:
    return abs(left - right) <= 1e-6 * max(1.0, abs(left), abs(right))


class _Near(NamedTuple):
    shared: int
    share: float


def _nearest(around: str, amounts_: list[Amount]) -> _Near:
    wanted = features(around)
    shared = max((len(wanted & features(other.around)) for other in amounts_), default=0)
    return _Near(shared, shared / len(wanted) if wanted else 0.0)


def false_dates(sentence: str, passages: list[str]) -> Iterator[str]:
    """What is wrong with each date, in Chinese."""
    printed = [(day, passage) for passage in passages for day in measured(passage).days]
    years = frozenset(day.year for day, _ in printed if day.year)
    for day in measured(sentence).days:
        right = [(other, passage) for other, passage in printed if agrees(day, other, years)]
        if not right:
            yield f"日期“{day.text}”在引文中没有"
            continue
        wanted = features(_clause(sentence, day))
        if len(wanted) < _CLEARLY or len(right) == len(printed):
            continue
        own = max(len(wanted & features(_clause(passage, other))) for other, passage in right)
        best = max(
            len(wanted & features(_clause(passage, other)))
            for other, passage in printed
            if (other, passage) not in right
        )
        # A date stands for all that its clause says: only a clause that clearly says more of it takes it away.
        if own * 2 < best and best - own >= 2 * _CLEARLY and best >= len(wanted) * 0.6:
            yield f"日期“{day.text}”在引文中说的是另一件事"


def _clause(text: str, day: Day) -> str:
    """The clause of a date and, as dates often lead (6月7日,…), the next one."""
    stop = re.compile(r"[,。;:!?]")
    left = max((match.end() for match in stop.finditer(text, 0, day.start)), default=0)
    ends = [match.start() for match in stop.finditer(text, day.end)]
    right = ends[0] if ends else len(text)
    # 6月7日,…; 2019年至2021年,…: the date leads.
    if len(ends) > 1 and len(features(text[day.end : right])) <= 1 and not features(text[left : day.start]):
        right = ends[1]
    return text[left : day.start] + text[day.end : right]


def false_ordinals(sentence: str, passages: list[str]) -> Iterator[str]:
    """What is wrong with each ordinal (第十二条, 第一巡察组), in Chinese."""
    printed = {(item.number, item.sub, item.what) for passage in passages for item in measured(passage).ordinals}
    numbers = {(number, sub) for number, sub, _ in printed}
    units = {what for _, _, what in printed}
    for item in measured(sentence).ordinals:
        if (item.number, item.sub, item.what) in printed:
            continue
        # 第一个, 第一, 第一是: what is counted may be left out or come later, but never be another numbered thing.
        if (item.number, item.sub) in numbers and item.what not in units:
            continue
        yield f"序数“{item.text}”在引文中没有"


# How often: 每月, 每季度, 按月, 月度 …
_OFTEN = re.compile(
    r"(?:每隔?|按|逐|隔)(?P<a>日|天|周|旬|半个?月|个?月|季度?|半年|年)(?![度长初底末内])|(?P<b>半月|月|季|年|半年|周)度?(?=例会|通报|调度|研判|盘点|测评|报告)"
)
_PERIODS = {"天": "日", "个月": "月", "季度": "季", "半个月": "半月"}


def false_frequencies(sentence: str, passages: list[str]) -> Iterator[str]:
    """How often something is done, where the passages say another frequency or none, in Chinese."""
    printed = {_period(match) for passage in passages for match in _OFTEN.finditer(passage)}
    for match in _OFTEN.finditer(sentence):
        if _period(match) not in printed and not any(match.group() in passage for passage in passages):
            yield f"频次“{match.group()}”在引文中没有"


def _period(match: re.Match[str]) -> str:
    period = match["a"] or match["b"]
    return _PERIODS.get(period, period)
