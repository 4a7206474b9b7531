"""Runs questions through the systems and keeps everything the figures are made of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.desk import Reply
from eval.citations import CitationCheck, check
from eval.drafts import check_draft
from eval.gold import Corpus, Place, resolve
from eval.lists import Lists, System
from eval.product import Product, lists
from eval.questions import Question
from kb.knowledge_base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Record:
    """One question with its places, the product's reply and the lists of all systems by name; ``draft`` is the check of
    a paper drafted from its evidence, where there is any.
    """

    question: Question
    places: tuple[Place, ...]
    reply: Reply
    lists: Mapping[str, Lists]
    citations: CitationCheck
    seconds: float
    draft: CitationCheck | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All records of a run; ``systems`` in the order of the table, the product last."""

    records: tuple[Record, ...]
    systems: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def execute(
    questions: Iterable[Question],
    corpus: Corpus,
    kb: KnowledgeBase,
    product: Product,
    others: Sequence[System] = (),
    *,
    environment: Mapping[str, str],
    report: Callable[[str], None],
) -> Run:
    """Ask every question of every system."""
    texts: dict[str, str] = {}

    def text_of(source: str) -> str:
        if source not in texts:
            texts[source] = kb.catalog.load(source).text
        return texts[source]

    records = []
    for number, question in enumerate(questions, 1):
        started = time.perf_counter()
        reply = product.ask(question.query)
        seconds = time.perf_counter() - started
        found = {system.name: system.search(question.query) for system in others}
        found[product.name] = lists(reply.result)
        places = resolve(corpus, question)[0]
        checks = check(reply.answer, text_of), check_draft(kb, reply.result, number, text_of)
        records.append(Record(question, places, reply, found, checks[0], seconds, checks[1]))
        # A line every hundred questions shows that it goes on.
        if number % 100 == 0:
            report(f"已评测 {number} 题")
    return Run(tuple(records), (*(system.name for system in others), product.name), environment)
