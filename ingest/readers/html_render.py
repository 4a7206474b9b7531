"""The words of an element of a web page, line by line as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers.base import CELL_DIVIDER, INNER_BAR

if TYPE_CHECKING:
    from bs4 import Tag

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
# Tables of data with two columns have short cells; a cell of more paragraphs holds the text of a page.
_MOST_PARAGRAPHS = 4
_LEAST_COLUMNS = 3
# Browsers follow spans up to 1000.
_MOST_SPANNED = 1000


def render(root: Tag) -> str:
    """Text with a line per block, ``<br>`` as line break, table rows as ``a | b`` and numbers of ``<ol>`` as shown.

    Tables that only arrange the page are blocks like others.
    """
    out: list[str] = []
    _walk(root, out)
    lines = (re.sub(r" *\n *", "\n", "".join(out))).split("\n")
    return "\n".join(line.strip(" ") for line in lines if line.strip())


def _walk(node: Tag, out: list[str]) -> None:
    """Append the words inside a node."""
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415 - only web pages need it

    for child in node.children:
        if isinstance(child, PreformattedString):
            continue  # comments, declarations, processing instructions
        if isinstance(child, NavigableString):
            out.append(re.sub(r"[ \t\r\n]+", " ", str(child)))
        elif isinstance(child, Tag):
            _element(child, out)


def _element(tag: Tag, out: list[str]) -> None:
    """Append the words of an element with the line breaks it makes."""
    if tag.name == "br":
        out.append("\n")
        return
    if tag.name == "table" and not is_layout(tag):
        out += [f"\n{line}\n" for line in _rows(tag)]
        return
    edge = "\n" if tag.name in _BLOCKS else ""
    out.append(edge)
    if tag.name == "li":
        out.append(_list_number(tag))
    _walk(tag, out)
    out.append(edge)


def is_layout(table: Tag) -> bool:
    """Whether a table arranges parts of the page: most of its words stand in tables inside it, no row of it has two
    cells with words, or its one or two columns hold a text of many paragraphs.
    """
    inner = [found for found in table.find_all("table") if found.find_parent("table") is table]
    if inner and 2 * sum(len(found.get_text()) for found in inner) > len(table.get_text()):
        return True
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
    if not any(sum(bool(cell.get_text(strip=True)) for cell in cells) > 1 for cells in rows):
        return True
    return max(map(len, rows)) < _LEAST_COLUMNS and any(
        len(cell.find_all("p")) > _MOST_PARAGRAPHS for cells in rows for cell in cells
    )


def _rows(table: Tag) -> Iterator[str]:
    """The rows of a table, as many cells in each as there are columns: a cell that spans rows stands in each of them,
    one that spans columns is followed by empty cells (alone in its row it stands alone).
    """
    hanging: dict[int, tuple[int, str]] = {}  # by column: for how many rows more, and what
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue  # of a table inside a cell, which its cell renders
        shown: list[str] = []
        own = row.find_all(["td", "th"], recursive=False)
        for cell in own:
            _hang(hanging, shown)
            words = re.sub(r"\s+", " ", render(cell)).strip().replace("|", INNER_BAR)
            rows = _span(cell, "rowspan")
            for column in range(_span(cell, "colspan")):
                value = "" if column else words
                if rows > 1:
                    hanging[len(shown)] = (rows - 1, value)
                shown.append(value)
        _hang(hanging, shown)
        if len(own) == 1 and sum(map(bool, shown)) == 1:
            yield "".join(shown)
        elif any(shown):
            yield CELL_DIVIDER.join(shown)


def _hang(hanging: dict[int, tuple[int, str]], shown: list[str]) -> None:
    """Append the cells that reach down from rows above into the next columns."""
    while len(shown) in hanging:
        rows, value = hanging.pop(len(shown))
        if rows > 1:
            hanging[len(shown)] = (rows - 1, value)
        shown.append(value)


def _span(cell: Tag, name: str) -> int:
    """How many rows or columns a cell spans, within reason."""
    digits = re.match(r"\s*(\d{1,4})", str(cell.get(name, "")))
    return min(max(1, int(digits[1])), _MOST_SPANNED) if digits else 1


def _list_number(item: Tag) -> str:
    """What a browser prints before the item of an ordered list of Arabic numbers; empty elsewhere."""
    parent = item.parent
    if parent is None or parent.name != "ol" or parent.get("type", "1") != "1":
        return ""
    start = str(parent.get("start", "1"))
    index = sum(1 for _ in item.find_previous_siblings("li"))
    return f"{int(start) + index}." if start.lstrip("-").isdigit() else ""
