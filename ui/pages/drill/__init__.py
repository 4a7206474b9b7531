"""演练: drills are put together, run by trainees and looked through with the class; quizzes beside them.

==============  =====================================================================
``compose``     编排: build, edit, save, export
``run``         运行: a trainee works through a drill and sees the marks
``results``     成绩: the class, its gaps, marks changed by hand
``quiz``        题库: multiple-choice and 改错 items
``shared``      what the parts have in common
==============  =====================================================================
"""

from __future__ import annotations

from enum import StrEnum

import streamlit as st

from ui.components.guard import plain_errors
from ui.pages.drill import compose, quiz, results, run


class Mode(StrEnum):
    """The parts of the page."""

    COMPOSE = "编排"
    RUN = "运行"
    RESULTS = "成绩"
    QUIZ = "题库"


_DRAW = {Mode.COMPOSE: compose.draw, Mode.RUN: run.draw, Mode.RESULTS: results.draw, Mode.QUIZ: quiz.draw}

#: Where the mode is kept: a widget forgets its value as soon as another page is shown.
_MODE = "drill_mode_kept"


def page() -> None:
    """Draw the page; who came by the link for trainees sees nothing but the run."""
    with plain_errors():
        if run.is_guest():
            run.draw()
        else:
            _workplace()


@st.fragment
def _workplace() -> None:
    mode = st.session_state.get(_MODE, Mode.COMPOSE)
    with st.container(key="drill_bar", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            "做什么",
            list(Mode),
            default=mode,
            required=True,
            key="drill_mode",
            label_visibility="collapsed",
            on_change=_switch,
        )
        bar = st.container(key="drill_tools", horizontal=True, vertical_alignment="center", width="stretch")
    with plain_errors():
        _DRAW[mode](bar)


def _switch() -> None:
    st.session_state[_MODE] = Mode(st.session_state["drill_mode"])
