"""题库: items made from articles in force and from measures of notices, answered here or printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import streamlit as st

from assistant.desk import Desk
from assistant.drills.paper import quiz_paper
from assistant.drills.quiz import Quiz, QuizKind, QuizWish, build_quiz
from ui import memory, resources
from ui.components import quiz_sheet
from ui.components.guard import notice, plain_errors
from ui.components.html import tag
from ui.pages.drill import shared

#: Shares of the width: the wish, the items.
_COLUMNS = (27, 73)

#: Numbers of items offered: a check at the start of a lesson to a test of an hour.
_SIZES = (5, 10, 20, 30, 50)

_STATE = "drill_quiz"


@dataclass
class Asked:
    """The quiz of this session; ``answers`` are None until they were checked."""

    quiz: Quiz
    wish: QuizWish
    answers: dict[int, str] | None = None
    token: str = field(default_factory=lambda: uuid4().hex)


def draw(bar: Any) -> None:
    """Draw the part; the exports stand in ``bar``."""
    desk = resources.open_desk()
    memory.has_column()
    if memory.place() and _asked():
        with shared.beside_source(desk):
            _sheet()
    else:
        left, right = st.columns(_COLUMNS, gap="medium")
        with left, st.container(key="drill_left"), plain_errors():
            wish = _wish()
        with right, plain_errors():
            if wish:
                with st.spinner("正在从现行条款和整改措施中出题…"):
                    st.session_state[_STATE] = Asked(build_quiz(desk.kb, wish), wish)
                memory.close_source()
            _sheet()
    with bar, plain_errors():
        _tools(desk)


def _asked() -> Asked | None:
    found: Asked | None = st.session_state.get(_STATE)
    return found


def _wish() -> QuizWish | None:
    counts = dict(shared.kinds())
    present = _asked()
    last = present.wish if present else QuizWish()
    with st.form("drill_quiz_wish", border=False):
        st.html(tag("h2", "出题", css="xj-drill-head"))
        types = st.multiselect(
            "问题类型（不选则用全部现行法规）",
            list(counts),
            default=[code for code in last.types if code in counts],
            format_func=lambda code: code.partition("/")[2] or code,
            placeholder="选择，或输入词语查找",
            select_all=False,
        )
        size = st.selectbox("题数", _SIZES, index=_SIZES.index(last.size), format_func=lambda size: f"{size} 题")
        kinds = st.multiselect(
            "题型",
            list(QuizKind),
            default=list(last.kinds),
            format_func=lambda kind: kind.value,
            placeholder="选择题型",
            select_all=False,
        )
        notices = st.checkbox("也从整改通报出题（隐去单位）", value=last.notices)
        with st.container(horizontal=True, gap="small"):
            made = st.form_submit_button("出题", type="primary")
            again = st.form_submit_button("换一套", disabled=present is None)
    if not made and not again:
        return None
    if not kinds:
        notice("请至少选择一种题型。", tone="warn")
        return None
    wish = QuizWish(size, tuple(types), kinds=tuple(kinds), notices=notices)
    return wish._replace(seed=last.seed + 1 if again else 0)


def _sheet() -> None:
    present = _asked()
    if present is None:
        lines = (
            "单项选择题和改错题，都从资料库里现行有效的条款和整改通报中出，答案就在原文里。",
            "可以在这里作答、核对，也可以导出 Word 印发；教员版附答案、解析和出处。",
        )
        st.html(
            tag(
                "div",
                tag("div", tag("h3", "题库"), *(tag("p", line) for line in lines), css="xj-hint xj-guide"),
                css="xj-behind-empty",
            )
        )
        return
    if len(present.quiz.items) < present.wish.size:
        notice(f"资料中只有 {len(present.quiz.items)} 处可以出成没有歧义的题目，少于要求的 {present.wish.size} 题。")
    places = quiz_sheet.places(present.quiz)
    quiz_sheet.quiz_sheet(
        quiz_sheet.view(present.quiz, present.token, present.answers),
        opened=memory.opened(),
        on_check=_check,
        on_open=lambda clicked: shared.open_chip(places, clicked),
    )


def _check(answers: dict[int, str]) -> None:
    present = _asked()
    if present:
        present.answers = answers


def _tools(desk: Desk) -> None:
    present = _asked()
    if present is None:
        return
    shared.word_button("教员版 Word", desk, lambda: quiz_paper(present.quiz, answers=True), key="quiz_word_trainer")
    shared.word_button("学员版 Word", desk, lambda: quiz_paper(present.quiz, answers=False), key="quiz_word_trainee")
