"""Fixtures of the stores' tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.kb.sample import HashEmbedder

Opener = Callable[..., KnowledgeBase]


@pytest.fixture
def open_kb(tmp_path: Path) -> Iterator[Opener]:
    """Opens the same data folder again and again, as other processes would."""
    opened: list[KnowledgeBase] = []

    def open_it(embedder: HashEmbedder | None = None, **settings: object) -> KnowledgeBase:
        kb = KnowledgeBase(Settings(home=tmp_path / "home", **settings), embedder or HashEmbedder())
        opened.append(kb)
        return kb

    yield open_it
    for kb in opened:
        kb.close()


@pytest.fixture
def kb(open_kb: Opener) -> KnowledgeBase:
    """An empty knowledge base."""
    return open_kb()
