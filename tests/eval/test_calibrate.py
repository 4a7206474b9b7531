"""What the calibration of the judgement learns from and reports."""

from __future__ import annotations

import numpy as np

from eval.calibrate import ANSWERABLE, KINDS, WRONGLY, Row, fit, refused
from eval.questions import HELD, TUNING, load, tuning


def rows(count: int) -> list[Row]:
    """Searches of the whole corpus and of parts in which one signal alone tells what is answered; the others wander."""
    chance = np.random.default_rng(7)
    found = []
    for place in range(count):
        answered = place % 3 > 0
        values = {name: float(chance.normal()) for name in {*ANSWERABLE, *KINDS}}
        values |= {"unstated": 0.0 if answered else 1.0, "outside": 0.0, "covered": 0.0}
        found.append(Row(values, answered, place % 3 if answered else -1, place % 10, place % 2 == 0))
    return found


def test_nothing_is_fitted_on_the_held_questions() -> None:
    """They are loaded with the other tuning questions, and left out of those to fit on."""
    fitted = {question.id for question in tuning()}
    held = {question.id for question in load(TUNING) if question.set == HELD}
    assert held
    assert not held & fitted
    assert held | fitted == {question.id for question in load(TUNING)}


def test_what_tells_the_answerable_apart_is_learnt() -> None:
    """The one telling signal outweighs the others, and unseen searches are refused by it."""
    fitted = fit(rows(600))
    weights = fitted["answerable"]["weights"]
    assert min(weights, key=weights.get) == "unstated"
    told = refused(fitted, rows(600))
    assert (200, 400) == (told.unanswerable, told.answerable)
    assert told.rightly > 0.95 * told.unanswerable
    assert told.wrongly <= 2 * WRONGLY * told.answerable
