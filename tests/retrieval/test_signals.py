"""Signals of a result list, and the models that read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Group
from retrieval.engine import Retriever
from retrieval.judge import judge, off_topic
from retrieval.result import Verdict
from retrieval.signals import answerable, calibration, kinds, signals

NAMES = sorted(
    {
        *calibration().answerable.weights,
        *(name for model in calibration().kinds.values() for name in model.weights),
        "outside",
    }
)
VALUES = st.fixed_dictionaries({name: st.floats(-3, 3) for name in NAMES})


def test_every_fitted_signal_is_measured(retriever: Retriever) -> None:
    """The search gives each signal that the calibration weighs."""
    assert set(NAMES) <= set(retriever.search("值班脱岗").signals)


@given(VALUES)
def test_outputs_are_probabilities(values: dict[str, float]) -> None:
    """The answers lie in [0, 1] and the kinds sum to 1."""
    assert 0 <= answerable(values) <= 1
    shares = kinds(values)
    assert set(Group) == set(shares)
    assert abs(sum(shares.values()) - 1) < 1e-9


@given(VALUES)
def test_verdict_follows_the_thresholds(values: dict[str, float]) -> None:
    """Below the first threshold nothing is answered, above the second without reservation; the others say why.  What
    is outside the field is never answered.
    """
    judgement = judge(values)
    fitted = calibration()
    assert (judgement.verdict is Verdict.REFUSED) == (judgement.confidence < fitted.refuse or off_topic(values))
    if not off_topic(values):
        assert (judgement.verdict is Verdict.ANSWERABLE) == (judgement.confidence >= fitted.partly)
    assert bool(judgement.reason) == (judgement.verdict is not Verdict.ANSWERABLE)


def test_unseen_words_and_coverage(retriever: Retriever) -> None:
    """Words that occur nowhere raise one signal, words that a hit holds the other."""
    known = retriever.search("公务用车 定位装置").signals
    unknown = retriever.search("量子纠缠 香蕉种植").signals
    assert known["coverage"] > unknown["coverage"]
    assert known["unseen"] < unknown["unseen"]
    assert (1.0, 0.0) == (known["covered"], unknown["covered"])


def test_empty_result_has_all_signals(retriever: Retriever) -> None:
    """Without hits the signals are there, and zero."""
    query = retriever.understand("值班")
    found = signals(query, retriever.asked(query), dict.fromkeys(Group, ()))
    assert set(NAMES) <= set(found)
    assert 0.0 == found["peak"] == found["precedent.gap"]


def test_a_kind_without_hits_is_as_far_as_the_last(retriever: Retriever) -> None:
    """An empty kind takes the lowest of the other cosines, so that it does not decide which kind is asked for."""
    query = retriever.understand("值班能喝酒吗")
    result = retriever.search("值班能喝酒吗")
    first = {group: hits[0].features["raw_peak"] for group, hits in result.groups.items() if hits}
    held = {group: hits for group, hits in result.groups.items() if group is not Group.PRECEDENT}
    found = signals(query, retriever.asked(query), held)
    assert found["precedent.peak"] == min(peak for group, peak in first.items() if group is not Group.PRECEDENT)


def test_the_size_of_the_library_counts_against(retriever: Retriever) -> None:
    """The same cosines say less where more passages were searched."""
    values = retriever.search("值班能喝酒吗").signals
    assert answerable({**values, "size": values["size"] + 2}) < answerable(values)


def test_a_matter_whose_document_is_not_held_is_signalled(retriever: Retriever) -> None:
    """护照 is governed by a law the small library lacks; a question that names a held regulation is about that one."""
    values = retriever.search("护照过期了怎么换").signals
    assert (1.0, 1.0) == (values["foreign"], values["strange"])
    named = retriever.search("青岚市值班备勤条例里护照怎么管").signals
    assert 0.0 == named["foreign"]
    assert 0.0 == retriever.search("值班能喝酒吗").signals["foreign"]


def test_a_refusal_names_the_document_that_governs(retriever: Retriever) -> None:
    """Where the evidence does not suffice, the reader is told which text to take in."""
    result = retriever.search("护照过期了怎么换")
    assert result.refused
    assert "护照法" in result.reason


def test_the_size_counts_no_further_than_it_was_measured(retriever: Retriever) -> None:
    """In a library of all statutes the size refuses no more than in one of twenty thousand passages."""
    query = retriever.understand("值班能喝酒吗")
    groups = retriever.search("值班能喝酒吗").groups
    asked = retriever.asked(query)
    small, large, huge = (signals(query, asked._replace(ceiling=size), groups)["size"] for size in (8.3, 11.0, 12.6))
    assert small < large == huge
