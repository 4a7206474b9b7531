"""How a quoted place is named in footnotes and workbooks."""

from __future__ import annotations

from enum import StrEnum

from assistant.anchor import Anchor
from assistant.export.safe import one_line
from kb.text import fold

#: A footnote quotes this many characters, the first two or three lines of a footnote: enough to find the place.
QUOTE = 60


def source_name(anchor: Anchor) -> str:
    """《title》 with its badge and a validity that matters: ``《公安机关督察条例》（摘编，已被修订）``."""
    badge = anchor.provenance.label
    title = one_line(anchor.title)
    notes = [] if not badge or fold(badge) in fold(title) else [badge]
    if anchor.validity.is_no_basis:
        notes.append(anchor.validity.value)
    return f"《{title}》" + (f"（{'，'.join(notes)}）" if notes else "")


def shortened(quote: str, limit: int = QUOTE) -> str:
    """The beginning of a quotation on one line, with ``……`` where words are left out."""
    line = one_line(quote)
    return line if len(line) <= limit else line[:limit].rstrip() + "……"


class NoteStyle(StrEnum):
    """How much a footnote says: everything needed to check it, or the document and the item alone for a paper that is
    sent.
    """

    FULL = "full"
    SHORT = "short"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return {"full": "完整（供核对）", "short": "简短（供印发）"}[self.value]


def reference(anchor: Anchor, style: NoteStyle = NoteStyle.FULL) -> str:
    """The text of a footnote: source and place; in full with file, page, offsets and the quoted words."""
    if style is NoteStyle.SHORT:
        return f"{source_name(anchor)}{one_line(anchor.locator).rstrip('.．、')}。"
    page = f"，第{anchor.page}页" if anchor.page is not None else ""
    quote = shortened(anchor.quote).replace("“", "‘").replace("”", "’")  # quotation marks inside quotation marks
    return (
        f"{source_name(anchor)}{one_line(anchor.locator)}，文件 {one_line(anchor.doc)}{page}，"
        f"字符 {anchor.start}–{anchor.end}，引文“{quote}”"
    )
