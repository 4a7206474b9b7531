"""Collects for the basket, and looks at what is in it: whether its words still stand and may be quoted.

A measure narrows its problem: a basket that holds both quotes only the measures chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.anchor import Found, of_citation, of_passage, resolve_all
from assistant.answer import Citation
from assistant.basket import Basket, BasketItem, Role
from assistant.drafting.grounds import Grounds
from assistant.precedents import Shown, choose
from assistant.shelf import Shelf, shelf_of
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.model import Group, PassageKind, StoredPassage
from retrieval.rank import is_basis
from retrieval.result import Hit, SearchResult

#: Hits of a kind that a question puts into the basket: as many as an answer shows.
_TAKEN = 3

#: A text about ways of working needs this share of the best score to be taken, as in an answer.
_CLOSE = 0.6

#: A further measure of a problem needs this share of the score of the measure found, a basis this share of the best
#: article's: the measures about sundry other matters of a bundled problem have 0.1 and less (a notice with 14
#: problems, eight questions), those that answer 0.53 and more; the articles beside the matter 0.72 and less.
_ALSO = 0.5
_BASIS = 0.75


class Standing(NamedTuple):
    """How an item stands today.

    ``item`` is brought up to date unless its words are missing; ``passage`` holds them; ``note`` says in Chinese what
    the drafter should know (words missing or moved, article no longer in force), empty where all is well.
    """

    item: BasketItem
    found: Found
    passage: StoredPassage | None
    note: str = ""

    @property
    def usable(self) -> bool:
        """Whether a draft may quote it: its words are there, and an article is in force."""
        return self.passage is not None and not stale(self.passage)

    @property
    def owner(self) -> tuple[str, str] | None:
        """Source and locator of the problem it belongs to; None for articles and other texts."""
        if self.passage is None or self.passage.problem is None:
            return None
        return self.passage.key.source, self.passage.problem


def stale(passage: StoredPassage) -> bool:
    """Whether it is an article that may not be a basis: amended, repealed or not yet in force."""
    return passage.kind is PassageKind.ARTICLE and passage.validity.is_no_basis


def standing(kb: KnowledgeBase, basket: Basket) -> tuple[Standing, ...]:
    """Every item of the basket against the catalog as it is now, in order."""
    found = []
    for item, now in zip(basket.items, resolve_all(kb, [item.anchor for item in basket.items]), strict=True):
        passage = now.passage
        note = now.reason or ("原文位置有变动，已按新位置引用。" if now.found is Found.MOVED else "")
        if passage is not None and stale(passage):
            note = f"《{passage.title}》{passage.locator}{passage.validity.value}，不能作为依据。请改引现行条款。"
        current = BasketItem(now.anchor, item.role, item.problem, item.unit)
        found.append(Standing(current, now.found, passage, note))
    return tuple(found)


def of_problem(kb: KnowledgeBase, source: str, locator: str) -> BasketItem:
    """The item for a problem; raises ``NotFoundError`` where the source has no such problem."""
    info = kb.catalog.problem(source, locator)
    passages = kb.catalog.of_source(info.source_id)
    own = [one for one in passages if one.problem == info.problem.locator]
    title = info.problem.title_span
    at = next((one for one in own if one.span.start <= title.start < title.end <= one.span.end), None)
    if not own:
        msg = f"资料“{info.doc}”的问题 {locator} 没有可以引用的原文。请用 xunjian show {info.doc} 核对。"
        raise NotFoundError(msg)
    anchor = of_passage(at, title) if at else of_passage(own[0])
    return BasketItem(anchor, Role.PROBLEM, info.problem.title, info.unit or "")


def of_evidence(passage: StoredPassage) -> BasketItem:
    """The item for a passage as it stands."""
    return BasketItem(of_passage(passage), _role(passage), passage.problem_title or "")


def from_citations(citations: Iterable[Citation]) -> Basket:
    """The places an answer quotes."""
    items = (BasketItem(of_citation(one), _role(one.passage), one.passage.problem_title or "") for one in citations)
    return joined(Basket(), items)


def from_hits(kb: KnowledgeBase, hits: Iterable[Hit]) -> Basket:
    """Hits of a search: a precedent becomes its problem with the measures that were found, anything else itself."""
    items: list[BasketItem] = []
    for hit in hits:
        passage = hit.passage
        if passage.problem is None:
            items.append(of_evidence(passage))
            continue
        found = (passage, *(extra.passage for extra in hit.also))
        items.append(of_problem(kb, passage.key.source, passage.problem))
        items += [of_evidence(one) for one in found if one.kind is PassageKind.MEASURE]
    return joined(Basket(), items)


def from_result(kb: KnowledgeBase, result: SearchResult) -> Basket:
    """The evidence of a search that carries a paper: the precedents an answer shows with the measures that have to do
    with the question, practice where there is no precedent, and articles that fit the matter (:mod:`.grounds`; often
    none).  A digest gives way to the original.  A refused search gives nothing.
    """
    if result.refused:
        return Basket()
    shelf = shelf_of(kb)
    shown = choose(shelf.holdings, result.groups.get(Group.PRECEDENT, ()), _TAKEN)
    precedents = [_original(shelf, item) for item in shown]
    grounds = Grounds(shelf, result, shown)
    held = [
        hit
        for hit in _kept(result.groups.get(Group.ARTICLE, ()), _BASIS)
        if hit.exact or (is_basis(hit) and grounds.fits(hit.passage))
    ]
    practices = [] if shown else _kept(result.groups.get(Group.PRACTICE, ()), _CLOSE)
    found = from_hits(kb, [*precedents, *(hit for hit in held if not stale(hit.passage)), *practices])
    cited = [of_evidence(passage) for passage in grounds.cited() if not stale(passage)]
    return joined(found, cited[: _TAKEN - len(held)] if len(held) < _TAKEN else [])


def _original(shelf: Shelf, item: Shown) -> Hit:
    """The hit in the most reliable edition that is held, with those of its further measures that answer."""
    hit = replace(item.hit, also=tuple(one for one in item.hit.also if one.score >= _ALSO * item.hit.score))
    best = shelf.holdings.same(item.info)
    if best.source_id == item.info.source_id:
        return hit
    places = {passage.locator: passage for passage in shelf.holdings.passages(best)}
    also = (one._replace(passage=places[one.passage.locator]) for one in hit.also if one.passage.locator in places)
    first = places.get(hit.passage.locator) or next(iter(places.values()), hit.passage)
    return replace(hit, passage=first, also=tuple(also))


def _kept(hits: Sequence[Hit], share: float) -> list[Hit]:
    """The hits close to the best of their kind; an exact look-up stands for all."""
    exact = [hit for hit in hits if hit.exact]
    return exact or [hit for hit in hits[:_TAKEN] if hit.score >= share * hits[0].score]


def joined(basket: Basket, items: Iterable[BasketItem]) -> Basket:
    """The basket with further items behind; what it holds already stays where it is."""
    held = {item.id: item for item in basket.items}
    for item in items:
        held.setdefault(item.id, item)
    return Basket(tuple(held.values()))


def sheets(kb: KnowledgeBase, basket: Basket) -> tuple[Basket, ...]:
    """A basket for each problem of a basket, each with all that belongs to no problem: one 督办单 each."""
    standings = standing(kb, basket)
    problems = tuple(dict.fromkeys(one.owner for one in standings if one.owner is not None))
    if not problems:
        return (basket,)
    return tuple(Basket(_of(problem, standings)) for problem in problems)


def _of(problem: tuple[str, str], standings: Sequence[Standing]) -> tuple[BasketItem, ...]:
    return tuple(one.item for one in standings if one.owner is None or one.owner == problem)


def _role(passage: StoredPassage) -> Role:
    if passage.kind is PassageKind.ARTICLE:
        return Role.ARTICLE
    if passage.kind in (PassageKind.MEASURE, PassageKind.PENDING):
        return Role.MEASURE
    return Role.PROBLEM if passage.kind is PassageKind.PROBLEM else Role.TEXT
