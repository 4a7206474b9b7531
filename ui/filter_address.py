"""The filter of 先例 in the address, so that a reload, a bookmark or a link sent to a colleague shows the same list."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.browsing.facets import Choice, Facet, Filter, values_of
from assistant.browsing.items import Item

#: The parameter of the words, beside one for each facet.
_TEXT = "text"

#: The parameters that this module owns.
NAMES = (*(facet.value for facet in Facet), _TEXT)


def parameters(wanted: Filter) -> dict[str, list[str]]:
    """The parameters of a filter by name, those without a value left out; an empty value asks for what is unknown."""
    found = {facet.value: sorted(wanted.values(facet)) for facet in Facet}
    if wanted.text:
        found[_TEXT] = [wanted.text]
    return {name: values for name, values in found.items() if values}


def read(values: Callable[[str], Iterable[str]], items: Iterable[Item]) -> Filter:
    """The filter that parameters ask for; values that no problem has (a document removed since) are left out.

    ``values`` gives the values of a parameter.
    """
    held = {Choice(facet, value) for item in items for facet in Facet for value in values_of(item, facet)}
    asked = {Choice(facet, value) for facet in Facet for value in values(facet.value)}
    return Filter(frozenset(asked & held), next(iter(values(_TEXT)), ""))
