"""What is indexed for a passage: the words that are embedded and the fields of the word index.

A change here changes every stored projection: raise ``UNITS_VERSION`` with it, and ``xunjian verify`` indexes anew.
"""

from __future__ import annotations

from typing import NamedTuple

from kb.model import Group, PassageKind, Source
from kb.text import sentences
from kb.tokens import characters, pairs, tokenize

UNITS_VERSION = 2

# Shorter sentences (一是。) say nothing by themselves.
_SHORTEST_PIECE = 6

# Between the headings of a context line: a mark that official documents do not use themselves.
SEPARATOR = " › "


class Fields(NamedTuple):
    """The fields of the word index: tokens joined by blanks.

    ``body``, ``heading`` and ``title`` hold words; ``chars`` and ``pairs`` the characters of text and problem title.
    """

    body: str
    heading: str
    title: str
    chars: str
    pairs: str


class Unit(NamedTuple):
    """A searchable passage with everything that is indexed of it.  ``seq`` is its position in the source."""

    seq: int
    group: Group
    kind: PassageKind
    title: str
    path: tuple[str, ...]
    problem_title: str
    locator: str
    text: str

    @property
    def context(self) -> str:
        """Document title › headings › problem title: the line put in front of the text before embedding.

        The problem title is left out where a heading already contains it.
        """
        repeated = any(self.problem_title in heading for heading in self.path)
        parts = (self.title, *self.path, "" if repeated else self.problem_title)
        return SEPARATOR.join(part for part in parts if part)

    def fields(self) -> Fields:
        """The word index fields.

        ``heading`` holds the label of an article, so that naming it counts more than mentioning it; the locators of
        other passages are numbering without words and stay out.
        """
        label = self.locator if self.kind is PassageKind.ARTICLE else ""
        heading = "\n".join(part for part in (*self.path, self.problem_title, label) if part)
        words = (" ".join(tokenize(part)) for part in (self.text, heading, self.title))
        whole = f"{self.problem_title}\n{self.text}"
        body, head, title = words
        return Fields(body, head, title, " ".join(characters(whole)), " ".join(pairs(whole)))

    def pieces(self) -> list[str]:
        """The sentences that are embedded on their own beside the whole passage.

        A measure of ten sentences treats several matters, and its one vector lies between them.  Articles are short
        and treat one matter; their sentences would treble the vectors of a law library and bring nothing (measured:
        see docs/decisions.md).
        """
        if self.group is Group.ARTICLE:
            return []
        found = [self.text[span.start : span.end] for span in sentences(self.text)]
        return [piece for piece in found if len(piece) >= _SHORTEST_PIECE] if len(found) > 1 else []


def units(source: Source) -> list[Unit]:
    """The searchable passages of a source in order; structure passages are not among them."""
    found: list[Unit] = []
    seq = 0
    for document in source.documents:
        titles = {problem.locator: problem.title for problem in reversed(document.problems)}
        for passage in document.passages:
            group = passage.kind.group
            text = source.slice(passage.span)
            if group is not None and text.strip():
                problem_title = titles.get(passage.problem, "") if passage.problem else ""
                found.append(
                    Unit(seq, group, passage.kind, document.title, passage.path, problem_title, passage.locator, text)
                )
            seq += 1
    return found
