"""The left side of 拟稿: what was collected, and the papers stored, drawn by ``assets/papers.js``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from assistant.anchor import Anchor, Found
from assistant.drafting.collect import Standing, stale
from assistant.drafting.model import DraftKind
from kb.works import Work
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.basket_bar import ItemView, item_view
from ui.components.sent import on


class MaterialView(TypedDict):
    """A collected place: how it stands today, and whether the open paper cites it."""

    item: ItemView
    flag: Badge | None
    note: str
    cited: bool


class PaperView(TypedDict):
    """A stored paper."""

    id: str
    title: str
    kind: str
    when: str


class PapersView(TypedDict):
    """What the browser draws; ``open`` is the id of the open paper, empty for none."""

    material: list[MaterialView]
    papers: list[PaperView]
    open: str


def view(
    standings: Mapping[str, Standing], works: Sequence[Work], *, open_work: str, cited: Collection[str], now: datetime
) -> PapersView:
    """Both lists as data; ``standings`` by the ids of the items in the basket, ``cited`` are the passages the open
    paper cites (:func:`place_name`).
    """
    return PapersView(
        material=[_material(identifier, one, cited) for identifier, one in standings.items()],
        papers=[_paper(work, now) for work in works],
        open=open_work,
    )


def _material(identifier: str, one: Standing, cited: Collection[str]) -> MaterialView:
    # The item is brought up to date and may have got another id by that.
    shown = item_view(one.item)
    shown["id"] = identifier
    return MaterialView(item=shown, flag=_flag(one), note=one.note, cited=place_name(one.item.anchor) in cited)


def place_name(anchor: Anchor) -> str:
    """The passage of an anchor, whatever words of it are quoted."""
    return f"{anchor.source}#{anchor.part}#{anchor.locator}"


def _flag(one: Standing) -> Badge | None:
    if one.passage is None:
        gone = "已不在库" if "不在资料库" in one.note else "原文已变动"
        return Badge(text=gone, tone="red")
    if stale(one.passage):
        return None  # its validity stands among the badges
    return Badge(text="位置有变动", tone="amber") if one.found is Found.MOVED else None


def _paper(work: Work, now: datetime) -> PaperView:
    try:
        kind = DraftKind(str(work.body.get("kind", ""))).label
    except ValueError:
        kind = ""
    return PaperView(id=work.id, title=work.title, kind=kind, when=day(work.updated_at, now))


def day(moment: datetime, now: datetime) -> str:
    """``今天 14:05``, or the date."""
    here = moment.astimezone(now.tzinfo)
    return f"今天 {here:%H:%M}" if here.date() == now.date() else f"{here:%Y-%m-%d}"


_mount = component("papers")


def papers_panel(
    shown: PapersView,
    *,
    on_open: Callable[[str], None],
    on_remove: Callable[[str], None],
    on_clear: Callable[[], None],
    on_move: Callable[[str, int], None],
    on_insert: Callable[[str, dict[str, Any]], None],
    on_mark: Callable[[str, dict[str, Any]], None],
    on_paper: Callable[[str], None],
    on_delete: Callable[[str], None],
    on_fresh: Callable[[], None],
) -> None:
    """Draw the lists.  ``on_insert`` and ``on_mark`` (the number alone) get the id of an item and what the editor holds
    (``text``, ``serial``, ``at``; empty while there is none).
    """
    _mount(
        key="papers",
        data=shown,
        on_open_change=on("papers", "open", on_open),
        on_remove_change=on("papers", "remove", on_remove),
        on_clear_change=on_clear,
        on_move_change=on("papers", "move", lambda sent: on_move(str(sent["id"]), int(sent["by"]))),
        on_insert_change=on("papers", "insert", lambda sent: on_insert(str(sent["id"]), dict(sent["editor"]))),
        on_mark_change=on("papers", "mark", lambda sent: on_mark(str(sent["id"]), dict(sent["editor"]))),
        on_paper_change=on("papers", "paper", on_paper),
        on_delete_change=on("papers", "delete", on_delete),
        on_fresh_change=on_fresh,
    )
