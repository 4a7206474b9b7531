"""A page of the original in the source panel: the picture of a PDF page with the cited words marked on it."""

from __future__ import annotations

import base64
from typing import NamedTuple, TypedDict

from assistant.facsimile import leaf
from assistant.facsimile.painter import Box
from kb.errors import UnreadableFileError
from kb.model import Source, Span
from kb.originals import Originals


class Turned(NamedTuple):
    """How the reader wants originals shown: as printed, or as text; and the page turned to, None for the cited one."""

    printed: bool = False
    page: int | None = None


class LeafView(TypedDict):
    """What the browser draws; see ``assets/leaf.js``.  ``image`` is empty while the text is shown and where the page
    cannot be shown; ``note`` says then why.  ``first`` and ``last`` are the pages that the cited words stand on.
    """

    printed: bool
    number: int
    pages: int
    first: int
    last: int
    image: str
    width: int
    height: int
    boxes: list[Box]
    note: str


def view(originals: Originals, source: Source, cited: Span | None, turned: Turned) -> LeafView | None:
    """The page to show; None for originals without pages."""
    if not leaf.is_paged(originals, source):
        return None
    first = (source.page_of(cited.start) if cited else None) or 1
    last = (source.page_of(max(cited.start, cited.end - 1)) if cited else None) or first
    number = turned.page or first
    shown = LeafView(
        printed=turned.printed,
        number=number,
        pages=len(source.pages),
        first=first,
        last=last,
        image="",
        width=0,
        height=0,
        boxes=[],
        note="",
    )
    if not turned.printed:
        leaf.prepare()
        return shown
    try:
        page = leaf.leaf(originals, source, number, cited)
    except UnreadableFileError as error:
        shown["note"] = str(error)
    else:
        shown["image"] = f"data:image/jpeg;base64,{base64.b64encode(page.jpeg).decode()}"
        shown["pages"], shown["width"], shown["height"] = page.pages, page.width, page.height
        shown["boxes"] = list(page.boxes)
        shown["note"] = page.mark.note
    return shown
