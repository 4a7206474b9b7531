"""The comparison of the drill scorer with marks given by hand."""

from __future__ import annotations

import pytest

from assistant.drills.model import ReferencePoint
from assistant.drills.score import PointScore, Scored
from eval.drill_scores import HandMarked, agreement, answers, side, spearman, tasks
from eval.split import Split


def test_the_split_is_by_question() -> None:
    """No question stands on both sides, and every answer belongs to a question of its side."""
    dev, test = tasks(Split.DEV), tasks(Split.TEST)
    assert not set(dev) & set(test)
    assert set(tasks(Split.ALL)) == set(dev) | set(test)
    assert all(side(one.question) is Split.DEV for one in answers(dev))


def test_hand_marks_fit_their_questions() -> None:
    """Every answer has one mark per point, and its total is what the marks give."""
    known = tasks(Split.ALL)
    for one in answers(known):
        points = known[one.question].question.points
        assert len(points) == len(one.marks)
        assert sum(p.marks * mark for p, mark in zip(points, one.marks, strict=True)) == pytest.approx(one.total)


def test_rank_correlation() -> None:
    """Same order 1, opposite order -1, ties share their rank, no variation 0."""
    assert spearman([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 1, 2, 3], [1, 1, 2, 3]) == pytest.approx(1)
    assert spearman([1, 2, 2, 4], [1, 2, 3, 4]) == pytest.approx(0.9486833)
    assert spearman([1, 2], [5, 5]) == 0


def test_agreement_counts_points_and_kinds() -> None:
    """The confusion holds each point once; one that is far off is counted as such."""
    point = ReferencePoint("要点", 10)

    def given(mark: float) -> Scored:
        return Scored((PointScore(point, mark, mark, mark * 10, ""),), mark * 10, 10, mark * 100)

    hand = [HandMarked(str(n), f"q{n}", "good", "", (mark,), mark * 10) for n, mark in enumerate((1.0, 0.5, 0.0))]
    found = agreement(hand, [given(1.0), given(0.5), given(1.0)])
    assert {(1.0, 1.0): 1, (0.5, 0.5): 1, (0.0, 1.0): 1} == dict(found.confusion)
    assert found.exact == pytest.approx(2 / 3)
    assert found.far == pytest.approx(1 / 3)
    assert found.by_kind["good"][0] == 3
