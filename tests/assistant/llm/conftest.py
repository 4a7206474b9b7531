"""A server that speaks the protocol for real, and settings that point to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kb.settings import Settings
from tests.assistant.llm.server import FakeServer, running


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """An OpenAI-compatible server on this machine."""
    yield from running()


@pytest.fixture
def pointing(server: FakeServer) -> Callable[..., Settings]:
    """Settings for one behaviour of the server; the deadline is that of a test that waits for it."""

    def settings(behaviour: str = "ok", *, timeout: float = 30.0, key: str = "sk-secret") -> Settings:
        return Settings(llm_base_url=server.address(behaviour), llm_model="m", llm_timeout=timeout, llm_api_key=key)

    return settings
