"""Vectors in Chroma: one collection per search group, cosine similarity.

Chroma keeps its index in memory and is not made for several processes on one folder (measured: a second writer loses
vectors silently, a reader goes on with its old index).  So the ``KnowledgeBase`` lets one process write at a time and
calls :meth:`Vectors.reopen` whenever another process has written.

Collections are named by group and *epoch*: re-embedding fills those of the next epoch beside those in use.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.errors import KnowledgeBaseError
from kb.model import Group

# Chroma refuses more than 5,461 rows a call; 4,000 384-dimensional vectors are 6 MB.
BATCH = 4000
# float32 sent and read back must agree; a server may pass vectors through JSON.
TOLERANCE = 1e-4

# Clients are created through a cache of the library that is global to the process.
_CREATING = threading.Lock()


class Near(NamedTuple):
    """A vector found: its id and cosine similarity to the query."""

    id: str
    similarity: float


def _name(group: Group, epoch: int) -> str:
    return f"{group.value}-{epoch}"


class Vectors:
    """The vector store.  Every failure of the library is raised as ``KnowledgeBaseError``.  Thread-safe."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._folder = folder
        self._url = url
        self._opened: Any = None
        self._collections: dict[str, Any] = {}
        self._lock = threading.RLock()

    # -- opening ---------------------------------------------------------------------------------------------------

    def reopen(self) -> None:
        """Forget everything held in memory; the next call reads the folder anew (20 ms and the index)."""
        with self._lock:
            if not self._url:
                self._opened = None
            self._collections = {}

    close = reopen

    def _client(self) -> Any:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> Any:
        import chromadb  # noqa: PLC0415 - 1.2 s, needless for commands that do not search by meaning
        from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415 - likewise
        from chromadb.config import Settings  # noqa: PLC0415 - likewise

        settings = Settings(anonymized_telemetry=False)
        if self._url:
            address = self._url if "://" in self._url else f"http://{self._url}"
            return chromadb.HttpClient(host=address, settings=settings)
        self._folder.mkdir(parents=True, exist_ok=True)
        with _CREATING:
            # The cache would hand out a client that still holds the old index.
            SharedSystemClient.clear_system_cache()
            client = chromadb.PersistentClient(str(self._folder), settings=settings)
            SharedSystemClient.clear_system_cache()
        return client

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except KnowledgeBaseError:
            raise
        except Exception as error:  # the library raises its own, ValueError, OSError and those of its Rust core
            where = self._url or self._folder
            msg = f"向量库出错：{where}（{error}）。请运行 xunjian verify 检查并修复。"
            raise KnowledgeBaseError(msg) from error

    def _collection(self, group: Group, epoch: int, *, create: bool = False) -> Any:
        """The collection, or None where there is none yet."""
        from chromadb.errors import NotFoundError  # noqa: PLC0415 - see _open

        name = _name(group, epoch)
        with self._lock:
            if name not in self._collections:
                client = self._client()
                try:
                    # Without the explicit None the library would fetch a model of its own.
                    found = client.get_collection(name, embedding_function=None)
                except NotFoundError:
                    if not create:
                        return None
                    found = client.create_collection(
                        name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                    )
                self._collections[name] = found
            return self._collections[name]

    # -- writing ---------------------------------------------------------------------------------------------------

    def put(self, group: Group, epoch: int, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store vectors (replacing those with the same ids) and read them back.

        Raises ``KnowledgeBaseError`` where, after a second try, what is read differs from what was sent.
        """
        with self._guarded():
            collection = self._collection(group, epoch, create=True)
            for start in range(0, len(ids), BATCH):
                batch, rows = list(ids[start : start + BATCH]), vectors[start : start + BATCH]
                for _ in range(2):
                    collection.upsert(ids=batch, embeddings=rows)
                    if self._same(collection, batch, rows):
                        break
                else:
                    msg = f"向量写入后读回不一致：{batch[0]} 等 {len(batch)} 条。请检查磁盘后运行 xunjian verify。"
                    raise KnowledgeBaseError(msg)

    @staticmethod
    def _same(collection: Any, ids: list[str], vectors: NDArray[np.float32]) -> bool:
        stored = _read(collection, ids)
        return len(stored) == len(ids) and all(
            np.allclose(stored[key], row, atol=TOLERANCE) for key, row in zip(ids, vectors, strict=True)
        )

    def delete(self, group: Group, epoch: int, ids: Sequence[str]) -> None:
        """Delete vectors; ids that are not there are passed over."""
        with self._guarded():
            collection = self._collection(group, epoch)
            if collection is None:
                return
            for start in range(0, len(ids), BATCH):
                present = collection.get(ids=list(ids[start : start + BATCH]), include=[])["ids"]
                if present:
                    collection.delete(ids=present)

    def drop_epochs(self, *keep: int) -> list[str]:
        """Delete the collections of all epochs but those; returns their names."""
        with self._guarded():
            kept = {_name(group, epoch) for group in Group for epoch in keep}
            ours = {group.value for group in Group}
            names = [collection.name for collection in self._client().list_collections()]
            dropped = [name for name in names if name not in kept and name.rpartition("-")[0] in ours]
            for name in dropped:
                self._client().delete_collection(name)
                self._collections.pop(name, None)
            return dropped

    def wipe(self) -> bool:
        """Delete the whole folder, also an unreadable one; False, with nothing done, where a server has the vectors."""
        if self._url:
            return False
        self.reopen()
        shutil.rmtree(self._folder, ignore_errors=True)
        return True

    # -- reading ---------------------------------------------------------------------------------------------------

    def nearest(self, group: Group, epoch: int, vector: NDArray[np.float32], limit: int) -> list[Near]:
        """The vectors most similar to the query, best first; fewer than ``limit`` only where there are fewer."""
        with self._guarded():
            collection = self._collection(group, epoch)
            if collection is None or limit < 1:
                return []
            query = np.asarray(vector, dtype=np.float32).reshape(1, -1)
            found = collection.query(query_embeddings=query, n_results=limit, include=["distances"])
            ids, distances = found["ids"][0], found["distances"][0]
            return [Near(key, 1.0 - float(distance)) for key, distance in zip(ids, distances, strict=True)]

    def holds(self, group: Group, epoch: int) -> bool:
        """Whether there is a collection for the group at all."""
        with self._guarded():
            return self._collection(group, epoch) is not None

    def ids(self, group: Group, epoch: int) -> set[str]:
        """All ids stored, also of vectors that are lost."""
        with self._guarded():
            collection = self._collection(group, epoch)
            return set() if collection is None else set(collection.get(include=[])["ids"])

    def missing(self, group: Group, epoch: int, ids: Sequence[str]) -> list[str]:
        """Those of the ids that have no vector: absent, or listed but lost from the index."""
        with self._guarded():
            collection = self._collection(group, epoch)
            if collection is None:
                return list(ids)
            return [
                key
                for start in range(0, len(ids), BATCH)
                for key in _without_vector(collection, list(ids[start : start + BATCH]))
            ]

    def stored(self, group: Group, epoch: int, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors with those ids; ids without a readable vector are absent."""
        lost = set(self.missing(group, epoch, ids))
        present = [key for key in ids if key not in lost]
        with self._guarded():
            collection = self._collection(group, epoch)
            found: dict[str, NDArray[np.float32]] = {}
            for start in range(0, len(present), BATCH):
                found |= _read(collection, present[start : start + BATCH])
            return found


def _read(collection: Any, ids: list[str]) -> dict[str, Any]:
    """Vectors by id; the library raises where one of them is lost."""
    found = collection.get(ids=ids, include=["embeddings"])
    return dict(zip(found["ids"], found["embeddings"], strict=True))


def _without_vector(collection: Any, ids: list[str]) -> list[str]:
    """Ids without a readable vector.  One lost vector fails a whole read, so the batch is halved down to it."""
    from chromadb.errors import ChromaError  # noqa: PLC0415 - see Vectors._open

    try:
        stored = _read(collection, ids)
    except ChromaError:
        if len(ids) == 1:
            return ids
        middle = len(ids) // 2
        return _without_vector(collection, ids[:middle]) + _without_vector(collection, ids[middle:])
    return [key for key in ids if key not in stored or not np.isfinite(stored[key]).all()]
