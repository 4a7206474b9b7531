"""Between domain objects and the JSON columns of the catalog."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from kb.model import Chapter, Deadline, Edit, Figure, Meta, Page, PersonalDatum, ProblemType, Source, Span

# What a JSON column may hold; adapters are built on first use (some milliseconds each).
STRINGS = tuple[str, ...]
SPANS = tuple[Span, ...]
PAGES = tuple[Page, ...]
EDITS = tuple[Edit, ...]
PERSONAL = tuple[PersonalDatum, ...]
CHAPTERS = tuple[Chapter, ...]
FIGURES = tuple[Figure, ...]
DEADLINES = tuple[Deadline, ...]
DEADLINE = Deadline | None
TYPES = tuple[ProblemType, ...]
META = Meta


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def dump(shape: Any, value: Any) -> str:
    """JSON of a value of the given shape (one of the constants above)."""
    if value == ():  # the common case, without the adapter
        return "[]"
    return _adapter(shape).dump_json(value).decode()


def parse(shape: Any, text: str) -> Any:
    """Inverse of :func:`dump`: domain objects equal to those dumped."""
    if text == "[]":
        return ()
    return _adapter(shape).validate_json(text)


def fingerprint(source: Source) -> str:
    """SHA-256 over everything in a source, to tell whether a new parse of the same file differs."""
    return hashlib.sha256(_adapter(Source).dump_json(source)).hexdigest()


def text_hash(text: str) -> str:
    """SHA-256 of a stored text."""
    return hashlib.sha256(text.encode()).hexdigest()
