"""Vectors kept on disk between runs, so that tuning does not wait for the embedding model.

Only evaluation uses this: the product embeds every question it is asked.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from kb.embedding.base import Embedder, Vectors
from kb.model import Span

#: SQLite takes 32,766 parameters a statement; fewer keep the statements short.
_BATCH = 1000

#: New passages embedded before they are stored: an interrupted run of hours loses at most half a minute.
_CHUNK = 256


class CachedEmbedder:
    """An embedder that remembers every vector by role, text and model."""

    def __init__(self, create: Callable[[], Embedder], path: Path) -> None:
        """``create`` is called when a vector is missing or the model's name is asked for."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._create = create
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    @cached_property
    def inner(self) -> Embedder:
        """The engine itself, loaded on first use."""
        return self._create()

    @property
    def model_id(self) -> str:
        """As the engine's."""
        return self.inner.model_id

    @property
    def dimension(self) -> int:
        """As the engine's."""
        return self.inner.dimension

    @property
    def max_tokens(self) -> int:
        """As the engine's."""
        return self.inner.max_tokens

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the engine's."""
        return self._cached("q", texts, self.inner.encode_queries)

    def encode_everyday(self, texts: Sequence[str]) -> Vectors:
        """As the engine's; not kept, since what changes it is not in the model's name."""
        return self.inner.encode_everyday(texts)

    def question_tokens(self, text: str) -> Vectors:
        """As the engine's; not kept."""
        return self.inner.question_tokens(text)

    def passage_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """As the engine's; not kept, they are a hundred times as large as a vector."""
        return self.inner.passage_tokens(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As the engine's."""
        vectors = self._cached("p", texts, self.inner.encode_passages)
        if progress:
            progress(len(texts))
        return vectors

    def windows(self, text: str, context: str = "") -> list[Span]:
        """As the engine's."""
        return self.inner.windows(text, context)

    def fit_context(self, context: str) -> str:
        """As the engine's."""
        return self.inner.fit_context(context)

    def close(self) -> None:
        """Close the file; the vectors stay."""
        with self._lock:
            self._db.close()

    def _cached(self, role: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [
            hashlib.sha256(f"{self.model_id}\0{role}\0{text}".encode("utf-8", "replace")).digest() for text in texts
        ]
        known = self._read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        wanted = list(missing)
        for at in range(0, len(wanted), _CHUNK):
            part = wanted[at : at + _CHUNK]
            fresh = dict(zip(part, encode([missing[key] for key in part]), strict=True))
            self._write({key: np.asarray(vector, dtype=np.float32).tobytes() for key, vector in fresh.items()})
            known |= fresh
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            out[row] = known[key]
        return out

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found: dict[bytes, Vectors] = {}
        with self._lock:
            for at in range(0, len(keys), _BATCH):
                part = keys[at : at + _BATCH]
                marks = ",".join("?" * len(part))
                rows = self._db.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608 - marks only
                found |= {key: np.frombuffer(vector, dtype=np.float32) for key, vector in rows}
        return found

    def _write(self, vectors: dict[bytes, bytes]) -> None:
        with self._lock, self._db:
            self._db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors.items())
