"""What stands before an answer: remarks of the search that bear upon what is shown."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from assistant.answer import Answer, Section, Wording

#: A remark on a text that is no longer in force, as ``retrieval.engine`` words it.
_NOT_IN_FORCE = re.compile(r"《(?P<title>.+)》(?:已被修订|已废止|已失效)，仅供了解")


def remarks(answer: Answer) -> list[str]:
    """The warnings that the answer itself does not say; those on a text that is not in force only where it is cited."""
    said = {sentence.text for sentence in answer.sentences}
    numbers = _said(answer)
    cited = {citation.passage.title for citation in answer.citations if citation.n in numbers}
    return [warning for warning in answer.warnings if warning not in said and _concerns(warning, cited)]


def _concerns(warning: str, cited: Collection[str]) -> bool:
    found = _NOT_IN_FORCE.match(warning)
    return found is None or found["title"] in cited


def renumbered(answer: Answer) -> Answer:
    """The answer with its citations numbered from 1 in the order of the text, those that no sentence names left out:
    measures and wordings that are shown only in the browser cite places too, and printed numbers would jump.
    """
    order = {old: new for new, old in enumerate(_said(answer), 1)}
    return replace(
        answer,
        sections=tuple(
            Section(
                section.title,
                tuple(
                    sentence._replace(citations=tuple(order[n] for n in sentence.citations))
                    for sentence in section.sentences
                ),
            )
            for section in answer.sections
        ),
        report_language=tuple(_wording(wording, order) for wording in answer.report_language),
        citations=tuple(
            sorted(
                (citation._replace(n=order[citation.n]) for citation in answer.citations if citation.n in order),
                key=lambda citation: citation.n,
            )
        ),
    )


def _wording(wording: Wording, order: dict[int, int]) -> Wording:
    return wording._replace(citations=tuple(order[n] for n in wording.citations))


def _said(answer: Answer) -> list[int]:
    """The numbers that sentences and wordings name, in the order of the text."""
    sentences = [n for sentence in answer.sentences for n in sentence.citations]
    wordings = [n for wording in answer.report_language for n in wording.citations]
    return list(dict.fromkeys([*sentences, *wordings]))
