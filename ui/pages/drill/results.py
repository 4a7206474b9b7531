"""成绩: the runs of a drill, what the class did not get, and marks changed by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from assistant.desk import Desk
from assistant.drills import gradebook
from assistant.drills.gradebook import workbook
from assistant.drills.runs import Run, Sitting, class_results, runs_of, save_run, sittings
from kb.works import Work
from ui import memory, resources
from ui.components import drill_charts, drill_class, drill_marks
from ui.components.guard import notice, plain_errors, toasted
from ui.components.html import tag
from ui.components.reader import reader
from ui.pages.drill import shared

#: Shares of the width: the class, one run or a source.
_COLUMNS = (56, 44)

_STATE = "drill_results"


class State(NamedTuple):
    """What the part remembers: the drill looked at and the run opened."""

    drill: str = ""
    run: str = ""


def state() -> State:
    """What the session remembers."""
    found: State = st.session_state.get(_STATE, State())
    return found


def draw(bar: Any) -> None:
    """Draw the part; the choice of the drill and the download stand in ``bar``."""
    desk = resources.open_desk()
    groups: dict[str, list[Sitting]] = {}
    for sitting in sittings(desk.kb.works):
        groups.setdefault(sitting.drill, []).append(sitting)
    memory.has_column()
    if not groups:
        notice("还没有答卷。请在“编排”中保存一份演练，把学员链接发给学员；交卷后成绩在这里汇总。")
        return
    with bar:
        drill = _choose(groups)
    found = [one for one in runs_of(desk.kb.works, drill) if one[1].submitted_at]
    waiting = len(groups[drill]) - len(found)
    if not found:
        notice(f"这份演练有 {waiting} 人正在作答，还没有人交卷。交卷后点“刷新”查看。")
        return
    runs = [run for _, run in found]
    with bar:
        st.download_button(
            "下载成绩（Excel）",
            partial(workbook, runs, f"{runs[0].title}　成绩"),
            file_name=f"{runs[0].title}-成绩.xlsx",
            mime=shared.EXCEL,
            on_click="ignore",
            key="drill_xlsx",
        )
    left, right = st.columns(_COLUMNS, gap="medium")
    with left, plain_errors():
        _class(desk, found, waiting)
    with right, plain_errors():
        if memory.place():
            reader(desk.kb.catalog)
        else:
            _one(desk, {work.id: (work, run) for work, run in found})


def _choose(groups: Mapping[str, list[Sitting]]) -> str:
    ids = list(groups)
    present = state().drill if state().drill in groups else ids[0]

    titles = {drill: f"{found[0].title}（{sum(one.submitted for one in found)} 份）" for drill, found in groups.items()}
    labels = unique({drill: (title, _last(groups[drill])) for drill, title in titles.items()})
    chosen: str = st.selectbox(
        "演练",
        ids,
        index=ids.index(present),
        format_func=lambda drill: labels[drill],
        key="drill_of_results",
        label_visibility="collapsed",
    )
    if chosen != state().drill:
        _update(drill=chosen, run="")
    st.button("刷新", key="drill_refresh", help="取最新交的卷")
    return chosen


def _last(found: list[Sitting]) -> str:
    return f"{max(one.saved_at for one in found).astimezone():%m-%d %H:%M}"


def unique(named: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """A label for each id, all different, of a title and what tells namesakes apart: a list goes by its labels."""
    found: dict[str, str] = {}
    titles = Counter(title for title, _ in named.values())
    for identifier, (title, detail) in named.items():
        label = title if titles[title] == 1 else f"{title}　{detail}"
        number = sum(other == label or other.startswith(f"{label}　第") for other in found.values())
        found[identifier] = f"{label}　第 {number + 1} 份" if number else label
    return found


def _class(desk: Desk, found: list[tuple[Work, Run]], waiting: int) -> None:
    runs = [run for _, run in found]
    results = class_results(runs)
    gaps = gradebook.missed(runs)
    places = drill_class.places(gaps)
    unmarked = sum(run.writing is None and bool(run.of.writing) for run in runs)
    text = f"{len(runs)} 人交卷，平均 {results.mean:g} 分"
    text += f"；{waiting} 人正在作答" if waiting else ""
    text += f"；{unmarked} 人的文书分待评定，暂未计入总分" if unmarked else ""
    st.html(tag("p", f"{text}。", css="xj-basis"))
    one, two = st.columns(2, gap="small")
    with one, st.container(key="drill_chart_questions"):
        st.altair_chart(drill_charts.by_question(results.by_stage), width="stretch", theme=None)
    with two, st.container(key="drill_chart_totals"):
        st.altair_chart(drill_charts.totals([run.total for run in runs]), width="stretch", theme=None)
    drill_class.drill_class(
        drill_class.view([(work.id, run) for work, run in found], gaps),
        opened=memory.opened(),
        picked=state().run,
        on_open=lambda clicked: shared.open_chip(places, clicked),
        on_pick=_pick,
        on_remove=lambda identifier: _remove(desk, identifier),
    )


def _pick(identifier: str) -> None:
    _update(run=identifier)
    memory.close_source()


def _remove(desk: Desk, identifier: str) -> None:
    with toasted():
        desk.kb.works.delete(identifier)
        st.toast("答卷已删除。")


def _one(desk: Desk, known: dict[str, tuple[Work, Run]]) -> None:
    """A run with the marks that can be changed."""
    if state().run not in known:
        text = "点左边的姓名，这里列出答卷和逐点评分，可以改分、评定文书分；点要点的编号，打开它的原文。"
        st.html(
            tag("div", tag("div", tag("h3", "答卷"), tag("p", text), css="xj-hint xj-guide"), css="xj-behind-empty")
        )
        return
    work, run = known[state().run]
    places = drill_marks.places(run)

    def adjust(question: str, marks: float | None) -> None:
        others = {key: value for key, value in run.adjusted.items() if key != question}
        computed = float(run.scores[question]["earned"]) if question in run.scores else 0.0
        given = {} if marks is None or marks == computed else {question: marks}
        _change(desk, work, replace(run, adjusted={**others, **given}))

    drill_marks.drill_marks(
        drill_marks.view(run, work.id, trainer=True),
        opened=memory.opened(),
        on_open=lambda clicked: shared.open_chip(places, clicked),
        on_adjust=adjust,
        on_writing=lambda marks: _change(desk, work, replace(run, writing=marks)),
    )


def _change(desk: Desk, work: Work, run: Run) -> None:
    with toasted():
        save_run(desk.kb.works, run, work)


def _update(**changes: str) -> None:
    st.session_state[_STATE] = state()._replace(**changes)
