"""Fetching pages: allowed hosts only, every redirect checked, time and size bounded."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest import fetch
from ingest.fetch import Fetcher, official_hosts
from kb.errors import IngestError, UnreadableFileError

PAGE = "<html><head><title>通报</title></head><body><p>整改情况</p></body></html>".encode("gbk")


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Serve the pages of the tests."""
        port = self.server.server_address[1]
        redirects = {
            "/moved": "/page",
            "/circle": "/circle",
            "/away": f"http://localhost:{port}/page",
            "/file": "file:///etc/passwd",
        }
        if self.path in redirects:
            self.send_response(302)
            self.send_header("Location", redirects[self.path])
            self.end_headers()
        elif self.path.startswith("/page"):
            self._send(PAGE)
        elif self.path == "/huge":
            self._send(b"x" * 300_000)
        elif self.path == "/cut":
            self._send(PAGE, length=len(PAGE) + 50)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        else:
            self.send_error(404)

    def _send(self, data: bytes, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=gb2312")
        self.send_header("Content-Length", str(length or len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name given by the library
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A local site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_allowed_pages_are_fetched_as_they_are(site: str) -> None:
    """The bytes are those of the page, with the final address, the declared character set and a file name."""
    page = Fetcher(["127.0.0.1"]).fetch(f"{site}/moved")
    assert page.data == PAGE
    assert page.url == f"{site}/page"
    assert page.charset == "gb2312"
    assert page.name == "page.html"


def test_other_hosts_are_not_asked(site: str) -> None:
    """Without permission nothing is fetched, and the message names the way to allow it."""
    with pytest.raises(IngestError, match=r"--allow-host 127\.0\.0\.1"):
        Fetcher().fetch(f"{site}/page")


@pytest.mark.parametrize("path", ["/away", "/file"])
def test_redirects_are_checked_like_the_first_address(site: str, path: str) -> None:
    """A page cannot send the program to a host or scheme that is not allowed."""
    with pytest.raises(IngestError, match=r"localhost|HTTP 302"):
        Fetcher(["127.0.0.1"]).fetch(f"{site}{path}")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/circle", "跳转"), ("/none", "404"), ("/cut", "中断"), ("/huge", "上限"), ("/drip", "没有传完")],
)
def test_every_failure_has_its_reason(site: str, path: str, reason: str) -> None:
    """Circles, missing pages, torn transfers, oversized pages and slow drips are told apart."""
    with pytest.raises(UnreadableFileError, match=reason):
        Fetcher(["127.0.0.1"], seconds=1.0, max_bytes=200_000).fetch(f"{site}{path}")


def test_unreachable_hosts() -> None:
    """A refused connection is a message, not a stack trace."""
    with pytest.raises(UnreadableFileError, match="无法连接"):
        Fetcher(["127.0.0.1"]).fetch("http://127.0.0.1:9/")


def test_official_hosts_cover_subdomains_but_not_lookalikes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list names domains; names that merely end or begin alike are strangers, inner addresses are refused."""
    listed = tmp_path / "sources.yaml"
    listed.write_text("hosts:\n  - gov.cn\n  - host: 12371.cn\n", encoding="utf-8")
    assert official_hosts(listed) == {"gov.cn", "12371.cn"}
    assert official_hosts(tmp_path / "none.yaml") == frozenset()
    monkeypatch.setattr(fetch, "official_hosts", lambda: frozenset({"gov.cn"}))
    monkeypatch.setattr(fetch, "_is_internal", lambda host: host == "inner.gov.cn")
    Fetcher().check("https://www.gov.cn/a.htm")
    for url in ("https://notgov.cn/", "https://gov.cn.evil.com/", "https://user:x@www.gov.cn/", "ftp://www.gov.cn/"):
        with pytest.raises(IngestError):
            Fetcher().check(url)
    with pytest.raises(IngestError, match="内部网络"):
        Fetcher().check("https://inner.gov.cn/")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.gov.cn/art/2024/5/6/art_12.html", "art_12.html"),
        ("https://a.gov.cn/", "a.gov.cn.html"),
        ("https://a.gov.cn/view?id=3", "view_id=3.html"),
        ("https://a.gov.cn/%E9%80%9A%E6%8A%A5.pdf", "通报.pdf"),
    ],
)
def test_names_of_addresses(url: str, name: str) -> None:
    """The last part of the address names the document."""
    assert Fetcher().name_of(url) == name
