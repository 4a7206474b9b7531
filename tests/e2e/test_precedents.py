"""An inspector browses precedents, compares and collects them; figures lead to their problems and sources."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Workplace, click, downloaded, settled, visited

pytestmark = pytest.mark.browser

#: A problem of a bundled example, and words that only it has.
TITLE, WORDS = "公务用枪管理有漏洞，离库审批代签、交接登记不全", "智能枪柜"


def rows(page: Page) -> Locator:
    """The problems listed."""
    return page.locator(".xj-problem")


def count(page: Page) -> int:
    """The number at the head of the list."""
    return int(page.locator(".xj-list-head h2").inner_text().split()[0])


def plain(text: str) -> str:
    """A text without blanks."""
    return "".join(text.split())


def expect_marked(page: Page, start: str) -> None:
    """Wait until what the source panel marks begins with a text, blanks aside."""
    marks = "[...document.querySelectorAll('.xj-source mark')].map((mark) => mark.textContent).join('')"
    page.wait_for_function(f"(start) => {marks}.replace(/\\s/g, '').startsWith(start)", arg=plain(start))


def go(page: Page, name: str) -> None:
    """Go to a page by the bar."""
    click(page.get_by_test_id("stTopNav").get_by_role("link", name=name, exact=True))


def test_filters_narrow_the_list_as_their_counts_say(library: Workplace, browser_page: Page) -> None:
    """Choosing a value leaves as many problems as stood beside it; clearing brings all back."""
    page = browser_page
    visited(page, f"{library.address}/precedents")
    expect(rows(page).first).to_be_visible()
    everything = count(page)
    for label in ("正在整改", "云泽市公安局"):
        value = page.locator(".xj-value", has_text=label).first
        expected = int(value.locator(".xj-count").inner_text())
        click(value)
        expect(page.locator(".xj-value[aria-pressed=true]", has_text=label)).to_be_visible()
        expect(page.locator(".xj-list-head h2")).to_have_text(f"{expected} 个问题")
        assert rows(page).count() == expected
    click(page.get_by_role("button", name="清除筛选"))
    expect(page.locator(".xj-list-head h2")).to_have_text(f"{everything} 个问题")


def test_a_reload_keeps_the_filter_and_the_open_problem(library: Workplace, browser_page: Page) -> None:
    """The address says what is shown: reloaded, or opened by a colleague, it shows the same; a value that no problem
    has any more narrows nothing.
    """
    page = browser_page
    visited(page, f"{library.address}/precedents?unit=无此单位")
    expect(rows(page).first).to_be_visible()
    everything = count(page)
    click(page.locator(".xj-value", has_text="正在整改").first)
    expect(page.locator(".xj-list-head h2")).not_to_have_text(f"{everything} 个问题")
    narrowed = count(page)
    click(rows(page).first.get_by_role("button"))
    title = page.locator(".xj-precedent h2")
    expect(title).to_be_visible()
    words = title.inner_text()
    page.reload()
    expect(page.locator(".xj-list-head h2")).to_have_text(f"{narrowed} 个问题")
    expect(page.locator(".xj-value[aria-pressed=true]", has_text="正在整改").first).to_be_visible()
    expect(title).to_have_text(words)
    click(page.get_by_role("button", name="清除筛选"))
    expect(page.locator(".xj-list-head h2")).to_have_text(f"{everything} 个问题")


def test_every_quote_of_a_problem_opens_its_place(library: Workplace, browser_page: Page) -> None:
    """The text filter finds a problem; each of its quotes opens the source with exactly its words marked."""
    page = browser_page
    visited(page, f"{library.address}/precedents")
    settled(page).get_by_role("searchbox", name="按词语筛选").fill(WORDS)
    expect(rows(page)).to_have_count(1)
    click(rows(page).get_by_role("button"))
    expect(page.locator(".xj-precedent h2")).to_have_text(TITLE)
    quotes = page.locator(".xj-cite")
    expect(quotes.first).to_be_visible()
    for index in range(quotes.count()):
        quote = quotes.nth(index)
        words = quote.locator(".xj-words").inner_text()
        click(quote.locator("[data-open]"))
        expect(page.locator(".xj-cite [data-open][aria-pressed=true]")).to_have_count(1)
        expect(quotes.nth(index).locator("[data-open]")).to_have_attribute("aria-pressed", "true")
        expect_marked(page, words)
    click(page.get_by_role("button", name="← 返回列表"))
    expect(rows(page)).to_have_count(1)


def test_problems_side_by_side(library: Workplace, browser_page: Page) -> None:
    """Picked problems stand in columns with their measures in rows of kinds; a single one ends the comparison."""
    page = browser_page
    visited(page, f"{library.address}/precedents")
    for index in range(3):
        rows(page).nth(index).get_by_role("checkbox").check()
        expect(page.locator(".xj-tray")).to_contain_text(f"已选 {index + 1} 个")
    titles = [rows(page).nth(index).locator(".xj-problem-title").inner_text() for index in range(3)]
    click(page.get_by_role("button", name="并排比较"))
    expect(page.locator(".xj-compare thead th .xj-problem-title")).to_have_text(titles)
    kinds = page.locator(".xj-compare tbody th").all_inner_texts()
    assert {"问题表现", "完成时限", "责任单位"} < set(kinds)
    click(page.locator(".xj-compare .xj-close").first)
    expect(page.locator(".xj-compare thead th")).to_have_count(2)
    click(page.locator(".xj-compare .xj-close").first)
    expect(page.locator(".xj-tray")).to_contain_text("已选 1 个")


def test_the_basket_survives_reload_and_opens_sources(library: Workplace, browser_page: Page) -> None:
    """A problem and a measure are collected, are there after a reload and on another page, and open their source in a
    dialog or panel; taking them out empties the basket.
    """
    page = browser_page
    visited(page, f"{library.address}/precedents")
    settled(page).get_by_role("searchbox", name="按词语筛选").fill(WORDS)
    expect(rows(page)).to_have_count(1)
    click(rows(page).get_by_role("button"))
    expect(page.locator(".xj-precedent h2")).to_have_text(TITLE)
    click(page.locator(".xj-detail-tools .xj-to-basket"))
    expect(page.get_by_role("button", name="拟稿篮　1")).to_be_visible()
    click(page.locator(".xj-cite .xj-to-basket").nth(1))
    expect(page.get_by_role("button", name="拟稿篮　2")).to_be_visible()
    visited(page, library.address)
    click(page.get_by_role("button", name="拟稿篮　2"))
    items = page.locator(".xj-basket li")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("措施")
    words = items.first.locator(".xj-excerpt").inner_text().rstrip("…")
    click(items.first.get_by_role("button", name="查看原文"))
    expect_marked(page, words)
    for left in (1, 0):
        if not items.first.is_visible():
            click(page.get_by_role("button", name=f"拟稿篮　{left + 1}"))
        click(items.first.get_by_role("button", name="移出"))
        expect(page.get_by_role("button", name=f"拟稿篮　{left}")).to_be_visible()


def test_a_figure_leads_to_its_problems_and_their_source(library: Workplace, browser_page: Page) -> None:
    """A count in the table lists as many problems; one of them opens its source; the list opens on 先例."""
    page = browser_page
    visited(page, f"{library.address}/insight")
    click(page.get_by_role("radio", name="表", exact=True).or_(page.get_by_role("button", name="表", exact=True)))
    figure = page.locator(".xj-pivot tbody .xj-figure").first
    expected = int(figure.inner_text())
    click(figure)
    expect(rows(page)).to_have_count(expected)
    title = rows(page).first.locator(".xj-problem-title").inner_text()
    click(rows(page).first.get_by_role("button"))
    expect_marked(page, title)
    click(page.get_by_role("button", name="关闭原文"))
    click(page.get_by_role("button", name="在“先例”页打开"))
    expect(page.locator(".xj-facets")).to_be_visible()
    assert count(page) >= expected


def test_a_problem_that_came_back_is_shown(library: Workplace, browser_page: Page) -> None:
    """The same type at the same unit in two rounds stands under 反复出现 with both problems behind it."""
    page = browser_page
    visited(page, f"{library.address}/insight")
    click(page.get_by_role("radio", name="反复出现").or_(page.get_by_role("button", name="反复出现")))
    entry = page.locator(".xj-recurrence", has_text="饮酒问题")
    expect(entry).to_contain_text("整改后再次出现")
    click(entry)
    expect(rows(page)).to_have_count(2)


def test_the_table_can_be_taken_along(library: Workplace, browser_page: Page) -> None:
    """The workbook opens and its table is the one shown; a chart is drawn and can be saved as a picture."""
    page = browser_page
    visited(page, f"{library.address}/insight")
    expect(page.locator(".vega-embed svg, .vega-embed canvas").first).to_be_visible()
    book = openpyxl.load_workbook(BytesIO(downloaded(page, page.get_by_role("button", name="下载表格（Excel）")).data))
    assert book.sheetnames == ["统计表", "问题明细", "说明"]
    assert book["统计表"].cell(book["统计表"].max_row, book["统计表"].max_column).value == book["问题明细"].max_row - 1
    picture = downloaded(page, page.locator("button[aria-label^='Download as PNG']"))
    assert picture.data.startswith(b"\x89PNG")


def test_pages_remember_what_was_open(library: Workplace, browser_page: Page) -> None:
    """Going to another page and back keeps filter, open problem and open source of 先例."""
    page = browser_page
    visited(page, f"{library.address}/precedents")
    settled(page).get_by_role("searchbox", name="按词语筛选").fill(WORDS)
    expect(rows(page)).to_have_count(1)
    click(rows(page).get_by_role("button"))
    click(page.locator(".xj-cite [data-open]").first)
    expect(page.locator(".xj-source mark").first).to_be_visible()
    go(page, "态势")
    expect(page.locator(".st-key-insight_views")).to_be_visible()
    expect(page.locator(".xj-source mark")).to_have_count(0)
    go(page, "先例")
    expect(page.locator(".xj-source mark").first).to_be_visible()
    expect(page.locator(".xj-precedent h2")).to_have_text(TITLE)


def test_an_empty_base_says_what_to_do(empty_workplace: Workplace, browser_page: Page) -> None:
    """Without documents both pages say what to take in instead of showing empty lists."""
    for name in ("precedents", "insight"):
        visited(browser_page, f"{empty_workplace.address}/{name}")
        expect(browser_page.locator(".xj-notice")).to_contain_text("请先收录")
