"""What our own browser components send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(frozen=True, slots=True)
class Told:
    """A callback that wants what was sent: ``then`` gets it.  Called without it, it takes the state that the browser
    keeps under ``name`` for the component ``key``.
    """

    key: str
    name: str
    then: Callable[[Any], object]

    def take(self, value: Any) -> None:
        """Hand over what was sent."""
        self.then(value)

    def __call__(self) -> None:
        """Hand over the state that the browser keeps; an empty one is left out."""
        state: Any = st.session_state.get(self.key)
        value = state.get(self.name) if state else None
        if value:
            self.then(value)


def on(key: str, name: str, then: Callable[[Any], object]) -> Told:
    """A callback for what the component ``key`` sends under ``name``: hands it to ``then``."""
    return Told(key, name, then)
