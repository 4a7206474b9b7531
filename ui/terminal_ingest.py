"""What ``xunjian ingest`` reports: added, replaced, skipped, failed and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.pipeline import IngestSummary
from kb.catalog import SourceInfo

#: More remarks than this scroll the result off the screen; the rest is counted.
REMARKS = 12

#: Files named in a remark on many.
NAMED = 3


def summary_lines(summary: IngestSummary) -> Iterator[str]:
    """The account of a batch."""
    for title, items in (("新增", summary.added), ("更新", summary.replaced)):
        for item in items:
            parts = f"，{item.documents} 份资料" if item.documents > 1 else ""
            yield f"{title}：{item.doc}（{item.passages} 条段落{parts}）"
    for failure in summary.failed:
        yield f"未收录：{failure.doc}：{failure.reason}"
    for remark in summary.warnings[:REMARKS]:
        yield f"注意：{remark.doc}：{remark.text}"
    if len(summary.warnings) > REMARKS:
        yield f"注意：另有 {len(summary.warnings) - REMARKS} 条提示，可用 xunjian show 文件名 查看。"
    yield (
        f"新增 {len(summary.added)} 个，更新 {len(summary.replaced)} 个，未变 {len(summary.unchanged)} 个，"
        f"失败 {len(summary.failed)} 个，忽略 {len(summary.ignored)} 个；"
        f"写入段落 {summary.passages} 条，用时 {summary.seconds:.1f} 秒。"
    )


def outdated_lines(sources: Sequence[SourceInfo]) -> Iterator[str]:
    """What an older version of the program has read, and how to have it read anew; nothing where there is none."""
    if sources:
        names = "、".join(info.doc for info in sources[:NAMED]) + (" 等" if len(sources) > NAMED else "")
        yield (
            f"注意：{len(sources)} 份资料由旧版程序解析（{names}），新版的改进尚未用上。"
            "请运行 xunjian verify --reparse 用保存的原件重新解析，更正过的内容不会丢失。"
        )


def summary_json(summaries: Sequence[IngestSummary]) -> dict[str, Any]:
    """The account of one or more batches as one JSON object."""
    return {
        "added": [item._asdict() for summary in summaries for item in summary.added],
        "replaced": [item._asdict() for summary in summaries for item in summary.replaced],
        "unchanged": [item.doc for summary in summaries for item in summary.unchanged],
        "failed": [failure._asdict() for summary in summaries for failure in summary.failed],
        "warnings": [remark._asdict() for summary in summaries for remark in summary.warnings],
        "ignored": [path for summary in summaries for path in summary.ignored],
        "seconds": round(sum(summary.seconds for summary in summaries), 2),
    }
