"""Fictional documents as PDFs, as an office would print or scan them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ingest.readers.base import width
from tests.ingest.readers.builders import pdf_bytes

_LEFT, _INDENT, _COLUMNS, _LINES = 80.0, 112.0, 56, 26

#: Marks that never begin a line.
_HANGING = "。，、；：？！”》）"


def pages_of(text: str) -> list[list[tuple[float, str]]]:
    """The lines of a text set 28 ideographs wide, the first of a paragraph indented, page by page."""
    lines: list[tuple[float, str]] = []
    for paragraph in filter(None, (row.strip() for row in text.splitlines())):
        left, line = _INDENT, ""
        for character in paragraph:
            if width(line + character) > _COLUMNS - 4 * (left == _INDENT) and character not in _HANGING:
                lines.append((left, line))
                left, line = _LEFT, ""
            line += character
        lines.append((left, line))
    return [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)]


def printed(text: str) -> bytes:
    """A PDF with a text layer."""
    return pdf_bytes(pages_of(text))


def scanned(pages: Sequence[Sequence[tuple[float, str]]], *, recognised: bool) -> bytes:
    """A PDF of pictures; where it was ``recognised``, with the invisible text that scanners put over them."""
    from PIL import Image  # noqa: PLC0415 - only here
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - likewise
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - likewise
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415 - likewise
    from reportlab.pdfgen import canvas  # noqa: PLC0415 - likewise

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    for lines in pages:
        sheet.drawImage(ImageReader(Image.new("L", (600, 848), 235)), 0, 0, 595, 842)
        for index, (left, words) in enumerate(lines if recognised else ()):
            hidden = sheet.beginText(left, 780 - 28 * index)
            hidden.setFont("STSong-Light", 16)
            hidden.setTextRenderMode(3)
            hidden.textOut(words)
            sheet.drawText(hidden)
        sheet.showPage()
    sheet.save()
    return stream.getvalue()


def landscape(lines: Sequence[str]) -> bytes:
    """A sheet printed along its long side: the words run down the page, which the file turns for reading."""
    from pypdf import PdfReader, PdfWriter, Transformation  # noqa: PLC0415 - only here

    writer = PdfWriter(PdfReader(io.BytesIO(pdf_bytes([[(_LEFT, line) for line in lines]], size=12))))
    writer.pages[0].add_transformation(Transformation().rotate(90).translate(842, 0))
    writer.pages[0].rotate(90)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
