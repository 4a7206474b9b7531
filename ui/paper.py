"""The paper on the desk of a session: what is typed, what of it is stored, and what it was before.

Every change is stored at once as the next version of the work.  Where that fails, because somebody stored another
version or the knowledge base is busy, the words stay here until the user says what shall become of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from assistant.basket import Basket
from assistant.drafting.check import DraftCheck, verify_draft
from assistant.drafting.collect import Standing, standing
from assistant.drafting.model import Draft
from assistant.drafting.store import load_draft, save_draft
from kb.errors import BusyError, XunjianError
from kb.works import Work
from ui.resources import open_desk

_PAPER, _CHECK, _STANDING, _SERIAL = "paper", "paper_check", "paper_standing", "paper_serial"

#: The address names the paper, so that a reload opens it again.
_ADDRESS = "paper"

#: Steps that can be taken back in a session; each holds the whole text, some ten thousand characters.
_STEPS = 40


class Paper(NamedTuple):
    """A paper.

    ``work`` is the version it was read from or stored as, ``draft`` what is on the screen.  ``serial`` changes when
    the text was changed by anything but typing: the editor then takes it over.  ``trouble`` says why the draft is not
    stored, empty where it is; ``replaced`` that another version or none is stored instead.
    """

    work: Work
    draft: Draft
    serial: int
    earlier: tuple[Draft, ...] = ()
    trouble: str = ""
    replaced: bool = False


def current() -> Paper | None:
    """The paper that is open; after a reload the one in the address."""
    found: Paper | None = st.session_state.get(_PAPER)
    named = st.query_params.get(_ADDRESS, "")
    if found is None and named:
        try:
            open_paper(named)
        except XunjianError:
            close()
        found = st.session_state.get(_PAPER)
    elif found is not None and named != found.work.id:
        st.query_params[_ADDRESS] = found.work.id
    return found


def open_paper(identifier: str) -> None:
    """Open a stored paper; raises ``XunjianError``."""
    stored = load_draft(open_desk().kb.works, identifier)
    _put(Paper(stored.work, stored.draft, _next()))


def create(drafts: Sequence[Draft]) -> None:
    """Store new papers and open the first; raises ``XunjianError``."""
    works = [save_draft(open_desk().kb.works, draft) for draft in drafts]
    _put(Paper(works[0], drafts[0], _next()))


def close() -> None:
    """Put the paper away; it stays stored."""
    st.session_state.pop(_PAPER, None)
    st.query_params.pop(_ADDRESS, None)


def delete(identifier: str) -> None:
    """Delete a stored paper; raises ``XunjianError``."""
    open_desk().kb.works.delete(identifier)
    found = current()
    if found and found.work.id == identifier:
        close()


def change(draft: Draft, *, typed: bool = False) -> None:
    """Take over a changed draft and store it; ``typed`` where the editor shows it already."""
    paper = current()
    if paper is None or draft == paper.draft:
        return
    earlier = (*paper.earlier, paper.draft)[-_STEPS:]
    _put(_stored(paper._replace(draft=draft, earlier=earlier, serial=paper.serial if typed else _next())))


def typed(text: str, serial: int) -> None:
    """Take over what was typed; text typed into an editor that has been overtaken is left out."""
    paper = current()
    if paper is not None and serial == paper.serial:
        change(replace(paper.draft, body=text), typed=True)


def undo() -> None:
    """Take the last change back."""
    paper = current()
    if paper is not None and paper.earlier:
        *earlier, before = paper.earlier
        _put(_stored(paper._replace(draft=before, earlier=tuple(earlier), serial=_next())))


def store_again() -> None:
    """Try once more to store."""
    paper = current()
    if paper is not None:
        _put(_stored(paper._replace(trouble="", replaced=False)))


def store_copy() -> None:
    """Store what is on the screen as a paper of its own; raises ``XunjianError``."""
    paper = current()
    if paper is not None:
        draft = replace(paper.draft, title=f"{paper.draft.title}（另存）")
        create([draft])


def take_stored() -> None:
    """Leave what is on the screen and open what is stored; raises ``XunjianError``."""
    paper = current()
    if paper is not None:
        open_paper(paper.work.id)


def check(paper: Paper) -> DraftCheck:
    """The check of the paper against the library as it is now."""
    kb = open_desk().kb
    key = (paper.draft, kb.catalog.state().revision)
    held = st.session_state.get(_CHECK)
    if held is None or held[0] != key:
        held = st.session_state[_CHECK] = (key, verify_draft(kb, paper.draft))
    found: DraftCheck = held[1]
    return found


def standings(basket: Basket) -> tuple[Standing, ...]:
    """How the items of the basket stand in the library as it is now."""
    kb = open_desk().kb
    key = (basket, kb.catalog.state().revision)
    held = st.session_state.get(_STANDING)
    if held is None or held[0] != key:
        held = st.session_state[_STANDING] = (key, standing(kb, basket))
    found: tuple[Standing, ...] = held[1]
    return found


def _stored(paper: Paper) -> Paper:
    if paper.replaced:
        return paper
    try:
        work = save_draft(open_desk().kb.works, paper.draft, paper.work)
    except BusyError as error:
        return paper._replace(trouble=str(error))
    except XunjianError as error:
        return paper._replace(trouble=str(error), replaced=True)
    return paper._replace(work=work, trouble="")


def _put(paper: Paper) -> None:
    st.session_state[_PAPER] = paper
    st.query_params[_ADDRESS] = paper.work.id


def _next() -> int:
    st.session_state[_SERIAL] = serial = st.session_state.get(_SERIAL, 0) + 1
    return int(serial)
