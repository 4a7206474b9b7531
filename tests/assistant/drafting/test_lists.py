"""三清单 and 台账 from problems of the catalog."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.anchor import Found, resolve_all
from assistant.drafting.lists import DUTIES, LEDGER, LIMITS, MEASURES, PROBLEMS, Lists, problem_lists
from assistant.drafting.model import ColumnKind
from kb.knowledge_base import KnowledgeBase
from kb.model import Status
from tests.kb.conftest import Opener, kb, open_kb
from tests.kb.sample import notice

__all__ = ["kb", "open_kb"]


@pytest.fixture
def lists(open_kb: Opener) -> tuple[KnowledgeBase, Lists]:
    """A notice with two problems, and its lists."""
    opened = open_kb()
    opened.add(*notice())
    return opened, problem_lists(opened, opened.catalog.problems())


def cells(lists: Lists, name: str) -> list[dict[str, str]]:
    """The rows of a list by heading."""
    (table,) = [table for table in lists.tables if table.name == name]
    return [dict(zip((column.title for column in table.columns), row.cells, strict=True)) for row in table.rows]


def test_cells_are_words_of_the_sources(lists: tuple[KnowledgeBase, Lists]) -> None:
    """Title as printed, unit, responsible unit, state; measures with their first sentence, one a line."""
    _, found = lists
    assert [("1", "装备台账不清", "青岚市公安局"), ("2", "值班脱岗", "青岚市公安局")] == [
        (row["序号"], row["具体问题"], row["涉及单位"]) for row in cells(found, PROBLEMS)
    ]
    assert "一是清点装备14件，完善台账。\n二是修订《装备管理办法》，明确责任。" == cells(found, MEASURES)[0]["整改措施"]
    assert "装备科" == cells(found, DUTIES)[0]["牵头单位"]
    assert ["已完成", "正在整改"] == [row["整改状态"] for row in cells(found, LEDGER)]


def test_what_no_source_says_stays_empty(lists: tuple[KnowledgeBase, Lists]) -> None:
    """Goals, leaders, persons, progress and limits are for the user to fill in."""
    _, found = lists
    assert {""} == {row["整改目标"] for row in cells(found, MEASURES)}
    assert {""} == {
        row[name] for row in cells(found, DUTIES) for name in ("责任领导", "责任人", "配合单位", "完成时限")
    }
    assert {""} == {
        row[name] for row in cells(found, LEDGER) for name in ("整改进展", "佐证材料", "审核人", "销号日期")
    }
    assert "" == cells(found, DUTIES)[1]["牵头单位"]


def test_time_limits_stand_with_what_is_still_to_be_done(lists: tuple[KnowledgeBase, Lists]) -> None:
    """A pending item without a date keeps the words of its limit; a problem without any has one row."""
    _, found = lists
    first, second = cells(found, LIMITS)
    assert ("", "") == (first["后续事项"], first["完成时限"])
    assert ("2025年6月底", "正在整改") == (second["完成时限"], second["整改状态"])
    assert second["后续事项"]


def test_every_row_rests_on_places_that_stand(lists: tuple[KnowledgeBase, Lists]) -> None:
    """All notes resolve to their exact words, no number is without a row, no row without a number."""
    kb, found = lists
    used = {number for table in found.tables for row in table.rows for number in row.notes}
    assert used == set(found.notes)
    assert all(row.notes for table in found.tables for row in table.rows)
    assert {Found.EXACT} == {one.found for one in resolve_all(kb, found.notes.values())}


def test_numbers_go_on_and_lists_can_be_chosen(lists: tuple[KnowledgeBase, Lists]) -> None:
    """Notes begin at the number asked for; only the lists asked for are made, with their notes."""
    kb, _ = lists
    chosen = problem_lists(kb, kb.catalog.problems(), first=7, names=(PROBLEMS,))
    assert [PROBLEMS] == [table.name for table in chosen.tables]
    assert 7 == min(chosen.notes)
    assert 2 == len(chosen.notes)


def test_no_problems_make_lists_without_rows(lists: tuple[KnowledgeBase, Lists]) -> None:
    """The headings are there to be filled in."""
    kb, _ = lists
    assert [0] * 5 == [len(table.rows) for table in problem_lists(kb, []).tables]


def test_real_problems_fill_the_lists(corpus_kb: KnowledgeBase) -> None:
    """Dates are dates, states are labels, and every note of a real notice resolves."""
    problems = corpus_kb.catalog.problems()
    found = problem_lists(corpus_kb, problems)
    assert len(problems) == len(found.tables[0].rows)
    labels = {status.label for status in Status}
    for table in found.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                assert column.kind is not ColumnKind.STATUS or cell in labels
                assert column.kind is not ColumnKind.DATE or not cell[:4].isdigit() or date.fromisoformat(cell)
    assert {Found.EXACT} == {one.found for one in resolve_all(corpus_kb, found.notes.values())}
