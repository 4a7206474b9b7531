"""The shelf: what answers and drafts remember of a knowledge base."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from assistant.desk import Desk
from assistant.drafting.check import verify_draft
from assistant.drafting.collect import from_result
from assistant.drafting.compose import draft
from assistant.drafting.model import DraftKind
from kb.embedding.onnx_engine import OnnxEmbedder
from tests.assistant.armoury import stocked


def test_what_is_remembered_goes_with_its_knowledge_base(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """A knowledge base that was asked and drafted from is freed when nobody uses it any more."""
    kb = stocked(tmp_path, embedder)
    reply = Desk(kb).ask("警用装备库账实不符怎么整改")
    paper = draft(kb, DraftKind.PLAN, from_result(kb, reply.result))
    assert verify_draft(kb, paper).sentences
    left = weakref.ref(kb)
    kb.close()
    del kb, reply, paper
    gc.collect()
    assert left() is None
