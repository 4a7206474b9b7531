"""A polished paragraph beside the original: what changed is marked, and nothing is taken over unasked."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import partial
from typing import NamedTuple

import streamlit as st

from assistant.drafting.polish import Polished, accepted, choose, polished
from assistant.llm.endpoint import configured
from kb.errors import XunjianError
from kb.knowledge_base import KnowledgeBase
from kb.model import Span
from ui import paper, resources
from ui.components.guard import notice, toasted
from ui.components.html import Html, join, tag
from ui.paper import Paper

_WISH = "paper_polish_wish"

_CHECKED = "润色后的每一句都与所注出处核对过；采用后仍可撤销。核对只看字面，请通读后再用。"
_UNCONFIGURED = (
    "润色需要大模型，目前没有配置。请在“设置”页的“大模型”中填写接口地址和模型名称，测试通过后即可使用。"
    "不配置大模型，起草、核对、导出都照常可用。"
)


class _Wish(NamedTuple):
    """A paragraph of a paper that is to be polished, by a place in it, and what came of it."""

    paper: str
    at: int | None
    outcome: Polished | None = None


def wanted(at: int | None) -> None:
    """Note that the paragraph at a place of the open paper is to be polished; None where no place was chosen."""
    found = paper.current()
    if found is not None:
        st.session_state[_WISH] = _Wish(found.work.id, at)


def polishing(found: Paper) -> None:
    """Ask the model where that was wished, and show what came of it until the drafter has decided."""
    wish: _Wish | None = st.session_state.get(_WISH)
    if wish is None or wish.paper != found.work.id:
        return
    kb = resources.open_desk().kb
    if not configured(kb.settings):
        _unconfigured()
        return
    if wish.outcome is None:
        with st.spinner(f"正在请大模型润色，最多 {kb.settings.llm_timeout:g} 秒…"):
            wish = st.session_state[_WISH] = wish._replace(outcome=_ask(kb, found, wish.at))
    if wish.outcome is not None:
        _panel(wish.outcome)


def _ask(kb: KnowledgeBase, found: Paper, at: int | None) -> Polished:
    from assistant.llm.adapter import LanguageModel  # noqa: PLC0415 - only where a model is asked

    nowhere = Span(0, 0)
    if at is None:
        return Polished(nowhere, "", "", "请先在正文中点一下要润色的段落。")
    try:
        chosen = choose(kb, found.draft, paper.check(found), at)
        return polished(kb, found.draft, chosen, LanguageModel(kb.settings))
    except XunjianError as error:
        return Polished(nowhere, "", "", str(error))


def _panel(found: Polished) -> None:
    with st.container(key="paper_polish"):
        if not found.after:
            notice(found.notice)
            st.button("知道了", key="polish_close", on_click=_drop)
            return
        texts = marked(found.before, found.after)
        for column, title, text in zip(st.columns(2, gap="small"), ("原文", "润色后"), texts, strict=True):
            column.html(join(tag("h3", title, css="xj-label"), tag("p", text, css="xj-polish-text")))
        st.html(tag("p", _CHECKED, css="xj-from"))
        with st.container(key="polish_choice", horizontal=True, gap="small"):
            st.button("采用润色", key="polish_accept", type="primary", on_click=partial(_accept, found))
            st.button("保留原文", key="polish_leave", on_click=_drop)


def _unconfigured() -> None:
    from ui.pages import address  # noqa: PLC0415 - the pages import their components

    with st.container(key="paper_polish"):
        notice(_UNCONFIGURED)
        with st.container(key="polish_choice", horizontal=True, vertical_alignment="center", gap="small"):
            target = address("settings")
            if target is not None:
                st.page_link(target, label="去设置")
            st.button("知道了", key="polish_close", on_click=_drop)


def _accept(outcome: Polished) -> None:
    now = paper.current()
    if now is not None:
        with toasted():
            paper.change(accepted(now.draft, outcome))
    _drop()


def _drop() -> None:
    st.session_state.pop(_WISH, None)


def marked(before: str, after: str) -> tuple[Html, Html]:
    """Both texts as HTML, with what went and what came marked."""
    old: list[Html] = []
    new: list[Html] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if a < b:
            old.append(tag("span" if kind == "equal" else "del", before[a:b]))
        if c < d:
            new.append(tag("span" if kind == "equal" else "ins", after[c:d]))
    return join(*old), join(*new)
