"""Whether the law of an earlier time is asked for, by wording."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.past_law import LONGEST, chance, fitted, runs


@given(st.text(max_size=80))
def test_a_chance_is_a_probability(text: str) -> None:
    """Whatever is typed has a probability, and every run is short."""
    assert 0 <= chance(text) <= 1
    assert all(len(run) <= LONGEST for run in runs(text))


def test_years_and_numbers_are_signs() -> None:
    """Which year or number is told makes no difference."""
    assert runs("2013年拘5天") == runs("1998年拘15天")
    assert runs("2013年") != runs("13年")


def test_a_law_is_no_sign_of_its_time() -> None:
    """Whatever regulation is named and asked about, that alone asks for no earlier text; what it is called counts."""
    for text in ("值班条例规定值班多少小时", "督察条例第十二条", "看守所条例第五十六条怎么规定", "法律规定几天"):
        assert chance(text) < fitted().maybe
    assert "旧L" in runs("旧条例第三条")
    assert not any("L" in run for run in runs("督察条例第三条怎么规定"))


def test_between_clauses_any_mark_is_the_same() -> None:
    """Punctuation and blanks only part clauses; at the ends there is nothing to part."""
    assert runs("旧法，几天？") == runs(" 旧法 几天") == runs("旧法……几天")


def test_thresholds_are_ordered() -> None:
    """What is sure is less often so than what may be."""
    assert 0 < fitted().maybe < fitted().sure < 1
    assert chance("执法记录仪要存多久") < fitted().maybe
