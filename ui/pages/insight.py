"""态势: what the problems of the library show as a whole.  Figures on the left; on the right the problems behind the
one that was clicked, and the source of any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import NamedTuple, TypeVar

import streamlit as st

from assistant.browsing.facets import Choice, Facet, Filter
from assistant.browsing.items import Item
from assistant.desk import Desk
from assistant.insight.basis import Basis, basis
from assistant.insight.overdue import overdue
from assistant.insight.pivot import Dimension, Pivot, pivot
from assistant.insight.recurring import Recurrence, recurring
from assistant.insight.workbook import statements, workbook
from kb.model import Provenance, Status
from ui import memory, resources
from ui.components import charts, pivot_table, problems
from ui.components import recurring as recurrence
from ui.components.guard import notice, plain_errors
from ui.components.html import Html, tag
from ui.components.place import Place
from ui.components.reader import reader
from ui.pages import address, precedents

#: Shares of the width, as on 问案.
_COLUMNS = (56, 44)

_STATE = "insight"

_V = TypeVar("_V")

#: Above so many rows a chart no longer fits on a screen; the rest is in the table.
_ROWS = 16


class View(StrEnum):
    """The figures of the page."""

    TYPES = "问题分布"
    STATES = "整改状态"
    MEASURES = "措施使用"
    RECURRING = "反复出现"


class State(NamedTuple):
    """What the page remembers.  ``picked`` is the pair of labels that was clicked, an empty one for a total;
    ``fictional`` is None until the user decides.
    """

    view: View = View.TYPES
    by: Dimension = Dimension.YEAR
    fine: bool = False
    table: bool = False
    fictional: bool | None = None
    picked: tuple[str, str] | None = None
    late: bool = False
    round: int | None = None


def page() -> None:
    """Draw the page."""
    desk = resources.open_desk()
    library = resources.problems()
    if not library:
        notice(
            "资料库里还没有问题先例，暂时没有可以统计的内容。请先收录整改通报、反馈意见、整改台账或典型案例；"
            "收录两份以上，就能看出问题的分布、变化和反复出现的情况。"
        )
        return
    left, right = st.columns(_COLUMNS, gap="medium")
    with left, plain_errors():
        found = basis(library, fictional=_fictional(library))
        _head(found, library)
        shown = _figures(found) if found.items else _nothing()
    with right, plain_errors():
        if memory.place():
            reader(desk.kb.catalog)
        else:
            memory.has_column()
            with st.container(key="insight_behind"):
                _behind(desk, shown, library)


class Shown(NamedTuple):
    """What stands on the right: problems under a heading, with the filter that finds them on 先例."""

    heading: str
    note: str
    items: tuple[Item, ...]
    wanted: Filter | None = None


def _head(found: Basis, library: Sequence[Item]) -> None:
    with st.container(key="insight_basis", horizontal=True, vertical_alignment="center"):
        st.html(_rests_on(found), width="stretch")
        if any(item.fictional for item in library):
            st.toggle(
                "计入虚构示例",
                value=_fictional(library),
                key="insight_fictional",
                on_change=lambda: _update(fictional=st.session_state["insight_fictional"], picked=None, round=None),
            )
    with st.container(key="insight_views", horizontal=True, vertical_alignment="center"):
        _choice("view", "看什么", list(View), state().view, str)
        if state().view in (View.TYPES, View.MEASURES):
            _choice("fine", "粗细", [False, True], state().fine, lambda fine: "小类" if fine else "大类")
        if state().view in (View.TYPES, View.STATES):
            _choice("by", "比较", _BY[state().view], _by(), lambda by: f"按{by.label}")
        if state().view is not View.RECURRING:
            _choice("table", "样式", [False, True], state().table, lambda table: "表" if table else "图")


def _rests_on(found: Basis) -> Html:
    """How much stands behind the figures, and how much of it is not real."""
    example = tag("span", f"含虚构示例 {found.fictional} 个，不反映真实情况", css="xj-badge xj-red")
    digest = tag("span", f"含摘编 {found.digests} 个", css="xj-badge xj-amber")
    return tag(
        "p",
        f"依据 {found.documents} 份资料、{found.units} 个单位的 {len(found.items)} 个问题",
        *([digest] if found.digests else []),
        *([example] if found.fictional else []),
        css="xj-basis",
    )


_BY = {
    View.TYPES: [Dimension.YEAR, Dimension.UNIT, Dimension.REGION],
    View.STATES: [Dimension.UNIT, Dimension.YEAR, Dimension.CLASS],
}


def _by() -> Dimension:
    """The dimension compared, when the view has it."""
    offered = _BY.get(state().view, [state().by])
    return state().by if state().by in offered else offered[0]


def _choice(name: str, label: str, options: Sequence[_V], value: _V, words: Callable[[_V], str]) -> None:
    """A row of buttons of which one is pressed; changing it empties the right side."""
    key = f"insight_{name}_{state().view.name}"

    def change() -> None:
        _update(**{name: st.session_state[key]}, picked=None, late=False, round=None)
        memory.close_source()

    st.segmented_control(
        label,
        options,
        default=value,
        required=True,
        format_func=words,
        key=key,
        label_visibility="collapsed",
        on_change=change,
    )


def _figures(found: Basis) -> Shown | None:
    view = state().view
    if view is View.RECURRING:
        return _recurring(found)
    table = _pivot(found)
    if view is View.STATES:
        _late_button(found)
    _draw(table, found)
    return _picked(table, found)


def _pivot(found: Basis) -> Pivot:
    rows = Dimension.TYPE if state().fine else Dimension.CLASS
    return {
        View.TYPES: lambda: pivot(found.items, rows, _by()),
        View.STATES: lambda: pivot(found.items, _by(), Dimension.STATUS),
        View.MEASURES: lambda: pivot(found.items, rows, Dimension.KIND),
    }[state().view]()


def _title(table: Pivot) -> str:
    return {
        View.TYPES: f"各{table.row.label}的问题数（按{table.column.label}）",
        View.STATES: f"各{table.row.label}问题的整改状态",
        View.MEASURES: f"各{table.row.label}用过的措施（问题数）",
    }[state().view]


def _draw(table: Pivot, found: Basis) -> None:
    title = _title(table)
    if state().table:
        pivot_table.pivot_table(pivot_table.view(table, state().picked), on_pick=_pick)
    else:
        drawn = table._replace(rows=table.rows[:_ROWS])
        key = f"insight_chart_{state().view.name}"
        draw = charts.bars if state().view is View.STATES else charts.heat
        with st.container(key="insight_chart"):
            st.altair_chart(
                draw(drawn, title=title),
                width="stretch",
                theme=None,
                key=key,
                on_select=partial(_clicked, key),
                selection_mode=charts.PICK,
                alt=title,
            )
    with st.container(key="insight_export", horizontal=True, vertical_alignment="center"):
        hidden = 0 if state().table else max(0, len(table.rows) - _ROWS)
        more = f"图中列前 {_ROWS} 行，其余 {hidden} 行见“表”。" if hidden else ""
        st.html(tag("p", f"点色块或数字，右侧列出背后的问题。{more}", css="xj-from"), width="stretch")
        st.download_button(
            "下载表格（Excel）",
            partial(workbook, table, found.items, statements(found, table)),
            file_name=f"态势-{title}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )
    rest = statements(found, table)[1:]
    st.html(tag("details", tag("summary", "数字是怎么来的"), *(tag("p", line) for line in rest), css="xj-method"))


def _clicked(key: str) -> None:
    chosen = charts.picked(st.session_state.get(key))
    if chosen:
        _pick(*chosen)
    else:
        _update(picked=None)


def _pick(row: str, column: str) -> None:
    _update(picked=(row, column), late=False)
    memory.close_source()


def _picked(table: Pivot, found: Basis) -> Shown | None:
    if state().late:
        return _late(found)
    chosen = state().picked
    if chosen is None:
        return None
    row, column = chosen
    ids = set(table.ids(row or None, column or None))
    items = tuple(item for item in found.items if item.id in ids)
    label = "，".join(part for part in chosen if part) or "全部问题"
    return Shown(label, f"{len(items)} 个问题", items, _filter(table, row, column))


def _late_button(found: Basis) -> None:
    late = overdue(found.items, resources.today())
    open_ = sum(item.problem.status is not Status.COMPLETED for item in found.items)
    with st.container(key="insight_late", horizontal=True, vertical_alignment="center"):
        text = (
            f"{open_} 个问题在资料发布时没有全部完成，其中 {len(late)} 个已过写明的时限（截至 {resources.today()}）。"
        )
        st.html(tag("p", text, css="xj-basis"), width="stretch")
        if late:
            st.button("查看已过时限的", key="insight_show_late", on_click=lambda: _update(late=True, picked=None))


def _late(found: Basis) -> Shown:
    late = overdue(found.items, resources.today())
    note = f"{len(late)} 个问题，超时最久的在前；资料发布以后的进展未知"
    return Shown("已过时限、未写明完成", note, tuple(one.item for one in late))


def _recurring(found: Basis) -> Shown | None:
    back = recurring(found.items)
    if not back:
        years = "、".join(f"{year}年" for year in found.years)
        notice(
            "没有发现同一单位的同类问题在后一轮巡察中再次出现。"
            f"目前的资料涉及 {found.units} 个单位（{years or '未写明年份'}）；"
            "收录同一单位不同轮次的整改通报或反馈意见后，这里会列出反复出现的问题。"
        )
        return None
    recurrence.recurring_list(
        recurrence.view(back), picked=state().round, on_pick=lambda number: _update(round=number, picked=None)
    )
    text = "同一单位、同一类型的问题在不同轮次的巡察中都有，即列为反复出现；类型由程序判断，使用前请点开核对原文。"
    st.html(tag("p", text, css="xj-from"))
    number = state().round
    return _of_recurrence(back[number]) if number is not None and number < len(back) else None


def _of_recurrence(one: Recurrence) -> Shown:
    wanted = Filter(frozenset({Choice(Facet.TYPE, one.type), Choice(Facet.UNIT, one.unit)}))
    return Shown(f"{one.unit}，{one.type}", f"{len(one.rounds)} 轮共 {len(one.items)} 个问题", one.items, wanted)


_FACETS = {
    Dimension.CLASS: Facet.TYPE,
    Dimension.TYPE: Facet.TYPE,
    Dimension.YEAR: Facet.YEAR,
    Dimension.UNIT: Facet.UNIT,
    Dimension.REGION: Facet.REGION,
}


def _filter(table: Pivot, row: str, column: str) -> Filter:
    """What finds at least these problems on 先例, where a problem stands under all of its types."""
    choices = {
        Choice(_FACETS[dimension], label)
        for dimension, label in ((table.row, row), (table.column, column))
        if label and dimension in _FACETS and label not in ("未写明", "未归类")
    }
    states = {status.label: status.value for status in Status}
    choices |= {Choice(Facet.STATUS, states[label]) for label in (row, column) if label in states}
    return Filter(frozenset(choices))


def _behind(desk: Desk, shown: Shown | None, library: Sequence[Item]) -> None:
    """The problems behind a figure."""
    if shown is None:
        text = "点左边的色块、数字或条目，这里列出背后的问题；再点一个问题，打开它的原文。"
        st.html(
            tag("div", tag("div", tag("h3", "数字背后的问题"), tag("p", text), css="xj-hint"), css="xj-behind-empty")
        )
        return
    known = {item.id: item for item in library}
    problems.problem_list(
        problems.view(
            shown.items,
            today=resources.today(),
            heading=shown.heading,
            note=shown.note,
            picking=False,
            limit=problems.PAGE,
        ),
        key="insight_list",
        opened=memory.opened(),
        on_open=lambda chosen: _open(desk, known[chosen]),
    )
    target = address("precedents")
    if shown.wanted and target and st.button("在“先例”页打开", key="insight_to_precedents"):
        precedents.show(shown.wanted)
        st.switch_page(target)


def _open(desk: Desk, item: Item) -> None:
    """Open the problem where it begins."""
    generation = desk.kb.catalog.state().active.get(item.info.source_id, 0)
    begins = next(
        (
            one
            for one in desk.kb.catalog.of_source(item.info.source_id)
            if one.problem == item.problem.locator and one.span.start >= item.problem.span.start
        ),
        None,
    )
    place = Place.of_passage(begins) if begins else Place(item.info.source_id, generation, item.info.part)
    memory.open_place(place._replace(quote=item.problem.title_span), item.id)


def _nothing() -> Shown | None:
    notice(
        "除虚构示例外，资料库里还没有问题先例。请收录正式的整改通报、反馈意见或台账，或打开“计入虚构示例”先熟悉功能。"
    )
    return None


def _fictional(library: Sequence[Item]) -> bool:
    """Whether invented examples count: until the user decides, they do as long as nothing original is there."""
    decided = state().fictional
    if decided is not None:
        return decided
    return not any(item.info.provenance is Provenance.ORIGINAL for item in library)


def state() -> State:
    """What the session remembers."""
    found: State = st.session_state.get(_STATE, State())
    return found


def _update(**changes: object) -> None:
    st.session_state[_STATE] = state()._replace(**changes)  # type: ignore[arg-type]  # checked where the fields are read
