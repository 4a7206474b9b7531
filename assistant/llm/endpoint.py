"""Where the model is: the settings checked and brought into one form."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

from kb.errors import LanguageModelError
from kb.settings import Settings

BASE_URL = "XUNJIAN_LLM_BASE_URL"
MODEL = "XUNJIAN_LLM_MODEL"
API_KEY = "XUNJIAN_LLM_API_KEY"
TIMEOUT = "XUNJIAN_LLM_TIMEOUT"

#: Paths that are copied along with the base address; the client adds them itself.
_PATHS = ("/chat/completions", "/completions", "/models")

#: Name endings of private networks (RFC 6762, RFC 8375, and what container engines call the host).
_PRIVATE_NAMES = (".local", ".lan", ".internal", ".home.arpa", ".localhost")


class Endpoint(NamedTuple):
    """A model behind an address; ``timeout`` bounds one whole call, in seconds.

    The key is left out of ``repr``, so that no log or traceback shows it.
    """

    base_url: str
    model: str
    api_key: str
    timeout: float

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r}, {self.model!r}, timeout={self.timeout})"

    @property
    def local(self) -> bool:
        """Whether the address is on this machine or in a private network, where no proxy of the environment belongs."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return "." not in host or host.endswith(_PRIVATE_NAMES)
        return address.is_private or address.is_loopback or address.is_link_local


def configured(settings: Settings) -> bool:
    """Whether both an address and a model are set."""
    return bool(settings.llm_base_url.strip() and settings.llm_model.strip())


def endpoint(settings: Settings) -> Endpoint:
    """The endpoint of the settings; raises ``LanguageModelError`` naming the variable that is missing or wrong."""
    base_url, model = settings.llm_base_url.strip(), settings.llm_model.strip()
    missing = [name for name, value in ((BASE_URL, base_url), (MODEL, model)) if not value]
    if missing:
        msg = f"没有配置大模型：请设置环境变量 {' 和 '.join(missing)}。"
        raise LanguageModelError(msg)
    base_url = base_url.rstrip("/")
    for path in _PATHS:
        base_url = base_url.removesuffix(path)
    if not _valid(base_url):
        msg = f"{BASE_URL} 的值 {base_url!r} 不是有效的地址，应形如 http://127.0.0.1:8000/v1。"
        raise LanguageModelError(msg)
    # An empty key would make the client library look for another service's key in the environment.
    return Endpoint(base_url, model, settings.llm_api_key.strip() or "none", settings.llm_timeout)


def _valid(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        port = parts.port  # raises where it is no number
    except ValueError:
        return False
    plain = base_url.isascii() and base_url.isprintable() and " " not in base_url
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0
