"""The source panel on a page: shows what ``memory`` says was opened on it."""

from __future__ import annotations

import streamlit as st

from kb.catalog import Catalog
from kb.errors import NotFoundError
from ui import memory
from ui.components import source
from ui.components.guard import notice, plain_errors


def reader(catalog: Catalog) -> None:
    """Draw the panel into the present column, which it fills down to the edge of the screen."""
    with st.container(key="source"), plain_errors():
        place = memory.place()
        shown = None
        try:
            shown = source.view(catalog, place) if place else None
        except NotFoundError as error:
            memory.close_source()
            notice(str(error), tone="warn")
        source.source_panel(shown, on_close=memory.close_source)
