"""巡察报告问题段落: a problem found, the articles to hold it against, and how such problems were worded before."""

from __future__ import annotations

from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Material
from assistant.drafting.papers.parts import Paper, basis, describe, subject, symptoms
from assistant.drafting.pen import Pen


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The paragraphs.  What was found and how it is to be judged are the inspector's words alone."""
    name = subject(facts, material)
    pen.section("主要问题")
    pen.subsection(phrases.PROBLEM(name=name))
    describe(pen, facts, "问题的具体表现：时间、单位、人数、金额、事例，与事实确认单一致")
    pen.line("【佐证材料：事实确认单、谈话记录、书证等】")
    pen.section("对照条款")
    pen.line(phrases.FINDING_BASIS())
    basis(pen, material)
    pen.line("【定性表述：违反何规定、造成何影响】")
    if material.matters:
        pen.section("同类问题的规范表述")
        pen.line(phrases.FINDING_SAMPLES())
        symptoms(pen, material.matters)
    return Paper(f"{facts.unit}“{name}”问题段落" if facts.unit else f"巡察报告“{name}”问题段落", name)
