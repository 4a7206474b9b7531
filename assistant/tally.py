"""Answers to questions for numbers and lists of problems: 哪些问题还没整改完, 40个问题是不是全部整改完了.

The catalog knows every problem with its state, so these are counted and listed there, never searched for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant import phrases
from assistant.answer import Citation, Section, Sentence
from assistant.numbering import Numbers
from assistant.shelf import Holdings, Origin, Shelf, origin
from assistant.standing import STANDINGS, standing
from kb.catalog.infos import ProblemInfo
from kb.model import DocumentKind, Provenance, Span
from kb.text import fold, sentences
from kb.tokens import tokenize
from retrieval.limits import Limits
from retrieval.result import SearchResult
from retrieval.spoken_units import called
from retrieval.terms import STOP
from retrieval.unit_names import unit_names

TALLY = "整改进度"

#: Problems listed one by one: a notice of a city has up to sixty, more than that nobody reads in an answer.
LISTED = 60

#: Asks how many, which, or whether all.
_ASKED = re.compile(
    r"(?:哪些|哪几[个项条]|几[个项条]|多少[个项条]?|有没有|还有|还剩|剩下?|是不是|是否|有没|全部|全都|都|列出|列一下|清单)[^，。]{0,14}?"
    r"(?:整改|改完|改好|改到位|完成|办结|销号)"
    r"|(?:整改|完成|办结|销号)(?:完成|完|好|到位)?了?(?:没有?|吗|么|多少|几[个项]|哪些|率|进度|进展|状态)"
    r"|(?:几|多少|哪些|哪几)(?:个|项|条)?(?:巡察|反馈|突出|主要)?(?:发现|指出|查出|反馈)?的?问题"
    r"|问题(?:一共|总共|共)?有?(?:哪些|多少|几[个项])"
)

#: Asks how many measures there are, not which.
_HOW_MANY_MEASURES = re.compile(r"(?:制?定|列|采取|提)?(?:出)?了?(?:几|多少)[个项条]?(?:整改)?措施")

#: A question about a unit that names no subject: 青岚市公安局的巡察整改情况.
_RECORD = re.compile(r"巡察|巡视|整改|通报|反馈|问题")

#: A question with one of these asks for what was done, not how far it has come.
_OTHER = re.compile(
    r"措施|做法|办法|怎么|如何|怎样|经验|建议|时限|期限|多久|多长|责任|依据|规定|成效|结果|为什么|原因|处分|条例|第.{1,6}条"
)

#: Words of such questions that are no subject.
_FRAME = re.compile(
    r"哪些|哪几|几[个项条]|多少|有没有|还有|剩下?|是不是|是否|全部|全都|列出|清单|整改|改完|改好|完成|办结|销号|到位|进度|进展|状态|问题|事项|任务|巡察|巡视"
    r"|反馈|通报|发现|指出|查出|存在|公布|没有|已经|正在|长期|坚持|尚未|现在|目前|一共|总共|情况|以来|突出|主要|资料库?|单位|公安局?|党委|市委|又|被"
    r"|\d+|[年月日个项条完好了没未还都在第轮次]"
)


class Tally(NamedTuple):
    """The counts and the list; ``alone`` tells that the question asks for nothing else.  ``used`` are the problems
    listed.
    """

    section: Section
    alone: bool
    used: tuple[ProblemInfo, ...]


def tally(shelf: Shelf, result: SearchResult, numbers: Numbers) -> Tally | None:
    """The counts and the list that a question asks for; None where it asks for something else, or where nothing within
    its limits is held.
    """
    question, limits = _HOW_MANY_MEASURES.sub(" ", result.query.folded), result.limits
    if result.query.references or any(phrases.is_elsewhere(warning) for warning in result.warnings):
        return None
    subject = _subject(question, limits)
    other = bool(_OTHER.search(question))
    counting = bool(_ASKED.search(question)) and not other
    limited = bool(limits.units or limits.regions or limits.since or limits.until)
    whole = not subject and limited and bool(_RECORD.search(question))
    if not counting and not whole:
        return None
    holdings = shelf.holdings
    codes = frozenset(limits.types)
    if subject and not codes:
        codes = frozenset(kind.code for kind in shelf.taxonomy.assign(subject, "")[:1])
        if not codes:
            return None
    problems = [info for info in holdings.problems.values() if info.kind is not DocumentKind.CASE]
    held = _real(holdings, [info for info in problems if within(info, limits, codes)], limits)
    if not held:
        return None
    wanted = [info for info in held if not limits.statuses or info.problem.status in limits.statuses]
    section, listed = _section(holdings, held, wanted, sorted(codes), numbers)
    return Tally(section, not subject and not other, tuple(listed))


def _subject(question: str, limits: Limits) -> str:
    """What a question is about besides units, years, states and numbers; empty where nothing is."""
    text = question
    names = [one.name for one in unit_names(text)]
    names += [fold(name) for unit in limits.units for name in (unit, *called(unit))]
    names += [fold(name) for name in limits.regions]
    names += [re.sub(r"[省市县区州盟旗]$", "", name) for name in limits.regions]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    text = " ".join(_FRAME.sub(" ", text).split())
    return text if any(len(token) > 1 and token not in STOP for token in tokenize(text)) else ""


def within(info: ProblemInfo, limits: Limits, codes: frozenset[str] = frozenset()) -> bool:
    """Whether a problem stands within limits, its state left out, and is of one of the types or classes."""
    if limits.units and info.unit not in limits.units:
        return False
    if limits.regions and info.meta.region not in limits.regions:
        return False
    if not limits.dated_within(info.meta):
        return False
    return not codes or any(kind.code in codes or kind.code.split("/")[0] in codes for kind in info.problem.types)


def _real(holdings: Holdings, found: Sequence[ProblemInfo], limits: Limits) -> list[ProblemInfo]:
    """Each problem in its most reliable edition; fictional ones only where they were asked for by unit or place, or
    nothing else is held.
    """
    single = [info for info in found if holdings.same(info).source_id == info.source_id]
    if limits.units or limits.regions:
        return single
    return [info for info in single if info.provenance is not Provenance.FICTIONAL] or single


def _section(
    holdings: Holdings,
    held: Sequence[ProblemInfo],
    wanted: Sequence[ProblemInfo],
    codes: Sequence[str],
    numbers: Numbers,
) -> tuple[Section, list[ProblemInfo]]:
    """One line of counts for each inspection, then the problems wanted by state."""
    body: list[Sentence] = []
    groups = _by_inspection(held)
    for name, infos in groups.items():
        states = Counter(standing(info.problem) for info in infos)
        counted = [(state, states[state]) for state in STANDINGS if states[state]]
        body.append(Sentence(phrases.tally_count(name, codes, len(infos), counted)))
        meta = infos[0].meta
        if facts := phrases.facts(meta.unit, meta.feedback_date, meta.published, "", ()):
            body.append(Sentence(facts))
        best = max(infos, key=lambda info: info.meta.counts.problems or 0)
        counts = best.meta.counts
        printed, measures, classes = counts.problems or 0, counts.measures or 0, counts.categories or 0
        if not codes and printed > len(infos):
            said = phrases.tally_printed(best.title, printed, len(infos), measures=measures, classes=classes)
            body.append(Sentence(said, _printed_at(holdings, best, (printed, measures), numbers)))
    keys = {(info.source_id, info.problem.locator) for info in wanted}
    listed: list[ProblemInfo] = []
    for name, infos in groups.items():
        for state in STANDINGS:
            here = [info for info in infos if standing(info.problem) == state]
            here = [info for info in here if (info.source_id, info.problem.locator) in keys]
            shown = here[: max(LISTED - len(listed), 0)]
            if shown:
                body.append(Sentence(phrases.tally_group(name if len(groups) > 1 else "", state, len(here))))
                body += [_item(holdings, info, numbers) for info in shown]
                listed += shown
    if len(listed) < len(wanted):
        body.append(Sentence(phrases.tally_rest(len(wanted) - len(listed))))
    return Section(TALLY, tuple(body)), listed


def _by_inspection(infos: Iterable[ProblemInfo]) -> dict[str, list[ProblemInfo]]:
    """The problems of each inspection under the name of the unit, with the year where a unit was inspected twice."""
    found: dict[Origin, list[ProblemInfo]] = {}
    for info in infos:
        found.setdefault(origin(info), []).append(info)
    names = Counter(name for name, _ in found)
    return {
        name if names[name] == 1 else f"{name}（{inspection[:4]}年）": problems
        for (name, inspection), problems in found.items()
    }


def _item(holdings: Holdings, info: ProblemInfo, numbers: Numbers) -> Sentence:
    cited = [_cited(holdings, info, info.problem.title_span, numbers)]
    place = _said_at(holdings, info)
    cited.append(_cited(holdings, info, place, numbers) if place else None)
    return Sentence(
        phrases.tally_item(info.problem.locator, info.problem.title),
        tuple(dict.fromkeys(citation.n for citation in cited if citation)),
    )


def _cited(holdings: Holdings, info: ProblemInfo, span: Span, numbers: Numbers) -> Citation | None:
    passage = holdings.place(info, span)
    return numbers.cite(passage, span) if passage and span.start < span.end else None


def _printed_at(holdings: Holdings, info: ProblemInfo, counts: Iterable[int], numbers: Numbers) -> tuple[int, ...]:
    """The citations of the sentences in front of the problems that print these numbers of problems and measures."""
    text = holdings.text(info, Span(0, info.problem.span.end))
    found: list[Citation | None] = []
    for count in counts:
        printed = re.compile(rf"(?<!\d){count}\s*[个项条][^，,。]{{0,12}}(?:问题|措施)")
        at = next(
            (span for span in sentences(text) if count and printed.search(fold(text[span.start : span.end]))), None
        )
        found.append(_cited(holdings, info, at, numbers) if at else None)
    return tuple(dict.fromkeys(citation.n for citation in found if citation))


_BY_PART = re.compile(r"所在部分为“(?P<words>.+)”")
_BY_WORDS = re.compile(r"^(?P<label>[^“]*?)写明“(?P<words>.+?)”")


def _said_at(holdings: Holdings, info: ProblemInfo) -> Span | None:
    """Where the source says the state of a problem; None where no place was kept."""
    problem = info.problem
    reason = fold(problem.status_reason)
    text = fold(holdings.text(info, Span(0, problem.span.end)))
    if part := _BY_PART.search(reason):
        at = text.rfind(part["words"], 0, problem.span.start)
        return Span(at, at + len(part["words"])) if at >= 0 else None
    if said := _BY_WORDS.search(reason):
        pattern = re.compile(rf"{re.escape(said['label'])}[】\]\s:,*]*(?P<words>{re.escape(said['words'])})")
        match = pattern.search(text, problem.span.start)
        if match:
            return Span(*match.span("words"))
        at = text.rfind(said["words"], problem.span.start)
        return Span(at, at + len(said["words"])) if at >= 0 else None
    if "长期坚持" in reason and problem.deadline:
        return problem.deadline.span
    if "尚待完成" in reason and problem.pending:
        return problem.pending[0].span
    return None
