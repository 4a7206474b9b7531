"""Progress on the terminal; silent when standard error is not one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kb.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from ingest.pipeline import Progress as IngestProgress


@contextmanager
def _display(text: str) -> Iterator[Progress]:
    """A progress display on standard error with a bar, the share done and the time left."""
    from rich.console import Console  # noqa: PLC0415 - not needed for plain answers
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        progress.add_task(text, total=1.0, note="")
        yield progress


@contextmanager
def bar(text: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told ``(done, total)``."""
    with _display(text) as display:
        task = display.task_ids[0]

        def advance(done: int, total: int) -> None:
            display.update(task, completed=done, total=max(total, 1))

        yield advance


def build_model(settings: Settings, *, thorough: bool = False) -> Path:
    """Build the embedding model, or find it built, showing the stages; ``thorough`` checks every byte of it."""
    from kb.embedding.build import ensure_model  # noqa: PLC0415

    with _display("准备向量模型") as display:
        task = display.task_ids[0]

        def advance(stage: str, fraction: float) -> None:
            display.update(task, description=stage, completed=fraction)

        return ensure_model(settings, advance, thorough=thorough)


@contextmanager
def model_progress(settings: Settings) -> Iterator[None]:
    """Builds the bundled model first when this machine has none yet."""
    if settings.embedding == "onnx" and not (settings.onnx_dir / "manifest.json").is_file():
        build_model(settings)
    yield


def prepare_phrases(settings: Settings) -> None:
    """Make the vectors of the lexicon's phrases where this machine has none yet, showing how far it is."""
    from retrieval.bridge import Bridges  # noqa: PLC0415 - imports numpy
    from retrieval.nearness import kept, of_bridges  # noqa: PLC0415 - imports numpy

    if kept(settings):
        return
    from kb.embedding.factory import create_embedder  # noqa: PLC0415 - loads the model
    from kb.lexicon import load_lexicon  # noqa: PLC0415

    with bar("准备词典（只在首次使用时，约两分钟）") as advance:
        of_bridges(Bridges(load_lexicon(settings)), settings).prepare(create_embedder(settings), advance)


@contextmanager
def ingest_progress() -> Iterator[Callable[[IngestProgress], None]]:
    """A bar over files with passages, rate and time left."""
    with _display("收录资料") as display:
        task = display.task_ids[0]

        def advance(state: IngestProgress) -> None:
            note = f"{state.done}/{state.total} 个文件，{state.passages} 条段落，每秒 {state.rate:.0f} 条 {state.name}"
            display.update(task, completed=state.done, total=max(state.total, 1), note=note)

        yield advance
