"""What the parts of 演练 have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import streamlit as st
from streamlit.errors import StreamlitAPIException

from assistant.anchor import Anchor, resolve_all
from assistant.desk import Desk
from assistant.drafting.model import Draft
from assistant.drills.runs import sittings
from assistant.drills.score import Marker
from assistant.rendering import Format, file_name
from ui import memory, resources
from ui.components.reader import reader

#: Shares of the width: what is worked on and the source beside it.
WITH_SOURCE = (54, 46)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def kinds() -> list[tuple[str, int]]:
    """The problem types with precedents in the library and their number, most first."""
    counts = Counter(kind.code for item in resources.problems() for kind in item.problem.types)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def run_counts() -> Mapping[str, int]:
    """The number of runs handed in, by drill."""
    return Counter(one.drill for one in sittings(resources.open_desk().kb.works) if one.submitted)


def marker(desk: Desk) -> Marker:
    """The marker for the library as it is now, kept for all sessions."""
    return _marker(desk.kb.catalog.state().revision)


@st.cache_resource(show_spinner="正在准备评分…", max_entries=2)
def _marker(revision: int) -> Marker:  # noqa: ARG001 - the key of the cache
    return Marker.of(resources.open_desk().kb)


def word(desk: Desk, draft: Draft) -> bytes:
    """The Word file of a paper, its places brought up to date."""
    from assistant.export.word import to_docx  # noqa: PLC0415 - python-docx is heavy

    resolutions = dict(zip(draft.notes, resolve_all(desk.kb, draft.notes.values()), strict=True))
    return to_docx(draft, resolutions=resolutions)


def word_button(label: str, desk: Desk, draft: Callable[[], Draft], *, key: str) -> None:
    """A button that makes the Word file when it is clicked; ``draft`` is asked then, so that it is never an old one."""
    st.download_button(
        label,
        lambda: word(desk, draft()),
        file_name=file_name(draft(), Format.DOCX),
        mime=WORD,
        key=key,
        on_click="ignore",
    )


def open_chip(places: Mapping[str, Anchor], clicked: str) -> None:
    """Open the source of a chip."""
    if clicked in places:
        memory.open_anchor(places[clicked], clicked)


@contextmanager
def beside_source(desk: Desk) -> Iterator[None]:
    """A place to draw into, with the source beside it where one is open."""
    memory.has_column()
    if memory.place():
        left, right = st.columns(WITH_SOURCE, gap="small")
        with right:
            reader(desk.kb.catalog)
        with left:
            yield
    else:
        yield


def again() -> None:
    """Draw anew: only this part where it was alone, the whole page where all of it was being drawn."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()
