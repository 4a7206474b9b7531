"""The box a question is asked in: a line that grows into a letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.components.assets import component
from ui.components.sent import on

#: Longest text taken, in characters: a long letter of complaint has 2,000 to 3,000.
LIMIT = 4000

_mount = component("question")


def question_box(question: str, *, placeholder: str, on_ask: Callable[[str], None]) -> None:
    """Draw the box with the question asked last; ``on_ask`` gets what is asked, of at most ``LIMIT`` characters, empty
    where the box was emptied.
    """

    def asked(sent: Any) -> None:
        text = str(sent.get("text", "")) if isinstance(sent, dict) else ""
        if len(text) <= LIMIT:
            on_ask(text)

    _mount(
        key="question_box",
        data={"question": question, "placeholder": placeholder, "limit": LIMIT},
        on_ask_change=on("question_box", "ask", asked),
    )
