"""The whole evaluation over two small fictional documents, with real stores and the real model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.desk import Desk
from eval import report
from eval.baselines import baselines, rrf
from eval.corpus import Prepared, fingerprint, prepared
from eval.drafts import check_draft
from eval.failures import failures
from eval.features import collect, load, save
from eval.figures import Figure, Target, figures
from eval.gold import faults
from eval.metrics import Interval
from eval.product import Product
from eval.questions import Expect, Gold, Question
from eval.run import Run, execute
from kb.errors import NotFoundError
from kb.model import Group, PassageKey
from kb.settings import Settings
from retrieval.candidates import Candidate
from retrieval.engine import Retriever

REGULATION = """云泽市公安局装备管理规定

第一章 总则

第一条 为了规范装备管理，制定本规定。

第二条 对讲机每季度清点一次，清点结果报警务保障部门。

第三条 无人机由专人保管，飞行前应当登记。
"""

NOTICE = """中共云泽市公安局委员会关于巡察整改进展情况的通报

根据统一部署，2023年3月1日至4月30日，市委巡察组对云泽市公安局党委进行了巡察。现将整改情况予以公布。

一、整改工作组织情况

局党委召开专题会议，研究整改工作。

二、反馈问题整改情况

（一）关于装备管理方面

1.关于“对讲机底数不清”问题。

整改情况：已完成。

一是组织清点。对全局对讲机逐台核对，补登遗漏设备。

二是建立台账。制定《对讲机管理办法》，明确领用交还手续。
"""


def question(
    identifier: str, query: str, group: Group | None, *gold: tuple[str, str, str], expect: str = ""
) -> Question:
    """A question over the two documents."""
    golds = tuple(Gold(doc, locator, anchor, 2, 0) for doc, locator, anchor in gold)
    return Question(identifier, "small", query, group, "plain", golds, Expect(expect))


QUESTIONS = (
    question("a1", "对讲机多久清点一次", Group.ARTICLE, ("规定.md", "第二条", "每季度清点一次")),
    question("p1", "对讲机有多少台说不清，别处怎么改的", Group.PRECEDENT, ("通报.txt", "二(一)1.一是", "补登遗漏设备")),
    question("u1", "红烧肉怎么炖", None, expect="refuse"),
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Prepared]:
    """The two documents ingested."""
    folder = tmp_path_factory.mktemp("eval")
    (folder / "docs").mkdir()
    (folder / "docs" / "规定.md").write_text(REGULATION, encoding="utf-8")
    (folder / "docs" / "通报.txt").write_text(NOTICE, encoding="utf-8")
    settings = Settings(model_dir=model_dir, threads=1)
    with prepared(folder / "docs", folder / "home", settings, report=lambda _: None) as found:
        yield found


@pytest.fixture(scope="module")
def run(ready: Prepared) -> Run:
    """All three questions asked of the product and of every baseline."""
    others = baselines(ready.kb, ready.corpus, ready.embedder)
    product = Product(Desk(ready.kb))
    return execute(QUESTIONS, ready.corpus, ready.kb, product, others, environment={}, report=lambda _: None)


def by_name(run: Run, section: str, name: str) -> Figure:
    """One figure of a run."""
    return next(figure for figure in figures(run) if (figure.section, figure.name) == (section, name))


def test_gold_agrees_with_the_ingested_documents(ready: Prepared) -> None:
    """The check over the stored sources finds nothing to report."""
    assert list(faults(ready.corpus, QUESTIONS)) == []


def test_every_system_is_scored_on_the_same_questions(run: Run) -> None:
    """In so small a corpus each finds the article and the problem among five."""
    for section, name in (("条款", "条款·前五条"), ("先例", "问题·前五条")):
        values = by_name(run, section, name).values
        assert list(values) == ["BM25", "向量", "等权RRF", "LlamaIndex+Chroma", "巡鉴"]
        assert all((value.value, value.n) == (1.0, 1) for value in values.values())


def test_refusals_are_counted_for_the_product_alone(run: Run) -> None:
    """One question without an answer, two with."""
    assert {name: value.n for name, value in by_name(run, "拒答", "无答案的题，拒答").values.items()} == {"巡鉴": 1}
    assert by_name(run, "拒答", "有答案的题，误拒").values["巡鉴"].n == 2


def test_every_answer_was_checked_against_the_stored_text(run: Run) -> None:
    """Answers have citations, and none is faulty."""
    answered = [record for record in run.records if record.citations.citations]
    assert all(not record.citations.faults for record in answered)


def test_papers_are_drafted_and_checked(run: Run, ready: Prepared) -> None:
    """Each question with evidence gives a paper without fault; altered sources and words are faults."""
    drafted = [record for record in run.records if record.draft]
    assert drafted
    assert not [record.draft.faults for record in drafted if record.draft and record.draft.faults]
    result = drafted[0].reply.result
    altered = check_draft(ready.kb, result, 0, lambda source: ready.kb.catalog.text(source)[1:])
    assert altered
    assert len(altered.faults) == altered.citations > 0


def test_lines_without_questions_are_left_out(run: Run) -> None:
    """No practice question was asked."""
    assert not [figure for figure in figures(run) if figure.section == "做法"]


def test_the_report_is_written_in_all_forms(run: Run, ready: Prepared, tmp_path: Path) -> None:
    """Markdown names every figure, JSON holds the same numbers, failures are listed one by one."""
    found = figures(run)
    desk = Desk(ready.kb)
    missed = failures(run.records, lambda query: desk.search(query, limit=50))
    table = report.write(tmp_path, run, found, missed, [])
    assert all(figure.name in table for figure in found)
    data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert len(data["figures"]) == len(found)
    lines = (tmp_path / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["what"] for line in lines] == [failure.what for failure in missed]
    assert all(failure.why for failure in missed)


def test_a_failure_says_what_came_instead(run: Run, ready: Prepared) -> None:
    """A question whose gold is elsewhere is explained by its rank or its absence."""
    wrong = question("a2", "对讲机多久清点一次", Group.PRACTICE, ("规定.md", "第三条", "无人机由专人保管"))
    record = execute(
        [wrong], ready.corpus, ready.kb, Product(Desk(ready.kb)), environment={}, report=lambda _: None
    ).records
    found = failures(record, lambda query: Desk(ready.kb).search(query, limit=50))
    told = {failure.what: failure for failure in found}
    assert told["未列入前五条"].gold == ("规定.md 第三条",)
    assert "归入" in told["未列入前五条"].why


def test_features_label_the_gold_and_survive_the_disk(ready: Prepared, tmp_path: Path) -> None:
    """Each answerable question has its gold among the candidates of its own group."""
    path = tmp_path / "f.npz"
    save(collect(Retriever(ready.kb), ready.corpus, QUESTIONS), path)
    found = load(path)
    assert found.values.shape == (len(found.question), len(found.channels))
    assert found.channels == tuple(name for name in Candidate._fields if name != "passage")
    for number, asked in enumerate(found.questions):
        rows = (found.question == number) & found.own
        gold = {found.passages[at]["id"] for at in found.passage[rows & (found.grade > 0)]}
        assert gold == set(asked["gold"])
    problem = (found.problem_grade > 0) & (found.question == 1) & found.own
    assert problem.sum() > ((found.grade > 0) & (found.question == 1) & found.own).sum()


def test_the_kept_knowledge_base_follows_its_documents(tmp_path: Path) -> None:
    """Another text, name or model is another fingerprint; the same is the same."""
    (tmp_path / "a.md").write_text("甲", encoding="utf-8")
    first = fingerprint([tmp_path], "m@1")
    assert fingerprint([tmp_path], "m@1") == first
    assert fingerprint([tmp_path], "m@2") != first
    (tmp_path / "a.md").write_text("乙", encoding="utf-8")
    assert fingerprint([tmp_path], "m@1") != first


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    """No figures over nothing."""
    with (
        pytest.raises(NotFoundError, match="没有的目录"),
        prepared(tmp_path / "没有的目录", tmp_path, Settings(), report=lambda _: None),
    ):
        pass


def test_reciprocal_ranks_are_added() -> None:
    """Second and first beats first and missing."""
    a, b = PassageKey("s", 1, 0), PassageKey("s", 1, 1)
    fused = rrf([{a: 9.0, b: 8.0}, {b: 0.1}])
    assert fused[a] == pytest.approx(1 / 61)
    assert fused[b] == pytest.approx(1 / 62 + 1 / 61)


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target(0.9), 0.9, True),
        (Target(0.9), 0.8996, True),
        (Target(0.9), 0.899, False),
        (Target(0.05, at_most=True), 0.05, True),
        (Target(0.0, at_most=True), 0.01, False),
    ],
)
def test_targets_are_compared_as_printed(target: Target, value: float, *, met: bool) -> None:
    """At a tenth of a per cent."""
    assert target.met(value) is met


def test_a_cell_shows_the_figure_with_its_interval() -> None:
    """In per cent; a dash where a system has no such figure."""
    figure = Figure("甲", "乙", {"巡鉴": Interval(0.5, 0.25, 0.75, 8)}, Target(0.6))
    table = report.as_markdown(Run((), ("BM25", "巡鉴")), [figure], [])
    assert "| 乙 | 8 | 50.0 [25.0, 75.0] | ≥ 60，**未达到** |" in table
