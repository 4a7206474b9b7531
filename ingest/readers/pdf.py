"""PDF: the text layer page by page; pages without one go to OCR where it is installed."""

from __future__ import annotations

import io
import logging
import re
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

from ingest.plausibility import plausibility
from ingest.readers import ocr
from ingest.readers.base import RawText, join_pages, unix_lines, width
from ingest.readers.pasted import are_heads
from kb.errors import UnreadableFileError, UnsupportedFormatError

if TYPE_CHECKING:
    from pypdf import PdfReader

# A page of running text has hundreds of characters; a scan with a stamp or page number as text has a handful.
MIN_CHARACTERS = 12
# Indents are two ideographs; layout mode measures them in columns of the narrowest font and may lose up to half.
_INDENT = 2
# Lines of body text, which show the left margin, are at least twelve ideographs wide.
_BODY = 24
# Fonts without a Unicode table come out as random symbols: real Chinese pages score above .7, those below .3.
MIN_PLAUSIBILITY = 0.4


def read_pdf(data: bytes, name: str) -> RawText:
    """Read a PDF page by page.

    Raises ``UnreadableFileError`` for damaged or password-protected files and ``UnsupportedFormatError`` where every
    page is an image and the optional OCR is missing.
    """
    reader = _open(data, name)
    pages: list[tuple[int, str, float | None]] = []
    scanned: list[int] = []
    for number, page in enumerate(reader.pages, 1):
        try:
            text = _paragraphs(unix_lines(page.extract_text()), page)
        except Exception:  # noqa: BLE001 - pypdf raises anything on damaged content streams; the page counts as unread
            text = ""
        if _is_text(text):
            pages.append((number, text, None))
            continue
        squeezed = _squeeze(text)
        # Short pages (a last line, a page number) keep their text; empty ones without a picture are simply empty.
        is_scan = _has_image(page) or len(squeezed) >= MIN_CHARACTERS
        pages.append((number, "" if is_scan else text, None))
        if is_scan:
            scanned.append(number)
    notes: tuple[str, ...] = ()
    if scanned:
        pages, notes = _recognise(data, name, pages, scanned)
    tables = [number for number, text, _ in pages if any(are_heads(line.split()) for line in text.split("\n"))]
    if tables:
        lost = "PDF 不保存表格的行和列，表中文字次序可能错乱，问题没有逐条拆开。请改用 Word 或 Excel 原件收录。"
        notes += (f"第 {_ranges(tables)} 页有问题表：{lost}",)
    text, spans = join_pages(pages)
    if not text.strip():
        msg = f"{name} 的 {len(pages)} 页里没有可读的文字，请核对原件是否清晰、完整。"
        raise UnreadableFileError(msg)
    return RawText(text, spans, "pdf", notes)


def _paragraphs(text: str, page: Any) -> str:
    """Put an empty line in front of every indented line: official documents indent paragraphs, nothing else tells them.

    The words come from pypdf's plain extraction, the indents from its layout mode, matched line by line.
    """
    try:
        layout = unix_lines(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False))
    except Exception:  # noqa: BLE001 - layout mode is the younger part of pypdf; without it only indents are missing
        return text
    indents: defaultdict[str, deque[int]] = defaultdict(deque)
    for line in layout.split("\n"):
        words = line.lstrip(" \u3000")
        indents[_squeeze(words)].append(width(line[: len(line) - len(words)]))
    lines = text.split("\n")
    found = [indents[key].popleft() if indents.get(key := _squeeze(line)) else None for line in lines]
    body = [indent for line, indent in zip(lines, found, strict=True) if indent is not None and width(line) >= _BODY]
    margin = min(body, default=0)
    shown = [indent is not None and indent >= margin + _INDENT for indent in found]
    return "\n".join(
        "\n" + line if is_new and line.strip() else line for line, is_new in zip(lines, shown, strict=True)
    )


def _has_image(page: Any) -> bool:
    """Whether the page draws a picture (or a form, which may hold one)."""
    try:
        return bool((page.get("/Resources") or {}).get("/XObject"))
    except Exception:  # noqa: BLE001 - damaged resources: better recognised in vain than left out
        return True


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _open(data: bytes, name: str) -> PdfReader:
    from pypdf import PdfReader  # noqa: PLC0415 - only PDFs need it
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - likewise

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # its warnings on odd files are not for users
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        # An owner password alone only forbids printing or copying; the text opens with the empty user password.
        locked = bool(reader.is_encrypted) and not reader.decrypt("")
        if not locked:
            _ = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        msg = (
            f"{name} 不是完整的 PDF，可能下载中断、传输出错或文件已损坏。请先用阅读器打开核对："
            "打得开的，另存（或打印）为新的 PDF 再收录；打不开的，请重新获取原件。"
        )
        raise UnreadableFileError(msg) from error
    except (ImportError, NotImplementedError) as error:
        msg = f"{name} 使用了无法解开的加密方式。请用阅读器打开，另存（或打印）为不加密的 PDF 后再收录。"
        raise UnreadableFileError(msg) from error
    if locked:
        msg = f"{name} 是加密的 PDF，需要密码才能打开。请先用密码打开并另存为不加密的文件，再收录。"
        raise UnreadableFileError(msg)
    return reader


def _is_text(text: str) -> bool:
    """Whether the text layer of a page can be used."""
    squeezed = _squeeze(text)
    return len(squeezed) >= MIN_CHARACTERS and plausibility(squeezed) >= MIN_PLAUSIBILITY


def _recognise(
    data: bytes, name: str, pages: list[tuple[int, str, float | None]], scanned: list[int]
) -> tuple[list[tuple[int, str, float | None]], tuple[str, ...]]:
    """Fill the pages without text by OCR; without OCR, note them, or refuse where no page has text."""
    if not ocr.available():
        if len(scanned) == len(pages):
            msg = (
                f"{name} 是扫描件，{len(pages)} 页都没有文字层。请安装文字识别组件（pip install 'xunjian[ocr]'）"
                "后重新收录，或改用有文字层的文件。"
            )
            raise UnsupportedFormatError(msg)
        return pages, (f"第 {_ranges(scanned)} 页没有文字层，未安装文字识别组件，这些页的内容没有收录。",)
    recognised = {number: ocr.page_image(data, number) for number in scanned}
    filled: list[tuple[int, str, float | None]] = []
    low: list[int] = []
    for number, text, confidence in pages:
        result = recognised.get(number)
        if result is None:
            filled.append((number, text, confidence))
            continue
        filled.append((number, result.text, result.confidence))
        if result.text and result.confidence < ocr.LOW_CONFIDENCE:
            low.append(number)
    notes: tuple[str, ...] = (f"第 {_ranges(scanned)} 页由文字识别得到，请核对原件。",)
    if low:
        notes += (f"第 {_ranges(low)} 页识别把握较低（低于 {ocr.LOW_CONFIDENCE:.0%}），务必核对原件。",)
    return filled, notes


def _ranges(numbers: list[int]) -> str:
    """``1-3、7`` for 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
