"""工作提示: why, what was found elsewhere, which articles, what is asked for and until when."""

from __future__ import annotations

from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Material
from assistant.drafting.papers.parts import (
    Paper,
    basis,
    blank,
    describe,
    has_references,
    references,
    subject,
    symptoms,
)
from assistant.drafting.pen import Pen


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The reminder."""
    name = subject(facts, material, shared=True)
    pen.section("提示事由")
    describe(pen, facts, "提示事由：何时、在何工作中发现何问题")
    pen.line(phrases.REMINDER_OPENING(name=name))
    if material.matters:
        pen.section("问题表现")
        pen.line(phrases.REMINDER_SYMPTOMS())
        symptoms(pen, material.matters)
    pen.section("依据条款")
    basis(pen, material)
    pen.section("工作要求")
    for demand in phrases.REMINDER_DEMANDS:
        pen.line(demand(name=blank(facts.due, "报送时限"), unit=blank(facts.issuer, "报送单位")))
    if has_references(material.matters, material):
        pen.section("参考做法")
        references(pen, material.matters, material)
    return Paper(f"关于“{name}”问题的工作提示", name)
