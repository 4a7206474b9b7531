"""Files on their way into the library: chosen, being taken in, accounted for; drawn by ``assets/queue.js``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple, TypedDict

from assistant.library.account import Entry, Outcome, entries, sentence
from assistant.library.job import Snapshot
from assistant.setup.storage import readable
from ingest.pipeline import IngestSummary, Progress
from ingest.readers import SUFFIXES
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.sent import on

_TONES = {Outcome.FAILED: "red", Outcome.ADDED: "green", Outcome.REPLACED: "green", Outcome.UNCHANGED: "grey"}

_MINUTE = 60


class RowView(TypedDict):
    """A file; ``drop`` and ``go`` are what is sent when it is left out or opened, empty where it cannot be."""

    state: Badge
    name: str
    note: str
    remarks: list[str]
    bad: bool
    working: bool
    drop: str
    go: str


class QueueView(TypedDict):
    """What the browser draws; ``share`` of the work is done, None where none is under way."""

    heading: str
    share: float | None
    note: str
    rows: list[RowView]


class Chosen(NamedTuple):
    """A file that was chosen: its id in the upload box, name and size in bytes."""

    id: str
    name: str
    size: int


def supported(name: str) -> bool:
    """Whether files of that name can be read at all, by what it says of their format."""
    return PurePath(name).suffix.lower() in SUFFIXES


def chosen_view(files: Sequence[Chosen]) -> QueueView:
    """What was chosen and not yet taken in."""
    return QueueView(heading="", share=None, note="", rows=[_chosen(file) for file in files])


def running_view(now: Snapshot) -> QueueView:
    """A batch under way: what is done, in work and still to come, in the order of the files."""
    done = now.progress.done if now.progress else 0
    rows = [_running(name, number, done) for number, name in enumerate(now.files)]
    return QueueView(heading="正在收录", share=_share(now), note=progress_text(now.progress), rows=rows)


def account_view(summary: IngestSummary, documents: Mapping[str, str]) -> QueueView:
    """The account of a batch; ``documents`` leads from sources to documents that can be opened."""
    rows = [_entry(entry, documents) for entry in entries(summary)]
    ignored = f"压缩包里另有 {len(summary.ignored)} 个文件不是资料，没有收录。" if summary.ignored else ""
    return QueueView(heading="收录结果", share=None, note=sentence(summary) + ignored, rows=rows)


def progress_text(progress: Progress | None) -> str:
    """How far it is, in words."""
    if progress is None:
        return "正在准备…"
    left = ""
    if progress.seconds_left is not None and progress.done < progress.total:
        seconds = max(1, round(progress.seconds_left))
        left = f"，大约还要 {seconds} 秒" if seconds < _MINUTE else f"，大约还要 {seconds // _MINUTE + 1} 分钟"
    passages = f"，已处理 {progress.passages:,} 条段落" if progress.passages else ""
    return f"已完成 {progress.done} / {progress.total} 个文件{passages}{left}。可以离开本页，收录会继续。"


def _share(now: Snapshot) -> float:
    """The share by time where there is something to judge by: files differ in length by a hundred times."""
    progress = now.progress
    if progress is None:
        return 0.0
    if progress.seconds_left is None or not progress.rate:
        return progress.done / max(progress.total, 1)
    spent = progress.passages / progress.rate
    return spent / max(spent + progress.seconds_left, 1e-6)


def _plain(state: Badge, name: str, note: str = "") -> RowView:
    return RowView(state=state, name=name, note=note, remarks=[], bad=False, working=False, drop="", go="")


def _chosen(file: Chosen) -> RowView:
    row = _plain(Badge(text="待收录", tone="blue"), file.name, readable(file.size))
    if not supported(file.name):
        row["state"] = Badge(text="可能不支持", tone="amber")
        row["remarks"] = ["这种文件多半读不出文字；可以转换为 Word、PDF、网页、表格或文本后再收录。"]
    row["drop"] = file.id
    return row


def _running(name: str, number: int, done: int) -> RowView:
    if number < done:
        return _plain(Badge(text="已处理", tone="green"), name)
    if number == done:
        row = _plain(Badge(text="处理中", tone="amber"), name)
        row["working"] = True
        return row
    return _plain(Badge(text="等待", tone="grey"), name)


def _entry(entry: Entry, documents: Mapping[str, str]) -> RowView:
    row = _plain(Badge(text=entry.outcome.label, tone=_TONES[entry.outcome]), entry.doc)
    if entry.outcome is Outcome.FAILED:
        row["remarks"], row["bad"] = [entry.said], True
    else:
        row["note"], row["remarks"] = entry.said, list(entry.remarks)
    row["go"] = documents.get(entry.source_id, "")
    return row


_mount = component("queue")


def queue(
    shown: QueueView,
    *,
    key: str,
    on_drop: Callable[[str], None] = lambda _: None,
    on_go: Callable[[str], None] = lambda _: None,
) -> None:
    """Draw the files."""
    _mount(key=key, data=shown, on_drop_change=on(key, "drop", on_drop), on_go_change=on(key, "go", on_go))
