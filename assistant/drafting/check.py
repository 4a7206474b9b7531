"""Checks a draft sentence by sentence, also after its user has edited it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from assistant.adapting import NOTE, REGION_BLANK, replaced_names
from assistant.anchor import Found, Resolution
from assistant.answer import MeasureKind
from assistant.checking.check import Finding, check_sentence
from assistant.drafting import phrases
from assistant.drafting.body import REPLACED, Paragraph, Piece, paragraphs, pieces, restored
from assistant.drafting.collect import stale
from assistant.drafting.known import known_words, resolved_notes, unit_of
from assistant.drafting.model import Draft, Row
from assistant.standing import UNSAID
from kb.knowledge_base import KnowledgeBase
from kb.model import Span, Status
from kb.text import fold, sentences

#: Judgements of edited sentences that are remembered; one costs milliseconds, a page is checked at each edit.
_JUDGED = 2000

#: A place that fills the blank left where the source names its own.
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}(?:省|自治区|市|县|区|旗|州|盟|镇|乡)")

_PUNCTUATION = "。；;，,、！？!? 　"


class State(StrEnum):
    """What a sentence of a draft is."""

    VERIFIED = "verified"
    FIXED = "fixed"
    ADAPTED = "adapted"
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
    State.ADAPTED: "已改换名称",
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
_WORST = (State.UNVERIFIED, State.OWN, State.PLACEHOLDER, State.ADAPTED, State.VERIFIED, State.FIXED)


class _Ground(NamedTuple):
    """What the sentences of a draft may rest on."""

    notes: Mapping[int, Resolution]
    known: Collection[str]
    computed: Collection[str]
    names: Mapping[int, Mapping[str, str]]


def verify_draft(kb: KnowledgeBase, draft: Draft) -> DraftCheck:
    """Check every sentence of the body and every row of the lists against the sources as they are now.

    Exact words of a cited passage are verified, fixed phrases recognised; other words behind a number are judged by
    :func:`assistant.checking.check.check_sentence`, words without one are the user's own and count as not verified.
    A sentence in which names were replaced is judged with the names of its source, and stays adapted.  An article that
    is no longer in force verifies nothing.
    """
    resolved = resolved_notes(kb, draft.notes)
    own = draft.facts.get("own_unit", "")
    names = {
        number: replaced_names([unit_of(kb, found.passage)], own)
        for number, found in resolved.items()
        if own and found.passage is not None
    }
    ground = _Ground(resolved, known_words(kb, draft, resolved), frozenset(draft.computed), names)
    judged = tuple(
        one for number, paragraph in enumerate(paragraphs(draft.body)) for one in _paragraph(number, paragraph, ground)
    )
    rows = tuple(
        _row(number, at, row, ground) for number, table in enumerate(draft.tables) for at, row in enumerate(table.rows)
    )
    return DraftCheck(judged, rows, resolved)


# -- sentences -------------------------------------------------------------------------------------------------------


def _paragraph(number: int, paragraph: Paragraph, ground: _Ground) -> Iterator[Judged]:
    shown = list(_sentences(number, paragraph, ground))
    if not REPLACED.search(paragraph.text):
        return iter(shown)
    source = paragraph._replace(pieces=tuple(Piece(restored(one.text), one.notes) for one in paragraph.pieces))
    return _adapted(shown, list(_sentences(number, source, ground)), ground)


def _sentences(number: int, paragraph: Paragraph, ground: _Ground) -> Iterator[Judged]:
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


# -- replaced names --------------------------------------------------------------------------------------------------


def _adapted(shown: Sequence[Judged], source: Sequence[Judged], ground: _Ground) -> Iterator[Judged]:
    """The sentences as shown, judged as their source has them: with a replaced name none is a quote any more."""
    if len(shown) != len(source):  # names that part sentences are no names
        yield from shown
        return
    for one, original in zip(shown, source, strict=True):
        pairs = [(match[1], match[2]) for match in REPLACED.finditer(one.text)]
        yield one._replace(quoted=False, **_renamed(pairs, original, ground)._asdict()) if pairs else original


class _Renamed(NamedTuple):
    state: State
    reason: str


def _renamed(pairs: Sequence[tuple[str, str]], original: Judged, ground: _Ground) -> _Renamed:
    """What a sentence is in which ``pairs`` of names (new, old) were exchanged."""
    if original.state not in _SAFE:
        return _Renamed(original.state, original.reason)
    for new, old in pairs:
        if not any(_exchanged(new, ground.names.get(number, {}).get(old, "")) for number in original.notes):
            reason = f"“{old}”不能改换为“{new}”：只能改换原单位和所在地区的名称。另作改动的，请去掉〖〗和编号。"
            return _Renamed(State.UNVERIFIED, reason)
    if blanks := [new for new, _ in pairs if phrases.PLACEHOLDER.fullmatch(new)]:
        return _Renamed(State.PLACEHOLDER, f"请填写{'、'.join(dict.fromkeys(blanks))}。")
    places = "、".join(phrases.place_of(one) for n in original.notes if (one := ground.notes[n].passage))
    changes = "，".join(f"“{old}”改为“{new}”" for new, old in dict.fromkeys(pairs))
    return _Renamed(State.ADAPTED, f"出自{places}，{changes}。{NOTE}")


def _exchanged(new: str, wanted: str) -> bool:
    """Whether a name is the one to be put in; where a blank is, the user's place."""
    return bool(wanted) and (new == wanted or (wanted == REGION_BLANK and bool(_PLACE.fullmatch(new))))


# -- lists -----------------------------------------------------------------------------------------------------------


def _row(table: int, at: int, row: Row, ground: _Ground) -> JudgedRow:
    judged = [one for cell in row.cells for one in _cell(cell, row.notes, ground)]
    worst = min(judged, key=lambda one: _WORST.index(one.state), default=_Verdict(State.FIXED))
    return JudgedRow(table, at, worst.state, worst.reason)


def _cell(cell: str, shared: tuple[int, ...], ground: _Ground) -> Iterator[Judged]:
    """The sentences of a cell; its words may rest on any note of the row."""
    shown = list(_cell_sentences(cell, shared, ground))
    if not REPLACED.search(cell):
        return iter(shown)
    return _adapted(shown, list(_cell_sentences(restored(cell), shared, ground)), ground)


def _cell_sentences(cell: str, shared: tuple[int, ...], ground: _Ground) -> Iterator[Judged]:
    parts = pieces(cell)
    text = "".join(part.text for part in parts)
    numbers = tuple(dict.fromkeys((*(n for part in parts for n in part.notes), *shared)))
    standing = [found for n in numbers if (found := ground.notes.get(n)) is not None and _stands(found)]
    quotes = [span for found in standing for span in _places(text, found.anchor.quote)]
    for span in sentences(text):
        start = span.start + phrases.numbering(text[span.start : span.end])
        if not _plain(text[span.start : span.end]) and text[start : span.end].strip(_PUNCTUATION):
            verdict = _judge(text, Span(start, span.end), quotes, numbers, ground)
            yield Judged(0, text[span.start : span.end], numbers, *verdict)


def _plain(cell: str) -> bool:
    """Whether a cell says nothing that needs a source: a number, a date, a state, a kind of measure."""
    try:
        return cell.isdigit() or cell in _STATES or bool(date.fromisoformat(cell))
    except ValueError:
        return False


_STATES = {*(status.label for status in Status), UNSAID} | {kind.value for kind in MeasureKind}
