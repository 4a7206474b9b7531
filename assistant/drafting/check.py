"""Checks a draft sentence by sentence, also after its user has edited it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from assistant.anchor import Anchor, Found, Resolution, resolve_all
from assistant.answer import MeasureKind
from assistant.checking.check import Finding, check_sentence
from assistant.drafting import phrases
from assistant.drafting.body import Paragraph, paragraphs, pieces
from assistant.drafting.collect import stale
from assistant.drafting.model import Draft, Row
from kb.knowledge_base import KnowledgeBase
from kb.model import Span, Status
from kb.text import fold, sentences

#: Places looked up that are remembered for a knowledge base: the notes of some fifty long drafts.
_REMEMBERED = 5000

#: Judgements of edited sentences that are remembered; one costs milliseconds, a page is checked at each edit.
_JUDGED = 2000

_PUNCTUATION = "。；;，,、！？!? 　"


class State(StrEnum):
    """What a sentence of a draft is."""

    VERIFIED = "verified"
    FIXED = "fixed"
    PLACEHOLDER = "placeholder"
    OWN = "own"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _LABELS[self]


_LABELS = {
    State.VERIFIED: "已核实",
    State.FIXED: "固定用语",
    State.PLACEHOLDER: "待填写",
    State.OWN: "自拟（未核实）",
    State.UNVERIFIED: "未核实",
}


class Judged(NamedTuple):
    """A sentence as it stands in ``assistant.drafting.body.paragraphs(body)[paragraph]`` (without markers), what it is
    and, where it is neither verified nor fixed, why in Chinese.  ``quoted`` marks verified words that stand in the
    source exactly so.
    """

    paragraph: int
    text: str
    notes: tuple[int, ...]
    state: State
    reason: str = ""
    quoted: bool = False


class JudgedRow(NamedTuple):
    """A row of a list, by the worst of its cells."""

    table: int
    row: int
    state: State
    reason: str = ""


class DraftCheck(NamedTuple):
    """The whole result; ``notes`` says of every number in the text where its words stand now."""

    sentences: tuple[Judged, ...]
    rows: tuple[JudgedRow, ...]
    notes: Mapping[int, Resolution]

    @property
    def counts(self) -> Mapping[State, int]:
        """How many sentences of the body are what."""
        found = Counter(one.state for one in self.sentences)
        return {state: found[state] for state in State}

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers whose words are gone."""
        return tuple(number for number, one in self.notes.items() if one.found is Found.MISSING)

    @property
    def moved(self) -> tuple[int, ...]:
        """Numbers whose words stand elsewhere now."""
        return tuple(number for number, one in self.notes.items() if one.found is Found.MOVED)

    @property
    def failed(self) -> tuple[tuple[int, str], ...]:
        """Paragraph and words of the sentences to be marked 未核实."""
        return tuple((one.paragraph, one.text) for one in self.sentences if one.state in _UNSAFE)

    @property
    def failed_rows(self) -> tuple[tuple[int, int], ...]:
        """Table and row of the rows to be marked 未核实."""
        return tuple((one.table, one.row) for one in self.rows if one.state in _UNSAFE)

    @property
    def complete(self) -> bool:
        """Whether every sentence is verified or fixed and no note is missing."""
        return not self.missing and all(
            state in _SAFE for state in (*(one.state for one in self.sentences), *(one.state for one in self.rows))
        )


_UNSAFE = (State.OWN, State.UNVERIFIED)
_SAFE = (State.VERIFIED, State.FIXED)
_WORST = (State.UNVERIFIED, State.OWN, State.PLACEHOLDER, State.VERIFIED, State.FIXED)


class _Ground(NamedTuple):
    """What the sentences of a draft may rest on."""

    notes: Mapping[int, Resolution]
    known: Collection[str]
    computed: Collection[str]


def verify_draft(kb: KnowledgeBase, draft: Draft) -> DraftCheck:
    """Check every sentence of the body and every row of the lists against the sources as they are now.

    Exact words of a cited passage are verified, fixed phrases recognised; other words behind a number are judged by
    :func:`assistant.checking.check.check_sentence`, words without one are the user's own and count as not verified.
    An article that is no longer in force verifies nothing.
    """
    resolved = _resolve(kb, draft.notes)
    ground = _Ground(resolved, _known(kb, draft, resolved), frozenset(draft.computed))
    judged = tuple(
        one for number, paragraph in enumerate(paragraphs(draft.body)) for one in _paragraph(number, paragraph, ground)
    )
    rows = tuple(
        _row(number, at, row, ground) for number, table in enumerate(draft.tables) for at, row in enumerate(table.rows)
    )
    return DraftCheck(judged, rows, resolved)


# -- sentences -------------------------------------------------------------------------------------------------------


def _paragraph(number: int, paragraph: Paragraph, ground: _Ground) -> Iterator[Judged]:
    text = paragraph.text
    quotes: list[Span] = []
    notes: list[tuple[Span, tuple[int, ...]]] = []
    at = 0
    for piece in paragraph.pieces:
        span = Span(at, at + len(piece.text))
        quotes += _exact(piece.text, at, piece.notes, ground)
        notes.append((span, piece.notes))
        at = span.end
    lead = phrases.numbering(text) if paragraph.level else 0
    for span in sentences(text):
        start = max(span.start, lead)
        if start < span.end and text[start : span.end].strip(_PUNCTUATION):
            own = tuple(
                dict.fromkeys(n for part, group in notes if part.start < span.end and start < part.end for n in group)
            )
            verdict = _judge(text, Span(start, span.end), quotes, own, ground)
            yield Judged(number, text[span.start : span.end], own, *verdict)


def _exact(words: str, offset: int, numbers: Sequence[int], ground: _Ground) -> Iterator[Span]:
    """Where the quotes of those notes stand in the words; line breaks and width do not matter."""
    for number in numbers:
        found = ground.notes.get(number)
        if found is not None and _stands(found):
            yield from (Span(offset + at.start, offset + at.end) for at in _places(words, found.anchor.quote))


def _places(words: str, quote: str) -> Iterator[Span]:
    """Every place of a quote in the words."""
    text, offsets = _solid(words)
    wanted, _ = _solid(quote)
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield Span(offsets[at], offsets[at + len(wanted) - 1] + 1)
        at = text.find(wanted, at + len(wanted))


def _solid(words: str) -> tuple[str, list[int]]:
    """The words folded and without blanks, and where each character stood."""
    kept = [(char, at) for at, char in enumerate(fold(words)) if not char.isspace()]
    return "".join(char for char, _ in kept), [at for _, at in kept]


class _Verdict(NamedTuple):
    state: State
    reason: str = ""
    quoted: bool = False


def _judge(text: str, span: Span, quotes: Sequence[Span], numbers: tuple[int, ...], ground: _Ground) -> _Verdict:
    sentence = text[span.start : span.end].strip()
    fault = next((reason for number in numbers if (reason := _fault(number, ground))), "")
    fixed = phrases.is_fixed(sentence, ground.known, ground.computed)
    blanks = phrases.PLACEHOLDER.findall(sentence)
    if not fault and _quoted(text, span, quotes, ground):
        return _Verdict(State.VERIFIED, quoted=True)
    if blanks and (fixed or not numbers):
        return _Verdict(State.PLACEHOLDER, f"请填写{'、'.join(blanks)}。")
    if fault:
        return _Verdict(State.UNVERIFIED, fault)
    if fixed:
        named_in_source = any(quote.start < span.end and span.start < quote.end for quote in quotes)
        return _Verdict(State.VERIFIED if named_in_source else State.FIXED)
    return _compared(sentence, numbers, ground) if numbers else _Verdict(State.OWN, "自拟内容，没有注明出处。")


def _quoted(text: str, span: Span, quotes: Sequence[Span], ground: _Ground) -> bool:
    """Whether the sentence is nothing but quotes, led by a fixed phrase or not."""
    at, gaps = span.start, []
    for quote in sorted(quotes):
        if quote.start < span.end and span.start < quote.end:
            gaps.append(text[at : max(at, quote.start)].strip())
            at = max(at, quote.end)
    if not gaps:
        return False
    lead, *others = *gaps, text[at : span.end]
    return not any(gap.strip(_PUNCTUATION) for gap in others) and phrases.is_lead(lead, ground.known)


def _compared(sentence: str, numbers: Sequence[int], ground: _Ground) -> _Verdict:
    """Words that are no quote, against the passages they cite."""
    passages = (ground.notes[number].passage for number in numbers)
    finding = _finding(sentence, tuple(passage.text for passage in passages if passage is not None))
    if finding.supported:
        return _Verdict(State.VERIFIED)
    return _Verdict(State.UNVERIFIED, f"{'；'.join(fault.detail for fault in finding.faults)}。")


def _fault(number: int, ground: _Ground) -> str:
    """Why a number verifies nothing; empty where it does."""
    found = ground.notes.get(number)
    if found is None:
        return f"编号[{number}]没有对应的出处。"
    if found.passage is None:
        return found.reason
    if stale(found.passage):
        return f"《{found.passage.title}》{found.passage.locator}{found.passage.validity.value}，不能作为依据。"
    return ""


def _stands(found: Resolution) -> bool:
    return found.passage is not None and not stale(found.passage)


@lru_cache(maxsize=_JUDGED)
def _finding(sentence: str, evidence: tuple[str, ...]) -> Finding:
    return check_sentence(sentence, evidence)


# -- lists -----------------------------------------------------------------------------------------------------------


def _row(table: int, at: int, row: Row, ground: _Ground) -> JudgedRow:
    verdicts = [verdict for cell in row.cells for verdict in _cell(cell, row.notes, ground)]
    worst = min(verdicts, key=lambda one: _WORST.index(one.state), default=_Verdict(State.FIXED))
    return JudgedRow(table, at, worst.state, worst.reason)


def _cell(cell: str, shared: tuple[int, ...], ground: _Ground) -> Iterator[_Verdict]:
    """The verdicts of the sentences of a cell; its words may rest on any note of the row."""
    parts = pieces(cell)
    text = "".join(part.text for part in parts)
    numbers = tuple(dict.fromkeys((*(n for part in parts for n in part.notes), *shared)))
    standing = [found for n in numbers if (found := ground.notes.get(n)) is not None and _stands(found)]
    quotes = [span for found in standing for span in _places(text, found.anchor.quote)]
    for span in sentences(text):
        start = span.start + phrases.numbering(text[span.start : span.end])
        if not _plain(text[span.start : span.end]) and text[start : span.end].strip(_PUNCTUATION):
            yield _judge(text, Span(start, span.end), quotes, numbers, ground)


def _plain(cell: str) -> bool:
    """Whether a cell says nothing that needs a source: a number, a date, a state, a kind of measure."""
    try:
        return cell.isdigit() or cell in _STATES or bool(date.fromisoformat(cell))
    except ValueError:
        return False


_STATES = {status.label for status in Status} | {kind.value for kind in MeasureKind}


# -- what is known ---------------------------------------------------------------------------------------------------


class _Memory:
    """What was looked up in a knowledge base; forgotten when anything in it changes."""

    def __init__(self) -> None:
        self.revision = -1
        self.resolutions: dict[Anchor, Resolution] = {}
        self.names: dict[tuple[str, int], frozenset[str]] = {}


_MEMORIES: WeakKeyDictionary[KnowledgeBase, _Memory] = WeakKeyDictionary()


def _memory(kb: KnowledgeBase) -> _Memory:
    memory = _MEMORIES.setdefault(kb, _Memory())
    revision = kb.catalog.state().revision
    if memory.revision != revision or len(memory.resolutions) > _REMEMBERED:
        memory = _MEMORIES[kb] = _Memory()
        memory.revision = revision
    return memory


def _resolve(kb: KnowledgeBase, notes: Mapping[int, Anchor]) -> dict[int, Resolution]:
    memory = _memory(kb)
    unknown = [anchor for anchor in dict.fromkeys(notes.values()) if anchor not in memory.resolutions]
    memory.resolutions |= dict(zip(unknown, resolve_all(kb, unknown), strict=True))
    return {number: memory.resolutions[anchor] for number, anchor in notes.items()}


def _known(kb: KnowledgeBase, draft: Draft, resolved: Mapping[int, Resolution]) -> frozenset[str]:
    """The names fixed phrases may hold: of the sources cited, and the user's words."""
    memory = _memory(kb)
    known: set[str] = set()
    for passage in (one.passage for one in resolved.values() if one.passage is not None):
        known |= {f"《{passage.title}》", phrases.title_of(passage), phrases.place_of(passage), passage.locator}
        known |= {passage.problem_title or passage.locator, (passage.problem or passage.locator).rstrip(".．、")}
        place = (passage.key.source, passage.part)
        if place not in memory.names:
            memory.names |= _names(kb, passage.key.source)
        known |= memory.names.get(place, frozenset())
        known |= {phrases.whose(passage, unit) for unit in memory.names.get(place, ())}
    for value in draft.facts.values():
        known |= {value, *(value[span.start : span.end] for span in sentences(value))}
    return frozenset(known)


def _names(kb: KnowledgeBase, source: str) -> dict[tuple[str, int], frozenset[str]]:
    """Units, responsible offices and dates of the documents of a source."""
    found: dict[tuple[str, int], frozenset[str]] = {}
    for document in kb.catalog.source(source).documents:
        days = [document.meta.feedback_date]
        names = {name for name in (document.meta.unit, document.meta.inspector) if name}
        found[source, document.part] = frozenset(names | {phrases.words_of(day) for day in days if day})
    for info in kb.catalog.problems(source_id=source):
        problem = info.problem
        due = problem.deadline.due if problem.deadline else None
        names = {*problem.responsible, problem.title, problem.section, *(one.code for one in problem.types)}
        names |= {phrases.words_of(due)} if due else set()
        found[source, info.part] = found.get((source, info.part), frozenset()) | names
    return found
