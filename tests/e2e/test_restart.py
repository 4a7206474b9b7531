"""The server is stopped and started anew while a page is open."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ingest.bundled import ingest_library
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.e2e.conftest import Workplace, click, serve, settled, visited
from tests.e2e.test_ask import QUESTION, ask
from tests.e2e.test_draft import draft_from, text_of
from tests.e2e.test_drill import PROMPT, build, prompt

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Settings:
    """A data folder with the bundled library."""
    settings = Settings(home=tmp_path_factory.mktemp("e2e-restart") / "home", model_dir=model_dir)
    with KnowledgeBase(settings) as kb:
        assert not ingest_library(kb).failed
    return settings


def port_of(place: Workplace) -> int:
    """The port of an application."""
    return int(place.address.rpartition(":")[2])


def back(page: Page) -> None:
    """Wait until the page has its server again and has been drawn."""
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'")
    page.wait_for_timeout(1000)
    settled(page)


def test_an_open_page_works_again_after_a_restart(settings: Settings, browser_page: Page) -> None:
    """Meanwhile the user is told in Chinese; afterwards sources open and questions are answered without a reload."""
    page = browser_page
    with closing(serve(settings)) as first:
        place = next(first)
        visited(page, place.address)
        ask(page, QUESTION)
        expect(page.locator(".xj-quote .xj-chip").first).to_be_visible()
    heading = page.locator("[data-testid=stDialog] h2")
    expect(heading).to_be_visible()
    assert "没有响应" in heading.evaluate("(node) => getComputedStyle(node, '::after').content")
    assert heading.evaluate("(node) => getComputedStyle(node).fontSize") == "0px"
    with closing(serve(settings, port_of(place))) as second:
        next(second)
        back(page)
        click(page.locator(".xj-quote .xj-chip").first)
        expect(page.locator(".xj-source mark").first).to_be_visible()
        ask(page, "督察条例第十二条规定了什么？")
        expect(page.locator(".xj-answer .xj-lead").first).to_contain_text("第十二条")


def test_words_typed_meanwhile_are_stored(settings: Settings, browser_page: Page) -> None:
    """What was typed into a paper while the server was away stays on the screen and is stored when it is back."""
    page = browser_page
    with closing(serve(settings)) as first:
        place = next(first)
        draft_from(page, place, "涉案财物管理混乱，其他单位怎么整改的？")
        settled(page)
    # As typed before the dialog comes up, which lets no key through.
    text_of(page).evaluate("(area) => { area.value += '断开时写的一句。'; area.dispatchEvent(new Event('input')); }")
    expect(page.locator(".xj-editor[data-waiting]")).to_have_count(1)
    with closing(serve(settings, port_of(place))) as second:
        next(second)
        back(page)
        expect(page.locator(".xj-editor[data-waiting]")).to_have_count(0)
        page.reload()
        expect(text_of(page)).to_have_value(re.compile("断开时写的一句。"))


def test_unsaved_edits_can_be_copied(settings: Settings, browser_page: Page) -> None:
    """Edits of a drill live in the session, which is gone: the user is told, and offered the words."""
    page = browser_page
    with closing(serve(settings)) as first:
        place = next(first)
        build(page, place.address)
        prompt(page).fill(PROMPT)
        expect(page.locator("[data-unsaved]")).to_have_count(1)
        settled(page)
    with closing(serve(settings, port_of(place))) as second:
        next(second)
        warning = page.locator(".xj-cut-off")
        expect(warning).to_contain_text("没有保存的改动")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        click(warning.get_by_role("button", name="复制没有保存的内容"))
        expect(warning.get_by_role("button", name="✓ 已复制")).to_be_visible()
        assert PROMPT in page.evaluate("navigator.clipboard.readText()")
