"""From a gold answer as its author wrote it to a place in the ingested corpus.

The anchor decides the place, the locator is checked against it: a locator can be ambiguous (two lists 一是/二是 under
one problem), the anchors are unique in their file.  Author and product may differ in the script (the anchor is copied
from the raw file), in blanks, and in pinyin that a web site has put behind characters; :class:`Folded` evens that out
on both sides and keeps the way back to the offsets of the stored text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from eval.questions import Gold, Question
from ingest.script import to_simplified
from kb.model import Group, Passage, Source, Span
from kb.text import fold

_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}\)", re.IGNORECASE)


class Extent(NamedTuple):
    """A stretch of a source: base name of the file and characters of its clean text."""

    doc: str
    span: Span

    def holds(self, other: Extent) -> bool:
        """True where the other stretch lies inside this one."""
        return self.doc == other.doc and self.span.start <= other.span.start and other.span.end <= self.span.end

    def touches(self, other: Extent) -> bool:
        """True where the two share at least one character."""
        return self.doc == other.doc and self.span.start < other.span.end and other.span.start < self.span.end


class Place(NamedTuple):
    """A gold answer found in the corpus.

    ``anchor`` is the stretch that a result must hold; ``seq`` and ``passage`` the passage it stands in; ``problem``
    the stretches of all passages of its problem (empty outside problems), any of which names the right problem.
    """

    anchor: Extent
    seq: int
    passage: Passage
    problem: tuple[Extent, ...]
    grade: int
    part: int

    @property
    def group(self) -> Group | None:
        """The group whose list can hold the place; None for text that is not searched."""
        return self.passage.kind.group

    @property
    def id(self) -> str:
        """Identity of the passage."""
        return f"{self.anchor.doc}#{self.seq}"

    @property
    def problem_id(self) -> str:
        """Identity of the problem, of the passage outside problems."""
        return f"{self.anchor.doc}#{self.passage.problem}" if self.passage.problem else self.id


class Fault(NamedTuple):
    """A gold answer that does not agree with the ingested corpus; ``what`` says how, in Chinese."""

    question: str
    gold: Gold
    what: str
    found: str = ""


class Folded:
    """A text in the form in which anchors are compared, with the offset of every character kept."""

    def __init__(self, text: str, *, marks: bool = True) -> None:
        """``marks`` False leaves punctuation out as well."""
        text = fold(text)
        hidden = {at for match in _PINYIN.finditer(text) for at in range(*match.span())}
        self.offsets = [
            at for at, char in enumerate(text) if not char.isspace() and at not in hidden and (marks or char.isalnum())
        ]
        self.text = "".join(_simple(text[at]) for at in self.offsets)

    def find(self, wanted: Folded) -> list[Span]:
        """All stretches of the original text that read as ``wanted``."""
        if not wanted.text:
            return []
        starts = [match.start() for match in re.finditer(f"(?={re.escape(wanted.text)})", self.text)]
        return [Span(self.offsets[at], self.offsets[at + len(wanted.text) - 1] + 1) for at in starts]


@cache
def _simple(char: str) -> str:
    """One character in the simplified script, lower case, always one character long."""
    simple = to_simplified(char) if char > "\u2e80" else char.lower()
    return simple if len(simple) == 1 else char


class Corpus:
    """The ingested sources by base name, ready to look anchors up in."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = {source.doc: source for source in sources}
        self._folded: dict[tuple[str, bool], Folded] = {}
        self._starts = {doc: [p.span.start for p in source.passages] for doc, source in self.sources.items()}

    def find(self, doc: str, anchor: str) -> list[Span]:
        """Where an anchor stands in a source; punctuation is ignored only where it stands nowhere otherwise."""
        for marks in (True, False):
            if (doc, marks) not in self._folded:
                self._folded[doc, marks] = Folded(self.sources[doc].text, marks=marks)
            if found := self._folded[doc, marks].find(Folded(anchor, marks=marks)):
                return found
        return []

    def passage_at(self, doc: str, span: Span) -> tuple[int, Passage] | None:
        """Number and passage holding a stretch whole; None where a border cuts it or nothing covers it."""
        passages = self.sources[doc].passages
        seq = bisect_right(self._starts[doc], span.start) - 1
        if seq < 0 or span.end > passages[seq].span.end:
            return None
        return seq, passages[seq]

    def problem(self, doc: str, passage: Passage) -> tuple[Extent, ...]:
        """The passages of the problem that a passage belongs to."""
        if passage.problem is None:
            return ()
        return tuple(
            Extent(doc, other.span) for other in self.sources[doc].passages if other.problem == passage.problem
        )


def resolve(corpus: Corpus, question: Question) -> tuple[tuple[Place, ...], tuple[Fault, ...]]:
    """The places of a question's gold, and everything that does not agree.

    A gold answer without a place is left out of the places; a locator that disagrees is reported and the anchor's
    place used.
    """
    places: list[Place] = []
    faults: list[Fault] = []
    for gold in question.gold:
        place, fault = _resolve(corpus, question.id, gold)
        if place:
            places.append(place)
        if fault:
            faults.append(fault)
    return tuple(dict.fromkeys(places)), tuple(faults)


def _resolve(corpus: Corpus, question: str, gold: Gold) -> tuple[Place | None, Fault | None]:
    if gold.doc not in corpus.sources:
        return None, Fault(question, gold, "语料中没有这份文件")
    spans = corpus.find(gold.doc, gold.anchor)
    if not spans:
        return None, Fault(question, gold, "锚文不在清洗后的正文中")
    found = [(span, *hit) for span in spans if (hit := corpus.passage_at(gold.doc, span))]
    if not found:
        return None, Fault(question, gold, "锚文跨越两个段落")
    agreeing = [entry for entry in found if same_locator(gold.locator, entry[2].locator)]
    span, seq, passage = (agreeing or found)[0]
    place = Place(Extent(gold.doc, span), seq, passage, corpus.problem(gold.doc, passage), gold.grade, gold.part)
    what = ""
    if passage.kind.group is None:
        what = "锚文所在段落不参加检索"
    elif len({entry[1] for entry in (agreeing or found)}) > 1:
        what = "锚文在多个段落中出现"
    elif not agreeing:
        what = "定位不一致"
    return place, Fault(question, gold, what, passage.locator) if what else None


def same_locator(written: str, actual: str) -> bool:
    """Whether a locator of the product names the place that an author's locator names.

    Authors leave out 后续 in pending items and differ in brackets and dots, none of which changes the place.  Outside
    articles a text may be cut more finely (``三(二)`` → ``三(二)二是``, the second piece ``三(二)(2)``) or more
    coarsely than its author read it.
    """
    mine, own = _bare(written), _bare(_PIECE.sub("", actual))
    if _ARTICLE.match(written):
        return mine == own
    return mine.startswith(own) or own.startswith(mine)


_PIECE = re.compile(r"\(\d+\)$")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千]+条")


def _bare(locator: str) -> str:
    return re.sub(r"后续|[\W_]", "", fold(locator))


def faults(corpus: Corpus, questions: Iterable[Question]) -> Iterator[Fault]:
    """All disagreements of all questions, also of the places that must not be the basis."""
    for question in questions:
        places, found = resolve(corpus, question)
        yield from found
        if places and all(place.group is not question.group for place in places):
            yield Fault(
                question.id, question.gold[0], "标准答案归入了别的类别", ", ".join(p.passage.locator for p in places)
            )
        for wrong in question.wrong:
            gold = Gold(wrong.doc, wrong.locator, "", 1, 0)
            source = corpus.sources.get(wrong.doc)
            if source is None:
                yield Fault(question.id, gold, "语料中没有这份文件")
            elif not any(same_locator(wrong.locator, passage.locator) for passage in source.passages):
                yield Fault(question.id, gold, "文件中没有这个定位")


def searched(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places that some list can hold."""
    return tuple(place for place in places if place.group is not None)


def scored(places: Iterable[Place], group: Group | None) -> tuple[Place, ...]:
    """The places that count in the list of a group: gold of another kind is dropped there, all count for None.

    Where the product files all gold of a question under other kinds, all of it counts, and is missed: the question
    names the list that its asker will look at.
    """
    found = searched(places)
    return tuple(place for place in found if group in (None, place.group)) or found


def summary(found: Iterable[Fault]) -> Mapping[str, int]:
    """How often each kind of disagreement occurs."""
    counts: dict[str, int] = {}
    for fault in found:
        counts[fault.what] = counts.get(fault.what, 0) + 1
    return counts
