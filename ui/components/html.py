"""Static HTML with every text escaped, and texts for what Streamlit reads as Markdown."""

from __future__ import annotations

import html
import string

_PUNCTUATION = {ord(sign): f"\\{sign}" for sign in string.punctuation}


class Html(str):
    """Markup that is safe to send: made by :func:`tag` and :func:`join` alone."""

    __slots__ = ()


def tag(name: str, *content: str, css: str = "", title: str = "") -> Html:
    """An element; content that is not ``Html`` is escaped."""
    attributes = "".join(
        f' {key}="{html.escape(value, quote=True)}"' for key, value in (("class", css), ("title", title)) if value
    )
    return Html(f"<{name}{attributes}>{join(*content)}</{name}>")


def verbatim(text: str) -> str:
    """A text for a label, a help or a passing note of Streamlit's, shown as it is: they read Markdown, which strikes
    out 2~3天 and 5~6天 and fetches pictures.
    """
    return " ".join(text.split()).translate(_PUNCTUATION)


def join(*content: str) -> Html:
    """Pieces one behind the other; those that are not ``Html`` are escaped."""
    return Html("".join(piece if isinstance(piece, Html) else html.escape(piece) for piece in content))
