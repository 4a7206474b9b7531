"""The judgement from all signs together."""

from __future__ import annotations

import json

import pytest

from assistant.checking import doubt as doubting
from assistant.checking.check import FaultKind, check_sentence, rule_faults
from assistant.checking.doubt import FILE, Model, doubt, grown, leaf, likely, reason
from assistant.checking.normal import normal
from assistant.checking.signals import signals

PASSAGE = (
    "青河县公安局督察大队对城区7个派出所接处警情况开展抽查，发现北街派出所2起求助警情未回访。"
    "督察大队向北街派出所发出督察建议书，由所长牵头整改；县局法制大队对未回访警情逐起复核，复核结果报县局分管领导。"
    "对材料齐全的案卷，应当三日内归档；确需延期的，经大队负责人批准，可以延长两日。"
)


def value(sentence: str) -> float:
    """The doubt about a sentence."""
    return doubt(normal(sentence), [normal(PASSAGE)]).value


@pytest.mark.parametrize(
    ("faithful", "changed"),
    [
        (
            "向北街派出所发出督察建议书，由所长牵头整改。",
            "向北街派出所发出督察建议书，由教导员牵头整改。",
        ),
        ("法制大队对未回访警情逐起复核，结果报县局分管领导。", "法制大队对全部求助警情逐起复核，结果报县局主要领导。"),
        ("督察大队抽查了城区7个派出所的接处警情况。", "督察大队抽查了全县各派出所的接处警情况。"),
        ("确需延期的，经大队负责人批准，可以延长两日。", "归档期限一律可以延长两日。"),
    ],
)
def test_a_change_raises_more_doubt_than_a_paraphrase(faithful: str, changed: str) -> None:
    """The same words with another actor, object, scope or without the condition raise more doubt."""
    assert value(faithful) < doubting.model().alarm
    assert value(faithful) < value(changed)


def test_reason_tells_both_sides() -> None:
    """The reason shows the word of the sentence and what the passage has in its place."""
    found = signals(normal("督察大队向北街派出所发出督察建议书，由教导员牵头整改。"), [normal(PASSAGE)])
    assert "“教导员”" in reason(found)
    assert "所长" in reason(found)


def test_reason_without_edit_shows_the_clause_meant() -> None:
    """Where no word was changed the two clauses are shown."""
    found = signals(normal("可以延长两日。"), [normal("可以延长两日。")])
    assert reason(found) == "“可以延长两日”的说法与引文“可以延长两日”不一致"


def test_doubt_does_not_depend_on_width_or_order_of_calls() -> None:
    """The same sentence is judged the same again, and in full-width letters."""
    sentence = "督察大队抽查了城区7个派出所。"
    assert value(sentence) == value(sentence.translate(str.maketrans("7", "７"))) == value(sentence)


def test_the_length_of_a_sentence_is_no_sign() -> None:
    """No sign is named for a length or a count of clauses: long sentences are not truer than short ones."""
    found = signals(normal(PASSAGE), [normal(PASSAGE)]).values
    assert not [name for name in found if "length" in name or "clauses" in name]


def test_the_packaged_model_tells_what_it_was_fitted_on() -> None:
    """The file names the command and the pairs, and its thresholds are probabilities of known kinds."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    assert "eval.fit_checking" in data["fitted"]
    assert 0 < data["alarm"] < 1
    assert all(FaultKind(kind) and 0 <= least < data["alarm"] for kind, least in data["clear"].items())


def test_a_tree_asks_for_its_sign() -> None:
    """A value up to the fork's goes left, a larger one right; a sign that is not there is 0."""
    tree = grown(["put", 0.5, -1, ["left", 1.5, 1, 2]])
    assert [leaf(tree, values) for values in ({}, {"put": 1.0}, {"put": 1.0, "left": 2.0})] == [-1.0, 1.0, 2.0]
    assert likely({}, Model(0.0, (tree,), 0.5, {})) < 0.5 < likely({"put": 1.0}, Model(0.0, (tree,), 0.5, {}))
    with pytest.raises(TypeError):
        grown("put")


def test_clear_drops_inferred_faults_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any doubt a word without counterpart is let pass, a figure that is not printed never."""
    model = Model(-9.0, (), 0.65, dict.fromkeys(map(str, FaultKind), 0.45))
    monkeypatch.setattr(doubting, "model", lambda: model)
    reworded = "督察大队向北街派出所寄去了督察建议书。"
    assert {fault.kind for fault in rule_faults(reworded, [PASSAGE])} == {FaultKind.UNSUPPORTED}
    assert check_sentence(reworded, [PASSAGE]).supported
    assert not check_sentence("督察大队对城区9个派出所开展抽查。", [PASSAGE]).supported


def test_the_one_who_reports_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words copied from a report of which only the title names the body may be told of it, not of somebody else."""
    monkeypatch.setattr(doubting, "model", lambda: Model(9.0, (), 0.65, {}))
    report = "《青河县公安局关于整改情况的通报》清点暂扣款项36笔，退还当事人29笔。"
    assert check_sentence("青河县公安局清点暂扣款项36笔，退还当事人29笔。", [report]).supported
    assert not check_sentence("白河县公安局清点暂扣款项36笔，退还当事人29笔。", [report]).supported


def test_alarm_is_a_fault_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no rule finds a fault and the doubt is great, the fault shows the words of both sides."""
    monkeypatch.setattr(doubting, "model", lambda: Model(9.0, (), 0.65, {}))
    sentence = "督察大队向北街派出所发出了督察建议书。"
    assert rule_faults(sentence, [PASSAGE]) == ()
    (fault,) = check_sentence(sentence, [PASSAGE]).faults
    assert fault.kind is FaultKind.DIFFERS
    assert "引文" in fault.detail


def test_sentences_as_printed_are_never_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole sentences of the passage are supported whatever the model says."""
    monkeypatch.setattr(doubting, "model", lambda: Model(9.0, (), 0.65, {}))
    for sentence in PASSAGE.split("。")[:-1]:
        assert check_sentence(f"{sentence}。", [PASSAGE]).supported
