"""Correcting on the page: only what differs, what changed, taking one back; versions and the list as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assistant.library import coverage_table
from assistant.library.correcting import changes, extent, take_back, wishes
from assistant.library.versions import versions
from ingest.corrections import Wishes, correct_document
from ingest.coverage import Listed, State
from ingest.inputs import unpack
from ingest.pipeline import ingest_inputs
from kb.corrections import Field
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, DocumentKind, Validity
from kb.settings import Settings
from tests.kb.sample import HashEmbedder


def regulation(year: int) -> bytes:
    """A version of a small regulation."""
    text = f"""云阙市公安局巡逻防控管理办法
（{year}年1月5日云阙市公安局公布）
第一条　为规范巡逻防控，制定本办法。
第二条　每日巡逻{year - 2000}次。
第三条　本办法自{year}年2月1日起施行。
"""
    return text.encode()


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """A knowledge base with two versions of a regulation."""
    with KnowledgeBase(Settings(home=tmp_path / "home"), HashEmbedder()) as opened:
        found = unpack([("旧.txt", regulation(2019)), ("新.txt", regulation(2024))])
        assert not ingest_inputs(opened, found.files).failed
        yield opened


def stored(kb: KnowledgeBase, name: str) -> Document:
    """The document of a file as it stands."""
    return kb.catalog.load(kb.catalog.resolve(name).source_id).documents[0]


def same(document: Document) -> Wishes:
    """The form as it was opened."""
    return wishes(
        document,
        kind=document.kind,
        title=document.title,
        validity=document.meta.validity,
        provenance=document.provenance,
    )


def test_only_what_differs_is_wished(kb: KnowledgeBase) -> None:
    """A form left as it was asks for nothing; a validity counts for regulations alone; titles lose stray blanks."""
    document = stored(kb, "新.txt")
    assert same(document).empty
    asked = wishes(
        document,
        kind=DocumentKind.PRACTICE,
        title=" 巡防  办法 ",
        validity=Validity.REPEALED,
        provenance=document.provenance,
    )
    assert asked == Wishes(kind=DocumentKind.PRACTICE.label, title="巡防 办法")


def test_what_changed_is_named_and_one_correction_taken_back(kb: KnowledgeBase) -> None:
    """A new kind says what became of the articles; taking the kind back leaves the corrected title."""
    before = stored(kb, "新.txt")
    outcome = correct_document(kb, "新.txt", Wishes(kind="工作文章", title="巡防办法"))
    after = stored(kb, "新.txt")
    said = changes(before, after)
    assert "类别由“法规制度”改为“工作文章”" in said
    assert "条文 3 → 0" in said
    assert "重新索引" in extent(outcome)
    (kind,) = [one for one in outcome.corrections if one.place.field is Field.KIND]
    back = take_back(kb, outcome.source_id, kind.place)
    assert [one.place.field for one in back.corrections] == [Field.TITLE]
    restored = stored(kb, "新.txt")
    assert (restored.kind, restored.title, len(restored.articles)) == (DocumentKind.REGULATION, "巡防办法", 3)


def test_all_versions_of_a_title_stand_by_date(kb: KnowledgeBase) -> None:
    """Both versions are listed, the older first and superseded, the one asked about marked."""
    new = kb.catalog.resolve("新.txt").documents[0]
    found = versions(kb.catalog.sources(), new)
    assert [(one.day and one.day.year, one.this) for one in found] == [(2019, False), (2024, True)]
    assert found[0].validity is not Validity.IN_FORCE


def test_the_list_becomes_files_that_office_programs_read() -> None:
    """The workbook has a row for each entry; the CSV has the mark Excel needs, and no cell is a formula."""
    listed = [
        Listed("甲条例", "云阙市", "依据", State.MISSING, (), ("gov.cn：检索",)),
        Listed("=1+1", "云阙市", "@依据", State.HELD, ("乙.docx",), ()),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(coverage_table.to_xlsx(listed, date(2026, 1, 2)))).worksheets[0]
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == ["甲条例", "=1+1"]
    assert sheet.cell(4, 2).data_type == "s"
    data = coverage_table.to_csv(listed)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["文件", "甲条例", "'=1+1"]
