"""Drafts are kept among the works."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.drafting.model import Draft, DraftKind
from assistant.drafting.store import load_draft, load_drafts, save_draft
from assistant.rendering import Format, file_name, format_of, read_file
from kb.errors import AmbiguousNameError, ConflictError, KnowledgeBaseError, NotFoundError, XunjianError
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.works import WorkKind, Works

PAPER = Draft(
    DraftKind.REMINDER, "关于值班的工作提示", "一、提示事由", facts={"unit": "石泉县公安局"}, computed=("共3项。",)
)


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """An empty store."""
    return KnowledgeBase(Settings(home=tmp_path, library_on_first_start=False)).works


def test_a_draft_comes_back(works: Works) -> None:
    """It is found by id, the beginning of the id, and title, and is equal to what was stored."""
    work = save_draft(works, PAPER)
    assert [PAPER] == [stored.draft for stored in load_drafts(works)]
    assert [PAPER] * 3 == [load_draft(works, name).draft for name in (work.id, work.id[:6], PAPER.title)]


def test_nobody_is_overwritten(works: Works) -> None:
    """Saving an old version is refused; the newer one stays."""
    work = save_draft(works, PAPER)
    newer = save_draft(works, replace(PAPER, body="甲"), work)
    with pytest.raises(ConflictError, match="新的版本"):
        save_draft(works, replace(PAPER, body="乙"), work)
    assert (2, "甲") == (newer.version, load_draft(works, work.id).draft.body)


def test_names_that_fit_none_or_several(works: Works) -> None:
    """An unknown name lists the latest, a shared title the ids."""
    with pytest.raises(NotFoundError, match="还没有保存过"):
        load_draft(works, "甲")
    first, second = save_draft(works, PAPER), save_draft(works, PAPER)
    with pytest.raises(NotFoundError, match=PAPER.title):
        load_draft(works, "甲")
    with pytest.raises(AmbiguousNameError) as raised:
        load_draft(works, PAPER.title)
    assert all(work.id in str(raised.value) for work in (first, second))


def test_damaged_draft(works: Works) -> None:
    """A work that is no draft is named."""
    works.create(WorkKind.DRAFT, "坏的", {"kind": "plan"})
    with pytest.raises(KnowledgeBaseError, match="坏的"):
        load_draft(works, "坏的")


def test_files(tmp_path: Path) -> None:
    """A draft is read from the JSON it was written to; anything else is refused by name."""
    file = tmp_path / "稿.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(XunjianError, match=r"稿\.json"):
        read_file(file)
    with pytest.raises(NotFoundError, match=r"无\.json"):
        read_file(tmp_path / "无.json")


def test_formats() -> None:
    """The suffix decides; an unknown one is refused with those there are."""
    assert (Format.DOCX, Format.JSON) == (format_of("甲.DOCX"), format_of(".json"))
    with pytest.raises(XunjianError, match=r"\.docx"):
        format_of("甲.wps")


def test_file_name() -> None:
    """A title makes a file name on every system."""
    paper = replace(PAPER, title='关于"甲/乙"问题的提示?' + "长" * 100)
    assert len(file_name(paper, Format.DOCX)) <= 75
    assert not set(file_name(paper, Format.DOCX)) & set('\\/:*?"<>|')
