"""巡鉴 itself as a system under test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.desk import Desk, Reply
from eval.gold import Extent
from eval.lists import Item, Lists
from retrieval.result import Hit, SearchResult


class Product:
    """Asks the desk exactly as the command line does."""

    name = "巡鉴"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(self, query: str) -> Reply:
        """Evidence and answer, ten hits a group."""
        return self.desk.ask(query)

    def search(self, query: str) -> Lists:
        """The lists alone."""
        return lists(self.desk.search(query))


def lists(result: SearchResult) -> Lists:
    """The lists of a result.  A refused result keeps them: refusing is scored apart."""
    return Lists({group: items(hits) for group, hits in result.groups.items()}, items(result.merged))


def items(hits: Iterable[Hit]) -> Sequence[Item]:
    """Hits as items: the best passage, then the further ones of the same problem."""
    return [
        Item(
            (
                Extent(hit.passage.doc, hit.passage.span),
                *(Extent(extra.passage.doc, extra.passage.span) for extra in hit.also),
            ),
            (hit.score, *(min(extra.score, hit.score) for extra in hit.also)),
        )
        for hit in hits
    ]
