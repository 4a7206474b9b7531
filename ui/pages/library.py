"""资料: what the library holds and how each document was understood; taking documents in, correcting and removing them;
which official documents are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

import streamlit as st

from assistant.desk import Desk
from assistant.library import coverage_table
from assistant.library.correcting import extent, take_back
from assistant.library.versions import versions
from ingest.coverage import Listed, State
from ingest.coverage import coverage as compare
from ingest.integrity import integrity
from ingest.pipeline import Progress, reingest
from kb.catalog import SourceInfo
from kb.model import DocumentKind, Source
from ui import jobs, memory, resources
from ui.components import coverage, library, understood
from ui.components.correct_dialog import correct_dialog, remove_dialog
from ui.components.guard import notice, plain_errors
from ui.components.health import health, last_check
from ui.components.html import tag
from ui.components.intake import progress_text
from ui.components.queue import progress_text as batch_text
from ui.components.reader import reader
from ui.components.take_in import take_in
from ui.components.understood import Shown

#: Shares of the width: list and detail; with a source open, detail and source.
_BROWSE, _READ = (36, 64), (54, 46)

_STATE = "library"


class View(StrEnum):
    """What the page shows."""

    LIST = "资料列表"
    INTAKE = "收录资料"
    COVERAGE = "还缺什么"


class Remembered(NamedTuple):
    """What the page remembers of a session.  ``view`` is None on the first visit, ``turn`` counts its changes;
    ``asked`` is the action to be carried out in this run; ``said`` are tones and texts of what the last one did.
    """

    view: View | None = None
    turn: int = 0
    open: str = ""
    asked: str = ""
    said: tuple[tuple[str, str], ...] = ()
    coverage: str = coverage.WANTING


def page() -> None:
    """Draw the page."""
    desk = resources.open_desk()
    memory.has_column()
    sources = desk.kb.catalog.sources()
    view = _head(desk, empty=not sources)
    with plain_errors():
        if view is View.INTAKE:
            _intake(desk, sources)
        elif view is View.COVERAGE:
            _coverage(sources)
        elif not sources:
            notice("资料库里还没有资料。请点上面的“收录资料”，放入文件。")
        else:
            _library(desk, sources)


def _head(desk: Desk, *, empty: bool) -> View:
    """The views of the page and the check of the stores."""
    if state().view is None:
        _update(view=View.INTAKE if empty else View.LIST)  # and stays: the first file must not change the view
    known = state().view or View.LIST
    with st.container(key="library_head", horizontal=True, vertical_alignment="center"):
        key = f"library_view_{state().turn}"
        st.segmented_control(
            "资料",
            list(View),
            default=known,
            key=key,
            on_change=_switch,
            args=(key, known),
            label_visibility="collapsed",
        )
        _running(known)
        health(desk.kb, key="library_health", wordy=True)
    check = last_check(desk.kb)
    if check and not check.ok:
        notice("\n".join(check.lines), tone="bad")
    return known


def _switch(key: str, known: View) -> None:
    """Change the view.  A click on the one shown takes its mark away: with a new key it is drawn anew, marked."""
    _update(view=st.session_state.get(key) or known, turn=state().turn + 1, said=())
    memory.close_source()


def _running(view: View) -> None:
    """A word about batches under way, on the views that do not show them."""
    under_way = jobs.running() if view is not View.INTAKE else []
    text = batch_text(under_way[0].snapshot().progress).split("。")[0] if under_way else ""
    st.html(tag("p", f"正在收录：{text}" if text else "", css="xj-from"), width="stretch")


# -- the list and a document -------------------------------------------------------------------------------------------


def _library(desk: Desk, sources: Sequence[SourceInfo]) -> None:
    shown = _shown(desk, sources)
    if shown:
        _carry_out(desk, shown)
    if shown and memory.place():
        left, right = st.columns(_READ, gap="small")
        with left:
            _detail(shown, back=True)
        with right:
            reader(desk.kb.catalog)
        return
    left, right = st.columns(_BROWSE, gap="small")
    with left:
        library.document_list(library.view(sources), opened=state().open, on_open=_go)
    with right:
        if shown is None and state().said:
            with st.container(key="library_said"):
                for tone, text in state().said:
                    notice(text, tone=tone)
        _detail(shown, back=False)


def _shown(desk: Desk, sources: Sequence[SourceInfo]) -> Shown | None:
    """The document that is open; None where there is none or it is gone."""
    if not state().open:
        return None
    source_id, part = library.parsed(state().open)
    info = next((source for source in sources if source.source_id == source_id), None)
    if info is None:
        _update(open="")
        return None
    source = _load(info.source_id, info.generation, desk.kb.catalog.state().revision)
    document = next((one for one in source.documents if one.part == part), source.documents[0])
    listed = next(one for one in info.documents if one.part == document.part)
    regulation = document.kind is DocumentKind.REGULATION
    return Shown(
        info,
        source,
        document,
        versions(sources, listed) if regulation else (),
        integrity(source, document) if regulation else None,
        desk.kb.corrections(info.origin),
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def _load(source_id: str, generation: int, revision: int) -> Source:  # noqa: ARG001 - parts of the key
    # A resource, not data: sources are frozen, and copying one for every click costs more than reading it.
    return resources.open_desk().kb.catalog.load(source_id)


def _detail(shown: Shown | None, *, back: bool) -> None:
    places = understood.places(shown) if shown else {}

    def act(name: str) -> None:
        if name == "read" and shown:
            memory.open_place(understood.whole(shown))
        elif name == "back":
            memory.close_source()
        else:
            _update(asked=name, said=())

    def show(identifier: str) -> None:
        if identifier in places:
            memory.open_place(places[identifier], identifier)

    understood.understood_panel(
        understood.view(shown, back=back, said=state().said) if shown else None,
        opened=memory.opened(),
        on_open=show,
        on_go=_go,
        on_act=act,
        on_undo=lambda identifier: _update(asked=f"undo:{identifier}", said=()),
    )


def _carry_out(desk: Desk, shown: Shown) -> None:
    """What was asked for by a click: a dialog, or work under a progress bar."""
    asked = state().asked
    _update(asked="")
    if asked == "correct":
        correct_dialog(desk.kb, shown, resources.taxonomy(), done=_done)
    elif asked == "remove":
        remove_dialog(desk.kb, shown, done=_removed)
    elif asked == "again":
        _again(desk, shown)
    elif asked.startswith("undo:"):
        correction = understood.undoable(shown).get(asked.removeprefix("undo:"))
        if correction:
            with plain_errors(), st.spinner("正在取消更正…"):
                outcome = take_back(desk.kb, shown.info.source_id, correction.place)
                _done([("good", f"已取消更正（{correction}），恢复系统的判断。{extent(outcome)}")])
                st.rerun()


def _again(desk: Desk, shown: Shown) -> None:
    with plain_errors():
        bar = st.progress(0.0, text="正在重新收录…")

        def advance(now: Progress) -> None:
            bar.progress(now.done / max(now.total, 1), text=progress_text(now))

        summary = reingest(desk.kb, shown.info.source_id, progress=advance)
        bar.empty()
        if summary.failed:
            _done([("bad", f"没有重新收录：{summary.failed[0].reason}")])
        elif summary.replaced:
            _done([("good", f"已用保存的原件重新收录，写入段落 {summary.passages:,} 条。")])
        else:
            _done([("info", "已用保存的原件重新解析，结果与现有的完全一致，没有改动。")])
        st.rerun()


def _go(identifier: str) -> None:
    turn = state().turn + (state().view is not View.LIST)
    _update(view=View.LIST, turn=turn, open=identifier, said=())
    memory.close_source()


def _done(said: Sequence[tuple[str, str]]) -> None:
    _update(said=tuple(said))


def _removed(said: Sequence[tuple[str, str]]) -> None:
    memory.close_source()
    _update(open="", said=tuple(said))


# -- taking in and what is missing ------------------------------------------------------------------------------


def _intake(desk: Desk, sources: Sequence[SourceInfo]) -> None:
    documents = {
        source.source_id: library.identifier(source.source_id, source.documents[0].part)
        for source in sources
        if source.documents
    }
    left, _ = st.columns((70, 30))
    with left:
        take_in(desk.kb, documents, on_go=_go)


def _coverage(sources: Sequence[SourceInfo]) -> None:
    listed = compare(sources)
    documents = {
        source.doc: library.identifier(source.source_id, source.documents[0].part)
        for source in sources
        if source.documents
    }
    shown = coverage.select(listed, state().coverage)
    with st.container(key="coverage_head", horizontal=True, vertical_alignment="center"):
        st.html(tag("p", _balance(listed), css="xj-basis"), width="stretch")
        _download("下载（Excel）", "正式文件收录情况.xlsx", lambda: coverage_table.to_xlsx(shown, resources.today()))
        _download("下载（CSV）", "正式文件收录情况.csv", lambda: coverage_table.to_csv(shown))
    coverage.coverage_table(
        coverage.view(listed, state().coverage, documents),
        on_state=lambda chosen: _update(coverage=chosen),
        on_go=_go,
    )


def _balance(listed: Sequence[Listed]) -> str:
    held = sum(one.state is State.HELD for one in listed)
    return (
        f"巡察、督察工作常用的正式文件清单共 {len(listed)} 件，已收录正式文本 {held} 件。"
        "缺的请到下面写明的官方网站下载，再到“收录资料”放入。"
    )


def _download(label: str, name: str, make: Callable[[], bytes]) -> None:
    st.download_button(label, make, file_name=name, key=f"coverage_{name}", on_click="ignore")


def state() -> Remembered:
    """What the session remembers."""
    found: Remembered = st.session_state.get(_STATE, Remembered())
    return found


def _update(**changes: object) -> None:
    st.session_state[_STATE] = state()._replace(**changes)  # type: ignore[arg-type]  # checked where the fields are read
