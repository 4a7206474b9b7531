"""Text that any user typed, made fit for the files we write."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

#: All that XML 1.0 cannot hold (section 2.2), lone surrogates included.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Line ends of other systems; an office program shows them as boxes.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

#: Dates of files of drafts without a day: a fixed one, for equal bytes from equal input.
NO_DAY = date(2000, 1, 1)

#: The earliest time a zip file can hold.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def clean(text: str) -> str:
    """The text without characters that XML cannot hold; every kind of line end becomes a line feed."""
    return _ILLEGAL.sub("", _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """The clean text with every run of blanks as one space."""
    return " ".join(clean(text).split())


def width(text: str) -> float:
    """Width in full-width characters; half-width letters and digits count one half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def chinese_day(day: date) -> str:
    """The date as official papers print it: Arabic numerals without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def repacked(package: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """An office file again, with the same times on every part, so that equal contents are equal bytes.

    ``replaced`` gives new contents for parts by their name.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            new.writestr(entry, (replaced or {}).get(name) or old.read(name))
    return target.getvalue()


def core_properties(title: str, creator: str, day: date | None) -> bytes:
    """``docProps/core.xml`` that names nobody but the issuer of the paper."""
    at = f"{(day or NO_DAY).isoformat()}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(one_line(title))}</dc:title><dc:creator>{escape(one_line(creator))}</dc:creator>"
        "<cp:lastModifiedBy></cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
