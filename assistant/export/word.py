"""A draft as a Word file to GB/T 9704-2012, with real footnotes.

The order on paper: letterhead (发文机关标志, 发文字号, red rule), title, 主送机关, body, 附件说明, 署名 and 成文日期,
附注, attachments on pages of their own, 版记 at the foot of the last page.  An element the draft does not name is left
out.  Nothing depends on the kind of the draft.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from assistant.anchor import Anchor, Resolution
from assistant.drafting.body import Paragraph, paragraphs
from assistant.drafting.model import Draft, Table
from assistant.export.attachments import WORKING, is_wide, table_element
from assistant.export.footnotes import Footnotes, comma
from assistant.export.front import front, title_elements
from assistant.export.layout import CHARACTER_SPACE, CHARACTERS, LANDSCAPE, LINE, PAGE_HEIGHT, PAGE_WIDTH, PORTRAIT
from assistant.export.marks import NO_MARKS, UNVERIFIED, Bit, Marks, bits, cell_bits, standing
from assistant.export.package import word_package
from assistant.export.rear import attachment_note, colophon, signature
from assistant.export.safe import one_line, width
from assistant.export.sources import NoteStyle
from assistant.export.wordml import Element, Mark, element, paragraph, run, section

#: The grid of the body.  Attachments have lines alone: LibreOffice narrows cells of tables to whole cells of the grid.
_GRID = "linesAndChars"

_HEADING_STYLES = ("BodyText", "Heading1", "Heading2", "Heading3", "Heading4")
#: Marks that may hang over the right margin.
_HANGING = ("。", "，", "、", "；", "：", "！", "？", ".", ",")

#: The last paragraph goes with the signature up to this length, six lines.  LibreOffice parts no paragraph that is kept
#: with the next, so a longer one would leave a page half empty.
_KEPT = 6 * CHARACTERS

#: On the levels below, a line with a full stop is a numbered sentence: set like a heading, it is none, and a run of
#: them must not be kept on one page.
_TITLED = 2

#: A line of at most two lines that leads to what follows must not stand alone at the foot of a page.
_LEADS = 2 * CHARACTERS
#: A numbered sentence of at most so many characters in front of text is a heading in all but its full stop.
_SHORT = 12

_RUN_IN_STYLES = ("", "RunIn1", "RunIn2", "", "")


def to_docx(
    draft: Draft,
    *,
    resolutions: Mapping[int, Resolution] | None = None,
    marks: Marks = NO_MARKS,
    notes: NoteStyle = NoteStyle.FULL,
) -> bytes:
    """The Word file of a draft; the same bytes for the same input.

    ``resolutions`` says for the numbers of ``draft.notes`` where their places stand today (see
    :func:`assistant.anchor.resolve_all`), ``marks`` which sentences and rows failed the citation check.  Every use of a
    marker becomes a footnote.  A sentence that failed, or whose marker leads nowhere, is highlighted and followed by
    ``〔未核实〕``; placeholders and replaced names have colours of their own, and the footnote behind a name says
    what it was.  A working list stands behind everything else on a page that says so and is no attachment.  ``notes``
    says how much the footnotes tell.  Takes any text: characters that XML cannot hold are left out.
    """
    return _Writer(draft, standing(draft.notes, resolutions), marks, notes).written()


def _leads(one: Paragraph, following: Paragraph) -> bool:
    """Whether a paragraph only leads to the next one: ``……问题（正在整改）：``, ``2.已采取的措施。``"""
    if one.text.endswith(("：", ":")):
        return width(one.text) <= _LEADS
    return one.level > _TITLED and following.level == 0 and width(one.text) <= _SHORT


def _mark(bit: Bit) -> Mark:
    if bit.unverified:
        return Mark.UNVERIFIED
    if bit.blank:
        return Mark.BLANK
    return Mark.REPLACED if bit.was else Mark.NONE


class _Writer:
    """Writes one paper: the paragraphs in order, the footnotes as they come."""

    def __init__(self, draft: Draft, known: Mapping[int, Anchor], marks: Marks, notes: NoteStyle) -> None:
        self._draft = draft
        self._known = known
        self._marks = marks
        self._footnotes = Footnotes(notes)
        self._content: list[Element] = []
        self._landscape = False
        self._grid = _GRID
        self._in_table = False
        self._of_table: dict[int, int] = {}

    def written(self) -> bytes:
        draft = self._draft
        read = paragraphs(draft.body)
        body = [self._paragraph(at, one) for at, one in enumerate(read)]
        sent = [(at, table) for at, table in enumerate(draft.tables) if not table.working]
        behind = [*attachment_note([table.name for _, table in sent]), *signature(draft.head)]
        for at, (one, following) in enumerate(itertools.pairwise(read)):
            if _leads(one, following):
                body[at].pPr.insert(1, element("keepNext"))
        if body and behind and width(read[-1].text) <= _KEPT:
            body[-1].pPr.insert(1, element("keepNext"))
        self._content += [*front(draft), *body, *behind]
        for number, (at, table) in enumerate(sent, 1):
            self._attachment(at, table, f"附件{number}" if len(sent) > 1 else "附件")
        self._colophon()
        for at, table in enumerate(draft.tables):
            if table.working:
                self._attachment(at, table, WORKING)
        head = draft.head
        return word_package(
            self._content,
            self._section,
            self._footnotes,
            title=draft.title,
            creator=head.issuer,
            day=head.day,
        )

    def _paragraph(self, at: int, one: Paragraph) -> Element:
        whole = 0 < one.heading == len(one.text) and not (one.level > _TITLED and one.text.endswith("。"))
        style = _HEADING_STYLES[one.level if whole else 0]
        run_in = "" if whole else _RUN_IN_STYLES[one.level]
        turned = {"page": element("pageBreakBefore")} if one.page else {}
        return paragraph(style, self._runs(bits(at, one, self._known, self._marks), run_in), **turned)

    def _runs(self, parts: Iterable[Bit], run_in: str = "") -> list[Element]:
        made: list[Element] = []
        changes: list[tuple[str, str]] = []
        numbered = False  # whether a number stands at the end of what is made
        for bit in parts:
            style = run_in if bit.heading else ""
            mark = _mark(bit)
            changes += [(bit.text, bit.was)] if bit.was else []
            # A number behind a mark that hangs over the margin would begin the next line, so it goes in front of it.
            cut = len(bit.text) - (bool(bit.notes) and bit.text.endswith(_HANGING))
            if bit.text[:cut]:
                made.append(run(bit.text[:cut], style, mark))
                numbered = False
            for number in bit.notes:
                made += [comma()] if numbered else []
                made += self._reference(number, changes)
                numbered = True
            if bit.notes:
                changes = []
            if bit.text[cut:]:
                made.append(run(bit.text[cut:], style, mark))
                numbered = False
            if bit.mark:
                made.append(run(UNVERIFIED, mark=Mark.UNVERIFIED))
                numbered = False
        return made

    def _reference(self, number: int, changes: Sequence[tuple[str, str]]) -> list[Element]:
        """A footnote; within a table only for the first use of a number, whose rows would else repeat it all over."""
        if changes:
            return self._footnotes.refer(self._known[number], changes)
        if number in self._of_table:
            return self._footnotes.repeat(self._of_table[number])
        made = self._footnotes.refer(self._known[number])
        if self._in_table:
            self._of_table[number] = len(self._footnotes)
        return made

    def _attachment(self, at: int, table: Table, label: str) -> None:
        self._turn(landscape=is_wide(table), grid="lines")
        head = paragraph("Attachment", label)
        rows = [
            cell_bits(row, table.columns, self._known, failed=(at, position) in self._marks.rows)
            for position, row in enumerate(table.rows)
        ]
        title = title_elements(one_line(table.name))
        self._content += [head, paragraph("Blank"), *title, paragraph("Blank")]
        self._in_table, self._of_table = True, {}
        self._content.append(table_element(table, rows, self._runs))
        self._content.append(paragraph("Joint"))

    def _turn(self, *, landscape: bool, grid: str) -> None:
        """Begin a new section, and with it a new page."""
        if not self._content:
            self._content.append(paragraph("Joint"))
        self._content[-1].pPr.append(self._section())
        self._landscape, self._grid = landscape, grid

    def _section(self, footers: Sequence[Element] = ()) -> Element:
        size = (PAGE_HEIGHT, PAGE_WIDTH, LANDSCAPE) if self._landscape else (PAGE_WIDTH, PAGE_HEIGHT, PORTRAIT)
        characters = {"charSpace": CHARACTER_SPACE} if self._grid == _GRID else {}
        grid = element("docGrid", type=self._grid, linePitch=LINE, **characters)
        return section(*size, grid, *footers)

    def _colophon(self) -> None:
        """版记 on the last page; a sheet that lies on its side has no foot for it, so another one follows."""
        lines = colophon(self._draft.head)
        if lines:
            if self._landscape:
                self._turn(landscape=False, grid=_GRID)
            self._content += [*lines, paragraph("Joint")]
