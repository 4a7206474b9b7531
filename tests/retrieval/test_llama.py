"""The retriever as LlamaIndex sees it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kb.knowledge_base import KnowledgeBase
from kb.model import Group
from retrieval import as_retriever
from retrieval.engine import Retriever

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "涉案财物长期没有清退，别处怎么整改的"


def test_nodes_are_the_hits_exactly_as_stored(small_kb: KnowledgeBase, retriever: Retriever) -> None:
    """Each node has the id, words and place of its hit, in the order of the merged list."""
    nodes = as_retriever(small_kb, limit=5).retrieve(QUESTION)
    hits = retriever.search(QUESTION, limit=5).merged
    assert [str(hit.passage.key) for hit in hits] == [found.node.node_id for found in nodes]
    for found, hit in zip(nodes, hits, strict=True):
        place = found.node.metadata
        assert hit.passage.text == found.node.get_content()
        assert hit.passage.text == small_kb.catalog.text(hit.passage.key.source)[place["start"] : place["end"]]
        assert (hit.passage.doc, hit.passage.locator, hit.group.value) == (
            place["doc"],
            place["locator"],
            place["kind"],
        )


def test_status_of_a_problem(small_kb: KnowledgeBase) -> None:
    """A measure carries the status of its problem, an article none."""
    first = as_retriever(small_kb, group=Group.PRECEDENT).retrieve(QUESTION)[0].node.metadata
    assert ("completed", "一(一)1.") == (first["status"], first["problem"])
    article = as_retriever(small_kb, group=Group.ARTICLE).retrieve("值班备勤条例第三条")[0].node.metadata
    assert (None, "现行有效") == (article["status"], article["validity"])


def test_refusal_gives_no_nodes(small_kb: KnowledgeBase) -> None:
    """Nothing can be composed from insufficient evidence, unless it is asked for."""
    assert [] == as_retriever(small_kb).retrieve("量子计算机怎么做香蕉蛋糕")
    assert as_retriever(small_kb, refuse=False).retrieve("量子计算机怎么做香蕉蛋糕")


def test_asynchronous_retrieval(small_kb: KnowledgeBase) -> None:
    """The asynchronous way gives the same nodes."""
    retriever = as_retriever(small_kb)
    # In a thread of its own: a browser test in the same process leaves an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        awaited = pool.submit(lambda: asyncio.run(retriever.aretrieve(QUESTION))).result()
    assert retriever.retrieve(QUESTION) == awaited


def test_example_runs(small_kb: KnowledgeBase, model_dir: Path) -> None:
    """The example of the documentation prints the precedent and its place."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XUNJIAN_HOME": str(small_kb.settings.home),
        "XUNJIAN_MODEL_DIR": str(model_dir),
    }
    shown = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "llamaindex.py"), QUESTION],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "一(一)1.一是" in shown.stdout


def test_command_line_never_loads_llamaindex() -> None:
    """Importing what the commands import does not load LlamaIndex."""
    code = "import sys, cli, retrieval, assistant.desk, retrieval.explain; sys.exit('llama_index' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode
