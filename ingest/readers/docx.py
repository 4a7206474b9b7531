"""Word documents: paragraphs in order with their automatic numbers, tables row by row, footnotes at the end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.readers.base import RawText, unix_lines
from ingest.readers.docx_numbering import Numbering
from kb.errors import UnreadableFileError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Content that is not part of the document as it stands: deletions kept by change tracking, field codes, the older
# rendition that Word writes beside a drawing.
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{MC}Fallback", f"{W}rPr", f"{W}pPr"}
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
# Symbols are drawn from fonts without Unicode meaning; the ones that forms use.
_SYMBOLS = {"F0A8": "□", "F0FE": "☑", "F052": "☑", "F06F": "□", "F0B7": "●", "F06C": "●", "F0FC": "√", "F0D8": "➢"}


def read_docx(data: bytes, name: str) -> RawText:
    """Read a ``.docx`` file; raises ``UnreadableFileError`` where it is damaged or holds no words.

    Automatic numbers are rendered as Word shows them; cells of a row are joined with `` | `` (a cell that spans
    several columns stands once); text boxes follow the paragraph they hang on; foot- and endnotes come last.
    """
    import docx  # noqa: PLC0415 - only Word files need it
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - likewise
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415 - likewise

    try:
        document = docx.Document(io.BytesIO(data))
        numbering = Numbering.of(document)
        lines = list(_blocks(document.element.body, numbering))
        lines += _notes(document)
    except (PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        msg = f"{name} 不是完整的 Word 文档，可能已损坏。请用 Word 或 WPS 打开并另存后再导入。"
        raise UnreadableFileError(msg) from error
    text = unix_lines("\n".join(lines)).strip("\n")
    if not text.strip():
        msg = f"{name} 里没有文字（可能只有图片）。请改用含文字的文件，或把图片另存后用文字识别导入。"
        raise UnreadableFileError(msg)
    notes = ("文档含未接受的修订，已按接受修订后的文字读取。",) if _has_revisions(document.element) else ()
    return RawText(text, format="docx", notes=notes)


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of a body, cell or text box."""
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, numbering)
        elif child.tag == f"{W}tbl":
            yield from _table(child, numbering)
        elif child.tag in {f"{W}sdt", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
            yield from _blocks(child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else child, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    words = "".join(_words(paragraph))
    # Word counts numbered paragraphs even where they are empty, but shows nothing useful there.
    label = numbering.label(paragraph)
    yield label + words if words.strip() else words
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(ancestor.tag == f"{MC}Fallback" for ancestor in box.iterancestors()):
            yield from _blocks(box, numbering)


def _words(node: Any) -> Iterator[str]:
    """The characters inside a paragraph, without those of text boxes."""
    for child in node:
        if child.tag in _SKIPPED or child.tag == f"{W}txbxContent":
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            is_page_break = child.get(f"{W}type") in {"page", "column"}
            yield "" if is_page_break else _CHARACTERS[child.tag]
        elif child.tag == f"{W}sym":
            yield _SYMBOLS.get(str(child.get(f"{W}char")).upper(), "")
        else:
            yield from _words(child)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    for row in _rows(table):
        cells: list[str] = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue  # belongs to a table inside a cell, which its cell renders
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                cells.append("")  # continues the cell above
                continue
            cells.append(" ".join("\n".join(_blocks(cell, numbering)).split()))
        if any(cells):
            yield " | ".join(cells)


def _rows(table: Any) -> Iterator[Any]:
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table:
            yield row


def _notes(document: Any) -> Iterator[str]:
    """Footnotes, then endnotes, numbered as they are printed; separators have a type and are left out."""
    from lxml import etree  # noqa: PLC0415 - only Word files need it

    for kind, label in (("footnotes", "注"), ("endnotes", "尾注")):
        parts = (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/" + kind))
        part = next(parts, None)
        if part is None:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        shown = (note for note in etree.fromstring(part.blob, parser) if note.get(f"{W}type") is None)
        for number, note in enumerate(shown, 1):
            words = " ".join("".join(_words(paragraph)).strip() for paragraph in note.iter(f"{W}p")).strip()
            if words:
                yield f"{label}{number}：{words}"


def _has_revisions(root: Any) -> bool:
    return next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None
