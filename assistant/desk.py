"""The desk: one question in, evidence and answer out.  What the command line and the pages call."""

from __future__ import annotations

from typing import NamedTuple

from assistant.answer import Answer
from assistant.compose import compose
from kb.knowledge_base import KnowledgeBase
from retrieval.engine import Retriever
from retrieval.letters import split
from retrieval.result import SearchResult
from retrieval.terms import weighted_terms


class Reply(NamedTuple):
    """The evidence and the answer composed from it."""

    result: SearchResult
    answer: Answer


class Desk:
    """Answers questions over one knowledge base; safe to share between threads."""

    def __init__(self, kb: KnowledgeBase, retriever: Retriever | None = None) -> None:
        self.kb = kb
        self.retriever = retriever or Retriever(kb)

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """Ranked evidence, no composed answer."""
        return self.retriever.search(question, limit=limit)

    def ask(self, question: str, *, limit: int = 10) -> Reply:
        """Ranked evidence and the extractive answer."""
        result = self.search(question, limit=limit)
        return Reply(result, compose(self.kb, result, weighted_terms(result.query)))

    def ask_letter(self, text: str, *, limit: int = 10) -> tuple[Reply, ...]:
        """A reply to each matter of a letter, in order; one reply where the text is a single question."""
        return tuple(self.ask(part, limit=limit) for part in split(text))
