"""Small pieces of WordprocessingML: paragraphs, runs, breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from assistant.export.layout import CHARACTER, Margins
from assistant.export.safe import clean

#: An element of the XML library; it carries no types.
Element = Any

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = re.compile(r"([\n\t])")


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element ``w:tag``; attributes are given without their prefix."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


class Mark(StrEnum):
    """Why words are highlighted, with the colour: the users' highlighter takes it off again."""

    NONE = ""
    UNVERIFIED = "yellow"
    BLANK = "cyan"
    REPLACED = "green"


def run(text: str, style: str = "", mark: Mark = Mark.NONE) -> Element:
    """Words in a character style, highlighted or not.  Any text will do: it is cleaned."""
    made = element("r")
    if style or mark:
        properties = element("rPr")
        if style:
            properties.append(element("rStyle", val=style))
        if mark:
            properties.append(element("highlight", val=mark.value))
        made.append(properties)
    made.extend(_content(clean(text)))
    return made


def _content(text: str) -> Iterator[Element]:
    for part in _BREAKS.split(text):
        if part == "\n":
            yield element("br")
        elif part == "\t":
            yield element("tab")
        elif part:
            words = element("t")
            words.text = part
            words.set(_XML_SPACE, "preserve")
            yield words


def paragraph(style: str, content: Iterable[Element] | str = (), **properties: Element) -> Element:
    """A paragraph in a style.  ``properties`` are elements of ``w:pPr`` that differ from the style, in the order of
    the schema.
    """
    made = element("p", element("pPr", element("pStyle", val=style), *properties.values()))
    made.extend([run(content)] if isinstance(content, str) and content else content)
    return made


def indent(**characters: float) -> Element:
    """An indent in characters of the grid: ``left``, ``right``, ``firstLine``, ``hanging``.

    Both units are written: programs that do not know characters read the twips.
    """
    made = element("ind")
    for side, count in characters.items():
        made.set(qn(f"w:{side}Chars"), str(round(count * 100)))
        made.set(qn(f"w:{side}"), str(round(count * CHARACTER)))
    return made


def field(instruction: str) -> Element:
    """A field that the word processor fills in."""
    return element("fldSimple", run("1"), instr=instruction)


def line_break() -> Element:
    """A line break inside a paragraph."""
    return element("r", element("br"))


def section(width: int, height: int, margins: Margins, grid: Element, *footers: Element) -> Element:
    """The properties of a section: paper, margins, document grid, footers."""
    landscape = {"orient": "landscape"} if width > height else {}
    return element(
        "sectPr",
        *footers,
        element("type", val="nextPage"),
        element("pgSz", w=width, h=height, **landscape),
        element(
            "pgMar", top=margins.top, right=margins.right, bottom=margins.bottom, left=margins.left, header=851,
            footer=margins.footer, gutter=0,
        ),
        grid,
    )  # fmt: skip
