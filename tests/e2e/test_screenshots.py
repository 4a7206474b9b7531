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


def test_precedents(library: Workplace, screen: Page) -> None:
    """A problem in detail beside the list, its source beside the detail, and three problems side by side."""
    screen.goto(f"{library.address}/precedents")
    title = screen.get_by_role("button", name="涉案车辆保管混乱")
    title.click()
    expect(screen.locator(".xj-cite").first).to_be_visible()
    shoot(screen, "precedents")
    screen.locator(".xj-cite [data-open]").nth(1).click()
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "precedents-source")
    screen.get_by_role("button", name="关闭原文").click()
    for name in ("涉案车辆保管混乱", "涉案财物管理不规范", "扣留车辆"):
        screen.get_by_role("checkbox", name=name).check()
    screen.get_by_role("button", name="并排比较").click()
    expect(screen.locator(".xj-compare thead th")).to_have_count(3)
    shoot(screen, "precedents-compare")


def test_insight(library: Workplace, screen: Page) -> None:
    """A field of a chart with its problems, the states with what is late, and what came back."""
    screen.goto(f"{library.address}/insight")
    chart = screen.locator(".vega-embed svg")
    expect(chart).to_be_visible()
    chart.get_by_label("row: 执法办案; count: 3").last.click()  # the figure lies on the field
    expect(screen.locator(".xj-problem").first).to_be_visible()
    shoot(screen, "insight")
    views = screen.locator(".st-key-insight_views")
    views.get_by_text("整改状态").click()
    screen.get_by_role("button", name="查看已过时限的").click()
    expect(screen.locator(".xj-list-head h2")).to_contain_text("已过时限")
    shoot(screen, "insight-states")
    views.get_by_text("反复出现").click()
    screen.locator(".xj-recurrence").first.click()
    expect(screen.locator(".xj-list-head")).to_contain_text("2 轮")
    screen.locator(".xj-problem-open").first.click()
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "insight-recurring")
