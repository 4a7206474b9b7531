"""Our engines as LlamaIndex embeddings, so that its indexes and pipelines use the same vectors.

Imported only by those who use LlamaIndex: it takes two seconds to load.
"""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from kb.embedding.base import Embedder, Vectors

# LlamaIndex's own default of 10 keeps few threads busy; at a dozen texts a second this is a step of a few seconds.
_BATCH = 64


class XunjianEmbedding(BaseEmbedding):
    """An :class:`Embedder` behind LlamaIndex's interface.

    Questions and texts get their own prefixes.  The asynchronous methods work in a thread, so that an event loop
    stays free.
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, *, embed_batch_size: int = _BATCH, **options: Any) -> None:
        super().__init__(model_name=embedder.model_id, embed_batch_size=embed_batch_size, **options)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex stores with serialised components."""
        return "XunjianEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return _lists(self._embedder.encode_queries([query]))[0]

    def _get_text_embedding(self, text: str) -> list[float]:
        return _lists(self._embedder.encode_passages([text]))[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return _lists(self._embedder.encode_passages(texts))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


def _lists(vectors: Vectors) -> list[list[float]]:
    """Plain numbers, as LlamaIndex stores them."""
    lists: list[list[float]] = vectors.tolist()
    return lists
