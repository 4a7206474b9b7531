"""The fixed split."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eval.questions import load, unique
from eval.split import Split, select, side

#: Sides of some questions as they were when the rule was set.
FIXED = (
    "f001:dev f002:dev f003:test m001:dev m002:dev m003:test "
    "n001:dev n002:dev n003:test r001:test r002:dev r003:test "
    "p001:dev p002:dev p003:test x001:dev x002:dev x003:test "
    "s001:dev s002:dev s003:dev u001:dev u002:test u003:test "
)


def test_the_rule_never_changes() -> None:
    """Questions stay on the side where they stood when the split was made."""
    queries = {question.id: question.query for question in load()}
    for entry in FIXED.split():
        identifier, expected = entry.split(":")
        assert side(queries[identifier]) is Split(expected), identifier


def test_dev_and_test_part_the_questions() -> None:
    """Every question is on exactly one side, about half on each."""
    questions = unique(load())
    dev, test = select(questions, Split.DEV), select(questions, Split.TEST)
    assert {q.id for q in dev} | {q.id for q in test} == {q.id for q in questions}
    assert not {q.id for q in dev} & {q.id for q in test}
    assert 0.4 < len(dev) / len(questions) < 0.6
    assert select(questions, Split.ALL) == questions


def test_copies_of_a_query_stand_on_one_side() -> None:
    """No query leaks from dev into test through another file."""
    sides: dict[str, set[Split]] = {}
    for question in load():
        sides.setdefault(question.query.strip("？?。 "), set()).add(side(question.query))
    assert all(len(found) == 1 for found in sides.values())


@given(st.text())
def test_any_text_has_a_side(text: str) -> None:
    """Never fails, never depends on blanks."""
    assert side(text) is side(f" {text}\n")
