"""Fixtures of the retrieval tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from retrieval.engine import Retriever
from tests.retrieval.library import stocked


@pytest.fixture(scope="session")
def small_kb(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Iterator[KnowledgeBase]:
    """The small library, to be read only."""
    with stocked(tmp_path_factory.mktemp("library"), embedder) as kb:
        yield kb


@pytest.fixture(scope="session")
def retriever(small_kb: KnowledgeBase) -> Retriever:
    """A retriever over the small library."""
    return Retriever(small_kb)
