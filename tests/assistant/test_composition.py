"""What an answer says about precedents of two units: facts, agreement and difference, measures by kind, wordings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant import phrases
from assistant.answer import Answer, MeasureKind, WordingForm
from assistant.compose import in_force
from assistant.contract import ask_json
from assistant.desk import Desk
from eval.citations import check
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.model import Provenance, Validity
from retrieval.result import Hit
from tests.assistant.armoury import QUESTION, stocked
from tests.retrieval.hits import passage
from ui.terminal import answer_lines

#: The same matter in the user's own words, with figures of their own.
OWN = "我局警用装备库台账混乱，860件装备三年没有登记，怎么整改"
RULE = "领用警用装备最长多少天"
QUESTIONS = [QUESTION, OWN, RULE, "食堂采购不规范怎么整改", "警用装备库底数不清", "红烧肉怎么做"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Desk:
    """A desk over two notices, a digest of one and a rule."""
    home: Path = tmp_path_factory.mktemp("notices")
    return Desk(stocked(home, embedder))


def titles(answer: Answer) -> list[str]:
    """The headings of an answer."""
    return [section.title for section in answer.sections]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_founded(desk: Desk, question: str) -> None:
    """Sentences are quotes at their place or fixed phrases; wordings and measures have their places."""
    assert check(desk.ask(question).answer, desk.kb.catalog.text).faults == ()


def test_the_order_follows_the_question(desk: Desk) -> None:
    """A question about handling starts with its type and precedents, one for a term of days with the article."""
    assert titles(desk.ask(OWN).answer)[:2] == ["问题归类", "以往怎么处理"]
    assert titles(desk.ask(RULE).answer)[0] == "依据条款"


def test_facts_and_results_of_a_precedent_are_said(desk: Desk) -> None:
    """Unit, feedback, time limit and responsible unit stand with the precedent, its result is quoted."""
    answer = desk.ask(OWN).answer
    assert "单位：青柳市公安局；反馈：2023年6月1日；整改时限：2023年12月1日；责任单位：警务保障处。" in answer.text
    results = [citation.quote for citation in answer.citations if "99%" in citation.quote]
    assert results


def test_independent_sources_are_compared(desk: Desk) -> None:
    """Two units about the same matter: what both did is said, and in what they differ."""
    answer = desk.ask(OWN).answer
    assert phrases.common_kinds(2, (MeasureKind.RULES, MeasureKind.CAMPAIGN)) in answer.text
    assert phrases.states((("青柳市公安局", "已完成"), ("白桦市公安局", "正在整改"))) in answer.text
    assert phrases.spans((("青柳市公安局", 6), ("白桦市公安局", 3))) in answer.text
    assert phrases.ONE_SOURCE not in answer.text


def test_a_digest_gives_way_to_its_notice(desk: Desk) -> None:
    """A digest of a notice that is held is neither shown beside it nor counted as another source."""
    for question in (OWN, QUESTION, "食堂采购不规范怎么整改"):
        answer = desk.ask(question).answer
        assert Provenance.DIGEST not in {citation.passage.provenance for citation in answer.citations}
    answer = desk.ask("食堂采购不规范怎么整改").answer
    assert phrases.ONE_SOURCE in answer.text


def test_measures_are_counted_by_kind(desk: Desk) -> None:
    """Each kind says how many precedents used it, with printed limits, months and responsible units; examples quote."""
    groups = {group.kind: group for group in desk.ask(OWN).answer.measure_groups}
    rules = groups[MeasureKind.RULES]
    assert (rules.used, rules.total) == (2, 2)
    assert rules.deadlines == ("2023年12月1日", "2024年9月1日")
    assert rules.months == (3, 6)
    assert rules.responsible == ("警务保障处（青柳市公安局）",)
    assert {example.unit for example in rules.examples} == {"青柳市公安局", "白桦市公安局"}


def test_measures_are_adapted_to_the_unit_of_the_user(desk: Desk) -> None:
    """With the user's unit the example names it in place of the source's, marked, and the quote stays beside it."""
    answer = desk.ask(OWN, unit="望澜市公安局").answer
    adapted = [measure for measure in answer.measures if measure.adapted]
    assert adapted
    for measure in adapted:
        assert measure.adapted is not None
        assert measure.adapted.note
        assert "望澜市公安局" in measure.adapted.text
        assert {item.original for item in measure.adapted.replacements} <= {"青柳市公安局", "白桦市公安局"}
        assert "望澜" not in measure.text


def test_a_unit_named_in_the_question_comes_first(desk: Desk) -> None:
    """The unit of the question, not the one of the settings, stands in the wordings."""
    answer = desk.ask("星汀县公安局警用装备库台账混乱，怎么整改", unit="望澜市公安局").answer
    finding = next(wording for wording in answer.report_language if wording.form == WordingForm.FINDING)
    assert "星汀县公安局" in finding.text
    assert "望澜" not in finding.text


def test_wordings_mark_what_is_the_users(desk: Desk) -> None:
    """The user's matter, figures and duration are in the finding, each marked as theirs."""
    answer = desk.ask(OWN).answer
    finding = next(wording for wording in answer.report_language if wording.form == WordingForm.FINDING)
    yours = {finding.text[span.start : span.end] for span in finding.yours}
    assert yours == {"警用装备库台账混乱", "860件", "三年"}
    assert finding.blanks == ("【单位】",)
    assert finding.pattern.startswith("巡察发现，〔单位〕〔对象〕")


@pytest.mark.parametrize("question", QUESTIONS)
def test_wordings_hold_nothing_of_the_source_but_its_words(desk: Desk, question: str) -> None:
    """No figure and no unit name of a source stands in a wording, unless it is a title as printed."""
    for wording in desk.ask(question).answer.report_language:
        assert set(re.findall(r"\d+", wording.text)) <= set(re.findall(r"\d+", question))
        assert not re.search("青柳|白桦", wording.text)
        assert set(wording.blanks) == set(re.findall(r"【[^】]+】", wording.text))


def test_the_same_question_gets_the_same_answer(desk: Desk) -> None:
    """Asking twice changes nothing."""
    assert desk.ask(OWN).answer == desk.ask(OWN).answer


def test_the_contract_keeps_its_keys(desk: Desk) -> None:
    """The JSON holds the stable keys and the added ones, and positions that lead somewhere."""
    reply = desk.ask(OWN, unit="望澜市公安局")
    printed = json.loads(json.dumps(ask_json(reply.result, reply.answer)))
    assert {"answer", "report_language", "measures", "measure_groups", "citations", "warnings"} <= printed.keys()
    assert {"text", "sentences"} <= printed["answer"].keys()
    assert all({"form", "text", "citations"} <= item.keys() for item in printed["report_language"])
    assert all({"kind", "text", "citations"} <= item.keys() for item in printed["measures"])
    last = printed["answer"]["sections"][-1]["sentences"][1]
    assert last == len(printed["answer"]["sentences"])
    for group in printed["measure_groups"]:
        assert {printed["measures"][position]["kind"] for position in group["measures"]} == {group["kind"]}


def test_the_command_line_lists_only_what_it_cites(desk: Desk) -> None:
    """Every place under 【出处】 is referred to above it."""
    text = "\n".join(answer_lines(desk.ask(OWN).answer))
    above, _, below = text.partition("【出处】")
    listed = re.findall(r"^\[(\d+)\]", below, flags=re.MULTILINE)
    assert listed
    assert all(f"[{number}]" in above for number in listed)
    assert above.index("【建议整改措施】") < above.index("【建议表述】") < above.index("【注意】")


def test_superseded_articles_are_no_basis_beside_one_in_force() -> None:
    """Behind an article in force they are left out; looked up, or of the text the best one stands in, they stay."""
    now, old = passage(1), passage(2, title="青岚市值班办法")._replace(validity=Validity.AMENDED)
    older = passage(3, title="青岚市值班办法")._replace(validity=Validity.AMENDED)
    assert [hit.passage for hit in in_force([Hit(now, 2.0, {}), Hit(old, 1.0, {})])] == [now]
    assert [hit.passage for hit in in_force([Hit(now, 2.0, {}), Hit(old, 1.0, {}, exact=True)])] == [now, old]
    assert [hit.passage for hit in in_force([Hit(old, 2.0, {}), Hit(older, 1.0, {}), Hit(now, 0.5, {})])] == [
        old,
        older,
        now,
    ]
    assert in_force([]) == []
