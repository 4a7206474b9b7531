"""The choice of the engine by the settings, and what it must not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kb.embedding.factory import create_embedder
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.errors import ModelError
from kb.settings import Settings


def test_the_default_is_the_bundled_model(model_dir: Path) -> None:
    """Without other settings the ONNX engine is created from the model folder."""
    engine = create_embedder(Settings(model_dir=model_dir, threads=1))
    assert isinstance(engine, OnnxEmbedder)
    assert engine.model_id.startswith("onnx/multilingual-e5-small-int8@")
    assert engine.max_tokens == 512


def test_a_model_that_was_not_built_is_said_so(tmp_path: Path) -> None:
    """The error names the folder and the command."""
    with pytest.raises(ModelError, match="尚未构建") as caught:
        create_embedder(Settings(model_dir=tmp_path / "none"))
    assert "xunjian model build" in str(caught.value)
    assert "none" in str(caught.value)


def test_the_default_engine_loads_no_heavy_library(model_dir: Path) -> None:
    """Asking with the ONNX engine imports neither torch nor LlamaIndex nor the libraries that build the model."""
    code = (
        "import sys; from kb.settings import Settings; from kb.embedding.build import ensure_model; "
        "from kb.embedding.factory import create_embedder; from pathlib import Path; "
        f"s = Settings(model_dir=Path({str(model_dir)!r}), threads=1); ensure_model(s); "
        "create_embedder(s).encode_queries(['问']); "
        "heavy = ('torch', 'sentence_transformers', 'llama_index', 'onnx', 'tokenizers'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
