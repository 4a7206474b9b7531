"""The pages of the workplace, in the order of the navigation: one line each, and a module with a function ``page()``.

A module is imported when its page is visited first, so that the workplace opens as fast with ten pages as with one.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st
from streamlit.commands import navigation

from ui import memory

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


class Entry(NamedTuple):
    """A page: its name in the navigation, its module in ``ui.pages``, which is also its address."""

    title: str
    module: str


#: The first is where one arrives.
PAGES = (
    Entry("问案", "ask"),
    Entry("先例", "precedents"),
    Entry("拟稿", "draft"),
    Entry("演练", "drill"),
    Entry("资料", "library"),
    Entry("态势", "insight"),
    Entry("体检", "explain"),
    Entry("设置", "settings"),
)


def _told_in_chinese(_context: object) -> None:
    """An address without a page leads to the first; Streamlit would say so in English, in a dialog."""
    st.toast("没有这个网址对应的页面，已为您打开“问案”。请从上方的栏目进入其他页面。")


# No setting for it; where a later version does not know the name, its own dialog comes back and nothing breaks.
if hasattr(navigation, "send_page_not_found"):
    setattr(navigation, "send_page_not_found", _told_in_chinese)  # noqa: B010 - typed for its own argument name


def pages() -> list[StreamlitPage]:
    """All pages for the navigation."""
    return [
        st.Page(_drawing(entry), title=entry.title, url_path=entry.module, default=number == 0)
        for number, entry in enumerate(PAGES)
    ]


def address(module: str) -> StreamlitPage | None:
    """The page of a module, to link or switch to; None where there is no such page."""
    return next((page for entry, page in zip(PAGES, pages(), strict=True) if entry.module == module), None)


def _drawing(entry: Entry) -> Callable[[], None]:
    def draw() -> None:
        memory.arrive(entry.module)
        with st.spinner("正在打开…"):  # seen on the first visit alone: later the module is there
            module = import_module(f"{__name__}.{entry.module}")
        module.page()

    return draw
