"""One problem in detail, ready to be drawn by ``assets/precedent.js``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import TypedDict

from assistant.basket import BasketItem
from assistant.browsing.detail import Detail, Quote, problem_item, quote_item
from assistant.browsing.items import found_on
from assistant.insight.overdue import past
from kb.model import Provenance, Span
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.place import Place
from ui.components.sent import on


class ItemView(TypedDict):
    """What a click on “加入拟稿篮” collects, and whether it is there already."""

    id: str
    inside: bool


class QuoteView(TypedDict):
    """A quote with its tools; ``id`` opens its source."""

    id: str
    label: str
    text: str
    item: ItemView | None


class GroupView(TypedDict):
    """Quotes of one kind; ``kind`` is empty where there are no kinds."""

    kind: str
    quotes: list[QuoteView]


class PartView(TypedDict):
    """A headed part: ``quotes`` are those of all its groups, ``counted`` that their number is worth saying."""

    title: str
    counted: bool
    groups: list[GroupView]
    quotes: list[str]


class FactView(TypedDict):
    """A fact of the document; ``open`` leads to where it is printed, empty where it is gathered from all of it."""

    name: str
    text: str
    flag: Badge | None
    open: str


class PrecedentView(TypedDict):
    """What the browser draws, without ``open``."""

    id: str
    title: str
    status: Badge
    badges: list[Badge]
    types: list[str]
    place: str
    notice: str
    item: ItemView
    picked: bool
    full: bool
    back: bool
    facts: list[FactView]
    parts: list[PartView]


class Board:
    """What is drawn on one page can be clicked: every quote drawn gets an id here, with its place and basket item.

    ``owner`` parts the quotes of several problems on one page.
    """

    def __init__(self, basket: Collection[str]) -> None:
        self._basket = basket
        self.places: dict[str, Place] = {}
        self.items: dict[str, BasketItem] = {}

    def quote(self, found: Detail, quote: Quote, *, collect: bool = True) -> QuoteView:
        """A quote with its tools."""
        return QuoteView(
            id=self.place(found, quote),
            label="" if quote.text.startswith(quote.label) else quote.label,
            text=quote.text,
            item=self.item(quote_item(found, quote)) if collect else None,
        )

    def place(self, found: Detail, quote: Quote, span: Span | None = None) -> str:
        """The id under which a place is opened."""
        at = span or quote.span
        identifier = f"{found.info.source_id}:{at.start}-{at.end}"
        self.places[identifier] = Place.of_passage(quote.passage)._replace(quote=at)
        return identifier

    def item(self, item: BasketItem) -> ItemView:
        """A thing to collect."""
        self.items[item.id] = item
        return ItemView(id=item.id, inside=item.id in self._basket)


def view(
    found: Detail, board: Board, *, identifier: str, today: date, picked: Sequence[str], most: int, back: bool
) -> PrecedentView:
    """A problem as data."""
    info, problem = found.info, found.info.problem
    day = found_on(info.meta)
    return PrecedentView(
        id=identifier,
        title=problem.title,
        status=badges.of_status(problem.status),
        badges=badges.of_document(info.provenance, info.meta.validity),
        types=[kind.code for kind in problem.types],
        place="　".join(
            part
            for part in (info.unit or "", f"{day.year}年" if day else "", f"《{info.title}》{problem.locator}")
            if part
        ),
        notice=_caution(info.provenance),
        item=board.item(problem_item(found)),
        picked=identifier in picked,
        full=len(picked) >= most,
        back=back,
        facts=list(facts(found, board, today)),
        parts=list(_parts(found, board)),
    )


def facts(found: Detail, board: Board, today: date) -> Iterator[FactView]:
    """Who, until when, resting on what."""
    problem = found.info.problem
    if problem.responsible:
        yield FactView(name="责任单位", text="、".join(problem.responsible), flag=None, open="")
    for due in found.due:
        over = past(due.deadline.due, problem.status, today)
        day = "" if due.plain else f"（即 {due.deadline.due}）"
        yield FactView(
            name="完成时限",
            text=due.text + day,
            flag=Badge(text=f"已过 {over} 天", tone="red") if over else None,
            open=board.place(found, due.quote, due.deadline.span),
        )
    if problem.status_reason:
        yield FactView(name="状态依据", text=problem.status_reason, flag=None, open="")
    if problem.documents:
        yield FactView(name="涉及文件", text="".join(f"《{title}》" for title in problem.documents), flag=None, open="")


def _parts(found: Detail, board: Board) -> Iterator[PartView]:
    yield from _part("问题表现", [("", found.finding)], found, board, collect=False)
    yield from _part("整改措施", [(kind.kind.value, kind.measures) for kind in found.kinds], found, board, counted=True)
    yield from _part("整改成效", [("", found.results)], found, board)
    yield from _part("后续整改", [("", found.pending)], found, board)
    yield from _part("其他写明的事项", [("", found.rest)], found, board, collect=False)


def _part(
    title: str,
    groups: Sequence[tuple[str, Sequence[Quote]]],
    found: Detail,
    board: Board,
    *,
    counted: bool = False,
    collect: bool = True,
) -> Iterator[PartView]:
    """The part, unless it is empty."""
    drawn = [
        GroupView(kind=kind, quotes=[board.quote(found, quote, collect=collect) for quote in quotes])
        for kind, quotes in groups
        if quotes
    ]
    if drawn:
        ids = [quote["id"] for group in drawn for quote in group["quotes"]]
        yield PartView(title=title, counted=counted, groups=drawn, quotes=ids)


def _caution(provenance: Provenance) -> str:
    return {
        Provenance.FICTIONAL: "这是虚构的示例，用来熟悉功能，不得作为真实先例引用。",
        Provenance.DIGEST: "这是摘编，引用时以正式文本为准。",
        Provenance.ORIGINAL: "",
    }[provenance]


_mount = component("precedent", "quote")


def precedent_panel(
    shown: PrecedentView | None,
    *,
    opened: str,
    on_open: Callable[[str], None],
    on_basket: Callable[[str], None],
    on_pick: Callable[[str], None],
    on_back: Callable[[], None],
) -> None:
    """Draw the problem, or what to do where none was chosen."""
    _mount(
        key="precedent",
        data={**shown, "open": opened} if shown else None,
        on_open_change=on("precedent", "open", on_open),
        on_basket_change=on("precedent", "basket", on_basket),
        on_pick_change=on("precedent", "pick", on_pick),
        on_back_change=on_back,
    )
