"""History and feedback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import notebook
from assistant.desk import Desk
from assistant.notebook import Opinion
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.works import Work
from tests.kb.sample import HashEmbedder
from tests.retrieval.library import stocked


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk over the small library, whose store of works may be written to."""
    with stocked(tmp_path, HashEmbedder()) as kb:
        yield Desk(kb)


def test_questions_are_listed_once_the_latest_first(desk: Desk) -> None:
    """Asking again moves a question to the top."""
    for question in ("值班能喝酒吗", "公车怎么管", "公车怎么管", "值班能喝酒吗"):
        notebook.record(desk.kb.works, question, desk.ask(question))
    assert ["值班能喝酒吗", "公车怎么管"] == [entry.question for entry in notebook.history(desk.kb.works)]
    assert ["值班能喝酒吗"] == [entry.question for entry in notebook.history(desk.kb.works, 1)]
    assert 2 == notebook.kept(desk.kb.works)


def test_a_follow_up_keeps_what_it_followed(desk: Desk) -> None:
    """The same words after another question are another entry."""
    reply = desk.ask("值班能喝酒吗，依据呢")
    notebook.record(desk.kb.works, "依据呢", reply, before="值班能喝酒吗")
    notebook.record(desk.kb.works, "依据呢", reply, before="公车怎么管")
    assert ["公车怎么管", "值班能喝酒吗"] == [entry.before for entry in notebook.history(desk.kb.works)]


def test_old_questions_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The history does not grow for ever; the latest questions stay."""
    monkeypatch.setattr(notebook, "KEPT", 3)
    with KnowledgeBase(Settings(home=tmp_path / "home"), HashEmbedder()) as kb:
        reply = Desk(kb).ask("问")
        for number in range(6):
            notebook.record(kb.works, f"问题{number}", reply)
        assert ["问题5", "问题4", "问题3"] == [entry.question for entry in notebook.history(kb.works)]
        assert 3 == notebook.kept(kb.works)


def test_asking_at_the_same_moment_is_no_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who ask the same question at once leave one entry, and neither is told that something failed."""
    reply = desk.ask("值班能喝酒吗")
    notebook.record(desk.kb.works, "值班能喝酒吗", reply)
    works, read = desk.kb.works, desk.kb.works.list

    def overtaken(*args: Any, **options: Any) -> list[Work]:
        found = read(*args, **options)
        works.save(found[0])  # the colleague is faster
        return found

    monkeypatch.setattr(works, "list", overtaken)
    assert "值班能喝酒吗" == notebook.record(works, "值班能喝酒吗", reply).question
    assert 1 == notebook.kept(works)


def test_the_history_can_be_deleted_and_judgements_stay(desk: Desk) -> None:
    """Deleting the history says how much it deleted and leaves the inbox alone."""
    reply = desk.ask("值班能喝酒吗")
    notebook.record(desk.kb.works, "值班能喝酒吗", reply)
    notebook.judge(desk.kb.works, "值班能喝酒吗", reply, Opinion.GOOD)
    assert 1 == notebook.forget_all(desk.kb.works)
    assert [] == notebook.history(desk.kb.works)
    assert 1 == len(notebook.inbox(desk.kb.works))


def test_a_judgement_says_what_was_cited(desk: Desk) -> None:
    """The inbox holds the reason, the note and the places of the answer, as JSON lines."""
    reply = desk.ask("值班能喝酒吗")
    notebook.judge(desk.kb.works, "值班能喝酒吗", reply, Opinion.BAD, reason="找到的不对题", note=" 应为第五条 ")
    [line] = notebook.inbox_lines(notebook.inbox(desk.kb.works))
    row = json.loads(line)
    assert ("值班能喝酒吗", "bad", "找到的不对题", "应为第五条") == (
        row["query"],
        row["opinion"],
        row["reason"],
        row["note"],
    )
    assert [{"doc": c.passage.doc, "locator": c.passage.locator} for c in reply.answer.citations] == row["cited"]
