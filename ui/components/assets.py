"""Loads our own browser components: small scripts in ``ui/components/assets``, styled by ``ui/style.css``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from ui.components.sent import Told

_FOLDER = Path(__file__).with_name("assets")

#: What a script draws with; ``outbox.js`` wraps it.
_DRAWN = "export default function ("


class Mount(Protocol):
    """Draws a component with ``data``.

    ``on_<name>_change`` is called for every message ``name`` that the browser sends, in the order in which they were
    sent and each once: with what was sent where it was made by ``ui.components.sent.on``.  ``states`` are values that
    the browser keeps instead of messages; of those only the newest counts.
    """

    def __call__(
        self,
        *,
        key: str,
        data: Any,
        states: dict[str, Callable[[], None]] | None = None,
        **callbacks: Callable[[], None],
    ) -> None:
        """Draw it."""


def component(name: str, *shared: str) -> Mount:
    """The component ``assets/<name>.js``; all share the helpers of ``dom.js``, those named in ``shared`` likewise, and
    the style sheets of the page.
    """
    own = (_FOLDER / f"{name}.js").read_text(encoding="utf-8")
    assert own.count(_DRAWN) == 1
    parts = [(_FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in ("dom", *shared, "outbox")]
    script = "\n".join((*parts, own.replace(_DRAWN, "function drawComponent(")))
    mounted = st.components.v2.component(f"xunjian_{name}", js=script, isolate_styles=False)

    def mount(
        *, key: str, data: Any, states: dict[str, Callable[[], None]] | None = None, **callbacks: Callable[[], None]
    ) -> None:
        kept: dict[str, Any] = {f"on_{state}_change": callback for state, callback in (states or {}).items()}
        mounted(
            key=key,
            data={"key": key, "seen": st.session_state.get(_seen(key), 0), "data": data},
            on_sent_change=lambda: _deliver(key, callbacks),
            **kept,
        )

    return mount


def _deliver(key: str, callbacks: dict[str, Callable[[], None]]) -> None:
    """Hand the messages that were not seen yet to their callbacks."""
    state: Any = st.session_state.get(key)
    for message in (state.get("sent") if state else None) or ():
        if message["number"] <= st.session_state.get(_seen(key), 0):
            continue
        st.session_state[_seen(key)] = message["number"]
        callback = callbacks[f"on_{message['name']}_change"]
        if isinstance(callback, Told):
            callback.take(message["value"])
        else:
            callback()


def _seen(key: str) -> str:
    return f"{key}:seen"
