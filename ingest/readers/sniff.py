"""What a file really is: its content decides, its name only settles what the content leaves open."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

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
_OLE_BY_SUFFIX = {".xls": "xls", ".et": "xls", ".ppt": "ppt", ".dps": "ppt"}
_PACKED = {".docx", ".docm", ".xlsx", ".xlsm", ".odt", ".ods"}
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "txt", ".markdown": "txt",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "csv", ".tsv": "csv",
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
        return _package(data, suffix)
    # PDFs may begin with some bytes of a mail or web header.
    if b"%PDF-" in head:
        return "pdf"
    if _HTML.search(head.replace(b"\0", b"")):
        return "html"
    if _is_binary(head):
        return "binary"
    expected = SUFFIXES.get(suffix, "txt")
    return expected if expected in {"txt", "csv", "html"} else "txt"


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
    if b"opendocument.text" in mime:
        return "odt"
    return "ods" if b"opendocument.spreadsheet" in mime else "zip"


def _is_binary(head: bytes) -> bool:
    """Control bytes that no text encoding uses; UTF-16 and UTF-32 have NULs at regular places only."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    controls = sum(byte < ord(" ") and byte not in b"\t\n\r\f\v\x1b\0" for byte in head)
    nuls = head.count(0)
    pairs = max(head[0::2].count(0), head[1::2].count(0))
    regular = nuls == 0 or pairs >= 0.9 * nuls
    # UTF-16 text of ideographs has few NULs and its low bytes are arbitrary, hence the generous share of controls.
    return not regular or controls > 0.15 * max(1, len(head))
