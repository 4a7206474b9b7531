"""Composes a paper from a basket: quotes with exact places, fixed phrases, and blanks for what only the user knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.basket import Basket
from assistant.drafting.asked import problem_name
from assistant.drafting.facts import DraftFacts
from assistant.drafting.lists import DUTIES, LIMITS, PROBLEMS, problem_lists
from assistant.drafting.material import Material, gather
from assistant.drafting.model import Draft, DraftKind, Head, Row, Table
from assistant.drafting.papers import findings, notice, plan, reminder, special, supervision
from assistant.drafting.papers.parts import Paper, blank, remarks
from assistant.drafting.pen import Pen
from kb.errors import NotFoundError, XunjianError
from kb.knowledge_base import KnowledgeBase

_PAPERS: dict[DraftKind, Callable[[Pen, DraftFacts, Material], Paper]] = {
    DraftKind.FINDINGS: findings.write,
    DraftKind.PLAN: plan.write,
    DraftKind.NOTICE: notice.write,
    DraftKind.SUPERVISION: supervision.write,
    DraftKind.REMINDER: reminder.write,
    DraftKind.SPECIAL: special.write,
}


#: The lists of a plan, in the order of use; its measures stand in the body.
_LISTS = (PROBLEMS, DUTIES, LIMITS)


def kind_of(name: str) -> DraftKind:
    """The paper of that name, Chinese (also a part of it that fits only one) or English; raises ``XunjianError``."""
    wanted = name.strip()
    exact = [kind for kind in DraftKind if wanted in (kind.value, kind.label)]
    partly = [kind for kind in DraftKind if wanted and wanted in kind.label]
    found = exact or partly
    if len(found) != 1:
        msg = f"没有名为“{name}”的文种。可以起草：{'、'.join(kind.label for kind in DraftKind)}。"
        raise XunjianError(msg)
    return found[0]


def draft(kb: KnowledgeBase, kind: DraftKind, basket: Basket, facts: DraftFacts | None = None) -> Draft:
    """The paper.  Every sentence is a quote with its marker, a fixed phrase or a placeholder in 【】.

    Raises ``XunjianError`` for an empty basket and for a 督办单 about several problems (``collect.sheets`` parts
    them), ``NotFoundError`` where nothing of the basket can be found any more.
    """
    facts = (facts or DraftFacts()).cleaned()
    if kind is DraftKind.PLAN and not facts.own_unit:
        facts = replace(facts, own_unit=facts.unit)  # a plan proposes measures to its own unit
    if not basket.items:
        msg = f"材料篮是空的，无法起草{kind.label}。请先加入问题、做法或条款。"
        raise XunjianError(msg)
    material = gather(kb, basket, f"{facts.problem} {facts.description} {facts.question}".strip())
    material = material._replace(asked=problem_name(kb, facts.question) if facts.question else "")
    if not material.passages and not material.stale:
        msg = f"材料篮中的{len(basket.items)}项材料都已不在资料库中，无法起草{kind.label}。请重新收集材料。"
        raise NotFoundError(msg)
    if kind is DraftKind.SUPERVISION and len(material.matters) > 1 and not facts.about:
        msg = f"督办单一事一单，材料篮中有{len(material.matters)}个问题。请说明督办的问题，或者逐个问题起草。"
        raise XunjianError(msg)
    if kind is DraftKind.SPECIAL and not material.matters:
        msg = "专报需要同类问题的处理情况，材料篮中没有问题或措施。请先加入至少一个问题。"
        raise XunjianError(msg)
    pen = Pen()
    paper = _PAPERS[kind](pen, facts, material)
    remarks(pen, material)
    return Draft(
        kind=kind,
        title=paper.title,
        body=pen.body,
        head=_head(kind, facts),
        tables=(*_lists(kb, pen, paper), *paper.tables),
        notes=pen.notes,
        facts={"subject": paper.name, **facts.as_words()},
        computed=tuple(dict.fromkeys(pen.computed)),
    )


def _head(kind: DraftKind, facts: DraftFacts) -> Head:
    """The elements around the body; every paper but a part of a report is issued by somebody."""
    head = facts.head()
    return head if head.issuer or kind is DraftKind.FINDINGS else replace(head, issuer="【发文机关】")


def _lists(kb: KnowledgeBase, pen: Pen, paper: Paper) -> tuple[Table, ...]:
    """问题清单 … of the problems that are listed, or with one row of what the user said."""
    if not paper.listed and not paper.said:
        return ()
    tables = pen.adopt(problem_lists(kb, [matter.info for matter in paper.listed], names=_LISTS))
    if paper.listed:
        return tables
    return tuple(
        table._replace(rows=(Row(tuple(blank(paper.said.get(one.title, ""), one.title) for one in table.columns)),))
        for table in tables
    )
