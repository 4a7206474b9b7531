"""An inspector asks, reads the answer and opens its sources."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Workplace, click, settled, visited

pytestmark = pytest.mark.browser

QUESTION = "值班期间饮酒，以往怎么处理？"
OUTSIDE = "红烧肉怎么做才好吃？"


def ask(page: Page, question: str) -> None:
    """Type a question and press Enter."""
    box = page.get_by_role("textbox", name="描述您遇到的问题")
    settled(page)
    box.fill(question)
    box.press("Enter")


def marked(page: Page) -> str:
    """What the source panel marks, line by line."""
    return "\n".join(page.locator(".xj-source mark").all_text_contents())


def in_view(panel: Locator, inner: Locator) -> bool:
    """Whether the top of an element is visible inside the panel."""
    outer_box, inner_box = panel.bounding_box(), inner.bounding_box()
    assert outer_box is not None
    assert inner_box is not None
    return outer_box["y"] <= inner_box["y"] < outer_box["y"] + outer_box["height"]


def test_every_citation_opens_the_sentence_it_quotes(workplace: Workplace, browser_page: Page) -> None:
    """Each quote's chip opens its document with exactly the quoted words marked and scrolled into view."""
    visited(browser_page, workplace.address)
    ask(browser_page, QUESTION)
    quotes = browser_page.locator(".xj-answer .xj-quote")
    expect(quotes.first).to_be_visible()
    for part in browser_page.locator(".xj-fold summary").all():
        click(part)
    assert quotes.count() >= 2
    for index in range(quotes.count()):
        words = quotes.nth(index).locator(".xj-words").text_content() or ""
        chip = quotes.nth(index).locator(".xj-chip")
        assert words in (chip.get_attribute("title") or "")
        click(chip)
        expect(chip).to_have_attribute("aria-pressed", "true")
        expect(browser_page.locator(".xj-source h3 .xj-still")).to_have_text(chip.inner_text())
        assert marked(browser_page) == words
        assert in_view(browser_page.locator(".xj-text"), browser_page.locator(".xj-source mark").first)


LETTER = "值班民警饮酒，群众多次反映，派出所一直没有处理。\n"


def test_a_letter_is_taken_whole(workplace: Workplace, browser_page: Page) -> None:
    """A letter of 1,500 characters in several lines is asked as it is, the box growing with it; Shift+Enter begins a
    new line and asks nothing.
    """
    page = browser_page
    visited(page, workplace.address)
    box = page.get_by_role("textbox", name="描述您遇到的问题")
    low = box.bounding_box()
    letter = (LETTER * 62)[:1500].strip()
    box.fill(letter)
    high = box.bounding_box()
    assert low is not None
    assert high is not None
    assert low["height"] * 3 < high["height"] < 400
    box.press("Shift+Enter")
    box.press_sequentially("怎么处理？")
    expect(page.locator(".xj-question-hint")).to_contain_text("最多 4000 字")
    expect(page.locator(".xj-reply")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".xj-answer .xj-quote").first).to_be_visible()
    expect(box).to_have_value(f"{letter}\n怎么处理？")
    settled(page).reload()
    expect(box).to_have_value(f"{letter}\n怎么处理？")


def test_too_long_a_letter_stays_and_says_so(workplace: Workplace, browser_page: Page) -> None:
    """Beyond the limit nothing is lost and nothing is asked: the box says by how much it is too long."""
    page = browser_page
    visited(page, workplace.address)
    box = page.get_by_role("textbox", name="描述您遇到的问题")
    box.fill("某" * 4100)
    hint = page.locator(".xj-question-hint")
    expect(hint).to_contain_text("超出 4000 字的上限 100 字")
    expect(page.get_by_role("button", name="提问", exact=True)).to_be_disabled()
    box.press("Enter")
    expect(page).to_have_url(f"{workplace.address}/")
    expect(box).to_have_value("某" * 4100)
    ask(page, QUESTION)
    expect(hint).to_have_text("")
    expect(page.locator(".xj-answer .xj-quote").first).to_be_visible()


def test_an_unknown_address_leads_to_the_first_page(workplace: Workplace, browser_page: Page) -> None:
    """A mistyped address is told in Chinese, without Streamlit's English dialog."""
    browser_page.goto(f"{workplace.address}/meiyou")  # what is told goes away after some seconds
    expect(browser_page.get_by_test_id("stToast")).to_contain_text("没有这个网址对应的页面")
    expect(browser_page.get_by_role("textbox", name="描述您遇到的问题")).to_be_visible()
    expect(browser_page.get_by_text("Page not found")).to_have_count(0)


def test_a_question_outside_the_field_is_refused(workplace: Workplace, browser_page: Page) -> None:
    """A question that has nothing to do with the knowledge base gets a refusal and not a single citation."""
    visited(browser_page, workplace.address)
    ask(browser_page, OUTSIDE)
    expect(browser_page.locator(".xj-refused")).to_contain_text("没有找到足够的依据")
    expect(browser_page.locator(".xj-answer .xj-chip")).to_have_count(0)
    expect(browser_page.locator(".xj-answer .xj-quote")).to_have_count(0)


def test_the_address_holds_the_question(workplace: Workplace, browser_page: Page) -> None:
    """An address with a question shows its answer at once; asking another changes the address, and going back
    brings the first one back.
    """
    visited(browser_page, f"{workplace.address}/?q={quote(QUESTION)}")
    expect(browser_page.locator(".xj-answer .xj-quote").first).to_be_visible()
    expect(browser_page.get_by_role("textbox", name="描述您遇到的问题")).to_have_value(QUESTION)
    ask(browser_page, OUTSIDE)
    expect(browser_page.locator(".xj-refused")).to_be_visible()
    expect(browser_page).to_have_url(f"{workplace.address}/?q={quote(OUTSIDE)}")
    browser_page.go_back()
    expect(browser_page.locator(".xj-answer .xj-quote").first).to_be_visible()
    expect(browser_page.get_by_role("textbox", name="描述您遇到的问题")).to_have_value(QUESTION)


def test_examples_can_be_asked_with_a_click(workplace: Workplace, browser_page: Page) -> None:
    """Every example offered is one the knowledge base answers."""
    visited(browser_page, workplace.address)
    examples = browser_page.locator(".st-key-examples button")
    expect(examples.first).to_be_visible()
    click(examples.last)
    expect(browser_page.locator(".xj-answer .xj-quote").first).to_be_visible()


def test_a_hit_opens_its_passage(workplace: Workplace, browser_page: Page) -> None:
    """“查看原文” of a result opens the document with the passage shown and its neighbours within reach."""
    visited(browser_page, f"{workplace.address}/?q={quote(QUESTION)}")
    click(browser_page.get_by_role("tab", name="法规条款"))
    hit = browser_page.locator("#xj-panel-article .xj-hit").first
    click(hit.locator("[data-open]").first)
    expect(hit.locator("[data-open]").first).to_have_attribute("aria-pressed", "true")
    shown = browser_page.locator(".xj-source .xj-on")
    expect(shown.first).to_be_visible()
    assert in_view(browser_page.locator(".xj-text"), shown.first)
    label = shown.first.locator("b").inner_text()
    following = browser_page.locator(".xj-source footer button").last
    expect(following).not_to_contain_text(label)
    click(following)
    expect(browser_page.locator(".xj-flash")).to_be_visible()


def test_a_document_can_be_read_from_the_list(workplace: Workplace, browser_page: Page) -> None:
    """The list in the sidebar opens a document from its beginning; closing empties the panel."""
    visited(browser_page, workplace.address)
    click(browser_page.locator("[data-testid=stSidebar] summary", has_text="查看资料"))
    entry = browser_page.locator(".xj-documents li button").first
    title = entry.locator("span").first.inner_text()
    click(entry)
    expect(browser_page.locator(".xj-source header h3")).to_have_text(title)
    click(browser_page.get_by_role("button", name="关闭原文"))
    expect(browser_page.locator(".xj-hint")).to_be_visible()


def test_nothing_runs_past_the_screen(workplace: Workplace, browser_page: Page) -> None:
    """With an answer and its source open nothing is wider than an office screen."""
    visited(browser_page, f"{workplace.address}/?q={quote(QUESTION)}")
    click(browser_page.locator(".xj-quote .xj-chip").first)
    expect(browser_page.locator(".xj-source mark").first).to_be_visible()
    assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    beyond = """() => {
        const edge = document.querySelector(".xj-reply").getBoundingClientRect().right + 1;
        const right = (node) => node.getBoundingClientRect().right;
        const nodes = document.querySelectorAll(".xj-reply *:not(.xj-also *)"); // rows cut with an ellipsis on purpose
        return [...nodes].filter((node) => right(node) > edge).length;
    }"""
    assert browser_page.evaluate(beyond) == 0
    main = "document.querySelector('[data-testid=stMain]')"
    assert browser_page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
