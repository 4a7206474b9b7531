"""Every question that went wrong, with what came instead and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from eval import refusal
from eval.figures import FIRST
from eval.gold import Place, scored
from eval.lists import Item, by_problem, shown
from eval.product import items
from eval.questions import Expect
from eval.run import Record
from kb.model import Group
from retrieval.rank import weights_for
from retrieval.result import Hit, SearchResult

#: How deep a missed place is looked for.
DEEP = 100

Features = dict[str, dict[str, float]]
"""Place → channel → value."""

Search = Callable[[str], SearchResult]
"""Searches again, ``DEEP`` hits a group."""


class Failure(NamedTuple):
    """One failure: ``what`` went wrong, ``gold`` and ``instead`` as locators, ``why`` in Chinese, ``features`` of the
    first hit and of the gold.
    """

    id: str
    set: str
    what: str
    query: str
    gold: tuple[str, ...]
    instead: tuple[str, ...]
    why: str
    features: Features


def failures(records: Sequence[Record], search: Search) -> list[Failure]:
    """All failures in the order of the questions; one question may have several."""
    return [failure for record in records for failure in _of(record, search)]


def _of(record: Record, search: Search) -> Iterator[Failure]:
    for what, why, features in (*_judged(record), *_listed(record, search)):
        question, result = record.question, record.reply.result
        hits = result.merged if question.group is None else result.groups.get(question.group, ())
        yield Failure(
            question.id,
            question.set,
            what,
            question.query,
            tuple(f"{place.anchor.doc} {place.passage.locator}" for place in record.places),
            tuple(f"{hit.passage.doc} {hit.passage.locator}" for hit in hits[:3]),
            why,
            features,
        )


def _judged(record: Record) -> Iterator[tuple[str, str, Features]]:
    """Faults of refusing, warning, versions and citations: what, why, features."""
    question, reply = record.question, record.reply
    result, refused, warned = reply.result, refusal.refused(reply), refusal.premises(reply)
    certainty = f"把握 {result.confidence:.2f}；{result.reason}"
    if question.expect is Expect.REFUSE and not refused:
        yield "未拒答", certainty, _features(result.merged[:1])
    if question.answerable and refused:
        yield "误拒", certainty, _features(result.merged[:1])
    if question.expect is Expect.NO_SUCH_ARTICLE and not refusal.says_missing(reply):
        yield "未说明条款不存在", certainty, {}
    if question.expect is Expect.PREMISE and not warned:
        found = "标准条款列在前五条" if _found(record) else "标准条款不在前五条"
        yield "前提有误而未提示", f"问题中是“{question.stated}”，条文为“{question.true}”；{found}", {}
    if question.expect in (Expect.TRUE_PREMISE, Expect.ANSWER) and warned:
        yield "误报前提", "；".join(f"称“{stated}”应为“{true}”" for stated, true in warned), {}
    bad = refusal.wrong_version(question, record.places, reply) if question.group is Group.ARTICLE else None
    if bad:
        yield "误用其他版本", f"{bad.doc} {bad.locator}（{bad.validity.value}）", {}
    if record.citations.faults:
        yield "引文有差错", "；".join(record.citations.faults[:3]), {}
    if record.draft and record.draft.faults:
        yield "文稿有差错", "；".join(record.draft.faults[:3]), {}


def _listed(record: Record, search: Search) -> Iterator[tuple[str, str, Features]]:
    """Gold that is not where a reader looks."""
    question = record.question
    if question.answerable and not _found(record):
        yield "未列入前五条", *_why(record, search(question.query))
    elif question.group is Group.PRECEDENT and not _measure_shown(record):
        yield "问题已列出而措施未列出", *_why_measure(record)


def _found(record: Record) -> bool:
    group = record.question.group
    gain = by_problem(scored(record.places, group))
    return any(identifier in gain.grades for identifier in gain.ranked(_items(record, group))[:FIRST])


def _measure_shown(record: Record) -> bool:
    group = record.question.group
    return shown(scored(record.places, group), _items(record, group), FIRST)


def _items(record: Record, group: Group | None) -> Sequence[Item]:
    result = record.reply.result
    return items(result.merged if group is None else result.groups.get(group, ()))


def _why(record: Record, deep: SearchResult) -> tuple[str, Features]:
    """Where the gold stands further down, and which channel put others before it."""
    group = record.question.group
    places = scored(record.places, group)
    if not places:
        return "标准答案所在段落不参加检索", {}
    if group is not None and all(place.group is not group for place in places):
        return f"标准答案归入“{places[0].group.label if places[0].group else ''}”类", {}
    hits = deep.merged if group is None else deep.groups.get(group, ())
    rank = next((at for at, hit in enumerate(hits) if _names(places, hit)), None)
    if rank is None:
        return f"未进入该类前 {len(hits)} 条：两个通道都没有取到，或该文件被排除", _features(hits[:1])
    features = _features([hits[0], hits[rank]])
    return f"排在该类第 {rank + 1} 位；{_difference(hits[0], hits[rank])}", features


def _why_measure(record: Record) -> tuple[str, Features]:
    group = record.question.group
    hits = record.reply.result.groups.get(Group.PRECEDENT, ())[:FIRST]
    right = next((hit for hit in hits if _names(scored(record.places, group), hit)), None)
    if right is None:
        return "", {}
    listed = "、".join([right.passage.locator, *(extra.passage.locator for extra in right.also)])
    return f"该问题之下列出的是 {listed}", _features([right])


def _names(places: Sequence[Place], hit: Hit) -> bool:
    """Whether a hit is of the right problem, or the right passage outside problems."""
    gain = by_problem(places)
    return any(identifier in gain.grades for identifier in gain.ranked(items([hit])))


def _difference(first: Hit, gold: Hit) -> str:
    """What each channel contributed to putting the first hit before the gold, most first (in score units)."""
    named = any(hit.features.get("raw_named") for hit in (first, gold))
    weights = weights_for(gold.group, named=named)._asdict()
    gaps = {
        name: weights[name] * (first.features[name] - gold.features[name])
        for name in first.features
        if weights.get(name) and name in gold.features
    }
    if not gaps:
        return "首条由条号直接查得"
    told = [f"{name} 使其落后 {gap:+.2f}" for name, gap in sorted(gaps.items(), key=lambda pair: -pair[1])]
    if not gold.features.get("raw_words", 1.0):
        told.append("与问题没有共同的词")
    return "，".join(told)


def _features(hits: Sequence[Hit]) -> Features:
    return {
        f"{hit.passage.doc} {hit.passage.locator}": {name: round(value, 4) for name, value in hit.features.items()}
        for hit in hits
    }
