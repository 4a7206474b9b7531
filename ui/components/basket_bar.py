"""The basket in the bar: how much was collected, and what."""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from assistant.basket import Basket, BasketItem
from ui import memory
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.sent import on

#: Counts the sources opened from the list: under a new key it is closed, and does not cover what was opened.
_TURN = "basket_turn"

#: Characters of a collected text: two lines of the list.
_SHORT = 56


class ItemView(TypedDict):
    """A collected place as the browser draws it."""

    id: str
    role: str
    heading: str
    place: str
    text: str
    badges: list[Badge]


def view(basket: Basket) -> list[ItemView]:
    """The items, newest first: what was just collected is seen without scrolling."""
    return [item_view(item) for item in reversed(basket.items)]


def item_view(item: BasketItem) -> ItemView:
    """An item as data."""
    anchor = item.anchor
    text = " ".join(anchor.quote.split())
    return ItemView(
        id=item.id,
        role=item.role.label,
        heading=item.problem or f"《{anchor.title}》{anchor.locator}",
        place="　".join((item.unit or f"《{anchor.title}》", anchor.locator)) if item.problem else item.unit,
        text=text[:_SHORT] + ("…" if len(text) > _SHORT else ""),
        badges=badges.of_document(anchor.provenance, anchor.validity),
    )


_mount = component("basket")


def basket_bar() -> None:
    """Draw the button at the right end of the bar; it unfolds the list."""
    basket = memory.basket()
    with (
        st.container(key="basket_bar"),
        st.popover(f"拟稿篮　{len(basket.items)}", key=f"basket_popover_{st.session_state.get(_TURN, 0)}"),
    ):
        _list(basket)


def _list(basket: Basket) -> None:
    items = {item.id: item for item in basket.items}

    def show(identifier: str) -> None:
        if identifier in items:
            st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
            memory.open_anchor(items[identifier].anchor)

    _mount(
        key="basket_list",
        data={"items": view(basket)},
        on_open_change=on("basket_list", "open", show),
        on_remove_change=on("basket_list", "remove", memory.remove_from_basket),
        on_clear_change=lambda: memory.remove_from_basket(*items),
    )
