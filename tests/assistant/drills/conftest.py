"""The knowledge bases drills are tried on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from assistant.desk import Desk
from ingest.bundled import ingest_library
from kb.embedding.base import Embedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.drills.library import stocked


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the small fictional library."""
    with stocked(tmp_path_factory.mktemp("drills")) as kb:
        yield Desk(kb)


@pytest.fixture(scope="session")
def full_desk(corpus_kb: KnowledgeBase, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the corpus with the bundled library beside it, in a copy of the kept knowledge base."""
    home = tmp_path_factory.mktemp("full") / "kb"
    shutil.copytree(corpus_kb.settings.home, home)
    settings = Settings(home=home, model_dir=corpus_kb.settings.model_dir, library_on_first_start=False)
    with KnowledgeBase(settings, corpus_kb.embedder) as kb:
        assert not ingest_library(kb).failed
        yield Desk(kb)
