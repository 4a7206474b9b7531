"""Fetching single web pages named by the user, within bounds.

Only hosts on the list of official sources (``hosts`` of ``kb/library/sources.yaml``) and hosts the user allows by name
are asked, redirects are checked like the first address, and time and size are limited.  Nothing else in the product
reaches into the network.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from email.message import Message
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import yaml

import kb
from kb.errors import IngestError, UnreadableFileError

SOURCES = Path(kb.__file__).parent / "library" / "sources.yaml"
# The longest notice with its pictures is below 5 MB; PDFs of collected laws reach 30.
MAX_BYTES = 50 * 1024 * 1024
# Government servers answer within a few seconds; a page that drips for longer is given up as a whole.
CONNECT_SECONDS, TOTAL_SECONDS = 10.0, 60.0
# Official sites redirect at most twice (to https, then to the current path).
MAX_REDIRECTS = 5
_CHUNK = 64 * 1024
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/zip": ".zip",
}  # fmt: skip
# Some government servers refuse requests without a known program name.
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; xunjian)", "Accept": "text/html,application/pdf,*/*;q=0.5"}


class FetchedPage(NamedTuple):
    """A page as fetched: bytes, final address, a file name for it, and the character set the server named."""

    data: bytes
    url: str
    name: str
    charset: str | None


@cache
def official_hosts(path: Path = SOURCES) -> frozenset[str]:
    """Hosts of the list of official sources; a name also stands for its subdomains.  Empty without the list."""
    if not path.is_file():
        return frozenset()
    listed = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("hosts") or []
    return frozenset(str(entry.get("host", "") if isinstance(entry, dict) else entry).lower() for entry in listed) - {
        ""
    }


class Fetcher:
    """Fetches addresses on official hosts and on the hosts in ``allowed`` (``host`` or ``host:port``)."""

    def __init__(
        self, allowed: Iterable[str] = (), *, seconds: float = TOTAL_SECONDS, max_bytes: int = MAX_BYTES
    ) -> None:
        self._allowed = frozenset(host.lower().strip() for host in allowed)
        self._seconds = seconds
        self._max_bytes = max_bytes

    def fetch(self, url: str) -> FetchedPage:
        """Fetch one address; raises ``UnreadableFileError`` (cannot be had) or ``IngestError`` (host not allowed)."""
        deadline = time.monotonic() + self._seconds
        opener = urllib.request.build_opener(_NoRedirect)
        for _ in range(MAX_REDIRECTS + 1):
            self.check(url)
            try:
                request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310 - scheme and host are checked above
                with opener.open(request, timeout=CONNECT_SECONDS) as response:
                    return self._read(response, url, deadline)
            except _Redirect as redirect:
                url = urljoin(url, redirect.target)
            except urllib.error.HTTPError as error:
                msg = f"网站拒绝提供 {url}（HTTP {error.code}），请核对地址，或在浏览器中打开后另存为文件再收录。"
                raise UnreadableFileError(msg) from error
            except (OSError, ValueError) as error:
                reason = getattr(error, "reason", None) or error
                msg = f"无法连接 {url}（{reason}），请核对地址和网络；也可在能上网的机器上另存为文件再收录。"
                raise UnreadableFileError(msg) from error
        msg = f"{url} 反复跳转超过 {MAX_REDIRECTS} 次，没有取得内容。请在浏览器中打开后另存为文件再收录。"
        raise UnreadableFileError(msg)

    def check(self, url: str) -> None:
        """Raise ``IngestError`` unless the address may be asked."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in {"http", "https"} or not host or parts.username:
            msg = f"地址 {url} 不能用：只支持不带账号的 http 和 https 网址。"
            raise IngestError(msg)
        if host in self._allowed or f"{host}:{parts.port}" in self._allowed:
            return
        official = any(host == entry or host.endswith("." + entry) for entry in official_hosts())
        if not official:
            msg = (
                f"{host} 不在权威来源名单中，没有访问。如确认可信，请用 --allow-host {host} 明确允许，"
                "或另存为文件再收录。"
            )
            raise IngestError(msg)
        if _is_internal(host):
            # An official name that resolves to an inner address is a trick to reach machines behind the firewall.
            msg = f"{host} 指向内部网络地址，没有访问。如确认可信，请用 --allow-host {host} 明确允许。"
            raise IngestError(msg)

    def name_of(self, url: str, content_type: str = "text/html") -> str:
        """A file name for an address: its last path segment, else its host, with the suffix of the content."""
        parts = urlsplit(url)
        last = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]) or (parts.hostname or "page")
        if parts.query:
            last += "_" + unquote(parts.query)
        name = re.sub(r'[\\/:*?"<>|\s]+', "_", last)[:80]
        suffix = _SUFFIXES.get(content_type, "")
        known = re.search(r"\.(?:s?html?|pdf|docx?|xlsx?|txt|zip|wps|csv|rtf|odt)$", name, re.IGNORECASE)
        return name if known or not suffix else name + suffix

    def _read(self, response: Any, url: str, deadline: float) -> FetchedPage:
        content_type = response.headers.get_content_type()
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > self._max_bytes:
                msg = f"{url} 超过 {self._max_bytes // 1048576} MB 的上限，没有收录。请下载后核对，再作为文件收录。"
                raise UnreadableFileError(msg)
            if time.monotonic() > deadline:
                msg = f"{url} 在 {self._seconds:.0f} 秒内没有传完，已放弃。请稍后再试，或另存为文件再收录。"
                raise UnreadableFileError(msg)
        data = b"".join(chunks)
        declared = response.headers.get("Content-Length", "")
        if declared.isdigit() and size < int(declared):
            msg = f"{url} 只收到 {size} 字节，应有 {declared} 字节，传输中断。请稍后再试。"
            raise UnreadableFileError(msg)
        return FetchedPage(data, url, self.name_of(url, content_type), response.headers.get_content_charset())


class _Redirect(Exception):  # noqa: N818 - a signal, not an error
    """Carries the target of a redirect out of urllib, which would follow it unchecked."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.target = target


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0917 - signature given by urllib
        self,
        req: urllib.request.Request,  # noqa: ARG002 - likewise
        fp: IO[bytes],  # noqa: ARG002 - likewise
        code: int,  # noqa: ARG002 - likewise
        msg: str,  # noqa: ARG002 - likewise
        headers: Message,  # noqa: ARG002 - likewise
        newurl: str,
    ) -> urllib.request.Request | None:
        raise _Redirect(newurl)


def _is_internal(host: str) -> bool:
    """Whether a host name leads to this machine or a private network."""
    try:
        infos = socket.getaddrinfo(host, None)
    except OSError:
        return False  # connecting will fail with a proper message
    return any(not ipaddress.ip_address(info[4][0]).is_global for info in infos)
