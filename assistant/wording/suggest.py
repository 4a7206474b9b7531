"""Puts wordings together: title, finding and rectification form for the problem of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answer import MeasureGroup, Wording, WordingForm
from assistant.measures import Cite
from assistant.precedents import Shown
from assistant.shelf import Holdings, Shelf
from assistant.understood import Understood
from assistant.wording import blanks, facts
from assistant.wording.choices import (
    Choice,
    Likeness,
    ahead,
    as_printed,
    matter_of,
    named_in,
    own_matter,
    printed_in,
    said_in,
)
from assistant.wording.clauses import Clause, clauses_of
from assistant.wording.findings import title
from kb.model import Span
from retrieval.understand import Query

#: Titles offered for one problem.
TITLES = 2


class _Builder:
    """A text put together piece by piece, keeping which ranges stem from the user."""

    def __init__(self) -> None:
        self.text = ""
        self.yours: list[Span] = []

    def add(self, text: str, *, yours: bool = False, spans: Iterable[Span] = ()) -> _Builder:
        start = len(self.text)
        self.text += text
        if yours:
            self.yours.append(Span(start, len(self.text)))
        self.yours += [Span(start + span.start, start + span.end) for span in spans]
        return self

    def all(self, choices: Iterable[Choice]) -> _Builder:
        """Shortcomings one behind the other, inside quotation marks."""
        for number, choice in enumerate(choices):
            self.add("、" if number else "").add(_inner(choice.text), spans=choice.yours)
        return self


def suggest(
    shelf: Shelf,
    query: Query,
    understood: Understood,
    *,
    shown: Sequence[Shown],
    groups: Sequence[MeasureGroup],
    cite: Cite,
    unit: str = "",
) -> tuple[Wording, ...]:
    """Wordings in the order title, finding, rectification; none where the sources name no shortcoming like the one
    asked about.

    ``shown`` are the precedents of the answer, ``groups`` the measures suggested from them, ``unit`` the unit the
    wording speaks of.  Deterministic.
    """
    if not shown:
        return ()
    holdings, like = shelf.holdings, Likeness(query, understood)
    said = said_in(holdings, query, shown)
    own = None if said else own_matter(holdings, query, understood, shown)
    named = named_in(holdings, like, understood, shown)
    printed = printed_in(holdings, like, understood, shown)
    titles = [said] if said else []
    titles += [[own]] if own else []
    titles += [named] if named else []
    titles += [[printed]] if printed else []
    if not titles:
        matter = matter_of(understood, shown[0])
        titles = [[matter]] if matter else []
        own = matter
    if not titles:
        return _nearest(holdings, like, understood, groups=groups, shown=shown, cite=cite, unit=unit)
    wordings: list[Wording | None] = [_title(choices, cite) for choices in _distinct(titles)]
    head = said or ([own] if own else [] if named or not printed else [printed])
    wordings.append(_finding(query, head, [] if said else named, cite, unit))
    clauses = clauses_of(holdings, like, titles[0], groups=groups, shown=shown, unit=unit or blanks.UNIT)
    wordings.append(_rectification(titles[0], clauses, cite, unit))
    return tuple({wording.text: wording for wording in wordings if wording}.values())


def _distinct(titles: Sequence[list[Choice]]) -> list[list[Choice]]:
    """The first titles, none of which says what another one says already."""
    kept: list[list[Choice]] = []
    for choices in titles:
        said = [choice.text for other in kept for choice in other]
        if not any(choice.text in one or one in choice.text for choice in choices for one in said):
            kept.append(choices)
    return kept[:TITLES]


def _nearest(
    holdings: Holdings,
    like: Likeness,
    understood: Understood,
    *,
    groups: Sequence[MeasureGroup],
    shown: Sequence[Shown],
    cite: Cite,
    unit: str,
) -> tuple[Wording, ...]:
    """Where no name for the shortcoming fits: the title under which the sources treat the matter, as printed, and the
    rectification form with a blank for the name; nothing where it is not certain that the matter is the same.
    """
    finding = next(title(holdings, shown[0].info), None)
    sure = understood.sure and ahead(shown) and like.speaks(shown[0].hit.passage.text)
    if finding is None or not sure:
        return ()
    printed = _title([as_printed(holdings, shown[0], finding)], cite)
    unnamed = Choice(blanks.PROBLEM, finding.passage, finding.span, "〔问题〕")
    clauses = clauses_of(holdings, like, [unnamed], groups=groups, shown=shown, unit=unit or blanks.UNIT)
    rectification = _rectification([], clauses, cite, unit)
    return (printed, rectification) if rectification else ()


def _title(choices: Sequence[Choice], cite: Cite) -> Wording:
    text = _Builder().add("关于“").all(choices).add("”问题")
    return Wording(
        WordingForm.TITLE,
        text.text,
        tuple(dict.fromkeys(cite(choice.passage, choice.span).n for choice in choices)),
        pattern="关于“" + "、".join(choice.pattern for choice in choices) + "”问题",
        yours=tuple(text.yours),
        blanks=blanks.blanks(text.text),
        printed=len(choices) == 1 and not choices[0].yours and not blanks.blanks(text.text),
    )


def _inner(text: str) -> str:
    """Quotation marks inside quotation marks, as GB/T 15834 sets them."""
    return text.replace("“", "‘").replace("”", "’")


def _finding(query: Query, head: Sequence[Choice], named: Sequence[Choice], cite: Cite, unit: str) -> Wording | None:
    """巡察发现，〔单位〕… with what is wrong, how much and how long, as far as it was said."""
    if not head and not named:
        return None
    text = _Builder().add("巡察发现，").add(unit or blanks.UNIT, yours=bool(unit))
    pattern = "巡察发现，〔单位〕"
    for number, choice in enumerate(head):
        clause = re.split(r"[，,；;]", choice.text, maxsplit=1)[0]
        text.add("，" if number else "").add(clause, spans=choice.yours)
        pattern += ("，" if number else "") + choice.pattern
    if named:
        names = "、".join(choice.text for choice in named)
        text.add("，存在" if head else "存在").add(names).add("等问题" if len(named) > 1 else "问题")
        pattern += "，存在〔问题〕" if head else "存在〔问题〕"
    # What the user says of his matter is not said of the matter a printed title names.
    own = bool(named) or any(choice.yours for choice in head)
    told = facts.around(query.folded, [choice.text[span.start : span.end] for choice in head for span in choice.yours])
    figures, lasting = (facts.figures(told), facts.duration(told)) if own else ((), "")
    if figures:
        text.add("，涉及").add("、".join(figures), yours=True)
        pattern += "，涉及〔数量〕"
    if lasting:
        text.add("，时间达").add(lasting, yours=True)
        pattern += "，时间达〔时间〕"
    if not figures and not lasting:
        text.add("，具体表现为【具体表现】")
        pattern += "，具体表现为〔具体表现〕"
    text.add("。")
    return Wording(
        WordingForm.FINDING,
        text.text,
        tuple(dict.fromkeys(cite(choice.passage, choice.span).n for choice in (*head, *named))),
        pattern=pattern + "。",
        yours=tuple(text.yours),
        blanks=blanks.blanks(text.text),
    )


def _rectification(problem: Sequence[Choice], clauses: Sequence[Clause], cite: Cite, unit: str) -> Wording | None:
    """针对“…”问题，〔单位〕… with clauses of measures; nothing where none says an action."""
    if not clauses:
        return None
    text = _Builder().add("针对“").all(problem).add("" if problem else blanks.PROBLEM).add("”问题，")
    text.add(unit or blanks.UNIT, yours=bool(unit)).add("；".join(clause.text for clause in clauses)).add("。")
    places = [(each.passage, each.span) for each in problem] + [(each.passage, each.span) for each in clauses]
    citations = [cite(passage, span).n for passage, span in places]
    return Wording(
        WordingForm.RECTIFICATION,
        text.text,
        tuple(dict.fromkeys(citations)),
        pattern="针对“〔问题〕”问题，〔单位〕" + "；".join("〔措施〕" for _ in clauses) + "。",
        yours=tuple(text.yours),
        blanks=blanks.blanks(text.text),
    )
