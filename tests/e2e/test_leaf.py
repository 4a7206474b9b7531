"""An inspector looks at the very page of a PDF that a sentence was taken from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Workplace, click, visited
from tests.e2e.test_ask import ask, in_view

pytestmark = pytest.mark.browser

QUESTION = "涉案财物管理不规范怎么整改？"


def width(inner: Locator) -> float:
    """Pixels across."""
    box = inner.bounding_box()
    assert box is not None
    return box["width"]


def test_the_page_itself_is_shown_with_the_quote_marked(prints: Workplace, browser_page: Page) -> None:
    """From text to print and back; pages are turned, the quote is found again, and the page is enlarged."""
    page = browser_page
    visited(page, prints.address)
    ask(page, QUESTION)
    click(page.locator(".xj-answer .xj-chip").first)
    expect(page.locator(".xj-source mark").first).to_be_visible()
    click(page.get_by_role("button", name="原件页面"))
    picture, mark = page.locator(".xj-print-page img"), page.locator(".xj-print-mark")
    expect(mark.first).to_be_visible()
    assert in_view(page.locator(".xj-print"), mark.first)
    number = page.locator(".xj-page")
    expect(number).to_have_text(re.compile(r"第 \d / \d 页"))
    cited = number.inner_text()

    small = width(picture)
    click(page.get_by_role("button", name="放大"))
    assert width(picture) > small * 1.2
    click(page.get_by_role("button", name="缩小"))
    assert width(picture) == pytest.approx(small)

    turning = page.get_by_role("button", name="上一页" if cited.startswith("第 2") else "下一页")
    click(turning)
    expect(number).not_to_have_text(cited)
    click(page.get_by_role("button", name="回到引文"))
    expect(number).to_have_text(cited)
    expect(mark.first).to_be_visible()

    other = page.locator(".xj-answer .xj-quote .xj-chip").nth(1)
    click(other)
    expect(page.locator(".xj-source h3 .xj-still")).to_have_text(other.inner_text())
    expect(picture).to_be_visible()
    click(page.get_by_role("button", name="文字"))
    expect(page.locator(".xj-source .xj-text")).to_be_visible()
    expect(picture).to_have_count(0)
