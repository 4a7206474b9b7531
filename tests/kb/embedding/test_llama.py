"""Our engine inside LlamaIndex."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from llama_index.core import VectorStoreIndex
from llama_index.core.schema import TextNode

from kb.embedding.llama import XunjianEmbedding
from kb.embedding.onnx_engine import OnnxEmbedder

TEXTS = [
    "县公安局修订了涉案财物管理办法。",
    "对酒后驾驶的民警给予记过处分。",
    "食堂本周供应红烧肉。",
    "看守所按时组织在押人员体检。",
    "信访事项应当自受理之日起六十日内办结。",
]


def test_an_index_finds_the_node_on_the_matter(embedder: OnnxEmbedder) -> None:
    """A vector index over five nodes returns the right one first, with its cosine as score."""
    nodes = [TextNode(text=text, id_=str(number)) for number, text in enumerate(TEXTS)]
    index = VectorStoreIndex(nodes, embed_model=XunjianEmbedding(embedder))
    hits = index.as_retriever(similarity_top_k=2).retrieve("上访多少天要有结果")
    assert hits[0].node.node_id == "4"
    expected = embedder.encode_queries(["上访多少天要有结果"])[0] @ embedder.encode_passages(TEXTS[4:])[0]
    assert abs(hits[0].score - float(expected)) < 1e-5


def test_synchronous_and_asynchronous_calls_agree(embedder: OnnxEmbedder) -> None:
    """All of LlamaIndex's entry points give our vectors, in order."""
    model = XunjianEmbedding(embedder, embed_batch_size=2)
    texts, question = embedder.encode_passages(TEXTS).tolist(), embedder.encode_queries(TEXTS[:1])[0].tolist()

    async def all_async() -> tuple[list[float], list[float], list[list[float]]]:
        return (
            await model.aget_query_embedding(TEXTS[0]),
            await model.aget_text_embedding(TEXTS[0]),
            await model.aget_text_embedding_batch(TEXTS),
        )

    assert np.array_equal(model.get_query_embedding(TEXTS[0]), question)
    assert np.array_equal(model.get_text_embedding(TEXTS[0]), texts[0])
    assert np.array_equal(model.get_text_embedding_batch(TEXTS), texts)
    # A thread of its own: a browser test before it may have left its loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asyncio.run, all_async()).result() == (question, texts[0], texts)


def test_the_model_is_named(embedder: OnnxEmbedder) -> None:
    """The component can be described without its weights."""
    model = XunjianEmbedding(embedder)
    assert model.model_name == embedder.model_id
    assert model.to_dict()["class_name"] == "XunjianEmbedding"
