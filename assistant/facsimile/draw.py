"""Paints pages of PDFs for :mod:`assistant.facsimile.painter`, which starts this file as a program of its own.

PDFium may be used by one thread of a process at a time (an ingestion may be recognising a scan meanwhile), and a
damaged file can bring down the process that opens it: both stay in here.  Nothing of the product is imported, so that
the program starts quickly.

Reads one JSON object a line (``path``; ``page``, from 1) and answers each with one line: ``pages``, ``width`` and
``height`` in pixels, ``image`` (a JPEG in base64), ``text`` (the printed characters in the order of the file, one for
each box) and ``boxes`` (left, top, right, bottom in parts of ten thousand of width and height), or ``error``.
"""

from __future__ import annotations

import base64
import ctypes
import io
import json
import sys
from typing import Any

import pypdfium2
from pypdfium2 import raw

#: Pixels across: a panel is 460 pixels wide on an office screen and 750 on a large one, so twice its size stays sharp.
WIDTH = 1240

#: Pixels of a page in all, twice those of an A4 page at that width: a long sheet must not take the memory of a small
#: machine.
PIXELS = 2 * 1240 * 1754

#: At 80 strokes show no rims at twice their size, and a page has 0.2 to 0.5 MB; PNG takes twice that, WebP ten times as
#: long.
QUALITY = 80

#: Characters of a page that are looked at: five times the fullest page of print.
CHARACTERS = 20_000

#: Boxes count in these parts of the page.
PARTS = 10_000


def main() -> None:
    """Answer until the input ends."""
    last: tuple[str, pypdfium2.PdfDocument] | None = None
    for line in sys.stdin:
        wanted = json.loads(line)
        path, number = wanted["path"], wanted["page"]
        try:
            if last is None or last[0] != path:
                if last:
                    last[1].close()
                last = None
                last = path, pypdfium2.PdfDocument(path)
            answer = _page(last[1], number)
        except FileNotFoundError:
            answer = {"error": "missing"}
        except pypdfium2.PdfiumError as error:
            answer = {"error": "locked" if error.err_code == raw.FPDF_ERR_PASSWORD else "broken"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _page(document: pypdfium2.PdfDocument, number: int) -> dict[str, Any]:
    if not 1 <= number <= len(document):
        return {"error": "absent", "pages": len(document)}
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(WIDTH / max(1.0, width), (PIXELS / max(1.0, width * height)) ** 0.5)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        text, boxes = _words(page)
    finally:
        page.close()
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=QUALITY)
    return {
        "pages": len(document),
        "width": picture.width,
        "height": picture.height,
        "image": base64.b64encode(jpeg.getvalue()).decode(),
        "text": text,
        "boxes": boxes,
    }


def _words(page: pypdfium2.PdfPage) -> tuple[str, list[tuple[int, int, int, int]]]:
    """The characters printed on a page and where they stand, as the page is turned when it is shown."""
    words = page.get_textpage()
    characters: list[str] = []
    boxes: list[tuple[int, int, int, int]] = []
    try:
        for index in range(min(words.count_chars(), CHARACTERS)):
            code = raw.FPDFText_GetUnicode(words, index)
            character = chr(code) if 0 < code <= sys.maxunicode and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - halves of pairs
            if not character.strip():
                continue
            left, bottom, right, top = words.get_charbox(index, loose=True)
            corners = [_shown(page, *corner) for corner in ((left, top), (right, bottom))]
            (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
            characters.append(character)
            boxes.append((x0, y0, x1, y1))
    finally:
        words.close()
    return "".join(characters), boxes


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    right, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, PARTS, PARTS, 0, x, y, right, down)
    return right.value, down.value


if __name__ == "__main__":
    main()
