"""The network for everyday questions, with a small network in the same file format."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from kb.embedding import build
from kb.embedding.adapter import load_adapter, save_adapter
from kb.embedding.build import ensure_model, verify_model
from kb.embedding.onnx_engine import QUERY, OnnxEmbedder
from kb.embedding.wheel import DATA_SHA256
from kb.settings import Settings
from tests.kb.embedding import tiny

DATA = tiny.model_data()
TEXTS = ["整改", "民警 ab", "整改 整改。 a b"]


@pytest.fixture
def adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Changes to the small network, in the place of the fitted ones."""
    path = tmp_path / "adapter.npz"
    save_adapter(tiny.branches(), hashlib.sha256(DATA).hexdigest(), path)
    monkeypatch.setattr(build, "ADAPTER", path)
    return path


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings whose model is the small network, not yet built."""
    tiny.expect(DATA, monkeypatch)
    return Settings(model_dir=tmp_path / "models" / "model", model_wheel=tiny.write_wheel(tmp_path, DATA))


def test_the_changed_network_computes_what_the_branches_say(settings: Settings, adapter: Path) -> None:
    """Everyday questions are read with every layer's change, in full precision beside the int8 weights."""
    engine = OnnxEmbedder(ensure_model(settings))
    changes = load_adapter(adapter).branches
    for text, vector in zip(TEXTS, engine.encode_everyday(TEXTS), strict=True):
        ids = engine._tokenizer.encode(QUERY + text)
        assert float(vector @ tiny.reference(DATA, ids, changes)) > 0.99
        assert float(vector @ tiny.reference(DATA, ids)) < 0.95


@pytest.mark.usefixtures("adapter")
def test_questions_and_passages_are_read_as_before(settings: Settings, tmp_path: Path) -> None:
    """The vectors that are stored, and those compared with them directly, do not depend on the changes."""
    changed = OnnxEmbedder(ensure_model(settings))
    save_adapter({}, "", build.ADAPTER)
    plain = OnnxEmbedder(ensure_model(settings.model_copy(update={"model_dir": tmp_path / "plain"})))
    assert np.array_equal(changed.encode_passages(TEXTS), plain.encode_passages(TEXTS))
    assert np.array_equal(changed.encode_queries(TEXTS), plain.encode_queries(TEXTS))
    assert changed.model_id == plain.model_id


def test_other_changes_build_the_model_anew(settings: Settings, adapter: Path) -> None:
    """After an update with other changes the next start uses them; knowledge bases stay valid."""
    before = OnnxEmbedder(ensure_model(settings))
    save_adapter(tiny.branches(seed=2), hashlib.sha256(DATA).hexdigest(), adapter)
    after = OnnxEmbedder(ensure_model(settings))
    assert verify_model(settings).adapter == load_adapter(adapter).identity
    assert before.model_id == after.model_id
    assert not np.allclose(before.encode_everyday(TEXTS), after.encode_everyday(TEXTS), atol=0.01)


def test_changes_made_for_another_network_are_left_out(settings: Settings, adapter: Path) -> None:
    """Where the model file is another one, everyday questions are read like any."""
    save_adapter(tiny.branches(), "another", adapter)
    engine = OnnxEmbedder(ensure_model(settings))
    assert np.array_equal(engine.encode_everyday(TEXTS), engine.encode_queries(TEXTS))


def test_the_fitted_changes_are_for_the_bundled_model() -> None:
    """The hash in the adapter is that of the model file, and the upper layers are changed whole."""
    fitted = load_adapter()
    assert fitted.data == DATA_SHA256
    layers = {name.split(".")[0] for name in fitted.branches}
    assert len(fitted.branches) == 6 * len(layers) > 6
