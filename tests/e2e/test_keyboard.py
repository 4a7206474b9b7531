"""An inspector who works without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Workplace, settled, visited
from tests.e2e.test_ask import QUESTION

pytestmark = pytest.mark.browser

#: Stops of the Tab key within which every next step of the main path lies.
_NEAR = 20


def tab_to(page: Page, selector: str, most: int = _NEAR) -> None:
    """Press Tab until something that matches has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not among the next {most} stops of the Tab key")


def test_the_main_path_needs_no_mouse(workplace: Workplace, browser_page: Page) -> None:
    """Ask, open the source of a sentence, read it, go back to the sentence, and collect it, by keys alone."""
    page = browser_page
    visited(page, workplace.address)
    expect(page.locator(".st-key-examples button").first).to_be_visible()
    page.keyboard.press("Tab")
    assert "Skip" not in page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    tab_to(settled(page), "[data-testid=stMain] .xj-question textarea")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    chip = page.locator(".xj-answer .xj-quote .xj-chip").first
    expect(chip).to_be_visible()
    tab_to(settled(page), ".xj-chip")
    page.keyboard.press("Enter")
    expect(page.locator(".xj-source mark").first).to_be_visible()
    expect(page.locator(".xj-source .xj-text")).to_be_focused()
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('.xj-text').scrollTop === 0")
    page.keyboard.press("Escape")
    expect(page.locator(".xj-source .xj-hint")).to_be_visible()
    expect(chip).to_be_focused()
    tab_to(settled(page), ".xj-keep", 3)
    page.keyboard.press("Space")
    expect(page.locator(".xj-keep").first).to_have_text("✓")
    page.wait_for_timeout(500)  # not a double click
    page.keyboard.press("Space")
    expect(page.locator(".xj-keep").first).to_have_text("＋")
