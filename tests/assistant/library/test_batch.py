"""Batches in a thread of their own, and their accounts."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from assistant.library.account import Outcome, entries, sentence, totals, whole
from assistant.library.job import Job
from ingest.inputs import Failure, Inputs
from ingest.pipeline import Ingested, IngestSummary, Progress, Remark
from kb.errors import BusyError

SUMMARY = IngestSummary(
    added=(Ingested("甲.docx", "upload:甲.docx", "s1", 1, 9), Ingested("乙.docx", "upload:乙.docx", "s2", 3, 40)),
    unchanged=(Ingested("丙.docx", "upload:丙.docx", "s3", 1, 5),),
    failed=(Failure("丁.pdf", "upload:丁.pdf", "文件已损坏"),),
    warnings=(Remark("乙.docx", "有缺页"),),
    seconds=75.0,
)


def test_every_file_stands_in_the_account_once() -> None:
    """Failures come first with their reason, then files with remarks, then the others."""
    found = entries(SUMMARY)
    assert [entry.doc for entry in found] == ["丁.pdf", "乙.docx", "甲.docx", "丙.docx"]
    assert found[0].said == "文件已损坏"
    assert found[0].source_id == ""
    assert found[1].remarks == ("有缺页",)
    assert "3 篇" in found[1].said
    assert totals(SUMMARY) == ((Outcome.ADDED, 2), (Outcome.UNCHANGED, 1), (Outcome.FAILED, 1))
    assert sentence(SUMMARY) == "新收录 2 个，内容未变 1 个，未收录 1 个，写入段落 49 条，用时 1 分 15 秒。"


def test_what_fell_out_before_the_batch_is_in_its_account() -> None:
    """Archives that cannot be opened stand before the failures of the batch."""
    found = Inputs(failed=[Failure("坏.zip", "upload:坏.zip", "坏")], ignored=["a.dwg"])
    joined = whole(found, SUMMARY)
    assert [failure.doc for failure in joined.failed] == ["坏.zip", "丁.pdf"]
    assert joined.ignored == ("a.dwg",)


def test_a_batch_tells_its_progress_and_ends_with_its_account() -> None:
    """While it works the progress can be read; over is what it returned."""
    go = threading.Event()

    def work(progress: Callable[[Progress], None]) -> IngestSummary:
        progress(Progress(1, 3, "甲.docx", 9, 1.0, 5.0))
        go.wait(10)
        return SUMMARY

    job = Job(["甲.docx"], work)
    while (now := job.snapshot()).progress is None:
        pass
    assert not now.over
    assert now.progress.name == "甲.docx"
    go.set()
    done = job.wait(10)
    assert done.over
    assert done.summary is SUMMARY


@pytest.mark.parametrize(
    ("error", "said"), [(BusyError("另一个程序正在写入"), "另一个程序正在写入"), (RuntimeError("x"), "意外错误")]
)
def test_a_batch_that_cannot_run_says_why(error: Exception, said: str) -> None:
    """An error that concerns every file ends the batch with a plain sentence."""

    def work(_: Callable[[Progress], None]) -> IngestSummary:
        raise error

    done = Job(["甲.docx"], work).wait(10)
    assert done.over
    assert said in done.error
    assert done.summary is None
