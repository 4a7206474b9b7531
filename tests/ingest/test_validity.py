"""Validity over the whole library and problem types, as a batch leaves them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.inputs import Payload
from ingest.pipeline import build_source, ingest_paths
from ingest.validity import relink
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.model import Validity
from kb.settings import Settings
from kb.sources import listed_sources

OLD = "# 云泽县巡防办法\n\n2015年3月1日 公布\n\n第一条 为了规范巡防，制定本办法。\n\n第二条 每班一人。\n"
NEW = "# 云泽县巡防办法\n\n2022年5月1日 公布\n\n第一条 为了规范巡防，制定本办法。\n\n第二条 每班两人。\n"


@pytest.fixture
def kb(tmp_path: Path, embedder: OnnxEmbedder) -> KnowledgeBase:
    """An empty knowledge base."""
    return KnowledgeBase(Settings(home=tmp_path / "home"), embedder)


def validities(kb: KnowledgeBase) -> dict[str, Validity]:
    """Validity by file name."""
    return {info.doc: info.meta.validity for info in kb.catalog.regulations()}


def test_a_newer_text_amends_the_older(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Once the newer text of a regulation is in the library, the older one is marked as amended, and only then."""
    (tmp_path / "旧.md").write_text(OLD, encoding="utf-8")
    ingest_paths(kb, [tmp_path / "旧.md"])
    assert {"旧.md": Validity.IN_FORCE} == validities(kb)
    (tmp_path / "新.md").write_text(NEW, encoding="utf-8")
    ingest_paths(kb, [tmp_path / "新.md"])
    assert {"旧.md": Validity.AMENDED, "新.md": Validity.IN_FORCE} == validities(kb)
    stored = kb.catalog.article(next(i.source_id for i in kb.catalog.sources() if i.doc == "旧.md"), 0, 2)
    assert stored is not None
    assert stored.validity is Validity.AMENDED


def test_relinking_twice_changes_nothing(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Judging an unchanged library again changes nothing."""
    (tmp_path / "旧.md").write_text(OLD, encoding="utf-8")
    ingest_paths(kb, [tmp_path / "旧.md"])
    assert 0 == relink(kb, date(2030, 1, 1))


def test_the_list_of_sources_is_complete_enough_to_judge_by() -> None:
    """Every listed document has a title, and those that say by what they were replaced name a listed or known title."""
    assert all(entry["title"] for entry in listed_sources())
    assert len({entry["title"] for entry in listed_sources()}) > 30


def test_problems_get_types() -> None:
    """A problem about seized property is filed under it."""
    text = (
        "云泽市公安局关于巡察整改情况的通报\n\n一、反馈问题整改情况\n\n"
        "1.关于“涉案财物管理不规范”问题的整改。\n\n一是清理长期未处置的涉案财物。二是修订涉案财物管理规定。\n"
    )
    source = build_source(Payload(text.encode(), "通报.txt"), "通报.txt")
    types = [kind.code for document in source.documents for problem in document.problems for kind in problem.types]
    assert any("涉案财物" in code for code in types), types
