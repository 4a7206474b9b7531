"""Ledgers: tables whose rows are problems with measures, responsibility, time limit and state."""

from __future__ import annotations

import re

from ingest.structure.cover import Cover, Cut, LocatorNames
from ingest.structure.draft import ProblemDraft
from ingest.structure.fields import Field, Role, role_of
from ingest.structure.kind import LEDGER_MARK
from ingest.structure.lines import Line
from ingest.structure.measures import FieldCutter, settle_default
from ingest.structure.notice import Context, Parsed
from kb.model import PassageKind, Span

_ROW = re.compile(r"第\s*(?P<n>\d+)\s*行\s*\|\s*")
_CELL = re.compile(r"(?P<h>[^:|\n]{1,30}):(?P<v>[^|]*)(?:\||$)")


def parse_ledger(context: Context, lines: list[Line], span: Span, names: LocatorNames) -> Parsed:
    """Parse sheets ``【台账】表名`` with rows ``第N行 | 表头：值 | …``; a row without a problem cell is structure."""
    cover = Cover(context.text, span.start, span.end, f"{context.prefix}表头")
    drafts: list[ProblemDraft] = []
    sheet = "台账"
    for at, line in enumerate(lines):
        if line.text.startswith(LEDGER_MARK):
            sheet = line.text.removeprefix(LEDGER_MARK).strip() or "台账"
            cover.add(Cut(line.start, PassageKind.STRUCTURE, f"{context.prefix}{sheet}!表头"))
            continue
        row = _ROW.match(line.text)
        if not row:
            continue
        end = next(
            (other.start for other in lines[at + 1 :] if _ROW.match(other.text) or other.text.startswith(LEDGER_MARK)),
            span.end,
        )
        locator = f"{context.prefix}{sheet}!{row['n']}"
        draft = _row(cover, context, Span(line.start, end), line.start + row.end(), locator)
        if draft:
            drafts.append(draft)
        else:
            cover.add(Cut(line.start, PassageKind.STRUCTURE, locator))
    passages = cover.passages(names)
    by_start = {passage.span.start: passage for passage in passages}
    problems = tuple(draft.finish(context.text, context.folded, by_start, context.frame) for draft in drafts)
    return Parsed(problems, passages, () if problems else ("表中没有识别出问题列，请核对表头",))


def _row(cover: Cover, context: Context, row: Span, start: int, locator: str) -> ProblemDraft | None:
    """Read one row; None where no cell names a problem."""
    cells: list[tuple[Role, str, Span, int]] = []
    for match in _CELL.finditer(context.folded, start, row.end):
        value = Span(match.start("v"), match.end("v"))
        raw = context.folded[value.start : value.end]
        left = value.start + len(raw) - len(raw.lstrip())
        head = match["h"].strip()
        begin = match.start("h") + len(match["h"]) - len(match["h"].lstrip())
        cells.append((role_of(head), head, Span(left, max(left, value.start + len(raw.rstrip()))), begin))
    problem = next((cell for cell in cells if cell[0] is Role.PROBLEM and cell[2].start < cell[2].end), None)
    if problem is None:
        return None
    number = next((context.text[c[2].start : c[2].end] for c in cells if c[0] is Role.NUMBER), "")
    category = next((context.text[c[2].start : c[2].end] for c in cells if c[0] is Role.CATEGORY), "")
    draft = ProblemDraft(row.start, locator, number, problem[2], category, "", row.end)
    cover.add(Cut(row.start, PassageKind.PROBLEM, locator, (category,) if category else (), locator))
    title = context.text[problem[2].start : problem[2].end]
    cutter = FieldCutter(
        cover, context.text, context.folded, draft, ((category, title) if category else (title,)), context.frame
    )
    for role, head, value, begin in cells:
        if role in (Role.PROBLEM, Role.CATEGORY, Role.NUMBER) or value.start >= value.end:
            if draft.measures:
                cover.add(Cut(begin, PassageKind.STRUCTURE, f"{locator}{head}", (), locator))
            continue
        cutter.field(Field(role, head, begin, value))
    settle_default(draft, None, overall=False)
    return draft
