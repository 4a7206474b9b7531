"""先例: filters on the left, the problems that fit in the middle, one of them in detail on the right; a source opens
beside the detail, and two to four problems can stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from assistant.browsing.align import FEWEST, MOST, align
from assistant.browsing.detail import Detail, detail
from assistant.browsing.facets import Filter, facets, select
from assistant.browsing.items import Item
from assistant.desk import Desk
from ui import filter_address, memory, resources
from ui.components import compare, precedent, problems
from ui.components import facets as filters
from ui.components.guard import notice, plain_errors
from ui.components.precedent import Board
from ui.components.reader import reader

#: Shares of the width: filters, list, detail; with a source open, detail and source.  At 1366 pixels a line of the
#: detail holds about 34 characters.
_THREE, _TWO = (20, 33, 47), (54, 46)

_STATE = "precedents"

#: The open problem in the address.
_OPEN = "problem"


class State(NamedTuple):
    """What the page remembers of a session: ids of the open problem and of those picked for comparison."""

    wanted: Filter = Filter()
    open: str = ""
    picked: tuple[str, ...] = ()
    comparing: bool = False
    limit: int = problems.PAGE


def state() -> State:
    """What the session remembers."""
    found: State = st.session_state.get(_STATE, State())
    return found


def show(wanted: Filter) -> None:
    """Set the filter; other pages use it to send people here."""
    _update(wanted=wanted, open="", comparing=False, limit=problems.PAGE)
    memory.close_source()


def page() -> None:
    """Draw the page."""
    desk = resources.open_desk()
    library = {item.id: item for item in resources.problems()}
    if not library:
        notice(
            "资料库里还没有问题先例。请先收录整改通报、反馈意见、整改台账或典型案例（“问案”页左侧“收录资料”），"
            "系统会把其中的问题、措施、时限和状态拆出来，列在这里。"
        )
        return
    _follow_address(library)
    picked = [library[one] for one in state().picked if one in library]
    if state().comparing and len(picked) >= FEWEST:
        _comparison(desk, picked)
    elif memory.place():
        left, right = st.columns(_TWO, gap="small")
        with left:
            _detail(desk, library.get(state().open), back=True)
        with right:
            reader(desk.kb.catalog)
    else:
        memory.has_column()
        _browse(desk, library)


def _follow_address(library: dict[str, Item]) -> None:
    """Begin a session with what its address asks for; from then on the address says what is shown."""
    if _STATE not in st.session_state:
        asked = filter_address.read(st.query_params.get_all, library.values())
        _update(wanted=asked, open=st.query_params.get(_OPEN, ""))
    shown = filter_address.parameters(state().wanted) | ({_OPEN: [state().open]} if state().open in library else {})
    for name in (*filter_address.NAMES, _OPEN):
        if st.query_params.get_all(name) != shown.get(name, []):
            st.query_params[name] = shown.get(name, [])


def _browse(desk: Desk, library: dict[str, Item]) -> None:
    found = select(library.values(), state().wanted)
    left, middle, right = st.columns(_THREE, gap="small")
    with left:
        wanted = state().wanted
        filters.facet_column(
            filters.view(facets(list(library.values()), wanted, resources.taxonomy()), wanted),
            lambda: state().wanted,
            on_change=show,
        )
    with middle:
        documents = len({item.document for item in found})
        problems.problem_list(
            problems.view(
                found,
                today=resources.today(),
                heading=f"{len(found)} 个问题",
                note=f"来自 {documents} 份资料" if found else "",
                empty="没有符合条件的问题。可以减少筛选条件，或换一个词。",
                limit=state().limit,
            ),
            key="precedent_list",
            opened=state().open,
            picked=state().picked,
            on_open=lambda chosen: _update(open=chosen),
            on_pick=lambda ids: _update(picked=ids),
            on_more=lambda: _update(limit=state().limit + problems.PAGE),
            on_compare=lambda: _update(comparing=True),
        )
    with right:
        _detail(desk, library.get(state().open), back=False)


def _detail(desk: Desk, item: Item | None, *, back: bool) -> None:
    with plain_errors():
        board = Board(memory.basket().ids)
        shown = None
        if item:
            shown = precedent.view(
                _load(desk, item),
                board,
                identifier=item.id,
                today=resources.today(),
                picked=state().picked,
                most=MOST,
                back=back,
            )
        precedent.precedent_panel(
            shown,
            opened=memory.opened(),
            on_open=lambda clicked: _open(board, clicked),
            on_basket=lambda clicked: collect(board, clicked),
            on_pick=_pick,
            on_back=memory.close_source,
        )


def _comparison(desk: Desk, picked: Sequence[Item]) -> None:
    memory.has_column()
    left, right = st.columns(_TWO, gap="small") if memory.place() else (st.container(), None)
    with left, plain_errors():
        board = Board(memory.basket().ids)
        shown = compare.view(align([_load(desk, item) for item in picked]), board, today=resources.today())
        compare.compare_panel(
            shown,
            opened=memory.opened(),
            on_open=lambda clicked: _open(board, clicked),
            on_basket=lambda clicked: collect(board, clicked),
            on_remove=_pick,
            on_back=_leave_comparison,
        )
    if right:
        with right:
            reader(desk.kb.catalog)


def _load(desk: Desk, item: Item) -> Detail:
    return detail(desk.kb.catalog, item.info.source_id, item.problem.locator)


def _open(board: Board, clicked: str) -> None:
    if clicked in board.places:
        memory.open_place(board.places[clicked], clicked)


def collect(board: Board, clicked: str) -> None:
    """Put what was clicked into the basket, or take it out where it is in there."""
    if clicked in board.items:
        item = board.items[clicked]
        if memory.in_basket(item):
            memory.remove_from_basket(clicked)
        else:
            memory.add_to_basket(item)


def _pick(chosen: str) -> None:
    """Pick a problem for comparison, or put it back."""
    picked = state().picked
    if chosen in picked:
        _update(picked=tuple(one for one in picked if one != chosen))
    elif len(picked) < MOST:
        _update(picked=(*picked, chosen))
    if len(state().picked) < FEWEST:
        _update(comparing=False)


def _leave_comparison() -> None:
    _update(comparing=False)
    memory.close_source()


def _update(**changes: object) -> None:
    st.session_state[_STATE] = state()._replace(**changes)  # type: ignore[arg-type]  # checked where the fields are read
