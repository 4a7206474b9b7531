"""Polishing a paragraph: what the sources or the user do not say, and what would get lost, is never offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.desk import Desk
from assistant.drafting.check import State, verify_draft
from assistant.drafting.compose import draft
from assistant.drafting.facts import DraftFacts
from assistant.drafting.model import Draft, DraftKind
from assistant.drafting.polish import Polished, accepted, choose, polished
from assistant.llm.adapter import Prompt
from assistant.llm.endpoint import Endpoint
from kb.errors import LanguageModelError, XunjianError
from kb.knowledge_base import KnowledgeBase
from tests.assistant.drafting.library import NOTICE, OTHER
from tests.assistant.drafting.test_compose import basket

FOUND = "经查，3起案件的扣押款没有及时处置。"


class Model:
    """A writer that writes what it is told and keeps what it was asked."""

    endpoint = Endpoint("http://127.0.0.1/v1", "m", "", 5.0)

    def __init__(self, *texts: str, error: str = "") -> None:
        self.texts = list(texts)
        self.error = error
        self.asked: list[str] = []

    def stream(self, prompt: Prompt, *, cancelled: object = None, temperature: float = 0.0) -> Iterator[str]:
        """One text a call."""
        self.asked.append(prompt.user)
        if self.error:
            raise LanguageModelError(self.error)
        yield self.texts.pop(0)


@pytest.fixture
def paper(papers_kb: KnowledgeBase, papers_desk: Desk) -> Draft:
    """A sheet with quotes of another unit and the user's own finding."""
    facts = DraftFacts(
        unit="石泉县公安局", problem="涉案财物管理混乱", description="经查，3起案件的扣押款没有及时处置。"
    )
    return draft(papers_kb, DraftKind.SUPERVISION, basket(papers_desk, f"{NOTICE}#一1.", f"{OTHER}#一1."), facts)


def polish(kb: KnowledgeBase, one: Draft, words: str, model: Model) -> Polished:
    """Polish the paragraph that holds these words."""
    return polished(kb, one, choose(kb, one, verify_draft(kb, one), one.body.index(words)), model)


def number(one: Draft, words: str) -> int:
    """The number behind some words."""
    return int(one.body.split(words)[1].split("[")[1].split("]")[0])


def test_a_verified_paragraph_is_offered_and_taken_over(papers_kb: KnowledgeBase, paper: Draft) -> None:
    """Number, ordinal and fixed lead stay; the new words are verified in the draft."""
    n = number(paper, "明确专人保管")
    found = polish(
        papers_kb, paper, "明确专人保管", Model(f"完善制度，制定《涉案财物出入库办法》，明确由专人保管[{n}]。")
    )
    assert found.notice == ""
    assert found.before != found.after
    assert found.after.startswith(found.before[: found.before.index("完善制度")])
    changed = accepted(paper, found)
    assert found.after in changed.body
    (one,) = [one for one in verify_draft(papers_kb, changed).sentences if "明确由专人保管" in one.text]
    assert (State.VERIFIED, False, (n,)) == (one.state, one.quoted, one.notes)


def test_the_users_own_words_rest_on_the_users_own_words(papers_kb: KnowledgeBase, paper: Draft) -> None:
    """They are sent as number 0, which does not show in the paper; what the user did not say is not taken."""
    model = Model("经查，有3起案件的扣押款未及时处置[0]。", "经查，3起案件的扣押款未及时处置，涉案200万元[0]。")
    found = polish(papers_kb, paper, "经查，3起", model)
    assert "扣押款没有及时处置[0]。" in model.asked[0]
    assert found.after.endswith("经查，有3起案件的扣押款未及时处置。")
    assert "[0]" not in found.after
    states = {one.state for one in verify_draft(papers_kb, accepted(paper, found)).sentences if "3起案件" in one.text}
    assert {State.FIXED} == states  # what the user gave stays what the user gave
    assert polish(papers_kb, paper, "经查，3起", model).after == ""


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("制定《涉案财物出入库办法》，罚款5万元[{n}]。", "核实"),
        ("制定《涉案财物出入库办法》。", "核实"),
        ("制定《涉案财物出入库办法》[{n}]。群众满意度上升到98%[{n}]。", "核实"),
        ("", "核实"),
    ],
)
def test_what_is_not_verified_leaves_the_original(papers_kb: KnowledgeBase, paper: Draft, said: str, why: str) -> None:
    """One sentence that fails is enough, and a notice says so."""
    found = polish(papers_kb, paper, "明确专人保管", Model(said.format(n=number(paper, "明确专人保管"))))
    assert found.after == ""
    assert why in found.notice
    assert "没有改动" in found.notice


def test_losses_leave_the_original(papers_kb: KnowledgeBase, paper: Draft) -> None:
    """A dropped figure, a dropped source and a filled blank are no polishing."""
    n, m = number(paper, "清点暂扣款项36笔"), number(paper, "明确专人保管")
    found = polish(papers_kb, paper, "清点暂扣款项36笔", Model(f"全面清理[{n}]。清点暂扣款项36笔[{n}]。"))
    assert "少了数字29" in found.notice
    both = replace(paper, body=f"清点暂扣款项36笔[{n}]。明确专人保管[{m}]。\n经查【人数】人未登记。")
    assert f"丢掉了出处[{m}]" in polish(papers_kb, both, "清点", Model(f"清点暂扣款项36笔[{n}]。")).notice
    own = replace(both, body=f"{both.body}\n我局已逐件登记。【时间】完成。")
    assert "【】" in polish(papers_kb, own, "我局", Model("我局已逐件登记[0]。")).notice


def test_a_model_that_fails_changes_nothing(papers_kb: KnowledgeBase, paper: Draft) -> None:
    """The notice says why; nothing is raised."""
    found = polish(papers_kb, paper, "明确专人保管", Model(error="连不上。"))
    assert found.after == ""
    assert "连不上" in found.notice


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("一、整改目标\n正文。", "标题"),
        ("由【责任领导】负责。", "没有可以润色"),
        ("整改措施。", "没有可以润色"),
        ("改换为〖甲局←乙局〗的名称。", "改换"),
        ("引用不存在的出处[99]。", "未核实"),
        ("", "没有文字"),
    ],
)
def test_what_cannot_be_polished_is_said(papers_kb: KnowledgeBase, paper: Draft, body: str, why: str) -> None:
    """Without asking the model."""
    one = replace(paper, body=body)
    with pytest.raises(XunjianError, match=why):
        choose(papers_kb, one, verify_draft(papers_kb, one), 0)


def test_a_paragraph_changed_meanwhile_is_not_overwritten(papers_kb: KnowledgeBase, paper: Draft) -> None:
    """It is found where it moved to; where its words changed, nothing is taken over."""
    n = number(paper, "明确专人保管")
    found = polish(papers_kb, paper, "明确专人保管", Model(f"制定《涉案财物出入库办法》，明确由专人保管[{n}]。"))
    moved = replace(paper, body=f"新的一段。\n{paper.body}")
    assert accepted(moved, found).body.count(found.after) == 1
    with pytest.raises(XunjianError, match="改过"):
        accepted(replace(paper, body=paper.body.replace("明确专人", "明确两人")), found)
