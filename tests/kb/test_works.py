"""The store of what users make."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb.catalog import schema as t
from kb.errors import ConflictError, NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.works import WorkKind
from tests.kb.conftest import Opener


def test_a_work_comes_back_as_it_was_saved(kb: KnowledgeBase, open_kb: Opener) -> None:
    """Title and body survive closing and opening, Chinese and nested values included."""
    made = kb.works.create(WorkKind.DRAFT, "整改方案", {"text": "一、总体要求", "rows": [[1, None], ["甲"]]})
    saved = kb.works.save(made._replace(title="整改方案（二稿）"))
    kb.close()
    assert saved == open_kb().works.get(made.id)
    assert (saved.version, saved.body) == (2, {"text": "一、总体要求", "rows": [[1, None], ["甲"]]})


def test_an_older_version_overwrites_nothing(kb: KnowledgeBase) -> None:
    """Who saves from a version that is no longer the newest is told so, and the newer text stays."""
    first = kb.works.create(WorkKind.DRAFT, "稿", {"text": "初稿"})
    kb.works.save(first._replace(body={"text": "甲改的"}))
    with pytest.raises(ConflictError, match="稿"):
        kb.works.save(first._replace(body={"text": "乙改的"}))
    assert {"text": "甲改的"} == kb.works.get(first.id).body


def test_a_name_is_given_once(kb: KnowledgeBase) -> None:
    """Two who create the shared basket at the same time do not get two baskets."""
    kb.works.create(WorkKind.BASKET, "篮", {}, identifier="shared")
    with pytest.raises(ConflictError):
        kb.works.create(WorkKind.BASKET, "篮", {}, identifier="shared")
    assert 1 == len(kb.works.list(WorkKind.BASKET))


def test_lists_hold_one_kind_and_start_with_the_newest(kb: KnowledgeBase) -> None:
    """A list names works of its kind only, the one saved last first, and keeps to its limit."""
    old = kb.works.create(WorkKind.DRILL, "一", {})
    kb.works.create(WorkKind.DRILL, "二", {})
    kb.works.create(WorkKind.RUN, "别的", {})
    kb.works.save(old)
    assert ["一", "二"] == [work.title for work in kb.works.list(WorkKind.DRILL)]
    assert ["一"] == [work.title for work in kb.works.list(WorkKind.DRILL, limit=1)]


def test_lists_go_on_where_the_last_page_ended(kb: KnowledgeBase) -> None:
    """Pages of a list, put together, are the list, whatever their size; behind its end there is nothing."""
    for number in range(7):
        kb.works.create(WorkKind.DRILL, str(number), {})
    pages = [kb.works.list(WorkKind.DRILL, 3, offset=offset) for offset in range(0, 12, 3)]
    assert [3, 3, 1, 0] == [len(page) for page in pages]
    assert kb.works.list(WorkKind.DRILL) == [work for page in pages for work in page]
    assert ["1", "0"] == [work.title for work in kb.works.list(WorkKind.DRILL, offset=5)]


def test_a_title_is_looked_up_exactly(kb: KnowledgeBase) -> None:
    """Neither a part of a title, nor a pattern, nor another kind counts as the title."""
    for title in ("甲%", "甲", "甲乙", "甲"):
        kb.works.create(WorkKind.QUESTION, title, {})
    kb.works.create(WorkKind.RUN, "甲", {})
    assert ["甲", "甲"] == [work.title for work in kb.works.list(WorkKind.QUESTION, title="甲")]
    assert ["甲%"] == [work.title for work in kb.works.list(WorkKind.QUESTION, title="甲%")]
    assert [] == kb.works.list(WorkKind.QUESTION, title="")


def test_counting_and_pruning_keep_to_a_kind(kb: KnowledgeBase) -> None:
    """The oldest go, the newest stay, other kinds are neither counted nor touched."""
    for number in range(5):
        kb.works.create(WorkKind.QUESTION, str(number), {})
    kb.works.create(WorkKind.FEEDBACK, "别的", {})
    assert (5, 1, 0) == tuple(map(kb.works.count, (WorkKind.QUESTION, WorkKind.FEEDBACK, WorkKind.RUN)))
    assert 0 == kb.works.prune(WorkKind.QUESTION, 5)
    assert 3 == kb.works.prune(WorkKind.QUESTION, 2)
    assert ["4", "3"] == [work.title for work in kb.works.list(WorkKind.QUESTION)]
    assert 2 == kb.works.prune(WorkKind.QUESTION)
    assert (0, 1) == (kb.works.count(WorkKind.QUESTION), kb.works.count(WorkKind.FEEDBACK))


def test_what_was_deleted_is_not_found(kb: KnowledgeBase) -> None:
    """Reading, saving and deleting a deleted work each say that it is gone."""
    work = kb.works.create(WorkKind.RUN, "一次", {})
    kb.works.delete(work.id)
    for again in (lambda: kb.works.get(work.id), lambda: kb.works.save(work), lambda: kb.works.delete(work.id)):
        with pytest.raises(NotFoundError):
            again()


def test_many_savers_lose_nothing(kb: KnowledgeBase) -> None:
    """Threads that retry on conflict all get their line in."""
    work = kb.works.create(WorkKind.BASKET, "篮", {"items": []})

    def put(number: int) -> None:
        while True:
            now = kb.works.get(work.id)
            try:
                kb.works.save(now._replace(body={"items": [*now.body["items"], number]}))
            except ConflictError:
                continue
            return

    threads = [threading.Thread(target=put, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(range(8)) == sorted(kb.works.get(work.id).body["items"])


def test_a_body_must_be_json(kb: KnowledgeBase) -> None:
    """What cannot be written as JSON is refused before anything is stored."""
    with pytest.raises(TypeError):
        kb.works.create(WorkKind.RUN, "坏", {"path": Path()})
    assert [] == kb.works.list(WorkKind.RUN)


def test_works_leave_the_documents_alone(kb: KnowledgeBase) -> None:
    """Saving a work does not make readers look at the documents again."""
    before = kb.catalog.state()
    kb.works.create(WorkKind.QUESTION, "问", {})
    assert before == kb.catalog.state()
    with kb.catalog.engine.connect() as connection:
        assert 1 == connection.execute(sa.select(sa.func.count()).select_from(t.works)).scalar_one()


def test_fields_are_looked_up_without_reading_bodies(kb: KnowledgeBase) -> None:
    """Heads hold the fields asked for, None where a body lacks one; lists can be narrowed by a field."""
    one = kb.works.create(WorkKind.RUN, "一", {"drill": "a", "answers": {"q": "长"}})
    other = kb.works.create(WorkKind.RUN, "二", {"drill": "b", "submitted_at": "2026-05-08"})
    kb.works.create(WorkKind.DRILL, "三", {"drill": "a"})
    heads = {head.id: head.fields for head in kb.works.heads(WorkKind.RUN, "drill", "submitted_at")}
    assert {
        one.id: {"drill": "a", "submitted_at": None},
        other.id: {"drill": "b", "submitted_at": "2026-05-08"},
    } == heads
    assert [one] == kb.works.list(WorkKind.RUN, having={"drill": "a"})
