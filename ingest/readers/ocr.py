"""Text recognition of scans, behind the optional extra ``[ocr]``.

RapidOCR's wheel carries its models, so nothing is downloaded; pypdfium2 draws the pages.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.readers.base import RawPage, RawText
from kb.errors import UnreadableFileError, UnsupportedFormatError

if TYPE_CHECKING:
    from PIL.Image import Image

# 200 dpi: below, strokes of 3号 characters run together; above, pages only get slower.
DPI = 200
# Pages below are worth a look: clean prints give .95 and more, photographed or stamped pages .7-.9.
LOW_CONFIDENCE = 0.85
# A page drawn with more pixels than A2 at 200 dpi is not an office document but an attack on memory.
MAX_PIXELS = 4680 * 3310


class Recognised(NamedTuple):
    """The words of one image, one line per printed line, and their mean confidence in [0, 1]."""

    text: str
    confidence: float


def available() -> bool:
    """Whether the optional parts are installed (without loading them)."""
    return find_spec("rapidocr_onnxruntime") is not None and find_spec("pypdfium2") is not None


def read_image(data: bytes, name: str) -> RawText:
    """Read a scanned image (all frames of a multi-page TIFF).

    Raises ``UnsupportedFormatError`` without the optional part, ``UnreadableFileError`` for damaged images and for
    images without words.
    """
    if not available():
        msg = f"{name} 是图片，需要文字识别组件。请执行 pip install 'xunjian[ocr]' 后重新收录。"
        raise UnsupportedFormatError(msg)
    from PIL import Image, ImageSequence, UnidentifiedImageError  # noqa: PLC0415 - only images need it

    try:
        with Image.open(io.BytesIO(data)) as image:
            results = [recognise(_bounded(frame, name).convert("RGB")) for frame in ImageSequence.Iterator(image)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        msg = f"{name} 不是完整的图片文件，可能传输中断或已损坏，请重新获取原件后再收录。"
        raise UnreadableFileError(msg) from error
    parts: list[str] = []
    pages: list[RawPage] = []
    offset = 0
    for number, result in enumerate(results, 1):
        piece = result.text + "\n"
        pages.append(RawPage(number, offset, offset + len(piece), result.confidence))
        parts.append(piece)
        offset += len(piece)
    text = "".join(parts)
    if not text.strip():
        msg = f"{name} 中没有识别出文字，请核对图片是否清晰、方向是否正确。"
        raise UnreadableFileError(msg)
    low = [page.number for page in pages if (page.confidence or 0) < LOW_CONFIDENCE]
    notes: tuple[str, ...] = ("图片内容由文字识别得到，请核对原件。",)
    if low:
        notes += (f"第 {'、'.join(map(str, low))} 页识别把握较低（低于 {LOW_CONFIDENCE:.0%}），务必核对原件。",)
    return RawText(text, tuple(pages), "image", notes)


def page_image(data: bytes, number: int) -> Recognised:
    """Recognise page ``number`` (from 1) of a PDF."""
    import pypdfium2  # noqa: PLC0415 - optional

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(DPI / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        return recognise(page.render(scale=scale).to_pil().convert("RGB"))
    finally:
        document.close()


def recognise(image: Image) -> Recognised:
    """The lines of an image in reading order: from top to bottom, pieces of one line from left to right."""
    import numpy as np  # noqa: PLC0415 - only here

    found, _ = _engine()(np.asarray(image))
    boxes = [_Box.of(box, text, float(score)) for box, text, score in found or []]
    if not boxes:
        return Recognised("", 0.0)
    weight = sum(len(box.text) for box in boxes)
    confidence = sum(box.score * len(box.text) for box in boxes) / max(1, weight)
    return Recognised("\n".join(" ".join(box.text for box in line) for line in _lines(boxes)), round(confidence, 4))


class _Box(NamedTuple):
    """A recognised piece: ``middle`` and ``height`` in pixels from the top, ``left`` from the left."""

    middle: float
    left: float
    height: float
    text: str
    score: float

    @classmethod
    def of(cls, corners: Any, text: str, score: float) -> _Box:
        xs, ys = [point[0] for point in corners], [point[1] for point in corners]
        return cls((min(ys) + max(ys)) / 2, min(xs), max(ys) - min(ys), text, score)


def _lines(boxes: list[_Box]) -> list[list[_Box]]:
    """Group pieces whose middles lie within half a height of each other."""
    lines: list[list[_Box]] = []
    for box in sorted(boxes):
        if lines and box.middle - lines[-1][0].middle < min(box.height, lines[-1][0].height) / 2:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [sorted(line, key=lambda box: box.left) for line in lines]


def _bounded(image: Image, name: str) -> Image:
    if image.width * image.height > MAX_PIXELS * 4:
        msg = f"{name} 的画面有 {image.width}×{image.height} 像素，超出可识别的大小，请缩小后再收录。"
        raise UnreadableFileError(msg)
    return image


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR  # noqa: PLC0415 - optional, loads three models

    return RapidOCR()
