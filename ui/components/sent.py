"""What our own browser components send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


def on(key: str, name: str, then: Callable[[Any], object]) -> Callable[[], None]:
    """A callback for the trigger ``name`` of the component ``key``: hands what was sent to ``then``; an empty value,
    which only ends the trigger, is left out.
    """

    def call() -> None:
        state: Any = st.session_state.get(key)
        value = state.get(name) if state else None
        if value:
            then(value)

    return call
