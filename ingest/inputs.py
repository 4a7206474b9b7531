"""From what the user names (files, folders, patterns, archives, web addresses) to the files to be read."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ingest import archive
from ingest.fetch import Fetcher
from ingest.readers import REFUSED_SUFFIXES, SUFFIXES, check_size
from kb.errors import IngestError, UnreadableFileError, cause

# What operating systems and office programs leave in folders.
_LITTER = re.compile(r"^(?:~\$|\.|desktop\.ini$|thumbs\.db$)|(?:\.tmp|\.bak|\.lnk|\.crdownload|\.part)$", re.IGNORECASE)
_ADDRESS = re.compile(r"^https?://", re.IGNORECASE)

#: In front of the name of a file that was handed over without a place of its own.
UPLOADED = "upload:"


class Payload(NamedTuple):
    """The bytes of an input; ``name`` may be better than the one known before (a web page names itself late)."""

    data: bytes
    name: str
    charset: str | None = None


class Input(NamedTuple):
    """One file to be taken in: base name, unique origin, size in bytes (0 where unknown) and how to get its bytes."""

    doc: str
    origin: str
    size: int
    load: Callable[[], Payload]


class Failure(NamedTuple):
    """An input that was not taken in, and the reason in Chinese."""

    doc: str
    origin: str
    reason: str


@dataclass
class Inputs:
    """The files to read, what failed already, and files in folders that are no documents."""

    files: list[Input] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def expand(paths: Iterable[str | Path], fetcher: Fetcher) -> Inputs:
    """Resolve all names; never raises.  Each origin appears once, in the order given, folders sorted by path."""
    found = Inputs()
    for path in paths:
        text = str(path)
        if _ADDRESS.match(text):
            found.files.append(_address(text, fetcher))
            continue
        _expand_path(text, found)
    unique = {item.origin: item for item in reversed(found.files)}
    found.files = [item for origin, item in reversed(unique.items()) if origin]
    return found


def unpack(uploads: Iterable[tuple[str, bytes]]) -> Inputs:
    """Files handed over as ``(base name, bytes)``, archives unpacked; never raises.

    The origin of a file is ``upload:<name>``: the same name handed over another day replaces the document.  Two files
    of one name in one batch would replace each other; the second is reported, unless it is the same file twice.
    """
    found = Inputs()
    seen: dict[str, bytes] = {}
    for name, data in uploads:
        origin = f"{UPLOADED}{name}"
        if name in seen:
            if seen[name] != data:
                reason = f"这一批里有两个不同的文件都叫 {name}，只收录了第一个。请改名后再收录另一个。"
                found.failed.append(Failure(name, origin, reason))
            continue
        seen[name] = data
        if name.lower().endswith(".zip"):
            _add_upload(name, data, origin, found)
        else:
            found.files.append(Input(name, origin, len(data), partial(Payload, data, name)))
    return found


def _add_upload(name: str, data: bytes, origin: str, found: Inputs) -> None:
    try:
        check_size(len(data), name)
    except UnreadableFileError as error:
        found.failed.append(Failure(name, origin, str(error)))
        return
    _add_archive(data, name, origin, found, depth=1)


def _expand_path(text: str, found: Inputs) -> None:
    path = Path(text).expanduser()
    try:
        if path.is_dir():
            _add_folder(path, found)
        elif path.exists():
            _add_file(path, found, explicit=True)
        elif glob.has_magic(text):
            matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
            if not matches:
                found.failed.append(Failure(path.name, text, f"没有与 {text} 匹配的文件，请核对路径。"))
            for match in matches:
                _expand_path(match, found)
        else:
            found.failed.append(Failure(path.name or text, text, f"找不到 {text}，请核对路径是否正确。"))
    except (OSError, ValueError) as error:
        reason = f"无法访问 {text}（{cause(error)}），请核对路径和权限。"
        found.failed.append(Failure(path.name or text, text, reason))


def _add_folder(folder: Path, found: Inputs) -> None:
    """All documents below a folder; links to folders are not followed (they may form circles)."""

    def blocked(error: OSError) -> None:
        place = str(error.filename)
        found.failed.append(Failure(Path(place).name, place, f"无法打开文件夹 {place}（{cause(error)}），请核对权限。"))

    for root, folders, names in os.walk(folder, onerror=blocked):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        for name in sorted(names):
            path = Path(root, name)
            if _LITTER.search(name):
                continue
            if not _is_document(path.suffix):
                found.ignored.append(str(path))
                continue
            _add_file(path, found, explicit=False)


def _is_document(suffix: str) -> bool:
    """Whether a file is looked at: to be read, or to be refused with a reason, since its owner counts on it."""
    return suffix.lower() in SUFFIXES or suffix.lower() in REFUSED_SUFFIXES


def _add_file(path: Path, found: Inputs, *, explicit: bool) -> None:
    origin = str(path.resolve())
    if not path.is_file():
        if explicit:
            found.failed.append(Failure(path.name, origin, f"{path} 不是普通文件，不能收录。"))
        return
    size = path.stat().st_size
    if path.suffix.lower() == ".zip":
        _add_archive(path, path.name, origin, found, depth=1)
        return
    found.files.append(Input(path.name, origin, size, _Reader(path)))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a file when its turn comes; the size is checked before its bytes are touched."""

    path: Path

    def __call__(self) -> Payload:
        try:
            check_size(self.path.stat().st_size, self.path.name)
            return Payload(self.path.read_bytes(), self.path.name)
        except OSError as error:
            msg = f"无法读取 {self.path.name}（{cause(error)}），请关闭占用它的程序并核对权限。"
            raise UnreadableFileError(msg) from error


def _add_archive(source: Path | bytes, name: str, origin: str, found: Inputs, depth: int) -> None:
    """Add the members of an archive; ``origin`` of a member is ``archive!/path``."""
    try:
        if isinstance(source, Path):
            check_size(source.stat().st_size, name)
        entries = archive.members(source, name)
    except IngestError as error:
        found.failed.append(Failure(name, origin, str(error)))
        return
    taken = 0
    for member in sorted(entries, key=lambda entry: entry.path):
        path = PurePosixPath(member.path.replace("\\", "/"))
        place = f"{origin}!/{path}"
        if _LITTER.search(path.name) or "__MACOSX" in path.parts:
            continue
        if path.suffix.lower() == ".zip":
            taken += 1
            _add_nested(member, path.name, place, found, depth)
        elif _is_document(path.suffix):
            taken += 1
            found.files.append(Input(path.name, place, member.size, _Unpacker(member, path.name)))
        else:
            found.ignored.append(place)
    if not taken:
        found.failed.append(Failure(name, origin, f"压缩包 {name} 里没有可以收录的文件。"))


def _add_nested(member: archive.Member, name: str, origin: str, found: Inputs, depth: int) -> None:
    if depth >= archive.MAX_DEPTH:
        reason = f"{name} 是第 {depth + 1} 层压缩包，超过 {archive.MAX_DEPTH} 层的上限，请解压后再收录。"
        found.failed.append(Failure(name, origin, reason))
        return
    try:
        check_size(member.size, name)
        data = member.load()
    except IngestError as error:
        found.failed.append(Failure(name, origin, str(error)))
        return
    _add_archive(data, name, origin, found, depth + 1)


@dataclass(frozen=True, slots=True)
class _Unpacker:
    """Unpacks a member of an archive when its turn comes."""

    member: archive.Member
    name: str

    def __call__(self) -> Payload:
        check_size(self.member.size, self.name)
        return Payload(self.member.load(), self.name)


def _address(url: str, fetcher: Fetcher) -> Input:
    def load() -> Payload:
        page = fetcher.fetch(url)
        return Payload(page.data, page.name, page.charset)

    return Input(fetcher.name_of(url), url, 0, load)
