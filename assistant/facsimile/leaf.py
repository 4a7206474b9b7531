"""A page of an original for those who show it."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from assistant.facsimile.locate import boxes, locate
from assistant.facsimile.painter import Box, Painted, painter
from kb.errors import UnreadableFileError
from kb.model import Source, Span
from kb.originals import Originals

#: Pages kept painted, for all sessions: some 30 MB.
_KEPT = 64

#: A PDF says what it is within its first kilobyte.
_HEAD = 1024


class Mark(StrEnum):
    """What became of the cited words on the page shown."""

    MARKED = "marked"
    ELSEWHERE = "elsewhere"
    PICTURE = "picture"
    UNSURE = "unsure"

    @property
    def note(self) -> str:
        """What the reader must know; empty where the mark speaks for itself."""
        return {
            "marked": "",
            "elsewhere": "",
            "picture": "这一页是扫描的图像，没有文字位置，无法标出所引的话，请对照“文字”查找。",
            "unsure": "这一页的文字与所引的话没有完全对上，未作标记，请对照“文字”查找。",
        }[self.value]


class Leaf(NamedTuple):
    """Page ``number`` (from 1) of ``pages``, its picture and the boxes of the cited words."""

    number: int
    pages: int
    width: int
    height: int
    jpeg: bytes
    boxes: tuple[Box, ...]
    mark: Mark


def is_paged(originals: Originals, source: Source) -> bool:
    """Whether the original is a PDF, whose pages can be shown; a lost one counts by its name."""
    if not source.pages:
        return False
    try:
        with originals.path(source.sha256).open("rb") as file:
            return b"%PDF-" in file.read(_HEAD)
    except OSError:
        return source.doc.lower().endswith(".pdf")


def leaf(originals: Originals, source: Source, number: int, cited: Span | None = None) -> Leaf:
    """Page ``number`` of the original of a source, with the part of ``cited`` that stands on it marked.

    Raises ``UnreadableFileError`` where the page cannot be shown.
    """
    painted = _painted(originals, source.sha256, number)
    span = next((page.span for page in source.pages if page.number == number), None)
    here = _common(span, cited) if span and cited else None
    found: list[Box] = []
    mark = Mark.ELSEWHERE
    if span and here and source.slice(here).strip():
        if not painted.text:
            mark = Mark.PICTURE
        else:
            inside = Span(here.start - span.start, here.end - span.start)
            found = boxes(painted.boxes, locate(painted.text, source.slice(span), inside))
            mark = Mark.MARKED if found else Mark.UNSURE
    return Leaf(number, painted.pages, painted.width, painted.height, painted.jpeg, tuple(found), mark)


def prepare() -> None:
    """Start what paints, so that the first page comes at once; returns immediately."""
    painter().start()


@lru_cache(maxsize=_KEPT)
def _painted(originals: Originals, sha256: str, number: int) -> Painted:
    # Originals are named by their content: what is kept under a name never changes.
    return painter().paint(_sound(originals, sha256), number)


@lru_cache(maxsize=_KEPT)
def _sound(originals: Originals, sha256: str) -> Path:
    """Where an original lies that is there and unchanged: a picture of another text would be a wrong citation."""
    path = originals.path(sha256)
    if path.exists() and not originals.intact(sha256):
        msg = "原件的内容已被改动，不能作为依据，这一页不予显示。请到“资料”页核对，或重新收录这份文件。"
        raise UnreadableFileError(msg)
    return path


def _common(one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None
