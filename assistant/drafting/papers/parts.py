"""Parts that several papers have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from assistant.drafting import phrases
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import Material, Matter
from assistant.drafting.model import Table
from assistant.drafting.pen import Pen, proposal
from assistant.standing import is_said
from kb.model import DocumentKind, Provenance
from kb.text import sentences

#: The party committee of a unit, around its name.
_PARTY = re.compile(r"^中共|(?:党委|党组|党总支|党支部|委员会)$")


class Paper(NamedTuple):
    """What a paper module gives beside the body in the pen: the title, the name of its problem and its own lists.

    ``listed`` are problems of which 问题清单 … are to be made; where there is none, ``said`` holds what the user said
    for their one row, by heading of the column.
    """

    title: str
    name: str
    tables: tuple[Table, ...] = ()
    listed: tuple[Matter, ...] = ()
    said: Mapping[str, str] = MappingProxyType({})


def blank(value: str, name: str) -> str:
    """The user's words, or a placeholder that names what is missing."""
    return value or f"【{name}】"


def subject(facts: DraftFacts, material: Material, *, shared: bool = False) -> str:
    """The name of the problem in hand: the user's, else the title of the unit's own only problem, else what was asked,
    else a placeholder.

    The title of another unit's problem is never taken for one's own.  ``shared`` papers are about problems of a kind,
    which the only title there is names whoever had it.
    """
    own, others = split_own(facts, material)
    for matters in (own, others if shared and not facts.question else []):
        titles = dict.fromkeys(one.problem.title for one in matters if one.info.kind is not DocumentKind.CASE)
        if not facts.problem and len(titles) == 1:
            return next(iter(titles))
    return facts.problem or material.asked or "【问题名称】"


def split_own(facts: DraftFacts, material: Material) -> tuple[list[Matter], list[Matter]]:
    """The problems of the user's own unit, and those of others: only the first may speak for the unit."""
    own = [matter for matter in material.matters if facts.unit and same_unit(facts.unit, matter.info.unit or "")]
    return own, [matter for matter in material.matters if matter not in own]


def same_unit(one: str, other: str) -> bool:
    """Whether two names mean one unit: with or without its party committee, but never a unit and its branch."""
    return _PARTY.sub("", one) == _PARTY.sub("", other)


def describe(pen: Pen, facts: DraftFacts, missing: str) -> None:
    """What the user found, sentence by sentence, or a placeholder."""
    text = facts.description
    pen.line(*(text[span.start : span.end] for span in sentences(text)) if text else (f"【{missing}】",))


def basis(pen: Pen, material: Material) -> None:
    """The articles, each with its name in front of the exact words; what is no longer in force is only named."""
    for quotes in material.articles:
        passage = quotes[0].passage
        lead = phrases.ARTICLE(place=phrases.place_of(passage))
        pen.line(lead, pen.quoted(quotes))
    if not material.articles:
        pen.line(phrases.NO_BASIS)
    for passage in material.stale:
        pen.line(phrases.STALE(place=f"《{passage.title}》{passage.locator}", validity=passage.validity.value))


def references(pen: Pen, matters: Sequence[Matter], material: Material, own_unit: str = "") -> None:
    """What others did, attributed to them.  Measures that can be put to ``own_unit`` are put into its names, under a
    lead of their own that says whose they were and that none is taken; all others stay quotes.
    """
    found = [[(action, proposal(action, matter, own_unit)) for action in matter.actions] for matter in matters]
    if any(changed for actions in found for _, changed in actions):
        pen.line(phrases.REFERENCES_MIXED(), phrases.REFERENCES_ADAPTED())
    else:
        pen.line(phrases.REFERENCES())
    for matter, actions in zip(matters, found, strict=True):
        if kept := [action for action, changed in actions if changed is None]:
            pen.listing(pen.matter_lead(matter), kept)
        if adapted := [pen.adapted(action, changed) for action, changed in actions if changed is not None]:
            pen.items(pen.adapted_lead(matter, own_unit), adapted)
    for quote in material.practices:
        passage = quote.passage
        pen.line(phrases.AT(place=phrases.place_of(passage)), pen.quoted(quote))


def has_references(matters: Sequence[Matter], material: Material) -> bool:
    """Whether there is anything to refer to."""
    return bool(material.practices) or any(matter.actions for matter in matters)


def symptoms(pen: Pen, matters: Sequence[Matter]) -> None:
    """Problems as their sources put them: by their description where there is one, else by their title."""
    for matter in matters:
        if matter.described or matter.info.kind is DocumentKind.CASE:
            pen.line(pen.matter_lead(matter), pen.quoted(matter.described or (matter.title,)))
        else:
            whose = phrases.whose(matter.title.passage, matter.info.unit)
            name, status = matter.problem.title, matter.problem.status.label
            titled = (
                phrases.TITLED_UNSAID(unit=whose, name=name)
                if not is_said(matter.problem)
                else phrases.TITLED(unit=whose, name=name, status=status)
            )
            pen.line(titled.removesuffix("。"), f"[{pen.cite(matter.title)}]。")


def remarks(pen: Pen, material: Material) -> None:
    """What the user must know before using the paper: digests, fictional examples, items that could not be quoted."""
    for phrase, provenance in ((phrases.DIGEST, Provenance.DIGEST), (phrases.FICTIONAL, Provenance.FICTIONAL)):
        titles = (f"《{one.title}》" for one in material.passages if one.provenance is provenance)
        for title in dict.fromkeys(titles):
            pen.line(phrase(title=title))
    for standing in material.lost:
        anchor = standing.item.anchor
        pen.line(phrases.LOST(title=anchor.title, place=anchor.locator))
