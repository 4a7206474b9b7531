"""The one way to the language model: bounded, cancellable, with one error for everything that goes wrong."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from assistant.llm import faults
from assistant.llm.connection import Connection
from assistant.llm.endpoint import Endpoint, endpoint
from assistant.llm.faults import Fault
from assistant.llm.thinking import ThinkingFilter, answer_part
from kb.errors import LanguageModelError
from kb.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatResponse
    from llama_index.core.llms import LLM

#: Seconds between two looks at ``cancelled`` and the clock: below what a user notices.
TICK = 0.05

#: Seconds before the second attempt: lets a service that restarts or a busy slot recover, short against the deadline.
PAUSE = 0.5

#: Characters a model may write, reasoning included.  An answer has some hundred, long reasoning some ten thousand;
#: beyond this a model runs in circles.
LONGEST = 100_000

#: Close to the evidence, but not so rigid that small models repeat themselves.
TEMPERATURE = 0.2

DONE = "stop"


class Prompt(NamedTuple):
    """Instructions and material, kept apart as the two roles of the protocol."""

    system: str
    user: str


class _Piece(NamedTuple):
    """What one event of the stream brought."""

    text: str
    thought: int = 0
    finish: str | None = None


class _Failure(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, fault: Fault, *, begun: bool) -> None:
        super().__init__(fault.reason)
        self.fault = fault
        self.begun = begun


class _Clock:
    """The time a whole call may take, and the wish to end it."""

    def __init__(self, seconds: float, cancelled: Callable[[], bool] | None) -> None:
        self._end = time.monotonic() + seconds
        self._cancelled = cancelled

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    def check(self, place: Endpoint, *, begun: bool) -> None:
        """Raise when the time is over or the user has enough."""
        if self._cancelled is not None and self._cancelled():
            raise _Failure(faults.CANCELLED, begun=True)
        if self.left <= 0:
            raise _Failure(faults.no_answer_in_time(place, begun=begun), begun=True)


class LanguageModel:
    """A model behind an OpenAI-compatible endpoint; safe to share between threads.

    Raises ``LanguageModelError`` where the settings name no endpoint, or an impossible one.
    """

    def __init__(self, settings: Settings) -> None:
        self.endpoint = endpoint(settings)

    def complete(
        self, prompt: Prompt, *, cancelled: Callable[[], bool] | None = None, temperature: float = TEMPERATURE
    ) -> str:
        """The whole text; fails as :meth:`stream` does."""
        return answer_part("".join(self.stream(prompt, cancelled=cancelled, temperature=temperature)))

    def stream(
        self, prompt: Prompt, *, cancelled: Callable[[], bool] | None = None, temperature: float = TEMPERATURE
    ) -> Iterator[str]:
        """The text in pieces as it is written, reasoning between tags removed.

        The call as a whole, second attempt included, takes at most ``endpoint.timeout`` seconds; loading the client
        library once per process (about 2 s) comes before.  Closing the iterator or ``cancelled`` returning True ends
        the request on the server too.  There is a second attempt only where the first brought not one token and the
        fault may pass.  Raises ``LanguageModelError`` for every fault, also after pieces were given: what was given
        before is then to be discarded.
        """
        _client_class()
        clock = _Clock(self.endpoint.timeout, cancelled)
        try:
            yield from self._attempt(prompt, clock, temperature)
        except _Failure as failure:
            if failure.begun or not failure.fault.passing:
                raise LanguageModelError(failure.fault.reason) from failure
        else:
            return
        try:
            self._pause(clock)
            yield from self._attempt(prompt, clock, temperature)
        except _Failure as failure:
            raise LanguageModelError(failure.fault.reason) from failure

    def _pause(self, clock: _Clock) -> None:
        until = time.monotonic() + PAUSE
        while time.monotonic() < until:
            clock.check(self.endpoint, begun=False)
            time.sleep(TICK)

    def _attempt(self, prompt: Prompt, clock: _Clock, temperature: float) -> Iterator[str]:
        clock.check(self.endpoint, begun=False)
        try:
            connection = Connection(self.endpoint, max(clock.left, TICK))
        except (OSError, ValueError) as error:  # authorities or proxies of the environment are malformed
            raise _Failure(faults.explain(error, self.endpoint), begun=True) from error
        pieces: queue.SimpleQueue[_Piece | Exception | None] = queue.SimpleQueue()
        # A read that blocks cannot be bounded as a whole by the transport; the reader is left behind when time is up.
        threading.Thread(
            target=_read, args=(self.endpoint, connection, prompt, temperature, pieces), name="llm", daemon=True
        ).start()
        try:
            yield from self._pieces(pieces, clock, connection)
        finally:
            connection.close()

    def _pieces(
        self, pieces: queue.SimpleQueue[_Piece | Exception | None], clock: _Clock, connection: Connection
    ) -> Iterator[str]:
        thinking = ThinkingFilter()
        shown: list[str] = []
        written = 0
        while True:
            clock.check(self.endpoint, begun=written > 0)
            try:
                piece = pieces.get(timeout=TICK)
            except queue.Empty:
                continue
            if piece is None:
                raise _Failure(faults.cut_off(connection.content_type), begun=True)
            if isinstance(piece, Exception):
                fault = faults.explain(piece, self.endpoint, connection.content_type)
                raise _Failure(fault, begun=written > 0) from piece
            written += len(piece.text) + piece.thought
            if written > LONGEST:
                raise _Failure(faults.TOO_LONG, begun=True)
            text = thinking.feed(piece.text) + (thinking.end() if piece.finish else "")
            if text:
                shown.append(text)
                yield text
            if piece.finish:
                break
        if piece.finish != DONE:
            raise _Failure(faults.unfinished(piece.finish), begun=True)
        if not answer_part("".join(shown)):
            raise _Failure(faults.EMPTY, begun=True)


def _client_class() -> Callable[..., LLM]:
    """LlamaIndex's client, loaded on first use (2 s)."""
    try:
        from llama_index.llms.openai_like import (  # type: ignore[import-untyped] # noqa: PLC0415 - see above
            OpenAILike,
        )
    except ImportError as error:
        raise LanguageModelError(faults.NO_LIBRARY.reason) from error
    client: Callable[..., LLM] = OpenAILike
    return client


def _read(
    place: Endpoint,
    connection: Connection,
    prompt: Prompt,
    temperature: float,
    pieces: queue.SimpleQueue[_Piece | Exception | None],
) -> None:
    """Read one stream to its end; ends with the error, or with None where the stream just ended."""
    from llama_index.core.base.llms.types import ChatMessage, MessageRole  # noqa: PLC0415 - loaded already

    try:
        client = _client_class()(
            model=place.model,
            api_base=place.base_url,
            api_key=place.api_key,
            is_chat_model=True,
            temperature=temperature,
            # Retries of the library and of its client multiply, and go on after the first token.
            max_retries=0,
            timeout=place.timeout,
            http_client=connection.client,
        )
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
            ChatMessage(role=MessageRole.USER, content=prompt.user),
        ]
        for response in client.stream_chat(messages):
            piece = _piece(response)
            pieces.put(piece)
            if piece.finish:  # what follows is accounting, and not every server ends the stream
                return
    except Exception as error:  # noqa: BLE001 - the boundary: the libraries raise nearly anything, see faults.py
        pieces.put(error)
    else:
        pieces.put(None)


def _piece(response: ChatResponse) -> _Piece:
    choices = response.raw.choices  # type: ignore[union-attr] # the chunk of the client library
    finish = choices[0].finish_reason if choices else None
    thought = response.additional_kwargs.get("thinking_delta") or ""
    return _Piece(response.delta or "", len(thought), str(finish) if finish else None)
