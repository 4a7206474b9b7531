"""The desk: one question in, evidence and answer out.  What the command line and the pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from assistant import phrases
from assistant.answer import Answer, Section, Sentence
from assistant.compose import compose
from assistant.shelf import shelf_of
from assistant.vague import is_vague
from kb.errors import LanguageModelError
from kb.knowledge_base import KnowledgeBase
from retrieval.engine import Retriever
from retrieval.letters import split
from retrieval.limits import Limits
from retrieval.result import SearchResult, Verdict
from retrieval.terms import weighted_terms

if TYPE_CHECKING:
    from assistant.llm.rewrite import Rewritten


class Reply(NamedTuple):
    """The evidence and the answer composed from it."""

    result: SearchResult
    answer: Answer


class Desk:
    """Answers questions over one knowledge base; safe to share between threads."""

    def __init__(self, kb: KnowledgeBase, retriever: Retriever | None = None) -> None:
        self.kb = kb
        self.retriever = retriever or Retriever(kb)
        self.shelf = shelf_of(kb, self.retriever.bridges)

    def search(self, question: str, *, limit: int = 10, limits: Limits | None = None) -> SearchResult:
        """Ranked evidence, no composed answer; ``limits`` as :meth:`Retriever.search` takes them."""
        return self.retriever.search(question, limit=limit, limits=limits)

    def ask(self, question: str, *, limit: int = 10, unit: str = "", limits: Limits | None = None) -> Reply:
        """Ranked evidence and the extractive answer; measures and wordings are adapted to ``unit``, the user's own,
        unless the question names one.
        """
        result = self.retriever.search(question, limit=limit, limits=limits, unit=unit)
        if is_vague(question):
            result = replace(result, verdict=Verdict.REFUSED, confidence=0.0, reason=phrases.VAGUE)
            said = (Sentence(phrases.VAGUE), Sentence(phrases.VAGUE_EXAMPLES))
            return Reply(result, Answer(True, phrases.VAGUE, (Section("", said),), warnings=result.warnings))
        terms = weighted_terms(result.query)
        answer = compose(self.kb, result, terms, shelf=self.shelf, unit=unit)
        if result.reason and not answer.reason:  # counted from the catalog, where the search had no words to go by
            result = replace(result, verdict=Verdict.ANSWERABLE, reason="")
        return Reply(result, answer)

    def ask_letter(self, text: str, *, limit: int = 10, limits: Limits | None = None) -> tuple[Reply, ...]:
        """A reply to each matter of a letter, in order; one reply where the text is a single question.  ``limits`` hold
        for every matter.
        """
        return tuple(self.ask(part, limit=limit, limits=limits) for part in split(text))

    def rewrite(
        self,
        reply: Reply,
        *,
        samples: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Rewritten:
        """The answer of a reply in the words of the configured language model, every sentence checked; the arguments
        are those of ``assistant.llm.rewrite.rewrite``.  Never raises: the outcome says why there is no such text.
        """
        from assistant.llm import rewrite as writing  # noqa: PLC0415 - only where a model is asked
        from assistant.llm.adapter import LanguageModel  # noqa: PLC0415 - likewise

        try:
            model = LanguageModel(self.kb.settings)
        except LanguageModelError as error:
            return writing.unavailable(error)
        return writing.rewrite(
            reply.answer, reply.result.query.text, model, samples=samples, on_text=on_text, cancelled=cancelled
        )
