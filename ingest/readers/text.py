"""Plain text and Markdown."""

from __future__ import annotations

from ingest.plausibility import plausibility
from ingest.readers.base import RawText, unix_lines
from ingest.readers.encoding import decode
from ingest.readers.pasted import tables_in_rows
from kb.errors import UnreadableFileError, UnsupportedFormatError

# Texts of any kind score above .5, random bytes in the best of all encodings about .1 (at most .3 for a line).
MIN_PLAUSIBILITY = 0.2


def read_text(data: bytes, name: str) -> RawText:
    """Read a ``.txt`` or ``.md`` file in any encoding; raises ``UnreadableFileError`` where nothing is written."""
    decoded = decode(data)
    if not decoded.text.strip():
        msg = f"{name} 里没有文字，请核对文件内容。"
        raise UnreadableFileError(msg)
    if plausibility(decoded.text) < MIN_PLAUSIBILITY:
        msg = f"{name} 的内容不像文字（按 {decoded.encoding} 解码后无法阅读），可能是其他格式或已加密，请核对。"
        raise UnsupportedFormatError(msg)
    kind = "md" if name.lower().endswith((".md", ".markdown")) else "txt"
    return RawText(tables_in_rows(unix_lines(decoded.text)), format=kind, notes=decoded.notes)
