"""The pictures of the pages in ``docs/images``: ``XUNJIAN_SCREENSHOTS=1 pytest tests/e2e/test_screenshots.py``."""

from __future__ import annotations

import os
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Workplace
from tests.e2e.test_ask import OUTSIDE, QUESTION

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.environ.get("XUNJIAN_SCREENSHOTS") != "1", reason="writes pictures on request only"),
]

FOLDER = ROOT / "docs" / "images"
#: Enough for text edges on the few colours of the page; a third of the size of full colour.
_COLOURS = 128
SIZES = [(1366, 768), (1920, 1080)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def screen(request: pytest.FixtureRequest, browser_page: Page) -> Page:
    """The page on an office screen and on a large one."""
    width, height = request.param
    browser_page.set_viewport_size({"width": width, "height": height})
    return browser_page


def shoot(page: Page, name: str) -> None:
    """Write a picture without the text cursor, once everything stands still."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)
    size = page.viewport_size
    assert size is not None
    path = FOLDER / f"{name}-{size['width']}x{size['height']}.png"
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(path, optimize=True)


def test_start(workplace: Workplace, screen: Page) -> None:
    """The page on arrival."""
    screen.goto(workplace.address)
    expect(screen.locator(".st-key-examples button").first).to_be_visible()
    shoot(screen, "start")


def test_answer(workplace: Workplace, screen: Page) -> None:
    """An answer with the source of a sentence, then its further parts and the lists."""
    screen.goto(f"{workplace.address}/?q={quote(QUESTION)}")
    screen.locator(".xj-quote .xj-chip").first.click()
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "answer")
    for part in screen.locator(".xj-more summary").all():
        part.click()
    screen.locator(".xj-tools").evaluate("node => node.scrollIntoView()")
    shoot(screen, "measures")
    screen.locator(".xj-lists").evaluate("node => node.scrollIntoView()")
    shoot(screen, "results")


def test_refusal(workplace: Workplace, screen: Page) -> None:
    """A question the knowledge base cannot answer, with the sidebar unfolded."""
    screen.goto(f"{workplace.address}/?q={quote(OUTSIDE)}")
    expect(screen.locator(".xj-refused")).to_be_visible()
    for part in screen.locator("[data-testid=stSidebar] summary").all():
        part.click()
    shoot(screen, "refusal")


def test_empty(empty_workplace: Workplace, screen: Page) -> None:
    """A knowledge base without documents."""
    screen.goto(empty_workplace.address)
    expect(screen.get_by_role("button", name="载入内置资料")).to_be_visible()
    shoot(screen, "empty")
