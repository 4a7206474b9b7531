"""编排: a wish, the drill made of it, and its edited versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import uuid4

import streamlit as st

from assistant.anchor import Anchor
from assistant.desk import Desk
from assistant.drills.build import LONGEST, MOST_TYPES, SHORTEST, DrillWish, build
from assistant.drills.model import Audience, Difficulty, Drill, rebalanced, trainee_texts
from assistant.drills.paper import trainee_paper, trainer_paper
from assistant.drills.precedents import prospects
from assistant.drills.runs import save_drill
from assistant.drills.veil import leaks
from kb.errors import ConflictError
from kb.works import Work, WorkKind
from ui import memory, resources
from ui.components import drill_sheet, drill_shelf
from ui.components.drill_sheet import DocumentView, Numbers, in_order
from ui.components.guard import notice, plain_errors, toasted
from ui.components.html import tag, verbatim
from ui.pages.drill import shared

#: Shares of the width: wish and list, the sheet.
_COLUMNS = (27, 73)

_WORKING, _ASIDE, _WISH = "drill_working", "drill_aside", "drill_last_wish"

#: The wish whose precedents only judge, with what the trainer was told, until it is decided upon.
_OFFERED = "drill_offered"

#: Minutes offered; a lesson, an hour, two lessons, half a day.
_MINUTES = (30, 45, 60, 75, 90, 120, 180)


@dataclass
class Working:
    """The drill on the sheet.

    ``base`` is what the browser was given under the present ``token``, ``document`` what it sent back last, ``drill``
    what became of it; ``work`` and ``saved`` are what was stored last, ``wish`` is what it was built from.
    """

    drill: Drill
    base: Drill
    work: Work | None = None
    saved: Drill | None = None
    wish: DrillWish | None = None
    conflict: str = ""
    name: str = field(default_factory=lambda: uuid4().hex)
    edition: int = 0
    document: DocumentView | None = None

    @property
    def token(self) -> str:
        """Changes when the browser is to draw anew; the part before ``#`` stays for the same drill."""
        return f"{self.name}#{self.edition}"

    @property
    def places(self) -> Mapping[str, Anchor]:
        """The place behind each chip of the sheet."""
        return Numbers(in_order(self.base)).by_id

    @property
    def edited(self) -> bool:
        """Whether there are edits that were not saved."""
        return self.drill not in (self.saved, self.base)

    def redraw(self, drill: Drill) -> None:
        """Take a drill that was not typed by the user."""
        self.drill = self.base = drill
        self.document = None
        self.edition += 1


def working() -> Working | None:
    """The drill on the sheet of this session."""
    found: Working | None = st.session_state.get(_WORKING)
    return found


def draw(bar: Any) -> None:
    """Draw the part; its tools stand in ``bar``."""
    desk = resources.open_desk()
    held = shared.kinds()
    memory.has_column()
    if memory.place() and working():
        with shared.beside_source(desk):
            _sheet(desk)
    else:
        left, right = st.columns(_COLUMNS, gap="medium")
        with left, st.container(key="drill_left"), plain_errors():
            asked = _considered(desk, _wish(held))
        if asked:
            with right, plain_errors():
                _build(desk, asked)
                shared.again()
        with left, st.container(key="drill_list"), plain_errors():
            _shelf(desk)
        with right, plain_errors():
            _sheet(desk)
    with bar, plain_errors():
        _tools(desk)


# -- the wish ----------------------------------------------------------------------------------------------------------


def _wish(held: list[tuple[str, int]]) -> DrillWish | None:
    """The form; what is asked for when its button was pressed."""
    if not held:
        notice(
            "资料库里还没有问题先例，暂时不能生成演练。请先在“问案”页左侧收录整改通报、反馈意见或典型案例，"
            "或载入内置资料。"
        )
        return None
    counts = dict(held)
    last: DrillWish = st.session_state.get(_WISH, DrillWish(()))
    with st.form("drill_wish", border=False):
        st.html(tag("h2", "新建演练", css="xj-drill-head"))
        types = st.multiselect(
            f"问题类型（1～{MOST_TYPES} 个，括号内为先例数）",
            list(counts),
            default=[code for code in last.types if code in counts],
            max_selections=MOST_TYPES,
            format_func=lambda code: f"{code.partition('/')[2] or code}（{counts[code]}）",
            placeholder="选择，或输入词语查找",
            select_all=False,
        )
        audience = st.selectbox(
            "对象", list(Audience), index=list(Audience).index(last.audience), format_func=lambda one: one.value
        )
        one, two = st.columns(2, gap="small")
        difficulty = one.selectbox(
            "难度", list(Difficulty), index=list(Difficulty).index(last.difficulty), format_func=lambda one: one.value
        )
        offered = sorted({*_MINUTES, last.minutes})
        minutes = two.selectbox(
            "时长", offered, index=offered.index(last.minutes), format_func=lambda minutes: f"{minutes} 分钟"
        )
        with st.container(horizontal=True, gap="small"):
            made = st.form_submit_button("生成演练", type="primary")
            again = st.form_submit_button("换一套", help="同样的要求，换一个先例", disabled=working() is None)
    if not made and not again:
        return None
    if not types:
        notice("请先选择问题类型，再生成演练。", tone="warn")
        return None
    wish = DrillWish(
        tuple(types), audience or last.audience, difficulty or last.difficulty, min(max(minutes, SHORTEST), LONGEST)
    )
    seed = last.seed + 1 if again and wish._replace(seed=last.seed, general=last.general) == last else 0
    return wish._replace(seed=seed)


def _considered(desk: Desk, wish: DrillWish | None) -> DrillWish | None:
    """The wish to build now.  Where the precedents of a type only judge, the trainer is told so and decides first."""
    if wish is not None:
        told = prospects(desk.kb, wish.types, resources.taxonomy())
        lacking = [one for one in told if one.is_offered]
        asked: DrillWish = st.session_state.get(_WISH, DrillWish(()))
        if not lacking or (asked.general and asked.types == wish.types):  # 换一套 of what was decided before
            st.session_state.pop(_OFFERED, None)
            return wish._replace(general=bool(lacking))
        st.session_state[_OFFERED] = (wish, "\n".join(one.advice for one in lacking))
    offered: tuple[DrillWish, str] | None = st.session_state.get(_OFFERED)
    if offered is None:
        return None
    notice(offered[1], tone="warn")
    with st.container(horizontal=True, gap="small"):
        agreed = st.button("仍要生成", key="drill_general")
        refused = st.button("另选类型", key="drill_other")
    if agreed or refused:
        st.session_state.pop(_OFFERED, None)
    if refused:
        shared.again()
    return offered[0]._replace(general=True) if agreed else None


def _build(desk: Desk, wish: DrillWish) -> None:
    before = working()
    with st.spinner("正在选取先例、查找依据条款，需要几秒钟…"):
        drill = build(desk, wish, resources.taxonomy())
    st.session_state[_WISH] = wish
    if before and before.wish and wish.seed and drill == before.base:
        st.toast("这一类型只有一个适合编排的先例，换不出另一套。")
    _put(Working(drill, drill, wish=wish))
    memory.close_source()


def _put(following: Working) -> None:
    """Put a drill on the sheet.  One with edits that were not saved is laid aside, so that it can be taken back."""
    before = working()
    if before and before.edited:
        st.session_state[_ASIDE] = before
        st.toast("上一份演练有未保存的改动，可以在左侧取回。")
    st.session_state[_WORKING] = following


def _take_back() -> None:
    kept = st.session_state.pop(_ASIDE, None)
    if kept:
        kept.redraw(kept.drill)
        _put(kept)
        memory.close_source()


# -- the list ----------------------------------------------------------------------------------------------------------


def _shelf(desk: Desk) -> None:
    aside: Working | None = st.session_state.get(_ASIDE)
    if aside:
        st.button(f"取回未保存的“{verbatim(aside.drill.title[:14])}…”", on_click=_take_back, key="drill_take_back")
    saved = desk.kb.works.list(WorkKind.DRILL)
    st.html(tag("h2", "已保存的演练", tag("span", str(len(saved)), css="xj-count"), css="xj-drill-head"))
    present = working()
    drill_shelf.drill_shelf(
        drill_shelf.view(saved, shared.run_counts()),
        opened=present.work.id if present and present.work else "",
        running=False,
        on_open=lambda identifier: _open(desk, identifier),
        on_copy=lambda identifier: _copy(desk, identifier),
        on_remove=lambda identifier: _remove(desk, identifier),
    )


def _open(desk: Desk, identifier: str) -> None:
    with toasted():
        work = desk.kb.works.get(identifier)
        drill = drill_shelf.drill_of(work)
        if drill is None:
            st.toast("这份演练由更新的版本保存，当前程序读不出来。请升级后再打开。")
            return
        _put(Working(drill, drill, work, drill))
        memory.close_source()


def _copy(desk: Desk, identifier: str) -> None:
    with toasted():
        work = desk.kb.works.get(identifier)
        drill = drill_shelf.drill_of(work)
        if drill:
            copied = replace(drill, title=f"{drill.title}（副本）")
            _put(Working(copied, copied, save_drill(desk.kb.works, copied), copied))
            st.toast("已复制一份，现在打开的是副本。")


def _remove(desk: Desk, identifier: str) -> None:
    with toasted():
        desk.kb.works.delete(identifier)
        present = working()
        if present and present.work and present.work.id == identifier:
            present.work = present.saved = None
        st.toast("演练已删除。学员的答卷仍在“成绩”中。")


# -- the sheet ---------------------------------------------------------------------------------------------------------


def _sheet(desk: Desk) -> None:
    present = working()
    if present is None:
        _hint()
        return
    if present.conflict:
        _conflict(desk, present)
    drill_sheet.drill_sheet(
        drill_sheet.view(present.document or drill_sheet.document(present.base), present.drill, present.token),
        opened=memory.opened(),
        unsaved=present.edited,
        on_edit=_edit,
        on_open=lambda clicked: shared.open_chip(present.places, clicked),
        on_balance=lambda: present.redraw(rebalanced(present.drill)),
    )


def _hint() -> None:
    lines = (
        "左边选问题类型、对象、难度和时长，点“生成演练”。",
        "先例写明情节的，情景由先例改写并隐去单位、人名、日期和精确数字；没有的按该类型的常见情形拟写，标“教员自拟”。",
        "条款逐条注明出处，先例的做法列在要点之下；任务卡、流程表和评分表随教员版、学员版一并导出。",
        "生成后每一处文字和分值都可以改；改好保存，学员打开学员链接即可作答，也可以印发“学员版 Word”。",
    )
    st.html(
        tag(
            "div",
            tag("div", tag("h3", "演练编排"), *(tag("p", line) for line in lines), css="xj-hint xj-guide"),
            css="xj-behind-empty",
        )
    )


def _edit(token: str, sent: Mapping[str, Any]) -> None:
    present = working()
    if present and present.token == token:
        present.drill = drill_sheet.edited(present.base, sent)
        present.document = cast("DocumentView", sent)


def _tools(desk: Desk) -> None:
    """State, save and export; pressed buttons are handled here, when every edit has been taken in."""
    present = working()
    if present is None:
        return
    found = _leaks(desk, present.drill)
    checked = "已核对地名、单位、人名、年份和精确数字"
    if found:
        badge = tag("span", f"学员版有 {len(found)} 处可能泄露身份", css="xj-badge xj-red", title="\n".join(found))
    else:
        badge = tag("span", "学员版未发现身份信息", css="xj-badge xj-green", title=checked)
    st.html(badge, width="content")
    dirty = present.saved != present.drill
    when = present.work.updated_at.astimezone() if present.work else None
    state = "尚未保存" if when is None else "有改动未保存" if dirty else f"已保存 {when:%H:%M:%S}"
    st.html(tag("span", state, css="xj-from"), width="content")
    if st.button("保存", type="primary", disabled=not dirty, key="drill_save"):
        _save(desk, present)
        shared.again()
    shared.word_button("教员版 Word", desk, lambda: trainer_paper(present.drill), key="drill_word_trainer")
    with st.popover("学员版 Word", key="drill_word_popover"):
        _trainee_export(desk, present, found)


def _trainee_export(desk: Desk, present: Working, found: list[str]) -> None:
    if found:
        notice("下列文字可能让学员认出来源，请先修改：\n" + "\n".join(f"· {one}" for one in found), tone="warn")
    else:
        notice("学员版不含参考要点、出处和教员提示；已核对地名、单位、人名、年份和精确数字，未发现身份信息。")
    label = "仍要导出学员版" if found else "导出学员版"
    shared.word_button(label, desk, lambda: trainee_paper(present.drill), key="drill_word_trainee")


def _leaks(desk: Desk, drill: Drill) -> list[str]:
    """What gives a source away; looked up anew only when what trainees read has changed."""
    sources = sorted({anchor.source for anchor in drill.anchors})
    words = "\n".join([*trainee_texts(drill), *sources])
    key = hashlib.sha256(f"{desk.kb.catalog.state().revision}\n{words}".encode()).hexdigest()
    kept: tuple[str, list[str]] = st.session_state.get("drill_leaks", ("", []))
    if kept[0] != key:
        kept = (key, leaks(desk.kb, drill))
        st.session_state["drill_leaks"] = kept
    return kept[1]


def _save(desk: Desk, present: Working) -> None:
    try:
        present.work = save_drill(desk.kb.works, present.drill, present.work)
    except ConflictError as error:
        present.conflict = str(error)
        return
    present.saved = present.drill


def _conflict(desk: Desk, present: Working) -> None:
    notice(present.conflict, tone="bad")
    with st.container(horizontal=True, gap="small"):
        if present.work and st.button("打开最新版本（放弃我的改动）", key="drill_theirs"):
            _open(desk, present.work.id)
            shared.again()
        if st.button("把我的另存为一份", key="drill_mine"):
            present.work, present.conflict = None, ""
            _save(desk, present)
            shared.again()
