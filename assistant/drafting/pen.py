"""Writes the body of a draft: lines of fixed phrases and quotes, every quote with its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.adapting import adapt, proposable, replaced_names
from assistant.anchor import Anchor, of_passage
from assistant.answer import Adapted
from assistant.drafting import phrases
from assistant.drafting.body import MARKER, replaced
from assistant.drafting.lists import Lists
from assistant.drafting.material import Action, Matter, Quote
from assistant.drafting.model import Row, Table
from assistant.drafting.phrases import Phrase, heading
from kb.model import DocumentKind, Span
from kb.numerals import to_chinese

#: A line break would end the paragraph: the lines of a quote are set behind each other.
_BREAK = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")

#: Marks after which a quote needs no full stop; a colon or semicolon leads to the next one.
_ENDS = "。！？!?：:；;"


class Pen:
    """Collects lines and numbers the places quoted; the same place keeps its number."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.notes: dict[int, Anchor] = {}
        self.computed: list[str] = []
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._counters = [0, 0, 0]

    @property
    def body(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def cite(self, quote: Quote) -> int:
        """The number of a place."""
        place = (quote.passage.key.source, *quote.span)
        if place not in self._numbers:
            self._numbers[place] = len(self._numbers) + 1
            self.notes[self._numbers[place]] = of_passage(quote.passage, quote.span)
        return self._numbers[place]

    def quoted(self, quotes: Quote | Iterable[Quote]) -> str:
        """The exact words on one line, their markers behind them and in front of the full stop: so a footnote's number
        never stands alone on a line.
        """
        several = [quotes] if isinstance(quotes, Quote) else quotes
        return "".join(self._marked(part) for quote in several for part in _parts(quote))

    def _marked(self, quote: Quote) -> str:
        words = quote.text.rstrip("。")
        kept = Quote(quote.passage, Span(quote.span.start, quote.span.start + len(words)))
        return f"{_BREAK.sub('', words)}[{self.cite(kept)}]{'' if words[-1] in _ENDS else '。'}"

    def adapted(self, action: Action, changed: Adapted) -> str:
        """The plain words of a measure with every replaced name marked, its number in front of the full stop."""
        words, at = "", 0
        for one in changed.replacements:
            words += changed.text[at : one.start] + replaced(changed.text[one.start : one.end], one.original)
            at = one.end
        quote = action.plain or action.headline
        kept = Quote(quote.passage, Span(quote.span.start, quote.span.start + len(quote.text.rstrip("。"))))
        return f"{_BREAK.sub('', words + changed.text[at:])}[{self.cite(kept)}]。"

    def adopt(self, lists: Lists) -> tuple[Table, ...]:
        """Lists made elsewhere, their notes among ours: the same place has one number."""
        numbers: dict[int, int] = {}
        for number, anchor in lists.notes.items():
            place = (anchor.source, anchor.start, anchor.end)
            self._numbers.setdefault(place, len(self._numbers) + 1)
            numbers[number] = self._numbers[place]
            self.notes.setdefault(numbers[number], anchor)
        return tuple(
            table._replace(rows=tuple(Row(row.cells, tuple(numbers[n] for n in row.notes)) for row in table.rows))
            for table in lists.tables
        )

    def counted(self, phrase: Phrase, **slots: object) -> str:
        """A phrase with figures counted by us."""
        sentence = phrase(**slots)
        self.computed.append(sentence)
        return sentence

    def line(self, *words: str) -> None:
        """A paragraph."""
        self.lines.append("".join(words))

    def section(self, title: str) -> None:
        """A heading of the first level."""
        self._counters = [self._counters[0] + 1, 0, 0]
        self.lines.append(f"{to_chinese(self._counters[0])}、{heading(title)}")

    def subsection(self, title: str, marker: str = "") -> None:
        """A heading of the second level; ``title`` is a filled phrase."""
        self._counters = [self._counters[0], self._counters[1] + 1, 0]
        self.lines.append(f"（{to_chinese(self._counters[1])}）{title}{marker}")

    def point(self, *words: str) -> None:
        """A paragraph of the third level, numbered."""
        self._counters[2] += 1
        self.lines.append(f"{self._counters[2]}.{''.join(words)}")

    def about(self, matter: Matter) -> None:
        """A heading of the second level that names a problem as its source does."""
        parts = _parts(matter.title)
        if len(parts) == 1 and matter.title.text == matter.problem.title:
            self.subsection(phrases.PROBLEM(name=matter.problem.title), f"[{self.cite(parts[0])}]")
        else:
            self.subsection(phrases.PROBLEM(name=matter.problem.title))

    def matter_lead(self, matter: Matter) -> str:
        """The phrase that names whose problem it was and its state; the footnote says where it stands."""
        whose = phrases.whose(matter.title.passage, matter.info.unit)
        if matter.info.kind is DocumentKind.CASE:
            return phrases.CASE(title=whose)
        return phrases.MATTER(unit=whose, name=matter.problem.title, status=phrases.status_of(matter.problem))

    def adapted_lead(self, matter: Matter, unit: str) -> str:
        """The phrase in front of measures put into the names of ``unit``: whose they were, and that none is taken."""
        whose = phrases.whose(matter.title.passage, matter.info.unit)
        if matter.info.kind is DocumentKind.CASE:
            return phrases.CASE_ADAPTED(title=whose, name2=unit)
        status = phrases.status_of(matter.problem)
        return phrases.MATTER_ADAPTED(unit=whose, name=matter.problem.title, status=status, name2=unit)

    def listing(self, lead: str, actions: Sequence[Action], *, whole: bool = False) -> None:
        """Measures behind a lead, quoted."""
        self.items(lead, [self.quoted(action.whole if whole else action.headline) for action in actions])

    def items(self, lead: str, items: Sequence[str]) -> None:
        """Sentences behind a lead: a single one on its line, several on a line each, 一是…, 二是….

        Paragraphs stay short: one with many footnotes does not fit on a page with them.
        """
        if len(items) == 1:
            self.line(lead, items[0])
            return
        if lead:
            self.line(lead)
        for number, words in enumerate(items, 1):
            self.line(f"{to_chinese(number)}是{words}")


def proposal(action: Action, matter: Matter, unit: str) -> Adapted | None:
    """The headline of a measure in the names of ``unit``; None where it holds no name to replace, or reports what was
    done so that it cannot stand as a proposal.
    """
    changed = proposed(action, matter, unit) if unit and not action.figured else None
    return changed if changed is not None and changed.replacements else None


def proposed(action: Action, matter: Matter, unit: str) -> Adapted | None:
    """The plain words of a measure as a proposal to ``unit``, in its names; None where they report what was done, or
    name the source and there is no unit to be put in its place.
    """
    words = action.plain.text.rstrip("。") if action.plain is not None else ""
    if not words or not proposable(words) or MARKER.search(words):
        return None
    source = matter.info.unit or ""
    if not unit:
        return None if any(name in words for name in replaced_names([source], "")) else Adapted(words)
    return adapt(words, [source], unit)


def _parts(quote: Quote) -> list[Quote]:
    """The quote without what looks like one of our markers and would be read as one; no part is empty."""
    found, at = [], 0
    text = quote.text
    for match in (*MARKER.finditer(text), None):
        end = match.start() if match else len(text)
        words = text[at:end]
        if words.strip(" \u3000。\n"):
            start = quote.span.start + at + len(words) - len(words.lstrip())
            found.append(Quote(quote.passage, Span(start, start + len(words.strip()))))
        at = match.end() if match else end
    return found
