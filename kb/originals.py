"""Original files, kept byte for byte under their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kb.errors import KnowledgeBaseError, cause

_NAME = re.compile(r"[0-9a-f]{64}")


class Originals:
    """A folder of files named by their content; writing the same file twice is harmless."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file with that hash lies, or would lie."""
        return self._folder / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep a file and return its hash.  When this returns, the file survives a power cut."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if self.intact(sha256):
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix="new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a file; raises ``KnowledgeBaseError`` where it is gone or changed."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            msg = f"原件 {sha256[:12]} 无法读取（{cause(error)}）。请重新收录该文件。"
            raise KnowledgeBaseError(msg) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            msg = f"原件 {sha256[:12]} 的内容已被改动：{self.path(sha256)}。请重新收录该文件。"
            raise KnowledgeBaseError(msg)
        return data

    def intact(self, sha256: str) -> bool:
        """Whether the file is there with exactly that content."""
        try:
            self.read(sha256)
        except KnowledgeBaseError:
            return False
        return True

    def remove(self, sha256: str) -> None:
        """Delete a file, if it is there."""
        self.path(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """The names of all files kept."""
        for path in self._folder.glob("??/*"):
            if _NAME.fullmatch(path.name):
                yield path.name
