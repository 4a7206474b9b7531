"""The knowledge base: catalog, vectors, word index and originals kept as one."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from kb import prepare
from kb.catalog import Catalog, codec, corrections, writer
from kb.catalog import schema as t
from kb.catalog.engine import is_current, migrate, open_engine
from kb.catalog.infos import State
from kb.catalog.loading import holding, searchable
from kb.correcting import CorrectOutcome, Reparse, correct
from kb.corrections import Correction, Place
from kb.embedding.base import Embedder
from kb.errors import BusyError, KnowledgeBaseError, ModelError, ModelMismatchError, cause
from kb.found import Scored, collect, scored
from kb.lexical import WORDS, Lexical
from kb.model import Group, Meta, PassageKey, Source, StoredPassage
from kb.originals import Originals
from kb.prepare import Progress
from kb.protocol import Prepared, Protocol
from kb.reembed import forget_plan, reembed, reindex
from kb.settings import Settings
from kb.units import UNITS_VERSION
from kb.vectors import Vectors
from kb.verify import Verifier, VerifyReport
from kb.works import Works

_LOG = logging.getLogger(__name__)

# A reader that meets a writer in mid-step looks again: after 0.05, 0.1, 0.2 seconds the step is over.
ATTEMPTS = 4
PAUSE = 0.05


class AddOutcome(NamedTuple):
    """What adding did: ``action`` is ``added``, ``replaced`` or ``unchanged`` (then ``doc`` and the ids are those of
    the source that already holds the content).
    """

    action: str
    source_id: str
    generation: int
    passages: int
    doc: str


class RemoveOutcome(NamedTuple):
    """What was removed."""

    source_id: str
    generation: int
    doc: str


class KnowledgeBase:
    """All stores of one data folder; a context manager, usable by several threads.

    Opening creates what is missing, brings old tables up to date and finishes what a crashed writer left behind.
    Any number of processes may read while one writes; a second writer waits ``settings.lock_timeout`` seconds and
    then gets ``BusyError``.

    Raises ``KnowledgeBaseError`` where the folder is damaged or of a newer version.
    """

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        self.settings = settings
        try:
            settings.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"数据目录无法建立：{settings.home}（{cause(error)}）。请检查设置项 home。"
            raise KnowledgeBaseError(msg) from error
        self._engine = open_engine(settings.catalog_url)
        self.catalog = Catalog(self._engine)
        self.works = Works(self._engine)
        self.originals = Originals(settings.home / "originals")
        self._vectors = Vectors(settings.home / "chroma", settings.chroma_url)
        self._lexical = Lexical(settings.home / "lexical")
        self._protocol = Protocol(self.catalog, self._vectors, self._lexical, self.originals, lambda: self.embedder)
        self._given = embedder
        self._file_lock = FileLock(settings.home / "write.lock")
        self._write_lock = threading.RLock()
        self._lock = threading.RLock()
        self._token = uuid.uuid4().hex
        self._seen = -1
        self._writing_now = False
        if not is_current(self._engine):
            with self._locked():
                if not is_current(self._engine):
                    migrate(self._engine)
        if self.catalog.state().unfinished:
            self._replay_if_abandoned()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release files and connections."""
        self._vectors.close()
        self._engine.dispose()

    # -- the embedding model ---------------------------------------------------------------------------------------

    @property
    def embedder(self) -> Embedder:
        """The embedding model, created on first use.

        Raises ``ModelError`` where it is missing, ``ModelMismatchError`` where the vectors were made by another.
        """
        embedder = self._any_embedder()
        self._check_model(embedder)
        return embedder

    def _check_model(self, embedder: Embedder) -> None:
        stored = self.catalog.state().model
        if stored is not None and stored != embedder.model_id:
            msg = (
                f"知识库的向量由模型 {stored} 生成，当前设置的模型是 {embedder.model_id}。"
                "请运行 xunjian reembed 重新生成向量，或改回原来的模型。"
            )
            raise ModelMismatchError(msg)

    def _any_embedder(self) -> Embedder:
        with self._lock:
            if self._given is None:
                from kb.embedding.factory import create_embedder  # noqa: PLC0415 - loads the inference library

                self._given = create_embedder(self.settings)
            return self._given

    # -- writing ---------------------------------------------------------------------------------------------------

    def add(self, source: Source, original: bytes, *, parser: str = "", progress: Progress | None = None) -> AddOutcome:
        """Take in a parsed source with its original bytes; when this returns, it is in all stores for good.

        An origin that is known gets a new generation, unless neither its bytes nor its parse have changed.  Bytes
        that are known under another origin are not stored again: the outcome names the source that holds them.
        ``parser`` names the version of the program that read the file, ``progress`` is told the number of windows
        embedded so far and in all.

        Raises ``BusyError``, ``ModelError``, ``KnowledgeBaseError``; ValueError for a source that contradicts itself.
        """
        if hashlib.sha256(original).hexdigest() != source.sha256:
            msg = f"sha256 of {source.doc!r} does not belong to its original"
            raise ValueError(msg)
        prepare.check(source)
        fingerprint = codec.fingerprint(source)
        known = self._known(source, fingerprint)
        if known:
            return self._read_by(known, source, parser)
        # Embedding takes the time; it runs before the lock, and a crash in it leaves nothing behind.
        embedder = self.embedder
        windows = prepare.windows_of(source, embedder)
        prepared = Prepared(source, fingerprint, windows, prepare.embed(windows, embedder, progress), parser)
        with self._writing():
            known = self._known(source, fingerprint)
            if known:
                return known
            self._check_recipe(embedder)
            before = self.catalog.state().active
            source_id, generation = self._protocol.put(prepared, original, embedder)
        action = "replaced" if source_id in before else "added"
        return AddOutcome(action, source_id, generation, len(source.passages), source.doc)

    def set_metas(self, metas: Mapping[tuple[str, int], Meta]) -> None:
        """Replace what is known of documents ``(source_id, part)``, all or none; their text and passages stay."""
        with self._writing(), self._engine.begin() as connection:
            for (source_id, part), meta in metas.items():
                if writer.set_meta(connection, source_id, part, meta):
                    writer.record(connection, "meta", source_id, "", 0, detail=f"{part} {meta.validity.value}")
            writer.touch(connection)

    def correct(
        self, name: str, changes: Sequence[Correction], *, reparse: Reparse, clear: Iterable[Place] = ()
    ) -> CorrectOutcome:
        """Apply decisions of a user to a source, for good; ``clear`` takes back earlier ones.  See ``kb.correcting``.

        Raises as :meth:`add` and :meth:`remove` do.  The validity of regulations is to be judged anew afterwards.
        """
        with self._writing():
            return correct(self._protocol, self.catalog.resolve(name), changes, clear, reparse)

    def corrections(self, origin: str) -> tuple[Correction, ...]:
        """What users have decided about the file from that origin, also while it is not in the knowledge base."""
        with self._engine.connect() as connection:
            return corrections.read(connection, origin)

    def remove(self, name: str) -> RemoveOutcome:
        """Remove a source from all stores; ``name`` as for :meth:`Catalog.resolve`, with its errors."""
        with self._writing():
            info = self.catalog.resolve(name)
            generation = self._protocol.drop(info.source_id)
        return RemoveOutcome(info.source_id, generation, info.doc)

    def verify(self, *, repair: bool = True, progress: Progress | None = None) -> VerifyReport:
        """Compare the stores row by row and, with ``repair``, rebuild from the catalog what differs.

        Raises ``ModelMismatchError`` where vectors are missing and the model that made the others is not at hand.
        """
        with self._writing(replay=False):
            state = self.catalog.state()
            verifier = Verifier(self._protocol, repair=repair)
            outdated = state.units not in {None, UNITS_VERSION}
            if repair:
                verifier.discard_unreadable()
                if outdated:
                    reindex(self._protocol, self._any_embedder(), progress)
                self._protocol.replay()
                forget_plan(self._protocol)
            return verifier.run(unfinished=state.unfinished, reindexed=outdated)

    def reembed(self, progress: Progress | None = None) -> int:
        """Make all vectors anew with the model of the settings; returns their number.

        Readers go on with the old vectors meanwhile; an interrupted run continues where it stopped.
        """
        embedder = self._any_embedder()
        with self._writing(replay=False):
            done = reembed(self._protocol, embedder, progress)
            self._protocol.replay()
        return done

    def _check_recipe(self, embedder: Embedder) -> None:
        """Nothing may be added that does not fit what is there."""
        self._protocol.check_units()
        self._check_model(embedder)

    def _known(self, source: Source, fingerprint: str) -> AddOutcome | None:
        """The outcome ``unchanged``, where the content is already held."""
        with self._engine.connect() as connection:
            row = holding(connection, source.origin, source.sha256, fingerprint)
        return AddOutcome("unchanged", row.source_id, row.generation, row.passages, row.doc) if row else None

    def _read_by(self, known: AddOutcome, source: Source, parser: str) -> AddOutcome:
        """The outcome, with the version noted that has read the file anew and found the same."""
        info = self.catalog.source(known.source_id)
        if parser and info.origin == source.origin and info.parser != parser:
            with self._writing(), self._engine.begin() as connection:
                writer.set_parser(connection, known.source_id, known.generation, parser)
        return known

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._write_lock:
            try:
                self._file_lock.acquire(timeout=self.settings.lock_timeout)
            except Timeout as error:
                msg = (
                    f"另一个程序正在写入知识库 {self.settings.home}，等待 {self.settings.lock_timeout:g} 秒后仍未结束。"
                    "请稍后重试。"
                )
                raise BusyError(msg) from error
            try:
                yield
            finally:
                self._file_lock.release()

    @contextmanager
    def _writing(self, *, replay: bool = True) -> Iterator[None]:
        """The write lock with the stores as the last writer left them, unfinished changes carried through."""
        with self._locked():
            with self._engine.begin() as connection:
                foreign = writer.fact(connection, t.FACT_WRITER) != self._token
                if foreign:
                    writer.set_fact(connection, t.FACT_WRITER, self._token)
            with self._lock:
                if foreign:
                    self._vectors.reopen()
                self._writing_now = True
            try:
                if replay:
                    self._replay()
                yield
                self._lexical.reload()
                with self._lock:  # what this process has written, its own client knows
                    self._seen = self.catalog.state().revision
            finally:
                with self._lock:
                    self._writing_now = False

    def _replay(self) -> None:
        """Finish what can be finished; what needs a model that is not at hand waits for a writer that has it."""
        try:
            finished = self._protocol.replay()
        except ModelError as error:
            _LOG.warning("未完成的写入暂不能续完：%s", error)
        else:
            if finished:
                _LOG.info("已处理上次未完成的写入 %d 项。", finished)

    def _replay_if_abandoned(self) -> None:
        """Finish what a crashed writer left; a living one holds the lock and finishes itself."""
        with self._write_lock:
            try:
                self._file_lock.acquire(timeout=0)
            except Timeout:
                return
            try:
                with self._writing():
                    pass
            except KnowledgeBaseError as error:  # verify must be able to open what is damaged
                _LOG.warning("未完成的写入暂不能续完：%s", error)
            finally:
                self._file_lock.release()

    # -- reading ---------------------------------------------------------------------------------------------------

    def passages(self, keys: Iterable[PassageKey]) -> dict[PassageKey, StoredPassage]:
        """See :meth:`Catalog.passages`: passages removed in the meantime are absent."""
        return self.catalog.passages(keys)

    def dense(self, group: Group, vector: NDArray[np.float32], limit: int) -> list[Scored]:
        """The passages of a group most similar to a query vector, best first, each by its best window.

        Only active generations; cosine similarity.  Raises ``ModelMismatchError`` for a vector of another length.
        """

        def search(state: State) -> list[Scored]:
            if state.dimension is None:
                return []
            if np.size(vector) != state.dimension:
                msg = (
                    f"查询向量有 {np.size(vector)} 维，知识库的向量由 {state.model} 生成，为 {state.dimension} 维。"
                    "请运行 xunjian reembed 重新生成向量，或改回原来的模型。"
                )
                raise ModelMismatchError(msg)
            found = collect(
                state,
                limit,
                lambda count: [
                    scored(prepare.parse_vector_id(near.id), near.similarity)
                    for near in self._vectors.nearest(group, state.epoch, vector, count)
                ],
            )
            if not found and not self._vectors.holds(group, state.epoch):
                self._check_nothing_is_lost(group, "向量库", "chroma")
            return found

        return self._reading(search)

    def windows(self, group: Group, vector: NDArray[np.float32], count: int) -> list[Scored]:
        """The ``count`` windows of a group most similar to a query vector, best first, several of one passage apart.

        ``part`` 0 is the whole passage, further parts are the windows of a long one and its sentences.  Only active
        generations, so there may be fewer.
        """

        def search(state: State) -> list[Scored]:
            if state.dimension is None:
                return []
            near = self._vectors.nearest(group, state.epoch, vector, count)
            if not near and not self._vectors.holds(group, state.epoch):
                self._check_nothing_is_lost(group, "向量库", "chroma")
            found = [scored(prepare.parse_vector_id(item.id), item.similarity) for item in near]
            return [item for item in found if state.active.get(item.key.source) == item.key.generation]

        return self._reading(search)

    def lexical(
        self,
        group: Group,
        terms: Mapping[str, float],
        limit: int,
        boosts: Mapping[str, float] = WORDS,
    ) -> list[Scored]:
        """The passages of a group with any of the weighted terms (tokens of ``kb.tokens``), by BM25, best first.

        Only active generations; the score is the sum over terms and the fields of ``boosts`` (``kb.lexical.WORDS``,
        ``CHARACTERS`` or ``PAIRS``).
        """

        def search(state: State) -> list[Scored]:
            found = collect(
                state,
                limit,
                lambda count: [
                    Scored(PassageKey.parse(match.key), match.score, 0)
                    for match in self._lexical.search(group, terms, count, boosts)
                ],
            )
            if not found and not self._lexical.holds(group):
                self._check_nothing_is_lost(group, "词语索引", "lexical")
            return found

        return self._reading(search)

    def term_frequencies(self, terms: Iterable[str]) -> tuple[int, dict[str, int]]:
        """How many passages are indexed, and in how many of them each term (token of ``kb.tokens``) occurs."""
        self._fresh()
        return self._lexical.frequencies(terms)

    def _check_nothing_is_lost(self, group: Group, index: str, folder: str) -> None:
        """An index without anything of a group is right only where the catalog has nothing of it either: without it
        a question would be answered as if there were no evidence.
        """
        with self._engine.connect() as connection:
            lost = searchable(connection, group)
        if lost:
            msg = (
                f"{index}缺失：资料都在，但 {self.settings.home / folder} 中没有它们的索引，无法检索。"
                "请运行 xunjian verify 重建索引，资料不会丢失。"
            )
            raise KnowledgeBaseError(msg)

    def _reading(self, search: Callable[[State], list[Scored]]) -> list[Scored]:
        """Search in the stores as they are now; a failure in the middle of another process's write is tried again."""
        for attempt in range(ATTEMPTS):
            try:
                return search(self._fresh())
            except ModelMismatchError:
                raise
            except KnowledgeBaseError:
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE * 2**attempt)
                with self._lock:
                    self._seen = -1
        raise AssertionError

    def _fresh(self) -> State:
        """The present state; what is held in memory is dropped when another process has changed it."""
        with self._lock:
            state = self.catalog.state()
            if state.revision != self._seen:
                # While this process writes, its own client is the one that knows.
                if not self._writing_now:
                    self._vectors.reopen()
                self._lexical.reload()
                self._seen = state.revision
            return state
