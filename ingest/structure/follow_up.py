"""A later part of a notice that comes back to problems by their names to tell what is still to be done of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.clauses import units
from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.draft import ProblemDraft
from ingest.structure.outline import Node
from ingest.structure.unfinished import unfinished_parts
from kb.model import DocumentKind, PassageKind, Span, Status

# The quotation mark and the frame behind the name of a problem (针对“…”的问题。).
_BEHIND_NAME = re.compile(r"[”\"』」]?(?:的)?(?:问题)?(?:的?整改(?:情况|进展)?)?[。,:;\s]*")


def named_before(context: Context, node: Node, title: Span, drafts: Sequence[ProblemDraft]) -> ProblemDraft | None:
    """The problem of the same name among those read before; None where there is none or nothing of it is left to do."""
    if context.kind is not DocumentKind.NOTICE:
        return None
    if not unfinished_parts(context.folded, Span(title.end, node.end), context.frame):
        return None
    name = context.folded[title.start : title.end]
    return next((one for one in drafts if context.folded[one.title.start : one.title.end] == name), None)


def cut_follow_up(cover: Cover, context: Context, node: Node, title: Span, draft: ProblemDraft) -> None:
    """Cut what is told behind the name as pending work of the problem ``draft``."""
    behind = _BEHIND_NAME.match(context.folded, title.end, node.end)
    cover.add(Cut(node.start, PassageKind.STRUCTURE, f"{context.prefix}{node.locator}", node.path))
    for unit in units(context.folded, Span(behind.end() if behind else title.end, node.end)):
        cover.add(Cut(unit.start, PassageKind.PENDING, f"{draft.locator}后续", node.path, draft.locator))
        draft.pending.append((unit.start, ""))
    if draft.status in (None, Status.COMPLETED, Status.BASICALLY_COMPLETED):
        draft.status, draft.status_reason = Status.IN_PROGRESS, "后文写明尚待完成的事项"
