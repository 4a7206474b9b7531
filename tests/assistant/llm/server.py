"""An OpenAI-compatible server over real HTTP that writes what a test tells it, or misbehaves in a chosen way.

The first part of the path names the behaviour: ``server.address("drip")`` is the base address of one that never ends.
"""

from __future__ import annotations

import http.server
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Self

Json = dict[str, Any]

#: Seconds that a server keeps silent that hangs: far beyond every deadline of the tests, ended early by ``close``.
SILENCE = 30.0


def faithful(request: Json) -> str:
    """A model that repeats its evidence sentence by sentence, each with its mark, and adds an invention."""
    lines = re.findall(r"^\{.*\}$", request["messages"][1]["content"], re.MULTILINE)
    told = ""
    for quote in map(json.loads, lines):
        sentences = [sentence for sentence in re.split("[。；]", quote["原文"]) if sentence]
        told += "".join(f"{sentence}[{quote['编号']}]。" for sentence in sentences)
    return f"{told}群众满意度上升到98%[1]。" if lines else "好"


def chunk(text: str | None = None, finish: str | None = None, **delta: Any) -> Json:
    """One event of a stream."""
    content = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": {**content, **delta}, "finish_reason": finish}
    return {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


class Handler(http.server.BaseHTTPRequestHandler):
    """Each behaviour is a method of its name: ``_answer_drip``."""

    protocol_version = "HTTP/1.1"
    server: FakeServer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - name given by the library
        """Keep quiet."""

    def do_GET(self) -> None:
        """List the models."""
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        behaviour = self.path.split("/")[1]
        if behaviour == "nolist":
            self.whole(404, {"detail": "Not Found"})
        elif behaviour == "oddlist":
            self.whole(200, b"<html>login</html>", "text/html")
        else:
            self.whole(200, {"object": "list", "data": [{"id": "m"}, {"id": "other"}]})

    def do_POST(self) -> None:
        """Answer a chat request as the path says."""
        behaviour = self.path.split("/")[1]
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            self.server.hits[behaviour] += 1
            self.server.requests.append(body)
            self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        try:
            getattr(self, f"_answer_{behaviour.split('-')[0]}")(behaviour)
        except (BrokenPipeError, ConnectionResetError):
            self.server.gone.set()
            self.close_connection = True

    def whole(self, code: int, data: bytes | Json, kind: str = "application/json", **headers: str) -> None:
        """An answer in one piece."""
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(code)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def begin(self) -> None:
        """The head of a stream."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def event(self, data: bytes | Json) -> None:
        """One event of a stream."""
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        line = b"data: " + content + b"\n\n"
        self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
        self.wfile.flush()

    def end(self) -> None:
        """The proper end of a stream."""
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def wait(self) -> None:
        """Say nothing until the test is over or the client has gone."""
        until = time.monotonic() + SILENCE
        while time.monotonic() < until and not self.server.closing.is_set():
            self.connection.settimeout(0.05)
            try:
                if not self.connection.recv(1):
                    self.server.gone.set()
                    break
            except TimeoutError:
                continue
            except OSError:
                self.server.gone.set()
                break
        self.close_connection = True

    def write(self, text: str) -> None:
        """A proper answer, three characters at a time."""
        self.begin()
        self.event(chunk(role="assistant"))
        for at in range(0, len(text), 3):
            self.event(chunk(text[at : at + 3]))
        self.event(chunk(finish="stop"))
        self.event(b"[DONE]")
        self.end()

    # Good behaviour

    def _answer_ok(self, behaviour: str) -> None:
        self.write(self.server.text(self.server.requests[-1]))

    def _answer_nolist(self, behaviour: str) -> None:
        self._answer_ok(behaviour)

    def _answer_oddlist(self, behaviour: str) -> None:
        self._answer_ok(behaviour)

    def _answer_think(self, behaviour: str) -> None:
        self.write("<think>这里先想一想[1]。</think>\n\n" + self.server.text(self.server.requests[-1]))

    def _answer_thought(self, behaviour: str) -> None:
        self.write("这里先想一想[1]。</think>" + self.server.text(self.server.requests[-1]))

    def _answer_reasoning(self, behaviour: str) -> None:
        self.begin()
        self.event(chunk(reasoning_content="这里先想一想。"))
        self.event(chunk("好的[1]。"))
        self.event(chunk(finish="stop"))
        self.end()

    def _answer_nodone(self, behaviour: str) -> None:
        self.begin()
        self.event(chunk("好的[1]。", "stop"))
        self.wait()

    def _answer_flaky(self, behaviour: str) -> None:
        if self.server.hits[behaviour] == 1:
            self.whole(503, {"error": {"message": "loading"}})
        else:
            self._answer_ok(behaviour)

    # Faults before the first token

    def _answer_hang(self, behaviour: str) -> None:
        self.wait()

    def _answer_code(self, behaviour: str) -> None:
        _, code = behaviour.split("-")
        self.whole(int(code), {"error": {"message": f"fault {code} sk-secret\nline", "type": "x"}})

    def _answer_plaincode(self, behaviour: str) -> None:
        self.whole(502, b"<html>Bad Gateway</html>", "text/html")

    def _answer_redirect(self, behaviour: str) -> None:
        self.whole(307, b"", location="/ok/v1/chat/completions")

    def _answer_html(self, behaviour: str) -> None:
        self.whole(200, b"<html>data: gateway login</html>", "text/html")

    def _answer_htmllines(self, behaviour: str) -> None:
        self.whole(200, b"data: <html>login</html>\n\n", "text/html")

    def _answer_nostream(self, behaviour: str) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": "好的[1]。"}, "finish_reason": "stop"}
        self.whole(200, {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]})

    def _answer_badjson(self, behaviour: str) -> None:
        self.whole(200, b'{"choices": [{"mess')

    def _answer_reset(self, behaviour: str) -> None:
        self.close_connection = True
        self.connection.close()

    def _answer_headers(self, behaviour: str) -> None:
        self.begin()
        self.wait()

    # Faults of the stream

    def _stream_of(self, *events: bytes | Json) -> None:
        self.begin()
        for event in events:
            self.event(event)
        self.end()

    def _answer_brokenjson(self, behaviour: str) -> None:
        self._stream_of(chunk("一"), b'{"id": "x", "choi', chunk("二", "stop"))

    def _answer_badbytes(self, behaviour: str) -> None:
        self._stream_of(b'{"choices":[{"index":0,"delta":{"content":"\xe4\xb8"},"finish_reason":null}]}')

    def _answer_list(self, behaviour: str) -> None:
        self._stream_of(b"[1, 2]")

    def _answer_number(self, behaviour: str) -> None:
        self._stream_of(chunk(content=5), chunk(finish="stop"))

    def _answer_nullchoices(self, behaviour: str) -> None:
        self._stream_of({**chunk(), "choices": None})

    def _answer_nochoices(self, behaviour: str) -> None:
        self._stream_of({**chunk(), "choices": []})

    def _answer_truncated(self, behaviour: str) -> None:
        self.begin()
        self.event(chunk("一"))
        self.close_connection = True

    def _answer_nofinish(self, behaviour: str) -> None:
        self._stream_of(chunk("一"), chunk("二"))

    def _answer_finish(self, behaviour: str) -> None:
        self._stream_of(chunk("一"), chunk(finish=behaviour.split("-")[1]), b"[DONE]")

    def _answer_error(self, behaviour: str) -> None:
        self._stream_of(chunk("一"), {"error": {"message": "boom", "code": 500, "type": "server_error"}})

    def _answer_earlyerror(self, behaviour: str) -> None:
        self._stream_of({"error": {"message": "overloaded", "code": 503, "type": "server_error"}})

    def _answer_stall(self, behaviour: str) -> None:
        self.begin()
        self.event(chunk("一"))
        self.wait()

    def _answer_drip(self, behaviour: str) -> None:
        self.begin()
        until = time.monotonic() + SILENCE
        while time.monotonic() < until and not self.server.closing.is_set():
            self.event(chunk("滴"))
            time.sleep(0.05)

    def _answer_linedrip(self, behaviour: str) -> None:
        """A byte now and then that never makes an event: no read ever times out."""
        self.begin()
        until = time.monotonic() + SILENCE
        while time.monotonic() < until and not self.server.closing.is_set():
            self.wfile.write(b"1\r\n:\r\n")
            self.wfile.flush()
            time.sleep(0.05)

    def _answer_endless(self, behaviour: str) -> None:
        self.begin()
        while not self.server.closing.is_set():
            self.event(chunk("好" * 20_000))

    def _answer_empty(self, behaviour: str) -> None:
        self._stream_of(chunk(role="assistant"), chunk(finish="stop"), b"[DONE]")

    def _answer_blank(self, behaviour: str) -> None:
        self._stream_of(chunk(" \n"), chunk(finish="stop"), b"[DONE]")

    def _answer_onlythought(self, behaviour: str) -> None:
        self._stream_of(chunk("<think>想不出来"), chunk(finish="stop"), b"[DONE]")


class FakeServer(http.server.ThreadingHTTPServer):
    """The running server; ``text`` writes the answer of a well-behaved one from the request."""

    daemon_threads = True
    request_queue_size = 16

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.text: Callable[[Json], str] = lambda _: "好的[1]。"
        self.hits: Counter[str] = Counter()
        self.requests: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.lock = threading.Lock()
        self.gone = threading.Event()
        self.closing = threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def address(self, behaviour: str = "ok") -> str:
        """The base address of one behaviour."""
        return f"http://127.0.0.1:{self.server_port}/{behaviour}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what many tests want."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()


def running() -> Iterator[FakeServer]:
    """The server for a fixture."""
    with FakeServer() as server:
        yield server
