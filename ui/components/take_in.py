"""Taking documents in on 资料: choose or drop files, watch the batch, read its account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from assistant.library.account import whole
from assistant.library.job import Snapshot
from ingest.bundled import ingest_library, library_files
from ingest.inputs import Inputs, unpack
from ingest.pipeline import IngestSummary, Progress, ingest_inputs
from kb.knowledge_base import KnowledgeBase
from ui import jobs
from ui.components.guard import notice
from ui.components.html import tag
from ui.components.queue import Chosen, account_view, chosen_view, queue, running_view

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_ROUND, _LEFT_OUT = "library_round", "library_left_out"

#: Seconds between two looks at a batch: it moves before one asks whether it stands still.
_LOOK = 1.0

_HINT = (
    "可以一次放入很多文件：Word、WPS、PDF（含扫描件）、网页、Excel、CSV、文本，以及打成 zip 的整个文件夹。"
    "同名文件再次收录会更新原来的资料；内容没变的自动跳过；一个文件出错不影响其他文件。"
)


def take_in(kb: KnowledgeBase, documents: Mapping[str, str], *, on_go: Callable[[str], None]) -> None:
    """Draw the upload box, batches under way and the account of this session's last one.

    ``documents`` leads from sources to the documents that ``on_go`` opens.
    """
    _choose(kb, empty=not documents)
    if jobs.running():
        _watch()
    mine = jobs.mine()
    if mine and mine.snapshot().over:
        _account(mine.snapshot(), documents, on_go)


def _choose(kb: KnowledgeBase, *, empty: bool) -> None:
    number = st.session_state.setdefault(_ROUND, 0)
    with st.container(key="dropzone"):
        files = st.file_uploader(
            "收录资料", accept_multiple_files=True, key=f"library_upload_{number}", label_visibility="collapsed"
        )
    left_out = st.session_state.get(_LEFT_OUT, frozenset())
    chosen = [file for file in files if file.file_id not in left_out]
    if not chosen:
        st.html(tag("p", _HINT, css="xj-plain"))
        if empty:
            st.html(
                tag("p", "资料库现在是空的。也可以先载入内置资料（摘编和虚构示例），熟悉一下功能。", css="xj-plain")
            )
            st.button("载入内置资料", on_click=_start_library, args=(kb,))
        return
    queue(
        chosen_view([Chosen(file.file_id, file.name, file.size) for file in chosen]),
        key="library_chosen",
        on_drop=_leave_out,
    )
    with st.container(horizontal=True):
        st.button(f"收录 {len(chosen)} 个文件", type="primary", on_click=_start, args=(kb, chosen))
        st.button("全部不收录", on_click=_clear)


def _leave_out(file_id: str) -> None:
    st.session_state[_LEFT_OUT] = st.session_state.get(_LEFT_OUT, frozenset()) | {file_id}


def _start(kb: KnowledgeBase, files: Sequence[UploadedFile]) -> None:
    """Begin the batch; the bytes are taken along, the box is emptied for the next files."""
    found = unpack([(PurePath(file.name).name, file.getvalue()) for file in files])
    jobs.start([item.doc for item in found.files], partial(_work, kb, found))
    _clear()


def _start_library(kb: KnowledgeBase) -> None:
    jobs.start([item.doc for item in library_files()], lambda progress: ingest_library(kb, progress=progress))


def _work(kb: KnowledgeBase, found: Inputs, progress: Callable[[Progress], None]) -> IngestSummary:
    return whole(found, ingest_inputs(kb, found.files, progress=progress))


def _clear() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_LEFT_OUT] = frozenset()


@st.fragment(run_every=_LOOK)
def _watch() -> None:
    """Draw the batches under way; when one is over, the whole page is drawn anew with its account."""
    watched = st.session_state.setdefault("library_watched", set())
    now = jobs.running()
    for job in now:
        queue(running_view(job.snapshot()), key=f"library_running_{job.id}")
    over = watched - {job.id for job in now}
    st.session_state["library_watched"] = {job.id for job in now}
    if over or not now:
        st.rerun()


def _account(now: Snapshot, documents: Mapping[str, str], on_go: Callable[[str], None]) -> None:
    if now.summary is None:
        notice(now.error, tone="bad")
    else:
        queue(account_view(now.summary, documents), key="library_account", on_go=on_go)
    st.button("收起收录结果", on_click=jobs.forget)
