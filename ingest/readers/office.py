"""Formats that only LibreOffice reads (.doc, .wps, .rtf, .odt, .xls, .et, .ods, XML of 2003): converted, then read."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ingest.readers.base import RawText
from ingest.readers.docx import read_docx
from ingest.readers.spreadsheet import read_xlsx
from kb.errors import UnreadableFileError, UnsupportedFormatError

# The first start of LibreOffice builds a profile and takes up to half a minute on office machines.
SECONDS = 120
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SUFFIX = {
    "ole": ".doc", "rtf": ".rtf", "odt": ".odt", "xls": ".xls", "ods": ".ods", "wordxml": ".xml", "excelxml": ".xml",
}  # fmt: skip
_TABLES = {"xls", "ods", "excelxml"}
# Stream names in the directory of an OLE file are UTF-16; this one marks a password on a newer Office document.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def soffice() -> str | None:
    """The LibreOffice program, from the path or its usual places; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def read_office(data: bytes, name: str, kind: str) -> RawText:
    """Convert and read; ``kind`` is a value of :func:`ingest.readers.sniff`.

    Raises ``UnreadableFileError`` for password-protected files and failed conversions, ``UnsupportedFormatError``
    where LibreOffice is missing.
    """
    if kind in {"ole", "xls"} and _ENCRYPTED in data:
        msg = f"{name} 设有打开密码，无法读取。请用密码打开后另存为不加密的文件，再收录。"
        raise UnreadableFileError(msg)
    program = soffice()
    if program is None:
        target = "xlsx" if kind in _TABLES else "docx"
        msg = (
            f"{name} 需要 LibreOffice 转换后才能读取，本机没有找到 soffice 程序。"
            f"请安装 LibreOffice，或用 Word/WPS 另存为 {target} 后再收录。"
        )
        raise UnsupportedFormatError(msg)
    target = "xlsx" if kind in _TABLES else "docx"
    converted = _convert(program, data, name, _SUFFIX[kind], target)
    raw = (read_xlsx if target == "xlsx" else read_docx)(converted, name)
    return RawText(
        raw.text, raw.pages, raw.format, ("由 LibreOffice 转换后读取，自动编号和版式以原件为准。", *raw.notes)
    )


def _convert(program: str, data: bytes, name: str, suffix: str, target: str) -> bytes:
    """Run the conversion in a folder and profile of its own, so that an open LibreOffice is not disturbed."""
    with tempfile.TemporaryDirectory(prefix="xunjian-") as folder:
        source = Path(folder, "input" + suffix)
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [
            program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", target,
            "--outdir", folder, str(source),
        ]  # fmt: skip
        own_group = sys.platform != "win32"  # so that the child it starts ends with it
        with subprocess.Popen(  # noqa: S603 - a fixed program with a path we made
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=own_group
        ) as process:
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired as error:
                _end(process, own_group=own_group)
                msg = (
                    f"LibreOffice 在 {SECONDS} 秒内没有转换完 {name}，已放弃。请用 Word/WPS 另存为 {target} 后再收录。"
                )
                raise UnreadableFileError(msg) from error
        result = source.with_suffix("." + target)
        if not result.is_file() or not result.stat().st_size:
            msg = f"LibreOffice 无法转换 {name}，文件可能已损坏或设有密码。请用 Word/WPS 另存为 {target} 后再收录。"
            raise UnreadableFileError(msg)
        return result.read_bytes()


def _end(process: subprocess.Popen[bytes], *, own_group: bool) -> None:
    if own_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
