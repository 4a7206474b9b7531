"""Archives: names as their makers saw them, and bounds that hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest import archive
from ingest.archive import members
from kb.errors import UnreadableFileError
from tests.ingest.readers.builders import zip_bytes


def raw_named(name: bytes, data: bytes = b"x") -> bytes:
    """An archive whose member name is stored as bytes without the UTF-8 flag, as Chinese Windows does."""
    placeholder = "n" * len(name)
    return zip_bytes({placeholder: data}).replace(placeholder.encode(), name)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5"])
def test_member_names_in_local_encodings(encoding: str) -> None:
    """Names in GBK, unmarked UTF-8 and Big5 are read as Chinese."""
    name = "通報/整改情況.txt" if encoding == "big5" else "通报/整改情况.txt"
    assert [member.path for member in members(raw_named(name.encode(encoding)), "a.zip")] == [name]


def test_members_unpack_to_their_bytes(tmp_path: Path) -> None:
    """From a file and from bytes alike."""
    data = zip_bytes({"甲/乙.txt": b"content", "empty/": b""})
    (tmp_path / "a.zip").write_bytes(data)
    for source in (data, tmp_path / "a.zip"):
        assert [(member.path, member.load()) for member in members(source, "a.zip")] == [("甲/乙.txt", b"content")]


def test_bombs_are_refused_before_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ratio no document reaches and too many members are read off the directory of the archive."""
    with pytest.raises(UnreadableFileError, match="炸弹"):
        members(zip_bytes({"a.txt": b"\0" * 30_000_000}), "a.zip")
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    with pytest.raises(UnreadableFileError, match="3 个文件"):
        members(zip_bytes({"1.txt": b"", "2.txt": b"", "3.txt": b""}), "a.zip")


def test_members_larger_than_they_claim_are_refused() -> None:
    """The size in the directory is a promise; a member that breaks it is not unpacked further."""
    data = bytearray(zip_bytes({"a.txt": b"y" * 5000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    (member,) = members(bytes(data), "a.zip")
    with pytest.raises(UnreadableFileError, match=r"炸弹|损坏"):
        member.load()


def test_locked_and_damaged_archives() -> None:
    """A password, a broken member and a broken archive each have a message."""
    data = bytearray(zip_bytes({"a.txt": b"y" * 5000}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (member,) = members(bytes(data), "a.zip")
    with pytest.raises(UnreadableFileError, match="密码"):
        member.load()
    whole = zip_bytes({"a.txt": bytes(range(256)) * 20})
    broken = whole.replace(whole[60:80], b"\xff" * 20, 1)
    (member,) = members(broken, "a.zip")
    with pytest.raises(UnreadableFileError, match="损坏"):
        member.load()
    with pytest.raises(UnreadableFileError, match="不是完整的 ZIP"):
        members(whole[:100], "a.zip")
    assert zipfile.is_zipfile(io.BytesIO(whole))
