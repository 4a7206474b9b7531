"""A batch that runs on while its user looks elsewhere: what one began must not stop halfway with a change of page."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.pipeline import IngestSummary, Progress
from kb.errors import XunjianError

_LOG = logging.getLogger(__name__)

Work = Callable[[Callable[[Progress], None]], IngestSummary]
"""Takes a batch in, telling its progress."""


class Snapshot(NamedTuple):
    """How a batch stands.  ``progress`` is None before its first file; when it is over, either ``summary`` is there or
    ``error`` says in plain Chinese why no file could be stored.
    """

    files: tuple[str, ...]
    progress: Progress | None = None
    summary: IngestSummary | None = None
    error: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing will change any more."""
        return self.summary is not None or bool(self.error)


class Job:
    """A batch in a thread of its own, begun at once.

    The thread dies with the process; the write protocol of the knowledge base finishes or undoes the file it was at.
    """

    def __init__(self, files: Sequence[str], work: Work) -> None:
        self.id = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._now = Snapshot(tuple(files))
        self._work = work
        self._thread = threading.Thread(target=self._run, name=f"intake-{self.id[:8]}", daemon=True)
        self._thread.start()

    def snapshot(self) -> Snapshot:
        """How the batch stands now."""
        with self._lock:
            return self._now

    def wait(self, seconds: float) -> Snapshot:
        """How it stands when it is over, or after so many seconds."""
        self._thread.join(seconds)
        return self.snapshot()

    def _run(self) -> None:
        try:
            self._set(summary=self._work(lambda progress: self._set(progress=progress)))
        except XunjianError as error:
            self._set(error=str(error))
        except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to; it goes to the log
            _LOG.exception("intake failed")
            self._set(
                error=f"收录时发生意外错误（{type(error).__name__}），已收录的文件不受影响。请重试；若仍然出现，请联系维护人员。"
            )

    def _set(self, **changes: object) -> None:
        with self._lock:
            self._now = self._now._replace(**changes)  # type: ignore[arg-type]  # fields of the snapshot
