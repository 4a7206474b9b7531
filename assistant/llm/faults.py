"""What can go wrong on the way to a model, in plain words.

The client libraries raise errors of their own, of httpx, of json and plain Python errors for one and the same cause
(``IndexError`` for an empty list of choices, ``AttributeError`` for a web page).  Here each becomes a reason a user
can act on, and it is said whether a second attempt may help.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import NamedTuple

from assistant.llm.endpoint import API_KEY, BASE_URL, MODEL, TIMEOUT, Endpoint

#: Characters of the service's own words that are passed on: one line.
DETAIL = 80

#: Answers of a service that may be different a moment later.
_PASSING = frozenset({408, 409, 425, 429})

#: The kind of content a stream has.
STREAM = "text/event-stream"

_UNAUTHORISED = frozenset({401, 403, 407})
_NO_SUCH = frozenset({404, 405, 410})
_REDIRECTS = range(300, 400)
_SERVER_ERRORS = range(500, 600)


class Fault(NamedTuple):
    """A reason in Chinese, and whether the same request may succeed when repeated."""

    reason: str
    passing: bool = False


def no_answer_in_time(endpoint: Endpoint, *, begun: bool) -> Fault:
    """The deadline of the whole call has passed."""
    did = "没有写完" if begun else "没有应答"
    return Fault(f"大模型在 {endpoint.timeout:g} 秒内{did}。可稍后再试，或用 {TIMEOUT} 放宽时限。")


def cut_off(content_type: str) -> Fault:
    """The stream ended without saying that the text is complete."""
    if content_type and content_type != STREAM:
        return not_the_protocol(content_type)
    return Fault("大模型的输出中断，没有写完。请稍后再试。")


def not_the_protocol(content_type: str) -> Fault:
    """Something answered that is not a model: a login page, a proxy, a service that does not stream."""
    if content_type == STREAM:
        return Fault("大模型的输出格式有误，无法读取。请查看该服务的日志。")
    kind = f"（{content_type[:DETAIL]}）" if content_type else ""
    return Fault(f"应答不是流式的大模型输出{kind}。请检查 {BASE_URL} 是否指向 OpenAI 兼容接口（通常以 /v1 结尾）。")


def unfinished(reason: str) -> Fault:
    """The model stopped for another reason than being done."""
    if reason == "length":
        return Fault("大模型的输出因长度限制被截断。请加大服务的上下文或输出长度。")
    if reason == "content_filter":
        return Fault("大模型服务的内容过滤拦截了输出。")
    return Fault(f"大模型没有正常写完（{reason[:20]}）。")


EMPTY = Fault("大模型没有写出任何正文。请确认所选模型是对话模型。")
TOO_LONG = Fault("大模型的输出过长，已停止。")
CANCELLED = Fault("已停止调用大模型。")
NO_LIBRARY = Fault("没有安装调用大模型所需的组件。请运行 pip install llama-index-llms-openai-like。")


def explain(error: BaseException, endpoint: Endpoint, content_type: str = "") -> Fault:
    """The fault behind an error of the client libraries."""
    import httpx  # noqa: PLC0415 - loaded by the connection that failed
    import openai  # noqa: PLC0415 - likewise

    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, openai.APIStatusError):
            return _status(one.status_code, _message(one.body), endpoint)
    transport = next((one for one in chain if isinstance(one, httpx.TransportError | httpx.InvalidURL)), None)
    if transport is not None or isinstance(error, openai.APIConnectionError | OSError):
        return _transport(chain, transport, endpoint)
    if isinstance(error, openai.APIError) and error.body is not None:
        return Fault(f"大模型服务报告出错{_quoted(_message(error.body), endpoint)}。请稍后再试。", passing=True)
    return not_the_protocol(content_type)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(code: int, message: str, endpoint: Endpoint) -> Fault:
    said = _quoted(message, endpoint)
    if code in _UNAUTHORISED:
        return Fault(f"大模型服务不接受访问密钥（{code}）{said}。请检查 {API_KEY}。")
    if code in _NO_SUCH:
        return Fault(
            f"大模型服务没有这个地址或模型（{code}）{said}：{endpoint.base_url}，{endpoint.model}。"
            f"请检查 {BASE_URL}（通常以 /v1 结尾）和 {MODEL}。"
        )
    if code in _REDIRECTS:
        return Fault(f"大模型服务要求转到别的地址（{code}），未予跟随。请检查 {BASE_URL}。")
    if code in _PASSING:
        return Fault(f"大模型服务繁忙或超出限额（{code}）{said}。请稍后再试。", passing=True)
    if code in _SERVER_ERRORS:
        return Fault(f"大模型服务内部出错（{code}）{said}。请稍后再试，或查看该服务的日志。", passing=True)
    return Fault(f"大模型服务不接受这次请求（{code}）{said}。可能是材料超出模型的上下文长度。")


def _transport(chain: list[BaseException], error: BaseException | None, endpoint: Endpoint) -> Fault:
    import httpx  # noqa: PLC0415 - loaded already

    text = " ".join(str(one) for one in chain)
    if any(isinstance(one, ssl.SSLError) for one in chain) or "SSL" in text:
        return Fault(f"与大模型服务的加密连接失败：{endpoint.base_url}。请检查证书，或地址该用 http 还是 https。")
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Fault(f"{BASE_URL} 的值 {endpoint.base_url!r} 不是有效的地址，应形如 http://127.0.0.1:8000/v1。")
    if isinstance(error, httpx.TimeoutException):
        return no_answer_in_time(endpoint, begun=False)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError) or error is None:
        return Fault(f"连不上大模型服务 {endpoint.base_url}。请确认服务已启动，地址和端口无误。", passing=True)
    return Fault("与大模型服务的连接中断。请稍后再试。", passing=True)


def _message(body: object) -> str:
    """What an error answer says: OpenAI's ``{"error": {"message"}}`` and what others make of it."""
    for _ in range(3):
        if isinstance(body, dict):
            body = body.get("error") or body.get("message") or body.get("detail") or ""
    return body if isinstance(body, str) and "<" not in body else ""


def _quoted(message: str, endpoint: Endpoint) -> str:
    """The service's words on one line, without the key."""
    if len(endpoint.api_key) > len("none"):
        message = message.replace(endpoint.api_key, "…")
    line = " ".join("".join(char if char.isprintable() else " " for char in message).split())
    return f"：“{line[:DETAIL]}”" if line else ""
