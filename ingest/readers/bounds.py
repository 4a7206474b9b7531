"""Bounds on packed files, checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from kb.errors import UnreadableFileError

# What one package may unpack to: the largest official archives hold scans of a few hundred MB.
MAX_TOTAL = 2 * 1024 * 1024 * 1024
# Deflate reaches 1:1032 on zeros; office documents and texts stay below 1:60.
MAX_RATIO = 200
# Below this size even an absurd ratio costs nothing (a spreadsheet of empty rows is no attack).
_RATIO_FREE = 10 * 1024 * 1024


def check_unpacked(infos: Iterable[zipfile.ZipInfo], name: str) -> None:
    """Raise ``UnreadableFileError`` where the members unpack to more than they may."""
    sizes = [(info.file_size, info.compress_size) for info in infos]
    total, packed = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    if total > MAX_TOTAL or (total > _RATIO_FREE and total > MAX_RATIO * max(1, packed)):
        msg = (
            f"{name} 解压后将有 {total / 1048576:.0f} MB（压缩后仅 {packed / 1048576:.1f} MB），"
            f"超出上限（{MAX_TOTAL // 1048576} MB，{MAX_RATIO} 倍），疑似压缩炸弹，没有收录。请核对来源。"
        )
        raise UnreadableFileError(msg)


def check_package(data: bytes, name: str) -> None:
    """The same for the bytes of a document built on zip; damaged packages are left to their reader."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return
    check_unpacked(infos, name)
