"""What an answer takes from notices whose problems bundle several matters: what is about the question, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import phrases
from assistant.answer import Answer, MeasureKind, Section
from assistant.desk import Desk
from assistant.measures import relevant
from assistant.precedents import AKIN, Shown, akin
from assistant.standing import claims_done
from assistant.understood import Understood
from assistant.wanted import wanted
from assistant.wording.choices import Likeness, named_in
from eval.citations import check
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.model import Group
from tests.assistant.matters import held

SEIZED = "派出所院子里扣押的车辆涉案财物多年没处置，别处怎么整改的"
CARS = "公车加油混乱，违规使用公车怎么整改"
GAMBLING = "民警晚上参与网上赌博，以往怎么处理"
KEYS = "枪柜钥匙一个人拿着，依据哪条？别处怎么整改的"
ROTATION = "所长一个岗位干了十年没动过，怎么整改，有没有交流轮岗的规定"
LOOKING_BACK = "巡察整改回头看怎么搞才不走过场"
AUXILIARIES = "警务辅助人员能不能单独执法"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Iterator[Desk]:
    """A desk over the documents of ``matters``."""
    home: Path = tmp_path_factory.mktemp("matters")
    with held(home, embedder) as kb:
        yield Desk(kb)


def section(answer: Answer, title: str) -> Section:
    """The part of that heading."""
    return next(part for part in answer.sections if part.title == title)


def quoted(answer: Answer, title: str) -> str:
    """What is quoted under a heading."""
    return "\n".join(sentence.text for sentence in section(answer, title).sentences if sentence.quoted)


@pytest.mark.parametrize("question", [SEIZED, CARS, GAMBLING, KEYS, ROTATION, LOOKING_BACK, AUXILIARIES])
def test_every_sentence_is_founded(desk: Desk, question: str) -> None:
    """Sentences are quotes at their place or fixed phrases; wordings and measures have their places."""
    assert check(desk.ask(question).answer, desk.kb.catalog.text).faults == ()


def test_measures_of_other_matters_of_a_problem_are_not_suggested(desk: Desk) -> None:
    """Of a problem that bundles several matters only measures about the one asked for are suggested."""
    texts = [measure.text for measure in desk.ask(SEIZED).answer.measures]
    assert any("清退" in text for text in texts)
    assert not any("通案" in text or "十项规定" in text or "停放区" in text for text in texts)
    infos = {info.problem.title: info for info in desk.shelf.holdings.problems.values()}
    bundle = next(info for title, info in infos.items() if title.startswith("执法监督"))
    types = tuple(kind.code for title, info in infos.items() if "涉案财物" in title for kind in info.problem.types[:1])
    found = relevant(desk.shelf, [], Understood(types=types, own=True))
    told = [passage.text[:2] for passage in desk.shelf.holdings.passages(bundle) if found.about(bundle, passage)]
    assert told == ["二是"]


def test_a_problem_of_one_matter_is_suggested_as_a_whole(desk: Desk) -> None:
    """All measures of a short problem whose title says what is asked are suggested, whatever words they have."""
    answer = desk.ask(SEIZED).answer
    assert any("扫码" in measure.text for measure in answer.measures)
    assert {MeasureKind.CAMPAIGN, MeasureKind.TECHNOLOGY} <= {measure.kind for measure in answer.measures}


def test_one_measure_with_several_matters_is_taken_apart(desk: Desk) -> None:
    """Of the measure found first only the sentences about the question are suggested and go into the wordings; a
    clause about a unit inside the source's goes into none.
    """
    answer = desk.ask(CARS).answer
    assert [measure.text for measure in answer.measures if "公务用车" in measure.text]
    assert not [measure.text for measure in answer.measures if "分局" in measure.text or "短信" in measure.text]
    assert not [wording.text for wording in answer.report_language if "分局" in wording.text]


def test_the_type_of_the_closest_precedent_brings_no_others_in(desk: Desk) -> None:
    """A question about gambling, found with one about drinking, gets no measures against drinking."""
    answer = desk.ask(GAMBLING).answer
    assert "网络赌博" in quoted(answer, "以往怎么处理")
    assert answer.measures == ()


def test_responsible_units_are_named_with_whom_they_belong_to(desk: Desk) -> None:
    """Who was responsible stands with the unit whose department it is."""
    said = [sentence.text for sentence in section(desk.ask(SEIZED).answer, "建议整改措施").sentences]
    assert phrases.usual_responsible(["法制大队、警务保障室（稻禾县公安局）"]) in said


def test_measures_keep_to_the_limits(desk: Desk) -> None:
    """Who asks about one unit gets no measures, numbers or time limits of another one of the same type."""
    answer = desk.ask("澄原市公安局涉案财物是怎么整改的").answer
    assert {measure.unit for measure in answer.measures} == {"澄原市公安局"}
    assert all(group.total == 1 and not group.responsible for group in answer.measure_groups)


def test_what_is_said_to_be_done_and_is_not(desk: Desk) -> None:
    """A question that takes for granted what the source calls unfinished is told so; one that asks is not."""
    told = phrases.not_done("澄原市公安局", "正在整改")
    assert told in desk.ask("澄原市公安局的涉案财物问题已经全部整改完成，有什么经验").answer.warnings
    assert told not in desk.ask("澄原市公安局的涉案财物问题是怎么整改的").answer.warnings


@pytest.mark.parametrize(
    ("question", "claimed"),
    [
        ("市局已经把内控问题全部整改到位，怎么总结", True),
        ("问题整改已完成，报告怎么写", True),
        ("内控问题整改完成了吗", False),
        ("已经整改完成的问题有哪些", False),
        ("是不是都整改完了", False),
        ("内控问题怎么整改", False),
    ],
)
def test_claims_are_told_from_questions(question: str, *, claimed: bool) -> None:
    """已经整改完成 claims it; with 吗, 是不是 or 哪些 it asks."""
    assert claims_done(question) is claimed


def test_results_are_no_measures(desk: Desk) -> None:
    """What the source calls the result of the measures is not suggested as one."""
    holdings = desk.shelf.holdings
    acts = [act for info in holdings.problems.values() for act in holdings.acts(info)]
    results = {act.text for act in acts if act.result}
    assert results
    answers = [desk.ask(question).answer for question in (SEIZED, CARS, KEYS)]
    assert not results & {measure.text for answer in answers for measure in answer.measures}


def test_the_opening_of_a_problem_is_quoted_without_its_title(desk: Desk) -> None:
    """Of the passage that opens a problem the finding is quoted, not the title again nor the label of what follows."""
    said = quoted(desk.ask(KEYS).answer, "以往怎么处理")
    assert "枪柜钥匙由一人保管" in said
    assert "问题三" not in said
    assert "整改情况" not in said


def test_who_asks_for_the_basis_in_so_many_words_gets_articles(desk: Desk) -> None:
    """有没有规定 beside a question for precedents brings the nearest articles, said to be no more than that."""
    answer = desk.ask(ROTATION).answer
    assert wanted(ROTATION).basis
    assert section(answer, "依据条款").sentences[0].text in (phrases.ARTICLES, phrases.NEAR_ARTICLES)
    assert section(answer, "以往怎么处理")


def test_a_basis_that_is_not_there_is_said_to_be_missing(desk: Desk) -> None:
    """Articles that hold nothing of the matter are not shown to who asks for the basis; he is told."""
    answer = desk.ask(KEYS).answer
    assert "依据条款" not in [part.title for part in answer.sections]
    assert phrases.NO_ARTICLE in answer.warnings
    assert phrases.NO_ARTICLE not in desk.ask(SEIZED).answer.warnings


def test_of_two_units_the_one_without_a_precedent_is_named(desk: Desk) -> None:
    """Who names two units hears of both: of the one with nothing like it, that there is nothing."""
    answer = desk.ask("澄原市公安局和稻禾县公安局公务用枪保管是怎么整改的").answer
    assert phrases.no_precedent_of("澄原市公安局") in answer.warnings
    both = desk.ask("澄原市公安局和稻禾县公安局涉案财物是怎么整改的").answer
    assert not any("关于这一问题的先例" in warning for warning in both.warnings)
    leads = "\n".join(sentence.text for sentence in section(both, "以往怎么处理").sentences)
    assert "单位：澄原市公安局" in leads
    assert "单位：稻禾县公安局" in leads


def test_a_form_that_hardly_fits_gives_way(desk: Desk) -> None:
    """整改 as the subject of a question for ways of working does not put precedents in front of them."""
    assert desk.ask(LOOKING_BACK).answer.sections[0].title == "相关做法"


def test_the_purpose_of_a_rule_answers_nothing_else(desk: Desk) -> None:
    """The article that says why a rule was made is shown to who asks for that, and to nobody else."""
    assert "制定本办法" not in quoted(desk.ask("稻禾县公安局警务辅助人员管理办法怎么规范管理的").answer, "依据条款")
    assert "制定本办法" in quoted(desk.ask("稻禾县公安局警务辅助人员管理办法的目的是什么").answer, "依据条款")


def test_a_far_precedent_of_another_type_is_not_shown(desk: Desk) -> None:
    """Behind the best precedent a far one stays only where it is of the types of the question."""
    result = desk.search(SEIZED)
    hits = {hit.passage.problem_title: hit for group in result.groups.values() for hit in group if hit.passage.problem}
    infos = {info.problem.title: info for info in desk.shelf.holdings.problems.values()}
    best = next(title for title in infos if title.startswith("涉案财物"))
    other = next(title for title in infos if title.startswith("公务用枪"))
    same = next(title for title in infos if title.startswith("执法监督"))
    shown = [Shown(replace(hits[title], score=score), infos[title]) for title, score in ((best, 1.0), (other, 0.7))]
    shown.append(Shown(replace(hits[same], score=0.7), infos[same]))
    types = tuple(kind.code for kind in infos[best].problem.types[:1])
    assert [item.info.problem.title for item in akin(shown, desk.shelf.taxonomy, types)] == [best, same]
    close = [shown[0], Shown(replace(shown[1].hit, score=AKIN), shown[1].info)]
    assert akin(close, desk.shelf.taxonomy, types) == close


def test_what_was_done_to_somebody_is_no_shortcoming(desk: Desk) -> None:
    """推迟晋升 is a sanction: no wording says that a unit has the problem of it."""
    hits = [hit for hit in desk.search("明察暗访庸懒散").groups[Group.PRECEDENT] if "推迟晋升" in hit.passage.text]
    infos = {(info.source_id, info.problem.locator): info for info in desk.shelf.holdings.problems.values()}
    shown = [Shown(hit, infos[hit.passage.key.source, hit.passage.problem or ""]) for hit in hits]
    assert shown
    query = desk.retriever.understand("年度考核优秀比例是多少")
    for term, names in (("推迟晋升", []), ("庸懒散", ["庸懒散"])):
        understood = Understood(nearly=((term, 1.0),))
        like = Likeness(query, understood)
        assert [choice.text for choice in named_in(desk.shelf.holdings, like, understood, shown)] == names
