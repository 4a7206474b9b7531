"""同类问题处理情况专报: how problems of one kind were dealt with elsewhere, counted and quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.answer import MeasureKind
from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Action, Material, Matter, Quote
from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.drafting.papers.parts import Paper, basis, describe, subject, symptoms
from assistant.drafting.pen import Pen
from assistant.shelf import Origin, origin
from assistant.standing import is_said, standing
from kb.model import DocumentKind, Provenance, Status

#: Sentences with figures quoted for a problem: more make a list nobody reads, and all stand in the source.
_RESULTS = 3

#: Kinds of measures named in the advice.
_ADVISED = 2

_DONE = (Status.COMPLETED, Status.BASICALLY_COMPLETED)
_OPEN = (Status.IN_PROGRESS, Status.LONG_TERM, Status.NOT_STARTED)


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The report; every figure of its own is counted from the material."""
    name = subject(facts, material, shared=True)
    taken = [(matter, action) for matter in material.matters for action in matter.actions]
    pen.line(phrases.SPECIAL_OPENING(name=name))
    pen.section("总体情况")
    if facts.description:
        describe(pen, facts, "")
    _totals(pen, material, len(taken))
    pen.section("问题表现")
    symptoms(pen, material.matters)
    pen.section("主要做法")
    _practice(pen, material, taken)
    results = [(matter, _results(matter)) for matter in material.matters]
    if any(quotes for _, quotes in results):
        pen.section("整改成效")
        for matter, quotes in results:
            if quotes:
                pen.line(pen.matter_lead(matter), pen.quoted(quotes))
    pen.section("整改时限与状态")
    for matter in _distinct(material.matters):
        if matter.info.kind is not DocumentKind.CASE:
            _state(pen, matter)
    pen.section("依据条款")
    basis(pen, material)
    pen.section("可供参考的建议")
    _advice(pen, material, taken)
    pen.section("材料来源")
    _sources(pen, material)
    return Paper(f"关于“{name}”同类问题处理情况的专报", name, (_overview(pen, material),))


def _totals(pen: Pen, material: Material, quoted: int) -> None:
    matters = _distinct(material.matters)
    states = Counter(phrases.status_of(matter.problem) for matter in matters)
    present = [name for name in (*(status.label for status in Status), phrases.UNSAID) if states[name]]
    fictional = {one.key.source for one in material.passages if one.provenance is Provenance.FICTIONAL}
    sentences = [
        pen.counted(
            phrases.SPECIAL_TOTAL,
            count=len(_places(material)),
            count2=len({matter.info.unit or matter.info.title for matter in matters}),
            count3=len(matters),
        )
    ]
    for at, name in enumerate(present):
        going, last = phrases.SPECIAL_FIRST_STATE if at == 0 else phrases.SPECIAL_STATE
        sentences.append(pen.counted(last if at == len(present) - 1 else going, status=name, count=states[name]))
    total = sum(matter.measures for matter in matters)
    sentences.append(pen.counted(phrases.SPECIAL_MEASURES, count=total, count2=quoted))
    if material.articles:
        sentences.append(pen.counted(phrases.SPECIAL_BASIS, count=_bases(material)))
    if fictional:
        sentences.append(pen.counted(phrases.SPECIAL_FICTIONAL, count=len(fictional)))
    pen.line(*sentences)


def _distinct(matters: Sequence[Matter]) -> list[Matter]:
    """Each problem of a unit and inspection once: the notice on it rather than the feedback it answers."""
    told = {(one.info.unit, one.problem.title) for one in matters if one.problem.status is not Status.FEEDBACK_ONLY}
    found: dict[tuple[Origin, str], Matter] = {}
    for matter in matters:
        if matter.problem.status is Status.FEEDBACK_ONLY and (matter.info.unit, matter.problem.title) in told:
            continue
        found.setdefault((origin(matter.info), matter.problem.title), matter)
    return list(found.values())


def _bases(material: Material) -> int:
    """How many articles are quoted; one that is quoted twice is one."""
    return len({quotes[0].passage.key for quotes in material.articles})


def _practice(pen: Pen, material: Material, taken: Sequence[tuple[Matter, Action]]) -> None:
    for kind in MeasureKind:
        of_kind = [(matter, action) for matter, action in taken if action.kind is kind]
        if not of_kind:
            continue
        pen.subsection(pen.counted(phrases.SPECIAL_KIND, kind=kind.value, count=len(of_kind)))
        for matter in dict.fromkeys(matter.info.problem.locator + matter.info.source_id for matter, _ in of_kind):
            own = [pair for pair in of_kind if pair[0].info.problem.locator + pair[0].info.source_id == matter]
            pen.listing(pen.matter_lead(own[0][0]), [action for _, action in own])
    for quote in material.practices:
        passage = quote.passage
        pen.line(phrases.AT(place=phrases.place_of(passage)), pen.quoted(quote))


def _results(matter: Matter) -> list[Quote]:
    """The sentences with most figures, in reading order; those of the headlines, quoted already, only for want of
    others.
    """
    figures = [figure.span.start for measure in matter.problem.measures for figure in measure.figures]
    beyond = [quote for action in matter.actions for quote in action.results]
    found = beyond or [quote for action in matter.actions for quote in action.figured]
    best = sorted(found, key=lambda quote: -sum(quote.span.start <= at < quote.span.end for at in figures))[:_RESULTS]
    return sorted(best, key=lambda quote: quote.span)


def _state(pen: Pen, matter: Matter) -> None:
    """The state, and the time limits in the words of the source; a date of ours only where it prints no more."""
    problem = matter.problem
    due = problem.deadline.due if problem.deadline else None
    whose = phrases.whose(matter.title.passage, matter.info.unit)
    state = phrases.SPECIAL_STATUS(unit=whose, name=problem.title, status=phrases.status_of(problem))
    if matter.pending:
        pen.line(state, phrases.SPECIAL_PENDING(), pen.quoted(matter.pending))
    else:
        pen.line(state, phrases.SPECIAL_DUE(day=phrases.words_of(due)) if due else phrases.SPECIAL_NO_DUE())


def _advice(pen: Pen, material: Material, taken: Sequence[tuple[Matter, Action]]) -> None:
    kinds = Counter(action.kind for _, action in taken if action.kind is not MeasureKind.OTHER)
    for kind, count in kinds.most_common(_ADVISED):
        if count == 1:
            continue
        problems = {(matter.info.source_id, matter.problem.locator) for matter, one in taken if one.kind is kind}
        pen.point(pen.counted(phrases.ADVICE_KIND, kind=kind.value, count=count, count2=len(problems)))
    told = [matter.problem for matter in _distinct(material.matters) if is_said(matter.problem)]
    states = Counter(problem.status for problem in told)
    done, still = sum(states[status] for status in _DONE), sum(states[status] for status in _OPEN)
    if done:
        pen.point(pen.counted(phrases.ADVICE_DONE, count=done))
    if still:
        pen.point(pen.counted(phrases.ADVICE_OPEN, count=still))
    if material.articles:
        pen.point(pen.counted(phrases.ADVICE_BASIS, count=_bases(material)))
    if len({matter.info.source_id for matter in material.matters}) == 1:
        pen.point(phrases.ADVICE_ONE_SOURCE())
    pen.point("【结合本单位实际的建议】")


def _places(material: Material) -> dict[tuple[str, int, str], list[str]]:
    """The documents a paper rests on (source, part and title), each with the places quoted of it."""
    places: dict[tuple[str, int, str], list[str]] = {}
    cases = {id(one) for one in material.matters if one.info.kind is DocumentKind.CASE}
    for passage, place in (
        *((one.title.passage, "" if id(one) in cases else one.problem.locator) for one in material.matters),
        *((quotes[0].passage, quotes[0].passage.locator) for quotes in material.articles),
        *((quote.passage, quote.passage.locator) for quote in material.practices),
    ):
        places.setdefault((passage.key.source, passage.part, phrases.title_of(passage)), []).append(place)
    return places


def _sources(pen: Pen, material: Material) -> None:
    metas = {(matter.info.source_id, matter.info.part): matter.info.meta for matter in material.matters}
    for (source, part, title), locators in _places(material).items():
        slots = {
            "title": title,
            "place": "、".join(dict.fromkeys(place.rstrip(".．、") for place in locators if place)),
        }
        meta = metas.get((source, part))
        if not slots["place"]:
            pen.point(phrases.SOURCE_BARE(title=title))
        elif meta is None or not meta.unit:
            pen.point(phrases.SOURCE(**slots))
        elif meta.feedback_date is None:
            pen.point(phrases.SOURCE_UNIT(**slots, unit=meta.unit))
        else:
            pen.point(phrases.SOURCE_FULL(**slots, unit=meta.unit, day=phrases.words_of(meta.feedback_date)))


def _overview(pen: Pen, material: Material) -> Table:
    columns = (
        Column("序号", ColumnKind.NUMBER, 4),
        Column("资料", width=16),
        Column("涉及单位", width=12),
        Column("问题", width=16),
        Column("整改状态", ColumnKind.STATUS, 8),
        Column("措施项数", ColumnKind.NUMBER, 6),
        Column("完成时限", ColumnKind.DATE, 10),
    )
    rows = []
    for number, matter in enumerate(_distinct(material.matters), 1):
        due = matter.problem.deadline.due if matter.problem.deadline else None
        cells = (
            str(number),
            phrases.title_of(matter.title.passage),
            matter.info.unit or "未载明",
            matter.problem.title,
            standing(matter.problem),
            str(matter.measures),
            due.isoformat() if due else "未载明",
        )
        rows.append(Row(cells, (pen.cite(matter.title),)))
    return Table("同类问题处理情况表", columns, tuple(rows))
