"""Original files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import KnowledgeBaseError
from kb.originals import Originals


@given(st.binary(max_size=200))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_come_back_byte_for_byte(tmp_path: Path, data: bytes) -> None:
    """What was put is read back under its hash, also when put twice."""
    originals = Originals(tmp_path)
    assert originals.put(data) == originals.put(data) == hashlib.sha256(data).hexdigest()
    assert originals.read(originals.put(data)) == data


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    """Putting a file again repairs an altered copy."""
    originals = Originals(tmp_path)
    sha256 = originals.put(b"file")
    originals.path(sha256).write_bytes(b"other")
    assert not originals.intact(sha256)
    originals.put(b"file")
    assert originals.intact(sha256)


def test_removing(tmp_path: Path) -> None:
    """A removed file is gone; removing it again does no harm; half-written files are not listed."""
    originals = Originals(tmp_path)
    kept, gone = originals.put(b"kept"), originals.put(b"gone")
    (originals.path(kept).parent / "new-abc").write_bytes(b"half")
    originals.remove(gone)
    originals.remove(gone)
    assert list(originals.hashes()) == [kept]
    with pytest.raises(KnowledgeBaseError, match=gone[:12]):
        originals.read(gone)


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails leaves no file under the hash and no half file beside it."""
    originals = Originals(tmp_path)

    def fail(_handle: int) -> None:
        msg = "disk full"
        raise OSError(msg)

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        originals.put(b"file")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
