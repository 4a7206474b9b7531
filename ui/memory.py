"""What one browser session remembers.  The question also stands in the address (``?q=…``): it can be reloaded, kept as
a bookmark and sent to a colleague who uses the same knowledge base.
"""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from assistant.desk import Reply
from kb.catalog import Catalog
from ui.components.place import Place
from ui.components.reply import ReplyView, places, view

#: Key of the question box.
QUESTION = "question"

_ANSWERED, _PLACE, _OPENED, _SHOWN = "answered", "place", "opened", "shown"
_ADDRESS = "q"


class Answered(NamedTuple):
    """A question with what is drawn for it, and where its chips lead."""

    question: str
    view: ReplyView
    places: dict[str, Place]


def start() -> None:
    """Put the question of the address into the box: in a new session, and when the browser went back or forward."""
    if QUESTION not in st.session_state or st.session_state.get(_SHOWN) != asked():
        st.session_state[QUESTION] = st.session_state[_SHOWN] = asked()


def asked() -> str:
    """The question that stands in the address; empty when there is none."""
    return st.query_params.get(_ADDRESS, "").strip()


def ask(question: str | None = None) -> None:
    """Ask what stands in the box, or an example; an empty box goes back to the start."""
    if question is not None:
        st.session_state[QUESTION] = question
    text = " ".join(st.session_state[QUESTION].split())
    st.session_state[_SHOWN] = text
    st.session_state.pop(_ANSWERED, None)
    close_source()
    if text:
        st.query_params[_ADDRESS] = text
    else:
        st.query_params.pop(_ADDRESS, None)


def answered(question: str) -> Answered | None:
    """The answer to a question, when it is the one answered last."""
    found: Answered | None = st.session_state.get(_ANSWERED)
    return found if found and found.question == question else None


def remember(question: str, reply: Reply, catalog: Catalog) -> Answered:
    """Keep an answer until the next question, so that clicks do not ask again."""
    found = Answered(question, view(catalog, question, reply), places(reply))
    st.session_state[_ANSWERED] = found
    return found


def open_source(identifier: str) -> None:
    """Open the source a chip or hit leads to; an unknown one changes nothing."""
    found: Answered | None = st.session_state.get(_ANSWERED)
    if found and identifier in found.places:
        st.session_state[_PLACE], st.session_state[_OPENED] = found.places[identifier], identifier


def open_document(place: Place) -> None:
    """Open a document from a list."""
    st.session_state[_PLACE], st.session_state[_OPENED] = place, ""


def close_source() -> None:
    """Empty the source panel."""
    st.session_state.pop(_PLACE, None)
    st.session_state.pop(_OPENED, None)


def place() -> Place | None:
    """What the source panel shows."""
    found: Place | None = st.session_state.get(_PLACE)
    return found


def opened() -> str:
    """The chip or hit whose source is shown; empty for none."""
    return str(st.session_state.get(_OPENED, ""))
