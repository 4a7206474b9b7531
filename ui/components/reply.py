"""An answer with its evidence, ready to be drawn by ``assets/reply.js``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypedDict

from assistant.answer import Answer, Citation, Section, Sentence
from assistant.desk import Reply
from assistant.drafting.offers import Offer, of_hit, of_quote
from assistant.sections import MEASURES, NOTES, QUESTION, SCOPE
from kb.catalog import Catalog
from kb.model import Group, StoredPassage
from retrieval.result import Hit, Verdict
from retrieval.terms import weighted_terms
from ui.components import badges, suggestions
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.emphasis import Segment, excerpt
from ui.components.place import Place
from ui.components.sent import on
from ui.components.suggestions import Suggestions
from ui.remarks import remarks
from ui.terminal import answer_lines

#: Characters of a further measure of the same problem: two lines.
_ALSO = 70


class Said(TypedDict):
    """A sentence; ``look`` is ``plain``, ``lead`` (names the source of what follows), ``item`` (one of a list) or
    ``quote``.  What leads to the same place as a quote has no chip beside the quote's.
    """

    text: str
    look: str
    chips: list[int]


class Part(TypedDict):
    """A headed part of the answer; ``look`` is ``brief`` (what was understood), ``open`` (the part asked for) or
    ``folded`` (a further one, with ``count`` quotes).
    """

    title: str
    look: str
    count: int
    said: list[Said]


class Extra(TypedDict):
    """A further passage of the same problem."""

    id: str
    locator: str
    excerpt: list[Segment]


class HitView(TypedDict):
    """A result in a list; ``heading`` is the problem's title, empty outside problems."""

    id: str
    title: str
    doc: str
    locator: str
    page: int | None
    heading: str
    badges: list[Badge]
    status: Badge | None
    excerpt: list[Segment]
    also: list[Extra]


class GroupView(TypedDict):
    """The results of a kind."""

    key: str
    label: str
    hits: list[HitView]


class ReplyView(TypedDict):
    """What the browser draws, without ``open`` and ``collected``."""

    question: str
    verdict: str
    notice: str
    warnings: list[str]
    parts: list[Part]
    notes: list[str]
    chips: dict[str, str]
    wordings: list[Suggestions]
    measures: list[Suggestions]
    groups: list[GroupView]
    first: str
    copy: str


def view(catalog: Catalog, question: str, reply: Reply) -> ReplyView:
    """The reply as data."""
    answer = reply.answer
    notes = [sentence.text for section in answer.sections if section.title == NOTES for sentence in section.sentences]
    terms = weighted_terms(reply.result.query)
    return ReplyView(
        question=question,
        verdict=reply.result.verdict.value,
        notice=answer.reason if reply.result.verdict is Verdict.PARTLY and not reply.result.lacking else "",
        warnings=remarks(answer),
        parts=_parts(answer),
        notes=notes,
        chips={str(citation.n): _hover(citation) for citation in answer.citations},
        wordings=suggestions.wordings(answer.report_language),
        measures=suggestions.measures(answer.measure_groups),
        groups=[_group(catalog, group, reply.result.groups.get(group, ()), terms) for group in Group],
        first=reply.result.merged[0].group.value if reply.result.merged else "",
        copy="\n".join(answer_lines(answer)),
    )


def places(reply: Reply) -> dict[str, Place]:
    """Where each chip (``n3``) and each hit (``article-2``, its second further passage ``precedent-0-1``) leads."""
    found = {f"n{citation.n}": Place.of_citation(citation) for citation in reply.answer.citations}
    for group, hits in reply.result.groups.items():
        for rank, hit in enumerate(hits):
            found[_hit_id(group, rank)] = Place.of_passage(hit.passage)
            for number, extra in enumerate(hit.also):
                found[_hit_id(group, rank, number)] = Place.of_passage(extra.passage)
    return found


def offers(reply: Reply) -> dict[str, Offer]:
    """What can be collected, by the id of its chip or hit."""
    found = {f"n{citation.n}": of_quote(citation) for citation in reply.answer.citations}
    for group, hits in reply.result.groups.items():
        found |= {_hit_id(group, rank): of_hit(hit) for rank, hit in enumerate(hits)}
    return found


def _hit_id(group: Group, *numbers: int) -> str:
    return "-".join((group.value, *map(str, numbers)))


def _parts(answer: Answer) -> list[Part]:
    """The sections of the answer; measures are drawn by kind and notes at the foot."""
    parts: list[Part] = []
    for section in answer.sections:
        if section.title in (MEASURES, NOTES):
            continue
        opened = any(part["look"] == "open" for part in parts)
        look = "brief" if section.title in (QUESTION, SCOPE) else "folded" if opened else "open"
        parts.append(_part(section, look))
    return parts


def _part(section: Section, look: str) -> Part:
    quoted = {number for sentence in section.sentences if sentence.quoted for number in sentence.citations}
    return Part(
        title=section.title,
        look=look,
        count=sum(sentence.quoted for sentence in section.sentences),
        said=[
            Said(text=sentence.text, look=_look(sentence), chips=_chips(sentence, quoted))
            for sentence in section.sentences
        ],
    )


def _chips(sentence: Sentence, quoted: Collection[int]) -> list[int]:
    """The chips of a quote; of other sentences those that no quote of the section has."""
    return [number for number in sentence.citations if sentence.quoted or number not in quoted]


def _look(sentence: Sentence) -> str:
    """A lead names the source of what follows, with a colon; facts about it are plain."""
    if sentence.quoted:
        return "quote"
    if sentence.text.startswith("· "):
        return "item"
    return "lead" if sentence.citations and sentence.text.endswith("：") else "plain"


def _hover(citation: Citation) -> str:
    passage = citation.passage
    page = f" 第{passage.page}页" if passage.page else ""
    return f"《{passage.title}》{passage.locator}{page}\n{citation.quote}"


def _group(catalog: Catalog, group: Group, hits: Sequence[Hit], terms: Mapping[str, float]) -> GroupView:
    return GroupView(
        key=group.value,
        label=group.label,
        hits=[_hit(catalog, hit, _hit_id(group, rank), terms) for rank, hit in enumerate(hits)],
    )


def _hit(catalog: Catalog, hit: Hit, identifier: str, terms: Mapping[str, float]) -> HitView:
    passage = hit.passage
    return HitView(
        id=identifier,
        title=passage.title,
        doc=passage.doc,
        locator=passage.locator,
        page=passage.page,
        heading=passage.problem_title or "",
        badges=badges.of_document(passage.provenance, passage.validity),
        status=_status(catalog, passage),
        excerpt=excerpt(passage.text, terms),
        also=[
            Extra(
                id=f"{identifier}-{number}",
                locator=extra.passage.locator,
                excerpt=excerpt(extra.passage.text, terms, _ALSO),
            )
            for number, extra in enumerate(hit.also)
        ],
    )


def _status(catalog: Catalog, passage: StoredPassage) -> Badge | None:
    if passage.problem is None:
        return None
    return badges.of_status(catalog.problem(passage.key.source, passage.problem).problem.status)


_mount = component("reply")


def reply_panel(
    shown: ReplyView,
    opened: str,
    *,
    on_open: Callable[[str], None],
    collected: Collection[str] = (),
    on_collect: Callable[[str], None] = lambda _: None,
) -> None:
    """Draw the reply; ``on_open`` gets the id of the chip or hit whose source is wanted, ``on_collect`` the id of what
    is to be put into the basket, or taken out where it is one of ``collected``.
    """
    _mount(
        key="reply_panel",
        data={**shown, "open": opened, "collected": sorted(collected)},
        on_open_change=on("reply_panel", "open", on_open),
        on_collect_change=on("reply_panel", "collect", on_collect),
    )
