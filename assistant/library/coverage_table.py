"""The comparison with the list of official documents as files for the office."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.drafting.model import Column, Row, Table
from ingest.coverage import Listed

_COLUMNS = (
    Column("状态", width=8),
    Column("文件", width=26),
    Column("制定机关", width=14),
    Column("用途", width=26),
    Column("在哪里找", width=34),
    Column("已收录的文件", width=20),
)

_TITLE = "正式文件收录情况"

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: Excel takes a CSV file for UTF-8 only behind this mark.
_MARK = "\ufeff"


def to_xlsx(listed: Sequence[Listed], day: date) -> bytes:
    """The workbook; ``day`` stands in its title."""
    from assistant.export.excel import to_xlsx as workbook  # noqa: PLC0415 - half a second that only exports pay

    table = Table(_TITLE, _COLUMNS, tuple(Row(cells) for cells in _rows(listed)))
    return workbook([table], {}, title=f"{day.isoformat()}")


def to_csv(listed: Sequence[Listed]) -> bytes:
    """The same as CSV that Excel reads with a double click."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([column.title for column in _COLUMNS])
    for cells in _rows(listed):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return (_MARK + stream.getvalue()).encode()


def _rows(listed: Sequence[Listed]) -> Iterator[tuple[str, ...]]:
    for one in listed:
        yield (one.state.label, one.title, one.issuer, one.why, "\n".join(one.publish), "\n".join(one.docs))
