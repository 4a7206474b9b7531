"""The pairs and the fit behind the map from everyday to official wording."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from eval.fit_register import RANK, Pair, Pool, fit, pairs, statutes, unseen
from eval.questions import QuestionError, load, plain, tuning
from kb.embedding.base import normalised
from kb.errors import NotFoundError

SIZE = RANK + 16


def _year_taken(name: str) -> str:
    return re.sub(r"\(\d{4}-\d\d-\d\d\)", "", name)


def test_pairs_are_many_and_each_once() -> None:
    """Thousands of questions, none of them twice, about statutes and invented passages alike."""
    found = pairs()
    assert len({plain(pair.query) for pair in found}) == len(found) > 3000
    assert sum(bool(pair.official) for pair in found) > 400


def test_nothing_that_is_evaluated_is_learned() -> None:
    """No question of the sets is among them, and no statute of the corpus in whatever version."""
    found = pairs()
    assert not {plain(pair.query) for pair in found} & {plain(one.query) for one in (*load(), *tuning())}
    golds = {_year_taken(gold.doc) for one in (*load(), *tuning()) for gold in one.gold}
    assert not golds & {_year_taken(pair.doc) for pair in found if pair.doc}


@pytest.mark.parametrize("line", ['{"query": "甲"}', '{"query": "甲", "doc": "乙"}', '{"official": "甲"}', "甲"])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    """A line without a question or without what answers it is an error that names it."""
    path = tmp_path / "register.jsonl"
    path.write_text(f'{{"query": "甲", "official": "乙"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match=re.escape("register.jsonl 第 2 行")):
        pairs(path)


def test_a_missing_statute_is_named(tmp_path: Path) -> None:
    """Without the statutes nothing is fitted; the message names the first one that is missing."""
    with pytest.raises(NotFoundError, match="某某条例"):
        statutes(["某某条例(2020-01-01).md"], tmp_path)


def _pool(random: np.random.Generator, count: int) -> Pool:
    """Passages in two windows each, questions that resemble another passage unless two coordinates are swapped."""
    passages = random.normal(size=(count, SIZE)) * np.r_[3, 3, np.full(SIZE - 2, 0.5)]
    windows = np.repeat(passages, 2, axis=0) + random.normal(size=(2 * count, SIZE)) * 0.05
    queries = passages[:, [1, 0, *range(2, SIZE)]]
    return Pool(
        normalised(windows),
        np.repeat(np.arange(count), 2).tolist(),
        normalised(queries),
        range(count),
    )


def test_the_fit_finds_the_map() -> None:
    """Where questions differ from their answers in the same way throughout, unseen ones are found by the map alone."""
    pool = _pool(np.random.default_rng(0), 120)
    before = pool.ranks(pool.queries)
    asked = [Pair("问", doc=str(number % 12), locator="一") for number in range(120)]
    (after,) = unseen(asked, [pool])
    assert (after == 1).mean() > (before == 1).mean() + 0.3


def test_the_gradient_is_the_slope() -> None:
    """The gradient agrees with differences of the loss in random directions."""
    random = np.random.default_rng(1)
    pool = _pool(random, 30)
    rows = np.arange(30)
    at = random.normal(size=(SIZE, SIZE)).astype(np.float32) * 0.05
    _, gradient = pool.loss(at, rows)
    for _ in range(3):
        way = random.normal(size=(SIZE, SIZE)).astype(np.float32)
        step = 2e-2 / float(np.linalg.norm(way))
        rise = pool.loss(at + step * way, rows)[0] - pool.loss(at - step * way, rows)[0]
        assert rise / (2 * step) == pytest.approx(float((gradient * way).sum()), rel=0.05)


def test_a_fit_of_nothing_but_truth_changes_little() -> None:
    """Where questions already equal their answers the ridge keeps the map small."""
    pool = _pool(np.random.default_rng(2), 60)
    pool.queries = pool.windows[::2].copy()
    turn = fit([pool], [np.arange(60)])
    turned = turn.of(pool.queries)
    assert float((turned * pool.queries).sum(axis=1).min()) > 0.9
