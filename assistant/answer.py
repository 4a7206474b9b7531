"""The answer as data: sentences, each with the citations it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kb.model import Span, StoredPassage


class Citation(NamedTuple):
    """A place that is quoted.  ``n`` counts from 1 within one answer; ``span`` covers exactly ``quote`` in the stored
    clean text of ``passage.doc``.
    """

    n: int
    passage: StoredPassage
    quote: str
    span: Span


class Sentence(NamedTuple):
    """One sentence of an answer.

    ``quoted`` sentences are exactly the quote of their (single) citation; all others are fixed phrases of
    ``assistant/phrases.py`` whose slots hold names, locators and states from the catalog.
    """

    text: str
    citations: tuple[int, ...] = ()
    quoted: bool = False


class Section(NamedTuple):
    """A headed part of the answer."""

    title: str
    sentences: tuple[Sentence, ...]


class MeasureKind(StrEnum):
    """What a rectification measure does; the order is that of presentation."""

    RULES = "建章立制"
    CAMPAIGN = "专项整治"
    TRAINING = "教育培训"
    INSPECTION = "监督检查"
    ACCOUNTABILITY = "追责问责"
    TECHNOLOGY = "信息化"
    SERVICE = "公开与服务"
    OTHER = "其他措施"


class SuggestedMeasure(NamedTuple):
    """A measure others took, quoted, with its kind."""

    kind: MeasureKind
    text: str
    citations: tuple[int, ...]


class Wording(NamedTuple):
    """A formulation for reports: ``form`` names the register form, ``pattern`` the source pattern it follows."""

    form: str
    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer composed from evidence, or a refusal (no citations, one section that says why)."""

    refused: bool
    reason: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...] = ()
    report_language: tuple[Wording, ...] = ()
    measures: tuple[SuggestedMeasure, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(sentence for section in self.sections for sentence in section.sentences)

    @property
    def text(self) -> str:
        """The whole answer as plain text with ``[n]`` behind each cited sentence."""
        blocks = []
        for section in self.sections:
            lines = [f"【{section.title}】"] if section.title else []
            lines += [sentence.text + "".join(f"[{n}]" for n in sentence.citations) for sentence in section.sentences]
            blocks.append("\n".join(lines))
        return "\n\n".join(blocks)
