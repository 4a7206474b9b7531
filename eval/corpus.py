"""The knowledge base that is evaluated: the corpus, ingested by the product itself, kept between runs."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from eval.gold import Corpus
from eval.vectors import CachedEmbedder
from ingest.inputs import Payload
from ingest.pipeline import Progress, build_source, ingest_paths
from kb.embedding.build import ensure_model
from kb.embedding.factory import create_embedder
from kb.errors import IngestError, NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.model import Source
from kb.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

#: Beside the checkout, where the machines that build this project have it.
DEFAULT_CORPUS = ROOT.parent / "shared" / "corpus"

#: Ignored by git.
OUT = ROOT / "out" / "eval"
DEFAULT_HOME = OUT / "home"

#: Floors whose code decides what is stored; a change there makes a kept knowledge base stale.
_FLOORS = ("kb", "ingest")

#: The lexicon is read when a question is asked and changes nothing stored; it is edited often while tuning.
_READ_LATER = "lexicon"


#: Touched when a kept knowledge base is used.
_USED = "used"

#: Kept knowledge bases: with and without noise, before and after a change.  Those used within the last day stay in
#: any case, another run may be reading them.
_KEPT = 4
_IN_USE_SECONDS = 86_400


class Prepared(NamedTuple):
    """An open knowledge base with the gold side of its corpus; ``failed`` names files that could not be taken in."""

    kb: KnowledgeBase
    corpus: Corpus
    embedder: CachedEmbedder
    failed: tuple[str, ...]


@contextmanager
def prepared(
    corpus: Path, home: Path, settings: Settings, *, noise: Path | None = None, report: Callable[[str], None]
) -> Iterator[Prepared]:
    """The ingested corpus (and ``noise`` beside it), reused from ``home`` while files, code and model are unchanged.

    Raises ``NotFoundError`` when a folder is missing and ``IngestError`` when a file of the corpus cannot be read.
    """
    folders = [corpus, *([noise] if noise else [])]
    for folder in folders:
        if not folder.is_dir():
            msg = f"评测语料目录不存在：{folder}。请用 --corpus 或 --noise 指定。"
            raise NotFoundError(msg)
    if settings.embedding == "onnx":
        ensure_model(settings)
    embedder = CachedEmbedder(lambda: create_embedder(settings), home / "vectors.sqlite3")
    try:
        folder = home / f"kb-{fingerprint(folders, embedder.model_id)}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _USED).touch()
        _clear(home)
        own = settings.model_copy(
            update={
                "home": folder,
                "model_dir": settings.onnx_dir,
                "library_on_first_start": False,
                "database_url": "",
                "chroma_url": "",
            }
        )
        with KnowledgeBase(own, embedder) as kb:
            # A second run on the same folder waits and finds everything there.
            with FileLock(folder / "build.lock"):
                summary = ingest_paths(kb, folders, progress=_progress(report))
            failed = tuple(f"{failure.doc}：{failure.reason}" for failure in summary.failed)
            sources = {info.doc: info for info in kb.catalog.sources()}
            wanted = [path.name for path in files(corpus)]
            lost = [name for name in wanted if name not in sources]
            if lost:
                msg = f"语料中有文件未能收录：{'、'.join(lost)}。{'；'.join(failed)}"
                raise IngestError(msg)
            loaded = Corpus(kb.catalog.load(sources[name].source_id) for name in wanted)
            yield Prepared(kb, loaded, embedder, failed)
    finally:
        embedder.close()


def _clear(home: Path) -> None:
    """Remove kept knowledge bases that have not been used for long."""
    stale = sorted(home.glob(f"kb-*/{_USED}"), key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]
    for marker in stale:
        if time.time() - marker.stat().st_mtime > _IN_USE_SECONDS:
            shutil.rmtree(marker.parent)


def parsed(corpus: Path) -> Corpus:
    """The corpus read and parsed without being stored: all that checking the gold needs."""
    return Corpus(_source(path) for path in files(corpus))


def _source(path: Path) -> Source:
    return build_source(Payload(path.read_bytes(), path.name), str(path))


def files(folder: Path) -> list[Path]:
    """The documents of a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def fingerprint(folders: Iterable[Path], model_id: str) -> str:
    """Twelve hex digits over the documents, the code that stores them and the model."""
    digest = hashlib.sha256(model_id.encode())
    code = [
        path
        for floor in _FLOORS
        for path in (ROOT / floor).rglob("*")
        if path.suffix in (".py", ".yaml") and not path.stem.startswith(_READ_LATER)
    ]
    for path in [*sorted(code), *(path for folder in folders for path in files(folder))]:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _progress(report: Callable[[str], None]) -> Callable[[Progress], None]:
    """Every twentieth file is named: thousands of statutes must not fill the screen."""

    def tell(progress: Progress) -> None:
        if progress.name and progress.done % 20 == 0:
            report(f"收录 {progress.done}/{progress.total} {progress.name}")

    return tell
