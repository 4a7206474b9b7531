"""Papers as the browser gets them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.basket import Basket, Role
from assistant.desk import Desk
from assistant.drafting.check import verify_draft
from assistant.drafting.collect import of_evidence, of_problem, standing
from assistant.drafting.compose import draft
from assistant.drafting.facts import DraftFacts
from assistant.drafting.model import Column, ColumnKind, Draft, DraftKind, Row, Table
from assistant.drafting.store import save_draft
from assistant.rendering import Format
from ui.components import editor, papers
from ui.components.sheet import cells, changed
from ui.pages.draft import dated_name

TABLE = Table(
    "时限清单",
    (Column("序号"), Column("时限", ColumnKind.DATE), Column("限期", ColumnKind.DATE)),
    (Row(("1", "2026-12-31", "长期坚持"), (4,)), Row(("2", "【完成时限】", "2026-01-01"), (5,))),
)


@pytest.fixture(scope="module")
def material(desk: Desk) -> Basket:
    """Two problems and an article of the bundled library."""
    catalog = desk.kb.catalog
    items = [of_problem(desk.kb, info.source_id, info.problem.locator) for info in catalog.problems()[:2]]
    regulation = catalog.regulations()[0]
    article = catalog.article(regulation.source_id, regulation.part, 12)
    assert article is not None
    return Basket((*items, of_evidence(article)))


@pytest.mark.parametrize("opening", ["", "𠮷字。", "甲[1]。\n\n"])
def test_sentences_stand_where_the_browser_finds_them(desk: Desk, material: Basket, opening: str) -> None:
    """The places count UTF-16 units, in order, and the whole can be sent as JSON."""
    paper = draft(desk.kb, DraftKind.PLAN, material, DraftFacts(problem="值班饮酒"))
    paper = replace(paper, body=opening + paper.body)
    shown = editor.view(paper, verify_draft(desk.kb, paper))
    raw = paper.body.encode("utf-16-le")
    for one in shown["sentences"]:
        words = raw[2 * one["start"] : 2 * one["end"]].decode("utf-16-le")
        assert words.startswith(one["text"][:1])
        assert editor.code_points(paper.body, one["start"]) == len(raw[: 2 * one["start"]].decode("utf-16-le"))
    assert json.loads(json.dumps(shown))["open"] == shown["open"]


def test_what_has_to_be_looked_at_is_counted(desk: Desk, material: Basket) -> None:
    """A sentence of one's own is counted as not verified, makes the whole red, and its reason is said."""
    paper = replace(draft(desk.kb, DraftKind.PLAN, material), tables=())
    before = editor.view(paper, verify_draft(desk.kb, paper))
    assert "未核实 0 句" in before["counts"]
    assert before["tone"] == "warn"
    paper = replace(paper, body=f"{paper.body}\n我们认为一切都好。")
    after = editor.view(paper, verify_draft(desk.kb, paper))
    assert "未核实 1 句" in after["counts"]
    assert after["tone"] == "bad"
    assert after["open"] == before["open"] + 1
    assert after["sentences"][-1]["reason"]


def test_unused_notes_are_told(desk: Desk, material: Basket) -> None:
    """Every note of a paper is used in its text or its lists; without both none is."""
    paper = draft(desk.kb, DraftKind.PLAN, material)
    assert all(note["used"] for note in editor.view(paper, verify_draft(desk.kb, paper))["notes"])
    empty = replace(paper, body="", tables=())
    assert not any(note["used"] for note in editor.view(empty, verify_draft(desk.kb, empty))["notes"])


def test_a_note_that_lost_its_words_says_so(desk: Desk, material: Basket) -> None:
    """A note whose source is gone has a red badge and a reason."""
    paper = draft(desk.kb, DraftKind.PLAN, material)
    number = min(paper.notes)
    gone = replace(paper, notes={**paper.notes, number: replace(paper.notes[number], source="0" * 16)})
    note = editor.view(gone, verify_draft(desk.kb, gone))["notes"][0]
    assert {"text": "已不在库", "tone": "red"} in note["badges"]
    assert note["problem"]


def test_material_says_how_it_stands(desk: Desk, material: Basket) -> None:
    """Items keep their ids, those cited are marked, those whose words are gone are flagged."""
    item = material.items[0]
    lost = replace(item, role=Role.TEXT, anchor=replace(item.anchor, quote="没有这些字"))
    basket = Basket((*material.items, lost))
    found = dict(zip((item.id for item in basket.items), standing(desk.kb, basket), strict=True))
    first = papers.place_name(material.items[0].anchor)
    work = save_draft(desk.kb.works, Draft(DraftKind.PLAN, "方案", ""))
    now = datetime.now(UTC).astimezone()
    shown = papers.view(found, [work], open_work=work.id, cited={first}, now=now)
    assert [one["item"]["id"] for one in shown["material"]] == list(found)
    assert shown["material"][0]["cited"]
    assert shown["material"][-1]["flag"] == {"text": "原文已变动", "tone": "red"}
    assert shown["papers"][0]["kind"] == "整改方案"
    assert shown["papers"][0]["when"].startswith("今天")
    assert papers.day(now - timedelta(days=400), now).startswith(str((now - timedelta(days=400)).year))


def test_columns_of_days_hold_days() -> None:
    """A column with days alone gets days, blanks to be filled in are empty there; one with words stays text."""
    assert cells(TABLE) == [
        {"0": "1", "1": date(2026, 12, 31), "2": "长期坚持"},
        {"0": "2", "1": None, "2": "2026-01-01"},
    ]


def test_edited_rows_keep_their_notes() -> None:
    """Cells are changed, rows added and deleted; notes stay with their row, a placeholder where nothing was written."""
    state = {
        "edited_rows": {1: {"1": None, "2": "2026-02-01"}},
        "added_rows": [{"0": "3", "1": "2026-05-01"}, {}],
        "deleted_rows": [0],
    }
    assert changed(TABLE, state).rows == (
        Row(("2", "【完成时限】", "2026-02-01"), (5,)),
        Row(("3", "2026-05-01", "")),
    )
    cleared = {"edited_rows": {0: {"2": None}}, "added_rows": [], "deleted_rows": []}
    assert changed(TABLE, cleared).rows[0] == Row(("1", "2026-12-31", ""), (4,))


def test_files_are_named_by_title_and_day() -> None:
    """The day is that of the paper, else today; signs that file systems refuse are left out."""
    paper = Draft(DraftKind.PLAN, "甲/乙方案", "")
    today = date(2026, 3, 5)
    assert dated_name(paper, Format.DOCX, today) == "甲乙方案（2026-03-05）.docx"
    dated = replace(paper, head=replace(paper.head, day=date(2025, 1, 2)))
    assert dated_name(dated, Format.XLSX, today) == "甲乙方案（2025-01-02）.xlsx"
