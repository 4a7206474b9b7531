"""From a parsed source to what goes into the projections, before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.embedding.base import Embedder, window_inputs
from kb.lexical import Entry
from kb.model import Group, PassageKey, PassageKind, Source
from kb.units import units

Progress = Callable[[int, int], None]
"""Told the number of windows embedded so far and in all."""


class Window(NamedTuple):
    """One vector to be: window ``part`` of passage ``seq`` and the words to embed."""

    group: Group
    seq: int
    part: int
    words: str


def vector_id(source_id: str, generation: int, seq: int, part: int) -> str:
    """The id of a vector: that of its passage, with ``.part`` for further windows and pieces."""
    key = str(PassageKey(source_id, generation, seq))
    return f"{key}.{part}" if part else key


def parse_vector_id(text: str) -> tuple[PassageKey, int]:
    """Inverse of :func:`vector_id`; raises ValueError for anything else."""
    head, _, last = text.rpartition(":")
    seq, _, part = last.partition(".")
    return PassageKey.parse(f"{head}:{seq}"), int(part or 0)


def owner_id(source_id: str, generation: int) -> str:
    """What the word index calls a generation."""
    return f"{source_id}:{generation}"


def windows_of(source: Source, embedder: Embedder) -> list[Window]:
    """All windows of all searchable passages, in order: the whole passage first (in several windows where it is long),
    then its pieces.
    """
    found: list[Window] = []
    for unit in units(source):
        whole = [window.words for window in window_inputs(embedder, unit.text, unit.context)]
        pieces = [window.words for piece in unit.pieces() for window in window_inputs(embedder, piece)]
        found += [Window(unit.group, unit.seq, part, words) for part, words in enumerate([*whole, *pieces])]
    return found


def window_counts(source: Source, windows: Sequence[Window]) -> list[int]:
    """The number of windows of every passage of the source, 0 for what is not searched."""
    counts = Counter(window.seq for window in windows)
    return [counts[seq] for seq in range(len(source.passages))]


def embed(windows: Sequence[Window], embedder: Embedder, progress: Progress | None = None) -> NDArray[np.float32]:
    """Vectors of windows, row by row."""
    if not windows:
        return np.zeros((0, embedder.dimension), dtype=np.float32)
    report = (lambda done: progress(done, len(windows))) if progress else None
    return embedder.encode_passages([window.words for window in windows], report)


def entries_of(source: Source, source_id: str, generation: int) -> dict[Group, list[Entry]]:
    """The word index entries by group."""
    entries: defaultdict[Group, list[Entry]] = defaultdict(list)
    for unit in units(source):
        entries[unit.group].append(Entry(str(PassageKey(source_id, generation, unit.seq)), unit.fields()))
    return dict(entries)


def check(source: Source) -> None:
    """Refuse a source whose places are not places: raises ValueError (a fault of the program, not of the user)."""
    parts = [document.part for document in source.documents]
    if len(set(parts)) != len(parts):
        msg = f"two documents of {source.doc!r} have the same part number: {parts}"
        raise ValueError(msg)
    last = 0
    for passage in source.passages:
        if not last <= passage.span.start <= passage.span.end <= len(source.text):
            msg = f"passage {passage.locator!r} of {source.doc!r} overlaps or leaves the text: {passage.span}"
            raise ValueError(msg)
        last = passage.span.end


def group_of(kind: str) -> Group:
    """The group of a stored, searchable passage kind."""
    group = PassageKind(kind).group
    assert group is not None, f"{kind} passages are not indexed"
    return group
