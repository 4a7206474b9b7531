"""What an answer offers for the basket: its quotes and its hits, made into items only when they are wanted."""

from __future__ import annotations

from typing import NamedTuple

from assistant.answer import Citation
from assistant.basket import BasketItem, problem_id
from assistant.drafting.collect import from_citations, of_evidence, of_problem
from kb.knowledge_base import KnowledgeBase
from kb.model import StoredPassage
from retrieval.result import Hit


class Offer(NamedTuple):
    """Something that can be collected: the id its item will have, and what the item is made of.  ``item`` is None
    for a whole problem, which is read from the catalog when it is collected.
    """

    id: str
    passage: StoredPassage
    item: BasketItem | None


def of_quote(citation: Citation) -> Offer:
    """What an answer quotes: these very words."""
    (item,) = from_citations([citation]).items
    return Offer(item.id, citation.passage, item)


def of_hit(hit: Hit) -> Offer:
    """A hit: the whole problem for a precedent, else the passage."""
    passage = hit.passage
    if passage.problem is not None:
        return Offer(problem_id(passage.key.source, passage.part, passage.problem), passage, None)
    item = of_evidence(passage)
    return Offer(item.id, passage, item)


def collected(kb: KnowledgeBase, offer: Offer) -> BasketItem:
    """The item of an offer; raises ``NotFoundError`` where the source was replaced since."""
    if offer.item is not None:
        return offer.item
    return of_problem(kb, offer.passage.key.source, offer.passage.problem or "")
