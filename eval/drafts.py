"""Whether papers drafted from the evidence of a question hold only quotes, fixed phrases and blanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.basket import Role
from assistant.drafting.check import DraftCheck, State, verify_draft
from assistant.drafting.collect import from_result, sheets
from assistant.drafting.compose import draft
from assistant.drafting.model import Draft, DraftKind
from eval.citations import CitationCheck
from kb.knowledge_base import KnowledgeBase
from retrieval.result import SearchResult

_UNFOUNDED = (State.OWN, State.UNVERIFIED)


def check_draft(
    kb: KnowledgeBase, result: SearchResult, number: int, text_of: Callable[[str], str]
) -> CitationCheck | None:
    """Draft a paper from the evidence of a question and check it; None where there is no evidence to draft from.

    The ``number`` of the question chooses the paper, so that all kinds are tried over a set; ``text_of`` gives the
    clean text of a source id.
    """
    basket = from_result(kb, result)
    if not basket.items:
        return None
    kind = list(DraftKind)[number % len(DraftKind)]
    if kind is DraftKind.SUPERVISION:
        basket = sheets(kb, basket)[0]
    if kind is DraftKind.SPECIAL and all(item.role is not Role.PROBLEM for item in basket.items):
        kind = DraftKind.REMINDER
    paper = draft(kb, kind, basket)
    checked = verify_draft(kb, paper)
    faults = (*_misplaced(paper, text_of), *_unfounded(paper, checked))
    return CitationCheck(len(paper.notes), len(checked.sentences), faults)


def _misplaced(paper: Draft, text_of: Callable[[str], str]) -> Iterator[str]:
    for number, anchor in paper.notes.items():
        if not anchor.quote.strip() or text_of(anchor.source)[anchor.start : anchor.end] != anchor.quote:
            yield f"{paper.kind.label}引文[{number}]与原文不符：{anchor.quote[:30]}"


def _unfounded(paper: Draft, checked: DraftCheck) -> Iterator[str]:
    for sentence in checked.sentences:
        if sentence.state in _UNFOUNDED:
            yield f"{paper.kind.label}中没有依据的句子：{sentence.text[:30]}（{sentence.reason}）"
    for table, row in checked.failed_rows:
        yield f"{paper.kind.label}的{paper.tables[table].name}第{row + 1}行没有依据"
