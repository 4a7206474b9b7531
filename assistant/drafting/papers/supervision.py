"""督办单: one matter, who has to deal with it, until when and on what ground."""

from __future__ import annotations

from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Material
from assistant.drafting.model import Column, Row, Table
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


def write(pen: Pen, facts: DraftFacts, material: Material) -> Paper:
    """The sheet with a form for what is filled in by hand while the matter is dealt with."""
    own, others = split_own(facts, material)
    name = subject(facts, material, shared=not facts.unit)
    pen.section("督办事项")
    if len(own) == 1 and own[0].described:
        pen.line(phrases.ABOUT(name=own[0].problem.title), pen.quoted(own[0].described))
    elif len(own) == 1:
        pen.line(phrases.PROBLEM(name=own[0].problem.title), f"[{pen.cite(own[0].title)}]")
    if facts.description or len(own) != 1:
        pen.line(facts.description or phrases.PROBLEM(name=name))
    pen.section("督办依据")
    basis(pen, material)
    pen.section("承办单位和时限")
    due = blank(facts.due, "办理时限")
    lead, assisting = blank(facts.responsible or facts.unit, "承办单位"), blank(facts.assisting, "协办单位")
    pen.line(phrases.SHEET_LEAD(name=lead), phrases.SHEET_CO(name=assisting), phrases.SHEET_DUE(name=due))
    pen.section("办理要求")
    for demand in phrases.SHEET_DEMANDS:
        pen.point(demand(name=blank(facts.issuer, "交办单位")))
    if has_references(others, material):
        pen.section("同类问题处理情况（供办理参考）")
        references(pen, others, material, facts.own_unit)
    grounds = [phrases.place_of(quotes[0].passage) for quotes in material.articles]
    form = (
        ("编号", blank(facts.numbered, "编号")),
        ("督办事项", phrases.QUOTED(name=name)),
        ("督办依据", "、".join(grounds) or "【督办依据】"),
        ("交办单位", blank(facts.issuer, "交办单位")),
        ("承办单位", lead),
        ("协办单位", assisting),
        ("办理时限", due),
        ("办理情况", "【由承办单位填写】"),
        ("延期理由", "【如需延期，由承办单位填写】"),
        ("审核意见", "【由交办单位填写】"),
        ("办结日期", "【审核通过的日期】"),
    )
    columns = (Column("项目", width=10), Column("内容", width=40))
    return Paper(f"关于“{name}”问题的督办单", name, (Table("督办单登记", columns, tuple(Row(row) for row in form)),))
