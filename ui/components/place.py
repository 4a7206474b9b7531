"""What the source panel shows."""

from __future__ import annotations

from typing import NamedTuple

from assistant.answer import Citation
from kb.model import Span, StoredPassage


class Place(NamedTuple):
    """A document, and in it a passage (``seq``), and in that a quote.

    ``generation`` is the one the place was found in: offsets mean nothing in another.  ``number`` is the citation that
    leads here, None when the place was opened from a list.
    """

    source: str
    generation: int
    part: int
    seq: int | None = None
    quote: Span | None = None
    number: int | None = None

    @classmethod
    def of_passage(cls, passage: StoredPassage) -> Place:
        """The place of a search hit."""
        return cls(passage.key.source, passage.key.generation, passage.part, passage.key.seq)

    @classmethod
    def of_citation(cls, citation: Citation) -> Place:
        """The place a citation leads to."""
        return cls.of_passage(citation.passage)._replace(quote=citation.span, number=citation.n)
