"""整改方案: what a unit is going to do about its problems, with 问题清单, 责任清单 and 时限清单."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Material, Matter
from assistant.drafting.model import Column, ColumnKind, Row, Table
from assistant.drafting.papers.parts import (
    Paper,
    basis,
    blank,
    has_references,
    references,
    split_own,
    subject,
)
from assistant.drafting.pen import Pen, proposal
from assistant.drafting.phrases import heading


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The plan.  What the unit's own notice reports stands as done, what it announces as planned; measures of others
    are references beside a blank.
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
            _task(pen, facts, matter)
    else:
        pen.subsection(phrases.PROBLEM(name=name))
        _task(pen, facts, None)
    if has_references(others, material):
        pen.subsection(heading("参考措施"))
        references(pen, others, material, facts.own_unit)
    pen.section("依据条款")
    basis(pen, material)
    pen.section("工作要求")
    for demand in phrases.PLAN_DEMANDS:
        pen.line(demand(name=blank(facts.reviewer, "审核验收部门")))
    about = "巡察反馈问题" if several else f"“{name}”问题"
    title = f"{blank(facts.unit, '单位名称')}{about}整改方案"
    return Paper(title, _reference_list(pen, others, facts.own_unit), tuple(own), {} if own else _said(facts, name))


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


def _reference_list(pen: Pen, others: Sequence[Matter], own_unit: str) -> tuple[Table, ...]:
    """What others did, measure by measure, to choose from; in the names of ``own_unit`` where it can be."""
    columns = (
        Column("序号", ColumnKind.NUMBER, 3),
        Column("来源单位", width=10),
        Column("问题", width=14),
        Column("措施类别", width=8),
        Column("参考措施", width=32),
        Column("整改状态", ColumnKind.STATUS, 6),
    )
    taken = [(matter, action, proposal(action, matter, own_unit)) for matter in others for action in matter.actions]
    rows = tuple(
        Row(
            (
                str(number),
                phrases.whose(matter.title.passage, matter.info.unit),
                matter.problem.title,
                action.kind.value,
                pen.adapted(action, changed) if changed else pen.quoted(action.headline),
                matter.problem.status.label,
            ),
            (pen.cite(matter.title),),
        )
        for number, (matter, action, changed) in enumerate(taken, 1)
    )
    return (Table("参考措施清单", columns, rows),) if rows else ()


def _task(pen: Pen, facts: DraftFacts, matter: Matter | None) -> None:
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
