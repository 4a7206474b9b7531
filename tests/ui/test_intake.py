"""The account of a batch, and errors in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.inputs import Failure
from ingest.pipeline import Ingested, IngestSummary, Progress, Remark
from ui.components.intake import account_lines, progress_text

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_account_names_failures_and_remarks() -> None:
    """Counts come first, then every failure and remark with the name of its file."""
    entry = Ingested("甲.docx", "upload:甲.docx", "1", 1, 9)
    summary = IngestSummary(
        added=(entry,),
        failed=(Failure("乙.pdf", "upload:乙.pdf", "文件已损坏"),),
        warnings=(Remark("甲.docx", "有缺页"),),
    )
    assert list(account_lines(summary)) == [
        ("info", "新收录 1 个。"),
        ("bad", "乙.pdf：文件已损坏"),
        ("warn", "甲.docx：有缺页"),
    ]


def test_a_long_account_is_cut_with_the_number_left_out() -> None:
    """Beyond six failures the account says how many more there are."""
    summary = IngestSummary(failed=tuple(Failure(f"{n}.pdf", "", "坏") for n in range(9)))
    lines = list(account_lines(summary))
    assert len(lines) == 7
    assert "3 条" in lines[-1][1]


def test_file_names_are_not_read_as_markdown() -> None:
    """A file name with Markdown signs is escaped in the label of the progress bar."""
    text = progress_text(Progress(1, 4, "*甲*_[乙](丙)$.pdf", 0, 0.0, 3.2))
    assert text.startswith("1/4 个文件，约剩 3 秒")
    assert r"\*甲\*\_\[乙\]\(丙\)\$\.pdf" in text


def test_a_wrong_setting_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With a setting that does not fit, the page names it and offers to try again; no traceback is shown."""
    monkeypatch.setenv("XUNJIAN_HOME", str(tmp_path))
    monkeypatch.setenv("XUNJIAN_THREADS", "许多")
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not page.exception
    assert [button.label for button in page.button] == ["重试"]
    assert any("threads" in str(part.proto) and "许多" in part.proto.body for part in page.get("html"))
