"""The source panel on a page: shows what ``memory`` says was opened on it."""

from __future__ import annotations

import streamlit as st

from kb.catalog import Catalog
from kb.errors import NotFoundError
from ui import memory
from ui.components import source
from ui.components.guard import notice, plain_errors
from ui.components.place import Place
from ui.components.source import SourceView
from ui.resources import open_desk


def reader(catalog: Catalog) -> None:
    """Draw the panel into the present column, which it fills down to the edge of the screen."""
    memory.has_column()
    with st.container(key="source"), plain_errors():
        place = memory.place()
        shown = None
        try:
            shown = _shown(catalog, place) if place else None
        except NotFoundError as error:
            memory.close_source()
            notice(str(error), tone="warn")
        source.source_panel(shown, on_close=memory.close_source, on_turn=memory.turn)


def reader_dialog(catalog: Catalog) -> None:
    """Draw the panel in a dialog where the page has no column for it and a source was opened."""
    if memory.needs_dialog():
        _dialog(catalog)


@st.dialog("原文", width="large", on_dismiss=memory.close_source)
def _dialog(catalog: Catalog) -> None:
    with st.container(key="source_dialog"), plain_errors():
        place = memory.place()
        if place:
            source.source_panel(_shown(catalog, place), on_close=memory.close_source, on_turn=memory.turn)


def _shown(catalog: Catalog, place: Place) -> SourceView:
    return source.view(catalog, place, open_desk().kb.originals, memory.turned())
