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


class Replacement(NamedTuple):
    """``text[start:end]`` of an adapted text stands where the source says ``original``."""

    start: int
    end: int
    original: str


class Adapted(NamedTuple):
    """A measure with the names of another unit: no longer a quote, which ``note`` says in Chinese (empty where nothing
    was replaced and the text is still the quote).
    """

    text: str
    replacements: tuple[Replacement, ...] = ()
    note: str = ""


class SuggestedMeasure(NamedTuple):
    """A measure others took, quoted, with its kind; ``unit`` took it about ``problem``, both as printed.  ``adapted``
    is the same for the user's unit, where that is known.
    """

    kind: MeasureKind
    text: str
    citations: tuple[int, ...]
    unit: str = ""
    problem: str = ""
    adapted: Adapted | None = None


class MeasureGroup(NamedTuple):
    """How precedents used a kind of measure: ``used`` of ``total`` relevant ones, with the time limits printed there,
    how many months they ran from feedback to limit (``months``, shortest first) and who was responsible, one entry for
    each precedent: 法制大队、警务保障室（青岚市公安局）.
    """

    kind: MeasureKind
    used: int
    total: int
    examples: tuple[SuggestedMeasure, ...] = ()
    deadlines: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    responsible: tuple[str, ...] = ()


class WordingForm(StrEnum):
    """The forms of report language."""

    TITLE = "问题标题"
    FINDING = "发现问题"
    RECTIFICATION = "整改表述"


class Wording(NamedTuple):
    """A formulation for reports.

    ``pattern`` is the form of speech with its slots (``〔问题〕``), ``citations`` the places that words and pattern
    come from; ``yours`` are the ranges of ``text`` that stem from the user's question, ``blanks`` the slots that are
    still to be filled (``【单位】``).  ``printed`` marks words that stand in a source exactly so.
    """

    form: str
    text: str
    citations: tuple[int, ...]
    pattern: str = ""
    yours: tuple[Span, ...] = ()
    blanks: tuple[str, ...] = ()
    printed: bool = False


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
    measure_groups: tuple[MeasureGroup, ...] = ()
    types: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(sentence for section in self.sections for sentence in section.sentences)

    @property
    def text(self) -> str:
        """The whole answer as plain text with ``[n]`` behind each cited sentence."""
        return "\n\n".join(section_text(section) for section in self.sections)


def section_text(section: Section) -> str:
    """A part of the answer as plain text, ``[n]`` behind each cited sentence."""
    lines = [f"【{section.title}】"] if section.title else []
    lines += [sentence.text + "".join(f"[{n}]" for n in sentence.citations) for sentence in section.sentences]
    return "\n".join(lines)
