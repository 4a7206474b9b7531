"""A draft: an official paper in the making.

The body is plain text as one types it; :mod:`assistant.drafting.body` says how its lines are read.  Citations are
markers ``[3]`` behind the words they support; ``notes`` says what stands behind each number.  Lists (问题清单 …) are
tables beside the body.  Everything is plain data: ``to_json`` and ``from_json`` are inverse to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self

from assistant.anchor import Anchor


class DraftKind(StrEnum):
    """The papers that can be drafted."""

    FINDINGS = "findings"
    PLAN = "plan"
    NOTICE = "notice"
    SUPERVISION = "supervision"
    REMINDER = "reminder"
    SPECIAL = "special"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    DraftKind.FINDINGS: "巡察报告问题段落",
    DraftKind.PLAN: "整改方案",
    DraftKind.NOTICE: "整改情况通报",
    DraftKind.SUPERVISION: "督办单",
    DraftKind.REMINDER: "工作提示",
    DraftKind.SPECIAL: "同类问题处理情况专报",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The elements of GB/T 9704-2012 around the body; an empty one is left out of the paper.

    ``doc_number`` as printed (``青公督〔2026〕3号``), ``day`` the date of the paper, ``copies`` the 抄送 line,
    ``printer`` the printing office of the 版记.
    """

    issuer: str = ""
    doc_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    signer: str = ""
    addressee: str = ""
    day: date | None = None
    copies: str = ""
    printer: str = ""
    contact: str = ""


class ColumnKind(StrEnum):
    """What a column of a list holds; decides the format of its cells in a workbook."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    STATUS = "status"


class Column(NamedTuple):
    """A column: heading, kind and width in full-width characters."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 12


class Row(NamedTuple):
    """A row: one cell a column, and the notes its words rest on.

    A cell of a ``DATE`` column holds an ISO date (``2026-12-31``) or words (``长期坚持``), one of a ``NUMBER`` column
    digits, one of a ``STATUS`` column a label of :class:`kb.model.Status` or words.
    """

    cells: tuple[str, ...]
    notes: tuple[int, ...] = ()


class Table(NamedTuple):
    """A list that belongs to a draft; a ``working`` one helps to write the paper and is not sent with it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    working: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper in the making.  ``notes`` maps the numbers of the markers in ``body`` and ``tables`` to their places;
    a number without a place, and a sentence without a number, are unverified.

    ``facts`` are the words the user gave for this paper (unit, period …), ``computed`` its sentences with figures
    counted by us: fixed phrases may hold these and names of the catalog, nothing else.
    """

    kind: DraftKind
    title: str
    body: str
    head: Head = field(default_factory=Head)
    tables: tuple[Table, ...] = ()
    notes: Mapping[int, Anchor] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    computed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        head = {name: getattr(self.head, name) for name in Head.__slots__}
        return {
            "kind": self.kind.value,
            "title": self.title,
            "body": self.body,
            "head": {**head, "day": self.head.day.isoformat() if self.head.day else None},
            "tables": [
                {
                    "name": table.name,
                    "columns": [[column.title, column.kind.value, column.width] for column in table.columns],
                    "rows": [[list(row.cells), list(row.notes)] for row in table.rows],
                    "working": table.working,
                }
                for table in self.tables
            ],
            "notes": {str(number): anchor.to_json() for number, anchor in self.notes.items()},
            "facts": dict(self.facts),
            "computed": list(self.computed),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The draft that was stored; raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        day = stored["head"]["day"]
        return cls(
            kind=DraftKind(stored["kind"]),
            title=stored["title"],
            body=stored["body"],
            head=Head(**{**stored["head"], "day": date.fromisoformat(day) if day else None}),
            tables=tuple(
                Table(
                    table["name"],
                    tuple(Column(title, ColumnKind(kind), width) for title, kind, width in table["columns"]),
                    tuple(Row(tuple(cells), tuple(notes)) for cells, notes in table["rows"]),
                    bool(table.get("working", False)),
                )
                for table in stored["tables"]
            ),
            notes={int(number): Anchor.from_json(anchor) for number, anchor in stored["notes"].items()},
            facts=dict(stored.get("facts", {})),
            computed=tuple(stored.get("computed", ())),
        )
