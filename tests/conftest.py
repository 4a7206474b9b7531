"""Shared fixtures: the corpus, the embedding model and a fresh knowledge base."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _missing(what: str, reason: str) -> None:
    """Skip, or fail where ``XUNJIAN_REQUIRE`` says the thing must be there."""
    if what in os.environ.get("XUNJIAN_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required here but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents beside the checkout."""
    folder = Path(os.environ.get("XUNJIAN_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not folder.is_dir():
        _missing("corpus", f"no corpus at {folder}; set XUNJIAN_CORPUS")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings point to."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XUNJIAN_HOME", str(folder))
    return folder
