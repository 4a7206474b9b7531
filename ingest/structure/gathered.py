"""Problems gathered under one heading of a feedback: its ordinals, its clauses 有的…；有的…, or its paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.draft import ProblemDraft, settle_default
from ingest.structure.lines import trim
from ingest.structure.ordinals import split_entries
from ingest.structure.outline import Node, whole_clauses
from ingest.structure.report import listed_below
from kb.model import PassageKind, Span

_CLAUSE = re.compile(r"(?:有的|个别|部分|一些|少数|多数|有些)")
# Fewer clauses than this in a paragraph are an illustration, not a list of problems.
_MIN_CLAUSES = 2


def clauses(context: Context, node: Node) -> list[Span]:
    """The problems run together in one item of feedback: its ordinals, or its clauses 有的…；有的…."""
    start = node.head_end if node.run_in or node.lines else node.start
    body = Span(start, node.end)
    entries, _ = split_entries(context.folded, body)
    if len(entries) > 1:
        return [entry.span for entry in entries]
    spans: list[Span] = []
    for match in re.finditer(r"[^;。\n]+(?:[;。]|$)[”\")]*", context.folded[start : node.end]):
        piece = match.group()
        left = start + match.start() + len(piece) - len(piece.lstrip())
        if _CLAUSE.match(piece.lstrip()):
            spans.append(Span(left, start + match.end()))
        elif spans:
            # A clause that does not begin anew goes on with the one before.
            spans[-1] = Span(spans[-1].start, start + match.end())
    return spans if len(spans) >= _MIN_CLAUSES else []


def paragraphs(context: Context, node: Node) -> list[Span]:
    """The problems told in paragraphs below 存在的主要问题: each paragraph, or what it lists."""
    spans: list[Span] = []
    for line in node.lines:
        listed, _ = listed_below(context.folded, line)
        spans += [span for span, _ in listed]
        if not listed and (not line.text.endswith(":") or len(node.lines) == 1):
            spans.append(Span(line.start, line.end))
    return spans


def cut_gathered(cover: Cover, context: Context, node: Node, parts: list[Span]) -> list[ProblemDraft]:
    """Cut the problems run together in one item."""
    home = f"{context.prefix}{node.locator}"
    bare = node.line is not None and not context.folded[node.line.end : parts[0].start].strip() and not node.run_in
    cover.add(Cut(node.start, PassageKind.STRUCTURE if bare else PassageKind.PROBLEM, home, node.path, None))
    for before, part in pairwise(parts):
        # 在队伍建设方面, leads to the next problems and is no part of the one in front.
        lead = trim(context.folded, before.end, part.start)
        if lead.start < lead.end:
            cover.add(Cut(lead.start, PassageKind.STRUCTURE, home, node.path))
    drafts: list[ProblemDraft] = []
    for at, part in enumerate(parts):
        words = context.folded[part.start : part.end]
        entry = re.match(r"[一二三四五六七八九十]{1,3}[是要]|\(?\d{1,2}[).、]", words)
        ordinal = entry.group() if entry else ""
        locator = f"{home}{ordinal or f'问题{at + 1}'}"
        begin = part.start + len(ordinal)
        inner = re.split(r"[。;\n]", context.folded[begin : part.end], maxsplit=1)[0]
        draft = ProblemDraft(
            part.start,
            locator,
            ordinal,
            Span(begin, begin + len(whole_clauses(inner))),
            node.heading,
            node.ancestors()[-1].heading if node.ancestors() else "",
            part.end,
        )
        settle_default(draft, None, overall=False)
        cover.add(Cut(part.start, PassageKind.PROBLEM, locator, (*node.path, node.heading), locator))
        drafts.append(draft)
    return drafts
