"""The retriever as LlamaIndex sees it, so that its query engines and agents can stand on our evidence.

Imported only by those who use LlamaIndex: it takes two seconds to load.
"""

from __future__ import annotations

import asyncio

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from kb.knowledge_base import KnowledgeBase
from kb.model import Group, StoredPassage
from retrieval.engine import Retriever
from retrieval.result import SearchResult


class XunjianRetriever(BaseRetriever):
    """Ranked evidence as nodes.

    The text of a node is the passage exactly as stored, its id the passage's key (``source:generation:seq``).  The
    metadata are plain values: ``doc``, ``locator``, ``title``, ``kind`` (the group), ``start`` and ``end`` (offsets
    into the stored text), ``problem`` (locator), ``problem_title``, ``status`` (of the problem's rectification),
    ``validity`` and ``provenance``; None where there is none.  Embeddings read the text alone.
    """

    def __init__(
        self, retriever: Retriever, *, group: Group | None = None, limit: int = 10, refuse: bool = True
    ) -> None:
        """``group`` limits the nodes to one kind of evidence, in its own order; with ``refuse`` insufficient evidence
        gives no node at all, so that nothing can be composed from it.
        """
        super().__init__()
        self._retriever = retriever
        self._group = group
        self._limit = limit
        self._refuse = refuse

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        result = self._retriever.search(query_bundle.query_str, limit=self._limit)
        if self._refuse and result.refused:
            return []
        return self._nodes(result)

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """In a thread, so that an event loop stays free."""
        return await asyncio.to_thread(self._retrieve, query_bundle)

    def _nodes(self, result: SearchResult) -> list[NodeWithScore]:
        hits = result.merged if self._group is None else result.groups.get(self._group, ())
        return [NodeWithScore(node=self._node(hit.passage, hit.group), score=hit.score) for hit in hits]

    def _node(self, passage: StoredPassage, group: Group) -> TextNode:
        metadata = {
            "doc": passage.doc,
            "locator": passage.locator,
            "title": passage.title,
            "kind": group.value,
            "start": passage.span.start,
            "end": passage.span.end,
            "problem": passage.problem,
            "problem_title": passage.problem_title,
            "status": self._status(passage),
            "validity": passage.validity.value,
            "provenance": passage.provenance.value,
        }
        return TextNode(
            id_=str(passage.key), text=passage.text, metadata=metadata, excluded_embed_metadata_keys=list(metadata)
        )

    def _status(self, passage: StoredPassage) -> str | None:
        if passage.problem is None:
            return None
        return self._retriever.kb.catalog.problem(passage.key.source, passage.problem).problem.status.value


def as_retriever(
    kb: KnowledgeBase, *, group: Group | None = None, limit: int = 10, refuse: bool = True
) -> XunjianRetriever:
    """The knowledge base as a LlamaIndex retriever; the parameters are those of :class:`XunjianRetriever`."""
    return XunjianRetriever(Retriever(kb), group=group, limit=limit, refuse=refuse)
