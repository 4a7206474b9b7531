"""What ``xunjian draft`` and ``xunjian export`` print: the paper, its places, and how its sentences were checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.drafting.check import DraftCheck, State
from assistant.drafting.model import Draft

#: Words of a quote or a sentence shown on one line of the terminal.
_SHOWN = 40


def draft_lines(draft: Draft, check: DraftCheck, *, brief: bool) -> Iterator[str]:
    """The paper with its places; ``brief`` leaves that to the files it was written to."""
    if not brief:
        yield draft.title
        yield ""
        yield from draft.body.splitlines()
        for table in draft.tables:
            yield ""
            yield f"附：{table.name}（{len(table.rows)}行，导出为 .docx 或 .xlsx 查看）"
        yield ""
        yield "引文："
        for number, found in check.notes.items():
            anchor = found.anchor
            yield f"[{number}] {anchor.doc} {anchor.locator}（{anchor.start}–{anchor.end}）：{_short(anchor.quote)}"
        yield ""
    yield f"《{draft.title}》"
    yield from check_lines(check)


def check_lines(check: DraftCheck) -> Iterator[str]:
    """The counts, then every sentence that must be looked at."""
    counts = "，".join(f"{state.label}{count}句" for state, count in check.counts.items() if count)
    yield f"逐句核对：{counts or '没有正文'}。"
    for number in check.missing:
        yield f"  [{number}] {check.notes[number].reason}"
    for number in check.moved:
        yield f"  [{number}] 原文位置有变动，已按新位置引用。"
    for one in check.sentences:
        if one.state in (State.OWN, State.UNVERIFIED, State.ADAPTED):
            yield f"  {one.state.label}：{_short(one.text)} {one.reason}"


def check_json(check: DraftCheck) -> dict[str, Any]:
    """The result of a check as plain values."""
    return {
        "counts": {state.value: count for state, count in check.counts.items()},
        "missing": list(check.missing),
        "moved": list(check.moved),
        "sentences": [
            {
                "paragraph": one.paragraph,
                "text": one.text,
                "citations": list(one.notes),
                "state": one.state.value,
                "reason": one.reason,
            }
            for one in check.sentences
        ],
        "rows": [
            {"table": one.table, "row": one.row, "state": one.state.value, "reason": one.reason} for one in check.rows
        ],
    }


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
