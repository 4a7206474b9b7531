"""What stands around a question: its limits, the questions asked before, and what the asker thinks of the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from zlib import crc32

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant import notebook
from assistant.desk import Desk
from assistant.followup import joined
from assistant.notebook import REASONS, Opinion
from kb.errors import XunjianError
from kb.model import Group, Status
from retrieval.letters import split
from retrieval.limits import Limits
from ui import memory
from ui.components.html import tag, verbatim
from ui.memory import Answered
from ui.resources import taxonomy, today

_V = TypeVar("_V")

_LIMITS, _ROUND, _JUDGED = "limits", "limits_round", "judged"

#: Questions offered to be asked again: as many as fit beside the answer without scrolling far.
_LISTED = 20

#: Characters of a question on its button: one line of the box.
_SHORT = 30

#: Characters of a matter of a letter on its button: two of them stand in a row beside the source panel.
_PILL = 18

#: Years before today offered where the library knows none.
_SPAN = 10


def tools(desk: Desk) -> None:
    """The row below the question box: limits and history."""
    with st.container(key="ask_tools", horizontal=True, vertical_alignment="center", gap="small"):
        limits = given()
        turn = st.session_state.get(_ROUND, 0)  # under a new key they are closed: what was asked for is not covered
        with st.popover("限定范围" if limits is None else "已限定范围", key=f"ask_scope_{turn}"):
            _scope(desk, limits or Limits())
        with st.popover("提问记录", key=f"ask_history_{turn}"):
            _history(desk)
        if limits is not None:
            st.html(tag("span", f"限于：{limits.label or '全部资料'}", css="xj-scope"))
            st.button("取消限定", key="unlimit", on_click=_limit, args=(None,), type="tertiary")


def given() -> Limits | None:
    """The limits that the user has set; None while the question itself decides."""
    found: Limits | None = st.session_state.get(_LIMITS)
    return found


def reply_to(desk: Desk, question: str) -> Answered:
    """Ask, with limits and what a follow-up continues; remember the answer and the question.  Of a letter the matter
    that is taken up is asked.
    """
    follows = joined(question, memory.before())
    number = memory.matter()
    about = follows.text if follows else split(question)[number]
    reply = desk.ask(about, limits=given())
    answered = memory.remember(question, question if follows else about, reply, desk.kb.catalog)
    try:
        if not number:  # a letter is one question
            notebook.record(desk.kb.works, question, reply, before=follows.before if follows else "")
    except XunjianError as error:
        st.toast(verbatim(f"提问记录没有保存：{error}"))
    return answered


def matters(question: str) -> None:
    """The matters of a letter to choose from; nothing for a single question."""
    found = split(question)
    if len(found) < 2:  # noqa: PLR2004 - one question
        return
    key = f"matters_{crc32(question.encode())}"

    def choose() -> None:
        memory.take_up(int(st.session_state[key]))

    with st.container(key="ask_matters"):
        st.html(tag("p", f"来信提了 {len(found)} 件事，逐件答复，点选查看：", css="xj-scope"))
        st.pills(
            "来信提的事",
            range(len(found)),
            default=memory.matter(),
            required=True,
            format_func=lambda number: _brief(found[number]),
            label_visibility="collapsed",
            key=key,
            on_change=choose,
        )


def _brief(matter: str) -> str:
    text = " ".join(matter.split())
    return verbatim(text if len(text) <= _PILL else text[: _PILL - 1] + "…")


def above(answered: Answered) -> None:
    """What the reader must know before the answer: what a follow-up continues, what the question was limited to."""
    follows = joined(answered.question, memory.before())
    limits = answered.reply.result.limits
    if follows:
        _told(f"已结合上一问“{follows.before}”理解。", "单独提问", "stand_alone", memory.stand_alone)
    if limits != Limits() and given() is None:
        _told(f"按问题限于：{limits.label}。", "查全部资料", "lift", lambda: _limit(Limits()))


def below(desk: Desk, answered: Answered) -> None:
    """The judgement of the answer."""
    key = f"{answered.matter}|{memory.before()}"
    if st.session_state.get(_JUDGED) == key:
        st.html(tag("p", "已记入评测收件箱，谢谢。可在“设置”中查看和导出。", css="xj-judged"))
        return
    with st.container(key="judge", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(tag("span", "这个答复有用吗？", css="xj-judged"))
        st.button(
            "有用",
            key="good",
            on_click=_judge,
            args=(desk, answered, key, Opinion.GOOD),
            type="tertiary",
            icon=":material/thumb_up:",
        )
        with st.popover("没答好", type="tertiary", icon=":material/thumb_down:"), st.form("judge_form", border=False):
            reason = st.selectbox("哪里没答好", REASONS)
            note = st.text_area("补充说明（可不填）", max_chars=500, placeholder="例如：应当找到某通报中的某个问题")
            if st.form_submit_button("提交", type="primary"):
                _judge(desk, answered, key, Opinion.BAD, reason=reason or "", note=note)
                st.rerun(scope="fragment")


def _judge(desk: Desk, answered: Answered, key: str, opinion: Opinion, *, reason: str = "", note: str = "") -> None:
    try:
        notebook.judge(desk.kb.works, answered.matter, answered.reply, opinion, reason=reason, note=note)
    except XunjianError as error:
        st.toast(verbatim(f"评价没有保存：{error}"))
    else:
        st.session_state[_JUDGED] = key


def _told(text: str, label: str, key: str, act: Callable[[], None]) -> None:
    with st.container(key=f"{key}_row", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(tag("span", text, css="xj-scope"))
        st.button(label, key=key, on_click=act, type="tertiary")


def _limit(limits: Limits | None) -> None:
    st.session_state[_LIMITS] = limits
    _turn()  # the form forgets what was chosen before
    memory.forget_answer()


def _turn() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _scope(desk: Desk, limits: Limits) -> None:
    holdings = desk.retriever.holdings
    years = holdings.years or list(range(today().year - _SPAN, today().year + 1))
    known = taxonomy()
    with st.form(f"scope_{st.session_state.get(_ROUND, 0)}", border=False):
        groups = st.pills(
            "资料类别",
            list(Group),
            default=[group for group in Group if group in limits.groups],
            selection_mode="multi",
            format_func=lambda group: group.label,
        )
        unit, region = st.columns(2)
        units = _some(unit, "单位", holdings.units, _kept(limits.units, holdings.units))
        regions = _some(region, "地区", holdings.regions, _kept(limits.regions, holdings.regions))
        first, last = st.columns(2)
        since = first.selectbox("自哪一年", [None, *years], index=_at(limits.since, years), format_func=_year)
        until = last.selectbox("至哪一年", [None, *years], index=_at(limits.until, years), format_func=_year)
        state, kind = st.columns(2)
        chosen = [status for status in Status if status in limits.statuses]
        statuses = _some(state, "整改状态", list(Status), chosen, lambda status: status.label)
        codes = [*known.classes, *known.types]
        types = _some(kind, "问题类型", codes, _kept(limits.types, codes))
        if st.form_submit_button("按此范围查", type="primary", width="stretch"):
            wanted = Limits(
                frozenset(groups or ()),
                frozenset(units),
                frozenset(regions),
                since,
                until,
                frozenset(statuses),
                frozenset(types),
            )
            _limit(None if wanted == Limits() else wanted)
            st.rerun(scope="fragment")


def _some(
    place: DeltaGenerator, label: str, offered: Sequence[_V], chosen: Sequence[_V], words: Callable[[_V], str] = str
) -> list[_V]:
    return place.multiselect(label, offered, default=chosen, format_func=words, placeholder="不限", select_all=False)


def _kept(chosen: frozenset[str], offered: list[str]) -> list[str]:
    return [value for value in offered if value in chosen]


def _at(year: int | None, years: list[int]) -> int:
    return years.index(year) + 1 if year in years else 0


def _year(year: int | None) -> str:
    return f"{year}年" if year else "不限"


def _history(desk: Desk) -> None:
    entries = notebook.history(desk.kb.works, _LISTED)
    if not entries:
        st.html(tag("p", "还没有提问记录。", css="xj-scope"))
        return
    for entry in entries:
        when = entry.at.astimezone()
        shown = entry.question if len(entry.question) <= _SHORT else entry.question[: _SHORT - 1] + "…"
        st.button(
            f"{when:%m-%d %H:%M}　{verbatim(shown)}",
            key=f"again_{entry.id}",
            on_click=_again,
            args=(entry.question, entry.before),
            help=verbatim(f"接着“{entry.before}”问的") if entry.before else None,
            type="tertiary",
        )
    st.html(tag("p", "记录只存在这台电脑上，可在“设置”中删除。", css="xj-scope"))


def _again(question: str, before: str) -> None:
    _turn()
    memory.ask(question)
    memory.continue_from(before)
