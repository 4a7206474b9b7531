"""体检: why the results of a question stand as they do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Workplace, click, visited
from tests.e2e.test_ask import QUESTION, ask

pytestmark = pytest.mark.browser


def test_a_question_is_explained_and_its_results_open(workplace: Workplace, browser_page: Page) -> None:
    """The question just asked is taken over; every result shows what its score is made of and opens its source."""
    visited(browser_page, workplace.address)
    ask(browser_page, QUESTION)
    expect(browser_page.locator(".xj-answer .xj-quote").first).to_be_visible()
    click(browser_page.get_by_role("link", name="体检"))
    expect(browser_page.get_by_role("textbox", name="要体检的问题")).to_have_value(QUESTION)
    expect(browser_page.get_by_text("可以作答")).to_be_visible()
    first = browser_page.locator(".xj-reason").first
    click(first.get_by_text("得分构成"))
    expect(first.locator("tr").first).to_be_visible()
    title = (first.locator("h4").inner_text().split("《")[1]).split("》")[0]
    click(browser_page.get_by_role("button", name="原文").first)
    expect(browser_page.locator(".xj-source")).to_contain_text(title)


def test_another_question_can_be_typed(workplace: Workplace, browser_page: Page) -> None:
    """The page explains a refusal too."""
    visited(browser_page, f"{workplace.address}/explain")
    box = browser_page.get_by_role("textbox", name="要体检的问题")
    box.fill("红烧肉怎么做才好吃？")
    box.press("Enter")
    expect(browser_page.get_by_text("不作答复，把握")).to_be_visible()
