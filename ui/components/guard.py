"""Errors in plain words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kb.errors import XunjianError
from ui.components.html import tag, verbatim

_LOG = logging.getLogger(__name__)


def notice(text: str, *, tone: str = "info") -> None:
    """A quiet box with a text; tones are ``info``, ``warn`` and ``bad``."""
    st.html(tag("div", *(tag("p", line) for line in text.splitlines()), css=f"xj-notice xj-{tone}"))


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show what went wrong instead of a traceback: our own errors say what to do next, others go to the log."""
    try:
        yield
    except XunjianError as error:
        notice(str(error), tone="bad")
    except Exception as error:  # noqa: BLE001 - a page never shows a traceback; it goes to the log
        _LOG.exception("page failed")
        notice(
            f"页面出现意外错误（{type(error).__name__}），资料不受影响。请刷新页面重试；若仍然出现，请把运行窗口中的记录发给维护人员。",
            tone="bad",
        )


@contextmanager
def toasted() -> Iterator[None]:
    """Our own errors as a passing note: for callbacks, which run before the page that could show them."""
    try:
        yield
    except XunjianError as error:
        st.toast(verbatim(str(error)))
