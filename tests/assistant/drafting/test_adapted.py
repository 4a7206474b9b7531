"""Measures of others in the names of the user's unit: marked, judged by their source, never claimed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.adapting import REGION_BLANK, proposable
from assistant.basket import Basket
from assistant.drafting.body import REPLACED, restored
from assistant.drafting.check import Judged, State, verify_draft
from assistant.drafting.collect import joined, of_problem
from assistant.drafting.compose import draft
from assistant.drafting.facts import DraftFacts
from assistant.drafting.model import Draft, DraftKind
from assistant.rendering import Format, render
from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.export.samples import W

OWN = "石泉县公安局"

NOTICE = """# 中共岚川市公安局委员会关于巡察整改情况的通报

2022年3月1日至5月10日，市委第一巡察组对岚川市公安局党委进行了巡察。2022年7月8日反馈了巡察意见。现将整改情况予以公布。

一、整改落实情况

1.关于“涉案财物管理混乱”的问题。
一是完善制度。制定《岚川市公安局涉案财物管理规定》，由岚川公安法制部门统一保管。
二是全面清理。在岚川市范围内清点暂扣款项36笔。
三是明确责任。涉案财物由办案部门专人保管。
四是通报情况。岚川市公安局已完成通报。
五是加强抽查。在岚川市范围内每月抽查。
"""


@pytest.fixture(scope="module")
def adapting_kb(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Iterator[KnowledgeBase]:
    """One notice whose measures name their unit and its place."""
    folder = tmp_path_factory.mktemp("adapting")
    file = folder / "通报.md"
    file.write_text(NOTICE, encoding="utf-8")
    with KnowledgeBase(Settings(home=folder / "home"), embedder) as kb:
        ingest_paths(kb, [str(file)])
        yield kb


def paper(kb: KnowledgeBase, kind: DraftKind = DraftKind.PLAN, *, unit: str = OWN, own_unit: str = "") -> Draft:
    """A paper from the only problem there is."""
    (info,) = kb.catalog.problems()
    basket = joined(Basket(), [of_problem(kb, info.source_id, info.problem.locator)])
    return draft(kb, kind, basket, DraftFacts(problem="涉案财物管理混乱", unit=unit, own_unit=own_unit))


def adapted(kb: KnowledgeBase, one: Draft) -> list[Judged]:
    """The sentences that are adapted."""
    return [found for found in verify_draft(kb, one).sentences if found.state is State.ADAPTED]


@pytest.mark.parametrize("kind", [DraftKind.PLAN, DraftKind.SUPERVISION])
def test_names_are_replaced_and_marked(adapting_kb: KnowledgeBase, kind: DraftKind) -> None:
    """Every replaced name stands with the one it replaced; with those put back the sentence is in the source."""
    one = paper(adapting_kb, kind, own_unit=OWN)
    sentence, other = adapted(adapting_kb, one)
    assert [("石泉县", "岚川市")] == REPLACED.findall(other.text)
    assert [(OWN, "岚川市公安局"), ("石泉公安", "岚川公安")] == REPLACED.findall(sentence.text)
    assert restored(sentence.text).removeprefix("一是").strip("。") in one.notes[sentence.notes[0]].quote
    assert all(words in sentence.reason for words in ("“岚川市公安局”改为", "不再是原文", "通报》一1."))
    assert not sentence.quoted


def test_nothing_is_claimed_of_the_own_unit(adapting_kb: KnowledgeBase) -> None:
    """Results, dates and finished acts stay quotes of the other unit; what is adapted is led by whose it was."""
    one = paper(adapting_kb, DraftKind.SUPERVISION, own_unit=OWN)
    lines = one.body.splitlines()
    at = next(number for number, line in enumerate(lines) if "〖" in line)
    lead = lines[at] if "：" in lines[at].split("〖")[0] else lines[at - 1]
    assert lead.startswith("参照岚川市公安局")
    assert "尚未采取" in lead
    kept = [line for line in lines if "36笔" in line or "已完成通报" in line]
    assert len(kept) == 2
    assert all("〖" not in line for line in kept)


def test_without_an_own_unit_all_stay_quotes(adapting_kb: KnowledgeBase) -> None:
    """Who names no unit gets the source's words, and so does the unit that took the measures."""
    for own_unit in ("", "岚川市公安局"):
        for one in (
            paper(adapting_kb, DraftKind.SUPERVISION, own_unit=own_unit),
            paper(adapting_kb, unit=own_unit),
        ):
            assert "〖" not in one.body
            assert not adapted(adapting_kb, one)


def test_a_plan_proposes_what_can_be_proposed(adapting_kb: KnowledgeBase) -> None:
    """The draft measures of a plan are those of others that report nothing done, each with its source and blanks for
    who and when; what others did stands in a working list.
    """
    one = paper(adapting_kb)
    lines = one.body.splitlines()
    at = next(number for number, line in enumerate(lines) if "尚未采取" in line)
    proposed = [line for line in lines[at + 1 :] if line[1:2] == "是"]
    assert 3 == len(proposed)
    assert all("责任单位：【责任单位】；完成时限：【完成时限】。" in line and "]。责任" in line for line in proposed)
    assert not any(words in one.body for words in ("36笔", "已完成通报"))
    (working,) = [table for table in one.tables if table.working]
    assert 5 == len(working.rows)
    check = verify_draft(adapting_kb, one)
    assert not check.failed
    assert not check.failed_rows


def test_without_any_unit_names_of_the_source_are_not_proposed(adapting_kb: KnowledgeBase) -> None:
    """A measure that names its unit or place is no draft measure where nothing can be put in its stead."""
    lines = paper(adapting_kb, unit="").body.splitlines()
    (proposed,) = [line for line in lines if "责任单位：" in line]
    assert "专人保管" in proposed


@pytest.mark.parametrize("kind", [DraftKind.NOTICE, DraftKind.SPECIAL, DraftKind.REMINDER, DraftKind.FINDINGS])
def test_reports_keep_quotes(adapting_kb: KnowledgeBase, kind: DraftKind) -> None:
    """Papers that report what others did are not adapted."""
    assert "〖" not in paper(adapting_kb, kind, own_unit=OWN).body


def test_edits_are_judged_by_the_source(adapting_kb: KnowledgeBase) -> None:
    """Other words beside the names, or a name that is no such exchange, are not verified."""
    one = paper(adapting_kb, own_unit=OWN)
    for old, new in (
        ("统一保管", "统一销毁并罚款5万元"),
        (f"〖{OWN}←", "〖我局已全部整改←"),
        ("〖石泉公安←岚川公安〗", "〖石泉公安←霞屿公安〗"),
    ):
        edited = replace(one, body=one.body.replace(old, new))
        assert edited.body != one.body
        states = {found.state for found in verify_draft(adapting_kb, edited).sentences if "〖" in found.text}
        assert State.UNVERIFIED in states, old


def test_the_blank_for_a_place_is_to_be_filled_in(adapting_kb: KnowledgeBase) -> None:
    """A unit that shows no place leaves a blank; a place may stand in it, anything else may not."""
    one = paper(adapting_kb, unit="星汀分局", own_unit="星汀分局")
    line = next(line for line in one.body.splitlines() if f"{REGION_BLANK}←" in line)
    for new, state in (
        (REGION_BLANK, State.PLACEHOLDER),
        ("星汀区", State.ADAPTED),
        ("我局已全部整改", State.UNVERIFIED),
    ):
        edited = replace(one, body=line.replace(REGION_BLANK, new))
        (found,) = [found for found in verify_draft(adapting_kb, edited).sentences if "〖" in found.text]
        assert state is found.state


@pytest.mark.parametrize(
    "body", ["〖甲←乙。〗丙", "〖甲← 〗", "〖←〗", "〖甲←乙〗〗[1]", "【1】〖甲[1]←乙〗。", "〖" * 50]
)
def test_broken_marks_break_nothing(adapting_kb: KnowledgeBase, body: str) -> None:
    """Whatever is typed is judged and written, and passes for nothing it is not."""
    one = replace(paper(adapting_kb, own_unit=OWN), body=body)
    check = verify_draft(adapting_kb, one)
    assert not {found.state for found in check.sentences} & {State.ADAPTED, State.VERIFIED, State.FIXED}
    for target in Format:
        assert render(one, check, target)


def test_files_show_what_was_replaced(adapting_kb: KnowledgeBase, tmp_path: Path) -> None:
    """Word highlights the name and tells the old one in the footnote, text and workbook put it behind."""
    one = paper(adapting_kb, own_unit=OWN)
    check = verify_draft(adapting_kb, one)
    said = render(one, check, Format.TXT).decode()
    assert f"{OWN}〔原为“岚川市公安局”〕" in said
    sheet = openpyxl.load_workbook(io.BytesIO(render(one, check, Format.XLSX)))["参考措施清单"]
    assert any(f"{OWN}〔原为“岚川市公安局”〕" in str(cell.value) for row in sheet for cell in row)
    document = docx.Document(io.BytesIO(render(one, check, Format.DOCX)))
    green = [
        "".join(words.text or "" for words in run.iter(f"{W}t"))
        for run in document.element.body.iter(f"{W}r")
        if any(mark.get(f"{W}val") == "green" for mark in run.iter(f"{W}highlight"))
    ]
    assert green.count(OWN) == 2  # in the text and in the list
    notes = next(part.blob.decode() for part in document.part.package.iter_parts() if "footnotes" in part.partname)
    assert f"“岚川市公安局”改为“{OWN}”" in notes
    assert not any("〖" in text for text in (said, notes))
    assert "〖" not in document.element.body.xml


@pytest.mark.parametrize("words", ["制定管理规定", "为了规范管理，了解情况"])
def test_what_can_be_proposed(words: str) -> None:
    """Plain measures can."""
    assert proposable(words)


@pytest.mark.parametrize("words", ["已制定规定", "清退了款项", "2021年出台", "目前正在办理"])
def test_what_cannot_be_proposed(words: str) -> None:
    """Words that report a result or a date are no proposal."""
    assert not proposable(words)
