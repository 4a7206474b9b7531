"""Zip archives: their members, within bounds, with the names their makers saw."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from ingest.plausibility import plausibility
from ingest.readers import MAX_BYTES
from ingest.readers.bounds import check_unpacked
from kb.errors import UnreadableFileError

# A year of one province's notices is some thousand files; an archive with more is an image of a disk.
MAX_MEMBERS = 5000
# An archive inside an archive is a parcel from a superior unit; deeper nesting is not seen in practice.
MAX_DEPTH = 2
# Bit 11 of the flags: the name is UTF-8.  Without it Python shows the bytes as cp437; Chinese Windows wrote GBK.
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


class Member(NamedTuple):
    """One file in an archive: ``path`` as its maker named it, its unpacked ``size`` and how to get its bytes."""

    path: str
    size: int
    archive: Path | bytes
    info: zipfile.ZipInfo

    def load(self) -> bytes:
        """Unpack the member; raises ``UnreadableFileError`` where it is locked, damaged or larger than it claims."""
        name = PurePosixPath(self.path).name
        if self.info.flag_bits & _ENCRYPTED_FLAG:
            msg = f"{name} 在压缩包中设有密码，无法读取。请解压后再收录。"
            raise UnreadableFileError(msg)
        try:
            with zipfile.ZipFile(_stream(self.archive)) as archive, archive.open(self.info) as stream:
                data = stream.read(MAX_BYTES + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            msg = f"{name} 在压缩包中已损坏，请重新打包或解压后再收录。"
            raise UnreadableFileError(msg) from error
        if len(data) > max(self.size, 0) or len(data) > MAX_BYTES:
            msg = f"{name} 解压后超过压缩包登记的 {self.size} 字节，疑似压缩炸弹，没有收录。"
            raise UnreadableFileError(msg)
        return data


def members(archive: Path | bytes, name: str) -> list[Member]:
    """The files of an archive, folders left out; raises ``UnreadableFileError`` where it is damaged or out of bounds.

    Nothing is unpacked here: the bounds are checked on the directory of the archive, and again on each member when
    it is loaded.
    """
    try:
        with zipfile.ZipFile(_stream(archive)) as opened:
            infos = [info for info in opened.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        msg = f"{name} 不是完整的 ZIP 压缩包，可能下载中断或已损坏。请重新获取，或解压后再收录。"
        raise UnreadableFileError(msg) from error
    if len(infos) > MAX_MEMBERS:
        msg = f"{name} 里有 {len(infos)} 个文件，超过 {MAX_MEMBERS} 个的上限，请分批打包后再收录。"
        raise UnreadableFileError(msg)
    check_unpacked(infos, name)
    return [Member(_real_name(info), info.file_size, archive, info) for info in infos]


def _stream(archive: Path | bytes) -> Path | IO[bytes]:
    # A path is opened, and so also closed, by ZipFile itself.
    return io.BytesIO(archive) if isinstance(archive, bytes) else archive


def _real_name(info: zipfile.ZipInfo) -> str:
    """The path as its maker saw it: GBK, UTF-8 without the flag and Big5 are tried, the most Chinese one wins."""
    if info.flag_bits & _UTF8_FLAG or info.orig_filename.isascii():
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    readings = list(_readings(raw))
    return max(readings, key=plausibility) if readings else info.filename


def _readings(raw: bytes) -> Iterator[str]:
    for encoding in ("gb18030", "cp950"):
        try:
            yield raw.decode(encoding)
        except UnicodeDecodeError:
            continue
