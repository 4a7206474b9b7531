"""Fitting the premise check: what counts as right, what is held out, what the thresholds keep to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eval.fit_premise import Example, fit, held_out, is_right, thresholds
from eval.questions import Expect, Gold, Question
from eval.refusal import agrees
from kb.model import Group
from retrieval.premise import Difference, Premise
from retrieval.premise.difference import Kind
from tests.retrieval.hits import passage

QUESTION = Question("t1", "s", "值班最长24小时对吧", Group.ARTICLE, "plain", (), Expect.PREMISE, true="不得超过12小时")


def difference(true: str) -> Difference:
    """A difference of one figure."""
    return Difference(Kind.FIGURE, Premise("24小时", true, passage(3)), 0, {"share": 0.5})


def test_values_agree_in_any_numerals() -> None:
    """One value holds the other; nothing agrees with an empty one."""
    assert agrees("不得超过12小时", "十二小时")
    assert not agrees("12小时", "6小时")
    assert not agrees("12小时", "")


def test_the_value_or_most_of_its_words_in_the_gold_article_are_right() -> None:
    """Other words count only where they stand in the article that the author named."""
    assert is_right(QUESTION, difference("十二小时"))
    reworded = replace(QUESTION, true="值班不许饮酒")
    assert not is_right(reworded, difference("值班不得饮酒"))
    gold = Gold("文件.md", "第3条", "值班人员不得", 2, 0)
    assert is_right(replace(reworded, gold=(gold,)), difference("值班不得饮酒"))


def test_about_a_third_is_held_out_whatever_the_marks() -> None:
    """The part of a question depends on its letters alone."""
    share = np.mean([held_out(f"第{number}个问题") for number in range(500)])
    assert 0.2 < share < 0.4
    assert held_out("值班最长24小时，对吧？") == held_out("值班最长24小时对吧")


def test_a_sign_that_speaks_for_a_mistake_never_counts_against_it() -> None:
    """Weights keep the direction that makes sense, even where few examples say otherwise."""
    rows = [({"share": 0.9, "free": 1.0}, False, 1.0), ({"share": 0.1, "free": 0.0}, True, 1.0)] * 5
    model = fit(rows)
    assert model.weights["share"] == 0
    assert model.weights["free"] < 0


def test_thresholds_keep_true_premises_and_plain_questions_free_of_alarms() -> None:
    """The lowest threshold that warns about no more than allowed."""
    expects = [Expect.PREMISE] * 4 + [Expect.TRUE_PREMISE] * 4 + [Expect.ANSWER] * 4
    chosen = [Example(replace(QUESTION, expect=expect), (), ()) for expect in expects]
    values = np.array([3.0, 2.0, 1.0, 0.5, 1.5, -5, -5, -5, 0.7, -5, -5, -5])
    nothing = np.full(12, -50.0)
    every = {Kind.FIGURE: values, Kind.NORM: nothing, Kind.ORGAN: nothing}
    right = every | {Kind.FIGURE: np.where(np.arange(12) < 4, values, -50)}
    assert 1.5 < thresholds(chosen, every, right)[Kind.FIGURE] <= 2.0
