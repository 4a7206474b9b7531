"""The list of official documents compared with the library, ready to be drawn by ``assets/coverage.js``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

from ingest.coverage import Listed, State
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.sent import on

_TONES = {State.HELD: "green", State.OTHER_VERSION: "amber", State.DIGEST: "amber", State.MISSING: "red"}

#: The filter for everything that is not held as an original of the listed version.
WANTING = "wanting"
ALL = ""


class HeldView(TypedDict):
    """A document of the library that holds a listed one."""

    id: str
    text: str


class RowView(TypedDict):
    """A listed document; ``words`` are what is searched in."""

    state: Badge
    title: str
    issuer: str
    why: str
    publish: list[str]
    held: list[HeldView]
    words: str


class StateView(TypedDict):
    """A filter."""

    value: str
    label: str
    number: int
    on: bool


class CoverageView(TypedDict):
    """What the browser draws."""

    states: list[StateView]
    rows: list[RowView]


def select(listed: Sequence[Listed], state: str) -> tuple[Listed, ...]:
    """The entries a filter leaves."""
    if state == WANTING:
        return tuple(one for one in listed if one.state is not State.HELD)
    return tuple(one for one in listed if state in (ALL, one.state.value))


def view(listed: Sequence[Listed], state: str, documents: Mapping[str, str]) -> CoverageView:
    """The comparison under a filter; ``documents`` leads from file names to documents of the library."""
    filters = [(ALL, "全部"), (WANTING, "还缺正式文本"), *((one.value, one.label) for one in State)]
    return CoverageView(
        states=[
            StateView(value=value or "all", label=label, number=len(select(listed, value)), on=value == state)
            for value, label in filters
            if select(listed, value) or value == ALL
        ],
        rows=[_row(one, documents) for one in select(listed, state)],
    )


def _row(one: Listed, documents: Mapping[str, str]) -> RowView:
    return RowView(
        state=Badge(text=one.state.label, tone=_TONES[one.state]),
        title=f"《{one.title}》",
        issuer=one.issuer,
        why=one.why,
        publish=list(one.publish),
        held=[HeldView(id=documents[doc], text=doc) for doc in one.docs if doc in documents],
        words=" ".join((one.title, one.issuer, one.why, *one.docs)).lower(),
    )


_mount = component("coverage")


def coverage_table(shown: CoverageView, *, on_state: Callable[[str], None], on_go: Callable[[str], None]) -> None:
    """Draw the table; ``on_state`` gets the filter chosen, ``on_go`` a document."""
    _mount(
        key="coverage",
        data=shown,
        on_state_change=on("coverage", "state", lambda value: on_state(ALL if value == "all" else value)),
        on_go_change=on("coverage", "go", on_go),
    )
