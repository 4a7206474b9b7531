"""The way of a file into the knowledge base: read, clean, parse, store; file by file, with an account at the end."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.cleaning import clean
from ingest.fetch import Fetcher
from ingest.inputs import Failure, Input, Payload, expand
from ingest.readers import read
from ingest.revision import outdated, parser_revision
from kb.errors import BusyError, IngestError, KnowledgeBaseError, ModelError, XunjianError
from kb.model import Source

if TYPE_CHECKING:
    from kb.catalog import SourceInfo
    from kb.corrections import Correction
    from kb.knowledge_base import KnowledgeBase
    from kb.settings import Settings

__all__ = [
    "Failure",
    "IngestSummary",
    "Ingested",
    "Progress",
    "Remark",
    "build_source",
    "ingest_inputs",
    "ingest_paths",
    "reingest",
    "reread_outdated",
]


class Progress(NamedTuple):
    """How far a batch has come.

    ``done`` of ``total`` files are finished, ``name`` is the one in work (empty at the end), ``passages`` were stored
    so far at ``rate`` passages a second; ``seconds_left`` is None until there is something to judge by.
    """

    done: int
    total: int
    name: str
    passages: int
    rate: float
    seconds_left: float | None


class Ingested(NamedTuple):
    """One file that is in the knowledge base now, with the number of its documents and passages."""

    doc: str
    origin: str
    source_id: str
    documents: int
    passages: int


class Remark(NamedTuple):
    """Something the user should know about a file that was taken in."""

    doc: str
    text: str


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What became of each input; every input stands in exactly one of ``added`` … ``failed``.

    ``ignored`` are paths met in folders and archives that are no documents; ``seconds`` is the time of the batch.
    """

    added: tuple[Ingested, ...] = ()
    replaced: tuple[Ingested, ...] = ()
    unchanged: tuple[Ingested, ...] = ()
    failed: tuple[Failure, ...] = ()
    warnings: tuple[Remark, ...] = ()
    ignored: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def passages(self) -> int:
        """Passages written by this batch."""
        return sum(item.passages for item in (*self.added, *self.replaced))


def ingest_paths(
    kb: KnowledgeBase,
    paths: Sequence[str | Path],
    *,
    progress: Callable[[Progress], None] | None = None,
    allowed_hosts: Iterable[str] = (),
    force: bool = False,
) -> IngestSummary:
    """Take in files, folders, patterns, zip archives and web addresses.

    A file whose bytes are in the knowledge base already is not read again; ``force`` reads it nevertheless, after an
    upgrade, also where it came from another place then: what is held is replaced.  A file that cannot be taken in is
    reported and the batch goes on.  Raises ``BusyError``, ``KnowledgeBaseError`` and ``ModelError`` where no file
    could be stored at all.
    """
    found = expand(paths, Fetcher(allowed_hosts))
    batch = _Batch(
        kb,
        len(found.files),
        sum(item.size for item in found.files),
        progress,
        force=force,
    )
    batch.failed += found.failed
    batch.run(found.files)
    batch.settle()
    return batch.summary(tuple(found.ignored))


def ingest_inputs(
    kb: KnowledgeBase,
    inputs: Sequence[Input],
    *,
    progress: Callable[[Progress], None] | None = None,
    force: bool = False,
) -> IngestSummary:
    """Take in inputs whose bytes are at hand (uploads, bundled documents); otherwise like :func:`ingest_paths`."""
    batch = _Batch(kb, len(inputs), sum(item.size for item in inputs), progress, force=force)
    batch.run(inputs)
    batch.settle()
    return batch.summary(())


def reingest(kb: KnowledgeBase, source_id: str, *, progress: Callable[[Progress], None] | None = None) -> IngestSummary:
    """Read a source anew from the original that is kept: after an upgrade, or when the user's problem types changed.

    Corrections of the user hold.  Raises ``NotFoundError`` for an unknown source, ``KnowledgeBaseError`` where its
    original is gone, else as :func:`ingest_inputs`.
    """
    return ingest_inputs(kb, [_kept(kb, kb.catalog.source(source_id))], progress=progress, force=True)


def reread_outdated(kb: KnowledgeBase, *, progress: Callable[[Progress], None] | None = None) -> IngestSummary:
    """Read anew, from the originals that are kept, what an older version of this program has read.

    Sources whose original is gone are passed over (``KnowledgeBase.verify`` names them); else as :func:`reingest`.
    """
    items = [_kept(kb, info) for info in outdated(kb) if kb.originals.intact(info.sha256)]
    return ingest_inputs(kb, items, progress=progress, force=True)


def _kept(kb: KnowledgeBase, info: SourceInfo) -> Input:
    data = kb.originals.read(info.sha256)
    return Input(info.doc, info.origin, len(data), lambda: Payload(data, info.doc))


def build_source(
    payload: Payload, origin: str, settings: Settings | None = None, corrections: Sequence[Correction] = ()
) -> Source:
    """Read, clean and parse one file without storing it; raises ``IngestError``.

    ``settings`` say whether officials' names are masked and where the user's own problem types are; ``corrections``
    are what the user has decided about earlier versions of the file.
    """
    raw = read(payload.data, payload.name, declared_charset=payload.charset)
    text = clean(raw, mask_officials=settings.mask_officials if settings else False)
    # This reads rule files that a batch without changes does not need.
    from ingest.corrections import understood  # noqa: PLC0415

    source = Source(
        doc=payload.name,
        origin=origin,
        sha256=hashlib.sha256(payload.data).hexdigest(),
        text=text.text,
        documents=(),
        pages=text.pages,
        cleaning=text.edits,
        personal=text.personal,
        warnings=(*raw.notes, *text.warnings),
    )
    return understood(source, corrections, settings)


class _Batch:
    """The running account of one batch."""

    def __init__(
        self,
        kb: KnowledgeBase,
        total: int,
        size: int,
        progress: Callable[[Progress], None] | None,
        *,
        force: bool,
    ) -> None:
        self._kb = kb
        self._total, self._size = total, size
        self._progress = progress
        sources = kb.catalog.sources()
        self._force = force
        self._known = {info.sha256: info for info in sources}
        self._origins = {info.origin for info in sources}
        self._started = time.monotonic()
        self._done = self._done_size = self._passages = 0
        self._worked_size = 0
        self._worked = 0.0
        self.lists: dict[str, list[Ingested]] = {"added": [], "replaced": [], "unchanged": []}
        self.failed: list[Failure] = []
        self.warnings: list[Remark] = []

    def run(self, inputs: Iterable[Input]) -> None:
        """Take in one after the other."""
        for item in inputs:
            self._tell(item.doc)
            try:
                self._take(item)
            except (BusyError, ModelError, KnowledgeBaseError):
                raise  # concerns every file of the batch
            except IngestError as error:
                self.failed.append(Failure(item.doc, item.origin, str(error)))
            except XunjianError as error:
                self.failed.append(Failure(item.doc, item.origin, str(error)))
            except Exception as error:  # noqa: BLE001 - one bad file never stops the batch; the reason is reported
                reason = (
                    f"处理 {item.doc} 时发生内部错误（{type(error).__name__}: {error}），"
                    "请把文件和本提示反馈给维护人员。"
                )
                self.failed.append(Failure(item.doc, item.origin, reason))
            self._done += 1
            self._done_size += item.size
        self._tell("")

    def settle(self) -> None:
        """Judge the validity of all regulations anew where the batch has changed the library."""
        if self.lists["added"] or self.lists["replaced"]:
            from ingest.validity import relink  # noqa: PLC0415 - only where something has changed

            relink(self._kb)

    def _take(self, item: Input) -> None:
        started = time.monotonic()
        payload = item.load()
        known = self._known.get(hashlib.sha256(payload.data).hexdigest())
        if known is not None and not self._force:
            passages = sum(document.passages for document in known.documents)
            entry = Ingested(item.doc, item.origin, known.source_id, len(known.documents), passages)
            self.lists["unchanged"].append(entry)
            if known.origin != item.origin and known.doc != item.doc:
                self.warnings.append(Remark(item.doc, f"内容与已收录的 {known.doc} 完全相同，没有重复收录。"))
            return
        origin = item.origin
        if known is not None and origin not in self._origins:  # held from another place: that source is read anew
            origin, payload = known.origin, payload._replace(name=known.doc)
        source = build_source(payload, origin, self._kb.settings, self._kb.corrections(origin))
        inside = self._inside(item, started)
        outcome = self._kb.add(source, payload.data, parser=parser_revision(), progress=inside)
        entry = Ingested(source.doc, origin, outcome.source_id, len(source.documents), outcome.passages)
        self.lists[str(outcome.action)].append(entry)
        remarks = (*source.warnings, *(text for document in source.documents for text in document.warnings))
        self.warnings += [Remark(source.doc, text) for text in dict.fromkeys(remarks)]
        self._passages += outcome.passages
        self._worked += time.monotonic() - started
        self._worked_size += item.size

    def _inside(self, item: Input, started: float) -> Callable[[int, int], None]:
        """Progress within one file, by the windows embedded."""

        def report(done: int, total: int) -> None:
            share = done / max(1, total)
            size, seconds = self._worked_size + share * item.size, self._worked + time.monotonic() - started
            left = (self._size - self._done_size - share * item.size) * seconds / size if size else None
            self._tell(item.doc, left, extra=done)

        return report

    def _tell(self, name: str, left: float | None = None, extra: int = 0) -> None:
        """Report; the time left is judged by the bytes of files really processed (unchanged ones cost nothing)."""
        if self._progress is None:
            return
        elapsed = max(1e-6, time.monotonic() - self._started)
        if left is None and self._worked_size:
            left = (self._size - self._done_size) * self._worked / self._worked_size
        passages = self._passages + extra
        self._progress(Progress(self._done, self._total, name, passages, passages / elapsed, left))

    def summary(self, ignored: tuple[str, ...]) -> IngestSummary:
        """The account so far."""
        return IngestSummary(
            added=tuple(self.lists["added"]),
            replaced=tuple(self.lists["replaced"]),
            unchanged=tuple(self.lists["unchanged"]),
            failed=tuple(self.failed),
            warnings=tuple(self.warnings),
            ignored=ignored,
            seconds=time.monotonic() - self._started,
        )
