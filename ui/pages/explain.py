"""体检: how the search read a question, what each channel gave, and why every result stands where it does."""

from __future__ import annotations

import streamlit as st

from kb.model import Group
from retrieval.explain import Explanation, HitReason, explain
from ui import memory
from ui.components import explained
from ui.components.guard import notice, plain_errors
from ui.components.place import Place
from ui.components.reader import reader
from ui.resources import open_desk

_QUESTION, _FOUND, _GROUP = "explain_question", "explained", "explain_group"

#: As on the page where questions are asked.
_COLUMNS = (56, 44)


def page() -> None:
    """Draw the page."""
    desk = open_desk()
    left, right = st.columns(_COLUMNS, gap="medium")
    with left, plain_errors():
        _question_box()
        if not desk.kb.catalog.state().active:
            notice("资料库里还没有资料。请先在“问案”页左侧收录资料。")
        else:
            _explained()
    with right:
        reader(desk.kb.catalog)


def _question_box() -> None:
    if _QUESTION not in st.session_state:
        st.session_state[_QUESTION] = memory.last_question()
    with st.form("explain", border=False):
        field, button = st.columns([5, 1], vertical_alignment="bottom")
        field.text_input(
            "要体检的问题",
            key=_QUESTION,
            placeholder="输入一个问题，看检索是怎样理解它、怎样排出结果的",
        )
        button.form_submit_button("体检", type="primary", on_click=memory.close_source, width="stretch")


def _explained() -> None:
    question = " ".join(st.session_state[_QUESTION].split())
    if not question:
        st.html(explained.introduction())
        return
    revision = open_desk().kb.catalog.state().revision
    known: tuple[str, int, Explanation] | None = st.session_state.get(_FOUND)
    if known is None or known[:2] != (question, revision):
        with st.spinner("正在检索并逐项说明…"):
            known = (question, revision, explain(open_desk().retriever, question))
        st.session_state[_FOUND] = known
    _draw(known[2])


def _draw(explanation: Explanation) -> None:
    st.html(explained.verdict(explanation))
    st.html(explained.understood(explanation))
    groups = [group for group in Group if explanation.groups.get(group)]
    if groups:
        chosen = st.segmented_control(
            "资料类别",
            groups,
            default=max(groups, key=lambda group: explanation.kinds.get(group, 0.0)),
            format_func=lambda group: f"{group.label} {len(explanation.groups[group])}",
            key=_GROUP,
            label_visibility="collapsed",
        )
        for reason in explanation.groups.get(chosen or groups[0], ()):
            _reason(reason)
    if explanation.left_out:
        st.html(explained.left_out(explanation))


def _reason(reason: HitReason) -> None:
    identifier = f"explain-{reason.hit.group.value}-{reason.rank}"
    words, button = st.columns([7, 1], vertical_alignment="top")
    words.html(explained.reason(reason))
    button.button(
        "原文",
        key=identifier,
        on_click=memory.open_place,
        args=(Place.of_passage(reason.hit.passage), identifier),
        type="primary" if memory.opened() == identifier else "secondary",
        width="stretch",
    )
