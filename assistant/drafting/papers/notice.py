"""整改情况通报: what a unit has done about the problems that were fed back to it."""

from __future__ import annotations

from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Material, Matter
from assistant.drafting.papers.parts import Paper, blank, has_references, references, split_own, subject
from assistant.drafting.pen import Pen
from assistant.standing import is_said


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The notice.  Only the unit's own sources speak for it; what others did stands apart, to be taken out."""
    own, others = split_own(facts, material)
    name = subject(facts, material)
    pen.line(
        phrases.NOTICE_PERIOD(
            period=blank(facts.period, "巡察起止时间"),
            name=blank(facts.inspector, "巡察机构"),
            unit=blank(facts.unit, "单位名称"),
        ),
        phrases.NOTICE_OPENING(),
    )
    pen.section("组织整改落实情况")
    pen.line("【组织领导、责任落实、推进机制等情况】")
    pen.section("反馈问题整改情况")
    for matter in own:
        pen.about(matter)
        _rectified(pen, matter)
    if not own:
        pen.subsection(phrases.PROBLEM(name=name))
        if facts.description:
            pen.line(facts.description)
        pen.line(phrases.STATE_OPEN(name="【整改状态】"), "【本单位采取的措施和取得的成效】")
    if has_references(others, material):
        pen.section("其他单位同类问题处理情况")
        references(pen, others, material)
    pen.section("下一步工作打算")
    pending = [quote for matter in own for quote in matter.pending]
    for quote in pending:
        pen.line(pen.quoted(quote))
    if not pending:
        pen.line("【下一步工作打算】")
    pen.line(phrases.NOTICE_CONTACT(), phrases.CONTACT(name=blank(facts.contact, "电话、通信地址、电子邮箱")))
    return Paper(f"{blank(facts.unit, '单位名称')}关于巡察整改情况的通报", name)


def _rectified(pen: Pen, matter: Matter) -> None:
    unsaid = not is_said(matter.problem)
    state = phrases.STATE_OPEN(name="【整改状态】") if unsaid else phrases.STATE(status=matter.problem.status.label)
    if matter.actions:
        pen.listing(state, matter.actions, whole=True)
    else:
        pen.line(state, "【采取的措施和取得的成效】")
