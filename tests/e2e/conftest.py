"""A real browser and the real application on a free port."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from ingest.bundled import ingest_library
from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.facsimile.prints import printed
from tests.e2e import rounds

ROOT = Path(__file__).resolve().parent.parent.parent

#: Debian's browser; ``XUNJIAN_CHROMIUM`` names another.
CHROMIUM = os.environ.get("XUNJIAN_CHROMIUM", "/usr/bin/chromium")

#: No sandbox inside containers; everything a browser does on its own account is switched off, so that a request to
#: another machine can only come from the page.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Seconds a slow machine may take to start the server, to answer, and to stop the server.
_START, _ANSWER, _STOP = 120, 60, 20


class Workplace(NamedTuple):
    """The running application."""

    address: str
    settings: Settings


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"no server on port {port} after {_START} s")


def serve(settings: Settings, port: int | None = None) -> Iterator[Workplace]:
    """Run the application over a data folder, on a port of its own unless one is named."""
    port = port or _free_port()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "XUNJIAN_HOME": str(settings.home),
        "XUNJIAN_MODEL_DIR": str(settings.onnx_dir),
    }
    start = f"from ui.serve import serve; serve(port={port}, browser=False)"
    server = subprocess.Popen([sys.executable, "-c", start], cwd=settings.home.parent, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(port, server)
        yield Workplace(address, settings)
    finally:
        server.terminate()
        try:
            server.wait(_STOP)
        except subprocess.TimeoutExpired:  # in the middle of a batch
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Workplace]:
    """The application over the bundled library."""
    settings = Settings(home=tmp_path_factory.mktemp("e2e") / "home", model_dir=model_dir)
    with KnowledgeBase(settings) as kb:
        assert not ingest_library(kb).failed
    yield from serve(settings)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Workplace]:
    """The application over the bundled library and an earlier notice for one of its units: a problem comes back."""
    folder = tmp_path_factory.mktemp("e2e-library")
    settings = Settings(home=folder / "home", model_dir=model_dir)
    (folder / rounds.NAME).write_text(rounds.TEXT, encoding="utf-8")
    with KnowledgeBase(settings) as kb:
        assert not ingest_library(kb).failed
        assert not ingest_paths(kb, [folder / rounds.NAME]).failed
    yield from serve(settings)


@pytest.fixture(scope="session")
def prints(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Workplace]:
    """The application over a notice that was printed to PDF."""
    folder = tmp_path_factory.mktemp("e2e-prints")
    settings = Settings(home=folder / "home", model_dir=model_dir)
    path = folder / Path(rounds.NAME).with_suffix(".pdf").name
    path.write_bytes(printed(rounds.PLAIN))
    with KnowledgeBase(settings) as kb:
        assert not ingest_paths(kb, [path]).failed
    yield from serve(settings)


@pytest.fixture
def empty_workplace(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Workplace]:
    """The application over an empty knowledge base."""
    yield from serve(Settings(home=tmp_path_factory.mktemp("e2e-empty") / "home", model_dir=model_dir))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; without it the tests are skipped, or fail where ``XUNJIAN_REQUIRE`` contains browser."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        except BrowserError as error:
            reason = f"no browser at {CHROMIUM}: {str(error).splitlines()[0]}"
            if "browser" in os.environ.get("XUNJIAN_REQUIRE", "").split(","):
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


def screen(browser: Browser) -> BrowserContext:
    """A fresh session on an office screen, with the patience that a loaded machine needs."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(_ANSWER * 1000)
    return context


class Visit(NamedTuple):
    """A page and every address it asked for."""

    page: Page
    requests: list[str]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A fresh session on an office screen; fails when the page asked any other machine for anything."""
    context = screen(browser)
    expect.set_options(timeout=_ANSWER * 1000)
    page = context.new_page()
    requests: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    page.on("request", note)
    page.on("websocket", lambda socket: requests.append(socket.url))
    yield Visit(page, requests)
    context.close()
    outside = [url for url in requests if "://" in url and "://127.0.0.1:" not in url]
    assert not outside, f"the page asked other machines: {outside}"


@pytest.fixture
def browser_page(visit: Visit) -> Page:
    """The page of a fresh session."""
    return visit.page


#: Milliseconds without a run before a page counts as settled: until the server says that it runs because of a click,
#: the page looks as if nothing were to come.
_QUIET = 400

#: True once no run was under way for ``quiet`` milliseconds since the first look, and nothing moves that comes to rest:
#: a button in a section that still unfolds can slide away between the press and the release of the mouse, which is no
#: click then.  Runs shorter than the time between two looks are seen too: the observer is told of every change.
_QUIET_FOR = """({ token, quiet }) => {
    const app = document.querySelector("[data-testid=stApp]");
    if (!app) return false;
    const state = "data-test-script-state";
    if (window.xjQuiet?.token !== token) {
        window.xjQuiet?.observer.disconnect();
        const look = { token, since: performance.now() };
        look.observer = new MutationObserver(() => { look.since = performance.now(); });
        look.observer.observe(app, { attributes: true, attributeFilter: [state] });
        window.xjQuiet = look;
    }
    const ends = (animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime);
    if (document.getAnimations().some((animation) => animation.playState === "running" && ends(animation)))
        window.xjQuiet.since = performance.now();
    return app.getAttribute(state) === "notRunning" && performance.now() - window.xjQuiet.since >= quiet;
}"""

_looks = itertools.count()


def settled(page: Page) -> Page:
    """The page once the server draws nothing any more: a click on a button that is just drawn anew or moved is lost."""
    page.wait_for_function(_QUIET_FOR, arg={"token": next(_looks), "quiet": _QUIET})
    return page


def visited(page: Page, address: str) -> Page:
    """The page at an address once the server draws nothing any more."""
    page.goto(address)
    return settled(page)


def click(target: Locator) -> None:
    """Click where the server draws nothing any more, as people do who look before they click."""
    settled(target.page)
    target.click()


class Downloaded(NamedTuple):
    """A file that the browser was given."""

    name: str
    data: bytes


def downloaded(page: Page, button: Locator) -> Downloaded:
    """The file a button gives, clicked once the page has settled."""
    with page.expect_download() as download:
        click(button)
    return Downloaded(download.value.suggested_filename, Path(download.value.path()).read_bytes())
