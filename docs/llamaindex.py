"""巡鉴 as a LlamaIndex retriever: print the evidence for a question.

    python docs/llamaindex.py 公务用车管理松散怎么整改

The knowledge base is that of the command line (``XUNJIAN_HOME``).  Any LlamaIndex component that takes a
``BaseRetriever`` takes this one, for example ``RetrieverQueryEngine.from_args(retriever, llm=…)``.
"""

from __future__ import annotations

import sys

from kb.knowledge_base import KnowledgeBase
from kb.model import Group
from kb.settings import load_settings
from retrieval import as_retriever


def main(question: str) -> None:
    """The precedents first, then the articles, each with its place in the stored text."""
    with KnowledgeBase(load_settings()) as kb:
        for group in (Group.PRECEDENT, Group.ARTICLE):
            for found in as_retriever(kb, group=group, limit=3).retrieve(question):
                place = found.node.metadata
                sys.stdout.write(
                    f"{found.score:.2f} {place['title']} {place['locator']} [{place['start']}:{place['end']}]\n"
                )
                sys.stdout.write(f"{found.node.get_content()}\n")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
