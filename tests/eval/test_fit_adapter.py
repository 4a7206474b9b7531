"""The fit of the network for everyday questions, on a small network."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from eval.fit_register import Pool
from kb.embedding.base import normalised
from kb.embedding.onnx_engine import QUERY
from retrieval.register import Turn
from tests.conftest import missing
from tests.kb.embedding import tiny

if importlib.util.find_spec("torch") is None:
    missing("st", "torch is not installed")

from eval.fit_adapter import Reader, learn

pytestmark = pytest.mark.st

DATA = tiny.model_data()
QUESTIONS = [
    "整改",
    "民警",
    "ab",
    "整改 ab",
    "民警 a",
    "b 整改",
    "a b",
    "民警 整改",
    "警 民",
    "改 整",
    "整改。",
    "a 民警 b",
]
NO_TURN = Turn(np.zeros((tiny.HIDDEN, 1), np.float32), np.zeros((1, tiny.HIDDEN), np.float32))


def _pool(reader: Reader) -> Pool:
    """Each question is answered by a passage that lies anywhere."""
    random = np.random.default_rng(0)
    passages = normalised(random.normal(size=(len(QUESTIONS), tiny.HIDDEN)))
    return Pool(passages, range(len(QUESTIONS)), reader.vectors(reader.lower(QUESTIONS)), range(len(QUESTIONS)))


def test_the_reader_computes_what_the_weights_say() -> None:
    """Before anything is learned it agrees with the definition of the network, alone and padded."""
    reader = Reader(DATA, first=1)
    for text, vector in zip(QUESTIONS, reader.vectors(reader.lower(QUESTIONS)), strict=True):
        ids = reader.tokenizer.encode(QUERY + text).ids
        assert float(vector @ tiny.reference(DATA, ids)) > 0.9999


def test_right_passages_come_nearer() -> None:
    """Learning raises the ranks of the right passages and gives branches for the upper layer alone."""
    reader = Reader(DATA, first=1)
    lower, pool, said = reader.lower(QUESTIONS), _pool(reader), list[str]()
    learn(reader, [lower], [pool], [np.arange(len(QUESTIONS))], turned=NO_TURN, report=said.append, epochs=120)
    assert pool.ranks(reader.vectors(lower)).mean() < pool.ranks(pool.queries).mean() / 2
    assert set(reader.branches()) == {f"l1.{name}" for name in ("q", "k", "v", "ao", "fi", "fo")}
    assert len(said) == 120


def test_what_was_learned_is_what_the_branches_say() -> None:
    """The network with the branches added computes the vectors that were learned."""
    reader = Reader(DATA, first=1)
    lower, pool = reader.lower(QUESTIONS), _pool(reader)
    learn(reader, [lower], [pool], [np.arange(len(QUESTIONS))], turned=NO_TURN, report=lambda _: None, epochs=20)
    changes = reader.branches()
    for text, vector in zip(QUESTIONS, reader.vectors(lower), strict=True):
        ids = reader.tokenizer.encode(QUERY + text).ids
        assert float(vector @ tiny.reference(DATA, ids, changes)) > 0.9999
