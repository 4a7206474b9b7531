"""The sidebar: what the knowledge base holds and in what state it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from assistant.desk import Desk
from kb.catalog import SourceInfo
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind
from ui.components.documents import document_list
from ui.components.health import health, last_check
from ui.components.html import Html, join, tag
from ui.components.intake import first_documents, intake


def sidebar(desk: Desk) -> None:
    """Draw the sidebar; raises ``XunjianError``."""
    sources = desk.kb.catalog.sources()
    with st.sidebar:
        st.html(_motto())
        if sources:
            st.html(_size(desk.kb, sources))
            _health(desk.kb)
        else:
            first_documents(desk.kb)
        with st.expander("收录资料", expanded=not sources):
            intake(desk.kb)
        if sources:
            with st.expander("查看资料"):
                document_list(sources)
        st.html(tag("p", "资料和提问只保存在这台电脑上，不会发送到网络。", css="xj-private"))


def _motto() -> Html:
    return tag("div", "查先例　核条款　句句有出处", css="xj-motto")


def _size(kb: KnowledgeBase, sources: Sequence[SourceInfo]) -> Html:
    documents = [document for source in sources for document in source.documents]
    kinds = Counter(document.kind for document in documents)
    rows = [(kind.label, f"{kinds[kind]} 份") for kind in DocumentKind if kinds[kind]]
    rows.append(("段落", f"{sum(document.passages for document in documents):,} 条"))
    problems = sum(document.problems for document in documents)
    if problems:
        rows.append(("问题先例", f"{problems:,} 个"))
    changed = max(source.added_at for source in sources).replace(tzinfo=UTC).astimezone()
    rows.append(("最近更新", _day(changed)))
    model = kb.catalog.state().model or "—"
    cells = join(*(join(tag("dt", name), tag("dd", value)) for name, value in rows))
    name = tag("dd", f"模型 {model.split('@')[0].rsplit('/', 1)[-1]}", title=model, css="xj-model")
    return tag("div", tag("h2", "资料库"), tag("dl", cells, name), css="xj-size")


def _day(moment: datetime) -> str:
    now = datetime.now(tz=moment.tzinfo)
    return f"今天 {moment:%H:%M}" if moment.date() == now.date() else f"{moment:%Y-%m-%d}"


def _health(kb: KnowledgeBase) -> None:
    health(kb, key="health")
    last = last_check(kb)
    if last and not last.ok:
        st.html(tag("div", *(tag("p", line) for line in last.lines), css="xj-notice xj-bad"))
