"""Taking documents in: upload, progress, account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from assistant.library.account import whole
from ingest.bundled import ingest_library
from ingest.inputs import unpack
from ingest.pipeline import IngestSummary, Progress, ingest_inputs
from kb.knowledge_base import KnowledgeBase
from ui.components.guard import notice, plain_errors
from ui.components.html import tag

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

#: Failures and remarks named one by one; 资料 shows them all.
_NAMED = 6

_ACCOUNT, _ROUND = "intake_account", "intake_round"


def first_documents(kb: KnowledgeBase) -> None:
    """What an empty knowledge base offers."""
    st.html(tag("p", "资料库是空的。", css="xj-private"))
    if st.button("载入内置资料", type="primary", width="stretch"):
        _take(lambda progress: ingest_library(kb, progress=progress))


def intake(kb: KnowledgeBase) -> None:
    """The upload box with the account of the last batch."""
    number = st.session_state.setdefault(_ROUND, 0)
    files = st.file_uploader(
        "Word、PDF、网页、表格等",
        accept_multiple_files=True,
        key=f"upload_{number}",
    )
    if files and st.button(f"收录 {len(files)} 个文件", type="primary", width="stretch"):
        _take(lambda progress: ingest_uploads(kb, files, progress))
    account: IngestSummary | None = st.session_state.get(_ACCOUNT)
    if account:
        for tone, text in account_lines(account):
            notice(text, tone=tone)


def ingest_uploads(
    kb: KnowledgeBase, files: Sequence[UploadedFile], progress: Callable[[Progress], None]
) -> IngestSummary:
    """Take in what was uploaded, archives unpacked; what is no document is in the account, with the reason."""
    found = unpack([(PurePath(file.name).name, file.getvalue()) for file in files])
    return whole(found, ingest_inputs(kb, found.files, progress=progress))


def _take(work: Callable[[Callable[[Progress], None]], IngestSummary]) -> None:
    """Run a batch under a progress bar, then start over with its account."""
    with plain_errors():
        with _bar() as progress:
            st.session_state[_ACCOUNT] = work(progress)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    bar = st.progress(0.0, text="正在准备…")

    def advance(state: Progress) -> None:
        bar.progress(state.done / max(state.total, 1), text=progress_text(state))

    yield advance
    bar.empty()


def progress_text(state: Progress) -> str:
    """File in work, count and time left.  The name is shortened; the label is Markdown, so its signs are escaped."""
    name = "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|<>$:~" else sign for sign in state.name[:24])
    left = "" if state.seconds_left is None else f"，约剩 {max(1, round(state.seconds_left))} 秒"
    return f"{state.done}/{state.total} 个文件{left} {name}"


def account_lines(summary: IngestSummary) -> Iterator[tuple[str, str]]:
    """The account of a batch as ``(tone, text)``."""
    counts = [
        f"{label} {len(items)} 个"
        for label, items in (("新收录", summary.added), ("更新", summary.replaced), ("内容未变", summary.unchanged))
        if items
    ]
    if counts:
        yield "info", "，".join(counts) + "。"
    for failure in summary.failed[:_NAMED]:
        yield "bad", f"{failure.doc}：{failure.reason}"
    for remark in summary.warnings[:_NAMED]:
        yield "warn", f"{remark.doc}：{remark.text}"
    hidden = max(0, len(summary.failed) - _NAMED) + max(0, len(summary.warnings) - _NAMED)
    if hidden:
        yield "warn", f"另有 {hidden} 条提示，请到“资料”页收录，可以看到全部。"
