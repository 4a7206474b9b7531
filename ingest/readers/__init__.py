"""Readers: the bytes of one file in, its words out.

``read(data, name)`` looks at the content, not at the name, to choose the reader; where the two disagree the content
wins and a note says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from ingest.readers.base import RawPage, RawText
from ingest.readers.bounds import check_package
from ingest.readers.refusals import REFUSED_SUFFIXES, refusal
from ingest.readers.sniff import SUFFIXES, sniff
from kb.errors import UnreadableFileError, UnsupportedFormatError

# The largest official originals are scans of some 300 pages at 300 kB; beyond lies video and databases.
MAX_BYTES = 200 * 1024 * 1024
# Encodings, line ends and cleaning cost some twenty times their size in memory: a hundred times the longest law.
MAX_TEXT_BYTES = 32 * 1024 * 1024

_TITLES = {
    "txt": "文本", "md": "文本", "html": "网页", "mht": "单个文件的网页", "docx": "Word 文档", "pdf": "PDF",
    "xlsx": "Excel 表格", "csv": "CSV 表格", "image": "图片",
    "xls": "旧版 Excel 表格", "ole": "旧版 Word/WPS 文档", "rtf": "RTF 文档", "odt": "ODT 文档", "ods": "ODS 表格",
    "wordxml": "XML 格式的 Word 文档", "excelxml": "XML 格式的 Excel 表格",
}  # fmt: skip
_READERS = {
    "txt": ("ingest.readers.text", "read_text"),
    "docx": ("ingest.readers.docx", "read_docx"),
    "pdf": ("ingest.readers.pdf", "read_pdf"),
    "image": ("ingest.readers.ocr", "read_image"),
    "xlsx": ("ingest.readers.spreadsheet", "read_xlsx"),
    "csv": ("ingest.readers.spreadsheet", "read_csv"),
    "mht": ("ingest.readers.html", "read_mht"),
}
_OFFICE = {"ole", "rtf", "odt", "xls", "ods", "wordxml", "excelxml"}
# Formats that pass for each other without surprise to the user.
_ALIKE = ({"txt", "csv", "md"}, {"ole", "rtf", "docx", "odt"}, {"xls", "xlsx", "ods"})

__all__ = ["MAX_BYTES", "REFUSED_SUFFIXES", "SUFFIXES", "RawPage", "RawText", "read", "sniff"]


def read(data: bytes, name: str, *, declared_charset: str | None = None) -> RawText:
    """Read one file; ``name`` is its base name, for messages and for what the content leaves open.

    Raises ``UnreadableFileError`` (empty, damaged, locked, too large) or ``UnsupportedFormatError`` (no reader, or
    an optional part is missing); nothing else, whatever the bytes are.
    """
    check_size(len(data), name)
    kind = sniff(data, name)
    try:
        raw = _dispatch(kind, data, name, declared_charset)
    except (UnreadableFileError, UnsupportedFormatError):
        raise
    except ImportError as error:
        msg = f"读取 {name} 所需的程序组件不完整（{error.name or error}）。文件本身没有问题，请重新安装巡鉴后再收录。"
        raise UnsupportedFormatError(msg) from error
    except MemoryError as error:
        msg = f"{name} 展开后超出内存，请拆分后再收录。"
        raise UnreadableFileError(msg) from error
    except Exception as error:
        # Readers meet arbitrary bytes through large libraries; one file must never stop a batch.  What a library
        # calls the fault is for the log, not for users.
        logging.getLogger(__name__).info("reading %s failed", name, exc_info=error)
        msg = (
            f"{name} 读到一半无法继续：文件不完整，或内部结构不规范。请用 WPS、Word 或阅读器打开核对，"
            "打得开的另存（或打印）为新文件再收录，打不开的请重新获取原件。"
        )
        raise UnreadableFileError(msg) from error
    expected = SUFFIXES.get(PurePath(name).suffix.lower())
    if expected and expected != kind and not any({expected, kind} <= group for group in _ALIKE):
        note = f"文件扩展名是 {PurePath(name).suffix}，内容其实是{_TITLES[kind]}，已按{_TITLES[kind]}读取。"
        raw = RawText(raw.text, raw.pages, raw.format, (note, *raw.notes))
    return raw


def check_size(size: int, name: str) -> None:
    """Refuse empty and oversized files before their bytes are looked at; raises ``UnreadableFileError``."""
    if size == 0:
        msg = f"{name} 是空文件（0 字节），请核对是否下载或拷贝完整。"
        raise UnreadableFileError(msg)
    if size > MAX_BYTES:
        msg = f"{name} 有 {size / 1048576:.0f} MB，超过单个文件 {MAX_BYTES // 1048576} MB 的上限，请拆分后再收录。"
        raise UnreadableFileError(msg)


def _dispatch(kind: str, data: bytes, name: str, declared_charset: str | None) -> RawText:
    """Call the reader of a format; each is imported only when needed."""
    if kind in {"txt", "html", "mht", "csv"} and len(data) > MAX_TEXT_BYTES:
        limit = MAX_TEXT_BYTES // 1048576
        msg = f"{name} 是 {len(data) / 1048576:.0f} MB 的纯文本，超过 {limit} MB 的上限，请拆分后再收录。"
        raise UnreadableFileError(msg)
    if kind in {"docx", "xlsx", "odt", "ods"}:
        check_package(data, name)
    if kind in _OFFICE:
        from ingest.readers.office import read_office  # noqa: PLC0415 - readers load their libraries when needed

        return read_office(data, name, kind)
    if kind == "html":
        from ingest.readers.html import read_html  # noqa: PLC0415 - likewise

        return read_html(data, name, declared_charset)
    module, function = _READERS.get(kind, ("", ""))
    if module:
        reader: Callable[[bytes, str], RawText] = getattr(import_module(module), function)
        return reader(data, name)
    raise UnsupportedFormatError(refusal(kind, name))
