"""What one browser session remembers, and the basket, which all sessions share.  The question also stands in the
address (``?q=…``): it can be reloaded, kept as a bookmark and sent to a colleague who uses the same knowledge base.

Any page can open a place with :func:`open_place` or :func:`open_anchor`: it is shown in the side column of a page that
draws ``ui.components.reader.reader``, and in a dialog on any other page.
"""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from assistant import basket as shared
from assistant.anchor import Anchor, Found, resolve
from assistant.basket import Basket, BasketItem
from assistant.desk import Reply
from assistant.drafting.offers import Offer, collected
from kb.catalog import Catalog
from ui.components.guard import toasted
from ui.components.html import verbatim
from ui.components.leaf import Turned
from ui.components.place import Place
from ui.components.reply import ReplyView, offers, places, view
from ui.resources import open_desk

_ANSWERED, _OPEN, _PAGE, _READ, _RECOUNT = "answered", "open", "page", "read", "recount"
_ADDRESS, _BEFORE, _PRINTED, _MATTER = "q", "before", "printed", "matter"


class _Open(NamedTuple):
    """What the source panel of a page shows, the chip or hit that opened it (empty for none), and the page of the
    original turned to (None for the one with the quote).
    """

    place: Place
    by: str
    page: int | None = None


class Answered(NamedTuple):
    """A question with the reply, what is drawn for it, where its chips lead, and what of it can be collected;
    ``matter`` is what the reply is to: the question itself, or one of the matters of a letter.
    """

    question: str
    matter: str
    reply: Reply
    view: ReplyView
    places: dict[str, Place]
    offers: dict[str, Offer]


def arrive(page: str) -> None:
    """Note which page is drawn: each remembers the source opened on it.  Back on 问案 its last question stands in the
    address again; Streamlit empties the address with every change of page.
    """
    before = st.session_state.get(_PAGE)
    st.session_state[_PAGE], st.session_state[_READ] = page, False
    last: Answered | None = st.session_state.get(_ANSWERED)
    if page == "ask" and before not in (None, page) and last and not asked():
        st.query_params[_ADDRESS] = last.question


def asked() -> str:
    """The question that stands in the address; empty when there is none."""
    return st.query_params.get(_ADDRESS, "").strip()


def ask(question: str) -> None:
    """Ask; nothing goes back to the start.  The lines of a letter stay lines, blanks and empty lines do not count."""
    lines = (" ".join(line.split()) for line in question.splitlines())
    text = "\n".join(line for line in lines if line)
    st.session_state[_BEFORE] = "" if asked() == text else _understood()
    forget_answer()
    if text:
        st.query_params[_ADDRESS] = text
    else:
        st.query_params.pop(_ADDRESS, None)


def matter() -> int:
    """Which matter of the present letter is answered, counted from 0."""
    question, number = st.session_state.get(_MATTER, ("", 0))
    return int(number) if question == asked() else 0


def take_up(number: int) -> None:
    """Answer another matter of the present letter."""
    st.session_state[_MATTER] = (asked(), number)
    forget_answer()


def _understood() -> str:
    """The present question as it was searched: a follow-up (那时限呢？) with the questions it continues."""
    last: Answered | None = st.session_state.get(_ANSWERED)
    return last.reply.result.query.text if last and last.question == asked() else asked()


def before() -> str:
    """The question asked before the present one in this session, as it was searched; empty when there is none."""
    return str(st.session_state.get(_BEFORE, ""))


def continue_from(question: str) -> None:
    """Take a question as the one before the present one."""
    st.session_state[_BEFORE] = question


def stand_alone() -> None:
    """Ask the present question without the one before it."""
    st.session_state[_BEFORE] = ""
    forget_answer()


def forget_answer() -> None:
    """Ask the present question anew with the next drawing."""
    st.session_state.pop(_ANSWERED, None)
    close_source()


def answered(question: str) -> Answered | None:
    """The answer to a question, when it is the one answered last."""
    found: Answered | None = st.session_state.get(_ANSWERED)
    return found if found and found.question == question else None


def last_question() -> str:
    """What was answered last in this session, of a letter the matter; empty when there is nothing."""
    last: Answered | None = st.session_state.get(_ANSWERED)
    return last.matter if last else ""


def remember(question: str, matter: str, reply: Reply, catalog: Catalog) -> Answered:
    """Keep the answer to a matter of a question until the next one, so that clicks do not ask again."""
    found = Answered(question, matter, reply, view(catalog, matter, reply), places(reply), offers(reply))
    st.session_state[_ANSWERED] = found
    return found


def open_source(identifier: str) -> None:
    """Open the source a chip or hit of the answer leads to; an unknown one changes nothing."""
    found: Answered | None = st.session_state.get(_ANSWERED)
    if found and identifier in found.places:
        open_place(found.places[identifier], identifier)


def open_place(place: Place, by: str = "") -> None:
    """Open a place in the source panel of this page; ``by`` is the id of what was clicked, to be shown as pressed."""
    st.session_state[_open_key()] = _Open(place, by)


def open_anchor(anchor: Anchor, by: str = "") -> None:
    """Open the words of an anchor as they stand today; says so where they are gone."""
    found = resolve(open_desk().kb, anchor)
    if found.found is Found.MISSING or found.passage is None:
        st.toast(verbatim(found.reason))
    else:
        open_place(Place.of_passage(found.passage)._replace(quote=found.anchor.span), by)


def close_source() -> None:
    """Empty the source panel of this page."""
    st.session_state.pop(_open_key(), None)


def place() -> Place | None:
    """What the source panel of this page shows."""
    found: _Open | None = st.session_state.get(_open_key())
    return found.place if found else None


def turned() -> Turned:
    """How the original of what is open is shown; the choice between print and text holds for the session."""
    found: _Open | None = st.session_state.get(_open_key())
    return Turned(bool(st.session_state.get(_PRINTED)), found.page if found else None)


def turn(wanted: Turned) -> None:
    """Show the original as printed or as text, and turn to a page of it."""
    st.session_state[_PRINTED] = wanted.printed
    found: _Open | None = st.session_state.get(_open_key())
    if found:
        st.session_state[_open_key()] = found._replace(page=wanted.page)


def opened() -> str:
    """The id of what opened the source shown; empty for none."""
    found: _Open | None = st.session_state.get(_open_key())
    return found.by if found else ""


def has_column() -> None:
    """Note that the page shows sources in a column of its own."""
    st.session_state[_READ] = True


def needs_dialog() -> bool:
    """Whether a source was opened on a page without a column for it."""
    return place() is not None and not st.session_state.get(_READ)


def basket() -> Basket:
    """The basket as it is now, whoever filled it; raises ``XunjianError``."""
    return shared.read(open_desk().kb.works)


def in_basket(item: BasketItem) -> bool:
    """Whether a place was collected already."""
    return item.id in basket().ids


def add_to_basket(*items: BasketItem) -> None:
    """Collect places.  For callbacks: inside a fragment call ``st.rerun()`` afterwards, so that the bar counts anew."""
    with toasted():
        shared.add(open_desk().kb.works, items)


def move_in_basket(identifier: str, by: int) -> None:
    """Move an item of the basket up (negative) or down."""
    with toasted():
        shared.move(open_desk().kb.works, identifier, by)


def collected_of_answer() -> frozenset[str]:
    """The ids of the quotes and hits of the answer that are in the basket; raises ``XunjianError``."""
    found: Answered | None = st.session_state.get(_ANSWERED)
    inside = basket().ids
    return (
        frozenset(identifier for identifier, offer in found.offers.items() if offer.id in inside)
        if found
        else frozenset()
    )


def collect_from_answer(identifier: str) -> None:
    """Put a quote or hit of the answer into the basket, or take it out where it is in there.  For callbacks inside a
    fragment: :func:`recount` afterwards.
    """
    found: Answered | None = st.session_state.get(_ANSWERED)
    if not found or identifier not in found.offers:
        return
    offer = found.offers[identifier]
    if offer.id in basket().ids:
        remove_from_basket(offer.id)
    else:
        with toasted():
            add_to_basket(collected(open_desk().kb, offer))
    st.session_state[_RECOUNT] = True


def recount() -> None:
    """Draw the whole page anew where a fragment changed the basket: the bar stands outside of it."""
    if st.session_state.pop(_RECOUNT, False):
        st.rerun()


def remove_from_basket(*ids: str) -> None:
    """Take places out again, by the ids of their items."""
    with toasted():
        shared.remove(open_desk().kb.works, ids)


def _open_key() -> str:
    return f"{_OPEN}:{st.session_state.get(_PAGE, '')}"
