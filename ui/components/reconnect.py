"""The page finds its way back after the server was started anew: see ``assets/reconnect.js``."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from ui.components.assets import component

_SESSION = "session"

_mount = component("reconnect")


def reconnect() -> None:
    """Draw it: outside of any fragment, so that its message has the whole page drawn."""
    with st.container(key="reconnect"):
        _mount(key="reconnect_watch", data={}, on_back_change=lambda: None)


def session() -> str:
    """Another one for every session: the browser tells by it that the server has forgotten the one before."""
    return str(st.session_state.setdefault(_SESSION, uuid4().hex))
