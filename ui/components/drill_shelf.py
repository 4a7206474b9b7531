"""The list of saved drills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from typing import TypedDict

from assistant.drills.model import Drill
from kb.works import Work
from ui.components.assets import component
from ui.components.sent import on


class DrillRow(TypedDict):
    """A saved drill; ``note`` says for whom, how hard and how long, ``saved`` when it was saved."""

    id: str
    title: str
    note: str
    saved: str
    runs: int


def view(works: Iterable[Work], runs: Mapping[str, int], zone: tzinfo | None = None) -> list[DrillRow]:
    """The drills as they come, those that no longer read as drills left out; ``runs`` counts by drill."""
    rows = []
    for work in works:
        drill = drill_of(work)
        if drill:
            rows.append(
                DrillRow(
                    id=work.id,
                    title=work.title,
                    note=f"{drill.audience.value}　{drill.difficulty.value}　{drill.minutes} 分钟",
                    saved=work.updated_at.astimezone(zone).strftime("%m-%d %H:%M"),
                    runs=runs.get(work.id, 0),
                )
            )
    return rows


def drill_of(work: Work) -> Drill | None:
    """The drill of a work; None where a later version wrote what cannot be read here."""
    try:
        return Drill.from_json(work.body)
    except (KeyError, TypeError, ValueError):
        return None


_mount = component("drill_shelf")


def drill_shelf(
    rows: list[DrillRow],
    *,
    opened: str,
    running: bool,
    on_open: Callable[[str], None],
    on_copy: Callable[[str], None],
    on_remove: Callable[[str], None],
) -> None:
    """Draw the list; with ``running`` for choosing a drill to run, with the address for trainees, else for editing."""
    key = "drill_shelf_run" if running else "drill_shelf"
    _mount(
        key=key,
        data={"rows": rows, "open": opened, "running": running},
        on_open_change=on(key, "open", on_open),
        on_copy_change=on(key, "copy", on_copy),
        on_remove_change=on(key, "remove", on_remove),
    )
