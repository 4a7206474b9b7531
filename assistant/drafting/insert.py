"""Puts something of the basket into a draft that exists already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.anchor import Anchor
from assistant.basket import Basket, BasketItem, Role
from assistant.drafting import phrases
from assistant.drafting.body import MARKER
from assistant.drafting.collect import standing
from assistant.drafting.material import Material, Quote, gather
from assistant.drafting.model import Draft
from assistant.drafting.papers.parts import basis, remarks, symptoms
from assistant.drafting.pen import Pen
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.model import Span, StoredPassage


def insert(kb: KnowledgeBase, draft: Draft, item: BasketItem, at: int | None = None) -> Draft:
    """The draft with the words of an item on a line of their own, attributed and numbered.

    They stand behind the line that holds place ``at`` of the body, at the end where that is None.  What the user must
    know about the source (digest, fictional) is added at the end once.  Raises ``NotFoundError`` where the words are
    gone.
    """
    passage, span = _found(kb, item)
    material = gather(kb, Basket((item,)), draft.title)
    pen = Pen()
    _write(pen, material, item.role, Quote(passage, span))
    written = len(pen.lines)
    remarks(pen, material)
    numbers, notes = _numbered(draft.notes, pen.notes)
    lines = [_renumbered(line, numbers) for line in pen.lines[:written]]
    body = _placed(draft.body, "\n".join(lines), at)
    missing = [line for line in pen.lines[written:] if line not in body]
    return replace(draft, body="\n".join([body, *missing]), notes=notes)


def mark(kb: KnowledgeBase, draft: Draft, item: BasketItem, at: int | None = None) -> Draft:
    """The draft with the number of an item alone at a place of the body: the user's own words rest on it.

    Raises ``NotFoundError`` where the words of the item are gone.
    """
    passage, span = _found(kb, item)
    pen = Pen()
    pen.cite(Quote(passage, span))
    numbers, notes = _numbered(draft.notes, pen.notes)
    place = len(draft.body) if at is None else min(at, len(draft.body))
    inside = next((one for one in MARKER.finditer(draft.body) if one.start() < place < one.end()), None)
    place = inside.end() if inside else place
    return replace(draft, body=f"{draft.body[:place]}[{numbers[1]}]{draft.body[place:]}", notes=notes)


def _found(kb: KnowledgeBase, item: BasketItem) -> tuple[StoredPassage, Span]:
    (now,) = standing(kb, Basket((item,)))
    if now.passage is None:
        raise NotFoundError(now.note)
    return now.passage, now.item.anchor.span


def _write(pen: Pen, material: Material, role: Role, quote: Quote) -> None:
    if material.articles or material.stale:
        basis(pen, material)
    elif material.matters and role is Role.PROBLEM:
        symptoms(pen, material.matters)
    else:
        at = phrases.AT(place=phrases.place_of(quote.passage))
        lead = pen.matter_lead(material.matters[0]) if material.matters else at
        pen.line(lead, pen.quoted(_stripped(quote)))


def _stripped(quote: Quote) -> Quote:
    words = quote.text
    start = quote.span.start + len(words) - len(words.lstrip())
    return Quote(quote.passage, Span(start, start + len(words.strip().rstrip("；;"))))


def _numbered(held: Mapping[int, Anchor], new: Mapping[int, Anchor]) -> tuple[dict[int, int], dict[int, Anchor]]:
    """The numbers that new notes get among those held, and all notes; the same place keeps its number."""
    notes = dict(held)
    known = {(one.source, one.start, one.end): number for number, one in notes.items()}
    numbers = {}
    for number, anchor in new.items():
        place = (anchor.source, anchor.start, anchor.end)
        if place not in known:
            known[place] = max(notes, default=0) + 1
            notes[known[place]] = anchor
        numbers[number] = known[place]
    return numbers, notes


def _renumbered(line: str, numbers: Mapping[int, int]) -> str:
    # The pen writes one number a marker; a fixed phrase or a quote holds none.
    return MARKER.sub(lambda match: f"[{numbers[int(match[1])]}]", line)


def _placed(body: str, words: str, at: int | None) -> str:
    if at is None or not body.strip():
        return "\n".join(part for part in (body.rstrip("\n"), words) if part)
    end = body.find("\n", at)
    end = len(body) if end < 0 else end
    return f"{body[:end]}\n{words}{body[end:]}"
