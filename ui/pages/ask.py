"""问案: a question on the left, its answer below, the source of every sentence on the right."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from ui import memory
from ui.components import asking, reply
from ui.components.guard import notice, plain_errors
from ui.components.html import tag
from ui.components.question import question_box
from ui.components.reader import reader
from ui.components.sidebar import sidebar
from ui.resources import examples, open_desk

#: Shares of the width: at 1366 pixels beside the sidebar the answer gets lines of about 36 characters.
_COLUMNS = (56, 44)


def page() -> None:
    """Draw the page; clicks inside redraw it alone, not the sidebar."""
    sidebar(open_desk())
    _workplace()


@st.fragment
def _workplace() -> None:
    desk = open_desk()
    left, right = st.columns(_COLUMNS, gap="medium")
    with left:
        _question_box()
        with plain_errors():
            _answer(desk)
    with right:
        reader(desk.kb.catalog)


def _question_box() -> None:
    question_box(memory.asked(), placeholder="例如：值班期间饮酒，以往怎么处理？", on_ask=memory.ask)
    if open_desk().kb.catalog.state().active:
        asking.tools(open_desk())


def _answer(desk: Desk) -> None:
    question = memory.asked()
    if not desk.kb.catalog.state().active:
        notice("资料库里还没有资料。请在左侧点击“载入内置资料”，或上传您自己的文件，然后再提问。")
    elif question:
        asking.matters(question)
        answered = memory.answered(question)
        if answered is None:
            with st.spinner("正在查阅资料…"):
                answered = asking.reply_to(desk, question)
        asking.above(answered)
        reply.reply_panel(
            answered.view,
            memory.opened(),
            on_open=memory.open_source,
            collected=memory.collected_of_answer(),
            on_collect=memory.collect_from_answer,
        )
        memory.recount()
        asking.below(desk, answered)
    else:
        _examples(desk)


def _examples(desk: Desk) -> None:
    found = examples(desk.kb.catalog.state().revision)
    st.html(
        tag("p", "每句答复都注明出处，点编号就能看到原文。资料库里没有依据的，会直接说明，不作推测。", css="xj-intro")
    )
    if found:
        st.html(tag("h3", "可以这样问", css="xj-label"))
        with st.container(key="examples", horizontal=True, gap="small"):
            for number, example in enumerate(found):
                st.button(example, key=f"example_{number}", on_click=memory.ask, args=(example,))
