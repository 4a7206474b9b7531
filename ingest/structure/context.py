"""What the parsers of problem documents share."""

from __future__ import annotations

from typing import NamedTuple

from ingest.structure.cover import Cut
from ingest.structure.deadlines import Frame
from kb.model import DocumentKind, Passage, Problem, Span


class Context(NamedTuple):
    """The text under work (as stored and folded) and what holds for the whole document: the day against which time
    limits are read, the kind, the prefix of its locators, the place of its title, and cuts known for its front.
    """

    text: str
    folded: str
    frame: Frame
    kind: DocumentKind
    prefix: str
    title: Span
    front: tuple[Cut, ...] = ()


class Parsed(NamedTuple):
    """What a document of problems consists of."""

    problems: tuple[Problem, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]
