"""A drafter collects, drafts, edits with the judgements beside the text, and takes files along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from ingest.bundled import ingest_library
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.works import WorkKind
from tests.e2e.conftest import Downloaded, Workplace, click, downloaded, screen, serve, settled, visited
from tests.e2e.test_ask import OUTSIDE

pytestmark = pytest.mark.browser

QUESTION = "涉案财物管理混乱，其他单位怎么整改的？"

#: A figure in a cited sentence: the digits right in front of a marker's sentence end are the easiest to change.
FIGURE = re.compile(r"(?<![\d.\[])(\d)\d*(?=[^\d\]\[\n]{0,12}\[\d)")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Workplace]:
    """The application over the bundled library, with a basket and papers of its own."""
    settings = Settings(home=tmp_path_factory.mktemp("e2e-draft") / "home", model_dir=model_dir)
    with KnowledgeBase(settings) as kb:
        assert not ingest_library(kb).failed
    yield from serve(settings)


@pytest.fixture(autouse=True)
def fresh(office: Workplace) -> None:
    """Nothing collected and nothing drafted."""
    with KnowledgeBase(office.settings) as kb:
        for kind in (WorkKind.BASKET, WorkKind.DRAFT):
            for work in kb.works.list(kind):
                kb.works.delete(work.id)


def text_of(page: Page) -> Locator:
    """The editor."""
    return page.locator(".xj-editor textarea")


def draft_from(page: Page, office: Workplace, question: str, kind: str = "整改方案") -> str:
    """Draft a paper from a question; gives its text."""
    visited(page, f"{office.address}/draft")
    click(page.get_by_role("radio", name=kind).or_(page.get_by_role("button", name=kind, exact=True)))
    settled(page).get_by_role("textbox", name="按一个问题查找材料").fill(question)
    click(page.get_by_role("button", name="生成初稿"))
    expect(text_of(page)).to_be_visible()
    return text_of(page).input_value()


def edit(page: Page, start: int, end: int, words: str) -> None:
    """Type words over a stretch of the text."""
    text_of(page).evaluate(
        "(node, [start, end]) => { node.focus(); node.setSelectionRange(start, end); }", [start, end]
    )
    page.keyboard.insert_text(words)


def download(page: Page, name: str) -> Downloaded:
    """A file of the menu 导出."""
    button = page.get_by_role("button", name=name)
    if not button.is_visible():
        click(page.get_by_role("button", name="导出"))
    return downloaded(page, button)


def saved(office: Workplace) -> list[str]:
    """The bodies of the papers stored, the one saved last first."""
    with KnowledgeBase(office.settings) as kb:
        return [work.body["body"] for work in kb.works.list(WorkKind.DRAFT)]


def test_from_collecting_to_files(office: Workplace, browser_page: Page) -> None:
    """Quotes, articles and problems are collected on two pages; the sheet made of them is edited: a changed figure is
    found and explained, and the files open with footnotes, lists and the mark.
    """
    page = browser_page
    visited(page, f"{office.address}/?q={quote(QUESTION)}")
    sign = page.locator(".xj-keep").first
    click(sign)
    expect(sign).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="拟稿篮　1")).to_be_visible()
    click(page.get_by_role("tab", name="法规条款"))
    click(page.locator(".xj-hit .xj-to-basket:visible").first)
    expect(page.get_by_role("button", name="拟稿篮　2")).to_be_visible()
    click(page.get_by_test_id("stTopNav").get_by_role("link", name="先例", exact=True))
    click(page.locator(".xj-problem-open", has_text="涉案车辆保管混乱"))
    click(page.locator(".xj-detail-tools .xj-to-basket"))
    expect(page.get_by_role("button", name="拟稿篮　3")).to_be_visible()
    click(page.get_by_test_id("stTopNav").get_by_role("link", name="拟稿", exact=True))
    expect(page.locator(".xj-papers li")).to_have_count(3)
    click(page.get_by_role("radio", name="督办单").or_(page.get_by_role("button", name="督办单", exact=True)))
    settled(page).get_by_label("单位", exact=True).fill("雾岭县公安局")
    settled(page).get_by_label("问题名称").fill("涉案财物管理不规范")
    click(page.get_by_role("button", name="生成初稿"))
    expect(page.locator(".xj-check-counts")).to_contain_text("未核实 0 句")
    text = text_of(page).input_value()
    figure = FIGURE.search(text)
    assert figure is not None
    edit(page, figure.start(1), figure.end(1), "8" if figure[1] != "8" else "9")
    expect(page.locator(".xj-check-counts")).to_contain_text("未核实 1 句")
    expect(page.locator(".xj-s-unverified")).to_have_count(1)
    wrong = page.locator(".xj-check-unverified")
    expect(wrong.locator(".xj-check-reason")).to_contain_text("数字")
    expect(page.locator(".xj-editor > footer")).to_contain_text("数字")
    click(wrong.locator(".xj-check-text"))
    expect(page.locator(".xj-editor > footer")).to_contain_text("数字")
    expect(page.locator(".xj-source mark").first).to_be_visible()

    word = download(page, "Word 文件")
    assert re.fullmatch(r".*涉案财物管理不规范.*（\d{4}-\d\d-\d\d）\.docx", word.name)
    words = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(word.data)).paragraphs)
    assert "涉案财物管理不规范" in words
    assert words.count("〔未核实〕") == 1
    assert ZipFile(BytesIO(word.data)).read("word/footnotes.xml").decode().count("<w:footnote ") > 3
    excel = download(page, "Excel 清单")
    assert excel.name.endswith(".xlsx")
    book = openpyxl.load_workbook(BytesIO(excel.data))
    assert "督办单登记" in book.sheetnames
    assert "督办单" in download(page, "纯文本").data.decode()


def test_changes_are_kept_and_can_be_taken_back(office: Workplace, browser_page: Page) -> None:
    """What is typed is stored without a button and there after a reload; 撤销 brings back what stood before."""
    page = browser_page
    before = draft_from(page, office, QUESTION)
    edit(page, 0, 0, "自拟的开头。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".xj-check-own .xj-check-reason")).to_contain_text("没有注明出处")
    assert saved(office) == [f"自拟的开头。{before}"]
    page.reload()
    expect(text_of(page)).to_have_value(f"自拟的开头。{before}")
    edit(page, 0, 2, "补写")
    expect(page.locator(".xj-check-own .xj-check-text")).to_contain_text("补写的开头")
    click(page.get_by_role("button", name="撤销"))
    expect(text_of(page)).to_have_value(f"自拟的开头。{before}")


def test_nothing_typed_is_lost_when_the_page_is_left(office: Workplace, browser_page: Page) -> None:
    """A reload right after the last key asks first, and what was typed is there afterwards."""
    page = browser_page
    before = draft_from(page, office, QUESTION)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    edit(page, 0, 0, "自拟的开头。")
    page.evaluate("setTimeout(() => location.reload())")
    expect(page.locator(".xj-check-own .xj-check-reason")).to_contain_text("没有注明出处")
    assert asked == ["beforeunload"]
    assert saved(office) == [f"自拟的开头。{before}"]
    page.reload()
    expect(text_of(page)).to_have_value(f"自拟的开头。{before}")
    assert len(asked) == 1


def test_material_goes_into_the_open_paper(office: Workplace, browser_page: Page) -> None:
    """A collected article is inserted behind the paragraph of the cursor together with what was typed a moment ago, its
    number alone at the cursor; the order of the material can be changed.
    """
    page = browser_page
    visited(page, f"{office.address}/?q={quote('公安机关督察条例第十二条')}")
    click(page.locator(".xj-keep").first)
    expect(page.get_by_role("button", name="拟稿篮　1")).to_be_visible()
    before = draft_from(page, office, QUESTION, "工作提示")
    lines = before.splitlines()
    edit(page, 0, 0, "刚写的。\n")
    click(page.get_by_role("button", name="插入引文"))
    page.wait_for_function(
        "before => document.querySelector('.xj-editor textarea').value.length > before + 12", arg=len(before)
    )
    after = text_of(page).input_value().splitlines()
    assert after[:2] == ["刚写的。", lines[0]]
    assert "第十二条" in after[2]
    assert re.search(r"\[\d+\]", after[2])
    expect(page.locator(".xj-check-counts")).to_contain_text("未核实 1 句")
    text_of(page).evaluate("node => { node.focus(); node.setSelectionRange(3, 3); }")
    click(page.get_by_role("button", name="插入编号"))
    page.wait_for_function("() => /^刚写的\\[\\d+\\]。/.test(document.querySelector('.xj-editor textarea').value)")


def test_nobody_overwrites_anybody(office: Workplace, browser: Browser, browser_page: Page) -> None:
    """Two people change the same paper: the second is told, loses nothing, and stores a paper of their own."""
    page = browser_page
    before = draft_from(page, office, QUESTION)
    context = screen(browser)
    other = context.new_page()
    visited(other, page.url)
    expect(text_of(other)).to_have_value(before)
    edit(page, 0, 0, "甲写的。")
    expect(page.locator(".xj-check-own")).to_have_count(1)
    edit(other, 0, 0, "乙写的。")
    trouble = other.locator(".xj-bad")
    expect(trouble).to_contain_text("已在别处保存过新的版本")
    expect(trouble).to_contain_text("您在这里的修改都还在")
    expect(text_of(other)).to_have_value(f"乙写的。{before}")
    click(other.get_by_role("button", name="另存为一份新文稿"))
    expect(trouble).to_have_count(0)
    expect(text_of(other)).to_have_value(f"乙写的。{before}")
    assert saved(office) == [f"乙写的。{before}", f"甲写的。{before}"]
    context.close()


def test_papers_are_listed_opened_and_deleted(office: Workplace, browser_page: Page) -> None:
    """Papers made stand in the list; one is opened, another deleted after a second click."""
    page = browser_page
    plan = draft_from(page, office, QUESTION)
    click(page.get_by_role("button", name="＋ 新建文稿"))
    expect(page.get_by_role("button", name="生成初稿")).to_be_visible()
    draft_from(page, office, QUESTION, "工作提示")
    click(page.get_by_role("tab", name="文稿"))
    expect(page.locator(".xj-paper")).to_have_count(2)
    click(page.locator(".xj-paper", has_text="整改方案").locator(".xj-paper-title"))
    expect(text_of(page)).to_have_value(plan)
    hint = page.locator(".xj-paper", has_text="工作提示").get_by_role("button", name="删除")
    click(hint)
    click(page.locator(".xj-paper", has_text="工作提示").get_by_role("button", name="再点一次"))
    expect(page.locator(".xj-paper")).to_have_count(1)
    expect(text_of(page)).to_have_value(plan)


def test_without_material_it_says_what_to_do(office: Workplace, browser_page: Page) -> None:
    """An empty basket leads to the pages that fill it; nothing is drafted from nothing or from an unknown matter."""
    page = browser_page
    visited(page, f"{office.address}/draft")
    expect(page.locator(".xj-papers .xj-hint")).to_contain_text("加入拟稿篮")
    click(page.get_by_role("button", name="生成初稿"))
    expect(page.locator(".xj-notice")).to_contain_text("还没有材料")
    settled(page).get_by_role("textbox", name="按一个问题查找材料").fill(OUTSIDE)
    click(page.get_by_role("button", name="生成初稿"))
    expect(page.locator(".xj-notice")).to_contain_text("先收集材料")
    assert not saved(office)


def test_the_head_stands_in_the_file(office: Workplace, browser_page: Page) -> None:
    """What is filled in under 版头信息 is printed in the paper."""
    page = browser_page
    draft_from(page, office, QUESTION)
    click(page.locator(".st-key-paper_tools").get_by_text("版头信息"))
    settled(page).get_by_label("发文字号").fill("雾公督〔2026〕3号")
    page.keyboard.press("Tab")
    settled(page).get_by_label("发文机关").fill("雾岭县公安局督察大队")
    page.keyboard.press("Tab")
    click(page.locator(".st-key-paper_tools").get_by_text("正文", exact=True))
    expect(text_of(page)).to_be_visible()
    word = download(page, "Word 文件")
    words = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(word.data)).paragraphs)
    assert "〔2026〕3号" in words
    assert "雾岭县公安局督察大队" in words
