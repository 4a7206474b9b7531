"""The test of the settings says what is the matter."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from assistant.llm.endpoint import MODEL
from assistant.llm.probe import probe
from kb.settings import Settings
from tests.assistant.llm.server import FakeServer

Pointing = Callable[..., Settings]


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """The client library, which is loaded once, outside the deadline."""
    import llama_index.llms.openai_like  # noqa: F401, PLC0415 - see above


def test_working_endpoint(pointing: Pointing) -> None:
    """A model that answers is named with its time, beside the models on offer."""
    outcome = probe(pointing())
    assert outcome.ok
    assert "m" in outcome.message
    assert outcome.seconds > 0
    assert outcome.models == ("m", "other")


@pytest.mark.parametrize("behaviour", ["nolist", "oddlist"])
def test_list_is_a_help_only(pointing: Pointing, server: FakeServer, behaviour: str) -> None:
    """A service that lists nothing, or nonsense, is judged by its answer alone."""
    outcome = probe(pointing(behaviour))
    assert not outcome.models
    assert outcome.ok
    assert server.hits[behaviour] == 1


def test_wrong_model_name_is_helped_with_the_list(pointing: Pointing) -> None:
    """Where the model is unknown, those on offer are named."""
    outcome = probe(pointing("code-404").model_copy(update={"llm_model": "mm"}))
    assert not outcome.ok
    assert MODEL in outcome.message
    assert "other" in outcome.message


def test_silence_ends_at_the_deadline(pointing: Pointing) -> None:
    """A service that lists models but never answers fails in time, with the reason."""
    started = time.monotonic()
    outcome = probe(pointing("hang", timeout=1.0))
    assert time.monotonic() - started < 15.0
    assert not outcome.ok
    assert "1 秒" in outcome.message


@pytest.mark.parametrize("address", ["", "nonsense"])
def test_settings_that_cannot_work_ask_nobody(address: str) -> None:
    """Missing or impossible settings are named at once."""
    outcome = probe(Settings(llm_base_url=address, llm_model="m"))
    assert not outcome.ok
    assert "XUNJIAN_LLM_BASE_URL" in outcome.message
    assert outcome.seconds == 0
