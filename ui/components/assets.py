"""Loads our own browser components: small scripts in ``ui/components/assets``, styled by ``ui/style.css``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).with_name("assets")


def component(name: str, *shared: str) -> ComponentRenderer:
    """The component ``assets/<name>.js``; all share the helpers of ``dom.js``, those named in ``shared`` likewise, and
    the style sheets of the page.
    """
    script = "\n".join((_FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in ("dom", *shared, name))
    return st.components.v2.component(f"xunjian_{name}", js=script, isolate_styles=False)
