"""The domain: what a source is, what it contains, and where every piece stands.

Two rules hold everywhere and are tested as properties:

* A place is a half-open range of characters ``[start, end)`` into ``Source.text``, the stored clean text of one
  ingested file.  Nothing carries a copy of that text: ``source.slice(span)`` is the only way to words.
* All objects are frozen.  A changed file becomes a new *generation* of its source, never an edited object.

Locators are the human names of places, unique within a source:

==================  =====================================================================
place               locator
==================  =====================================================================
article             the label as printed: ``第十二条``, ``第六十七条之一``
measure             headings' numbers, then the ordinal: ``二(二)7.七是``
pending item        the same with ``后续`` in front of the ordinal: ``二(二)7.后续二是``
problem as such     headings' numbers: ``二(二)7.``
headed text         headings' numbers: ``三(二)``; a compilation puts the piece first: ``第三篇六``
ledger row          sheet and row: ``整改台账!12``
==================  =====================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters ``[start, end)`` into ``Source.text``."""

    start: int
    end: int


class DocumentKind(StrEnum):
    """What an official document is; decides how it is parsed and where it is searched."""

    REGULATION = "regulation"
    NOTICE = "notice"
    FEEDBACK = "feedback"
    CASE = "case"
    PRACTICE = "practice"
    LEDGER = "ledger"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    DocumentKind.REGULATION: "法规制度",
    DocumentKind.NOTICE: "整改通报",
    DocumentKind.FEEDBACK: "反馈意见",
    DocumentKind.CASE: "典型案例",
    DocumentKind.PRACTICE: "工作文章",
    DocumentKind.LEDGER: "整改台账",
}


class PassageKind(StrEnum):
    """The role of a passage.  ``STRUCTURE`` passages (titles, chapter headings, signatures, contact blocks)
    complete the cover of the text but are not searched on their own.
    """

    ARTICLE = "article"
    PROBLEM = "problem"
    MEASURE = "measure"
    PENDING = "pending"
    PRACTICE = "practice"
    STRUCTURE = "structure"

    @property
    def group(self) -> Group | None:
        """The search group the passage belongs to; None for structure."""
        return _GROUPS.get(self)


class Group(StrEnum):
    """Kinds of evidence, searched and shown side by side (never ranked against each other blindly)."""

    PRECEDENT = "precedent"
    ARTICLE = "article"
    PRACTICE = "practice"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return {"precedent": "先例", "article": "法规条款", "practice": "工作做法"}[self.value]


_GROUPS = {
    PassageKind.ARTICLE: Group.ARTICLE,
    PassageKind.PROBLEM: Group.PRECEDENT,
    PassageKind.MEASURE: Group.PRECEDENT,
    PassageKind.PENDING: Group.PRECEDENT,
    PassageKind.PRACTICE: Group.PRACTICE,
}


class Status(StrEnum):
    """How far the rectification of a problem has come."""

    COMPLETED = "completed"
    BASICALLY_COMPLETED = "basically_completed"
    IN_PROGRESS = "in_progress"
    LONG_TERM = "long_term"
    NOT_STARTED = "not_started"
    FEEDBACK_ONLY = "feedback_only"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.COMPLETED: "已完成",
    Status.BASICALLY_COMPLETED: "基本完成",
    Status.IN_PROGRESS: "正在整改",
    Status.LONG_TERM: "长期坚持",
    Status.NOT_STARTED: "未完成",
    Status.FEEDBACK_ONLY: "仅有反馈",
}


class Validity(StrEnum):
    """Whether a regulation is in force; values are the words printed on national law databases."""

    IN_FORCE = "现行有效"
    AMENDED = "已被修订"
    REPEALED = "已废止"
    NOT_YET = "尚未施行"
    UNKNOWN = "待核实"

    @property
    def is_superseded(self) -> bool:
        """Whether the text was in force once and is no longer."""
        return self in (Validity.AMENDED, Validity.REPEALED)

    @property
    def is_no_basis(self) -> bool:
        """Whether nothing done today can rest on the text: no longer in force, or not yet."""
        return self.is_superseded or self is Validity.NOT_YET


class Provenance(StrEnum):
    """How far the words of a source may be relied upon."""

    ORIGINAL = "original"
    DIGEST = "digest"
    FICTIONAL = "fictional"

    @property
    def label(self) -> str:
        """The badge shown wherever the source appears; empty for originals."""
        return {"original": "", "digest": "摘编", "fictional": "示例（虚构）"}[self.value]


class Deadline(NamedTuple):
    """A time limit as printed.  ``due`` is the last day it allows, None where the text gives no date
    (``长期坚持``); relative wording (``年底前``) is resolved against the year of the document.
    """

    span: Span
    due: date | None


class Figure(NamedTuple):
    """A quantity as printed: ``14份`` → value ``14``, unit ``份``; ``counts`` is what it counts, as printed."""

    span: Span
    value: str
    unit: str
    counts: str


class Page(NamedTuple):
    """Page ``number`` (from 1) of a paged original covers ``span`` of the clean text.  ``confidence`` is the mean
    OCR confidence in [0, 1], or None where the text was not recognised but read.
    """

    number: int
    span: Span
    confidence: float | None = None


class Edit(NamedTuple):
    """One removal or repair made while cleaning.

    ``at`` is the offset in the *clean* text where the replacement ``after`` stands (or where the removed ``before``
    stood); ``rule`` names the cleaning rule; ``certain`` is False where the change or the text is only suspected.
    """

    rule: str
    at: int
    before: str
    after: str
    certain: bool = True


class PersonalDatum(NamedTuple):
    """A piece of personal data that was masked in the clean text: what it was (``手机号``) and where it stood.
    The value itself stays in the original file alone.
    """

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that is found, shown and cited as one.

    Passages of a source are ordered by ``seq`` = position in ``Source.passages``; they never overlap and together
    cover every non-blank character.  ``path`` holds the headings above the passage, outermost first, without the
    document title; retrieval puts it in front of the text, so that no body is parted from its heading.
    ``problem`` is the locator of the problem it belongs to.
    """

    kind: PassageKind
    span: Span
    locator: str
    path: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part, chapter or section: ``title`` as printed with its number, first and last article labels
    (empty where it holds no article), ``level`` 0 编, 1 章, 2 节.
    """

    title: str
    level: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article.  ``number`` and ``sub`` are 67 and 1 for 第六十七条之一 (``sub`` 0 without 之); ``paragraphs``
    are the spans of its 款, ``items`` those of 项 in reading order (label such as ``(三)`` included).
    """

    number: int
    sub: int
    label: str
    span: Span
    chapter: tuple[str, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    items: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One rectification measure, whole.  ``ordinal`` as printed (``一是``, ``（1）``), empty where there is none;
    ``documents`` are the 《titles》 it mentions, without the marks.
    """

    ordinal: str
    span: Span
    locator: str
    figures: tuple[Figure, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """Work still to be done, with its time limits."""

    ordinal: str
    span: Span
    locator: str
    deadlines: tuple[Deadline, ...] = ()


class ProblemType(NamedTuple):
    """Assignment of a problem to a type of ``kb/taxonomy.yaml``: two-level ``code`` (``执法办案/涉案财物``) and a
    score in (0, 1]; ``manual`` assignments were made or confirmed by a user.
    """

    code: str
    score: float
    manual: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One inspected problem with everything the document says about it.

    ``locator`` is unique in the source (``二(二)7.``), ``number`` as printed (``7.``), ``section`` the heading it
    stands under, ``aspect`` the heading one level above that (both empty where there is none), ``title`` as printed
    between the quotation marks where there are any.
    """

    locator: str
    number: str
    title: str
    title_span: Span
    span: Span
    section: str = ""
    aspect: str = ""
    status: Status = Status.FEEDBACK_ONLY
    status_reason: str = ""
    responsible: tuple[str, ...] = ()
    deadline: Deadline | None = None
    measures: tuple[Measure, ...] = ()
    pending: tuple[Pending, ...] = ()
    documents: tuple[str, ...] = ()
    types: tuple[ProblemType, ...] = ()


class Counts(NamedTuple):
    """The totals a notice states about itself (``5个方面14类40个问题113项措施``); None where it does not."""

    aspects: int | None = None
    categories: int | None = None
    problems: int | None = None
    measures: int | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known about a document besides its text; every field may be missing.

    Regulations use ``issuer … superseded_by``; notices and feedback use ``unit … counts``.  ``revised`` are the
    dates of all amendments in order; ``supersedes`` and ``superseded_by`` are titles with the version in brackets;
    ``validity_manual`` tells that a user has decided the validity.
    """

    issuer: str | None = None
    doc_number: str | None = None
    issued: date | None = None
    revised: tuple[date, ...] = ()
    effective: date | None = None
    validity: Validity = Validity.UNKNOWN
    validity_reason: str = ""
    validity_manual: bool = False
    supersedes: str | None = None
    superseded_by: str | None = None
    unit: str | None = None
    inspector: str | None = None
    inspection_type: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    feedback_date: date | None = None
    published: date | None = None
    region: str | None = None
    origin_note: str | None = None
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True)
class Document:
    """One official document.  A file usually holds one; a compilation holds several (``part`` 1, 2, …; 0 when the
    document is the whole file).  ``kind_reason`` says in Chinese why the kind was chosen.
    """

    part: int
    kind: DocumentKind
    kind_reason: str
    title: str
    span: Span
    provenance: Provenance = Provenance.ORIGINAL
    meta: Meta = field(default_factory=Meta)
    chapters: tuple[Chapter, ...] = ()
    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    passages: tuple[Passage, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One ingested file with its clean text and the documents in it.

    ``doc`` is the base name of the file (the name users and scripts call it by), ``origin`` where it came from
    (absolute path or address), ``sha256`` the hash of the original bytes.  ``seq`` of a passage is its position in
    ``passages``, counted through all documents.
    """

    doc: str
    origin: str
    sha256: str
    text: str
    documents: tuple[Document, ...]
    pages: tuple[Page, ...] = ()
    cleaning: tuple[Edit, ...] = ()
    personal: tuple[PersonalDatum, ...] = ()
    warnings: tuple[str, ...] = ()

    def slice(self, span: Span) -> str:
        """The words at a place."""
        return self.text[span.start : span.end]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in reading order."""
        return tuple(passage for document in self.documents for passage in document.passages)

    def with_documents(self, documents: tuple[Document, ...]) -> Source:
        """The same source with other documents (for corrections by the user)."""
        return replace(self, documents=documents)

    def page_of(self, offset: int) -> int | None:
        """The page number at an offset of the clean text; None for originals without pages."""
        return next((page.number for page in self.pages if page.span.start <= offset < page.span.end), None)


class PassageKey(NamedTuple):
    """Identity of a stored passage: source id, generation, position.  ``str()`` gives ``source:generation:seq``,
    the id used in both projections.
    """

    source: str
    generation: int
    seq: int

    def __str__(self) -> str:
        return f"{self.source}:{self.generation}:{self.seq}"

    @classmethod
    def parse(cls, text: str) -> PassageKey:
        """Inverse of ``str()``; raises ValueError for anything else."""
        source, generation, seq = text.rsplit(":", 2)
        return cls(source, int(generation), int(seq))


class StoredPassage(NamedTuple):
    """A passage as the catalog returns it, with what is needed to show and cite it."""

    key: PassageKey
    kind: PassageKind
    doc: str
    part: int
    title: str
    document_kind: DocumentKind
    provenance: Provenance
    validity: Validity
    locator: str
    path: tuple[str, ...]
    problem: str | None
    problem_title: str | None
    text: str
    span: Span
    page: int | None
