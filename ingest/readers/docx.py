"""Word documents: paragraphs in order with their automatic numbers, tables row by row, footnotes at the end.

What is read is what Word shows once all tracked changes are accepted: deleted words, paragraphs, rows and cells are
not in it, nor hidden text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.readers.base import CELL_DIVIDER, INNER_BAR, RawText, unix_lines
from ingest.readers.docx_numbering import Numbering
from kb.errors import UnreadableFileError, UnsupportedFormatError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
OLE = "{urn:schemas-microsoft-com:office:office}"
# Content that is not part of the document as it stands: deletions kept by change tracking, field codes, the older
# rendition that Word writes beside a drawing, the readings above characters.
_SKIPPED = {f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt")} | {f"{MC}Fallback"}
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,5}")
# Documents with macros and templates differ from plain documents by nothing but the type of their main part.
_MAIN_PARTS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
# The relationships of the "strict" variant of the format, which hardly any program but Word reads.
_STRICT = "http://purl.oclc.org/ooxml/"
# Word tables have at most 63 columns.
_MOST_COLUMNS = 63
# What an attribute of an on/off property says for off.
_OFF = {"0", "false", "off"}
# Symbols are drawn from fonts without Unicode meaning; the ones that forms use.
_SYMBOLS = {
    0xF0A8: "□", 0xF0FE: "☑", 0xF052: "☑", 0xF06F: "□", 0xF0B7: "●", 0xF06C: "●", 0xF0FC: "√", 0xF0D8: "➢",
    **{0xF081 + index: chr(0x2460 + index) for index in range(10)},  # ① … ⑩ of Wingdings
}  # fmt: skip


def read_docx(data: bytes, name: str) -> RawText:
    """Read a ``.docx`` file; raises ``UnreadableFileError`` where it is damaged or holds no words.

    Automatic numbers are rendered as Word shows them; cells of a row are joined with `` | ``, a row always has as many
    cells as the table has columns: a cell that spans rows stands in each of them, one that spans columns is followed by
    empty cells (alone in its row it stands alone), ``|`` inside a cell becomes ``¦``; text boxes follow the paragraph
    they hang on; foot- and endnotes come last.  Raises ``UnsupportedFormatError`` for what only Word itself can open.
    """
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - only Word files need it
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415 - likewise

    try:
        document = _open(data, name)
        numbering = Numbering.of(document)
        lines = list(_blocks(document.element.body, numbering))
        lines += _notes(document)
    except (PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        msg = f"{name} 不是完整的 Word 文档，可能已损坏。请用 Word 或 WPS 打开并另存后再收录。"
        raise UnreadableFileError(msg) from error
    text = unix_lines("\n".join(lines)).strip("\n")
    if not text.strip():
        msg = f"{name} 里没有文字（可能只有图片）。请改用含文字的文件，或把图片另存后用文字识别收录。"
        raise UnreadableFileError(msg)
    return RawText(text, format="docx", notes=tuple(_remarks(document.element)))


def _open(data: bytes, name: str) -> Any:
    """The document of a package, whatever the variety; raises as :func:`read_docx` and the library do."""
    from docx.opc.part import PartFactory  # noqa: PLC0415 - only Word files need it
    from docx.package import Package  # noqa: PLC0415 - likewise
    from docx.parts.document import DocumentPart  # noqa: PLC0415 - likewise

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = package.read("_rels/.rels").decode("utf-8", "replace")
    if _STRICT in relations:
        msg = f"{name} 是“严格”格式的 Word 文档。请用 Word 打开，另存为类型“Word 文档（*.docx）”后再收录。"
        raise UnsupportedFormatError(msg)
    for kind in _MAIN_PARTS:
        PartFactory.part_type_for[kind] = DocumentPart
    document = Package.open(io.BytesIO(data)).main_document_part.document
    if next(document.element.iter(f"{W}altChunk"), None) is not None:
        msg = f"{name} 的正文里嵌着另一个文件，打开时才由 Word 合并，直接读取会缺内容。请用 Word 打开并另存后再收录。"
        raise UnsupportedFormatError(msg)
    return document


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of a body, cell or text box."""
    carried = ""
    for child in parent:
        if child.tag == f"{W}p":
            if _has_deleted_end(child):
                carried += "".join(_words(child))
                yield from _boxes(child, numbering)
                continue
            yield from _paragraph(child, numbering, carried)
            carried = ""
        elif child.tag == f"{W}tbl":
            yield from _table(child, numbering)
        elif child.tag in {f"{W}sdt", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
            inner = child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else child
            yield from _blocks(inner if inner is not None else (), numbering)
    if carried:
        yield carried


def _has_deleted_end(paragraph: Any) -> bool:
    """Whether the end of a paragraph is deleted: what is left of it then begins the next one, whose number holds."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{tag}") is not None for tag in ("del", "moveFrom"))


def _paragraph(paragraph: Any, numbering: Numbering, before: str = "") -> Iterator[str]:
    """The line of a paragraph, ``before`` its first words, and those of the text boxes that hang on it."""
    words = before + "".join(_words(paragraph))
    # Word counts numbered paragraphs even where they are empty, but shows nothing useful there.
    label = numbering.label(paragraph)
    yield label + words if words.strip() else words
    yield from _boxes(paragraph, numbering)


def _boxes(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(ancestor.tag == f"{MC}Fallback" for ancestor in box.iterancestors()):
            yield from _blocks(box, numbering)


def _words(node: Any) -> Iterator[str]:
    """The characters inside a paragraph, without those of text boxes."""
    for child in node:
        if child.tag in _SKIPPED or child.tag == f"{W}txbxContent" or _is_hidden(child):
            continue
        if child.tag in {f"{W}t", f"{M}t"}:
            yield (child.text or "").translate(_SYMBOLS)
        elif child.tag in _CHARACTERS:
            is_page_break = child.get(f"{W}type") in {"page", "column"}
            yield "" if is_page_break else _CHARACTERS[child.tag]
        elif child.tag == f"{W}sym":
            code = str(child.get(f"{W}char"))
            yield _SYMBOLS.get(int(code, 16) if _HEXADECIMAL.fullmatch(code) else 0, "")
        else:
            yield from _words(child)


def _is_hidden(run: Any) -> bool:
    """Whether a run has the property that keeps it off page and screen."""
    vanish = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return vanish is not None and vanish.get(f"{W}val", "1") not in _OFF


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    above: dict[int, str] = {}
    for row in _rows(table):
        own = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
        cells: list[str] = []
        has_words = False
        for cell in own:
            if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                continue
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                shown = above.get(len(cells), "")
            else:
                shown = _cell(cell, numbering)
                has_words = has_words or bool(shown)
                shown = shown or _bare_number(cell, numbering)
                above[len(cells)] = shown if merge is not None else ""
            cells += [shown, *[""] * (_columns(cell) - 1)]
        if has_words:
            # A cell alone in its row is a title, or the name of a group above its rows.
            yield CELL_DIVIDER.join(cells) if len(own) > 1 else cells[0]


def _cell(cell: Any, numbering: Numbering) -> str:
    """The words of a cell on one line."""
    if _is_bare(cell):
        return ""
    return " ".join("\n".join(_blocks(cell, numbering)).split()).replace("|", INNER_BAR)


def _bare_number(cell: Any, numbering: Numbering) -> str:
    """The automatic number of a cell that holds nothing else, as in a column of numbers."""
    return numbering.label(next(cell.iter(f"{W}p"))).strip() if _is_bare(cell) else ""


def _is_bare(cell: Any) -> bool:
    """Whether a cell holds one paragraph without words or boxes."""
    paragraphs = list(cell.iter(f"{W}p"))
    return len(paragraphs) == 1 and not "".join(_words(paragraphs[0])).strip()


def _columns(cell: Any) -> int:
    """How many columns a cell spans."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(value), _MOST_COLUMNS) if value.isdigit() else 1


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table itself that are not deleted."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table and row.find(f"{W}trPr/{W}del") is None:
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


def _remarks(root: Any) -> Iterator[str]:
    """What the user should know about words that are in the file and not in the text."""
    if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None:
        yield "文档含未接受的修订，已按接受修订后的文字读取。"
    if any(_is_hidden(run) and "".join(_words(run)).strip() for run in root.iter(f"{W}r")):
        yield "文档含隐藏文字（Word 中平时不显示），没有收录。"
    # Formulas of old editors are objects too, but nothing one could take in.
    kinds = (found.get("ProgID", "") for found in root.iter(f"{OLE}OLEObject"))
    embedded = sum(not kind.startswith("Equation") for kind in kinds)
    if embedded:
        yield f"文档中嵌有 {embedded} 个对象（如 Excel 表、另一份文档），其内容没有收录，请在 Word 中打开，另存后收录。"
