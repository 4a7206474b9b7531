"""The filter of 先例 in the address."""

from __future__ import annotations

from assistant.browsing.facets import Choice, Facet, Filter
from assistant.browsing.items import Item, items
from assistant.desk import Desk
from ui.filter_address import NAMES, parameters, read


def held(desk: Desk) -> list[Item]:
    """The problems of the library."""
    return list(items(desk.kb.catalog))


def test_a_filter_survives_the_address(desk: Desk) -> None:
    """What is written is what is read, the words and what is unknown with it."""
    library = held(desk)
    choices = {Choice(Facet.STATUS, library[0].problem.status.value), Choice(Facet.UNIT, library[0].unit)}
    for wanted in (Filter(), Filter(frozenset(choices)), Filter(frozenset(choices), "暂扣款 保管")):
        written = parameters(wanted)
        assert set(written) <= set(NAMES)
        assert read(lambda name, written=written: written.get(name, []), library) == wanted


def test_values_that_no_problem_has_are_left_out(desk: Desk) -> None:
    """A link from before a document was removed narrows by what is left of it."""
    values = {"unit": ["无此单位"], "status": [held(desk)[0].problem.status.value]}
    assert read(lambda name: values.get(name, []), held(desk)) == Filter(
        frozenset({Choice(Facet.STATUS, values["status"][0])})
    )
