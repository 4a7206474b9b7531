"""The figures of a run: which questions, which list, which measure, which target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

import numpy as np

from eval import refusal
from eval.gold import Place, scored, searched
from eval.lists import Gain, Item, by_passage, by_problem, parts_covered, shown
from eval.metrics import NAMES, RESAMPLES, Interval, interval, score, wilson
from eval.questions import Expect
from eval.run import Record, Run
from kb.model import Group

#: How many results a reader is expected to look at.
FIRST = 5


class Target(NamedTuple):
    """What a figure must reach: at least ``value``, or at most where ``at_most``."""

    value: float
    at_most: bool = False

    def met(self, value: float) -> bool:
        """Whether a figure reaches the target (compared at a tenth of a per cent, as printed)."""
        rounded = round(value, 3)
        return rounded <= self.value if self.at_most else rounded >= self.value


class Figure(NamedTuple):
    """One line of the table: ``values`` maps the system's name to its figure."""

    section: str
    name: str
    values: dict[str, Interval]
    target: Target | None = None


Test = Callable[[Record], bool]
Level = Callable[[Iterable[Place]], Gain]

_STATUTE_STYLES = {
    "number": "写明条号",
    "named": "写明法规名称",
    "unnamed": "未写法规名称",
    "version": "新旧版本",
    "lookup": "写明条号",
}
_NOISE = {
    "typo": "形近错字",
    "homophone": "同音错字",
    "pinyin": "夹带拼音",
    "traditional": "繁体",
    "nopunct": "没有标点",
    "short": "二至四字",
    "letter": "长信",
}
#: What is shown of the smaller groups of questions.
_SHORT = ("hit@1", "hit@5")
_LEVELS = {"hit@1": "第一条", "hit@5": "前五条", "hit@10": "前十条", "mrr@10": "MRR@10", "ndcg@10": "nDCG@10"}

#: Targets of the quality requirements, by section and name.
_TARGETS = {
    ("先例", "问题·第一条"): Target(0.75),
    ("先例", "问题·前五条"): Target(0.97),
    ("先例", "措施·列于前五个问题之下"): Target(0.88),
    ("先例", "综合列表·问题·前五条"): Target(0.85),
    ("条款", "条款·第一条"): Target(0.82),
    ("条款", "条款·前五条"): Target(0.96),
    ("条款：写明条号", "条款·第一条"): Target(1.0),
    ("做法", "段落·前五条"): Target(0.94),
    ("噪声", "与同构成的干净题之差·前五条"): Target(-0.10),
    ("拒答", "无答案的题，拒答"): Target(0.90),
    ("拒答", "有答案的题，误拒"): Target(0.05, at_most=True),
    ("前提", "前提有误，已提示"): Target(0.85),
    ("版本", "误用其他版本"): Target(0.0, at_most=True),
    ("引文", "有差错的回答"): Target(0.0, at_most=True),
    ("引文", "有差错的文稿"): Target(0.0, at_most=True),
}


def figures(run: Run) -> list[Figure]:
    """All figures, in the order of the report; lines without questions are left out."""
    found = [
        *_precedents(run),
        *_statutes(run),
        *_practice(run),
        *_noisy(run),
        *_letters(run),
        *_judgement(run),
    ]
    with_targets = [f._replace(target=_TARGETS.get((f.section, f.name))) for f in found]
    return [f for f in with_targets if any(value.n for value in f.values.values())]


def is_clean(record: Record, group: Group) -> bool:
    """A plainly asked question of a group, with gold in the corpus."""
    question = record.question
    return (
        question.group is group
        and question.expect is Expect.ANSWER
        and question.set not in ("noisy", "multi")
        and bool(searched(record.places))
    )


def is_noisy(record: Record) -> bool:
    """A distorted or very short question, or a long letter about one matter."""
    return record.question.set == "noisy" and bool(searched(record.places))


def _precedents(run: Run) -> Iterator[Figure]:
    chosen = [r for r in run.records if is_clean(r, Group.PRECEDENT)]
    yield from _ranked(run, chosen, "先例", "问题", by_problem)
    yield from _ranked(run, chosen, "先例", "措施", by_passage)
    yield _yes(run, chosen, "先例", "措施·列于前五个问题之下", lambda p, items: shown(p, items, FIRST))
    yield from _merged(run, chosen, "先例", "问题")
    yield _yes(
        run, chosen, "先例", "综合列表·措施·列于前五条之下", lambda p, items: shown(p, items, FIRST), merged=True
    )


def _statutes(run: Run) -> Iterator[Figure]:
    chosen = [r for r in run.records if is_clean(r, Group.ARTICLE)]
    yield from _ranked(run, chosen, "条款", "条款", by_passage)
    yield from _merged(run, chosen, "条款", "条款")
    for label in dict.fromkeys(_STATUTE_STYLES.values()):
        part = [r for r in chosen if _STATUTE_STYLES.get(r.question.style) == label]
        yield from _ranked(run, part, f"条款：{label}", "条款", by_passage, measures=_SHORT)
    yield from _ranked(
        run,
        [r for r in run.records if r.question.set == "premise" and searched(r.places)],
        "条款：带有前提",
        "条款",
        by_passage,
        measures=_SHORT,
    )


def _practice(run: Run) -> Iterator[Figure]:
    chosen = [r for r in run.records if is_clean(r, Group.PRACTICE)]
    yield from _ranked(run, chosen, "做法", "段落", by_passage)
    yield from _merged(run, chosen, "做法", "段落")


def _noisy(run: Run) -> Iterator[Figure]:
    chosen = [r for r in run.records if is_noisy(r)]
    for group in Group:
        part = [r for r in chosen if r.question.group is group]
        yield from _ranked(run, part, f"噪声：{group.label}", "问题或条款", by_problem, measures=_SHORT)
    for style, label in _NOISE.items():
        part = [r for r in chosen if r.question.style == style]
        yield from _ranked(run, part, f"噪声：{label}", "问题或条款", by_problem, measures=_SHORT)
    yield from _ranked(run, chosen, "噪声", "问题或条款", by_problem, measures=_SHORT)
    clean = [r for group in Group for r in run.records if is_clean(r, group)]
    if chosen and clean:
        for measure in _SHORT:
            values = {system: _difference(chosen, clean, system, measure) for system in run.systems}
            yield Figure("噪声", f"与同构成的干净题之差·{_LEVELS[measure]}", values)


def _letters(run: Run) -> Iterator[Figure]:
    chosen = [r for r in run.records if r.question.parts and searched(r.places)]
    for name, first in (("各问有着落的比例·前五条", FIRST), ("各问有着落的比例·前十条", 10)):
        values = {
            system: interval(
                [
                    parts_covered(scored(r.places, r.question.group), r.lists[system].of(r.question.group), first)
                    for r in chosen
                ]
            )
            for system in run.systems
        }
        yield Figure("一信多问", name, values)


def _judgement(run: Run) -> Iterator[Figure]:
    """Figures of the product alone: other systems neither refuse nor warn."""
    by_expect = {expect: [r for r in run.records if r.question.expect is expect] for expect in Expect}
    none, false, true, missing = (
        by_expect[e] for e in (Expect.REFUSE, Expect.PREMISE, Expect.TRUE_PREMISE, Expect.NO_SUCH_ARTICLE)
    )
    answerable = [r for r in run.records if r.question.answerable]

    def share(records: Sequence[Record], section: str, name: str, test: Test) -> Figure:
        return Figure(section, name, {run.systems[-1]: wilson(sum(map(test, records)), len(records))})

    def says_no(record: Record) -> bool:
        return refusal.refused(record.reply)

    def warns(record: Record) -> bool:
        return bool(refusal.premises(record.reply))

    yield share(none, "拒答", "无答案的题，拒答", says_no)
    for style, label in (("in_domain", "领域之内"), ("out_legal", "其他法律"), ("out", "领域之外")):
        yield share([r for r in none if r.question.style == style], "拒答", f"无答案的题，拒答：{label}", says_no)
    yield share(answerable, "拒答", "有答案的题，误拒", says_no)
    for group in Group:
        part = [r for r in answerable if r.question.group is group]
        yield share(part, "拒答", f"有答案的题，误拒：{group.label}", says_no)
    yield share(missing, "拒答", "条款不存在，已说明", lambda r: refusal.says_missing(r.reply))
    yield share(false, "前提", "前提有误，已提示", warns)
    yield share(false, "前提", "前提有误，提示了正确的值", lambda r: refusal.corrected(r.question, r.reply))
    yield share(true, "前提", "前提无误，误报", warns)
    yield share([r for r in answerable if r.question.expect is Expect.ANSWER], "前提", "其他题，误报", warns)
    articles = [r for r in answerable if r.question.group is Group.ARTICLE]
    yield share(articles, "版本", "误用其他版本", _wrong_version)
    yield share([r for r in articles if r.question.wrong], "版本", "误用其他版本：专设陷阱的题", _wrong_version)
    answered = [r for r in run.records if r.citations.citations]
    yield share(answered, "引文", "有差错的回答", lambda r: bool(r.citations.faults))
    drafted = [r for r in run.records if r.draft]
    yield share(drafted, "引文", "有差错的文稿", lambda r: bool(r.draft and r.draft.faults))


def _wrong_version(record: Record) -> bool:
    return refusal.wrong_version(record.question, record.places, record.reply) is not None


def _ranked(
    run: Run,
    records: Sequence[Record],
    section: str,
    subject: str,
    level: Level,
    *,
    measures: Sequence[str] = NAMES,
) -> Iterator[Figure]:
    values = {system: _values(records, system, level) for system in run.systems}
    for measure in measures:
        yield Figure(
            section,
            f"{subject}·{_LEVELS[measure]}",
            {system: interval([row[measure] for row in rows.values()]) for system, rows in values.items()},
        )


def _merged(run: Run, records: Sequence[Record], section: str, subject: str) -> Iterator[Figure]:
    """The one list over all groups; gold of every group counts there."""
    values = {system: _values(records, system, by_problem, merged=True) for system in run.systems}
    for measure in _SHORT:
        yield Figure(
            section,
            f"综合列表·{subject}·{_LEVELS[measure]}",
            {system: interval([row[measure] for row in rows.values()]) for system, rows in values.items()},
        )


def _values(
    records: Iterable[Record], system: str, level: Level, *, merged: bool = False
) -> dict[str, dict[str, float]]:
    """Question → measure → value."""
    relevant: dict[str, dict[str, int]] = {}
    ranked: dict[str, list[str]] = {}
    for record in records:
        group = None if merged else record.question.group
        gain = level(scored(record.places, group))
        relevant[record.question.id] = gain.grades
        ranked[record.question.id] = gain.ranked(record.lists[system].of(group))
    return score(relevant, ranked)


def _yes(
    run: Run,
    records: Sequence[Record],
    section: str,
    name: str,
    test: Callable[[Sequence[Place], Sequence[Item]], bool],
    *,
    merged: bool = False,
) -> Figure:
    values: dict[str, Interval] = {}
    for system in run.systems:
        hits = 0
        for record in records:
            group = None if merged else record.question.group
            hits += test(scored(record.places, group), record.lists[system].of(group))
        values[system] = wilson(hits, len(records))
    return Figure(section, name, values)


def _difference(noisy: Sequence[Record], clean: Sequence[Record], system: str, measure: str) -> Interval:
    """The noisy figure minus that of clean questions mixed from the groups in the same proportion, bootstrapped."""
    shares = Counter(record.question.group for record in noisy)
    random = np.random.default_rng(0)
    draws = np.zeros(RESAMPLES)
    value = 0.0
    for group, count in shares.items():
        for records, sign in ((noisy, 1.0), (clean, -1.0)):
            rows = _values([r for r in records if r.question.group is group], system, by_problem)
            if not rows:
                return Interval(0.0, -1.0, 1.0, 0)
            sample = np.asarray([row[measure] for row in rows.values()])
            weight = sign * count / len(noisy)
            value += weight * float(sample.mean())
            picked = random.integers(0, len(sample), size=(RESAMPLES, len(sample)))
            draws += weight * sample[picked].mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return Interval(value, float(low), float(high), len(noisy))


def speed(run: Run) -> float:
    """Mean seconds a question took from the desk, vectors cached."""
    return fmean(record.seconds for record in run.records) if run.records else 0.0
