"""运行: a trainee gives a name, works through a drill and sees the marks.

Everything typed is stored as a run at once.  The address names the drill and the run, so that a reload, a closed
browser or another page loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from assistant.desk import Desk
from assistant.drills import runs
from assistant.drills.model import Drill, faults
from assistant.drills.runs import Run
from kb.errors import NotFoundError, XunjianError
from kb.works import Work, WorkKind
from ui import memory, resources
from ui.components import drill_marks, drill_run, drill_shelf
from ui.components.guard import notice, plain_errors
from ui.components.html import tag, verbatim
from ui.pages.drill import shared

_RUNNING = "drill_running"

#: In the address: the drill, and the run of it.
_DRILL, _RUN = "drill", "run"

#: Shares of the width: the drills, what to know about running them.
_COLUMNS = (45, 55)

#: Longest name shown in the table of results.
_NAME = 20


@dataclass
class Running:
    """The run of this session.  ``guest`` tells that it was reached by the link for trainees."""

    drill: str
    guest: bool
    work: Work | None = None
    run: Run | None = None
    saved: str = ""
    handing_in: bool = False
    edition: int = 0


def is_guest() -> bool:
    """Whether this session belongs to a trainee: the address says so, or said so before the page was changed."""
    wanted = st.query_params.get(_DRILL, "")
    present = _running()
    if wanted and (present is None or present.drill != wanted or not present.guest):
        st.session_state[_RUNNING] = present = Running(wanted, guest=True)
    return present is not None and present.guest


def draw(bar: Any = None) -> None:
    """Draw the part; who tries a drill on the trainer's machine finds the way back in ``bar``."""
    present = _running()
    if present and present.guest:
        _guest()
    elif present:
        _run(resources.open_desk(), present)
        if bar and present.run and not present.run.submitted_at:
            bar.button("返回列表", on_click=_leave, key="drill_out", help="作答已保存")
    else:
        memory.has_column()
        _choose(resources.open_desk())


@st.fragment
def _guest() -> None:
    with plain_errors():
        present = _running()
        if present:
            _run(resources.open_desk(), present)


def _running() -> Running | None:
    found: Running | None = st.session_state.get(_RUNNING)
    return found


# -- choosing a drill --------------------------------------------------------------------------------------------------


def _choose(desk: Desk) -> None:
    left, right = st.columns(_COLUMNS, gap="medium")
    with left, st.container(key="drill_left"):
        st.html(tag("h2", "选择要运行的演练", css="xj-drill-head"))
        drill_shelf.drill_shelf(
            drill_shelf.view(desk.kb.works.list(WorkKind.DRILL), shared.run_counts()),
            opened="",
            running=True,
            on_open=_take,
            on_copy=lambda _: None,
            on_remove=lambda _: None,
        )
    with right:
        lines = (
            "点左边的一份，就在这台电脑上作答。“复制学员链接”得到的地址，学员打开后填姓名即可作答，不需要账号。",
            "巡鉴默认只供这台电脑使用，别的电脑打不开这个地址：学员轮流在这台电脑上作答，或者印发“学员版 Word”。",
            "内网已由维护人员开通访问的，请用开通的地址打开本页，再复制链接。",
            "学员只看到背景材料、任务卡、按步推进的情况和问题，看不到参考要点和出处。作答自动保存，中途关闭也不丢。",
            "交卷后逐点评分：写到了什么、漏了什么、依据在哪里，点编号看原文。全班情况在“成绩”中。",
        )
        st.html(
            tag(
                "div",
                tag("div", tag("h3", "怎样运行"), *(tag("p", line) for line in lines), css="xj-hint xj-guide"),
                css="xj-behind-empty",
            )
        )


def _take(identifier: str) -> None:
    st.session_state[_RUNNING] = Running(identifier, guest=False)
    memory.close_source()


def _leave() -> None:
    st.session_state.pop(_RUNNING, None)
    st.query_params.pop(_DRILL, None)
    st.query_params.pop(_RUN, None)
    memory.close_source()


def _again() -> None:
    present = _running()
    if present:
        st.session_state[_RUNNING] = Running(present.drill, present.guest)
        st.query_params.pop(_RUN, None)
        memory.close_source()


# -- a run -------------------------------------------------------------------------------------------------------------


def _run(desk: Desk, present: Running) -> None:
    _address(present)
    if present.run is None:
        _resume(desk, present)
    if present.run is None:
        _begin(desk, present)
        return
    if present.handing_in:
        _hand_in(desk, present)
    if present.run.submitted_at:
        _result(desk, present, present.run)
        return
    memory.has_column()
    drill_run.drill_run(
        drill_run.view(present.run, f"{present.work.id if present.work else ''}#{present.edition}"),
        saved=present.saved,
        on_answers=lambda sent: _answered(desk, sent),
        on_next=lambda sent, seen: _answered(desk, sent, leaving=seen),
        on_submit=lambda sent: _answered(desk, sent, finish=True),
    )


def _address(present: Running) -> None:
    """Let the address name the run; Streamlit empties it with every change of page."""
    wanted = {_DRILL: present.drill} if present.guest else {}
    if present.guest and present.work:
        wanted[_RUN] = present.work.id
    for name, value in wanted.items():
        if st.query_params.get(name) != value and (name != _RUN or present.run):
            st.query_params[name] = value


def _resume(desk: Desk, present: Running) -> None:
    """Go on with the run the address names, where it is one of this drill."""
    wanted = st.query_params.get(_RUN, "")
    if not wanted:
        return
    try:
        work = desk.kb.works.get(wanted)
        run = Run.from_json(work.body)
    except (NotFoundError, KeyError, TypeError):
        st.query_params.pop(_RUN, None)
        return
    if run.drill == present.drill:
        present.work, present.run, present.saved = work, run, "已恢复上次的作答"


def _begin(desk: Desk, present: Running) -> None:
    memory.has_column()
    try:
        work = desk.kb.works.get(present.drill)
    except NotFoundError:
        notice("这份演练不存在或已被删除。请向教员要新的链接。", tone="warn")
        if not present.guest:
            st.button("返回列表", on_click=_leave, key="drill_back")
        return
    drill = drill_shelf.drill_of(work)
    if drill is None:
        notice("这份演练由更新的版本保存，当前程序读不出来。请联系教员。", tone="warn")
        return
    found = faults(drill)
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(key="drill_begin"):
        st.html(tag("h2", drill.title, css="xj-drill-head"))
        st.html(tag("p", _summary(drill), css="xj-basis"))
        if found:
            notice("这份演练还不能运行：\n" + "\n".join(found), tone="warn")
        with st.form("drill_begin_form", border=False):
            name = st.text_input(
                "姓名或代号（教员在成绩表中看到的就是它）", max_chars=_NAME, placeholder="例如：一组　李警官"
            )
            begun = st.form_submit_button("开始作答", type="primary", disabled=bool(found))
        if not present.guest:
            st.button("返回列表", on_click=_leave, key="drill_back")
    if begun and not name.strip():
        with middle:
            notice("请先填写姓名或代号。", tone="warn")
    elif begun:
        run = runs.start(work, name, shared.now())
        run = replace(run, answers=drill_run.opening(run.of))
        present.run, present.work, present.saved = run, runs.save_run(desk.kb.works, run), "作答自动保存"
        shared.again()


def _summary(drill: Drill) -> str:
    return (
        f"{drill.audience.value}　{drill.difficulty.value}　{drill.minutes} 分钟　"
        f"{len(drill.injects)} 步情景　{len(drill.questions)} 道题"
    )


def _answered(desk: Desk, sent: Mapping[str, Any], *, leaving: int = 0, finish: bool = False) -> None:
    """Take in what was typed, and store it.  ``leaving`` is the step after which the trainee goes on: one that was left
    already, by the click before, is not left again.
    """
    present = _running()
    if present is None or present.run is None or present.run.submitted_at:
        return
    drill = present.run.of
    known = {question.id for question in drill.questions} - drill_run.closed(drill, present.run.answers)
    answers = {**present.run.answers, **{key: str(text) for key, text in sent.items() if key in known}}
    if leaving == drill_run.revealed(drill, present.run.answers):
        answers = drill_run.onward(drill, answers)
    present.handing_in = finish
    _store(desk, present, replace(present.run, answers=answers))


def _store(desk: Desk, present: Running, run: Run) -> None:
    """Store a run; where another window stored it in between, say so and keep what is on this screen."""
    present.run = run
    try:
        present.work = runs.save_run(desk.kb.works, run, present.work)
        present.saved = f"{resources.clock():%H:%M:%S} 已自动保存"
    except XunjianError as error:
        present.saved = "没有保存"
        present.handing_in = False
        st.toast(verbatim(str(error)))


def _hand_in(desk: Desk, present: Running) -> None:
    """Mark every answer, telling how far it has come."""
    run = present.run
    if run is None:
        return
    questions = run.of.questions
    shown = st.progress(0.0, "正在逐点评分…")
    marker = shared.marker(desk)
    for number, question in enumerate(questions):
        shown.progress(number / len(questions), f"正在评第 {number + 1} 题，共 {len(questions)} 题…")
        run, _ = runs.answer(run, question.id, run.answers.get(question.id, ""), marker)
    shown.empty()
    present.handing_in = False
    handed = runs.submit(run, shared.now())
    present.work = runs.save_run(desk.kb.works, handed, present.work)
    present.run = handed


def _result(desk: Desk, present: Running, run: Run) -> None:
    places = drill_marks.places(run)
    with shared.beside_source(desk):
        drill_marks.drill_marks(
            drill_marks.view(run, present.work.id if present.work else "", trainer=False),
            opened=memory.opened(),
            on_open=lambda clicked: shared.open_chip(places, clicked),
        )
        with st.container(key="drill_after", horizontal=True, gap="small"):
            st.button("再做一次", on_click=_again, key="drill_once_more")
            if not present.guest:
                st.button("返回列表", on_click=_leave, key="drill_back")
