"""The bundled library behind a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.desk import Desk
from ingest.bundled import ingest_library
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.kb.sample import HashEmbedder


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the bundled library; its vectors follow the letters of words, which is enough to draw answers."""
    with KnowledgeBase(Settings(home=tmp_path_factory.mktemp("ui") / "home"), HashEmbedder()) as kb:
        assert not ingest_library(kb).failed
        yield Desk(kb)
