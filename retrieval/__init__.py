"""Understands a question, searches each kind of evidence, ranks it and judges whether it suffices."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.model import Group
    from retrieval.llama import XunjianRetriever

__all__ = ["as_retriever"]


def as_retriever(
    kb: KnowledgeBase, *, group: Group | None = None, limit: int = 10, refuse: bool = True
) -> XunjianRetriever:
    """The knowledge base as a LlamaIndex ``BaseRetriever`` (see ``retrieval/llama.py``); LlamaIndex is loaded then."""
    from retrieval import llama  # noqa: PLC0415 - two seconds, never on the way of the command line

    return llama.as_retriever(kb, group=group, limit=limit, refuse=refuse)
