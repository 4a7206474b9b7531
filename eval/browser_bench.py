"""``python -m eval.browser_bench``: what a person at the screen waits for, as ratios to the bare retrieval time.

Needs Playwright and a Chromium (``XUNJIAN_CHROMIUM``, Debian's by default).  All figures are of one run on one machine;
only the ratios mean anything elsewhere.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from assistant.desk import Desk
from eval.corpus import DEFAULT_CORPUS, DEFAULT_HOME, ROOT, prepared
from eval.questions import load, unique
from eval.split import Split, select
from kb.model import Group
from kb.settings import load_settings
from ui.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Questions asked, of the development half: the median of so many moves by a few per cent from run to run.
_QUESTIONS = 15

#: Seconds a page may take on a busy machine.
_PATIENCE = 60

_CHROMIUM = os.environ.get("XUNJIAN_CHROMIUM", "/usr/bin/chromium")


class Row(NamedTuple):
    """A line of the table: what was waited for, and the seconds of each time."""

    name: str
    seconds: list[float]


def measure() -> list[Row]:
    """Retrieval alone, retrieval with the answer, then both in the browser, and every change of page."""
    questions = [q.query for q in select(unique(load()), Split.DEV) if q.group is Group.PRECEDENT][:_QUESTIONS]
    with prepared(DEFAULT_CORPUS, DEFAULT_HOME, load_settings(), report=lambda _: None) as ready:
        desk = Desk(ready.kb)
        desk.ask(questions[0])
        bare = [_timed(partial(desk.search, query)) for query in questions]
        composed = [_timed(partial(desk.ask, query)) for query in questions]
        settings = ready.kb.settings
    rows = [Row("检索（不经页面）", bare), Row("检索并组织答复（不经页面）", composed)]
    with _served(settings.home, settings.onnx_dir) as address, _page() as page:
        page.goto(address)
        page.get_by_role("textbox", name="描述您遇到的问题").wait_for()
        _asked(page, questions[0])
        rows.append(Row("提问到答复出现（浏览器）", [_asked(page, query) for query in questions[1:]]))
        first = [Row(f"第一次打开“{entry.title}”", [_switched(page, entry.title)]) for entry in PAGES[1:]]
        again = [Row(f"再次打开“{entry.title}”", [_switched(page, entry.title)]) for entry in PAGES]
    return [*rows, *first, *again]


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _asked(page: Page, question: str) -> float:
    box = page.get_by_role("textbox", name="描述您遇到的问题")
    box.fill(question)

    def ask() -> None:
        box.press("Enter")
        page.wait_for_function(
            "question => [...document.querySelectorAll('.xj-reply')].some(one => one.dataset.question === question)",
            arg=" ".join(question.split()),
        )

    return _timed(ask)


def _switched(page: Page, title: str) -> float:
    def switch() -> None:
        link = page.get_by_test_id("stTopNavLink").filter(has_text=title)
        link.click()
        page.wait_for_function(
            """title => {
                const link = [...document.querySelectorAll('[data-testid="stTopNavLink"]')]
                    .find(one => one.textContent.includes(title));
                const app = document.querySelector('[data-testid="stApp"]');
                return link?.getAttribute('aria-current') === 'page'
                    && app?.getAttribute('data-test-script-state') === 'notRunning';
            }""",
            arg=title,
        )

    return _timed(switch)


@contextmanager
def _page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this measurement drives a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.set_default_timeout(_PATIENCE * 1000)
        yield page
        browser.close()


@contextmanager
def _served(home: Path, model: Path) -> Iterator[str]:
    """The workplace over a data folder, ready to answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XUNJIAN_HOME": str(home), "XUNJIAN_MODEL_DIR": str(model)}
    start = f"from ui.serve import serve; serve(port={port}, browser=False)"
    server = subprocess.Popen([sys.executable, "-c", start], env=environment)  # noqa: S603 - our own command
    try:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def main() -> int:
    """Print the table."""
    rows = measure()
    base = median(rows[0].seconds)
    lines = ["| 等待 | 次数 | 中位数（秒） | 与检索之比 |", "|---|---:|---:|---:|"]
    lines += [
        f"| {row.name} | {len(row.seconds)} | {median(row.seconds):.2f} | {median(row.seconds) / base:.1f} |"
        for row in rows
    ]
    print("\n".join(lines))  # noqa: T201 - the command's output
    return 0


if __name__ == "__main__":
    sys.exit(main())
