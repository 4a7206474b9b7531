"""Limits, follow-up questions, history and judgement on 问案."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kb.knowledge_base import KnowledgeBase
from tests.e2e.conftest import Workplace, click, settled, visited
from tests.e2e.test_ask import QUESTION, ask

pytestmark = pytest.mark.browser

LETTER = (
    "来信反映我们所里的两件事，请分别答复处理的先例和有关依据，以便我们回复写信的群众。"
    "一是值班期间饮酒的民警，以往一般是怎么处理的？"
    "二是涉案车辆保管混乱、长期滞留、私自动用，其他单位采取了哪些整改措施？"
)


def test_a_search_is_limited_and_the_limit_lifted(workplace: Workplace, browser_page: Page) -> None:
    """Within regulations alone no precedent is shown; lifting the limit brings them back."""
    visited(browser_page, workplace.address)
    ask(browser_page, QUESTION)
    precedents = browser_page.get_by_role("tab", name="先例")
    expect(precedents).not_to_have_text("先例0")
    click(browser_page.get_by_role("button", name="限定范围"))
    click(browser_page.get_by_role("button", name="法规条款"))
    click(browser_page.get_by_role("button", name="按此范围查"))
    expect(browser_page.get_by_text("限于：法规条款")).to_be_visible()
    expect(browser_page.get_by_role("dialog")).to_have_count(0)  # the form does not cover the answer
    expect(precedents).to_have_text("先例0")
    click(browser_page.get_by_role("button", name="取消限定"))
    expect(precedents).not_to_have_text("先例0")


def test_a_follow_up_keeps_the_context_and_can_stand_alone(workplace: Workplace, browser_page: Page) -> None:
    """那依据呢 is understood with the question before it, says so, and can be asked without it."""
    visited(browser_page, workplace.address)
    ask(browser_page, QUESTION)
    expect(browser_page.locator(".xj-answer .xj-quote").first).to_be_visible()
    ask(browser_page, "那时限呢？")
    expect(browser_page.get_by_text(f"已结合上一问“{QUESTION}”理解。")).to_be_visible()
    click(browser_page.get_by_role("button", name="单独提问"))
    expect(browser_page.get_by_text("已结合上一问")).to_have_count(0)


def test_the_matters_of_a_letter_are_answered_one_by_one(workplace: Workplace, browser_page: Page) -> None:
    """Of a letter that numbers two matters the first is answered at once, the second with a click; the letter stays in
    the box.
    """
    visited(browser_page, workplace.address)
    ask(browser_page, LETTER)
    buttons = browser_page.locator(".st-key-ask_matters button")
    expect(buttons).to_have_count(2)
    answer = browser_page.locator(".xj-answer")
    expect(answer).to_contain_text("饮酒")
    expect(answer).not_to_contain_text("涉案车辆")
    click(buttons.nth(1))
    expect(answer).to_contain_text("涉案车辆")
    expect(answer).not_to_contain_text("饮酒")
    expect(browser_page.get_by_role("textbox", name="描述您遇到的问题")).to_have_value(LETTER)
    ask(browser_page, QUESTION)
    expect(buttons).to_have_count(0)


def test_questions_can_be_asked_again_from_the_history(workplace: Workplace, browser_page: Page) -> None:
    """A question asked in one session is listed in another and asked with one click."""
    visited(browser_page, workplace.address)
    ask(browser_page, "督察人员可以当场采取哪些措施？")
    expect(browser_page.locator(".xj-answer .xj-quote").first).to_be_visible()
    visited(browser_page, workplace.address)
    click(browser_page.get_by_role("button", name="提问记录"))
    listed = browser_page.get_by_role("dialog", name="提问记录")
    click(listed.get_by_role("button", name="督察人员可以当场采取哪些措施？").first)
    expect(browser_page.locator(".xj-answer .xj-quote").first).to_be_visible()
    expect(browser_page.get_by_role("textbox", name="描述您遇到的问题")).to_have_value("督察人员可以当场采取哪些措施？")


def test_a_question_is_listed_as_it_was_written(workplace: Workplace, browser_page: Page) -> None:
    """Signs that mean something in Markdown stay signs; the list closes when a question was taken from it."""
    question = "停职2~3个月还是5~6个月？*要点*"
    visited(browser_page, workplace.address)
    ask(browser_page, question)
    expect(browser_page.locator(".xj-reply")).to_be_visible()
    visited(browser_page, workplace.address)
    click(browser_page.get_by_role("button", name="提问记录"))
    listed = browser_page.get_by_role("dialog", name="提问记录").get_by_role("button", name="停职").first
    expect(listed).to_contain_text(question)
    click(listed)
    expect(browser_page.get_by_role("textbox", name="描述您遇到的问题")).to_have_value(question)
    expect(browser_page.get_by_role("dialog")).to_have_count(0)


def test_an_answer_is_printed_with_its_sources(workplace: Workplace, browser_page: Page) -> None:
    """On paper the answer has the width to itself, and the places behind its numbers are listed."""
    page = browser_page
    visited(page, workplace.address)
    ask(page, QUESTION)
    click(page.locator(".xj-quote .xj-chip").first)
    expect(page.locator(".xj-source mark").first).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".xj-on-paper p").first).to_contain_text("[1] 《")
    for hidden in (".xj-source", ".st-key-basket_bar", ".st-key-ask_tools", ".xj-ask"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_a_judgement_lands_in_the_inbox(workplace: Workplace, browser_page: Page) -> None:
    """What the asker found wrong is stored with the question and its reason."""
    from assistant.notebook import inbox  # noqa: PLC0415 - only this test reads the store behind the page

    visited(browser_page, workplace.address)
    ask(browser_page, QUESTION)
    click(browser_page.get_by_role("button", name="没答好"))
    settled(browser_page).get_by_label("补充说明").fill("应当先讲依据")
    click(browser_page.get_by_role("button", name="提交"))
    expect(browser_page.get_by_text("已记入评测收件箱")).to_be_visible()
    with KnowledgeBase(workplace.settings) as kb:
        [judged] = [one for one in inbox(kb.works) if one.note == "应当先讲依据"]
    assert QUESTION == judged.question
    assert judged.places
