"""Ledgers: tables whose rows are problems with measures, responsibility, time limit and state.

A workbook comes from its reader as sheets ``【台账】表名`` with rows ``第N行 | 表头：值 | …``; a table inside a notice
as lines of cells divided by ``|`` under a line of column heads, or as a form.  All become problems.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from ingest.structure.context import Context, Parsed
from ingest.structure.cover import Cover, Cut, LocatorNames
from ingest.structure.draft import ProblemDraft, relinked, settle_default
from ingest.structure.fields import Field, Role, role_of
from ingest.structure.forms import form_end, pairs
from ingest.structure.lines import Line, trim
from ingest.structure.measures import FieldCutter
from ingest.structure.numbering import read_mark
from ingest.structure.outline import MAX_HEADING
from ingest.structure.responsible import split_names
from kb.model import PassageKind, Span

LEDGER_MARK = "【台账】"
_ROW = re.compile(r"第\s*(?P<n>\d+)\s*行\s*\|\s*")
_CELL = re.compile(r"(?P<h>[^:|\n]{1,30}):(?P<v>[^|]*)(?:\||$)")
# A line of column heads names a problem and at least this many things that are known of problems.
_MIN_ROLES = 3
# A column head is short (具体整改措施及完成情况); a cell of a row that mentions all that a head does is not.
_MAX_HEAD = 16
# The name of a group without a number (党的建设方面) is a few words.
_MAX_GROUP = 24
_SUM = re.compile(r"(?:合|总|小|共)\s*计")


class Cell(NamedTuple):
    """A cell: role and words of its column, the place of its value, and where the cell (its divider) begins."""

    role: Role
    head: str
    value: Span
    start: int


class _Row(NamedTuple):
    """A row of a workbook: its place, locator, cells, the group it stands in, and whether the problem above goes on."""

    span: Span
    locator: str
    cells: list[Cell]
    group: str
    goes_on: bool


def parse_ledger(context: Context, lines: list[Line], span: Span, names: LocatorNames) -> Parsed:
    """Parse the sheets of a workbook; a row without a problem cell is structure.

    Where the lists of problems, of measures and of those responsible are sheets of one workbook (三清单), a problem is
    one: the row with its measures; the others add its class and who answers for it.
    """
    cover = Cover(context.text, span.start, span.end, f"{context.prefix}表头")
    rows = _rows(cover, context, lines, span)
    measured = Counter(
        words
        for row in rows
        if not row.goes_on and _tells_measures(row.cells) and (words := _problem(context, row.cells))
    )
    drafts: dict[str, ProblemDraft] = {}
    others: list[tuple[_Row, str]] = []
    for row in rows:
        words = _problem(context, row.cells)
        if measured[words] == 1 and not _tells_measures(row.cells):
            cover.add(Cut(row.span.start, PassageKind.STRUCTURE, row.locator))
            others.append((row, words))
            continue
        above = next(reversed(drafts.values())) if row.goes_on else None
        for draft in cut_row(cover, context, row.span, row.cells, row.locator, group=row.group, above=above):
            drafts[words if measured[words] == 1 else row.locator] = draft
    for row, words in others:
        _complete(context, drafts[words], row)
    passages = cover.passages(names)
    by_start = {passage.span.start: passage for passage in passages}
    problems = tuple(draft.finish(context.text, context.folded, by_start, context.frame) for draft in drafts.values())
    return Parsed(problems, relinked(passages, problems), () if problems else ("表中没有识别出问题列，请核对表头",))


def _rows(cover: Cover, context: Context, lines: list[Line], span: Span) -> list[_Row]:
    """The rows of all sheets; what is no row is cut as structure."""
    rows: list[_Row] = []
    sheet, group = "台账", ""
    for at, line in enumerate(lines):
        if line.text.startswith(LEDGER_MARK):
            sheet, group = line.text.removeprefix(LEDGER_MARK).strip() or "台账", ""
            cover.add(Cut(line.start, PassageKind.STRUCTURE, f"{context.prefix}{sheet}!表头"))
            continue
        row = _ROW.match(line.text)
        if not row:
            continue
        end = next((other.start for other in lines[at + 1 :] if _begins(other.text)), span.end)
        cells = _labelled_cells(context.folded, line.start + row.end(), end)
        if [cell.role for cell in cells] == [Role.CATEGORY]:
            group = _words(context, cells, Role.CATEGORY)
        goes_on = bool(rows) and _same_problem(context, rows[-1].cells, cells)
        rows.append(_Row(Span(line.start, end), f"{context.prefix}{sheet}!{row['n']}", cells, group, goes_on))
    return rows


def _problem(context: Context, cells: list[Cell]) -> str:
    """The words of the problem of a row, empty where it names none."""
    return "".join(_words(context, cells, Role.PROBLEM).split())


def _same_problem(context: Context, above: list[Cell], cells: list[Cell]) -> bool:
    """Whether a row goes on with the problem above it: number and problem are merged cells, so repeated, and both rows
    tell measures.
    """
    number, words = _words(context, cells, Role.NUMBER), _problem(context, cells)
    same = number == _words(context, above, Role.NUMBER) and words == _problem(context, above)
    return bool(number and words) and same and _tells_measures(above) and _tells_measures(cells)


def _tells_measures(cells: list[Cell]) -> bool:
    """Whether a row says what is done about its problem, or how far it has come."""
    told = (Role.MEASURE, Role.PENDING, Role.STATUS)
    return any(cell.role in told and cell.value.start < cell.value.end for cell in cells)


def _complete(context: Context, draft: ProblemDraft, row: _Row) -> None:
    """Add what another list says about a problem: its class, and who answers for it."""
    draft.section = draft.section or _words(context, row.cells, Role.CATEGORY)
    for cell in row.cells:
        if cell.role in (Role.LEADER, Role.UNIT) and cell.value.start < cell.value.end:
            draft.responsible += split_names(context.folded[cell.value.start : cell.value.end])


def _begins(text: str) -> bool:
    """Whether a line begins a row or a sheet."""
    return bool(_ROW.match(text)) or text.startswith(LEDGER_MARK)


def _labelled_cells(folded: str, start: int, end: int) -> list[Cell]:
    """Cells ``表头：值`` of a row."""
    cells: list[Cell] = []
    for match in _CELL.finditer(folded, start, end):
        value = trim(folded, match.start("v"), match.end("v"))
        head = match["h"].strip()
        cells.append(Cell(role_of(head), head, value, max(start, match.start() - 1)))
    return cells


def find_tables(lines: list[Line]) -> list[tuple[int, int]]:
    """First and last line of each table of problems: column heads, then rows with as many cells; or a form.

    A short line without cells between two rows (``二、队伍管理类``) groups the rows below it.
    """
    tables: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        columns = _columns(lines[at])
        last = at
        if columns:
            while (step := _next_row(lines, last, columns, bordered=_is_bordered(lines[at]))) is not None:
                last = step
            if last > at:
                tables.append((at, last))
        elif (end := form_end(lines, at)) is not None:
            last = end
            tables.append((at, last))
        at = last + 1
    return tables


def _columns(line: Line) -> int:
    """The number of columns whose heads a line is; 0 for other lines."""
    cells = _cells(line, bordered=_is_bordered(line))
    if any(len(cell) > _MAX_HEAD for cell in cells):
        return 0
    heads = [role_of(cell) for cell in cells]
    known = [role for role in heads if role is not Role.OTHER]
    # A list of problems alone numbers them (编号|问题表述|来源).
    enough = len(known) >= _MIN_ROLES or Role.NUMBER in heads
    return len(heads) if Role.PROBLEM in heads and enough else 0


# What other lists (任务清单, 责任清单) say about problems that they name by their numbers alone.
_OF_PROBLEMS = {Role.MEASURE, Role.PENDING, Role.STATUS, Role.LEADER, Role.UNIT, Role.DEADLINE}


def find_companions(lines: list[Line], tables: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last line of the tables behind ``tables`` that say more about their problems, by number alone."""
    found: list[tuple[int, int]] = []
    taken = max((last for _, last in tables), default=len(lines))
    at = taken + 1
    while at < len(lines):
        bordered = _is_bordered(lines[at])
        heads = [role_of(cell) for cell in _cells(lines[at], bordered=bordered)]
        last = at
        if len(heads) > 1 and heads[0] is Role.NUMBER and _OF_PROBLEMS.intersection(heads):
            while last + 1 < len(lines) and len(_cells(lines[last + 1], bordered=bordered)) == len(heads):
                last += 1
            if last > at:
                found.append((at, last))
        at = last + 1
    return found


def cut_companion(cover: Cover, context: Context, lines: list[Line], home: str, drafts: list[ProblemDraft]) -> None:
    """Cut a table of :func:`find_companions`; a row completes the one problem that bears its number."""
    cover.add(Cut(lines[0].start, PassageKind.STRUCTURE, f"{home}表!表头"))
    bordered = _is_bordered(lines[0])
    heads = _cells(lines[0], bordered=bordered)
    for number, line in enumerate((line for line in lines[1:] if not _is_rule(line)), 1):
        cells = _row_cells(context, line, heads, bordered=bordered)
        own = [draft for draft in drafts if draft.number == _words(context, cells, Role.NUMBER)]
        locator = f"{home}表!{number}"
        if len(own) != 1:
            cover.add(Cut(line.start, PassageKind.STRUCTURE, locator))
            continue
        (draft,) = own
        cover.add(Cut(line.start, PassageKind.STRUCTURE, locator, (), draft.locator))
        said = ProblemDraft(line.start, draft.locator, draft.number, draft.title, end=line.end)
        cutter = FieldCutter(cover, context, said, (context.text[draft.title.start : draft.title.end],))
        for cell in cells:
            if cell.role in _OF_PROBLEMS and cell.value.start < cell.value.end:
                cutter.field(Field(cell.role, cell.head, cell.start, cell.value))
            elif said.measures or said.pending:
                cover.add(Cut(cell.start, PassageKind.STRUCTURE, f"{locator}{cell.head}", (), draft.locator))
        settle_default(said, None, overall=False)
        draft.complete(said)


_RULE = re.compile(r"[\s|:\-—–]+")


def _is_rule(line: Line) -> bool:
    """Whether a row is the line that Markdown draws below the heads (``|---|---|``)."""
    return _RULE.fullmatch(line.text) is not None and "--" in line.text


def _row_cells(context: Context, line: Line, heads: list[str], *, bordered: bool) -> list[Cell]:
    """The cells of a row under its column heads."""
    cells: list[Cell] = []
    for head, place in zip(heads, _places(line, bordered=bordered), strict=True):
        at = line.start + place.start
        value = trim(context.folded, at, line.start + place.end)
        cells.append(Cell(role_of(head), head, value, max(line.start, at - 1)))
    return cells


def _next_row(lines: list[Line], last: int, columns: int, *, bordered: bool) -> int | None:
    """The index of the next row of a table; None where the table ends."""
    for step in (last + 1, last + 2):
        if step >= len(lines):
            return None
        cells = _cells(lines[step], bordered=bordered)
        if len(cells) == columns:
            # The heads of another list end this one.
            return None if role_of(cells[0]) is Role.NUMBER or _columns(lines[step]) else step
        if not _is_group(lines[step]):
            return None
    return None


def _is_bordered(line: Line) -> bool:
    """Whether the bars around a line of column heads are the border of a table; else they stand for empty cells."""
    return line.text.startswith("|") and line.text.endswith("|") and len(line.text) > 1


def _places(line: Line, *, bordered: bool) -> list[Span]:
    """The places of the cells of a line in its text, blanks around them included."""
    start, end = (1, max(1, len(line.text) - line.text.endswith("|"))) if bordered else (0, len(line.text))
    bars = [at for at in range(start, end) if line.text[at] == "|"]
    return [Span(left, right) for left, right in zip([start, *(bar + 1 for bar in bars)], [*bars, end], strict=True)]


def _cells(line: Line, *, bordered: bool) -> list[str]:
    """The cells of a line."""
    if bordered and not line.text.startswith("|"):
        return [line.text]
    return [line.text[place.start : place.end].strip() for place in _places(line, bordered=bordered)]


def _is_group(line: Line) -> bool:
    """Whether a line between rows names a group of them."""
    if "|" in line.text or len(line.text) > MAX_HEADING:
        return False
    is_name = len(line.text) <= _MAX_GROUP and not line.text.endswith(("。", ";", ":", "!", "?"))
    return is_name or read_mark(line.text) is not None


def cut_table(cover: Cover, context: Context, lines: list[Line], home: str) -> list[ProblemDraft]:
    """Cut a table inside a notice; ``lines[0]`` holds the column heads, ``home`` is the locator of its section."""
    if not _columns(lines[0]):
        form = [Cell(role_of(pair.label), pair.label, pair.value, pair.start) for line in lines for pair in pairs(line)]
        return cut_row(cover, context, Span(lines[0].start, lines[-1].end), form, f"{home}表")
    cover.add(Cut(lines[0].start, PassageKind.STRUCTURE, f"{home}表!表头"))
    bordered = _is_bordered(lines[0])
    heads = _cells(lines[0], bordered=bordered)
    drafts: list[ProblemDraft] = []
    last: list[Cell] = []
    group = ""
    number = 0
    for line in lines[1:]:
        if _is_rule(line):
            continue
        if "|" not in line.text:
            group = line.text
            cover.add(Cut(line.start, PassageKind.STRUCTURE, f"{home}表!{group}"))
            continue
        number += 1
        cells = _row_cells(context, line, heads, bordered=bordered)
        above = drafts[-1] if drafts and _same_problem(context, last, cells) else None
        row, locator = Span(line.start, line.end), f"{home}表!{number}"
        drafts += cut_row(cover, context, row, cells, locator, group=group, above=above)
        last = cells
    return drafts


def cut_row(
    cover: Cover,
    context: Context,
    row: Span,
    cells: list[Cell],
    locator: str,
    *,
    group: str = "",
    above: ProblemDraft | None = None,
) -> list[ProblemDraft]:
    """Cut one row; no draft where no cell names a problem.

    ``group`` heads the rows where no column has a category; ``above`` is the problem that the row goes on with.
    """
    filled = [cell for cell in cells if cell.value.start < cell.value.end]
    problem = next((cell for cell in filled if cell.role is Role.PROBLEM), None)
    if filled and _SUM.fullmatch(context.folded[filled[0].value.start : filled[0].value.end]):
        problem = None
    if problem is None:
        cover.add(Cut(row.start, PassageKind.STRUCTURE, locator))
        return []
    number = _words(context, filled, Role.NUMBER)
    category = _words(context, filled, Role.CATEGORY) or group
    draft = ProblemDraft(row.start, locator, number, problem.value, category, "", row.end)
    path = (category,) if category else ()
    kind = PassageKind.PROBLEM if above is None else PassageKind.STRUCTURE
    cover.add(Cut(row.start, kind, locator, path, locator))
    title = context.text[problem.value.start : problem.value.end]
    cutter = FieldCutter(cover, context, draft, (*path, title))
    for cell in cells:
        read = cell in filled and cell.role not in (Role.PROBLEM, Role.CATEGORY, Role.NUMBER)
        if read:
            cutter.field(Field(cell.role, cell.head, cell.start, cell.value))
        elif draft.measures or draft.pending:
            cover.add(Cut(cell.start, PassageKind.STRUCTURE, f"{locator}{cell.head}", path, locator))
    settle_default(draft, None, overall=False)
    if above is not None:
        above.join(draft)
        return []
    return [draft]


def _words(context: Context, cells: list[Cell], role: Role) -> str:
    """The words of the first cell of a role, empty where there is none."""
    return next((context.text[cell.value.start : cell.value.end] for cell in cells if cell.role is role), "")
