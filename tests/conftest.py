"""Shared fixtures: the corpus, the embedding model and a fresh knowledge base."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from kb.embedding.build import ensure_model
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

# One model, and one file of phrase vectors, for every test and every program a test starts.
os.environ.setdefault("XUNJIAN_MODEL_DIR", str(ROOT / ".cache" / "model"))

# No test asserts a time, property tests neither: on a busy machine an example may take a second.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def missing(what: str, reason: str) -> None:
    """Skip, or fail where ``XUNJIAN_REQUIRE`` says the thing must be there."""
    if what in os.environ.get("XUNJIAN_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required here but {reason}")
    pytest.skip(reason, allow_module_level=True)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents beside the checkout."""
    folder = Path(os.environ.get("XUNJIAN_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not folder.is_dir():
        missing("corpus", f"no corpus at {folder}; set XUNJIAN_CORPUS")
    return folder


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """The folder of the bundled embedding model, built once and kept between runs (``XUNJIAN_MODEL_DIR``)."""
    return ensure_model(Settings())


@pytest.fixture(scope="session")
def embedder(model_dir: Path) -> OnnxEmbedder:
    """The default embedding engine with the real model."""
    return OnnxEmbedder(model_dir, threads=1)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings point to."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XUNJIAN_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def corpus_kb(corpus: Path, model_dir: Path) -> Iterator[KnowledgeBase]:
    """The whole corpus ingested with the real embedder; kept between runs, to be read only.

    The first use after a change in ``kb`` or ``ingest`` takes minutes, vectors of unchanged passages are reused.
    """
    from eval.corpus import DEFAULT_HOME, prepared  # noqa: PLC0415 - only tests over the corpus pay for it

    settings = Settings(model_dir=model_dir)
    DEFAULT_HOME.mkdir(parents=True, exist_ok=True)
    with FileLock(DEFAULT_HOME / "tests.lock"), prepared(corpus, DEFAULT_HOME, settings, report=lambda _: None):
        pass  # one test process ingests, the others wait and find it done
    with prepared(corpus, DEFAULT_HOME, settings, report=lambda _: None) as ready:
        yield ready.kb
