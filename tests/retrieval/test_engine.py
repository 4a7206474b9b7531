"""The whole search over a small library with the real embedder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.model import Group
from kb.settings import Settings
from retrieval.engine import Retriever
from retrieval.result import SearchResult, Verdict
from tests.retrieval.library import DOCUMENTS, FIRST_NOTICE, NEW, OLD, SECOND_NOTICE


@pytest.mark.parametrize(
    ("question", "doc", "problem"),
    [
        ("扣下的钱没还给人家，别处怎么整改的", FIRST_NOTICE, "一(一)1."),
        ("晚上值班的人跑出去没人管", FIRST_NOTICE, "一(一)2."),
        ("公车私用怎么治的", FIRST_NOTICE, "一(二)3."),
        ("食堂买菜被一家包了", SECOND_NOTICE, "一(一)2."),
    ],
)
def test_everyday_words_find_the_problem(retriever: Retriever, question: str, doc: str, problem: str) -> None:
    """The right problem is the first precedent."""
    first = retriever.search(question).groups[Group.PRECEDENT][0].passage
    assert (doc, problem) == (first.doc, first.problem)


def test_article_number_is_certain(retriever: Retriever) -> None:
    """A looked-up article leads its group and the merged list, once, and needs no calibration."""
    result = retriever.search("值班备勤条例第五条")
    assert (Verdict.ANSWERABLE, 1.0) == (result.verdict, result.confidence)
    assert result.merged[0].exact
    assert 1 == sum(hit.passage.locator == "第五条" for hit in result.groups[Group.ARTICLE])


def test_missing_article_is_refused(retriever: Retriever) -> None:
    """A number beyond the end is refused with the reason, never answered by a neighbour."""
    result = retriever.search("值班备勤条例第三十条")
    assert result.refused
    assert "第三十条" in result.reason


def test_superseded_version_is_no_basis(retriever: Retriever) -> None:
    """The old text stands in no list unless it is asked for, then with a warning."""
    plain = retriever.search("值班最长多少小时")
    assert OLD not in {hit.passage.doc for hit in (*plain.merged, *plain.groups[Group.ARTICLE])}
    old = retriever.search("旧的值班备勤条例连续值班多少小时")
    assert NEW not in {hit.passage.doc for hit in old.groups[Group.ARTICLE]}
    assert any("不能作为现行依据" in warning for warning in old.warnings)


@pytest.mark.parametrize(
    "question",
    ["青岚市值班备勤条例从什么时候起施行", "值班备勤条例啥时候生效", "值班备勤条例的施行日期", "值班备勤条例还有效吗"],
)
def test_the_day_of_effect_is_found(retriever: Retriever, question: str) -> None:
    """Asked from when a regulation applies, the article that says so comes first; it shares hardly a word with that."""
    first = retriever.search(question).groups[Group.ARTICLE][0].passage
    assert (NEW, "第八条") == (first.doc, first.locator)


def test_another_edition_is_told(retriever: Retriever) -> None:
    """An edition before the first one held is not passed off as the one asked for."""
    warnings = retriever.search("2001年的值班备勤条例里连续值班最长多久").warnings
    assert any("2001年的文本" in warning for warning in warnings)
    assert not any("年的文本" in warning for warning in retriever.search("值班备勤条例里连续值班最长多久").warnings)


def test_foreign_question_is_refused(retriever: Retriever) -> None:
    """A matter of which the library says nothing is refused, with a reason."""
    result = retriever.search("量子计算机怎么做香蕉蛋糕")
    assert result.refused
    assert result.reason


def test_premise_reaches_the_warnings(retriever: Retriever) -> None:
    """A wrong figure is named beside the right one."""
    assert any(
        "24小时" in warning and "12小时" in warning for warning in retriever.search("连续值班最长24小时对吧").warnings
    )


@pytest.mark.parametrize("text", ["", "   ", "？", "的"])
def test_nothing_asked(retriever: Retriever, text: str) -> None:
    """Blank questions are refused without an error."""
    result = retriever.search(text)
    assert text == result.query.text
    if not text.strip():
        assert result.refused


def well_formed(result: SearchResult, kb: KnowledgeBase, limit: int) -> None:
    """What holds of every result."""
    for group, hits in result.groups.items():
        assert len(hits) <= limit
        assert {group} >= {hit.group for hit in hits}
        searched = [hit.score for hit in hits if not hit.exact]
        assert searched == sorted(searched, reverse=True)
        problems = [(hit.passage.doc, hit.passage.problem) for hit in hits if hit.passage.problem]
        assert len(problems) == len(set(problems))
    known = {hit.passage.key for hits in result.groups.values() for hit in hits}
    assert {hit.passage.key for hit in result.merged} <= known
    assert len(result.merged) == min(limit, len(known))
    for hit in result.merged:
        for shown in (hit.passage, *(extra.passage for extra in hit.also)):
            assert shown.text == kb.catalog.text(shown.key.source)[shown.span.start : shown.span.end]
    assert 0 <= result.confidence <= 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        st.text(max_size=60),
        st.text(alphabet="值班备勤条例第三五条款《》旧的2010年对吧24小时可以不得扣钱车，。？ ", max_size=60),
    ),
    limit=st.integers(1, 12),
)
def test_any_text_is_a_question(retriever: Retriever, small_kb: KnowledgeBase, text: str, limit: int) -> None:
    """Whatever is asked, nothing breaks, lists are ordered and limited, and every text stands where it says."""
    well_formed(retriever.search(text, limit=limit), small_kb, limit)


def test_changes_of_the_knowledge_base_are_seen(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """A retriever that was made before a file came in finds it, and names it no more when it is gone."""
    with KnowledgeBase(Settings(home=tmp_path / "kb", library_on_first_start=False), embedder) as kb:
        retriever = Retriever(kb)
        empty = retriever.search("值班备勤条例第三条")
        assert empty.refused
        assert () == empty.merged
        path = tmp_path / NEW
        path.write_text(DOCUMENTS[NEW], encoding="utf-8")
        ingest_paths(kb, [path])
        assert retriever.search("值班备勤条例第三条").merged[0].exact
        kb.remove(NEW)
        assert retriever.search("值班备勤条例第三条").refused
