"""What all commands share: opening the knowledge base, printing, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.settings import Settings, load_settings

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

AsJson = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象，供程序读取。")]

NOTHING, MISUSE, SOME_FAILED, ATTENTION = 1, 2, 3, 4

#: What shells expect of a program stopped by Ctrl-C, and what Typer makes of it.
INTERRUPTED = 130


def print_json(value: Any) -> None:
    """One JSON object on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Lines of text."""
    for line in lines:
        typer.echo(line)


def open_kb(settings: Settings | None = None) -> KnowledgeBase:
    """The knowledge base, its model built when this machine has none yet."""
    from kb.knowledge_base import KnowledgeBase  # noqa: PLC0415 - heavy, not needed by --help
    from ui.progress import model_progress  # noqa: PLC0415

    settings = settings or load_settings()
    with model_progress(settings):
        return KnowledgeBase(settings)


def stocked() -> KnowledgeBase:
    """The knowledge base, with the bundled library when it is empty and the settings allow it, ready to be asked."""
    from ui.progress import prepare_phrases  # noqa: PLC0415

    settings = load_settings()
    kb = open_kb(settings)
    if not kb.catalog.state().active:
        from ingest.bundled import first_start  # noqa: PLC0415
        from ui.progress import ingest_progress  # noqa: PLC0415

        with ingest_progress() as progress:
            first_start(kb, settings, progress=progress)
    prepare_phrases(settings)
    return kb
