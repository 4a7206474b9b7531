"""Text recognition with the real models."""

from __future__ import annotations

import io

import pytest

from ingest.readers import ocr, read
from kb.errors import UnreadableFileError, UnsupportedFormatError

pytestmark = pytest.mark.skipif(not ocr.available(), reason="the extra [ocr] is not installed")


def picture(lines: list[str], kind: str) -> bytes:
    """A white page with a few lines in the font that Pillow carries."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - only here

    image = Image.new("RGB", (900, 400), "white")
    draw = ImageDraw.Draw(image)
    for index, line in enumerate(lines):
        draw.text((60, 60 + 90 * index), line, fill="black", font=ImageFont.load_default(48))
    stream = io.BytesIO()
    image.save(stream, kind, resolution=100)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_lines_are_recognised_in_order(kind: str) -> None:
    """A picture and a scanned PDF give the same lines, with a confidence for the page and a remark."""
    raw = read(picture(["REPORT 2024", "NO. 3817"], kind), "scan.pdf" if kind == "PDF" else "scan.png")
    words = "".join(raw.text.split()).upper()
    assert words.index("2024") < words.index("3817")
    assert raw.pages[0].confidence is not None
    assert raw.pages[0].confidence > 0.5
    assert "文字识别" in raw.notes[0]


def test_pictures_without_words_are_refused() -> None:
    """A blank picture and a damaged one say so."""
    with pytest.raises(UnreadableFileError, match="没有识别出文字"):
        read(picture([], "PNG"), "白.png")
    with pytest.raises(UnreadableFileError, match="不是完整的图片"):
        read(picture(["A"], "PNG")[:200], "坏.png")


def test_without_the_extra_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(UnsupportedFormatError, match=r"xunjian\[ocr\]"):
        read(picture(["A"], "PNG"), "图.png")
