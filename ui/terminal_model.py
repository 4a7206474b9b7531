"""Rewriting on the command line: whether a model is asked, how long it is waited for, what is printed of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from assistant.llm.endpoint import configured
from kb.settings import Settings

if TYPE_CHECKING:
    from assistant.desk import Desk, Reply
    from assistant.llm.probe import Probe
    from assistant.llm.rewrite import Rewritten


def wanted(model: bool | None, settings: Settings, *, for_people: bool) -> bool:  # noqa: FBT001 - a flag as given
    """Whether to ask the model: as the user says; unsaid, when it is configured and people read the output.  Programs
    that read JSON get a model's words only when they ask for them.
    """
    return for_people and configured(settings) if model is None else model


def rewrite_parts(desk: Desk, parts: Sequence[Reply]) -> list[Rewritten]:
    """A rewriting of each reply; once the model failed it is not waited for again.  Ctrl+C skips the waiting."""
    from assistant.llm.rewrite import Rewritten  # noqa: PLC0415 - only where a model is asked

    settings = desk.kb.settings
    if sys.stderr.isatty():
        typer.echo(
            f"正在请大模型 {settings.llm_model} 改写，最多 {settings.llm_timeout:g} 秒，按 Ctrl+C 跳过……", err=True
        )
    rewritten: list[Rewritten] = []
    for part in parts:
        if rewritten and rewritten[-1].failed:
            rewritten.append(rewritten[-1])
            continue
        try:
            rewritten.append(desk.rewrite(part))
        except KeyboardInterrupt:
            rewritten.append(Rewritten(notice="已跳过大模型改写。", failed=True))
    return rewritten


def rewritten_lines(rewritten: Rewritten) -> Iterator[str]:
    """The verified text under a heading that says what it is, then the notice."""
    if rewritten.shown:
        yield f"【大模型改写】（{rewritten.verified}句均已与原文核对；以下方原文为准）"
        yield rewritten.text
    if rewritten.notice:
        yield f"注意：{rewritten.notice}"
    if rewritten.shown or rewritten.notice:
        yield ""


def probe_lines(probe: Probe) -> Iterator[str]:
    """The outcome of a test of the settings."""
    yield probe.message
    if probe.models:
        yield f"该服务提供的模型：{'、'.join(probe.models)}"
