"""The pages of the workplace, in the order of the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.pages import ask

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


def pages() -> list[StreamlitPage]:
    """All pages; the first is where one arrives."""
    return [st.Page(ask.page, title="问案", url_path="ask", default=True)]
