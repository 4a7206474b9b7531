"""Explanations repeat the search and account for every score."""

from __future__ import annotations

import json

import pytest

from kb.model import Group
from retrieval.engine import Retriever
from retrieval.explain import explain, explanation_json
from retrieval.late_interaction import TOKENS
from retrieval.rank import CHANNELS, ELSEWHERE, ELSEWHERE_PENALTY
from tests.retrieval.library import OLD
from ui.terminal_explain import explain_lines

QUESTIONS = ["请问扣的钱没退给人家怎么整改的", "值班备勤条例第三条", "值班备勤条例规定值班多少小时", "量子香蕉", ""]


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_accounted_for(retriever: Retriever, question: str) -> None:
    """The hits are those of the search, and their contributions sum to the score of a passage of the same problem."""
    explanation = explain(retriever, question)
    result = retriever.search(question)
    for group in Group:
        reasons = explanation.groups[group]
        assert [hit.passage.key for hit in result.groups[group]] == [reason.hit.passage.key for reason in reasons]
        for reason in reasons:
            assert reason.brought_by
            if reason.hit.exact:
                continue
            assert [channel.name for channel in reason.channels] in ([*CHANNELS], [*CHANNELS, TOKENS])
            assert abs(sum(c.contribution for c in reason.channels) + reason.other - reason.hit.score) < 1e-9
            away = ELSEWHERE_PENALTY if ELSEWHERE in reason.hit.features else 0.0
            assert abs(reason.other + away) < 1e-9
            assert reason.hit.passage.problem == reason.basis.problem


def test_lexical_channels_brought_what_shares_words(retriever: Retriever) -> None:
    """A channel is named exactly where its raw value says that it brought the passage."""
    for reasons in explain(retriever, "公务用车 定位装置").groups.values():
        for reason in reasons:
            raw = {channel.name: channel.raw for channel in reason.channels}
            assert {n for n in ("words", "chars", "pairs") if raw[n]} == {"words", "chars", "pairs"} & set(
                reason.brought_by
            )


def test_reading_of_the_question(retriever: Retriever) -> None:
    """What was taken off and which terms were recognised by which phrase is told."""
    explanation = explain(retriever, "请问扣的钱没退给人家怎么整改的")
    assert any("请问" in piece for piece in explanation.removed)
    assert all(bridge.said for bridge in explanation.bridges)
    assert "暂扣款" in {bridge.term for bridge in explanation.bridges}


def test_superseded_text_is_told(retriever: Retriever) -> None:
    """The old version that would have stood among the articles is listed with the rank it would have had."""
    explanation = explain(retriever, "值班备勤条例规定值班多少小时")
    (out,) = [out for out in explanation.left_out if out.regulation.doc == OLD]
    assert out.rank is not None
    assert "已被修订" in out.reason


@pytest.mark.parametrize("question", QUESTIONS)
def test_shown_as_text_and_json(retriever: Retriever, question: str) -> None:
    """Both forms exist for every question; the object survives JSON and names the same hits as the text."""
    explanation = explain(retriever, question)
    shown = json.loads(json.dumps(explanation_json(explanation), ensure_ascii=False))
    assert question == shown["query"]
    assert {"understood", "verdict", "kinds", "groups", "left_out", "warnings"} <= set(shown)
    text = "\n".join(explain_lines(explanation))
    for group in Group:
        for hit in shown["groups"][group.value]:
            assert hit["locator"] in text
