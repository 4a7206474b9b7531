"""Whether every word of an answer is a quotation that stands where it says, or a fixed phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant.answer import Answer
from assistant.phrases import is_fixed


class CitationCheck(NamedTuple):
    """Counts over one answer and the faults found, each with the words concerned."""

    citations: int
    sentences: int
    faults: tuple[str, ...]


def check(answer: Answer, text_of: Callable[[str], str]) -> CitationCheck:
    """Check an answer against the stored texts; ``text_of`` gives the clean text of a source id."""
    return CitationCheck(
        len(answer.citations),
        len(answer.sentences),
        (*_misplaced(answer, text_of), *_unfounded(answer)),
    )


def _misplaced(answer: Answer, text_of: Callable[[str], str]) -> Iterator[str]:
    """Citations whose words do not stand at their place, or stand outside the passage they name."""
    for number, citation in enumerate(answer.citations, 1):
        start, end = citation.span
        if citation.n != number:
            yield f"引文编号 {citation.n} 应为 {number}"
        if not citation.quote.strip() or text_of(citation.passage.key.source)[start:end] != citation.quote:
            yield f"引文与原文不符：{citation.quote[:30]}"
        if not (citation.passage.span.start <= start and end <= citation.passage.span.end):
            yield f"引文超出所在条款：{citation.quote[:30]}"


def _unfounded(answer: Answer) -> Iterator[str]:
    """Sentences and measures that are neither a quotation of what they cite nor a fixed phrase."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for sentence in answer.sentences:
        if any(n not in quotes for n in sentence.citations):
            yield f"引用了不存在的引文：{sentence.text[:30]}"
        elif sentence.quoted and (not sentence.citations or sentence.text != quotes[sentence.citations[0]]):
            yield f"标为引文的句子与引文不同：{sentence.text[:30]}"
        elif not sentence.quoted and not is_fixed(sentence.text):
            yield f"既非引文也非固定用语：{sentence.text[:30]}"
    for measure in answer.measures:
        if measure.text not in {quotes.get(n) for n in measure.citations}:
            yield f"建议措施与引文不同：{measure.text[:30]}"
    for wording in answer.report_language:
        if not wording.citations or any(n not in quotes for n in wording.citations):
            yield f"报告用语没有出处：{wording.text[:30]}"
