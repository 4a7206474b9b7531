"""Vectors of the lexicon's phrases: kept in a file, completed, and read back; what stands out for a question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedding.onnx_engine import OnnxEmbedder
from retrieval.nearness import Nearness

PHRASES = ["进去看一眼男人", "扣…不还", "食堂乱花钱", "开枪", "踢皮球", "夜里没人巡逻", "公车接孩子", "报销不合规"]


class Counting:
    """The real engine, counting what it is asked for."""

    def __init__(self, engine: OnnxEmbedder) -> None:
        self.engine = engine
        self.asked: list[str] = []
        self.model_id, self.dimension, self.max_tokens = engine.model_id, engine.dimension, engine.max_tokens

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See the protocol."""
        self.asked += texts
        return self.engine.encode_queries(texts)

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)


def test_the_phrase_of_the_same_meaning_stands_out(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """A wording that shares hardly a character with the phrase is nearest to it."""
    near = Nearness(PHRASES, [tmp_path])
    found = near.of(embedder.encode_queries(["媳妇想到里头见丈夫一面"])[0], embedder)
    assert PHRASES[int(found.argmax())] == "进去看一眼男人"
    assert abs(float(found.mean())) < 1e-4
    assert abs(float(found.std()) - 1) < 1e-3


def test_vectors_are_made_once(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """A second start reads the file; the cosines differ by less than the rounding allows; gaps are not embedded."""
    counting = Counting(embedder)
    first = Nearness(PHRASES, [tmp_path]).prepare(counting)  # type: ignore[arg-type] # the engine behind a counter
    assert len(counting.asked) == len(PHRASES)
    assert "扣不还" in counting.asked
    again = Nearness(PHRASES, [tmp_path]).prepare(counting)  # type: ignore[arg-type] # likewise
    assert len(counting.asked) == len(PHRASES)
    assert np.array_equal(first, again)
    exact = embedder.encode_queries(["开枪"])[0]
    assert float(np.abs(again[PHRASES.index("开枪")] - exact).max()) < 0.002


def test_only_new_phrases_are_made(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """A user's own phrase costs one vector, not all; progress tells how many are to do."""
    Nearness(PHRASES, [tmp_path]).prepare(embedder)
    counting = Counting(embedder)
    told: list[tuple[int, int]] = []
    grown = Nearness([*PHRASES, "搭顺风车"], [tmp_path])
    grown.prepare(counting, lambda done, total: told.append((done, total)))  # type: ignore[arg-type] # likewise
    assert counting.asked == ["搭顺风车"]
    assert told == [(1, 1)]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"nonsense"])
def test_a_damaged_file_is_made_again(embedder: OnnxEmbedder, tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read is replaced."""
    whole = Nearness(PHRASES, [tmp_path]).prepare(embedder)
    file = next(tmp_path.glob("*.npz"))
    file.write_bytes(content)
    assert np.array_equal(Nearness(PHRASES, [tmp_path]).prepare(embedder), whole)
    assert file.stat().st_size > len(content)


def test_a_folder_that_cannot_be_written_is_passed_over(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """Where the first folder is no folder the next is used; where none is, the vectors are there all the same."""
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    second = tmp_path / "second"
    assert Nearness(PHRASES, [blocked / "a", second]).prepare(embedder).shape == (len(PHRASES), embedder.dimension)
    assert list(second.glob("*.npz"))
    assert Nearness(PHRASES, [blocked / "a"]).prepare(embedder).shape == (len(PHRASES), embedder.dimension)


def test_no_phrases_are_no_error(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """An empty lexicon is near to nothing."""
    assert Nearness([], [tmp_path]).of(embedder.encode_queries(["开枪"])[0], embedder).size == 0
