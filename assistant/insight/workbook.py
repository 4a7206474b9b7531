"""Figures as a workbook: the table, the problems behind it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.browsing.items import Item
from assistant.insight.basis import Basis
from assistant.insight.pivot import Dimension, Pivot

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Width of a column in characters of the default font (a Chinese character takes two): wide enough for most, and a
#: long title is wrapped.
_WIDEST, _NARROWEST = 50, 8

_HEAD = ("编号", "问题", "被巡察单位", "地区", "年份", "问题类型", "整改状态", "完成时限", "措施数", "资料", "文本性质")


def workbook(pivot: Pivot, items: Sequence[Item], statements: Iterable[str]) -> bytes:
    """An .xlsx file: sheet 统计表 with totals, 问题明细 with every problem counted, 说明 with ``statements``."""
    from openpyxl import Workbook  # noqa: PLC0415 - half a second that only exports pay

    book = Workbook()
    table = book.active
    table.title = "统计表"
    for line in lines(pivot):
        table.append(line)
    behind = book.create_sheet("问题明细")
    behind.append(_HEAD)
    for row in details(pivot, items):
        behind.append(row)
    notes = book.create_sheet("说明")
    for statement in statements:
        notes.append((statement,))
    for sheet in (table, behind):
        sheet.freeze_panes = "B2"
        _fit(sheet)
    notes.column_dimensions["A"].width = 100
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def lines(pivot: Pivot) -> list[list[str | int]]:
    """The table with a head and totals.  A total counts each problem once, so it can be less than the sum of a row of
    kinds of measures.
    """
    head: list[str | int] = [pivot.row.label, *pivot.columns, "问题数"]
    body: list[list[str | int]] = [
        [row, *(pivot.number(row, column) for column in pivot.columns), len(pivot.ids(row))] for row in pivot.rows
    ]
    last: list[str | int] = ["问题数", *(len(pivot.ids(None, column)) for column in pivot.columns), len(pivot.ids())]
    return [head, *body, last]


def details(pivot: Pivot, items: Sequence[Item]) -> list[tuple[str | int, ...]]:
    """The problems of a table, in the order given."""
    wanted = set(pivot.ids())
    return [_detail(item) for item in items if item.id in wanted]


def _detail(item: Item) -> tuple[str | int, ...]:
    problem = item.problem
    return (
        problem.locator,
        problem.title,
        item.unit,
        item.region,
        item.year or "",
        item.type,
        problem.status.label,
        str(problem.deadline.due or "") if problem.deadline else "",
        len(item.measures),
        item.info.title,
        item.info.provenance.label or "正式文本",
    )


def statements(basis: Basis, pivot: Pivot | None = None) -> list[str]:
    """What has to be said with figures: how much they rest on and how they were counted, a sentence each."""
    found = [f"数字来自 {basis.documents} 份资料、{basis.units} 个单位的 {len(basis.items)} 个问题。"]
    if basis.digests:
        found.append(f"其中 {basis.digests} 个问题来自摘编，数字以正式文本为准。")
    if basis.fictional:
        found.append(f"其中 {basis.fictional} 个问题是虚构示例，只用来熟悉功能，不反映真实情况。")
    if basis.examples:
        found.append(f"未计入虚构示例的 {basis.examples} 个问题。")
    found += [f"《{twin.title}》与《{twin.kept}》为同一单位同一轮巡察，只按后者计算。" for twin in basis.twins]
    if basis.undated:
        found.append(f"有 {basis.undated} 个问题的资料没有写明日期，年份列为“未写明”。")
    if basis.nameless:
        found.append(f"有 {basis.nameless} 个问题的资料没有写明被巡察单位。")
    found.append(
        "年份按巡察反馈日期确定，没有反馈日期的依次按巡察时间、发布日期；问题类型由程序按用语判断，每个问题按最主要的一类计算。"
    )
    if pivot and Dimension.KIND in (pivot.row, pivot.column):
        found.append("一个问题可以采取多类措施，各类措施分别计数，因此各列之和大于问题数。")
    if pivot and Dimension.STATUS in (pivot.row, pivot.column):
        found.append("整改状态是资料发布时的状态，此后的进展资料中没有反映。")
    return found


def _fit(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - loaded with the workbook
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - likewise

    for number, column in enumerate(sheet.columns, 1):
        longest = max(sum(2 if ord(sign) > 0xFF else 1 for sign in str(cell.value or "")) for cell in column)  # noqa: PLR2004 - beyond Latin-1 signs are wide
        sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST, max(_NARROWEST, longest + 2))
        for cell in column:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
