"""Dialogs of 资料: correcting what was understood, and taking a file out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.library.correcting import changes, extent, provenance_label, wishes
from ingest.corrections import Wishes, correct_document
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, DocumentKind, Problem, Provenance, Validity
from kb.taxonomy import Taxonomy
from ui.components.guard import notice, plain_errors
from ui.components.html import tag
from ui.components.understood import Shown

Done = Callable[[Sequence[tuple[str, str]]], None]
"""Gets tones and texts of what was done; the page is drawn anew afterwards."""


@st.dialog("更正", width="medium")
def correct_dialog(kb: KnowledgeBase, shown: Shown, taxonomy: Taxonomy, *, done: Done) -> None:
    """Ask for what is right; what differs is carried out at once and remembered."""
    document = shown.document
    st.html(tag("p", "更正后立即生效；重新收录、换成新版文件也不会丢失，随时可以取消。", css="xj-plain"))
    kinds, provenances, validities = list(DocumentKind), list(Provenance), list(Validity)
    left, right = st.columns(2)
    kind = left.selectbox("类别", kinds, index=kinds.index(document.kind), format_func=lambda one: one.label)
    provenance = right.selectbox(
        "文本性质", provenances, index=provenances.index(document.provenance), format_func=provenance_label
    )
    title = st.text_input("标题", document.title, max_chars=200)
    validity = st.selectbox(
        "效力（只有法规制度才有）",
        validities,
        index=validities.index(document.meta.validity),
        format_func=lambda one: one.value,
        disabled=kind is not DocumentKind.REGULATION,
    )
    typed = _types(document, taxonomy)
    if st.button("保存更正", type="primary"):
        wanted = [wishes(document, kind=kind, title=title, validity=validity, provenance=provenance), typed]
        wanted = [one for one in wanted if not one.empty]
        if not wanted:
            notice("没有改动任何内容。")
            return
        with plain_errors(), st.spinner("正在更正并更新索引…"):
            said = _carry_out(kb, shown, wanted)
            done(said)
            st.rerun()


def _types(document: Document, taxonomy: Taxonomy) -> Wishes:
    """The wish for the types of a problem; an empty one where nothing was changed."""
    if not document.problems:
        return Wishes()
    problem: Problem | None = st.selectbox(
        "更正其中一个问题的类型（可不选）",
        document.problems,
        index=None,
        format_func=lambda one: f"{one.number} {one.title}".strip(),
        placeholder="选择问题",
    )
    if problem is None:
        return Wishes()
    known = [kind.code for kind in problem.types if kind.code in taxonomy.types]
    chosen = st.multiselect(
        "问题类型（第一个为主）",
        list(taxonomy.types),
        known,
        placeholder="选择一个或几个类型",
        select_all=False,
        key=f"correct_types_{problem.locator}",
    )
    if chosen == known or not chosen:
        return Wishes()
    return Wishes(problem=problem.locator, types=tuple(chosen))


def _carry_out(kb: KnowledgeBase, shown: Shown, wanted: Sequence[Wishes]) -> list[tuple[str, str]]:
    part, before = shown.document.part, shown.document
    for one in wanted:
        outcome = correct_document(kb, shown.info.source_id, one, part)
    after = next(
        (document for document in kb.catalog.load(shown.info.source_id).documents if document.part == part), before
    )
    said = "；".join(changes(before, after)) or "已按您的判断记录，内容与原来相同"
    return [("good", f"已更正：{said}。{extent(outcome)}")]


@st.dialog("移出资料库")
def remove_dialog(kb: KnowledgeBase, shown: Shown, *, done: Done) -> None:
    """Ask whether the file is really to go."""
    info = shown.info
    st.html(tag("p", f"要把“{info.doc}”移出资料库吗？", css="xj-lead"))
    passages = sum(document.passages for document in info.documents)
    problems = sum(document.problems for document in info.documents)
    lines = [f"其中的 {passages:,} 条段落" + (f"、{problems} 个问题" if problems else "") + "将不再能检索到。"]
    if len(info.documents) > 1:
        lines.append(f"这个文件里有 {len(info.documents)} 篇资料，会一并移出。")
    lines.append("已保存的文稿、演练里引用它的句子会提示原文已不在；您电脑上的原文件不受影响，可以再次收录。")
    notice("\n".join(lines), tone="warn")
    with st.container(horizontal=True):
        if st.button("移出", type="primary"):
            with plain_errors(), st.spinner("正在移出…"):
                kb.remove(info.source_id)
                done([("info", f"已移出“{info.doc}”。")])
                st.rerun()
        if st.button("不移出"):
            st.rerun()
