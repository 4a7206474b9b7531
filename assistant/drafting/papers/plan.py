"""整改方案: what a unit is going to do about its problems, with 问题清单, 责任清单 and 时限清单."""

from __future__ import annotations

from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Material, Matter
from assistant.drafting.papers.parts import (
    Paper,
    basis,
    blank,
    has_references,
    references,
    split_own,
    subject,
)
from assistant.drafting.pen import Pen
from assistant.drafting.phrases import heading


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The plan.  Measures of the unit's own notice are its own; those of others stand as references beside a blank."""
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
        pen.line(phrases.REFERENCES())
        references(pen, others, material)
    pen.section("依据条款")
    basis(pen, material)
    pen.section("工作要求")
    for demand in phrases.PLAN_DEMANDS:
        pen.line(demand(name=blank(facts.reviewer, "审核验收部门")))
    about = "巡察反馈问题" if several else f"“{name}”问题"
    return Paper(f"{blank(facts.unit, '单位名称')}{about}整改方案")


def _task(pen: Pen, facts: DraftFacts, matter: Matter | None) -> None:
    if matter is not None and matter.described:
        pen.point(phrases.PLAN_SYMPTOMS(), pen.quoted(matter.described))
    else:
        pen.point(phrases.PLAN_SYMPTOMS(), facts.description or "【问题的具体表现】")
    taken = pen.enumerated(matter.actions, whole=True) if matter is not None and matter.actions else ""
    pen.point(phrases.PLAN_MEASURES(), taken or "【结合本单位实际逐条拟定，可改写下列参考措施】")
    printed = "、".join(matter.problem.responsible) if matter is not None else ""
    pen.point(
        phrases.PLAN_DUTY(),
        phrases.LEADER(name=blank(facts.leader, "责任领导")),
        phrases.LEAD_UNIT(name=blank(facts.responsible or printed, "牵头单位")),
        phrases.CO_UNIT(name=blank(facts.assisting, "配合单位")),
        phrases.DUE(name=blank(facts.due, "完成时限")),
    )
