"""Which version of the reading program made what is stored: improvements reach old libraries on request."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.catalog import SourceInfo
    from kb.knowledge_base import KnowledgeBase

_HERE = Path(__file__).parent

#: What decides how a file is understood.
_ROOMS = ("readers", "cleaning", "privacy", "structure")

#: Hex digits of a version: told apart by eye, and a clash only delays a hint.
_LENGTH = 8


@cache
def parser_revision() -> str:
    """A name for the code and rules of this program that read, clean and parse: the first digits of their SHA-256.

    Taken from the files themselves, so that no change can be forgotten (2 ms, once a process).
    """
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((_HERE / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(_HERE).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:_LENGTH]


def outdated(kb: KnowledgeBase) -> list[SourceInfo]:
    """The sources that another version of the reading program has read."""
    return [info for info in kb.catalog.sources() if info.parser != parser_revision()]
