"""Which encoding a text file is really in, whatever it claims."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from ingest.plausibility import plausibility

# Superset encodings: GB18030 holds GB2312 and GBK, cp950 is the Big5 that Windows writes.
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "cp950", "big5-hkscs": "big5hkscs"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# In order of preference among equals: what offices in mainland China write, then Taiwan and Hong Kong, then dumps.
_CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
# A file of UTF-8 with a few broken bytes is still UTF-8: below one in 200 characters nothing else explains it.
_TOLERATED = 1 / 200


class Decoded(NamedTuple):
    """``text`` of the bytes, the ``encoding`` that was used, and Chinese ``notes`` where something did not fit."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text; never raises.

    A byte order mark decides; strictly valid UTF-8 comes next, because other encodings pass for it only by accident;
    then every candidate that decodes is judged by how Chinese its result reads, the declared encoding and the guess
    of charset-normalizer being candidates like the others.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decoded(data, name, declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 of Latin text is valid UTF-8 full of NUL characters.
        if "\0" not in text:
            return Decoded(text, "utf-8", _mismatch("utf-8", declared))
    names = dict.fromkeys([*_known(declared), *_CANDIDATES, *_known(_normalizer_guess(data))])
    scored = [(score, -rank, name) for rank, name in enumerate(names) if (score := _score(data, name)) is not None]
    lenient = data.decode("utf-8", "replace")
    if lenient.count("\ufffd") <= len(lenient) * _TOLERATED or not scored:
        return _decoded(data, "utf-8", declared)
    best = max(scored)[2]
    return _decoded(data, best, declared)


def _decoded(data: bytes, name: str, declared: str | None) -> Decoded:
    """The result with its notes; undecodable bytes become U+FFFD and are counted."""
    text = data.decode(name, "replace").removeprefix("\ufeff")
    notes = _mismatch(name, declared)
    lost = text.count("\ufffd")
    if lost:
        notes += (f"按 {name} 解码时有 {lost} 处字节无法识别，已标为缺字，请核对原件。",)
    return Decoded(text, name.removesuffix("-sig"), notes)


def _score(data: bytes, name: str) -> float | None:
    """Plausibility of a candidate, penalised for each byte it cannot decode; None where it cannot decode at all."""
    try:
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError):
        return None
    lost = text.count("\ufffd") / max(1, len(text))
    # Rounded, so that the order of preference decides between encodings that read the text alike.
    return round(plausibility(text) * max(0.0, 1 - 10 * lost), 3)


def _known(name: str | None) -> list[str]:
    """The superset of a named encoding if Python knows it."""
    if not name:
        return []
    try:
        canonical = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return []
    return [_ALIASES.get(canonical, canonical)]


def _normalizer_guess(data: bytes) -> str | None:
    """One more witness; it judges by statistics of many languages and is often wrong on short Chinese texts."""
    import charset_normalizer  # noqa: PLC0415 - only needed for files that are not UTF-8

    best = charset_normalizer.from_bytes(data[:65536]).best()
    return best.encoding if best else None


def _mismatch(name: str, declared: str | None) -> tuple[str, ...]:
    """A note when the file claims another encoding."""
    if not declared:
        return ()
    claimed = _known(declared)
    if claimed and claimed[0].replace("_", "-") in {name, name.removesuffix("-sig")}:
        return ()
    return (f"文件声明编码为 {declared}，实际按 {name.removesuffix('-sig')} 读取。",)
