"""The filter column of a list of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

from assistant.browsing.facets import Choice, Facet, Filter, Value
from ui.components.assets import component
from ui.components.sent import on

#: Facets unfolded on arrival; the others are a click away.
_OPEN = (Facet.TYPE, Facet.STATUS, Facet.UNIT)


class ValueView(TypedDict):
    """A value; ``parent`` is its class in the tree of types."""

    value: str
    label: str
    problems: int
    parent: str
    on: bool


class FacetView(TypedDict):
    """A facet; ``tree`` tells that values have parents, ``open`` that it is unfolded at first."""

    key: str
    label: str
    tree: bool
    open: bool
    values: list[ValueView]


class FacetsView(TypedDict):
    """What the browser draws."""

    text: str
    active: bool
    facets: list[FacetView]


def view(facets: Mapping[Facet, Sequence[Value]], wanted: Filter) -> FacetsView:
    """The facets that can narrow the list; one of a single value cannot."""
    return FacetsView(
        text=wanted.text,
        active=wanted != Filter(),
        facets=[
            _facet(facet, values, wanted.values(facet))
            for facet, values in facets.items()
            if len(values) > 1 or wanted.values(facet)
        ],
    )


def _facet(facet: Facet, values: Sequence[Value], chosen: frozenset[str]) -> FacetView:
    return FacetView(
        key=facet.value,
        label=facet.label,
        tree=facet is Facet.TYPE,
        open=facet in _OPEN,
        values=[
            ValueView(
                value=value.value,
                label=value.label,
                problems=value.problems,
                parent=value.parent,
                on=value.value in chosen,
            )
            for value in values
        ],
    )


_mount = component("facets")


def facet_column(shown: FacetsView, wanted: Callable[[], Filter], *, on_change: Callable[[Filter], None]) -> None:
    """Draw the filters; ``on_change`` gets the new filter.  ``wanted`` tells the filter as it is when something is
    chosen: quick choices follow each other before anything is drawn anew.
    """

    def choose(choice: dict[str, str]) -> None:
        on_change(wanted().toggled(Choice(Facet(choice["facet"]), choice["value"])))

    _mount(
        key="facets",
        data=shown,
        on_choose_change=on("facets", "choose", choose),
        on_text_change=on("facets", "text", lambda text: on_change(Filter(wanted().choices, str(text)))),
        on_clear_change=lambda: on_change(Filter()),
    )
