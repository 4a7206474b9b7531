"""Real footnotes of a Word file; the library that writes the rest does not know them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assistant.anchor import Anchor
from assistant.export.sources import NoteStyle, reference
from assistant.export.wordml import Element, element, paragraph, run


class Footnotes:
    """The footnotes of one paper, in order of their references.

    Numbers shown to the reader are given by the word processor; ids only link a reference to its text.
    """

    def __init__(self, style: NoteStyle = NoteStyle.FULL) -> None:
        self._style = style
        self._notes: list[Element] = []

    def __len__(self) -> int:
        return len(self._notes)

    def refer(self, anchor: Anchor, changes: Sequence[tuple[str, str]] = ()) -> list[Element]:
        """Add a footnote for a place; returns the reference to it.  ``changes`` are names (new, old) that were replaced
        in the words it stands behind.
        """
        identity = len(self._notes) + 1
        number = element("r", element("rPr", element("rStyle", val="FootnoteReference")), element("footnoteRef"))
        body = paragraph("FootnoteText", [number, run(f" {reference(anchor, self._style)}{_said(changes)}")])
        self._notes.append(element("footnote", body, id=identity))
        reference_run = element(
            "r",
            element("rPr", element("rStyle", val="FootnoteReference")),
            element("footnoteReference", id=identity),
        )
        # The bookmark lets a later place of the same table repeat the number.
        name = f"_RefNote{identity}"
        return [element("bookmarkStart", id=identity, name=name), reference_run, element("bookmarkEnd", id=identity)]

    def repeat(self, identity: int) -> list[Element]:
        """The number of an earlier footnote once more, kept up to date by the word processor."""
        number = element("r", element("rPr", element("rStyle", val="FootnoteReference")), element("t"))
        number[-1].text = str(identity)
        return [element("fldSimple", number, instr=f" NOTEREF _RefNote{identity} \\f \\h ")]

    def xml(self) -> bytes:
        """``word/footnotes.xml`` with the two separators that Word expects."""
        root = element("footnotes")
        for identity, kind in ((-1, "separator"), (0, "continuationSeparator")):
            line = paragraph("FootnoteText", [element("r", element(kind))])
            root.append(element("footnote", line, type=kind, id=identity))
        root.extend(self._notes)
        written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return written


def comma() -> Element:
    """What stands between two numbers that follow each other: 23 and 24 are not 2324."""
    return run(",", "FootnoteReference")


def _said(changes: Sequence[tuple[str, str]]) -> str:
    pairs = "，".join(f"“{old}”改为“{new}”" for new, old in dict.fromkeys(changes))
    return f"；文中已将{pairs}，不再是原文" if pairs else ""
