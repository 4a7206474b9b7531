"""Older formats through LibreOffice: a stand-in program shows what is asked of it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import docx
import pytest

from ingest.readers import office, read
from kb.errors import UnreadableFileError, UnsupportedFormatError
from tests.ingest.readers.builders import word_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Put a program called soffice on the path."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport pathlib, shutil, sys, time\n{body}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(sys.platform == "win32", reason="scripts do not run as programs there")
def test_old_documents_are_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is asked for docx into a folder of its own, and the result is read."""
    document = docx.Document()
    document.add_paragraph("转换得到的正文")
    (tmp_path / "made.docx").write_bytes(word_bytes(document))
    install(
        tmp_path,
        monkeypatch,
        "arguments = sys.argv\nassert '--headless' in arguments\n"
        "assert arguments[arguments.index('--convert-to') + 1] == 'docx'\n"
        f"shutil.copy({str(tmp_path / 'made.docx')!r}, pathlib.Path(arguments[-1]).with_suffix('.docx'))",
    )
    raw = read(OLE, "旧.doc")
    assert raw.text == "转换得到的正文"
    assert "LibreOffice" in raw.notes[0]


@pytest.mark.skipif(sys.platform == "win32", reason="scripts do not run as programs there")
def test_failed_and_endless_conversions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversion without result and one without end are given up with a reason."""
    install(tmp_path, monkeypatch, "")
    with pytest.raises(UnreadableFileError, match="无法转换"):
        read(OLE, "旧.wps")
    install(tmp_path, monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(office, "SECONDS", 0.5)
    with pytest.raises(UnreadableFileError, match="没有转换完"):
        read(OLE, "旧.doc")


def test_without_libreoffice_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names LibreOffice and the format to save as."""
    monkeypatch.setattr(office, "soffice", lambda: None)
    with pytest.raises(UnsupportedFormatError, match="docx"):
        read(OLE, "旧.doc")
    with pytest.raises(UnsupportedFormatError, match="xlsx"):
        read(OLE, "旧.xls")


def test_password_protected_documents() -> None:
    """A newer Office file with a password is an OLE file with an encrypted package."""
    with pytest.raises(UnreadableFileError, match="密码"):
        read(OLE + "EncryptedPackage".encode("utf-16-le"), "锁.docx")
