"""An explanation as HTML."""

from __future__ import annotations

from assistant.desk import Desk
from kb.model import Group
from retrieval.explain import explain
from ui.components import explained


def test_every_part_is_drawn_and_escaped(desk: Desk) -> None:
    """Reading, verdict and the make-up of a score are shown; markup in the question stays text."""
    explanation = explain(desk.retriever, "值班饮酒<b>怎么</b>处理")
    shown = explained.understood(explanation) + explained.verdict(explanation)
    assert "<b>怎么" not in shown
    assert "检索用语" in shown
    reasons = [reason for group in Group for reason in explanation.groups[group]]
    assert reasons
    for reason in reasons:
        drawn = explained.reason(reason)
        assert reason.hit.passage.locator in drawn
        assert all(channel.label in drawn for channel in reason.channels if channel.weight)


def test_the_bars_are_in_proportion(desk: Desk) -> None:
    """The largest contribution has the longest bar; those against an answer look different."""
    explanation = explain(desk.retriever, "值班饮酒怎么处理")
    largest = max(explanation.signals, key=lambda signal: abs(signal.contribution))
    shown = explained.verdict(explanation)
    assert ("█" if largest.contribution > 0 else "░") * 20 in shown
