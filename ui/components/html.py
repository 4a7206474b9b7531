"""Static HTML with every text escaped."""

from __future__ import annotations

import html


class Html(str):
    """Markup that is safe to send: made by :func:`tag` and :func:`join` alone."""

    __slots__ = ()


def tag(name: str, *content: str, css: str = "", title: str = "") -> Html:
    """An element; content that is not ``Html`` is escaped."""
    attributes = "".join(
        f' {key}="{html.escape(value, quote=True)}"' for key, value in (("class", css), ("title", title)) if value
    )
    return Html(f"<{name}{attributes}>{join(*content)}</{name}>")


def join(*content: str) -> Html:
    """Pieces one behind the other; those that are not ``Html`` are escaped."""
    return Html("".join(piece if isinstance(piece, Html) else html.escape(piece) for piece in content))
