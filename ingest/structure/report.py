"""Press reports of feedback: problems run together in one paragraph behind ``巡察组指出，…主要是：一是…；二是…``."""

from __future__ import annotations

import re

from ingest.structure.clauses import units
from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.draft import ProblemDraft, settle_default
from ingest.structure.lines import Line, trim
from ingest.structure.ordinals import split_entries
from ingest.structure.outline import MAX_HEADING
from ingest.structure.selection import states_problem
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
    below: int | None = None  # paragraphs listed so far below one that ends in 主要是:
    for line in lines:
        lead = _LEADS.search(line.text)
        if below is not None and (found := _below(cover, context, line, below + 1)):
            below += 1
            drafts += found
        elif lead and line.text.endswith(":"):
            below = 0
        elif lead:
            pieces = _enumerated(context.folded, Span(line.start + lead.end(), line.end))
            drafts += _cut_pieces(cover, context, line, pieces, start=line.start + lead.end())
        elif below:
            cover.add(Cut(line.start, PassageKind.PRACTICE, f"{context.prefix}导语"))
            below = None
        else:
            below = None
    return drafts


def _below(cover: Cover, context: Context, line: Line, count: int) -> list[ProblemDraft]:
    """The problems in a paragraph below one that leads to them: of one field, or a list from its beginning on."""
    pieces, start = listed_below(context.folded, line)
    if not pieces:
        return []
    home = f"方面{count}" if start > line.start else f"第{count}段" if count > 1 else ""
    return _cut_pieces(cover, context, line, pieces, start=start, home=home)


def listed_below(folded: str, line: Line) -> tuple[list[tuple[Span, str]], int]:
    """The problems that a paragraph below a heading or a lead lists, with their ordinals, and where the list begins:
    behind the field it names (``在队伍建设方面,``), or with the paragraph.  Empty where it tells one thing.
    """
    aspect = _ASPECT.match(line.text)
    start = line.start + aspect.end() if aspect else line.start
    pieces = _enumerated(folded, Span(start, line.end))
    if aspect:
        return pieces or _wrongs(folded, Span(start, line.end)), start
    if "。" not in line.text.rstrip("。"):
        # Several sentences tell a case, semicolons part a list.
        pieces = pieces or _wrongs(folded, Span(start, line.end))
    listed = len(pieces) > 1 and pieces[0][0].start == start
    return (pieces if listed else []), start


def _enumerated(folded: str, span: Span) -> list[tuple[Span, str]]:
    """The entries of a list run into a paragraph, or what semicolons part behind a colon, with their ordinals."""
    entries, _ = split_entries(folded, span)
    pieces = [(entry.span, entry.ordinal) for entry in entries]
    return pieces if len(pieces) > 1 else _clauses(folded, span)


def _wrongs(folded: str, span: Span) -> list[tuple[Span, str]]:
    """The sentences of a paragraph that each say what is wrong, divided at semicolons; one that does not goes on with
    the one in front.  Where most clauses of a single sentence do, all do.  Empty where the paragraph does not begin so.
    """
    parts = units(folded, span)
    wrong = [states_problem(folded[part.start : part.end]) for part in parts]
    if "。" not in folded[span.start : span.end].rstrip("。\n ") and sum(wrong) * 2 >= len(parts):
        wrong = [True] * len(parts)
    pieces: list[tuple[Span, str]] = []
    for part, says in zip(parts, wrong, strict=True):
        if says:
            pieces.append((part, ""))
        elif not pieces:
            return []
        else:
            pieces[-1] = (Span(pieces[-1][0].start, part.end), "")
    return pieces


def _cut_pieces(
    cover: Cover, context: Context, line: Line, pieces: list[tuple[Span, str]], *, start: int, home: str = ""
) -> list[ProblemDraft]:
    """Cut the problems listed in a paragraph behind ``start``; ``home`` begins their locators."""
    folded = context.folded
    if not pieces or _ADVICE.search(folded, start, pieces[0][0].start):
        return []
    drafts: list[ProblemDraft] = []
    if home and pieces[0][0].start > line.start:
        cover.add(Cut(line.start, PassageKind.STRUCTURE, f"{context.prefix}{home}"))
    for at, (span, ordinal) in enumerate(pieces):
        end = span.end
        if at == len(pieces) - 1 and start > line.start and not home:
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
