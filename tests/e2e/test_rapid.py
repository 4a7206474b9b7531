"""Nothing that was clicked is lost, however quickly the clicks follow each other."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from kb.knowledge_base import KnowledgeBase
from kb.works import WorkKind
from tests.e2e.conftest import Workplace, visited
from tests.e2e.test_ask import QUESTION
from tests.e2e.test_drill import build as build_drill
from tests.e2e.test_drill import newest, save

pytestmark = pytest.mark.browser


def test_quotes_collected_in_quick_succession_are_all_collected(workplace: Workplace, browser_page: Page) -> None:
    """Three signs clicked at once put three quotes into the basket; clicked again at once, they take them out."""
    page = browser_page
    visited(page, f"{workplace.address}/?q={quote(QUESTION)}")
    keep = page.locator(".xj-answer .xj-quote .xj-keep")
    expect(keep.first).to_be_visible()
    wanted = min(3, keep.count())
    assert wanted > 1
    for sign, inside in (("✓", wanted), ("＋", 0)):
        page.wait_for_timeout(600)  # not a double click
        for number in range(wanted):
            keep.nth(number).evaluate("(node) => node.click()")
        for number in range(wanted):
            expect(keep.nth(number)).to_have_text(sign)
        with KnowledgeBase(workplace.settings) as kb:
            assert inside == sum(len(work.body["items"]) for work in kb.works.list(WorkKind.BASKET))


def test_filters_chosen_in_quick_succession_are_all_chosen(workplace: Workplace, browser_page: Page) -> None:
    """Values of a filter clicked at once all hold."""
    page = browser_page
    visited(page, f"{workplace.address}/precedents")
    values = page.locator(".xj-facets .xj-facet").first.locator("button[aria-pressed]:visible")
    expect(values.nth(1)).to_be_visible()
    names = [values.nth(number).get_attribute("data-id") for number in range(2)]
    page.locator(".xj-facets .xj-facet").first.locator("button[aria-pressed]").evaluate_all(
        "(nodes, names) => nodes.filter((node) => names.includes(node.dataset.id)).forEach((node) => node.click())",
        names,
    )
    for name in names:
        expect(page.locator(f'.xj-facets [data-id="{name}"]')).to_have_attribute("aria-pressed", "true")


def test_a_double_click_counts_once(workplace: Workplace, browser_page: Page) -> None:
    """People who click everything twice collect a quote all the same."""
    page = browser_page
    visited(page, f"{workplace.address}/?q={quote(QUESTION)}")
    keep = page.locator(".xj-answer .xj-quote .xj-keep").first
    keep.dblclick()
    expect(keep).to_have_text("✓")
    page.wait_for_timeout(1500)
    expect(keep).to_have_text("✓")
    keep.click()
    expect(keep).to_have_text("＋")


def test_a_double_click_confirms_nothing(workplace: Workplace, browser_page: Page) -> None:
    """What asks once more before it deletes is not answered by the second half of a double click; leaving it takes the
    question back.
    """
    page = browser_page
    build_drill(page, workplace.address)
    save(page)
    identifier, _ = newest(workplace)
    rows = page.locator(".xj-shelf li")
    before = rows.count()
    remove = rows.first.get_by_role("button", name="删除")
    remove.dblclick()
    expect(remove).to_have_text("再点一次，确认删除")
    page.wait_for_timeout(1500)
    assert newest(workplace)[0] == identifier
    page.keyboard.press("Tab")
    expect(remove).to_have_text("删除")
    remove.click()
    remove.click()
    expect(rows).to_have_count(before - 1)
