"""Loading and validating question sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.questions import Expect, QuestionError, load, parse, plain, unique
from kb.model import Group

GOLD = {"doc": "甲.md", "locator": "第一条", "anchor": "某地某局某事", "grade": 2}


def line(**changes: Any) -> str:
    """A valid question with some fields changed; None removes a field."""
    entry = {
        "id": "t1",
        "query": "问一问",
        "kind": "article",
        "style": "plain",
        "gold": [GOLD],
        "expect": "",
        **changes,
    }
    return json.dumps({key: value for key, value in entry.items() if value is not None}, ensure_ascii=False)


def test_a_question_is_read_with_all_its_fields() -> None:
    """Kind becomes the group, expect the enumeration, gold keeps order and grade."""
    question = parse(
        line(expect="premise", stated="30日", true="7日", wrong=[{"doc": "乙.md", "locator": "第二条"}]), "s", "x"
    )
    assert question.group is Group.ARTICLE
    assert question.expect is Expect.PREMISE
    assert (question.gold[0].doc, question.gold[0].grade, question.gold[0].part) == ("甲.md", 2, 0)
    assert (question.wrong[0].locator, question.stated, question.true) == ("第二条", "30日", "7日")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "不是 JSON 对象"),
        ("[]", "不是 JSON 对象"),
        (line(query=None), "缺少字段 query"),
        (line(query="  "), "缺少字段 query"),
        (line(kind="law"), "kind 的值"),
        (line(expect="maybe"), "expect 的值"),
        (line(gold=[]), "没有标准答案"),
        (line(gold="第一条"), "应为数组"),
        (line(gold=[{"doc": "甲.md"}]), "非空"),
        (line(gold=[{**GOLD, "anchor": "短"}]), "锚文"),
        (line(gold=[{**GOLD, "grade": 3}]), "grade"),
        (line(gold=[{**GOLD, "locator": ""}]), "非空"),
        (line(expect="refuse"), "却给出了标准答案"),
        (line(kind="none", expect="no_such_article", gold=[]), "必须是同一些题"),
        (line(gold=[{**GOLD, "part": 1}]), "part 与 parts"),
        (line(parts=["甲", "乙"], gold=[{**GOLD, "part": 1}]), "part 与 parts"),
    ],
)
def test_every_breach_of_the_format_is_named_with_its_line(text: str, fault: str) -> None:
    """The message says where and what."""
    with pytest.raises(QuestionError, match=fault) as caught:
        parse(text, "set", "set.jsonl 第 3 行")
    assert "set.jsonl 第 3 行" in str(caught.value)


def test_an_id_may_be_used_once_only(tmp_path: Path) -> None:
    """The same id in two files is an error that names both places."""
    (tmp_path / "a.jsonl").write_text(line() + "\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(line(query="另一问") + "\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"b\.jsonl 第 1 行.*t1.*a\.jsonl 第 1 行"):
        load(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    """A wrong path must not give figures over nothing."""
    with pytest.raises(QuestionError, match="没有题目"):
        load(tmp_path)


def test_copies_of_a_question_count_once(tmp_path: Path) -> None:
    """Of two copies the one of the larger set is kept, whatever blanks and marks it is written with."""
    (tmp_path / "a.jsonl").write_text(line(id="a1", query="督察条例 12条？"), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(line(id="b1", query="督察条例１２条") + "\n" + line(id="b2"), encoding="utf-8")
    assert [question.id for question in unique(load(tmp_path))] == ["b1", "b2"]


def test_the_same_words_asked_of_two_kinds_are_two_questions(tmp_path: Path) -> None:
    """Only copies within one kind are dropped."""
    (tmp_path / "a.jsonl").write_text(line(id="a1") + "\n" + line(id="a2", kind="practice"), encoding="utf-8")
    assert len(unique(load(tmp_path))) == 2


def test_the_shipped_sets_are_valid_and_large_enough() -> None:
    """All files load; the numbers asked for by kind are there."""
    questions = unique(load())
    count = {name: sum(q.set == name for q in questions) for name in {q.set for q in questions}}
    assert len(questions) >= 300
    assert count["precedent"] >= 120
    assert count["statute"] >= 90
    assert count["practice"] >= 40
    assert count["noisy"] >= 30
    assert count["unanswerable"] >= 40
    assert sum(q.expect is Expect.PREMISE for q in questions) >= 20


def test_plain_keeps_letters_and_digits_only() -> None:
    """Width, case, blanks and punctuation do not make another query."""
    assert plain("《Ａ法》 第１２条？") == plain("a法第12条")
