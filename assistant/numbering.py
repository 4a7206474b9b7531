"""Numbers the citations of one answer."""

from __future__ import annotations

from assistant.answer import Citation
from kb.model import Span, StoredPassage


class Numbers:
    """Numbers citations from 1; the same place keeps its number."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._by_place: dict[tuple[str, int, int], int] = {}

    def cite(self, passage: StoredPassage, span: Span) -> Citation:
        """The citation of a place inside a passage."""
        place = (passage.key.source, *span)
        if place not in self._by_place:
            quote = passage.text[span.start - passage.span.start : span.end - passage.span.start]
            self._by_place[place] = len(self.citations) + 1
            self.citations.append(Citation(len(self.citations) + 1, passage, quote, span))
        return self.citations[self._by_place[place] - 1]

    def holds(self, passage: StoredPassage, span: Span) -> bool:
        """Whether the words of a place are quoted already, alone or inside longer ones."""
        return any(
            source == passage.key.source and start <= span.start and span.end <= end
            for source, start, end in self._by_place
        )
