"""拟稿: material and papers on the left, the paper in the middle, the judgement of its sentences and the source on the
right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import streamlit as st

from assistant.basket import Basket, BasketItem
from assistant.drafting.check import DraftCheck, State
from assistant.drafting.collect import Standing, from_result, joined, sheets
from assistant.drafting.compose import draft as compose
from assistant.drafting.insert import insert, mark
from assistant.drafting.model import Draft, DraftKind
from assistant.export.sources import NoteStyle
from assistant.rendering import Format, file_name, render
from kb.knowledge_base import KnowledgeBase
from kb.works import WorkKind
from ui import memory, paper, resources
from ui.components import editor, paper_forms, papers, polish
from ui.components.guard import notice, plain_errors, toasted
from ui.components.html import join as joined_html
from ui.components.html import tag
from ui.components.new_paper import Wanted, new_paper
from ui.components.reader import reader
from ui.paper import Paper

#: Shares of the width: at 1366 pixels a line of the text holds about 33 characters.
_COLUMNS = (22, 45, 33)

#: Papers listed: the latest of a year's work.
_LISTED = 100

_VIEW = "paper_view"
_TEXT, _HEAD, _LISTS = "正文", "版头信息", "清单"

_MIMES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.TXT: "text/plain",
}
_NAMES = {Format.DOCX: "Word 文件", Format.XLSX: "Excel 清单", Format.TXT: "纯文本"}


#: Puts an item into a draft, at a place of its body or at its end.
_Change = Callable[[KnowledgeBase, Draft, BasketItem, int | None], Draft]


def page() -> None:
    """Draw the page."""
    memory.has_column()
    left, rest = st.columns((_COLUMNS[0], sum(_COLUMNS[1:])), gap="small")
    with left, plain_errors():
        basket = memory.basket()
        standings = paper.standings(basket)
        _material({item.id: now for item, now in zip(basket.items, standings, strict=True)})
    with rest, plain_errors():
        found = paper.current()
        if found is None:
            _fresh(basket, standings)
        else:
            _desk()


# -- the left side ---------------------------------------------------------------------------------------------------


def _material(standings: dict[str, Standing]) -> None:
    found = paper.current()
    cited = {papers.place_name(anchor) for anchor in found.draft.notes.values()} if found else set()
    items = {identifier: one.item for identifier, one in standings.items()}

    def show(identifier: str) -> None:
        memory.open_anchor(items[identifier].anchor)

    def put(change: _Change, identifier: str, held: dict[str, Any]) -> None:
        open_now = paper.current()
        if open_now is None or identifier not in items:
            return
        at = None
        if held and int(held["serial"]) == open_now.serial:
            paper.typed(str(held["text"]), int(held["serial"]))
            at = editor.code_points(str(held["text"]), int(held["at"]))
            open_now = paper.current() or open_now
        with toasted():
            paper.change(change(resources.open_desk().kb, open_now.draft, items[identifier], at))
            st.session_state[_VIEW] = _TEXT

    papers.papers_panel(
        papers.view(
            standings,
            resources.open_desk().kb.works.list(WorkKind.DRAFT, _LISTED),
            open_work=found.work.id if found else "",
            cited=cited,
            now=datetime.now().astimezone(),
        ),
        on_open=show,
        on_remove=memory.remove_from_basket,
        on_clear=lambda: memory.remove_from_basket(*items),
        on_move=memory.move_in_basket,
        on_insert=partial(put, insert),
        on_mark=partial(put, mark),
        on_paper=_open,
        on_delete=_delete,
        on_fresh=_leave,
    )


def _open(identifier: str) -> None:
    with toasted():
        paper.open_paper(identifier)
        memory.close_source()
        st.session_state[_VIEW] = _TEXT


def _delete(identifier: str) -> None:
    with toasted():
        paper.delete(identifier)


def _leave() -> None:
    paper.close()
    memory.close_source()


# -- a new paper -----------------------------------------------------------------------------------------------------


def _fresh(basket: Basket, standings: tuple[Standing, ...]) -> None:
    left, right = st.columns(_COLUMNS[1:], gap="small")
    with left, st.container(key="new_paper_column"), plain_errors():
        new_paper(
            len(basket.items),
            sum(one.usable for one in standings),
            today=resources.today(),
            on_wanted=partial(_compose, basket),
        )
    with right:
        if memory.place():
            reader(resources.open_desk().kb.catalog)
        else:
            st.html(_steps())


def _steps() -> str:
    steps = (
        "收集：在“问案”“先例”页把问题、措施、条款加入拟稿篮，也可以只写一个问题。",
        "生成：选文种，填已知的情况，点“生成初稿”。初稿只有三样东西：注明出处的原文、公文固定用语、用【】留给您填写的空。",
        "修改：正文可以随意改。停下片刻，改过的句子就与所引原文重新比对，数字、日期、名称、肯定否定不符的会标出来并说明理由。",
        "导出：Word（国标公文格式，出处为脚注）、Excel 清单、纯文本。仍未核实的句子在 Word 中标明。",
    )
    body = tag("ol", *(tag("li", step) for step in steps))
    return tag("div", tag("h3", "起草分四步"), body, css="xj-steps")


def _compose(basket: Basket, wanted: Wanted) -> None:
    desk = resources.open_desk()
    with st.spinner("正在起草…"):
        material = basket
        if wanted.question:
            result = desk.search(wanted.question)
            if result.refused and not basket.items:
                notice(f"{result.reason or '没有检索到可用的材料。'}请换一个说法，或者先收集材料。", tone="warn")
                return
            material = joined(basket, from_result(desk.kb, result).items)
        if not material.items:
            notice("还没有材料：请写一个问题来查找，或者先在“问案”“先例”页把材料加入拟稿篮。", tone="warn")
            return
        facts = replace(wanted.facts, question=wanted.question)
        parts = sheets(desk.kb, material) if wanted.kind is DraftKind.SUPERVISION and not facts.about else (material,)
        paper.create([compose(desk.kb, wanted.kind, one, facts) for one in parts])
    if len(parts) > 1:
        st.toast(f"督办单一事一单，已生成 {len(parts)} 份，都在左边“文稿”中。")
    memory.close_source()
    st.session_state[_VIEW] = _TEXT
    st.rerun()


# -- the paper -------------------------------------------------------------------------------------------------------


@st.fragment
def _desk() -> None:
    found = paper.current()
    if found is None:
        st.rerun()
    with plain_errors():
        check = paper.check(found)
        _sides(found, check, editor.view(found.draft, check))


def _sides(found: Paper, check: DraftCheck, shown: editor.CheckView) -> None:
    """The paper, and beside it what the check says of it."""
    middle, right = st.columns(_COLUMNS[1:], gap="small")
    with middle, plain_errors():
        _title(found)
        _tools(found, check)
        _trouble(found)
        if st.session_state[_VIEW] == _TEXT:
            polish.polishing(found)
        _content(found, shown)
    with right, st.container(key="draft_side"), plain_errors():
        editor.check_list(shown, memory.opened(), on_open=partial(_show, check))
        if memory.place():
            reader(resources.open_desk().kb.catalog)


def _show(check: DraftCheck, number: str) -> None:
    """Open what a number stands for."""
    found = check.notes.get(int(number))
    if found is None:
        st.toast(f"编号[{number}]没有对应的出处。")
    else:
        memory.open_anchor(found.anchor, number)


def _title(found: Paper) -> None:
    key = f"paper_title_{found.serial}"

    def rename() -> None:
        title = " ".join(st.session_state[key].split())
        now = paper.current()
        if now is not None and title:
            paper.change(replace(now.draft, title=title), typed=True)

    with st.container(key="paper_title"):
        st.text_input("标题", found.draft.title, key=key, on_change=rename, max_chars=200, label_visibility="collapsed")


def _tools(found: Paper, check: DraftCheck) -> None:
    views = [_TEXT, _HEAD] + ([_LISTS] if found.draft.tables else [])
    if st.session_state.get(_VIEW) not in views:
        st.session_state[_VIEW] = _TEXT
    with st.container(key="paper_tools", horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control("内容", views, key=_VIEW, required=True, label_visibility="collapsed")
        kind = tag("span", f"{found.draft.kind.label}　", css="xj-paper-kind")
        saved = joined_html(kind, f"已保存 {found.work.updated_at.astimezone():%H:%M:%S}")
        text = "未保存" if found.trouble else saved
        st.html(tag("p", text, css="xj-from xj-saved" + (" xj-unsaved" if found.trouble else "")), width="stretch")
        st.button(
            "撤销", key="paper_undo", on_click=paper.undo, disabled=not found.earlier, help="退回到上一次修改之前"
        )
        with st.popover("导出", key="paper_export", type="primary"):
            _export(found.draft, check)


def _export(draft: Draft, check: DraftCheck) -> None:
    failed = len(check.failed)
    blanks = check.counts[State.PLACEHOLDER]
    if failed or check.failed_rows:
        rows = f"、清单中 {len(check.failed_rows)} 行" if check.failed_rows else ""
        notice(f"还有 {failed} 句{rows}未核实，导出的 Word 中已标黄并注“〔未核实〕”，印发前请逐一处理。", tone="warn")
    if blanks:
        notice(f"还有 {blanks} 处【】没有填写。")
    if adapted := check.counts[State.ADAPTED]:
        notice(f"有 {adapted} 句改换了单位名称，不再是原文，导出的 Word 中标绿，采用前请逐句核改。")
    styles = list(NoteStyle)
    notes = st.radio("出处注释", styles, format_func=lambda style: style.label, key="paper_notes", horizontal=True)
    for target in (Format.DOCX, Format.XLSX, Format.TXT):
        if target is Format.XLSX and not draft.tables:
            continue
        st.download_button(
            _NAMES[target],
            partial(render, draft, check, target, NoteStyle(notes)),
            file_name=dated_name(draft, target, resources.today()),
            mime=_MIMES[target],
            key=f"paper_export_{target.value}",
            on_click="ignore",
            width="stretch",
        )


def dated_name(draft: Draft, target: Format, today: date) -> str:
    """The title with the date of the paper, or of today."""
    stem, dot, suffix = file_name(draft, target).rpartition(".")
    return f"{stem}（{draft.head.day or today}）{dot}{suffix}"


def _trouble(found: Paper) -> None:
    if not found.trouble:
        return
    notice(f"{found.trouble}您在这里的修改都还在。", tone="bad")
    with st.container(key="paper_trouble", horizontal=True, gap="small"):
        if found.replaced:
            st.button("另存为一份新文稿", key="paper_copy", on_click=_guarded(paper.store_copy), type="primary")
            st.button("放弃这里的修改，打开新版本", key="paper_take", on_click=_guarded(paper.take_stored))
        else:
            st.button("再保存一次", key="paper_again", on_click=paper.store_again, type="primary")


def _content(found: Paper, shown: editor.CheckView) -> None:
    view = st.session_state[_VIEW]
    if view == _HEAD:
        paper_forms.head(found)
    elif view == _LISTS:
        paper_forms.lists(found)
    else:
        check = paper.check(found)
        editor.text_editor(
            found.draft.body,
            found.serial,
            shown,
            on_typed=paper.typed,
            on_open=partial(_show, check),
            on_polish=polish.wanted,
        )


def _guarded(action: Any) -> Any:
    def run() -> None:
        with toasted():
            action()

    return run
