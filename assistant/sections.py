"""The parts of an answer: each a heading, fixed phrases and quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from assistant import phrases
from assistant.answer import Citation, MeasureGroup, Section, Sentence
from assistant.measures import deadline
from assistant.numbering import Numbers
from assistant.precedents import Comparison, Shown, compare
from assistant.select import Excerpt, decisive, excerpts, weigh
from assistant.shelf import Holdings
from assistant.standing import standing
from assistant.understood import Understood
from assistant.wanted import Wanted
from kb.catalog.infos import ProblemInfo
from kb.model import DocumentKind, PassageKind, Span, Status, StoredPassage
from kb.text import sentences
from retrieval.result import Hit

#: Whether a passage is about the matter of the question.
About = Callable[[StoredPassage], bool]

SCOPE = "资料范围"
QUESTION = "问题归类"
PRECEDENTS = "以往怎么处理"
ARTICLES = "依据条款"
PRACTICES = "相关做法"
MEASURES = "建议整改措施"
NOTES = "注意"

#: A second measure of a problem is quoted when its score is at least this share of the first one's.
SECOND = 0.8

#: Kinds of measures in the answer; the rest stands beside it.
KINDS = 4

#: Words of a sentence that tells a result and not an action.
_RESULT = re.compile(
    r"同比|环比|相比|由.{1,12}[降升减增]|下降|上升|提升至|降至|升至|减至|达到|率达?\d|清零|未再|避免损失|化解|累计|已建成|均已|截至|以来|目前"
)

_ONLY_NAMES = re.compile(r"问题[。;；]?$")

#: A measure headed so tells results as a whole.
_RESULT_PLACE = re.compile(r"成效|结果|效果")


def scope(warnings: Sequence[str], lacking: str = "") -> Section:
    """What the reader must know before anything else: the detail asked for is not stated; a unit, year, state or
    edition asked for is not held.
    """
    told = [*([lacking] if lacking else []), *filter(phrases.is_about_scope, warnings)]
    return Section(SCOPE, tuple(map(Sentence, told)))


def question(holdings: Holdings, understood: Understood) -> Section:
    """What was understood of the question; empty where nothing was."""
    said: list[str] = []
    if understood.types:
        said.append(phrases.problem_types(understood.types, own=understood.own))
        known = holdings.of_type(understood.types[0])
        if len(known) > 1:
            said.append(phrases.type_count(len(known), len({info.source_id for info in known})))
    if understood.equations:
        said.append(phrases.readings(understood.equations))
    if understood.units:
        said.append(phrases.mentioned_units(understood.units))
    if understood.documents:
        said.append(phrases.mentioned_documents(understood.documents))
    return Section(QUESTION, tuple(Sentence(text) for text in said))


def precedents(
    holdings: Holdings, shown: Sequence[Shown], terms: Mapping[str, float], numbers: Numbers, about: About
) -> Section:
    """The precedents, the best one in full: facts, what was done, results, what remains; then what they have in
    common where they are independent of each other.  ``about`` tells open work of the matter asked about.
    """
    body = [Sentence(phrases.PRECEDENTS)]
    for rank, item in enumerate(shown):
        body += _precedent(holdings, item, terms, numbers, about if rank == 0 else None)
    comparison = compare(holdings, shown)
    if comparison:
        body += [Sentence(text) for text in _compared(comparison)]
    return Section(PRECEDENTS, tuple(body))


def _precedent(
    holdings: Holdings, item: Shown, terms: Mapping[str, float], numbers: Numbers, about: About | None
) -> list[Sentence]:
    """A precedent, in full where told what it is ``about``."""
    full = about is not None
    hit, info = item.hit, item.info
    passages = [hit.passage, *(extra.passage for extra in hit.also[:1] if extra.score >= SECOND * hit.score and full)]
    quotes = [numbers.cite(passage, span) for passage in passages for span in _said(info, passage, terms)]
    lead = Sentence(_lead(item), (quotes[0].n,))
    body = [_quoted(quote) for quote in quotes]
    if about is not None:
        result = _result(holdings, item, terms, numbers)
        if result:
            body += [Sentence(phrases.RESULTS), _quoted(result)]
        remaining = _remaining(holdings, item, terms, numbers, about)
        if remaining:
            body += [Sentence(phrases.REMAINING), _quoted(remaining)]
    # Last, so that its place is not taken for one quoted already.
    return [lead, *_facts(holdings, info, quotes[0], numbers), *body]


def _facts(holdings: Holdings, info: ProblemInfo, first: Citation, numbers: Numbers) -> list[Sentence]:
    """What is printed about a problem besides its measures.  A time limit that stands in a single piece of open work
    is that of this work alone, and its sentence is cited with it.
    """
    meta, problem = info.meta, info.problem
    printed = deadline(holdings, info)
    limit = phrases.limit(printed, problem.deadline.due) if printed and problem.deadline else ""
    work = _work_due(holdings, info)
    said = phrases.facts(
        meta.unit, meta.feedback_date, meta.published, limit, problem.responsible, of_work=work is not None
    )
    cited = {first.n: None, **({numbers.cite(*work).n: None} if work else {})}
    return [Sentence(said, tuple(cited))] if said else []


def _work_due(holdings: Holdings, info: ProblemInfo) -> tuple[StoredPassage, Span] | None:
    """The sentence of a single piece of work that holds the time limit of a problem; None where it stands for all."""
    limit = info.problem.deadline
    if limit is None:
        return None
    for passage in holdings.passages(info):
        if passage.kind in (PassageKind.PENDING, PassageKind.MEASURE):
            for span in sentences(passage.text):
                place = Span(passage.span.start + span.start, passage.span.start + span.end)
                if place.start <= limit.span.start and limit.span.end <= place.end:
                    return passage, place
    return None


def _said(info: ProblemInfo, passage: StoredPassage, terms: Mapping[str, float]) -> list[Span]:
    """What a passage says that answers; of the opening of a problem what stands there besides its title, which the lead
    names already, and besides labels of what follows (整改情况：).
    """
    if passage.kind is PassageKind.PROBLEM:
        start, title = passage.span.start, info.problem.title_span
        told: list[Span] = []
        for span in sentences(passage.text):
            place = Span(start + span.start, start + span.end)
            words = passage.text[span.start : span.end].rstrip()
            if (place.start < title.end and title.start < place.end) or words.endswith((":", "：")):
                continue
            joined = bool(told) and not passage.text[told[-1].end - start : span.start].strip()
            told[-1:] = [Span(told[-1].start, place.end)] if joined else [*told[-1:], place]
        if told:
            return told
    return decisive(passage, terms)


def _result(holdings: Holdings, item: Shown, terms: Mapping[str, float], numbers: Numbers) -> Citation | None:
    """The sentence with figures that tells best what came of it, unless it is quoted already: first from what the
    document itself calls the result, then from the measure found, where it has a word of the question.
    """
    acts = [act for act in holdings.acts(item.info) if act.figures and _RESULT.search(act.text)]
    whole = [act for act in acts if _RESULT_PLACE.search(act.passage.locator)]
    near = [act for act in acts if act.passage.key == item.hit.passage.key and weigh(act.text, terms) > 0]
    found = whole or near
    if not found or any(numbers.holds(act.passage, act.span) for act in found):
        return None
    best = max(found, key=lambda act: (weigh(act.text, terms), act.figures, -act.span.start))
    return numbers.cite(best.passage, best.span)


def _remaining(
    holdings: Holdings, item: Shown, terms: Mapping[str, float], numbers: Numbers, about: About
) -> Citation | None:
    """The open work that has to do with the question, where there is some and it is not quoted already.  Of several
    pieces only those about its matter: a word that they share with it is no tie.
    """
    if item.info.problem.status in (Status.COMPLETED, Status.FEEDBACK_ONLY):
        return None
    pending = [passage for passage in holdings.passages(item.info) if passage.kind is PassageKind.PENDING]
    if len(pending) > 1:
        pending = [passage for passage in pending if about(passage)]
    weighed = [
        (weigh(passage.text[span.start : span.end], terms), passage, span)
        for passage in pending
        for span in sentences(passage.text)
    ]
    best = max(weighed, key=lambda found: (found[0], -found[2].start), default=None)
    if best is None or best[0] <= 0:
        return None
    _, passage, span = best
    later = [other for other in sentences(passage.text) if other.start >= span.end]
    # A sentence that only names the open problem says nothing without the next one.
    end = later[0].end if later and _ONLY_NAMES.search(passage.text[span.start : span.end]) else span.end
    place = Span(passage.span.start + span.start, passage.span.start + end)
    return None if numbers.holds(passage, place) else numbers.cite(passage, place)


def _compared(comparison: Comparison) -> list[str]:
    said = []
    if comparison.common:
        said.append(phrases.common_kinds(comparison.sources, comparison.common))
    said.append(phrases.states(comparison.states))
    if len({months for _, months in comparison.months}) > 1:
        said.append(phrases.spans(comparison.months))
    return said


def articles(
    hits: Sequence[Hit], terms: Mapping[str, float], numbers: Numbers, wanted: Wanted, *, near: bool = False
) -> Section:
    """The articles; of a long one what answers, an article that was looked up whole.  ``near`` tells that they are only
    the nearest there are.
    """
    body = [Sentence(phrases.NEAR_ARTICLES if near else phrases.ARTICLES)]
    for hit in hits:
        whole = [Excerpt(hit.passage.span)]
        body += _place(hit.passage, whole if hit.exact else excerpts(hit.passage, terms, wanted=wanted), numbers)
    return Section(ARTICLES, tuple(body))


def practices(hits: Sequence[Hit], terms: Mapping[str, float], numbers: Numbers) -> Section:
    """Passages of work articles."""
    body = [Sentence(phrases.PRACTICES)]
    for hit in hits:
        body += _place(hit.passage, excerpts(hit.passage, terms), numbers)
    return Section(PRACTICES, tuple(body))


def measures(groups: Sequence[MeasureGroup], said: Collection[int]) -> Section:
    """The best example of each kind of measure that is not among ``said``, the citations quoted already; usual time
    limit and responsible units behind them.
    """
    said = frozenset(said)
    body = [Sentence(phrases.MEASURES)]
    first = sorted(groups, key=lambda group: -group.used)[:KINDS]
    for group in (group for group in groups if group in first):
        example = next((one for one in group.examples if not set(one.citations) & said), None)
        if example is None:
            seen = tuple(n for one in group.examples for n in one.citations if n in said)
            body.append(Sentence(phrases.kind_used_above(group.kind, group.used, group.total), seen))
            continue
        body += [
            Sentence(phrases.kind_used(group.kind, group.used, group.total), example.citations),
            Sentence(example.text, example.citations, quoted=True),
        ]
    months = [count for group in groups for count in group.months]
    if months:
        body.append(Sentence(phrases.usual_limit(min(months), max(months))))
    responsible = list(dict.fromkeys(name for group in groups for name in group.responsible))
    if responsible:
        body.append(Sentence(phrases.usual_responsible(responsible)))
    return Section(MEASURES, tuple(body))


def _place(passage: StoredPassage, found: Sequence[Excerpt], numbers: Numbers) -> list[Sentence]:
    """The quotes behind the name of their place, told where items of a list are left out."""
    quotes = [numbers.cite(passage, excerpt.span) for excerpt in found]
    body = [Sentence(phrases.place(passage), (quotes[0].n,))]
    for excerpt, quote in zip(found, quotes, strict=True):
        if excerpt.before:
            body.append(Sentence(phrases.left_out(excerpt.before)))
        body.append(_quoted(quote))
        if excerpt.after:
            body.append(Sentence(phrases.left_out_behind(excerpt.after, excerpt.total)))
    return body


def _quoted(citation: Citation) -> Sentence:
    return Sentence(citation.quote, (citation.n,), quoted=True)


def _lead(item: Shown) -> str:
    passage, problem = item.hit.passage, item.info.problem
    if item.info.kind is DocumentKind.CASE:
        return phrases.case_lead(passage, standing(problem))
    return phrases.problem_lead(passage, problem.title, standing(problem))
