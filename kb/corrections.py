"""What a user has decided about a document, and how it is put over what the parser found.

A correction is stored with the place it was made for and an *anchor*: the title the parser gave that place.  In a new
version of the file it is applied where the place with that title is; where it is gone, nothing is guessed and the
document carries a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from kb.model import Document, DocumentKind, Problem, ProblemType, Provenance, Source, Validity

# What a person has decided is certain.
_CERTAIN = 1.0

VALIDITY_REASON = "人工认定"


class Field(StrEnum):
    """What can be corrected."""

    KIND = "kind"
    TITLE = "title"
    VALIDITY = "validity"
    PROVENANCE = "provenance"
    TYPES = "types"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return {
            Field.KIND: "类别",
            Field.TITLE: "标题",
            Field.VALIDITY: "效力",
            Field.PROVENANCE: "文本性质",
            Field.TYPES: "问题类型",
        }[self]


class Place(NamedTuple):
    """What a correction is about: a document of its source, or the types of one problem (``locator``)."""

    part: int
    field: Field
    locator: str = ""


class Correction(NamedTuple):
    """One decision of a user.

    ``value`` holds one string (value of ``DocumentKind``, ``Validity``, ``Provenance``, or a title); for ``TYPES`` the
    codes in order of weight.  ``anchor`` is the title that was parsed for the document or problem.
    """

    place: Place
    value: tuple[str, ...]
    anchor: str

    def __str__(self) -> str:
        where = f"第{self.place.part}篇" if self.place.part else ""
        problem = f"问题 {self.place.locator} 的" if self.place.locator else ""
        return f"{where}{problem}{self.place.field.label}：{'、'.join(map(self._shown, self.value))}"

    def _shown(self, value: str) -> str:
        if self.place.field is Field.KIND:
            return DocumentKind(value).label
        if self.place.field is Field.PROVENANCE:
            return Provenance(value).label or "正式文本"
        return value


def merged(
    stored: Iterable[Correction], changes: Iterable[Correction], cleared: Iterable[Place]
) -> tuple[Correction, ...]:
    """The corrections that hold after a change: ``cleared`` places go first, then ``changes`` replace or add."""
    gone = set(cleared)
    held = {correction.place: correction for correction in stored if correction.place not in gone}
    held |= {correction.place: correction for correction in changes}
    return tuple(held[place] for place in sorted(held))


def forced_kinds(documents: Sequence[Document], corrections: Iterable[Correction]) -> dict[int, DocumentKind]:
    """The kind decided for each part; ``documents`` as parsed without any decision."""
    return {
        document.part: DocumentKind(correction.value[0])
        for correction in corrections
        if correction.place.field is Field.KIND and (document := _document(documents, correction))
    }


def corrected(source: Source, corrections: Sequence[Correction]) -> Source:
    """A freshly parsed source with the corrections of titles, validity, provenance and types over it.

    Kinds are decided before parsing (:func:`forced_kinds`).  Corrections whose place is gone become warnings of the
    first document.
    """
    documents = {document.part: document for document in source.documents}
    lost: list[Correction] = []
    for correction in corrections:
        if correction.place.field is Field.TYPES:
            found = _problem(source.documents, correction)
            if found:
                part, locator = found
                documents[part] = _with_types(documents[part], locator, correction.value)
            else:
                lost.append(correction)
        elif document := _document(source.documents, correction):
            documents[document.part] = _with_value(documents[document.part], correction)
        else:
            lost.append(correction)
    if lost and documents:
        first = documents[source.documents[0].part]
        warnings = (f"此前的人工更正（{one}，原对应“{one.anchor}”）在本文件中已找不到位置，没有应用" for one in lost)
        documents[first.part] = replace(first, warnings=(*first.warnings, *warnings))
    return source.with_documents(tuple(documents[document.part] for document in source.documents))


def _document(documents: Sequence[Document], correction: Correction) -> Document | None:
    """The document a correction is about: a file that is one document keeps it in any version."""
    part = correction.place.part
    at = next((document for document in documents if document.part == part), None)
    if at is not None and (part == 0 or at.title == correction.anchor):
        return at
    titled = [document for document in documents if document.title == correction.anchor]
    return titled[0] if len(titled) == 1 else None


def _problem(documents: Sequence[Document], correction: Correction) -> tuple[int, str] | None:
    """Part and locator of the problem a correction is about: that of its locator and title, else the one so titled."""
    titled = [
        (document.part, problem.locator)
        for document in documents
        for problem in document.problems
        if problem.title == correction.anchor
    ]
    exact = [found for found in titled if found[1] == correction.place.locator]
    return exact[0] if exact else titled[0] if len(titled) == 1 else None


def _with_value(document: Document, correction: Correction) -> Document:
    """The document with one decision applied; a kind is applied by the parser."""
    value = correction.value[0]
    match correction.place.field:
        case Field.TITLE:
            return replace(document, title=value)
        case Field.PROVENANCE:
            return replace(document, provenance=Provenance(value))
        case Field.VALIDITY:
            meta = replace(
                document.meta, validity=Validity(value), validity_reason=VALIDITY_REASON, validity_manual=True
            )
            return replace(document, meta=meta)
    return document


def _with_types(document: Document, locator: str, codes: Sequence[str]) -> Document:
    types = tuple(ProblemType(code, _CERTAIN, manual=True) for code in codes)

    def typed(problem: Problem) -> Problem:
        return replace(problem, types=types) if problem.locator == locator else problem

    return replace(document, problems=tuple(map(typed, document.problems)))


def carried(old: Source, new: Source) -> Source:
    """``new`` with the validity that was judged over the whole library for ``old``, where nobody has decided it."""
    before: Mapping[int, Document] = {document.part: document for document in old.documents}

    def judged(document: Document) -> Document:
        known = before.get(document.part)
        manual = document.meta.validity_manual or (known and known.meta.validity_manual)
        regulations = known and {known.kind, document.kind} == {DocumentKind.REGULATION}
        if known is None or manual or not regulations:
            return document
        names = ("validity", "validity_reason", "supersedes", "superseded_by")
        return replace(document, meta=replace(document.meta, **{name: getattr(known.meta, name) for name in names}))

    return new.with_documents(tuple(map(judged, new.documents)))
