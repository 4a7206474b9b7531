"""The account of a batch: what became of every file, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from ingest.inputs import Inputs
from ingest.pipeline import Ingested, IngestSummary


class Outcome(StrEnum):
    """What became of a file."""

    FAILED = "failed"
    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return {"failed": "未收录", "added": "新收录", "replaced": "已更新", "unchanged": "内容未变"}[self.value]


class Entry(NamedTuple):
    """A file of the batch: ``said`` is the reason or the extent, ``remarks`` what to look at; ``source_id`` is empty
    for one that is not in the library.
    """

    doc: str
    outcome: Outcome
    said: str
    remarks: tuple[str, ...] = ()
    source_id: str = ""


def entries(summary: IngestSummary) -> tuple[Entry, ...]:
    """Every file once: failures first, then what has remarks, then the rest."""
    found = list(_entries(summary))
    return tuple(sorted(found, key=lambda entry: (entry.outcome is not Outcome.FAILED, not entry.remarks)))


def totals(summary: IngestSummary) -> tuple[tuple[Outcome, int], ...]:
    """How many files had which outcome; outcomes without files are left out."""
    numbers = (
        (Outcome.ADDED, len(summary.added)),
        (Outcome.REPLACED, len(summary.replaced)),
        (Outcome.UNCHANGED, len(summary.unchanged)),
        (Outcome.FAILED, len(summary.failed)),
    )
    return tuple((outcome, number) for outcome, number in numbers if number)


def sentence(summary: IngestSummary) -> str:
    """The account in a sentence."""
    said = [f"{outcome.label} {number} 个" for outcome, number in totals(summary)] or ["没有可以收录的文件"]
    if summary.passages:
        said.append(f"写入段落 {summary.passages:,} 条")
    return "，".join(said) + f"，用时 {_time(summary.seconds)}。"


def whole(found: Inputs, summary: IngestSummary) -> IngestSummary:
    """The account of a batch with what fell out before it began: archives that cannot be opened, files in them that
    are no documents.
    """
    return replace(summary, failed=(*found.failed, *summary.failed), ignored=(*found.ignored, *summary.ignored))


def _entries(summary: IngestSummary) -> Iterator[Entry]:
    remarks: dict[str, list[str]] = {}
    for remark in summary.warnings:
        remarks.setdefault(remark.doc, []).append(remark.text)
    for failure in summary.failed:
        yield Entry(failure.doc, Outcome.FAILED, failure.reason)
    for outcome, items in (
        (Outcome.ADDED, summary.added),
        (Outcome.REPLACED, summary.replaced),
        (Outcome.UNCHANGED, summary.unchanged),
    ):
        for item in items:
            yield Entry(item.doc, outcome, _extent(item), tuple(remarks.get(item.doc, ())), item.source_id)


def _extent(item: Ingested) -> str:
    parts = f"，含 {item.documents} 篇" if item.documents > 1 else ""
    return f"{item.passages:,} 条段落{parts}"


def _time(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} 秒" if whole < 60 else f"{whole // 60} 分 {whole % 60} 秒"  # noqa: PLR2004 - seconds of a minute
