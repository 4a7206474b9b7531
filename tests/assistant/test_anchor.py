"""Citations that outlive a generation of their source."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.anchor import Anchor, Found, of_passage, resolve, resolve_all
from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
from kb.model import PassageKind, Span
from kb.settings import Settings
from tests.kb.sample import HashEmbedder

REGULATION = """青岚市公安局值班备勤规定

第一条 为了规范值班备勤工作，制定本规定。
{more}第二条 值班人员应当在岗在位，不得饮酒。
第三条 离岗超过三十分钟的，应当报告带班领导。
"""


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    """A knowledge base over one small regulation."""
    kb = KnowledgeBase(Settings(home=tmp_path / "home"), HashEmbedder())
    write(tmp_path, kb, REGULATION.format(more=""))
    return kb


def write(folder: Path, kb: KnowledgeBase, text: str) -> None:
    """Ingest the regulation again with this text."""
    path = folder / "值班规定.txt"
    path.write_text(text, encoding="utf-8")
    ingest_paths(kb, [path])


def anchor(kb: KnowledgeBase, label: str = "第二条") -> Anchor:
    """An anchor on a whole article."""
    source = kb.catalog.sources()[0]
    passages = kb.catalog.of_source(source.source_id)
    return of_passage(next(one for one in passages if one.kind is PassageKind.ARTICLE and one.locator == label))


def test_an_anchor_survives_storing(kb: KnowledgeBase) -> None:
    """What was written as JSON comes back equal, and still leads to its words."""
    made = anchor(kb)
    back = Anchor.from_json(json.loads(json.dumps(made.to_json())))
    assert made == back
    assert (Found.EXACT, made) == resolve(kb, back)[:2]


def test_a_part_of_a_passage_can_be_anchored(kb: KnowledgeBase) -> None:
    """The quote is exactly the words of the span."""
    whole = resolve(kb, anchor(kb)).passage
    assert whole is not None
    part = of_passage(whole, Span(whole.span.end - 5, whole.span.end))
    assert whole.text[-5:] == part.quote
    assert Found.EXACT is resolve(kb, part).found


def test_words_that_moved_are_found_again(kb: KnowledgeBase, tmp_path: Path) -> None:
    """After words were put in front, the anchor leads to the new place, not to the old offsets."""
    old = anchor(kb)
    write(tmp_path, kb, REGULATION.format(more="第一条之一 本规定适用于各派出所。\n"))
    now = resolve(kb, old)
    assert Found.MOVED is now.found
    assert old.start < now.anchor.start
    assert old.quote == kb.catalog.text(old.source)[now.anchor.start : now.anchor.end]


def test_words_that_changed_are_missing(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A place whose words are no longer there is not passed off as one that is."""
    old = anchor(kb)
    write(tmp_path, kb, REGULATION.format(more="").replace("不得饮酒", "禁止饮酒"))
    now = resolve(kb, old)
    assert (Found.MISSING, old, None) == now[:3]
    assert "第二条" in now.reason


def test_a_removed_source_is_named(kb: KnowledgeBase) -> None:
    """The reason names the file that is gone; other anchors of the list are not touched by it."""
    made = anchor(kb)
    gone = replace(made, source="0" * 16, doc="别的.txt")
    first, second = resolve_all(kb, [gone, made])
    assert "别的.txt" in first.reason
    assert Found.EXACT is second.found


def test_words_that_stand_twice_are_not_guessed_at(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Where the passage has lost its words and they stand in two others, none is chosen."""
    old = replace(anchor(kb), quote="值班", start=0, end=2, locator="第九条")
    write(tmp_path, kb, REGULATION.format(more="第一条之一 值班日志应当保存。\n"))
    assert Found.MISSING is resolve(kb, old).found
