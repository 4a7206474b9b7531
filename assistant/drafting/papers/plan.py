"""整改方案: what a unit is going to do about its problems, with 问题清单, 责任清单 and 时限清单."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Adapted
from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Action, Material, Matter
from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.drafting.papers.parts import Paper, basis, blank, split_own, subject
from assistant.drafting.pen import Pen, proposal, proposed
from assistant.standing import standing
from kb.model import DocumentKind, Provenance

#: The working list of what others did.
REFERENCES = "参考措施清单"


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The plan.  What the unit's own notice reports stands as done, what it announces as planned.  For a problem that
    no source of the unit tells of, measures of others are proposed, each with blanks for who and when; the working
    list says whose they were.
    """
    own, others = split_own(facts, material)
    name = subject(facts, material)
    several = len(own) > 1 and not facts.problem
    pen.line(phrases.PLAN_OPENING_MANY() if several else phrases.PLAN_OPENING(name=name))
    pen.section("整改目标")
    pen.line(phrases.PLAN_GOAL())
    pen.line("【量化目标：整改后应当达到的、可以核查的标准】")
    pen.section("整改任务")
    if own:
        for matter in own:
            pen.about(matter)
            _task(pen, facts, matter, ())
    else:
        pen.subsection(phrases.PROBLEM(name=name))
        _task(pen, facts, None, _proposals(others, facts.own_unit))
    pen.section("依据条款")
    basis(pen, material)
    pen.section("工作要求")
    for demand in phrases.PLAN_DEMANDS:
        pen.line(demand(name=blank(facts.reviewer, "审核验收部门")))
    about = "巡察反馈问题" if several else f"“{name}”问题"
    title = f"{blank(facts.unit, '单位名称')}{about}整改方案"
    listed = _reference_list(pen, others, material, facts.own_unit)
    return Paper(title, name, listed, tuple(own), {} if own else _said(facts, name))


def _proposals(others: Sequence[Matter], own_unit: str) -> list[tuple[Action, Adapted]]:
    """The measures of others that can be proposed to ``own_unit``, in its names.  A case tells what was done about it,
    no measures of rectification; a fictional example proposes nothing where there is a real notice.
    """
    matters = [one for one in others if one.info.kind is not DocumentKind.CASE]
    real = [one for one in matters if one.info.provenance is not Provenance.FICTIONAL]
    found = [(action, proposed(action, matter, own_unit)) for matter in real or matters for action in matter.actions]
    return [(action, words) for action, words in found if words is not None]


def _said(facts: DraftFacts, name: str) -> dict[str, str]:
    """What the user said of a problem that stands in no source, by column of the lists."""
    return {
        "序号": "1",
        "具体问题": name,
        "涉及单位": facts.unit,
        "责任领导": facts.leader,
        "牵头单位": facts.responsible,
        "配合单位": facts.assisting,
        "完成时限": facts.due,
    }


def _reference_list(pen: Pen, others: Sequence[Matter], material: Material, own_unit: str) -> tuple[Table, ...]:
    """What others did, measure by measure, to choose from: a working list that is not sent with the paper."""
    columns = (
        Column("序号", ColumnKind.NUMBER, 3),
        Column("来源", width=10),
        Column("问题", width=14),
        Column("措施类别", width=8),
        Column("参考措施", width=32),
        Column("整改状态", ColumnKind.STATUS, 6),
    )
    taken = [(matter, action, proposal(action, matter, own_unit)) for matter in others for action in matter.actions]
    cells = [
        (
            phrases.whose(matter.title.passage, matter.info.unit),
            matter.problem.title,
            action.kind.value,
            pen.adapted(action, changed) if changed else pen.quoted(action.headline),
            standing(matter.problem),
        )
        for matter, action, changed in taken
    ]
    notes: list[tuple[int, ...]] = [(pen.cite(matter.title),) for matter, *_ in taken]
    cells += [(phrases.place_of(one.passage), "", "", pen.quoted(one), "") for one in material.practices]
    notes += [()] * len(material.practices)
    rows = tuple(
        Row((str(number), *row), numbers) for number, (row, numbers) in enumerate(zip(cells, notes, strict=True), 1)
    )
    return (Table(REFERENCES, columns, rows, working=True),) if rows else ()


def _task(pen: Pen, facts: DraftFacts, matter: Matter | None, proposals: Sequence[tuple[Action, Adapted]]) -> None:
    if matter is not None and matter.described:
        pen.point(phrases.PLAN_SYMPTOMS(), pen.quoted(matter.described))
    else:
        pen.point(phrases.PLAN_SYMPTOMS(), facts.description or "【问题的具体表现】")
    if matter is not None and matter.actions:
        pen.point(phrases.PLAN_DONE())
        pen.listing("", matter.actions)
    if matter is not None and matter.pending:
        pen.point(phrases.PLAN_NEXT())
        for quote in matter.pending:
            pen.line(pen.quoted(quote))
    elif proposals:
        _propose(pen, facts, proposals)
    else:
        pen.point(phrases.PLAN_MEASURES(), "【结合本单位实际逐条拟定整改措施】")
    printed = "、".join(matter.problem.responsible) if matter is not None else ""
    limit = matter.problem.deadline if matter is not None else None
    due = facts.due or (phrases.words_of(limit.due) if limit and limit.due else "")
    pen.point(
        phrases.PLAN_DUTY(),
        phrases.LEADER(name=blank(facts.leader, "责任领导")),
        phrases.LEAD_UNIT(name=blank(facts.responsible or printed, "牵头单位")),
        phrases.CO_UNIT(name=blank(facts.assisting, "配合单位")),
        phrases.DUE(name=blank(due, "完成时限")),
    )


def _propose(pen: Pen, facts: DraftFacts, proposals: Sequence[tuple[Action, Adapted]]) -> None:
    """The measures of others as draft measures: each with its source in the footnote and blanks for who and when."""
    pen.point(phrases.PLAN_MEASURES(), phrases.PLAN_PROPOSED())
    who = phrases.PLAN_WHO(name="【责任单位】")
    due = phrases.DUE(name=blank(facts.due, "完成时限"))
    pen.items("", [f"{pen.adapted(action, words)}{who}{due}" for action, words in proposals])
    pen.line("【结合本单位实际补充的整改措施】")
