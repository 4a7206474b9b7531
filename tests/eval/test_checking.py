"""The evaluation of the citation checker."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checking.check import Fault, FaultKind, Finding
from eval.checking import PAIRS, TUNING, Pair, Result, by_passages, load, rates
from eval.corpus import parsed
from eval.mechanical import mechanical
from eval.questions import QuestionError
from eval.split import Split, side

GOOD = Finding(supported=True, score=1.0, faults=())
BAD = Finding(supported=False, score=0.5, faults=(Fault(FaultKind.FIGURE, "数字"),))


def test_rates_count_altered_as_positive() -> None:
    """Precision is the share of right alarms, recall that of altered sentences found."""
    pairs = [Pair("1", (), "", "figure"), Pair("2", (), "", "status"), Pair("3", (), "", ""), Pair("4", (), "", "")]
    found = rates([Result(pair, finding) for pair, finding in zip(pairs, (BAD, GOOD, BAD, GOOD), strict=True)])
    assert (found.precision.value, found.precision.n) == (0.5, 2)
    assert (found.recall.value, found.recall.n) == (0.5, 2)
    assert (found.alarms.value, found.alarms.n) == (0.5, 2)
    assert found.by_alteration["figure"].value == 1.0


def test_pairs_are_enough_and_on_both_sides() -> None:
    """The packaged pairs are at least 150, with each alteration on both sides of the split."""
    pairs = load()
    assert len(pairs) >= 150
    kinds = {pair.alteration for pair in pairs}
    for half in (Split.DEV, Split.TEST):
        assert {pair.alteration for pair in pairs if side(pair.id) is half} == kinds


def test_tuning_pairs_are_split_by_passage() -> None:
    """No passage of the tuning pairs stands on both sides, and both sides are large enough to count."""
    pairs = load(TUNING)
    sides = by_passages(pairs)
    seen: dict[str, set[Split]] = {}
    for pair in pairs:
        for passage in pair.passages:
            seen.setdefault(passage, set()).add(sides[pair.id])
    assert all(len(found) == 1 for found in seen.values())
    assert min(sum(found is half for found in sides.values()) for half in (Split.DEV, Split.TEST)) >= 200


@pytest.mark.parametrize("line", ["{", "{}", '{"id":"a","passages":[],"sentence":"","label":"?","alteration":null}'])
def test_damaged_lines_are_named(tmp_path: Path, line: str) -> None:
    """A line that is no pair is an error that names it."""
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"{PAIRS.read_text(encoding='utf-8').splitlines()[0]}\n{line}\n", encoding="utf-8")
    with pytest.raises(QuestionError, match="第 2 行"):
        load(path)


@pytest.mark.corpus
def test_mechanical_pairs_are_reproducible(corpus: Path) -> None:
    """Real sentences altered by rule are the same each time and of every kind."""
    sources = list(parsed(corpus).sources.values())
    first, second = list(mechanical(sources)), list(mechanical(sources))
    assert first == second
    assert {item.alteration for item in first} == {"", "figure", "swapped", "status"}
