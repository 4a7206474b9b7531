"""A knowledge base that cannot be opened: what is wrong, and the button that mends it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kb.errors import BusyError, KnowledgeBaseError, ModelMismatchError, XunjianError
from kb.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from ui.components.guard import notice, plain_errors
from ui.resources import open_desk


def offer_repair(error: XunjianError) -> None:
    """Say what is wrong; where we can mend it, offer to.  Nothing is lost: vectors and word index are made again from
    the catalog.
    """
    notice(str(error), tone="bad")
    if isinstance(error, ModelMismatchError):
        _button("重新计算全部向量", _reembed)
    elif isinstance(error, KnowledgeBaseError) and not isinstance(error, BusyError):
        _button("检查并修复", _verify)
    else:
        _button("重试", lambda _: None)


def _button(label: str, mend: Callable[[KnowledgeBase], None]) -> None:
    if st.button(label, type="primary"):
        with plain_errors(), KnowledgeBase(load_settings()) as kb:
            mend(kb)
            open_desk.clear()
            st.rerun()


def _reembed(kb: KnowledgeBase) -> None:
    bar = st.progress(0.0, text="正在准备…")

    def advance(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), text=f"正在重新计算向量：{done}/{total}")

    kb.reembed(advance)


def _verify(kb: KnowledgeBase) -> None:
    with st.spinner("正在检查并修复…"):
        kb.verify(repair=True)
