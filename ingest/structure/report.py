"""Press reports of feedback: problems run together in one paragraph behind ``巡察组指出，…主要是：一是…；二是…``."""

from __future__ import annotations

import re

from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.draft import ProblemDraft
from ingest.structure.lines import Line, trim
from ingest.structure.measures import settle_default
from ingest.structure.ordinals import split_entries
from ingest.structure.outline import MAX_HEADING
from kb.model import PassageKind, Span

# What leads to the list: somebody points out, or problems are found.
_LEADS = re.compile(r"(?:指出|发现|反馈|存在|查找出|查出)[^。;\n]{0,60}?(?:问题|不足|短板|差距|薄弱环节)")
# Advice and undertakings are listed the same way.
_ADVICE = re.compile(r"建议|要求|强调|表示|提出.{0,6}意见")
# A paragraph of one field, below one that leads to all of them: 在聚焦基层党组织建设方面:一是….
_ASPECT = re.compile(r"(?:在|聚焦|关于|围绕|从)[^。;:]{2,60}?(?:方面|上)[,:。]\s*")
# What a problem is followed by: its examples.
_EXAMPLE = re.compile(r"[,;](?:如|例如|比如|有的|有些|个别|部分|一些|少数|多数|截至|仍有|(?:19|20)\d\d年)")
# A name of a problem has one or two clauses.
_CLAUSES = 2


def cut_reported(cover: Cover, context: Context, lines: list[Line]) -> list[ProblemDraft]:
    """Cut the problems that paragraphs without numbers list; empty where no paragraph lists any."""
    drafts: list[ProblemDraft] = []
    aspects: int | None = None  # listed so far below a paragraph that ends in 主要是:
    for line in lines:
        lead = _LEADS.search(line.text)
        aspect = _ASPECT.match(line.text) if aspects is not None else None
        if aspect:
            aspects = (aspects or 0) + 1
            drafts += _listed(cover, context, line, line.start + aspect.end(), f"方面{aspects}")
        elif lead and line.text.endswith(":"):
            aspects = 0
        elif lead:
            drafts += _listed(cover, context, line, line.start + lead.end())
        elif aspects:
            cover.add(Cut(line.start, PassageKind.PRACTICE, f"{context.prefix}导语"))
            aspects = None
    return drafts


def _listed(cover: Cover, context: Context, line: Line, start: int, home: str = "") -> list[ProblemDraft]:
    """The problems listed in a paragraph behind ``start``; ``home`` begins their locators."""
    folded = context.folded
    entries, first = split_entries(folded, Span(start, line.end))
    pieces = [(entry.span, entry.ordinal) for entry in entries]
    if len(pieces) < 2:  # noqa: PLR2004 - a list has two entries
        pieces = _clauses(folded, Span(start, line.end))
        first = pieces[0][0].start if pieces else line.end
    if not pieces or _ADVICE.search(folded, start, first):
        return []
    drafts: list[ProblemDraft] = []
    if home:
        cover.add(Cut(line.start, PassageKind.STRUCTURE, f"{context.prefix}{home}"))
    for at, (span, ordinal) in enumerate(pieces):
        end = span.end
        if at == len(pieces) - 1 and not home:
            # The last ends with its sentence; what follows speaks of other things (同时，巡察组还收到…).
            stop = folded.find("。", span.start, end)
            end = stop + 1 if stop >= 0 else end
        drafts.append(_draft(cover, context, Span(span.start, end), ordinal, f"{home}{ordinal or f'问题{at + 1}'}"))
    last = drafts[-1].end
    if folded[last : line.end].strip():
        cover.add(Cut(last, PassageKind.PRACTICE, f"{context.prefix}导语"))
    elif line.end < len(folded):
        cover.add(Cut(line.end, PassageKind.PRACTICE, f"{context.prefix}导语"))
    return drafts


def _clauses(folded: str, span: Span) -> list[tuple[Span, str]]:
    """The clauses divided by semicolons behind a colon, up to the end of the sentence: ``主要有：…不够；…不力。``"""
    colon = re.compile(r"[^。;:\n]{0,16}:").match(folded, *span)
    if colon is None:
        return []
    stop = folded.find("。", colon.end(), span.end)
    pieces = re.compile(r"[^;\n]+;?").finditer(folded, colon.end(), stop + 1 if stop >= 0 else span.end)
    found = [(trim(folded, *match.span()), "") for match in pieces]
    return found if len(found) > 1 else []


def _draft(cover: Cover, context: Context, span: Span, ordinal: str, place: str) -> ProblemDraft:
    """One listed problem, ``place`` in its locator; its name stands in front of its examples, two clauses at most."""
    folded = context.folded
    begin = span.start + len(ordinal)
    words = folded[begin : span.end]
    example = _EXAMPLE.search(words)
    name = re.split(r"[。;]", words[: example.start()] if example else words, maxsplit=1)[0]
    clauses = name.split(",")
    name = ",".join(clauses[:_CLAUSES])
    if len(name) > MAX_HEADING:
        name = clauses[0][:MAX_HEADING]
    locator = f"{context.prefix}{place}"
    draft = ProblemDraft(span.start, locator, ordinal, Span(begin, begin + len(name)), end=span.end)
    settle_default(draft, None, overall=False)
    cover.add(Cut(span.start, PassageKind.PROBLEM, locator, (), locator))
    return draft
