"""The vector cache of the evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from eval.vectors import CachedEmbedder
from kb.embedding.base import Vectors
from kb.model import Span


class Counting:
    """An engine that counts what it embeds; vectors depend on role and text."""

    dimension = 4
    max_tokens = 16

    def __init__(self, model_id: str = "m@1") -> None:
        self.model_id = model_id
        self.embedded: list[str] = []

    def _encode(self, role: int, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.asarray([[role, len(text), ord(text[0]), 1] for text in texts], dtype=np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Role 1."""
        return self._encode(1, texts)

    def encode_everyday(self, texts: Sequence[str]) -> Vectors:
        """Role 3."""
        return self._encode(3, texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Role 2."""
        assert progress is None
        return self._encode(2, texts)

    def windows(self, text: str, context: str = "") -> list[Span]:
        """One window."""
        assert not context
        return [Span(0, len(text))]

    def fit_context(self, context: str) -> str:
        """Always fits."""
        return context


def test_each_text_is_embedded_once(tmp_path: Path) -> None:
    """Repeats within a call, in later calls and in later runs come from the disk, with equal values in order."""
    engine = Counting()
    cached = CachedEmbedder(lambda: engine, tmp_path / "v.sqlite3")
    first = cached.encode_queries(["甲", "乙乙", "甲"])
    again = cached.encode_queries(["乙乙", "丙"])
    cached.close()
    later = CachedEmbedder(lambda: engine, tmp_path / "v.sqlite3")
    np.testing.assert_array_equal(later.encode_queries(["甲", "乙乙", "甲"]), first)
    np.testing.assert_array_equal(first, Counting().encode_queries(["甲", "乙乙", "甲"]))
    np.testing.assert_array_equal(again[0], first[1])
    assert engine.embedded == ["甲", "乙乙", "丙"]


def test_questions_passages_and_models_are_kept_apart(tmp_path: Path) -> None:
    """The same words in another role or of another model are another vector."""
    engine, other = Counting(), Counting("m@2")
    cached = CachedEmbedder(lambda: engine, tmp_path / "v.sqlite3")
    assert cached.encode_queries(["甲"])[0][0] == 1
    assert cached.encode_passages(["甲"])[0][0] == 2
    CachedEmbedder(lambda: other, tmp_path / "v.sqlite3").encode_queries(["甲"])
    assert other.embedded == ["甲"]


def test_everyday_readings_are_made_each_time(tmp_path: Path) -> None:
    """They change with every fit while the model keeps its name, so none is kept."""
    engine = Counting()
    cached = CachedEmbedder(lambda: engine, tmp_path / "v.sqlite3")
    assert cached.encode_everyday(["甲"])[0][0] == 3
    cached.encode_everyday(["甲"])
    assert engine.embedded == ["甲", "甲"]


def test_progress_is_told_the_number_done(tmp_path: Path) -> None:
    """Callers that show a bar get the end."""
    told: list[int] = []
    CachedEmbedder(Counting, tmp_path / "v.sqlite3").encode_passages(["甲", "乙"], told.append)
    assert told == [2]
