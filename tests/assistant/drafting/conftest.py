"""Fixtures of the drafting tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.desk import Desk
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from tests.assistant.drafting.library import stocked


@pytest.fixture(scope="session")
def papers_kb(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Iterator[KnowledgeBase]:
    """The library of the drafting tests; only works may be written to it."""
    with stocked(tmp_path_factory.mktemp("papers"), embedder) as kb:
        yield kb


@pytest.fixture(scope="session")
def papers_desk(papers_kb: KnowledgeBase) -> Desk:
    """A desk over that library."""
    return Desk(papers_kb)
