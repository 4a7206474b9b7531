"""Plain text and Markdown."""

from __future__ import annotations

from ingest.readers.base import RawText, unix_lines
from ingest.readers.encoding import decode
from kb.errors import UnreadableFileError


def read_text(data: bytes, name: str) -> RawText:
    """Read a ``.txt`` or ``.md`` file in any encoding; raises ``UnreadableFileError`` where nothing is written."""
    decoded = decode(data)
    if not decoded.text.strip():
        msg = f"{name} 里没有文字，请核对文件内容。"
        raise UnreadableFileError(msg)
    kind = "md" if name.lower().endswith((".md", ".markdown")) else "txt"
    return RawText(unix_lines(decoded.text), format=kind, notes=decoded.notes)
