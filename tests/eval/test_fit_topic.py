"""The questions and the fit behind the probe of the field."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from eval.fit_topic import Labelled, fit, labelled, topics
from eval.questions import QuestionError, load, plain, unique
from eval.split import Split, select


def test_topics_are_many_on_both_sides_and_each_once() -> None:
    """At least a thousand questions on each side, none of them twice."""
    found = topics()
    assert len({plain(one.query) for one in found}) == len(found)
    assert min(sum(one.outside is side for one in found) for side in (True, False)) >= 1000


def test_nothing_of_the_test_half_is_learned() -> None:
    """Not one question of the test half, in any spelling of punctuation, is among those learned from."""
    learned = {plain(one.query) for one in labelled()}
    assert not learned & {plain(one.query) for one in select(unique(load()), Split.TEST)}
    assert learned >= {plain(one.query) for one in select(unique(load()), Split.DEV)}


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """A line that is no labelled question is an error that names it."""
    path = tmp_path / "topics.jsonl"
    path.write_text('{"query": "甲", "inside": true}\n{"query": "乙"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match=re.escape("topics.jsonl 第 2 行")):
        topics(path)


def test_the_fit_finds_the_direction() -> None:
    """On vectors that differ in one coordinate the weight of that one is the largest, and the threshold separates."""
    random = np.random.default_rng(0)
    questions = [Labelled(chr(0x4E00 + n), n % 2 == 0, n % 4 == 1) for n in range(200)]
    vectors = random.normal(size=(200, 5))
    vectors[::2, 3] += 8
    told: list[str] = []
    fitted = fit(questions, vectors, told.append)
    weights = np.asarray(fitted["weights"])
    assert np.argmax(weights) == 3
    chances = 1 / (1 + np.exp(-(vectors @ weights + float(str(fitted["intercept"])))))
    threshold = float(str(fitted["refuse"]))
    assert (chances[::2] > threshold).mean() > 0.95
    assert (chances[1::2] > threshold).mean() < 0.05
    assert "误拒" in told[0]
