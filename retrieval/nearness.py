"""How near a question is, in meaning, to the everyday phrases of the lexicon.

The lexicon knows 想见他一面 for a visit in custody; who writes 进去看一眼男人 shares hardly a character with it, but
their vectors are close.  The vectors of all phrases are made once per machine and kept in a file; phrases that are new
(a user's own, a new edition) are added to it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from kb.lexicon import GAP
from kb.settings import Settings
from kb.vocabulary import CACHE_FOLDER
from retrieval.bridge import Bridges

if TYPE_CHECKING:
    from kb.embedding.base import Embedder

#: Another process that makes the same vectors needs about two minutes.
_WAIT_SECONDS = 600.0

#: A component of a unit vector as a signed byte: the error in a cosine is below .002, and the file a quarter the size.
_LEVELS = 127


#: Phrases between two reports of progress: about a second's work.
_STEP = 128


class Nearness:
    """The vectors of ``phrases``, loaded or made on first use; safe to share between threads.

    ``folders`` are where the file is looked for, and kept in the first that can be written; where none can, the vectors
    are made again by every process.
    """

    def __init__(self, phrases: Sequence[str], folders: Sequence[Path]) -> None:
        self._phrases = [phrase.replace(GAP, "") for phrase in phrases]
        self._folders = tuple(folders)
        self._lock = threading.Lock()
        self._vectors: NDArray[np.float32] | None = None

    def of(self, vector: NDArray[np.float32], embedder: Embedder) -> NDArray[np.float32]:
        """For each phrase, how many standard deviations its cosine to ``vector`` is above the mean of all phrases.

        Cosines of the embedding model lie in a band that moves with the question; only what stands out says something.
        """
        cosines = self.prepare(embedder) @ vector
        deviation = float(cosines.std()) if cosines.size else 0.0
        if deviation == 0.0:
            return np.zeros(len(cosines), np.float32)
        return np.asarray((cosines - cosines.mean()) / deviation, np.float32)

    def prepare(self, embedder: Embedder, progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """The vectors ``[phrases, dimension]``, made where they are missing; ``progress`` is told (done, total)."""
        with self._lock:
            if self._vectors is None:
                self._vectors = self._read(embedder, progress)
            return self._vectors

    def _read(self, embedder: Embedder, progress: Callable[[int, int], None] | None) -> NDArray[np.float32]:
        name = f"phrases-{hashlib.sha256(embedder.model_id.encode()).hexdigest()[:12]}.npz"
        for folder in self._folders:
            known = _load(folder / name)
            if all(phrase in known for phrase in self._phrases):
                return self._stacked(known, embedder.dimension)
        with contextlib.suppress(OSError, Timeout):
            folder = _writable(self._folders)
            with FileLock(folder / f"{name}.lock", timeout=_WAIT_SECONDS):
                # Another process may have made them meanwhile.
                made = _made(_load(folder / name), self._phrases, embedder, progress)
                _store(folder / name, made)
                return self._stacked(_load(folder / name), embedder.dimension)
        return self._stacked(_made({}, self._phrases, embedder, progress), embedder.dimension)

    def _stacked(self, known: dict[str, NDArray[np.float32]], dimension: int) -> NDArray[np.float32]:
        if not self._phrases:
            return np.zeros((0, dimension), np.float32)
        return np.stack([known[phrase] for phrase in self._phrases])


def of_bridges(bridges: Bridges, settings: Settings) -> Nearness:
    """The vectors of the phrases of a lexicon, in the order of :attr:`Bridges.phrases`."""
    return Nearness(bridges.phrases, folders(settings))


def folders(settings: Settings) -> tuple[Path, Path]:
    """Where the vectors are kept: beside the embedding model, which several data folders may share, else with the
    data.
    """
    model = settings.onnx_dir
    return model.with_name(f"{model.name}-phrases"), settings.home / CACHE_FOLDER


def kept(settings: Settings) -> bool:
    """Whether vectors of some embedding model are kept; those of new phrases are made in a moment."""
    return any(folder.is_dir() and any(folder.glob("phrases-*.npz")) for folder in folders(settings))


def _made(
    known: dict[str, NDArray[np.float32]],
    phrases: Sequence[str],
    embedder: Embedder,
    progress: Callable[[int, int], None] | None,
) -> dict[str, NDArray[np.float32]]:
    """The vectors of the phrases, those that are not known computed; others are dropped."""
    wanted = list(dict.fromkeys(phrases))
    missing = [phrase for phrase in wanted if phrase not in known]
    found = {phrase: known[phrase] for phrase in wanted if phrase in known}
    for start in range(0, len(missing), _STEP):
        part = missing[start : start + _STEP]
        found.update(zip(part, embedder.encode_queries(part), strict=True))
        if progress:
            progress(min(start + _STEP, len(missing)), len(missing))
    return found


def _load(path: Path) -> dict[str, NDArray[np.float32]]:
    """Phrase and vector; empty where the file is missing or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            vectors = stored["vectors"].astype(np.float32) * np.float32(stored["scale"])
            return dict(zip(stored["phrases"].tolist(), vectors, strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def _store(path: Path, vectors: dict[str, NDArray[np.float32]]) -> None:
    """Written beside and moved into place: a reader sees all or nothing."""
    matrix = np.stack(list(vectors.values()))
    scale = float(np.abs(matrix).max()) / _LEVELS
    handle, scratch = tempfile.mkstemp(prefix=".phrases-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                phrases=np.array(list(vectors)),
                vectors=np.rint(matrix / scale).astype(np.int8),
                scale=np.float32(scale),
            )
        Path(scratch).replace(path)
    finally:
        Path(scratch).unlink(missing_ok=True)


def _writable(places: Sequence[Path]) -> Path:
    """The first folder that can be written, made where it is missing; raises ``OSError`` where none can."""
    for folder in places:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    msg = "no writable folder"
    raise OSError(msg)
