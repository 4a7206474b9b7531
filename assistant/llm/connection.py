"""One connection for one request, which can be cut from another thread at any moment.

Closing a response does not end a blocked read, and a socket closed while another thread reads it stays open until
the read returns.  Therefore the sockets themselves are shut down: the server sees it at once and stops writing.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any

from assistant.llm.endpoint import Endpoint

if TYPE_CHECKING:
    import httpx


class Connection:
    """An HTTP client of its own; ``close`` may be called from any thread, any number of times."""

    def __init__(self, endpoint: Endpoint, timeout: float) -> None:
        """``timeout`` bounds each step of the transport, in seconds; the whole call is bounded by the caller."""
        import httpx  # noqa: PLC0415 - only where a model is configured

        self.content_type = ""
        self._closed = False
        self._lock = threading.Lock()
        self._streams: list[Any] = []
        self.client: httpx.Client = httpx.Client(
            timeout=timeout,
            # Own authorities (SSL_CERT_FILE) count for local addresses too, proxies do not.
            verify=httpx.create_ssl_context(),
            trust_env=not endpoint.local,
            # Evidence goes to the configured address and nowhere else.
            follow_redirects=False,
            event_hooks={"request": [self._before], "response": [self._after]},
        )

    def _before(self, request: httpx.Request) -> None:
        # The client library describes the machine in its headers; the service needs none of it.
        for name in [name for name in request.headers if name.lower().startswith("x-stainless")]:
            del request.headers[name]
        request.headers["user-agent"] = "xunjian"
        request.extensions["trace"] = self._trace

    def _after(self, response: httpx.Response) -> None:
        self.content_type = response.headers.get("content-type", "").split(";")[0].strip()

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            with self._lock:
                self._streams.append(info["return_value"])
                closed = self._closed
            if closed:
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            streams = list(self._streams)
        for stream in streams:
            with contextlib.suppress(OSError, ValueError, AttributeError):  # already closed, or wrapped by TLS
                stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the request on both sides."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._cut()
        # The transport may be in use by the thread that reads; it finds its socket shut and fails there.
        with contextlib.suppress(Exception):
            self.client.close()
