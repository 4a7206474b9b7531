"""What the data folder holds and how large it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from kb.catalog import schema as t
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

#: The parts of a data folder by the beginnings of their names, in the order they are shown.
_PARTS = (
    ("目录库", ("catalog.sqlite3",)),
    ("向量", ("chroma",)),
    ("词语索引", ("lexical",)),
    ("原件", ("originals",)),
    ("向量模型", ("model",)),
)

_REST = "其他"

_UNITS = ("字节", "KB", "MB", "GB", "TB")
_STEP = 1024


class Part(NamedTuple):
    """A part of the data folder and its size in bytes."""

    name: str
    size: int


class Holdings(NamedTuple):
    """What the catalog counts; ``vectors`` are those that belong to the passages."""

    files: int
    documents: int
    passages: int
    problems: int
    vectors: int


def parts(settings: Settings) -> tuple[Part, ...]:
    """The parts with their sizes; a model kept elsewhere counts as what it is there."""
    sizes: dict[str, int] = {name: 0 for name, _ in _PARTS} | {_REST: 0}
    for entry in _entries(settings.home):
        sizes[_part(entry.name)] += _size(entry)
    if settings.onnx_dir.parent != settings.home:
        sizes["向量模型"] += _size(settings.onnx_dir)
    return tuple(Part(name, size) for name, size in sizes.items() if size)


def holdings(kb: KnowledgeBase) -> Holdings:
    """What the knowledge base holds."""
    sources = kb.catalog.sources()
    documents = [document for source in sources for document in source.documents]
    return Holdings(
        len(sources),
        len(documents),
        sum(document.passages for document in documents),
        sum(document.problems for document in documents),
        _vectors(kb),
    )


def _vectors(kb: KnowledgeBase) -> int:
    active = sa.and_(t.sources.c.source_id == t.passages.c.source_id, t.sources.c.generation == t.passages.c.generation)
    counted = sa.select(sa.func.sum(t.passages.c.windows)).join(t.sources, active)
    with kb.catalog.engine.connect() as connection:
        return int(connection.execute(counted).scalar() or 0)


def readable(size: int) -> str:
    """A size for people: ``3.4 MB``."""
    number, unit = float(size), 0
    while number >= _STEP and unit < len(_UNITS) - 1:
        number, unit = number / _STEP, unit + 1
    return f"{number:.0f} {_UNITS[unit]}" if unit < 2 else f"{number:.1f} {_UNITS[unit]}"  # noqa: PLR2004 - no tenths of kB


def _part(name: str) -> str:
    return next((part for part, starts in _PARTS if name.startswith(starts)), _REST)


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:
        return


def _size(path: Path) -> int:
    """Bytes below a path; what vanishes or cannot be read while we look counts nothing."""
    if not path.is_dir():
        return _bytes(path)
    return sum(_bytes(Path(root, name)) for root, _, names in os.walk(path) for name in names)


def _bytes(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
