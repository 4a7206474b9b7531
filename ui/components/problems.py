"""A list of problems: on 先例 with boxes to pick some for comparison, on 态势 as the problems behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypedDict

from assistant.browsing.align import FEWEST, MOST
from assistant.browsing.items import Item
from assistant.insight.overdue import days_over
from kb.taxonomy import SEPARATOR
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.sent import on

#: Problems sent to the browser at once; nobody reads more in one go.
PAGE = 100


class RowView(TypedDict):
    """A problem in the list."""

    id: str
    title: str
    status: Badge
    badges: list[Badge]
    flag: Badge | None
    place: str
    facts: str


class ProblemsView(TypedDict):
    """What the browser draws; ``most`` 0 means that nothing can be picked, ``left`` problems were not sent."""

    heading: str
    note: str
    empty: str
    rows: list[RowView]
    left: int
    fewest: int
    most: int


def view(
    items: Sequence[Item],
    *,
    today: date,
    heading: str,
    note: str = "",
    empty: str = "没有符合条件的问题。",
    limit: int = PAGE,
    picking: bool = True,
) -> ProblemsView:
    """The first ``limit`` problems of a list."""
    return ProblemsView(
        heading=heading,
        note=note,
        empty=empty,
        rows=[_row(item, today) for item in items[:limit]],
        left=max(0, len(items) - limit),
        fewest=FEWEST,
        most=MOST if picking else 0,
    )


def _row(item: Item, today: date) -> RowView:
    info, problem = item.info, item.problem
    over = days_over(item, today)
    kinds = "、".join(kind.code.rpartition(SEPARATOR)[2] for kind in problem.types[:2])
    deadline = f"时限 {problem.deadline.due}" if problem.deadline and problem.deadline.due else ""
    return RowView(
        id=item.id,
        title=problem.title,
        status=badges.of_status(problem.status),
        badges=badges.of_document(info.provenance, info.meta.validity),
        flag=Badge(text="已过时限", tone="red") if over else None,
        place="　".join(
            part for part in (item.unit or info.title, f"{item.year}年" if item.year else "", kinds) if part
        ),
        facts="　".join(part for part in (f"措施 {len(item.measures)} 项", deadline) if part),
    )


_mount = component("problems")


def problem_list(
    shown: ProblemsView,
    *,
    key: str,
    opened: str,
    picked: Sequence[str] = (),
    on_open: Callable[[str], None],
    on_pick: Callable[[tuple[str, ...]], None] = lambda _: None,
    on_more: Callable[[], None] = lambda: None,
    on_compare: Callable[[], None] = lambda: None,
) -> None:
    """Draw the list; ``on_open`` gets the id of a problem, ``on_pick`` those of all that are picked."""
    _mount(
        key=key,
        data={**shown, "open": opened, "picked": list(picked)},
        on_open_change=on(key, "open", on_open),
        on_pick_change=on(key, "pick", lambda sent: on_pick(tuple(sent["ids"][:MOST]))),
        on_more_change=on_more,
        on_compare_change=on_compare,
    )
