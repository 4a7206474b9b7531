"""Answers are composed of quotes with exact places and of fixed phrases, and of nothing else."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import phrases
from assistant.answer import MeasureKind
from assistant.desk import Desk
from assistant.measure_kinds import classify
from assistant.select import WHOLE, decisive
from ingest.bundled import ingest_library
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.model import (
    DocumentKind,
    PassageKey,
    PassageKind,
    Provenance,
    Span,
    StoredPassage,
    Validity,
)
from kb.settings import Settings

QUESTIONS = [
    "值班期间饮酒，以往怎么处理？",
    "督察条例第十二条规定了什么",
    "涉案财物管理混乱，其他单位怎么整改的",
    "督察人员可以当场采取哪些措施",
    "警车乱停",
    "督察条例第九十条",
    "红烧肉怎么做",
    "",
    "《》第条",
]


def passage(text: str, kind: PassageKind = PassageKind.ARTICLE, start: int = 100) -> StoredPassage:
    """A stored passage with the given text."""
    return StoredPassage(
        PassageKey("s", 1, 0),
        kind,
        "办法.md",
        0,
        "示例办法",
        DocumentKind.REGULATION,
        Provenance.ORIGINAL,
        Validity.IN_FORCE,
        "第三条",
        (),
        None,
        None,
        text,
        Span(start, start + len(text)),
        None,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Desk:
    """A desk over the bundled library."""
    home: Path = tmp_path_factory.mktemp("desk")
    kb = KnowledgeBase(Settings(home=home), embedder)
    assert not ingest_library(kb).failed
    return Desk(kb)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_quoted_or_fixed(desk: Desk, question: str) -> None:
    """Each sentence is the exact text at its place or one of the fixed phrases; each number has its citation."""
    answer = desk.ask(question).answer
    by_number = {citation.n: citation for citation in answer.citations}
    assert list(range(1, len(by_number) + 1)) == [citation.n for citation in answer.citations]
    for citation in answer.citations:
        text = desk.kb.catalog.text(citation.passage.key.source)
        assert citation.quote == text[citation.span.start : citation.span.end]
        assert citation.quote.strip()
    for sentence in answer.sentences:
        assert set(sentence.citations) <= set(by_number)
        if sentence.quoted:
            assert sentence.text == by_number[sentence.citations[0]].quote
        else:
            assert phrases.is_fixed(sentence.text) or (answer.refused and sentence.text == answer.reason), sentence.text
    for item in (*answer.measures, *answer.report_language):
        assert item.citations


def test_refusals_cite_nothing(desk: Desk) -> None:
    """A refused question gives no citation, no measure and no wording, and says what to do."""
    answer = desk.ask("红烧肉怎么做").answer
    assert answer.refused
    assert ((), (), ()) == (answer.citations, answer.measures, answer.report_language)
    assert phrases.ADVICE in answer.text


def test_an_article_asked_for_stands_alone(desk: Desk) -> None:
    """A looked-up article is quoted whole and no neighbour is mixed in."""
    answer = desk.ask("督察条例第十二条规定了什么").answer
    assert ["第十二条"] == [citation.passage.locator for citation in answer.citations]
    assert answer.citations[0].quote == answer.citations[0].passage.text


def test_fictional_examples_confirm_nothing(desk: Desk) -> None:
    """One real precedent among fictional examples is one source, and that is said of the real ones."""
    answer = desk.ask("值班期间饮酒，以往怎么处理？").answer
    shown = {citation.passage.provenance for citation in answer.citations}
    assert {Provenance.FICTIONAL, Provenance.DIGEST} <= shown
    said = {sentence.text for sentence in answer.sentences}
    assert phrases.ONE_REAL_SOURCE in said
    assert phrases.ONE_SOURCE not in said


def test_fiction_and_digests_are_marked(desk: Desk) -> None:
    """Whatever rests on a digest or a fictional example says so."""
    answer = desk.ask("值班期间饮酒，以往怎么处理？").answer
    used = {citation.passage.provenance for citation in answer.citations}
    assert (Provenance.FICTIONAL in used) == (phrases.FICTIONAL in answer.text)
    assert (Provenance.DIGEST in used) == (phrases.DIGEST in answer.text)
    assert Provenance.FICTIONAL in used


def test_decisive_sentence_of_a_long_article() -> None:
    """Of a long article the sentence that holds the words of the question is chosen, without the label."""
    text = "第三条 " + "巡查人员应当着装整齐。" * 12 + "发现隐患的，应当在二日内上报。"
    spans = decisive(passage(text), {"隐患": 1.0, "上报": 1.0}, limit=1)
    assert ["发现隐患的，应当在二日内上报。"] == [text[span.start - 100 : span.end - 100] for span in spans]


def test_an_item_keeps_its_lead() -> None:
    """An item of an enumeration is quoted with the words it depends on."""
    items = "；".join(f"({n})第{n}种情形，需要另行登记备案" for n in "一二三四五六") + "；(七)擅自离岗。"
    text = "第三条 有下列情形之一的，予以通报：" + items
    chosen = [text[s.start - 100 : s.end - 100] for s in decisive(passage(text), {"离岗": 1.0, "擅自": 1.0}, limit=1)]
    assert chosen[0].startswith("有下列情形之一的")
    assert "(七)擅自离岗。" in chosen[-1]


@given(st.text(max_size=400), st.dictionaries(st.text(max_size=3), st.floats(0, 5), max_size=5))
def test_decisive_spans_lie_inside_the_passage(text: str, terms: dict[str, float]) -> None:
    """For any text, at least one span is chosen, all lie inside the passage, in order and apart."""
    stored = passage(text)
    spans = decisive(stored, terms)
    assert spans
    assert all(stored.span.start <= span.start <= span.end <= stored.span.end for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_short_passages_are_quoted_whole() -> None:
    """A passage that reads in one glance is not cut."""
    text = "一是清理台账。二是" + "查" * (WHOLE - 20)
    assert [Span(100, 100 + len(text))] == decisive(passage(text, PassageKind.MEASURE), {"清理": 1.0})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一是修订《值班管理规定》，健全交接制度。", MeasureKind.RULES),
        ("二是组织开展专项清理整治行动。", MeasureKind.CAMPAIGN),
        ("三是开展全员培训和警示教育。", MeasureKind.TRAINING),
        ("四是加强督察检查，随机抽查暗访。", MeasureKind.INSPECTION),
        ("五是对责任人员严肃追责问责，给予诫勉谈话。", MeasureKind.ACCOUNTABILITY),
        ("六是升级智慧系统平台，运用数据模型。", MeasureKind.TECHNOLOGY),
        ("七是延长窗口服务时间，方便群众。", MeasureKind.SERVICE),
        ("八是春暖花开。", MeasureKind.OTHER),
        ("建成集中管理中心，实行办案与保管分离，一物一码、扫码出入库。", MeasureKind.TECHNOLOGY),
        ("对涉案财物逐案核对，补办手续214件。", MeasureKind.CAMPAIGN),
        ("对1名入股分红的中队长移送市局纪委立案审查。", MeasureKind.ACCOUNTABILITY),
        ("共办理代考代刷案件6起，行政处罚9人。", MeasureKind.CAMPAIGN),
        ("复议办理期间照常执行。", MeasureKind.OTHER),
        ("压缩办理期限三天。", MeasureKind.SERVICE),
    ],
)
def test_measures_are_sorted_by_what_they_do(text: str, kind: MeasureKind) -> None:
    """A measure is filed by the words of its leading sentence."""
    assert kind is classify(text)


@pytest.mark.parametrize("sentence", ["督察机构应当加强管理。", "《办法》", "已完成整改。", "· 随便什么"])
def test_free_sentences_are_not_fixed(sentence: str) -> None:
    """The check for fixed phrases lets no sentence of content through."""
    assert not phrases.is_fixed(sentence)


@pytest.mark.parametrize("title", ["值班规定（试行）", "《值班规定》适用要点", "某市实施《值班规定》办法"])
def test_names_of_sources_are_fixed(title: str) -> None:
    """The lead to a quotation is fixed, whatever titles its title names."""
    assert phrases.is_fixed(f"《{title}》第三条：")
    assert not phrases.is_fixed("《》第三条：")


FIXED = [
    phrases.facts("青柳市公安局", date(2023, 6, 1), None, "年底前（2023年12月31日）", ("指挥中心", "法制支队")),
    phrases.facts(None, None, date(2023, 6, 1), "", ()),
    phrases.problem_types(("执法办案/涉案财物", "内部管理/值班备勤"), own=True),
    phrases.problem_types(("执法办案/涉案财物",), own=False),
    phrases.type_count(3, 2),
    phrases.mentioned_units(("青柳市公安局",)),
    phrases.mentioned_documents(("公安机关督察条例", "值班规定（试行）")),
    phrases.readings((("扣的钱", "暂扣款"), ("一把手", "“三重一大”"))),
    phrases.common_kinds(2, (MeasureKind.RULES, MeasureKind.TRAINING)),
    phrases.states((("甲市公安局", "已完成"), ("乙市公安局", "正在整改"))),
    phrases.states((("甲市公安局", "已完成"), ("乙市公安局", "已完成"))),
    phrases.spans((("甲市公安局", 4), ("乙市公安局", 11))),
    phrases.kind_used(MeasureKind.SERVICE, 1, 3),
    phrases.kind_used_above(MeasureKind.SERVICE, 1, 3),
    phrases.usual_limit(4, 4),
    phrases.usual_limit(4, 11),
    phrases.usual_responsible(("指挥中心", "法制支队")),
    phrases.unverified("值班规定（试行）"),
]


@pytest.mark.parametrize("sentence", FIXED)
def test_phrases_with_slots_are_fixed(sentence: str) -> None:
    """Whatever the phrase builders make is recognised as fixed."""
    assert phrases.is_fixed(sentence)


@pytest.mark.parametrize("sentence", FIXED)
def test_a_sentence_behind_a_phrase_is_not_covered_by_it(sentence: str) -> None:
    """No content can hide behind a fixed phrase."""
    assert not phrases.is_fixed(sentence + "应当立即整改到位。")


@given(st.text(max_size=120))
def test_slots_never_break_a_phrase(value: str) -> None:
    """Any value in a slot leaves the phrase fixed, or the slot out."""
    assert not value.strip() or phrases.is_fixed(phrases.facts(value, None, None, "", ()))
