"""The adapter against a server that speaks the protocol and misbehaves: one error, in time, with a plain reason."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import closing

import pytest

from assistant.llm import adapter
from assistant.llm.adapter import LanguageModel, Prompt
from assistant.llm.endpoint import endpoint
from kb.errors import LanguageModelError
from kb.settings import Settings
from tests.assistant.llm.server import FakeServer

PROMPT = Prompt("系统", "用户")

#: Seconds within which a call with a deadline of two seconds must be over on a busy machine.
BOUND = 8.0

Pointing = Callable[..., Settings]


def failure(settings: Settings) -> str:
    """The reason with which a call fails."""
    with pytest.raises(LanguageModelError) as caught:
        LanguageModel(settings).complete(PROMPT)
    return str(caught.value)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """The client library, which is loaded once, outside the deadline."""
    import llama_index.llms.openai_like  # noqa: F401, PLC0415 - see above


class TestAnswers:
    """What a well-behaved server writes arrives."""

    @pytest.mark.parametrize("behaviour", ["ok", "think", "thought", "reasoning", "nodone"])
    def test_text_arrives_without_reasoning(self, pointing: Pointing, behaviour: str) -> None:
        """The text arrives whole; reasoning between tags, behind a closing tag or in its own field does not."""
        assert LanguageModel(pointing(behaviour)).complete(PROMPT) == "好的[1]。"

    def test_pieces_arrive_as_they_are_written(self, pointing: Pointing, server: FakeServer) -> None:
        """Streaming gives more than one piece, together the text."""
        server.text = lambda _: "一二三四五六七八九十"
        pieces = list(LanguageModel(pointing()).stream(PROMPT))
        assert len(pieces) > 1
        assert "".join(pieces) == "一二三四五六七八九十"

    def test_request_says_what_was_asked_and_nothing_about_the_machine(
        self, pointing: Pointing, server: FakeServer
    ) -> None:
        """Model, roles and key are sent; what the client library tells about the machine is not."""
        LanguageModel(pointing()).complete(PROMPT)
        (body,), (headers,) = server.requests, server.headers
        assert body["model"] == "m"
        assert body["stream"] is True
        assert [(one["role"], one["content"]) for one in body["messages"]] == [("system", "系统"), ("user", "用户")]
        assert headers["authorization"] == "Bearer sk-secret"
        assert not [name for name in headers if "stainless" in name]

    def test_empty_key_takes_no_other_services_key(
        self, pointing: Pointing, server: FakeServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A key that the environment holds for another service is not sent to this one."""
        monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
        LanguageModel(pointing(key="")).complete(PROMPT)
        assert "sk-other" not in str(server.headers)

    def test_local_address_needs_no_proxy(self, pointing: Pointing, monkeypatch: pytest.MonkeyPatch) -> None:
        """A proxy of the environment does not stand between this machine and itself."""
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert LanguageModel(pointing()).complete(PROMPT)


class TestFaults:
    """Every fault is one error whose message says what to do."""

    @pytest.mark.parametrize(
        ("behaviour", "said", "requests"),
        [
            ("code-400", "400", 1),
            ("code-401", "XUNJIAN_LLM_API_KEY", 1),
            ("code-403", "XUNJIAN_LLM_API_KEY", 1),
            ("code-404", "/v1", 1),
            ("code-429", "429", 2),
            ("code-500", "500", 2),
            ("code-503", "503", 2),
            ("plaincode", "502", 2),
            ("redirect", "307", 1),
            ("html", "text/html", 1),
            ("htmllines", "text/html", 1),
            ("nostream", "application/json", 1),
            ("badjson", "application/json", 1),
            ("reset", "连接中断", 2),
            ("brokenjson", "格式有误", 1),
            ("badbytes", "格式有误", 1),
            ("list", "格式有误", 1),
            ("number", "格式有误", 1),
            ("nullchoices", "格式有误", 1),
            ("nochoices", "没有写完", 1),
            ("truncated", "连接中断", 1),
            ("nofinish", "没有写完", 1),
            ("finish-length", "截断", 1),
            ("finish-content_filter", "过滤", 1),
            ("finish-tool_calls", "tool_calls", 1),
            ("error", "boom", 1),
            ("earlyerror", "overloaded", 2),
            ("empty", "没有写出", 1),
            ("blank", "没有写出", 1),
            ("onlythought", "没有写出", 1),
            ("endless", "过长", 1),
        ],
    )
    def test_fault_has_a_reason(
        self, pointing: Pointing, server: FakeServer, behaviour: str, said: str, requests: int
    ) -> None:
        """The reason names the fault; a second attempt is made only where it may help and no token had come."""
        reason = failure(pointing(behaviour))
        assert said in reason
        assert reason.endswith("。")
        assert server.hits[behaviour] == requests

    def test_key_is_not_repeated(self, pointing: Pointing) -> None:
        """A service that prints the key in its error does not make it appear on the screen."""
        reason = failure(pointing("code-401"))
        assert "sk-secret" not in reason
        assert "\n" not in reason

    def test_refused_connection(self) -> None:
        """Where nobody listens, the address is named."""
        with closing(socket.socket()) as unused:
            unused.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
            reason = failure(Settings(llm_base_url=address, llm_model="m", llm_timeout=30))
        assert address in reason
        assert "连不上" in reason

    def test_unknown_host(self) -> None:
        """A host that does not exist (RFC 6761) is named."""
        reason = failure(Settings(llm_base_url="http://nowhere.invalid/v1", llm_model="m", llm_timeout=30))
        assert "nowhere.invalid" in reason

    def test_tls_to_a_plain_server(self, server: FakeServer) -> None:
        """An encrypted address of a server that speaks plainly says so."""
        address = server.address().replace("http:", "https:")
        assert "加密" in failure(Settings(llm_base_url=address, llm_model="m", llm_timeout=30))

    def test_second_attempt_succeeds(self, pointing: Pointing, server: FakeServer) -> None:
        """A service that fails once before the first token is asked a second time."""
        assert LanguageModel(pointing("flaky")).complete(PROMPT) == "好的[1]。"
        assert server.hits["flaky"] == 2

    def test_missing_certificates(self, pointing: Pointing, monkeypatch: pytest.MonkeyPatch) -> None:
        """An environment that names a missing file of authorities is a fault like others."""
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
        assert failure(pointing())


class TestDeadline:
    """A call takes no longer than it may, whatever the server does."""

    @pytest.mark.parametrize("behaviour", ["hang", "headers", "stall", "drip", "linedrip"])
    def test_deadline_bounds_the_whole_call(self, pointing: Pointing, server: FakeServer, behaviour: str) -> None:
        """Silence, a stalled stream and a slow drip end at the deadline, and the server is let go."""
        started = time.monotonic()
        reason = failure(pointing(behaviour, timeout=2.0))
        assert time.monotonic() - started < BOUND
        assert "2 秒" in reason
        assert server.gone.wait(BOUND)
        assert server.hits[behaviour] == 1

    def test_second_attempt_shares_the_deadline(
        self, pointing: Pointing, server: FakeServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Waiting for a second attempt ends at the deadline of the whole call."""
        monkeypatch.setattr(adapter, "PAUSE", 60.0)
        started = time.monotonic()
        failure(pointing("code-500", timeout=2.0))
        assert time.monotonic() - started < BOUND
        assert server.hits["code-500"] == 1


class TestCancel:
    """Who has enough ends the request on both sides."""

    def test_cancel_stops_the_server(self, pointing: Pointing, server: FakeServer) -> None:
        """``cancelled`` ends a stream between two pieces, and the server stops writing."""
        received: list[str] = []
        with pytest.raises(LanguageModelError, match="停止"):
            received.extend(LanguageModel(pointing("drip")).stream(PROMPT, cancelled=lambda: len(received) > 0))
        assert server.gone.wait(BOUND)

    @pytest.mark.parametrize("behaviour", ["hang", "stall"])
    def test_cancel_while_nothing_comes(self, pointing: Pointing, server: FakeServer, behaviour: str) -> None:
        """A cancel is heard while the server is silent."""
        with pytest.raises(LanguageModelError, match="停止"):
            LanguageModel(pointing(behaviour)).complete(PROMPT, cancelled=lambda: server.hits[behaviour] > 0)
        assert server.gone.wait(BOUND)
        assert server.hits[behaviour] == 1

    def test_closing_the_iterator_stops_the_server(self, pointing: Pointing, server: FakeServer) -> None:
        """Leaving the loop is as good as a cancel."""
        pieces = LanguageModel(pointing("drip")).stream(PROMPT)
        assert next(pieces) == "滴"
        pieces.close()  # type: ignore[attr-defined] # a generator
        assert server.gone.wait(BOUND)

    def test_cancelled_before_the_start(self, pointing: Pointing, server: FakeServer) -> None:
        """Nothing is sent when the user has changed their mind."""
        with pytest.raises(LanguageModelError):
            LanguageModel(pointing()).complete(PROMPT, cancelled=lambda: True)
        assert not server.requests


class TestSettings:
    """What the settings may say."""

    @pytest.mark.parametrize(
        "address",
        ["ftp://a/v1", "127.0.0.1:8000", "http://", "http://a:b/v1", "http://a:0/v1", "http://大模型/v1", "http://a b"],
    )
    def test_impossible_address_is_named(self, address: str) -> None:
        """An address that cannot be one is refused with its value, before anything is sent."""
        with pytest.raises(LanguageModelError, match="XUNJIAN_LLM_BASE_URL"):
            LanguageModel(Settings(llm_base_url=address, llm_model="m"))

    @pytest.mark.parametrize(
        ("address", "model", "missing"),
        [("", "m", "BASE_URL"), ("http://a/v1", "", "LLM_MODEL"), ("", " ", "BASE_URL 和 XUNJIAN_LLM_MODEL")],
    )
    def test_missing_setting_is_named(self, address: str, model: str, missing: str) -> None:
        """The variable that is not set is named."""
        with pytest.raises(LanguageModelError, match=missing):
            LanguageModel(Settings(llm_base_url=address, llm_model=model))

    @pytest.mark.parametrize("given", ["http://a/v1/", "http://a/v1/chat/completions", " http://a/v1 "])
    def test_address_as_it_is_copied(self, given: str) -> None:
        """Slashes, blanks and the path of the call that was copied along are forgiven."""
        assert endpoint(Settings(llm_base_url=given, llm_model="m")).base_url == "http://a/v1"

    @pytest.mark.parametrize(
        ("host", "local"),
        [
            ("127.0.0.1:1", True),
            ("localhost", True),
            ("[::1]:80", True),
            ("192.168.3.4", True),
            ("gpu.lan", True),
            ("8.8.8.8", False),
            ("llm.example.com", False),
        ],
    )
    def test_local_addresses(self, host: str, *, local: bool) -> None:
        """This machine and private networks are local."""
        assert endpoint(Settings(llm_base_url=f"http://{host}/v1", llm_model="m")).local is local

    def test_key_stays_out_of_tracebacks(self) -> None:
        """The endpoint prints without its key."""
        place = endpoint(Settings(llm_base_url="http://a/v1", llm_model="m", llm_api_key="sk-secret"))
        assert "sk-secret" not in repr(place)
