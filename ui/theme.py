"""Colours and fonts: Streamlit's own options here, everything else in ``ui/style.css`` (what all pages share) and one
file in ``ui/styles`` for the bar and for each page that needs more.

All text colours reach a contrast of 4.5:1 on their ground (WCAG AA).  Fonts are those of the system: no file is loaded.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

#: For the page and for charts.
SANS = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',sans-serif"

#: Options of the Streamlit server.  ``theme.base`` keeps the page light whatever the system prefers: quotes, marks and
#: badges are told apart by their grounds.
OPTIONS = {
    "theme.base": "light",
    "theme.primaryColor": "#1d4477",
    "theme.backgroundColor": "#fbfaf7",
    "theme.secondaryBackgroundColor": "#eef1f5",
    "theme.textColor": "#1c232c",
    "theme.borderColor": "#d5dae1",
    "theme.linkColor": "#1d4477",
    "theme.font": SANS,
    "theme.headingFont": SANS,
    "theme.baseFontSize": "15",
    "theme.baseRadius": "4px",
    "theme.showWidgetBorder": "true",
    "theme.sidebar.backgroundColor": "#14304f",
    "theme.sidebar.secondaryBackgroundColor": "#1e4168",
    "theme.sidebar.textColor": "#eef3f9",
    "theme.sidebar.primaryColor": "#a9c7ea",
    "theme.sidebar.borderColor": "#3a5b82",
}

#: Our own picture: an emoji or one of Streamlit's symbols would be fetched from the internet.
ICON = str(Path(__file__).with_name("icon.svg"))

_SHARED = Path(__file__).with_name("style.css")
_OWN = Path(__file__).with_name("styles")


def apply() -> None:
    """Put the style sheets on the page, all on every page: switching pages moves nothing."""
    st.html(f"<style>{_sheets()}</style>")


@cache
def _sheets() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (_SHARED, *sorted(_OWN.glob("*.css"))))
