"""The building of the bundled model, with a small network in the same file format."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from kb.embedding import graph, manifest
from kb.embedding.build import ensure_model, verify_model
from kb.embedding.onnx_engine import PASSAGE, OnnxEmbedder
from kb.embedding.weights import Weights, _Entry
from kb.errors import ModelError
from kb.settings import Settings
from tests.kb.embedding import tiny

DATA = tiny.model_data()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings whose model is the small network, not yet built."""
    tiny.expect(DATA, monkeypatch)
    return Settings(model_dir=tmp_path / "models" / "model", model_wheel=tiny.write_wheel(tmp_path, DATA))


def test_the_built_network_computes_what_the_weights_say(settings: Settings) -> None:
    """The int8 graph agrees with the definition of the network in float64."""
    engine = OnnxEmbedder(ensure_model(settings))
    for text in ("整改", "民警 ab", "整改 整改。 a b"):
        ids = engine._tokenizer.encode(PASSAGE + text)
        vector = engine.encode_passages([text])[0]
        assert float(vector @ tiny.reference(DATA, ids)) > 0.995


def test_a_second_call_builds_nothing(settings: Settings) -> None:
    """A whole model is found and left as it is."""
    folder = ensure_model(settings)
    before = (folder / manifest.WEIGHTS).stat().st_mtime_ns
    settings = settings.model_copy(update={"model_wheel": Path("/does/not/exist")})
    assert ensure_model(settings, thorough=True) == folder
    assert (folder / manifest.WEIGHTS).stat().st_mtime_ns == before


def test_progress_ends_at_one_and_never_goes_back(settings: Settings) -> None:
    """The shares that are reported rise to 1, each with a stage in words."""
    seen: list[tuple[str, float]] = []
    ensure_model(settings, lambda stage, share: seen.append((stage, share)))
    shares = [share for _, share in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(stage for stage, _ in seen)


def test_another_layout_is_built_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of an earlier layout are replaced, and their vectors stay comparable."""
    monkeypatch.setattr(manifest, "LAYOUT", manifest.LAYOUT - 1)
    monkeypatch.setitem(manifest.Manifest._field_defaults, "layout", manifest.LAYOUT)
    before = OnnxEmbedder(ensure_model(settings)).model_id
    monkeypatch.undo()
    tiny.expect(DATA, monkeypatch)
    folder = ensure_model(settings)
    assert manifest.check(folder).layout == manifest.LAYOUT
    assert OnnxEmbedder(folder).model_id == before


@pytest.mark.parametrize("name", [manifest.MODEL, manifest.WEIGHTS, manifest.VOCABULARY, manifest.MANIFEST])
def test_a_shortened_file_is_noticed_and_healed(settings: Settings, name: str) -> None:
    """A truncated file stops the engine with the command that helps, and that command rebuilds it."""
    folder = ensure_model(settings)
    (folder / name).write_bytes((folder / name).read_bytes()[:-7])
    with pytest.raises(ModelError, match="xunjian model build"):
        OnnxEmbedder(folder)
    ensure_model(settings)
    OnnxEmbedder(folder)


def test_a_file_of_the_right_size_but_wrong_content_is_found_by_hash(settings: Settings) -> None:
    """``verify_model`` and the thorough build see a changed byte that sizes do not show."""
    folder = ensure_model(settings)
    content = bytearray((folder / manifest.WEIGHTS).read_bytes())
    content[100] ^= 1
    (folder / manifest.WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError, match=manifest.WEIGHTS):
        verify_model(settings)
    ensure_model(settings, thorough=True)
    verify_model(settings)


def test_a_failed_build_leaves_the_place_as_it_was(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half-built model and no scratch folder remain when writing fails."""

    def fail(*_: object) -> None:
        raise OSError(28, "disk full")

    monkeypatch.setattr(graph, "save_graph", fail)
    with pytest.raises(ModelError, match="磁盘空间"):
        ensure_model(settings)
    assert [path.name for path in settings.onnx_dir.parent.iterdir() if path.is_dir()] == []


def test_of_two_builders_one_builds(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads that need the model at once build it once."""
    built = []
    save = graph.save_graph
    monkeypatch.setattr(graph, "save_graph", lambda *rest: (built.append(1), save(*rest)))
    threads = [threading.Thread(target=ensure_model, args=(settings,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]
    verify_model(settings)


def test_the_same_weights_give_the_same_identity(settings: Settings, tmp_path: Path) -> None:
    """A model built in another folder has the same id, so a knowledge base can move to another machine."""
    other = settings.model_copy(update={"model_dir": tmp_path / "elsewhere"})
    ensure_model(settings)
    ensure_model(other)
    assert verify_model(settings).model_id == verify_model(other).model_id


@pytest.mark.parametrize("data", [b"", b"PK34", DATA[:60], DATA[:-100], DATA[:2000]])
def test_a_broken_data_file_is_refused(data: bytes) -> None:
    """Bytes that are no whole model file raise ``ModelError``, whatever is missing."""

    def read() -> None:
        weights = Weights(data)
        weights.floats("l1.oln.b", tiny.HIDDEN)

    with pytest.raises(ModelError):
        read()


def test_a_block_is_a_scale_and_low_halves_before_high_ones() -> None:
    """A 4-bit value v with scale s stands for s * (v - 8); the first 16 values are the low halves of the bytes."""
    weights = Weights(DATA)
    weights._data = np.float16(0.5).tobytes() + bytes(low | (15 - low) << 4 for low in range(16))
    weights._tensors = {"block": _Entry(0, 18)}
    expected = [0.5 * (value - 8) for value in [*range(16), *range(15, -1, -1)]]
    assert weights.matrix("block", 1, 32).tolist() == [expected]
