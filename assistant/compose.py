"""Composes an extractive answer from judged evidence: quotes with exact places, joined by fixed phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from assistant import phrases, wording
from assistant.answer import Answer, Section, Sentence
from assistant.measures import relevant, suggest
from assistant.numbering import Numbers
from assistant.precedents import Shown, akin, choose, kept, of_each, of_matter, real
from assistant.sections import NOTES, articles, measures, practices, precedents, question, scope
from assistant.select import figured, weigh
from assistant.shelf import Shelf, shelf_of
from assistant.standing import claims_done, standing
from assistant.tally import Tally, tally
from assistant.understood import read
from assistant.wanted import Wanted, wanted
from kb.knowledge_base import KnowledgeBase
from kb.model import Group, Provenance, Status, StoredPassage, Validity
from kb.text import fold
from retrieval.candidates import rarities
from retrieval.rank import is_basis
from retrieval.result import Hit, SearchResult, Verdict
from retrieval.signals import kinds
from retrieval.understand import Intent, Query

#: How many hits of a group the answer shows; the full lists stand beside it.  Three precedents and three articles
#: fill one screen, a fourth is rarely read.
SHOWN = {Group.PRECEDENT: 3, Group.ARTICLE: 3, Group.PRACTICE: 2}

#: A figure that none of the articles shown prints is looked for among this many; there its sentence must hold at least
#: half a rare word of the question.
AMONG = 5
PLAIN = 0.5

#: An article comes forward for a figure in a sentence that holds this share of the words of the best such sentence.
PLAINLY = 0.5

#: A kind of evidence less probable than this to be what is asked for stays beside the answer, not in it: precedents
#: under a question for a term of days only distract.
PROBABLE = 0.1

#: What the form of a question names is not what is asked where it is less probable than this.
HARDLY = 0.05

#: Near misses named in a refusal.
MISSES = 3

#: The article that says why a regulation was made: it answers nothing else, and shares its title's words with every
#: question about the regulation.
_PURPOSE = re.compile(r"第\S{1,10}条[\s\u3000]*为了?[^。]{4,200}[,，]\s*(?:特?制定本|根据[^。]{2,80}制定本)")

#: Words of a question that ask, and of inspection itself.
_ASKING = re.compile(r"依据|整改|建议|规定|条款|法律|法规|处理|巡察|巡视|巡察组|问题|发现|措施|规范|要求|情况|意见")

#: What may, must or must not be done, without the words that ask.
_MODAL = re.compile(r"(?<!不)(?:可以|不得|应当|必须|有权|不能|禁止)[^哪什怎几多谁吗呢吧啊?？,，。;；的对和]{3,8}")

#: Any weight at all.
_SOME = 1e-6

_NAMED = {Intent.RULE: Group.ARTICLE, Intent.PRECEDENT: Group.PRECEDENT, Intent.PRACTICE: Group.PRACTICE}


def compose(
    kb: KnowledgeBase,
    result: SearchResult,
    terms: Mapping[str, float],
    *,
    shelf: Shelf | None = None,
    unit: str = "",
) -> Answer:
    """The answer to a search result; a refused result gives a refusal that names near misses by title.

    ``terms`` are the weighted tokens of the question (``retrieval.terms.weighted_terms``).  ``shelf`` keeps what is
    read once per revision of the knowledge base; ``unit`` is the user's unit (one named in the question comes first),
    for which measures and wordings are adapted.
    """
    shelf = shelf or shelf_of(kb)
    numbers = Numbers()
    counted = tally(shelf, result, numbers)
    if counted and counted.alone:
        return _counted(result, counted, numbers)
    if result.refused:
        return _refusal(result)
    looked_up = any(hit.exact for hit in result.groups.get(Group.ARTICLE, ()))
    asked_for = wanted(result.query.folded)
    named = not result.query.references and shelf.holdings.names_problem(result.query.folded)
    order = [Group.ARTICLE] if looked_up else _order(result, names_problem=named)
    # 依据哪条 in so many words is not answered with precedents alone.
    near = asked_for.basis and Group.ARTICLE not in order
    order += [Group.ARTICLE] if near else []
    shown = _precedents(shelf, result) if Group.PRECEDENT in order else []
    understood = read(shelf, result, [(item.hit, item.info) for item in shown])
    if not result.limits.statuses:  # a question for what is still open wants whatever is
        shown = akin(shown, shelf.taxonomy, understood.types)
    if shown and len(result.limits.units) > 1:
        found = result.groups.get(Group.PRECEDENT, ())
        shown = of_each(
            shelf.holdings, found, shown, result.limits.units, taxonomy=shelf.taxonomy, types=understood.types
        )
    unit = understood.units[0] if understood.units else unit
    weighted = _by_rarity(kb, {**understood.terms(), **terms})

    hits = {
        Group.PRECEDENT: [item.hit for item in shown],
        Group.ARTICLE: _articles(result, weighted, asked_for) if Group.ARTICLE in order else [],
        Group.PRACTICE: _practices(result) if Group.PRACTICE in order else [],
    }
    if near and shown:
        hits[Group.ARTICLE] = _as_near(hits[Group.ARTICLE], shown[0].hit.passage, weighted)
    evidence = {group: [hit.passage for hit in found] for group, found in hits.items()}

    lacking = result.reason if result.lacking else ""
    sections: list[Section] = [scope(result.warnings, lacking), *([counted.section] if counted else [])]
    for group in _real_first(order, evidence, result.query):
        if group is Group.PRECEDENT:
            about = partial(of_matter, shelf.taxonomy, understood.types if understood.own else ())
            sections += [
                question(shelf.holdings, understood),
                precedents(shelf.holdings, shown, weighted, numbers, about),
            ]
        elif group is Group.ARTICLE:
            sections.append(articles(hits[group], weighted, numbers, asked_for, near=near))
        else:
            sections.append(practices(hits[group], weighted, numbers))
    used = [passage for group in order for passage in evidence[group]]
    groups = suggest(
        shelf.holdings, relevant(shelf, shown, understood, result.limits), weighted, numbers.cite, unit=unit
    )
    if groups:
        said = {
            n for section in sections for sentence in section.sentences if sentence.quoted for n in sentence.citations
        }
        sections.append(measures(groups, said))
    notes = _notes(result, used, shown, order)
    sections.append(Section(NOTES, tuple(Sentence(note) for note in notes)))
    return Answer(
        refused=False,
        reason=result.reason,
        sections=tuple(section for section in sections if section.sentences),
        report_language=wording.suggest(
            shelf, result.query, understood, shown=shown, groups=groups, cite=numbers.cite, unit=unit
        ),
        measures=tuple(example for group in groups for example in group.examples),
        citations=tuple(numbers.citations),
        warnings=(*result.warnings, *notes),
        measure_groups=groups,
        types=understood.types,
    )


def _counted(result: SearchResult, counted: Tally, numbers: Numbers) -> Answer:
    """The answer to a question that asks for numbers and lists alone."""
    provenance = {info.provenance for info in counted.used}
    notes = [phrases.DIGEST] if Provenance.DIGEST in provenance else []
    notes += [phrases.FICTIONAL] if Provenance.FICTIONAL in provenance else []
    notes.append(phrases.HUMAN_REVIEW)
    sections = (scope(result.warnings), counted.section, Section(NOTES, tuple(Sentence(note) for note in notes)))
    return Answer(
        refused=False,
        reason="",
        sections=tuple(section for section in sections if section.sentences),
        citations=tuple(numbers.citations),
        warnings=(*result.warnings, *notes),
    )


def _order(result: SearchResult, *, names_problem: bool) -> list[Group]:
    """The kinds of evidence that the question asks for: the one its form names first (多久、能不能 ask for a rule,
    怎么整改 for precedents), then those that are probable, the most probable first.  A form that hardly fits what was
    found gives way: 回头看怎么不走过场 speaks of 整改 and asks for ways of working.  Whatever is asked of a problem
    named by its title, its precedent says.
    """
    probable = kinds(result.signals)
    named = Group.PRECEDENT if names_problem else _NAMED.get(result.query.intent)
    if named is not None and probable[named] < HARDLY:
        named = None
    ordered = sorted(Group, key=lambda group: (group is not named, -probable[group]))
    return [group for group in ordered if group is ordered[0] or probable[group] >= PROBABLE]


def _real_first(order: Sequence[Group], evidence: Mapping[Group, Sequence[StoredPassage]], query: Query) -> list[Group]:
    """The kinds of evidence for which there is any, those that begin with a fictional example behind the others; not
    the kind that the question asks for by its form, which the others do not answer.
    """
    named = _NAMED.get(query.intent)

    def fictional(group: Group) -> bool:
        return group is not named and evidence[group][0].provenance is Provenance.FICTIONAL

    return sorted((group for group in order if evidence[group]), key=fictional)


def _articles(result: SearchResult, terms: Mapping[str, float], asked_for: Wanted) -> list[Hit]:
    """The articles to show; where a figure is asked for, those in force that print one of its kind come first."""
    limit = SHOWN[Group.ARTICLE]
    found = list(result.groups.get(Group.ARTICLE, ()))
    if not asked_for.purpose:
        found = [hit for hit in found if hit.exact or not _PURPOSE.match(hit.passage.text)] or found
    if result.query.compares and (both := _each_text(result.query, found)):
        return both[:limit]
    hits = _in_these_words(result.query.folded, kept(found, len(found)))[:limit]
    # A figure that nothing on the matter prints would bring forward an article on another.
    if not asked_for.figures or result.lacking or any(hit.exact for hit in hits):
        return in_force(hits)
    first = _figures_first(hits, terms, asked_for, 0.0)
    return in_force(first or _figures_first(kept(found, AMONG), terms, asked_for, PLAIN)[:limit] or hits)


def _in_these_words(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """The best articles, in front of them all found that permit, order or forbid in the words of the question:
    可以使用武器 is answered by the one that says so, not by its neighbours, which say when arms must not be used and
    are as many as are looked at otherwise.
    """
    said = _MODAL.search(question)
    saying = [said is not None and said.group() in fold(hit.passage.text) for hit in hits]
    first = [hit for hit, says in zip(hits, saying, strict=True) if says]
    return first + [hit for hit, says in zip(hits[:AMONG], saying, strict=False) if not says]


def _each_text(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The best article of each text that a question compares; none where it does not name two, or numbers articles."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.passage.title in query.titles:
            best.setdefault(hit.passage.key.source, hit)
    return list(best.values()) if len(best) > 1 and not query.references else []


def _as_near(hits: Sequence[Hit], precedent: StoredPassage, terms: Mapping[str, float]) -> list[Hit]:
    """The articles that hold at least half as much of the matter as the best precedent does; words that only ask
    (依据, 整改, 建议) are no matter.
    """
    matter = {term: weight for term, weight in terms.items() if not _ASKING.fullmatch(term)}
    least = PLAIN * weigh(f"{precedent.problem_title or ''}\n{precedent.text}", matter)
    return [hit for hit in hits if weigh(hit.passage.text, matter) >= max(least, _SOME)]


def in_force(hits: Sequence[Hit]) -> list[Hit]:
    """Without articles of texts no longer (or not yet) in force, or made for another place or body, unless they were
    looked up or the best one is of the same text: they are no basis beside one that applies.
    """
    return [hit for hit in hits if hit.exact or is_basis(hit) or hit.passage.title == hits[0].passage.title]


def _figures_first(hits: Sequence[Hit], terms: Mapping[str, float], asked_for: Wanted, least: float) -> list[Hit]:
    """The articles, those in force with a figure asked for in front, provided that the best sentence with one weighs at
    least so much; else empty.
    """
    found = {
        hit.passage.key: weight
        for hit in hits
        if is_basis(hit) and (weight := figured(hit.passage, terms, asked_for.figures)) is not None
    }
    most = max(found.values(), default=-1.0)
    if most < least:
        return []
    return sorted(hits, key=lambda hit: found.get(hit.passage.key, -1.0) < PLAINLY * most)


def _by_rarity(kb: KnowledgeBase, terms: Mapping[str, float]) -> dict[str, float]:
    """The weights times how rare the words are, 1 for a word that stands nowhere: 民警 decides nothing."""
    rarity, ceiling = rarities(kb, terms)
    return {term: weight * rarity[term] / ceiling for term, weight in terms.items()}


def _practices(result: SearchResult) -> list[Hit]:
    """The work articles to show, fictional examples behind real ones."""
    hits = kept(result.groups.get(Group.PRACTICE, ()), SHOWN[Group.PRACTICE])
    return sorted(hits, key=lambda hit: hit.passage.provenance is Provenance.FICTIONAL)


def _precedents(shelf: Shelf, result: SearchResult) -> list[Shown]:
    return choose(shelf.holdings, result.groups.get(Group.PRECEDENT, ()), SHOWN[Group.PRECEDENT])


def _notes(
    result: SearchResult, used: Sequence[StoredPassage], shown: Sequence[Shown], order: Sequence[Group]
) -> list[str]:
    """What the reader must know: how far the evidence goes, how far it may be relied upon."""
    provenance = {passage.provenance for passage in used}
    unverified = [passage.title for passage in used if passage.kind.group is Group.ARTICLE]
    unverified = [
        title
        for title in dict.fromkeys(unverified)
        if any(passage.title == title and passage.validity is Validity.UNKNOWN for passage in used)
    ]
    # What is lacking is said first of all, in the scope.
    notes = [result.reason or phrases.PARTLY] if result.verdict is Verdict.PARTLY and not result.lacking else []
    if order[0] is Group.PRECEDENT and not shown:
        notes.append(phrases.NO_PRECEDENT)
    if wanted(result.query.folded).basis and not any(passage.kind.group is Group.ARTICLE for passage in used):
        notes.append(phrases.NO_ARTICLE)
    if shown and len(result.limits.units) > 1:
        held = {item.info.unit for item in shown}
        notes += [phrases.no_precedent_of(unit) for unit in sorted(result.limits.units - held)]
    if shown and (result.limits.units or result.limits.regions) and claims_done(result.query.folded):
        first = shown[0].info
        if first.problem.status not in (Status.COMPLETED, Status.BASICALLY_COMPLETED):
            notes.append(phrases.not_done(first.unit or "", standing(first.problem)))
    notes += [phrases.unverified(title) for title in unverified]
    if Provenance.DIGEST in provenance:
        notes.append(phrases.DIGEST)
    if Provenance.FICTIONAL in provenance:
        notes.append(phrases.FICTIONAL)
    if len({item.origin for item in real(shown)}) == 1:
        notes.append(phrases.ONE_SOURCE if len(real(shown)) == len(shown) else phrases.ONE_REAL_SOURCE)
    return [*notes, phrases.HUMAN_REVIEW]


def _refusal(result: SearchResult) -> Answer:
    near = [hit.passage for hit in result.merged[:MISSES]]
    body = [Sentence(result.reason or phrases.NO_EVIDENCE)]
    if near:
        body += [Sentence(phrases.NEAR_MISSES), *(Sentence(phrases.near_miss(passage)) for passage in near)]
    body.append(Sentence(phrases.ADVICE))
    return Answer(True, result.reason, (Section("", tuple(body)),), warnings=result.warnings)
