"""The workplace in the browser: ``streamlit run app.py``, or rather ``xunjian ui``."""

from __future__ import annotations

import streamlit as st

from kb.errors import XunjianError
from ui import theme
from ui.components.basket_bar import basket_bar
from ui.components.guard import plain_errors
from ui.components.reader import reader_dialog
from ui.components.reconnect import reconnect
from ui.components.repair import offer_repair
from ui.pages import pages
from ui.resources import open_desk


def main() -> None:
    """Draw the page the address names under the bar with the names of all pages."""
    st.set_page_config(page_title="巡鉴", page_icon=theme.ICON, layout="wide")
    theme.apply()
    page = st.navigation(pages(), position="top")
    with plain_errors():
        try:
            desk = open_desk()
        except XunjianError as error:
            offer_repair(error)
            return
        reconnect()
        basket_bar()
        page.run()
        reader_dialog(desk.kb.catalog)


if __name__ == "__main__":
    main()
