"""The hand-labelled material for the citation checker and the drill scorer."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "eval"
PAIRS = FOLDER / "checks" / "pairs.jsonl"
TUNING = FOLDER / "checks" / "tuning.jsonl"
QUESTIONS = FOLDER / "drills" / "questions.jsonl"
ANSWERS = FOLDER / "drills" / "answers.jsonl"
ALTERATIONS = {"figure", "outcome", "status", "swapped", "negated", "name", "date", "scope"}
STAGES = {"发现问题", "定性依据", "取证", "处置建议", "整改措施"}
KINDS = {
    *("good", "partial", "wrong", "off_topic", "copied_question"),
    *("padded", "negated", "wrong_figure", "wrong_article", "terse"),
}
RUN = 20
"""No stretch of this many characters may stand in a real document: tests and data quote none of them."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def squeezed(text: str) -> str:
    """The text without blanks and line ends."""
    return re.sub(r"\s", "", text)


def texts(value: object) -> list[str]:
    """All strings in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for each in value for text in texts(each)] if isinstance(value, list) else []


@cache
def runs(folder: Path) -> frozenset[str]:
    """Every stretch of ``RUN`` characters in the real documents."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            text = squeezed(path.read_text(encoding="utf-8"))
            found.update(text[at : at + RUN] for at in range(len(text) - RUN + 1))
    return frozenset(found)


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (PAIRS, {"id", "passages", "sentence", "label", "alteration", "note"}),
        (TUNING, {"id", "passages", "sentence", "label", "alteration", "note"}),
        (QUESTIONS, {"id", "stage", "background", "prompt", "points"}),
        (ANSWERS, {"id", "question", "kind", "text", "marks", "total", "comment"}),
    ],
)
def test_rows_have_their_fields_and_ids_of_their_own(path: Path, keys: set[str]) -> None:
    """Every line is an object with exactly the documented fields, and no id or text comes twice."""
    found = rows(path)
    assert all(set(row) == keys for row in found)
    assert all(text.strip() for row in found for text in texts(row))
    assert [each for each, times in Counter(row["id"] for row in found).items() if times > 1] == []
    contents = Counter(json.dumps({**row, "id": "", "note": "", "comment": ""}, sort_keys=True) for row in found)
    assert max(contents.values()) == 1


def test_labels_and_alterations_agree() -> None:
    """Only altered sentences name an alteration, and each kind occurs often enough to be counted."""
    pairs = rows(PAIRS)
    assert {row["label"] for row in pairs} == {"supported", "altered"}
    assert all((row["alteration"] is None) == (row["label"] == "supported") for row in pairs)
    kinds = Counter(row["alteration"] for row in pairs if row["alteration"])
    assert set(kinds) == ALTERATIONS
    assert min(kinds.values()) >= 14
    supported = sum(row["label"] == "supported" for row in pairs) / len(pairs)
    assert 0.4 <= supported <= 0.5


def test_no_altered_sentence_stands_in_its_passage() -> None:
    """A sentence that a passage contains word for word cannot be labelled altered."""
    wrong = [
        row["id"]
        for row in rows(PAIRS)
        if row["label"] == "altered"
        and any(squeezed(row["sentence"]).rstrip("。") in squeezed(passage) for passage in row["passages"])
    ]
    assert wrong == []


def test_a_swapped_sentence_is_true_of_another_passage_of_the_same_topic() -> None:
    """What is cited wrongly has a right place: a passage that other pairs cite."""
    pairs = rows(PAIRS)
    cited = {passage for row in pairs for passage in row["passages"]}
    for row in pairs:
        if row["alteration"] == "swapped":
            shared = [
                passage
                for passage in cited - set(row["passages"])
                if any(squeezed(row["sentence"])[at : at + 8] in passage for at in range(len(row["sentence"]) - 8))
            ]
            assert shared, row["id"]


def test_passages_are_varied_and_serve_both_labels() -> None:
    """There are many passages, of the length of a measure, and many carry both labels."""
    labels: dict[str, set[str]] = {}
    for row in rows(PAIRS):
        for passage in row["passages"]:
            assert 30 <= len(passage) <= 400, row["id"]
            labels.setdefault(passage, set()).add(row["label"])
    assert len(labels) >= 60
    assert sum(len(found) == 2 for found in labels.values()) >= 40


def test_questions_have_points_whose_figures_they_contain() -> None:
    """Four to six points a question, whole marks, and every figure stands in the reference text."""
    questions = rows(QUESTIONS)
    assert {question["stage"] for question in questions} == STAGES
    for question in questions:
        points = question["points"]
        assert 4 <= len(points) <= 6, question["id"]
        assert len({point["id"] for point in points}) == len(points), question["id"]
        for point in points:
            assert set(point) == {"id", "text", "article", "figures", "points"}
            assert isinstance(point["points"], int)
            assert point["points"] > 0
            assert all(figure in point["text"] for figure in point["figures"]), (question["id"], point["id"])
            assert point["article"] is None or re.fullmatch(r"《.+》(第.+条|附件\d)", point["article"])


def test_marks_refer_to_the_points_and_totals_are_their_sum() -> None:
    """Every answer marks exactly the points of its question; its total is the weighted sum."""
    weights = {row["id"]: {point["id"]: point["points"] for point in row["points"]} for row in rows(QUESTIONS)}
    for answer in rows(ANSWERS):
        points = weights[answer["question"]]
        assert answer["kind"] in KINDS, answer["id"]
        assert set(answer["marks"]) == set(points), answer["id"]
        assert set(answer["marks"].values()) <= {0, 0.5, 1}, answer["id"]
        assert answer["total"] == sum(points[each] * mark for each, mark in answer["marks"].items()), answer["id"]


def test_kinds_of_answers_carry_fitting_marks() -> None:
    """Copied and strayed answers earn nothing, good ones nearly all; every question has eight answers or more."""
    full = {row["id"]: sum(point["points"] for point in row["points"]) for row in rows(QUESTIONS)}
    answers = rows(ANSWERS)
    for answer in answers:
        share = answer["total"] / full[answer["question"]]
        if answer["kind"] in {"copied_question", "off_topic"}:
            assert share == 0, answer["id"]
        if answer["kind"] == "good":
            assert share >= 0.9, answer["id"]
        if answer["kind"] in {"wrong_figure", "wrong_article", "negated"}:
            assert share < 1, answer["id"]
    counted = Counter(answer["question"] for answer in answers)
    assert set(counted) == set(full)
    assert min(counted.values()) >= 8


@pytest.mark.corpus
def test_articles_named_exist_in_the_corpus(corpus: Path) -> None:
    """Every article a point refers to stands in the regulation of that name."""
    files = {re.split(r"[(（]", path.stem)[0]: path for path in (corpus / "regulations").glob("*.md")}
    for question in rows(QUESTIONS):
        for point in question["points"]:
            if point["article"]:
                name, label = re.fullmatch(r"《(.+)》(.+)", point["article"]).groups()  # type: ignore[union-attr]
                assert name in files, point["article"]
                text = files[name].read_text(encoding="utf-8")
                assert re.search(rf"^{label}[\s：:]", text, re.MULTILINE), point["article"]


@pytest.mark.corpus
@pytest.mark.parametrize("path", [PAIRS, TUNING, QUESTIONS, ANSWERS], ids=lambda path: path.stem)
def test_no_sentence_of_the_corpus_was_copied(path: Path, corpus: Path) -> None:
    """No text shares a stretch of twenty characters with a real document."""
    known = runs(corpus)
    for row in rows(path):
        for text in map(squeezed, texts(row)):
            copied = [text[at : at + RUN] for at in range(len(text) - RUN + 1) if text[at : at + RUN] in known]
            assert not copied, (row["id"], copied[0])
