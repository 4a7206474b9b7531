"""The engine that the settings ask for."""

from __future__ import annotations

from kb.embedding.base import Embedder
from kb.settings import Settings


def create_embedder(settings: Settings) -> Embedder:
    """The engine of ``settings.embedding``, loaded.

    Raises ``ModelError``: the bundled model is not built or damaged, or the package or model of the other engine is
    missing.  The message names the command that helps.
    """
    if settings.embedding == "onnx":
        from kb.embedding.onnx_engine import OnnxEmbedder  # noqa: PLC0415 - only the chosen engine

        return OnnxEmbedder(settings.onnx_dir, settings.threads)
    from kb.embedding.st_engine import SentenceTransformersEmbedder  # noqa: PLC0415 - only the chosen engine

    return SentenceTransformersEmbedder(settings.embedding_model, settings.threads)
