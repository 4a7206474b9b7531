"""Reasoning models print their reasoning before the answer, between tags; it is no part of the answer."""

from __future__ import annotations

import re

_NAMES = r"(?:think|thinking|thought|reasoning)"
_OPEN = re.compile(rf"<{_NAMES}>", re.IGNORECASE)
_CLOSE = re.compile(rf"</{_NAMES}>", re.IGNORECASE)
#: Characters of the longest tag, ``</reasoning>``; so many may have to wait for the next piece.
_LONGEST = 12


class ThinkingFilter:
    """Takes a stream in pieces and gives what stands outside reasoning tags; tags may be split between pieces.

    A closing tag without an opening one is passed on: some chat templates print the opening tag as part of the
    prompt.  :func:`answer_part` cuts there once the text is complete.
    """

    def __init__(self) -> None:
        self._inside = False
        self._held = ""

    def feed(self, piece: str) -> str:
        """The visible part of what is known so far and was not given before."""
        text = self._held + piece
        shown: list[str] = []
        while match := (_CLOSE if self._inside else _OPEN).search(text):
            if not self._inside:
                shown.append(text[: match.start()])
            text = text[match.end() :]
            self._inside = not self._inside
        cut = self._possible_tag(text)
        self._held = text[cut:]
        if not self._inside:
            shown.append(text[:cut])
        return "".join(shown)

    def end(self) -> str:
        """What was held back, when the stream is over; unfinished reasoning stays hidden."""
        held, self._held = self._held, ""
        return "" if self._inside else held

    @staticmethod
    def _possible_tag(text: str) -> int:
        """Where a tag may have begun that is not complete yet."""
        at = text.rfind("<", max(0, len(text) - _LONGEST))
        return at if at >= 0 and ">" not in text[at:] else len(text)


def answer_part(text: str) -> str:
    """A complete text without reasoning, also where only its closing tag was printed."""
    last = 0
    for match in _CLOSE.finditer(text):
        last = match.end()
    return text[last:].strip()
