"""What answers look up beside the evidence: the problems of the library with their measures, read once per revision."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from assistant.answer import MeasureKind
from assistant.measure_kinds import classify
from kb.catalog import Catalog
from kb.catalog.infos import ProblemInfo
from kb.knowledge_base import KnowledgeBase
from kb.lexicon import Lexicon, load_lexicon
from kb.model import DocumentKind, PassageKind, Provenance, Span, StoredPassage
from kb.taxonomy import Taxonomy, load_taxonomy
from kb.text import fold, sentences
from retrieval.bridge import Bridges
from retrieval.quantities import quantities

#: A sentence of at most this many characters is a label: ordinal and slogan have 8 to 20 in notices.
LABEL = 22

#: A title of so many characters is no phrase of everyday talk; those of the notices have eight and more.
_TITLE = 8

#: The most reliable edition of the same notice stands for all.
_EDITIONS = (Provenance.ORIGINAL, Provenance.DIGEST, Provenance.FICTIONAL)


class Act(NamedTuple):
    """A sentence of a measure that says what was done: place, kind, and how many figures and documents it names.
    ``result`` tells that the document calls it what came of the measures.
    """

    passage: StoredPassage
    span: Span
    kind: MeasureKind
    figures: int
    documents: int
    result: bool = False

    @property
    def text(self) -> str:
        """The words."""
        return self.passage.text[self.span.start - self.passage.span.start : self.span.end - self.passage.span.start]


class Origin(NamedTuple):
    """What makes precedents independent of each other: another unit or another inspection.  ``name`` is the unit, or
    the title of the document where no unit is printed.
    """

    name: str
    inspection: str


def origin(info: ProblemInfo) -> Origin:
    """Where a precedent comes from; a notice and its digest have one origin."""
    if info.unit is None or info.kind is DocumentKind.CASE:
        return Origin(f"《{info.title}》", f"{info.source_id}#{info.part}")
    return Origin(info.unit, str(info.meta.feedback_date or info.meta.published or info.source_id))


class Holdings:
    """The problems of one revision of the catalog; everything is read on first use."""

    def __init__(self, catalog: Catalog, revision: int) -> None:
        self._catalog = catalog
        self.revision = revision
        self._acts: dict[tuple[str, str], tuple[Act, ...]] = {}
        self._passages: dict[str, list[StoredPassage]] = {}

    @cached_property
    def problems(self) -> Mapping[tuple[str, str], ProblemInfo]:
        """All problems by source and locator."""
        return {(info.source_id, info.problem.locator): info for info in self._catalog.problems()}

    @cached_property
    def _titles(self) -> frozenset[str]:
        titles = (fold(info.problem.title).strip("“”\"'") for info in self.problems.values())
        return frozenset(title for title in titles if len(title) >= _TITLE)

    def names_problem(self, question: str) -> bool:
        """Whether a question (folded) names a problem by its title: 打击犯罪有落差那个问题时限是哪天."""
        return any(title in question for title in self._titles)

    @cached_property
    def _editions(self) -> Mapping[tuple[Origin, str], ProblemInfo]:
        best: dict[tuple[Origin, str], ProblemInfo] = {}
        for info in self.problems.values():
            key = (origin(info), info.problem.title)
            if key not in best or _rank(info) < _rank(best[key]):
                best[key] = info
        return best

    def same(self, info: ProblemInfo) -> ProblemInfo:
        """The most reliable edition of the same problem: the notice itself where its digest is held as well."""
        return self._editions[origin(info), info.problem.title]

    def of_type(self, code: str) -> list[ProblemInfo]:
        """The problems of a type in catalog order, each in one edition; fictional ones only where nothing else is
        held.
        """
        found = [info for info in self._editions.values() if any(kind.code == code for kind in info.problem.types)]
        return [info for info in found if info.provenance is not Provenance.FICTIONAL] or found

    def text(self, info: ProblemInfo, span: Span) -> str:
        """The words at a place of the document of a problem."""
        return self._catalog.text(info.source_id)[span.start : span.end]

    def place(self, info: ProblemInfo, span: Span) -> StoredPassage | None:
        """The passage that holds a place of the document of a problem."""
        return next(
            (passage for passage in self._of_source(info.source_id) if _inside(span, passage.span)),
            None,
        )

    def _of_source(self, source_id: str) -> list[StoredPassage]:
        if source_id not in self._passages:
            self._passages[source_id] = self._catalog.of_source(source_id)
        return self._passages[source_id]

    def passages(self, info: ProblemInfo) -> list[StoredPassage]:
        """The searchable passages of a problem in reading order."""
        return [
            passage
            for passage in self._of_source(info.source_id)
            if passage.problem == info.problem.locator and passage.kind is not PassageKind.STRUCTURE
        ]

    def acts(self, info: ProblemInfo) -> tuple[Act, ...]:
        """What was done about a problem and what came of it, sentence by sentence; labels (一是强化政治学习。) are left
        out.
        """
        key = (info.source_id, info.problem.locator)
        if key not in self._acts:
            self._acts[key] = tuple(
                act
                for passage in self.passages(info)
                if passage.kind is PassageKind.MEASURE
                for act in _acts(info, passage)
            )
        return self._acts[key]

    def kinds(self, info: ProblemInfo) -> frozenset[MeasureKind]:
        """The kinds of measures taken about a problem."""
        return frozenset(act.kind for act in self.acts(info)) - {MeasureKind.OTHER}


class Shelf:
    """Vocabulary and holdings of one knowledge base; notices when the knowledge base changes.  Safe to share between
    threads.

    It holds no reference to the knowledge base itself, which could otherwise never be freed (see ``_SHELVES``).
    """

    def __init__(self, kb: KnowledgeBase, bridges: Bridges | None = None) -> None:
        self.catalog = kb.catalog
        self._settings = kb.settings
        self._bridges = bridges
        self._holdings: Holdings | None = None
        self._lock = threading.Lock()

    @cached_property
    def bridges(self) -> Bridges:
        """The bridges of the lexicon, the retriever's own where there is one."""
        return self._bridges or Bridges(load_lexicon(self._settings))

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon."""
        return self.bridges.lexicon

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The problem types, with the user's own."""
        return load_taxonomy(self._settings)

    @property
    def holdings(self) -> Holdings:
        """The holdings of the present revision."""
        revision = self.catalog.state().revision
        with self._lock:
            if self._holdings is None or self._holdings.revision != revision:
                self._holdings = Holdings(self.catalog, revision)
            return self._holdings


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _rank(info: ProblemInfo) -> int:
    return _EDITIONS.index(info.provenance)


def _acts(info: ProblemInfo, passage: StoredPassage) -> list[Act]:
    counted = [
        measure for measure in info.problem.measures if passage.span.start <= measure.span.start < passage.span.end
    ]
    figures = [figure.span.start for measure in counted for figure in measure.figures]
    # A result (整改成效：) is a passage of its own and not among the measures.
    if not counted:
        figures = [passage.span.start + quantity.start for quantity in quantities(passage.text)]
    found = []
    spans = sentences(passage.text)
    for number, span in enumerate(spans):
        text = passage.text[span.start : span.end]
        place = Span(passage.span.start + span.start, passage.span.start + span.end)
        # A measure of one short sentence is not a label in front of others.
        if len(text) <= LABEL and number == 0 and len(spans) > 1:
            continue
        inside = sum(place.start <= start < place.end for start in figures)
        found.append(Act(passage, place, classify(text), inside, text.count("《"), not counted))
    return found


#: Goes with its knowledge base: no shelf may refer to its key.
_SHELVES: WeakKeyDictionary[KnowledgeBase, Shelf] = WeakKeyDictionary()


def shelf_of(kb: KnowledgeBase, bridges: Bridges | None = None) -> Shelf:
    """The shelf of a knowledge base, one for all rooms; ``bridges`` given, a new one that shares them."""
    if bridges is not None or kb not in _SHELVES:
        _SHELVES[kb] = Shelf(kb, bridges)
    return _SHELVES[kb]
