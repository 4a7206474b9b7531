"""The check whether all stores agree: its last result, shared by all sessions, and the button for the next."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from kb.errors import XunjianError
from kb.knowledge_base import KnowledgeBase
from ui.components.html import tag

_HELP = "核对目录、向量、词库和原件是否一致，发现问题自动修复。"


class Check(NamedTuple):
    """The outcome of a check at a revision of the knowledge base."""

    revision: int
    ok: bool
    lines: tuple[str, ...]


@st.cache_resource(show_spinner=False)
def _checks() -> dict[str, Check]:
    return {}


def last_check(kb: KnowledgeBase) -> Check | None:
    """The last check, while the knowledge base is as it was then."""
    last = _checks().get("last")
    return last if last and last.revision == kb.catalog.state().revision else None


def health(kb: KnowledgeBase, *, key: str, wordy: bool = False) -> None:
    """Draw the state with the button, as a row of its own; ``key`` names the row, a ``wordy`` one says what was
    compared.
    """
    unfinished, last = kb.catalog.state().unfinished, last_check(kb)
    if unfinished:
        text, tone = f"{unfinished} 项写入进行中", "idle"
    elif last is None:
        text, tone = "未核对", "idle"
    else:
        text, tone = ("核对一致", "good") if last.ok else ("核对发现问题", "bad")
        if wordy and last.ok and last.lines:
            text = f"核对一致：{last.lines[0]}"
    with st.container(key=key, horizontal=True, vertical_alignment="center"):
        st.html(tag("p", text, css=f"xj-health xj-health-{tone}"), width="stretch")
        st.button("核对", key=f"{key}_verify", on_click=verify, args=(kb,), help=_HELP)


def verify(kb: KnowledgeBase) -> None:
    """Compare the stores and mend what differs.  Somebody else writing is a result like any other."""
    try:
        report = kb.verify(repair=True)
        ok, lines = report.ok, tuple(report.lines)
    except XunjianError as error:
        ok, lines = False, (str(error),)
    _checks()["last"] = Check(kb.catalog.state().revision, ok, lines)
