"""The fit of what asks for the law of an earlier time."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.fit_editions import HELD, Labelled, fit, labelled, learn, probabilities
from eval.questions import QuestionError, load, plain, tuning
from retrieval.past_law import fitted

_OLD = ("旧章程里几天", "照旧章程要几天", "旧章程怎么写", "旧章程管不管")
_OTHERS = ("枪放哪儿", "车怎么停", "钱谁来管", "人几点来")
_NOW = ("老张要几天", "今天要几天", "如今怎么写", "如今管不管")


def _asked(authors: tuple[int, ...]) -> list[Labelled]:
    rows = [(query, query in _OLD) for query in (*_OLD, *_NOW)]
    return [Labelled(f"{query}{end}", old, author) for author in authors for query, old in rows for end in "呢啊"]


def test_wording_is_learned() -> None:
    """What only questions of one kind say gets a weight of its sign; others that say it count for less."""
    intercept, weights = learn(_asked((1,)), ["几天"])
    assert max(weights, key=lambda run: weights[run]) in {"旧", "旧章", "旧章程", "章", "章程", "程"}
    low, high = probabilities(intercept, weights, ["今天如今", "旧章程呢"])
    assert low < 0.5 < high


def test_held_authors_are_only_reported() -> None:
    """Questions of held authors change nothing that is learned."""
    told: list[str] = []
    own = _asked((1, 2))
    with_held = fit([*own, *(one._replace(old=not one.old) for one in _asked((min(HELD),)))], _OTHERS, told.append)
    assert with_held == fit(own, _OTHERS, told.append)
    assert ["不用于拟合" in line for line in told] == [False, False, True, False, False]


def test_data_is_sound() -> None:
    """Every question stands once, is of both kinds by every author, and none is one of the evaluation."""
    asked = labelled()
    assert len({one.query for one in asked}) == len(asked)
    assert all({one.old for one in asked if one.author == author} == {True, False} for author in {1, 2, 3, 4, *HELD})
    assert not {plain(one.query) for one in asked} & {plain(one.query) for one in (*load(), *tuning())}
    assert {run for run in fitted().runs if len(run) > 3} == set()


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    """A line that is no question is reported with its number."""
    path = tmp_path / "editions.jsonl"
    path.write_text('{"query": "旧法", "old": true, "author": 1}\n{"query": "旧法"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match="第 2 行"):
        labelled(path)
