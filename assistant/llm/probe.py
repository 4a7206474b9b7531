"""Tests the settings of the language model: is somebody there, does it know the model, does it answer."""

from __future__ import annotations

import json
import threading
import time
from typing import Any, NamedTuple

from assistant.llm import faults
from assistant.llm.adapter import LanguageModel, Prompt
from assistant.llm.connection import Connection
from assistant.llm.endpoint import MODEL, Endpoint, endpoint
from kb.errors import LanguageModelError
from kb.settings import Settings

#: Seconds the list of models may take: it is small, and only a help.
LISTING = 5.0

#: Models named in a message; services that offer hundreds exist.
NAMED = 8

#: Bytes of the list that are read: some hundred models.
_LONGEST = 1_000_000

_PROMPT = Prompt("你是公安机关巡察、督察工作的文字助手。", "请只回复“好”。")


class Probe(NamedTuple):
    """The outcome of a test: whether an answer came, a Chinese sentence, the seconds it took (0 where nothing was
    asked), and the models that the service offers (empty where it does not tell).
    """

    ok: bool
    message: str
    seconds: float = 0.0
    models: tuple[str, ...] = ()


def probe(settings: Settings) -> Probe:
    """Ask for the list of models and for one word; never raises ``LanguageModelError``.

    Takes at most the time limit of one call and five seconds, besides loading the client library.
    """
    try:
        place = endpoint(settings)
    except LanguageModelError as error:
        return Probe(ok=False, message=str(error))
    models = offered(place)
    started = time.monotonic()
    try:
        LanguageModel(settings).complete(_PROMPT)
    except LanguageModelError as error:
        hint = ""
        if models and place.model not in models:
            hint = f"该服务提供的模型有：{'、'.join(models[:NAMED])}，请核对 {MODEL}。"
        return Probe(ok=False, message=f"{error}{hint}", seconds=time.monotonic() - started, models=models)
    seconds = time.monotonic() - started
    return Probe(ok=True, message=f"模型 {place.model} 已应答，用时 {seconds:.1f} 秒。", seconds=seconds, models=models)


def offered(place: Endpoint) -> tuple[str, ...]:
    """The names of the models that a service lists; empty where it lists none or not in time."""
    found: list[str] = []
    try:
        connection = Connection(place, LISTING)
    except (OSError, ValueError):
        return ()
    reader = threading.Thread(target=_list, args=(place, connection, found), name="llm-models", daemon=True)
    reader.start()
    reader.join(LISTING)
    connection.close()
    return tuple(found)


def _list(place: Endpoint, connection: Connection, found: list[str]) -> None:
    try:
        content = b""
        headers = {"authorization": f"Bearer {place.api_key}"}
        with connection.client.stream("GET", f"{place.base_url}/models", headers=headers) as response:
            response.raise_for_status()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > _LONGEST:
                    return
        listed: Any = json.loads(content)
        found += [str(model["id"])[: faults.DETAIL] for model in listed["data"]]
    except Exception:  # noqa: BLE001 - the list is a help only; whatever is wrong shows when the model is asked
        return
