"""Composes an extractive answer from judged evidence: quotes with exact places, joined by fixed phrases."""

from __future__ import annotations

from collections.abc import Mapping

from assistant import phrases
from assistant.answer import Answer, Citation, MeasureKind, Section, Sentence, SuggestedMeasure, Wording
from assistant.measure_kinds import classify
from assistant.select import decisive
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, Group, PassageKind, Provenance, Span, StoredPassage
from kb.text import sentences
from retrieval.result import Hit, SearchResult
from retrieval.signals import kinds
from retrieval.understand import Intent

#: How many hits of a group the answer shows; the full lists stand beside it.  Three precedents and three articles
#: fill one screen, a fourth is rarely read.
SHOWN = {Group.PRECEDENT: 3, Group.ARTICLE: 3, Group.PRACTICE: 2}

#: A hit below this share of its group's best score is not evidence for the answer, only a neighbour.
KEEP = 0.6

#: A kind of evidence less probable than this to be what is asked for stays beside the answer, not in it: precedents
#: under a question for a term of days only distract.
PROBABLE = 0.1

#: A second measure of a problem is quoted when its score is at least this share of the first one's.
SECOND = 0.8

#: A first sentence of at most this many characters is a label: ordinal and slogan have 8 to 20 in notices.
LABEL = 22

#: Near misses named in a refusal.
MISSES = 3

_TITLES = {
    Group.PRECEDENT: ("以往怎么处理", phrases.PRECEDENTS),
    Group.ARTICLE: ("依据条款", phrases.ARTICLES),
    Group.PRACTICE: ("相关做法", phrases.PRACTICES),
}


_NAMED = {Intent.RULE: Group.ARTICLE, Intent.PRECEDENT: Group.PRECEDENT, Intent.PRACTICE: Group.PRACTICE}


class _Numbers:
    """Numbers citations from 1; the same place keeps its number."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._by_place: dict[tuple[str, int, int], int] = {}

    def cite(self, passage: StoredPassage, span: Span) -> Citation:
        place = (passage.key.source, *span)
        if place not in self._by_place:
            quote = passage.text[span.start - passage.span.start : span.end - passage.span.start]
            self._by_place[place] = len(self.citations) + 1
            self.citations.append(Citation(len(self.citations) + 1, passage, quote, span))
        return self.citations[self._by_place[place] - 1]


def compose(kb: KnowledgeBase, result: SearchResult, terms: Mapping[str, float]) -> Answer:
    """The answer to a search result; a refused result gives a refusal that names near misses by title.

    ``terms`` are the weighted tokens of the question (``retrieval.engine.Retriever.terms``).
    """
    if result.refused:
        return _refusal(result)
    numbers = _Numbers()
    sections = []
    shown: list[Hit] = []
    looked_up = any(hit.exact for hit in result.groups.get(Group.ARTICLE, ()))
    for group in [Group.ARTICLE] if looked_up else _order(result):
        hits = _kept(result.groups.get(group, ()), SHOWN[group])
        if hits:
            shown += hits
            sections.append(_section(kb, group, hits, terms, numbers))
    notes = _notes(shown)
    sections.append(Section("注意", tuple(Sentence(note) for note in notes)))
    precedents = [hit for hit in shown if hit.group is Group.PRECEDENT]
    return Answer(
        refused=False,
        reason=result.reason,
        sections=tuple(sections),
        report_language=_wordings(precedents, numbers),
        measures=_measures(precedents, numbers),
        citations=tuple(numbers.citations),
        warnings=(*result.warnings, *notes),
    )


def _order(result: SearchResult) -> list[Group]:
    """The kinds of evidence that the question asks for: the one its form names first (多久、能不能 ask for a rule,
    怎么整改 for precedents), then those that are probable, the most probable first.
    """
    probable = kinds(result.signals)
    named = _NAMED.get(result.query.intent)
    ordered = sorted(Group, key=lambda group: (group is not named, -probable[group]))
    return [group for group in ordered if group is ordered[0] or probable[group] >= PROBABLE]


def _kept(hits: tuple[Hit, ...], limit: int) -> list[Hit]:
    """The hits that carry the answer: exact look-ups alone where there are any, else those close to the best."""
    exact = [hit for hit in hits if hit.exact]
    if exact:
        return exact[:limit]
    supported = [hit for hit in hits if hit.features.get("support", 1.0) > 0]
    return [hit for hit in supported[:limit] if hit.score >= KEEP * supported[0].score]


def _section(
    kb: KnowledgeBase, group: Group, hits: list[Hit], terms: Mapping[str, float], numbers: _Numbers
) -> Section:
    title, lead = _TITLES[group]
    body = [Sentence(lead)]
    for hit in hits:
        passages = (
            [hit.passage, *(extra.passage for extra in hit.also[:1])] if group is Group.PRECEDENT else [hit.passage]
        )
        quotes = [
            numbers.cite(passage, span)
            for passage in passages
            for span in ([passage.span] if hit.exact else decisive(passage, terms))
        ]
        quoted = [Sentence(citation.quote, (citation.n,), quoted=True) for citation in quotes]
        body += [Sentence(_lead(kb, hit), (quotes[0].n,)), *quoted]
    return Section(title, tuple(body))


def _seconds(hit: Hit) -> list[StoredPassage]:
    """A second measure of the same problem, where it is about as good as the first."""
    return [extra.passage for extra in hit.also[:1] if extra.score >= SECOND * hit.score]


def _lead(kb: KnowledgeBase, hit: Hit) -> str:
    passage = hit.passage
    if passage.problem is None:
        return phrases.place(passage)
    problem = kb.catalog.problem(passage.key.source, passage.problem).problem
    if passage.document_kind is DocumentKind.CASE:
        return phrases.case_lead(passage, problem.status)
    return phrases.problem_lead(passage, problem.title, problem.status)


def _notes(hits: list[Hit]) -> list[str]:
    provenance = {hit.passage.provenance for hit in hits}
    notes = []
    if Provenance.DIGEST in provenance:
        notes.append(phrases.DIGEST)
    if Provenance.FICTIONAL in provenance:
        notes.append(phrases.FICTIONAL)
    precedents = {hit.passage.key.source for hit in hits if hit.group is Group.PRECEDENT}
    if len(precedents) == 1:
        notes.append(phrases.ONE_SOURCE)
    return [*notes, phrases.HUMAN_REVIEW]


def _wordings(precedents: list[Hit], numbers: _Numbers) -> tuple[Wording, ...]:
    """Problem titles as printed, in the register of notices."""
    wordings = []
    for hit in precedents:
        passage = hit.passage
        if passage.problem_title and passage.document_kind is not DocumentKind.CASE:
            citation = numbers.cite(passage, _headline(passage))
            wordings.append(Wording("问题标题", f"关于“{passage.problem_title}”问题", (citation.n,)))
    return tuple(dict.fromkeys(wordings))


def _measures(precedents: list[Hit], numbers: _Numbers) -> tuple[SuggestedMeasure, ...]:
    """The leading sentence of each measure shown, quoted, grouped by what it does."""
    suggested = []
    for hit in precedents:
        for passage in (hit.passage, *(extra.passage for extra in hit.also)):
            if passage.kind is PassageKind.MEASURE:
                citation = numbers.cite(passage, _headline(passage))
                suggested.append(SuggestedMeasure(classify(passage.text), citation.quote, (citation.n,)))
    return tuple(sorted(dict.fromkeys(suggested), key=lambda measure: list(MeasureKind).index(measure.kind)))


def _headline(passage: StoredPassage) -> Span:
    """The beginning of a measure that says what was done: its first sentence, with the second where the first is a mere
    label (一是强化政治学习。).
    """
    found = sentences(passage.text)
    if not found:
        return passage.span
    last = 1 if len(found) > 1 and found[0].end - found[0].start <= LABEL else 0
    return Span(passage.span.start + found[0].start, passage.span.start + found[last].end)


def _refusal(result: SearchResult) -> Answer:
    near = [hit.passage for hit in result.merged[:MISSES]]
    body = [Sentence(result.reason or phrases.NO_EVIDENCE)]
    if near:
        body += [Sentence(phrases.NEAR_MISSES), *(Sentence(phrases.near_miss(passage)) for passage in near)]
    body.append(Sentence(phrases.ADVICE))
    return Answer(True, result.reason, (Section("", tuple(body)),), warnings=result.warnings)
