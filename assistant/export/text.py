"""A draft as plain text, for copying into a message or another program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.anchor import Anchor, Resolution
from assistant.drafting.body import paragraphs
from assistant.drafting.model import Draft, Table
from assistant.export.attachments import WORKING, words
from assistant.export.front import doc_number
from assistant.export.marks import NO_MARKS, UNVERIFIED, WAS, Bit, Marks, bits, cell_bits, standing
from assistant.export.rear import day_line
from assistant.export.safe import clean, one_line
from assistant.export.sources import NoteStyle, reference

#: Stands above the notes.
NOTES_HEADING = "注释："


def to_text(
    draft: Draft,
    *,
    resolutions: Mapping[int, Resolution] | None = None,
    marks: Marks = NO_MARKS,
    notes: NoteStyle = NoteStyle.FULL,
) -> str:
    """The paper as lines: title, body, lists with tabs between their cells, notes at the end.

    Markers become ``[1]``, numbered anew in order of appearance; a number used again stays the same.  The arguments
    are those of :func:`assistant.export.word.to_docx`, unverified sentences are followed by ``〔未核实〕``,
    replaced names by the name in the source.
    """
    return _Writer(draft, standing(draft.notes, resolutions), marks, notes).written()


class _Writer:
    def __init__(self, draft: Draft, known: Mapping[int, Anchor], marks: Marks, notes: NoteStyle) -> None:
        self._draft = draft
        self._notes = notes
        self._known = known
        self._marks = marks
        self._numbers: dict[int, int] = {}

    def written(self) -> str:
        head = self._draft.head
        front = [
            one_line(head.secrecy),
            one_line(head.urgency),
            doc_number(head.doc_number),
            one_line(self._draft.title),
            one_line(head.addressee).rstrip(":：") + "：" if head.addressee.strip() else "",
        ]
        body = [
            ("\n" if one.page else "") + "　　" + self._words(bits(at, one, self._known, self._marks))
            for at, one in enumerate(paragraphs(self._draft.body))
        ]
        rear = [one_line(head.issuer), day_line(head), one_line(head.contact)]
        blocks = [[line for line in front if line], body, [line for line in rear if line]]
        tables = sorted(enumerate(self._draft.tables), key=lambda pair: pair[1].working)
        blocks += [self._table(at, table) for at, table in tables]
        if self._numbers:
            listed = [
                f"[{shown}] {reference(self._known[number], self._notes)}" for number, shown in self._numbers.items()
            ]
            blocks.append([NOTES_HEADING, *listed])
        return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"

    def _table(self, at: int, table: Table) -> list[str]:
        name = one_line(table.name)
        lines = [
            f"{name}（{WORKING}）" if table.working else name,
            "\t".join(one_line(column.title) for column in table.columns),
        ]
        kinds = [column.kind for column in table.columns]
        for position, row in enumerate(table.rows):
            cells = cell_bits(row, table.columns, self._known, failed=(at, position) in self._marks.rows)
            shown = [
                [bit._replace(text=words(bit.text, kinds[column])) for bit in cell] if column < len(kinds) else cell
                for column, cell in enumerate(cells)
            ]
            lines.append("\t".join(one_line(self._words(cell)) for cell in shown))
        return lines

    def _words(self, parts: Iterable[Bit]) -> str:
        said = ""
        for bit in parts:
            said += clean(bit.text) + (WAS.format(bit.was) if bit.was else "")
            said += "".join(f"[{self._numbers.setdefault(n, len(self._numbers) + 1)}]" for n in bit.notes)
            said += UNVERIFIED if bit.mark else ""
        return said
