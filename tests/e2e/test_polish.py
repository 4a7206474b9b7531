"""Polishing a paragraph in the browser: without a model the way to set one up, with one a choice between two texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ingest.bundled import ingest_library
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.llm.server import FakeServer, Json, running
from tests.e2e.conftest import Workplace, click, serve
from tests.e2e.test_draft import QUESTION, draft_from, text_of

pytestmark = pytest.mark.browser

#: Words behind a label and in front of a number: a measure that is quoted.
MEASURE = re.compile(r"(?m)^.是[^\n]*?，[^\n【]*\[\d+\]。$")


@pytest.fixture(scope="module")
def model() -> Iterator[FakeServer]:
    """A model that changes one comma of the paragraph it is given."""
    yield from running()


def polished(request: Json) -> str:
    """The paragraph of the request with its first comma changed."""
    found = re.search(r"<<<文稿 \w+\n(.*?)\n文稿", request["messages"][1]["content"], re.DOTALL)
    return found[1].replace("，", "、", 1) if found else ""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Workplace]:
    """The application without a model."""
    settings = Settings(home=tmp_path_factory.mktemp("e2e-polish") / "home", model_dir=model_dir)
    with KnowledgeBase(settings) as kb:
        assert not ingest_library(kb).failed
    yield from serve(settings)


@pytest.fixture(scope="module")
def equipped(office: Workplace, model: FakeServer) -> Iterator[Workplace]:
    """The application over the same library with a model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUNJIAN_LLM_BASE_URL", model.address())
        patch.setenv("XUNJIAN_LLM_MODEL", "m")
        yield from serve(office.settings)


def ask_for_polish(page: Page, at: int) -> None:
    """Put the cursor somewhere and ask."""
    text_of(page).evaluate("(node, at) => { node.focus(); node.setSelectionRange(at, at); }", at)
    click(page.get_by_role("button", name="润色本段"))


def test_without_a_model_the_control_says_what_it_needs(office: Workplace, browser_page: Page) -> None:
    """No dead button: it names the settings page and leads there."""
    page = browser_page
    text = draft_from(page, office, QUESTION)
    ask_for_polish(page, 0)
    panel = page.locator(".st-key-paper_polish")
    expect(panel).to_contain_text("没有配置")
    expect(text_of(page)).to_have_value(text)
    click(panel.get_by_role("link", name="去设置"))
    expect(page).to_have_url(re.compile("/settings"))


def test_a_polished_paragraph_is_taken_or_left(equipped: Workplace, model: FakeServer, browser_page: Page) -> None:
    """Both stand side by side; leaving changes nothing, taking changes this paragraph, 撤销 brings it back."""
    page = browser_page
    model.text = polished
    text = draft_from(page, equipped, QUESTION, "整改情况通报")
    line = MEASURE.search(text)
    assert line is not None
    panel = page.locator(".st-key-paper_polish")
    ask_for_polish(page, line.start() + 3)
    expect(panel.locator("ins")).to_have_text("、")
    expect(panel.locator("del")).to_have_text("，")
    click(panel.get_by_role("button", name="保留原文"))
    expect(panel).to_have_count(0)
    expect(text_of(page)).to_have_value(text)
    ask_for_polish(page, line.start() + 3)
    click(panel.get_by_role("button", name="采用润色"))
    expect(panel).to_have_count(0)
    expect(text_of(page)).not_to_have_value(text)
    expect(page.locator(".xj-check-counts")).to_contain_text("未核实 0 句")
    click(page.get_by_role("button", name="撤销"))
    expect(text_of(page)).to_have_value(text)


def test_what_a_model_invents_is_not_offered(equipped: Workplace, model: FakeServer, browser_page: Page) -> None:
    """The notice says why, and the paragraph stays."""
    page = browser_page
    model.text = lambda request: polished(request) + "群众满意度上升到98%[1]。"
    text = draft_from(page, equipped, QUESTION, "整改情况通报")
    line = MEASURE.search(text)
    assert line is not None
    ask_for_polish(page, line.start() + 3)
    panel = page.locator(".st-key-paper_polish")
    expect(panel).to_contain_text("不能核实")
    expect(panel.get_by_role("button", name="采用润色")).to_have_count(0)
    click(panel.get_by_role("button", name="知道了"))
    expect(panel).to_have_count(0)
    expect(text_of(page)).to_have_value(text)
