"""The text of a paper with the judgement of every sentence, drawn by ``assets/editor.js`` and ``assets/check.js``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypedDict

from assistant.anchor import Found, Resolution
from assistant.drafting.body import pieces
from assistant.drafting.check import DraftCheck, Judged, State
from assistant.drafting.collect import stale
from assistant.drafting.model import Draft, Row
from assistant.drafting.places import places
from kb.model import Span
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.reconnect import session
from ui.components.sent import on

#: What each state is called and coloured.
_LABELS = {
    State.VERIFIED: Badge(text="已核对", tone="green"),
    State.FIXED: Badge(text="固定用语", tone="grey"),
    State.ADAPTED: Badge(text="已改换名称", tone="amber"),
    State.PLACEHOLDER: Badge(text="待填写", tone="amber"),
    State.OWN: Badge(text="未核实", tone="red"),
    State.UNVERIFIED: Badge(text="未核实", tone="red"),
}

_QUOTED = Badge(text="原文", tone="green")

#: States that a drafter has to look at.
_OPEN = (State.OWN, State.UNVERIFIED, State.ADAPTED, State.PLACEHOLDER)

#: Characters from here on take two units of UTF-16.
_ASTRAL = 0x10000

#: Characters of a quote in a list: three lines.
_SHORT = 80


class SentenceView(TypedDict):
    """A sentence; ``start`` and ``end`` count UTF-16 units of the text, as the browser does."""

    start: int
    end: int
    text: str
    state: str
    label: Badge
    reason: str
    notes: list[int]


class NoteView(TypedDict):
    """A note: where its words stand, whether they still do, and in how many sentences and rows it is used."""

    n: int
    place: str
    text: str
    badges: list[Badge]
    problem: str
    used: int


class RowView(TypedDict):
    """A row of a list that has to be looked at."""

    table: str
    row: int
    label: Badge
    reason: str


class CheckView(TypedDict):
    """What the browser draws: ``counts`` in words, and ``tone`` good, warn or bad."""

    counts: str
    tone: str
    open: int
    sentences: list[SentenceView]
    notes: list[NoteView]
    rows: list[RowView]


def view(draft: Draft, check: DraftCheck) -> CheckView:
    """The check of a draft as data."""
    units = _units(draft.body)
    sentences = [
        _sentence(one, span, units)
        for one, span in zip(check.sentences, places(draft.body, check.sentences), strict=True)
    ]
    rows = [
        RowView(table=draft.tables[one.table].name, row=one.row + 1, label=_LABELS[one.state], reason=one.reason)
        for one in check.rows
        if one.state in _OPEN
    ]
    used = Counter(number for one in check.sentences for number in one.notes)
    used.update(number for table in draft.tables for row in table.rows for number in _numbers(row))
    return CheckView(
        counts=counts(check),
        tone="bad" if check.failed or check.missing else "warn" if not check.complete else "good",
        open=sum(one["state"] in _OPEN for one in sentences) + len(rows),
        sentences=sentences,
        notes=[_note(number, found, used[number]) for number, found in sorted(check.notes.items())],
        rows=rows,
    )


def _numbers(row: Row) -> set[int]:
    """The notes a row of a list rests on."""
    return {*row.notes, *(number for cell in row.cells for piece in pieces(cell) for number in piece.notes)}


def counts(check: DraftCheck) -> str:
    """``已核对 32 句，未核实 2 句，改换名称 1 句，待填写 5 句``; fixed phrases need no check."""
    found = check.counts
    failed = found[State.OWN] + found[State.UNVERIFIED]
    parts = [f"已核对 {found[State.VERIFIED]} 句", f"未核实 {failed} 句"]
    if found[State.ADAPTED]:
        parts.append(f"改换名称 {found[State.ADAPTED]} 句")
    if found[State.PLACEHOLDER]:
        parts.append(f"待填写 {found[State.PLACEHOLDER]} 句")
    return "，".join(parts)


def _sentence(one: Judged, span: Span, units: list[int] | None) -> SentenceView:
    start, end = (units[span.start], units[span.end]) if units else span
    return SentenceView(
        start=start,
        end=end,
        text=one.text.strip(),
        state=one.state.value,
        label=_QUOTED if one.quoted else _LABELS[one.state],
        reason=one.reason,
        notes=list(one.notes),
    )


def _note(number: int, found: Resolution, used: int) -> NoteView:
    anchor = found.anchor
    text = " ".join(anchor.quote.split())
    labels = badges.of_document(anchor.provenance, anchor.validity)
    problem = found.reason
    if found.found is Found.MOVED:
        labels.append(Badge(text="位置有变动", tone="amber"))
    elif found.passage is None:
        labels.append(Badge(text="原文已变动" if "改变" in found.reason else "已不在库", tone="red"))
    elif stale(found.passage):
        problem = f"{anchor.validity.value}，不能作为依据，请改引现行条款。"
    return NoteView(
        n=number,
        place=f"《{anchor.title}》{anchor.locator}",
        text=text[:_SHORT] + ("…" if len(text) > _SHORT else ""),
        badges=labels,
        problem=problem,
        used=used,
    )


def _units(text: str) -> list[int] | None:
    """Where each character stands in UTF-16; None where that is where it stands anyway."""
    if all(ord(char) < _ASTRAL for char in text):
        return None
    at, found = 0, [0]
    for char in text:
        at += 1 if ord(char) < _ASTRAL else 2
        found.append(at)
    return found


def code_points(text: str, units: int) -> int:
    """A place counted in UTF-16 units, as a place in the text; places beyond its end are its end."""
    at = 0
    for index, char in enumerate(text):
        if at >= units:
            return index
        at += 1 if ord(char) < _ASTRAL else 2
    return len(text)


_editor = component("editor")
_list = component("check")


def text_editor(
    text: str,
    serial: int,
    shown: CheckView,
    *,
    on_typed: Callable[[str, int], None],
    on_open: Callable[[str], None],
    on_polish: Callable[[int | None], None],
) -> None:
    """Draw the text; ``on_typed`` gets it with the serial of the text it was made from, a moment after the last key,
    when the editor is left, and on Ctrl+Enter; ``on_open`` the number of a note; ``on_polish`` the place of the cursor,
    None where it was never put anywhere.
    """

    def take(sent: Any) -> None:
        on_typed(str(sent["text"]), int(sent["serial"]))

    def polish(sent: Any) -> None:
        take(sent)
        on_polish(code_points(str(sent["text"]), int(sent["at"])) if int(sent["at"]) >= 0 else None)

    _editor(
        key="paper_text",
        data={
            "text": text,
            "serial": serial,
            "session": session(),
            "sentences": shown["sentences"],
            "notes": {one["n"]: f"{one['place']}\n{one['text']}" for one in shown["notes"]},
        },
        states={"typed": on("paper_text", "typed", take)},
        on_open_change=on("paper_text", "open", on_open),
        on_polish_change=on("paper_text", "polish", polish),
    )


def check_list(shown: CheckView, opened: str, *, on_open: Callable[[str], None]) -> None:
    """Draw the sentences and notes; ``on_open`` gets the number of the note whose source is wanted."""
    _list(
        key="paper_check_list", data={**shown, "opened": opened}, on_open_change=on("paper_check_list", "open", on_open)
    )
