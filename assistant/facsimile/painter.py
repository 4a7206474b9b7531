"""Runs the program that paints pages, and speaks with it."""

from __future__ import annotations

import atexit
import base64
import json
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kb.errors import UnreadableFileError

#: Seconds a page may take.  Pages of print take 0.1 to 0.3, large scans a second or two; what takes longer is a map or
#: an attack.
_LIMIT = 20.0

_PROGRAM = Path(__file__).with_name("draw.py")

_WHY = {
    "missing": "原件已经不在资料库里。请到“资料”页核对，或重新收录这份文件；“文字”仍然可以查看。",
    "locked": "原件是加密的 PDF，没有密码打不开。“文字”仍然可以查看。",
    "broken": "原件不是完整的 PDF，这一页画不出来。“文字”仍然可以查看。",
    "absent": "原件没有这一页。",
    "slow": f"这一页过于复杂，{_LIMIT:.0f} 秒内没有画出来。“文字”仍然可以查看。",
}


class Box(NamedTuple):
    """Where something stands on a page, in parts of 10,000 of its width and height."""

    left: int
    top: int
    right: int
    bottom: int


class Painted(NamedTuple):
    """A page: its picture (a JPEG of ``width`` by ``height`` pixels), the characters printed on it in the order of the
    file, without blanks, and the box of each.  ``pages`` is how many the file has.
    """

    pages: int
    width: int
    height: int
    jpeg: bytes
    text: str
    boxes: tuple[Box, ...]


class Painter:
    """One painting program, started with the first page; used by one thread at a time, the others wait."""

    def __init__(self, limit: float = _LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._running: subprocess.Popen[str] | None = None

    def paint(self, path: Path, page: int) -> Painted:
        """Page ``page`` (from 1) of the PDF at ``path``.

        Raises ``UnreadableFileError`` where the file is missing, locked or damaged, lacks the page, or takes too long.
        """
        with self._lock:
            answer = self._ask({"path": str(path), "page": page})
        if why := answer.get("error"):
            raise UnreadableFileError(_WHY[why])
        return Painted(
            answer["pages"],
            answer["width"],
            answer["height"],
            base64.b64decode(answer["image"]),
            answer["text"],
            tuple(Box(*box) for box in answer["boxes"]),
        )

    def start(self) -> None:
        """Start the program ahead of the first page; returns at once."""
        if self._lock.acquire(blocking=False):
            try:
                self._program()
            finally:
                self._lock.release()

    def stop(self) -> None:
        """End the program; the next page starts another."""
        running, self._running = self._running, None
        if running:
            running.kill()
            with suppress(OSError):  # what was written to a program that had died cannot be delivered any more
                running.communicate()

    def _ask(self, wanted: dict[str, Any]) -> dict[str, Any]:
        program = self._program()
        assert program.stdin is not None
        assert program.stdout is not None
        slow = threading.Event()

        def give_up() -> None:
            slow.set()
            program.kill()

        watch = threading.Timer(self._limit, give_up)
        watch.start()
        try:
            program.stdin.write(json.dumps(wanted) + "\n")
            program.stdin.flush()
            line = program.stdout.readline()
        except OSError:
            line = ""
        finally:
            watch.cancel()
        if not line.endswith("\n"):  # killed, or brought down by the file
            self.stop()
            return {"error": "slow" if slow.is_set() else "broken"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _program(self) -> subprocess.Popen[str]:
        if self._running is not None and self._running.poll() is not None:
            self.stop()
        if self._running is None:
            self._running = subprocess.Popen(  # noqa: S603 - our own program under our own interpreter
                [sys.executable, str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                # No window flashes up on Windows; other systems know no such flag.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._running


@cache
def painter() -> Painter:
    """The painter that all sessions share; it ends with the server."""
    shared = Painter()
    atexit.register(shared.stop)
    return shared
