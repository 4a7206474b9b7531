"""A text under repair that remembers what was changed and keeps its page borders."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ingest.readers.base import RawPage, RawText
from kb.model import Edit, Page, PersonalDatum, Span


class Change(NamedTuple):
    """Replace ``text[start:end]`` of the current text by ``after``.

    ``rule`` names the cleaning rule (Chinese, shown to users); ``certain`` is False where the text is only suspected;
    an empty ``rule`` (blank space at line ends and the like) leaves no entry in the account.
    """

    start: int
    end: int
    after: str
    rule: str = ""
    certain: bool = True


class Draft:
    """The text, the account of edits so far and the page borders, all in coordinates of the current text."""

    def __init__(self, raw: RawText) -> None:
        self.text = raw.text
        self.format = raw.format
        self.edits: list[Edit] = []
        self.personal: list[PersonalDatum] = []
        self._pages: list[RawPage] = list(raw.pages)

    @property
    def page_spans(self) -> list[tuple[int, int]]:
        """Start and end of each page in the current text."""
        return [(page.start, page.end) for page in self._pages]

    def apply(self, changes: Iterable[Change]) -> None:
        """Carry out changes that do not overlap (a change that begins inside an earlier one is dropped).

        A change that replaces words by themselves only flags them: it enters the account once and leaves the text.
        """
        kept: list[Change] = []
        done = 0
        for change in sorted(changes):
            same = self.text[change.start : change.end] == change.after
            if change.start < done or (same and not change.rule):
                continue
            kept.append(change)
            done = change.end
        if not kept:
            return
        parts: list[str] = []
        at = length = 0
        new: list[Edit] = []
        for change in kept:
            parts += [self.text[at : change.start], change.after]
            length += change.start - at
            if change.rule:
                before = self.text[change.start : change.end]
                new.append(Edit(change.rule, length, before, change.after, change.certain))
            length += len(change.after)
            at = change.end
        parts.append(self.text[at:])
        move = _Mover(kept)
        # Repairs inside a passage that is taken away as a whole need no mention of their own.
        self.edits = [edit._replace(at=move(edit.at)) for edit in self.edits if not move.is_removed(edit.at)]
        spans = [(datum.kind, Span(move(datum.span.start), move(datum.span.end))) for datum in self.personal]
        self.personal = [PersonalDatum(kind, span) for kind, span in spans if span.start < span.end]
        known = {edit for edit in self.edits if edit.before == edit.after}
        self.edits += [edit for edit in new if edit not in known]
        self._pages = [page._replace(start=move(page.start), end=move(page.end)) for page in self._pages]
        self.text = "".join(parts)

    def replace_in_place(self, text: str, personal: Iterable[PersonalDatum]) -> None:
        """Put in masks: a text of the same length and what it hides."""
        assert len(text) == len(self.text)
        self.text = text
        self.personal += personal

    def pages(self) -> tuple[Page, ...]:
        """The pages as the domain model wants them; pages left without text keep an empty span."""
        return tuple(
            Page(page.number, Span(page.start, max(page.start, page.end)), page.confidence) for page in self._pages
        )


class _Mover:
    """Maps offsets of the old text to the new one; offsets inside a changed piece go to its beginning or end."""

    def __init__(self, changes: list[Change]) -> None:
        self._changes = changes
        self._starts = [change.start for change in changes]
        self._shifts = [0]
        for change in changes:
            self._shifts.append(self._shifts[-1] + len(change.after) - (change.end - change.start))

    def is_removed(self, offset: int) -> bool:
        """Whether the place lies inside (not at the beginning of) a passage that is taken away."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return False
        change = self._changes[index]
        return not change.after and change.start < offset < change.end

    def __call__(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        change = self._changes[index]
        if offset >= change.end:
            return offset + self._shifts[index + 1]
        inside = min(offset - change.start, len(change.after))
        return change.start + self._shifts[index] + inside
