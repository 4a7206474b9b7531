"""What a file really is: its content decides, its name only settles what the content leaves open."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from ingest.plausibility import plausibility
from ingest.readers.refusals import REFUSED_SUFFIXES

# Magic numbers in the order they are tried.
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
)
# BM and MZ are also plausible beginnings of a text; they count only with binary bytes behind them.
_WEAK = {b"BM", b"MZ"}
_OLE_BY_SUFFIX = {".xls": "xls", ".et": "xls", ".ppt": "ppt", ".dps": "ppt", ".msg": "mail"}
_PACKED = {".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".odt", ".ods"}
# Lines of header in front of a mail or of a web page saved as one file (MIME, RFC 2557).
_MIME = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_SENT = re.compile(rb"^(?:To|Received|Message-ID|Delivered-To):", re.IGNORECASE | re.MULTILINE)
# Office programs of 2003 wrote XML that names its program.
_XML_PROGRAMS = ((b'progid="Word.Document"', "wordxml"), (b'progid="Excel.Sheet"', "excelxml"), (b"uof:UOF", "uof"))
# Chinese text scores above this, bytes of anything else taken for UTF-16 stay below .3.
_TEXT = 0.5
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "txt", ".markdown": "txt",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".mht": "mht", ".mhtml": "mht",
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx",
    ".pdf": "pdf", ".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "csv", ".tsv": "csv",
    ".doc": "ole", ".wps": "ole", ".wpt": "ole", ".rtf": "rtf", ".odt": "odt", ".ods": "ods",
    ".xls": "xls", ".et": "xls", ".zip": "zip",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".bmp": "image", ".gif": "image", ".tif": "image",
    ".tiff": "image", ".webp": "image",
}  # fmt: skip


def sniff(data: bytes, name: str) -> str:  # noqa: PLR0911 - a decision list
    """The format of the bytes: a value of ``SUFFIXES``, or a format without a reader (``rar``, ``binary`` …)."""
    suffix = PurePath(name).suffix.lower()
    head = data[:1024]
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (magic not in _WEAK or b"\0" in head):
            return _OLE_BY_SUFFIX.get(suffix, kind) if kind == "ole" else kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = _package(data, suffix)
        return REFUSED_SUFFIXES.get(suffix, kind) if kind == "zip" else kind
    # PDFs may begin with some bytes of a mail or web header.
    if b"%PDF-" in head:
        return "pdf"
    marked = _mime(data[:8192]) or _markup(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t"))
    if marked:
        return marked
    if _is_binary(head):
        return "binary"
    if suffix in REFUSED_SUFFIXES:
        return REFUSED_SUFFIXES[suffix]
    expected = SUFFIXES.get(suffix, "txt")
    if expected in {"xls", "xlsx", "ods"}:
        return "csv"  # what programs export under the name of a workbook
    return expected if expected in {"txt", "csv", "html"} else "txt"


def _mime(head: bytes) -> str:
    """``mail``, ``mht`` or nothing, by the header lines."""
    header = _MIME.match(head)
    if not header or not re.search(rb"^MIME-Version:", header[0], re.IGNORECASE | re.MULTILINE):
        return ""
    return "mail" if _SENT.search(header[0]) else "mht"


def _markup(head: bytes) -> str:
    """``html``, a kind of XML or nothing; ``head`` without marks of order and blanks."""
    if head.startswith(b"<?xml"):
        if b"office/2006/xmlPackage" in head:
            return "xml"  # a package of Word 2007 on: no program but Word reads it in this form
        for program, kind in _XML_PROGRAMS:
            if program in head:
                return kind
    if _HTML.search(head):
        return "html"
    return "xml" if head.startswith(b"<?xml") else ""


def _package(data: bytes, suffix: str) -> str:
    """Which of the formats built on zip; a damaged package is taken for what its name says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return SUFFIXES[suffix] if suffix in _PACKED else "zip"
    for member, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if "[Content_Types].xml" in names and any(entry.startswith(member) for entry in names):
            return kind
    if "OFD.xml" in names:
        return "ofd"
    if b"opendocument.text" in mime:
        return "odt"
    return "ods" if b"opendocument.spreadsheet" in mime else "zip"


def _is_binary(head: bytes) -> bool:
    """Control bytes that no text encoding uses; UTF-16 and UTF-32 have NULs at regular places, or read as Chinese."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    controls = sum(byte < ord(" ") and byte not in b"\t\n\r\f\v\x1b\0" for byte in head)
    nuls = head.count(0)
    pairs = max(head[0::2].count(0), head[1::2].count(0))
    regular = nuls == 0 or pairs >= 0.9 * nuls
    # UTF-16 text of ideographs has few NULs and its low bytes are arbitrary, hence the generous share of controls.
    if regular and controls <= 0.15 * max(1, len(head)):
        return False
    # Common ideographs end in a NUL (一 is 4E 00), so their NULs stand at both places.
    return not any(plausibility(head.decode(name, "ignore")) > _TEXT for name in ("utf-16-le", "utf-16-be"))
