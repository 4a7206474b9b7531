"""``xunjian ask`` and ``xunjian search`` within limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.embedding.onnx_engine import OnnxEmbedder
from tests.retrieval.library import FIRST_NOTICE, SECOND_NOTICE, stocked
from tests.test_cli import Outcome

QUESTION = "食堂采购和公务用车管理不规范怎么整改"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Path:
    """The data folder of the small library."""
    with stocked(tmp_path_factory.mktemp("asking"), embedder) as kb:
        return kb.settings.home


@pytest.fixture(autouse=True)
def used(library: Path, model_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line looks at that library."""
    monkeypatch.setenv("XUNJIAN_HOME", str(library))
    monkeypatch.setenv("XUNJIAN_MODEL_DIR", str(model_dir))


def docs(*options: str) -> set[str]:
    """The files of the precedents found."""
    return {hit["doc"] for hit in Outcome(["search", "--json", *options]).json["groups"]["precedent"]}


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ((), {FIRST_NOTICE, SECOND_NOTICE}),
        (("--unit", "云汀市公安局"), {SECOND_NOTICE}),
        (("--place", "云汀"), {SECOND_NOTICE}),
        (("--region", "云汀", "--region", "青岚"), {FIRST_NOTICE, SECOND_NOTICE}),
        (("--year", "2023-"), {SECOND_NOTICE}),
        (("--status", "正在整改"), {SECOND_NOTICE}),
        (("--kind", "法规条款"), set()),
    ],
)
def test_precedents_stay_within_the_limits(options: tuple[str, ...], wanted: set[str]) -> None:
    """Every flag limits what is found."""
    assert wanted == docs(QUESTION, *options)


def test_limits_of_the_question_can_be_lifted() -> None:
    """A unit the question names limits it, unless everything is asked for."""
    question = f"云汀市公安局{QUESTION}"
    assert {SECOND_NOTICE} == docs(question)
    assert {FIRST_NOTICE, SECOND_NOTICE} == docs(question, "--all")


def test_an_answer_says_what_it_was_limited_to() -> None:
    """The text for people begins with the limits; sources outside them are not cited."""
    outcome = Outcome(["ask", QUESTION, "--unit", "云汀市公安局"])
    assert outcome.text.startswith("限于：云汀市公安局。")
    cited = {one["doc"] for one in Outcome(["ask", "--json", QUESTION, "--unit", "云汀市公安局"]).json["citations"]}
    assert FIRST_NOTICE not in cited


def test_limits_hold_for_a_batch(tmp_path: Path) -> None:
    """All questions of a batch are asked within the limits."""
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"id": "a", "query": QUESTION}), encoding="utf-8")
    (line,) = Outcome(["search", "--batch", str(batch), "--year", "2022"]).text.splitlines()
    assert {FIRST_NOTICE} == {hit["doc"] for hit in json.loads(line)["groups"]["precedent"]}


@pytest.mark.parametrize("command", ["ask", "search"])
def test_unknown_values_are_wrong_use(command: str) -> None:
    """Exit status 2, the value and what there is."""
    outcome = Outcome([command, QUESTION, "--unit", "雪原市公安局"])
    assert 2 == outcome.code
    assert "雪原市公安局" in outcome.error
    assert "云汀市公安局" in outcome.error


def test_all_contradicts_limits() -> None:
    """Everything and something cannot be asked for together."""
    assert 2 == Outcome(["ask", QUESTION, "--all", "--year", "2021"]).code
