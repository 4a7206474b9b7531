"""The pictures of the pages in ``docs/images``: ``XUNJIAN_SCREENSHOTS=1 pytest tests/e2e/test_screenshots.py``."""

from __future__ import annotations

import os
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from kb.knowledge_base import KnowledgeBase
from kb.works import WorkKind
from tests.e2e import test_drill as drills
from tests.e2e.conftest import ROOT, Workplace, click, settled, visited
from tests.e2e.test_ask import OUTSIDE, QUESTION
from tests.e2e.test_draft import FIGURE, edit
from tests.e2e.test_leaf import QUESTION as ON_PAPER
from tests.e2e.test_library import take_in, ten_files, view

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
    expect(settled(page).get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(600)
    size = page.viewport_size
    assert size is not None
    path = FOLDER / f"{name}-{size['width']}x{size['height']}.png"
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(path, optimize=True)


def test_start(workplace: Workplace, screen: Page) -> None:
    """The page on arrival."""
    visited(screen, workplace.address)
    expect(screen.locator(".st-key-examples button").first).to_be_visible()
    shoot(screen, "start")


def test_answer(workplace: Workplace, screen: Page) -> None:
    """An answer with the source of a sentence, then its further parts and the lists."""
    visited(screen, f"{workplace.address}/?q={quote(QUESTION)}")
    click(screen.locator(".xj-quote .xj-chip").first)
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "answer")
    for part in screen.locator(".xj-more summary").all():
        click(part)
    screen.locator(".xj-tools").evaluate("node => node.scrollIntoView()")
    shoot(screen, "measures")
    screen.locator(".xj-lists").evaluate("node => node.scrollIntoView()")
    shoot(screen, "results")


def test_print(prints: Workplace, screen: Page) -> None:
    """The page of a PDF with the cited words marked on it."""
    visited(screen, f"{prints.address}/?q={quote(ON_PAPER)}")
    click(screen.locator(".xj-quote .xj-chip").first)
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    click(screen.get_by_role("button", name="原件页面"))
    expect(screen.locator(".xj-print-mark").first).to_be_visible()
    shoot(screen, "print")


def test_refusal(workplace: Workplace, screen: Page) -> None:
    """A question the knowledge base cannot answer, with the sidebar unfolded."""
    visited(screen, f"{workplace.address}/?q={quote(OUTSIDE)}")
    expect(screen.locator(".xj-refused")).to_be_visible()
    for part in screen.locator("[data-testid=stSidebar] summary").all():
        click(part)
    shoot(screen, "refusal")


def test_empty(empty_workplace: Workplace, screen: Page) -> None:
    """A knowledge base without documents."""
    visited(screen, empty_workplace.address)
    expect(screen.get_by_role("button", name="载入内置资料")).to_be_visible()
    shoot(screen, "empty")


def test_precedents(library: Workplace, screen: Page) -> None:
    """A problem in detail beside the list, its source beside the detail, and three problems side by side."""
    visited(screen, f"{library.address}/precedents")
    title = screen.get_by_role("button", name="涉案车辆保管混乱")
    click(title)
    expect(screen.locator(".xj-cite").first).to_be_visible()
    shoot(screen, "precedents")
    click(screen.locator(".xj-cite [data-open]").nth(1))
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "precedents-source")
    click(screen.get_by_role("button", name="关闭原文"))
    for name in ("涉案车辆保管混乱", "涉案财物管理不规范", "扣留车辆"):
        screen.get_by_role("checkbox", name=name).check()
    click(screen.get_by_role("button", name="并排比较"))
    expect(screen.locator(".xj-compare thead th")).to_have_count(3)
    shoot(screen, "precedents-compare")


def generate(page: Page, kind: str) -> None:
    """Draft a paper of a kind from the basket."""
    click(page.locator(".st-key-draft_kind_choice").get_by_text(kind, exact=True))
    click(page.get_by_role("button", name="生成初稿"))
    expect(page.locator(".xj-editor textarea")).to_be_visible()


def test_draft(library: Workplace, screen: Page) -> None:
    """A new paper, a paper with a sentence that no longer agrees with its source, and its lists."""
    with KnowledgeBase(library.settings) as kb:
        for work in (*kb.works.list(WorkKind.DRAFT), *kb.works.list(WorkKind.BASKET)):
            kb.works.delete(work.id)
    visited(screen, f"{library.address}/?q={quote('涉案财物管理混乱，其他单位怎么整改的？')}")
    for number in (1, 2):
        click(screen.locator(".xj-keep[aria-pressed=false]:visible").first)
        expect(screen.locator(".xj-keep[aria-pressed=true]")).to_have_count(number)
    click(screen.get_by_test_id("stTopNav").get_by_role("link", name="先例", exact=True))
    click(screen.locator(".xj-problem-open", has_text="涉案车辆保管混乱"))
    click(screen.locator(".xj-detail-tools .xj-to-basket"))
    expect(screen.get_by_role("button", name="拟稿篮　3")).to_be_visible()
    click(screen.get_by_test_id("stTopNav").get_by_role("link", name="拟稿", exact=True))
    settled(screen).get_by_label("单位", exact=True).fill("雾岭县公安局")
    settled(screen).get_by_label("问题名称").fill("涉案财物管理不规范")
    shoot(screen, "draft-new")
    text = screen.locator(".xj-editor textarea")
    generate(screen, "督办单")  # quotes measures with their figures
    figure = FIGURE.search(text.input_value())
    assert figure is not None
    edit(screen, figure.start(1), figure.end(1), "8" if figure[1] != "8" else "9")
    click(screen.locator(".xj-check-unverified .xj-check-text"))
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "draft")
    click(screen.get_by_role("button", name="关闭原文"))
    click(screen.get_by_role("button", name="＋ 新建文稿"))
    generate(screen, "整改方案")  # has lists
    click(screen.locator(".st-key-paper_tools").get_by_text("清单", exact=True))
    click(screen.locator(".st-key-paper_lists").get_by_text("参考措施清单"))
    expect(screen.get_by_test_id("stDataFrame")).to_have_count(1)  # the one before goes a moment later
    shoot(screen, "draft-lists")
    click(screen.get_by_role("button", name="＋ 新建文稿"))


def test_insight(library: Workplace, screen: Page) -> None:
    """A field of a chart with its problems, the states with what is late, and what came back."""
    visited(screen, f"{library.address}/insight")
    chart = screen.locator(".vega-embed svg")
    expect(chart).to_be_visible()
    click(chart.get_by_label("row: 执法办案; count: 3").last)  # the figure lies on the field
    expect(screen.locator(".xj-problem").first).to_be_visible()
    shoot(screen, "insight")
    views = screen.locator(".st-key-insight_views")
    click(views.get_by_text("整改状态"))
    expect(screen.get_by_role("button", name="查看已过时限的")).to_be_visible()
    click(screen.get_by_role("button", name="查看已过时限的"))
    expect(screen.locator(".xj-list-head h2")).to_contain_text("已过时限")
    shoot(screen, "insight-states")
    click(views.get_by_text("反复出现"))
    click(screen.locator(".xj-recurrence").first)
    expect(screen.locator(".xj-list-head")).to_contain_text("2 轮")
    click(screen.locator(".xj-problem-open").first)
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "insight-recurring")


def test_explain(workplace: Workplace, screen: Page) -> None:
    """Why a result stands where it does, beside its source."""
    visited(screen, f"{workplace.address}/explain")
    box = screen.get_by_role("textbox", name="要体检的问题")
    box.fill(QUESTION)
    box.press("Enter")
    click(screen.locator(".xj-reason").first.get_by_text("得分构成"))
    click(screen.get_by_role("button", name="原文").first)
    expect(screen.locator(".xj-source h3")).to_be_visible()
    screen.locator(".xj-reason").first.scroll_into_view_if_needed()
    shoot(screen, "explain")


def test_library(library: Workplace, screen: Page) -> None:
    """A document as it was understood, with its source, a correction, files to be taken in, and what is missing."""
    visited(screen, f"{library.address}/library")
    click(screen.locator(".xj-entry", has_text="望澜市").first)
    expect(screen.locator(".xj-tree li").first).to_be_visible()
    screen.locator(".xj-tree details details > summary").nth(3).click(position={"x": 4, "y": 10})
    shoot(screen, "library")
    click(screen.locator(".xj-node[data-open]:visible").nth(3))
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "library-source")
    click(screen.get_by_role("button", name="关闭原文"))
    click(screen.get_by_role("button", name="更正…"))
    expect(screen.get_by_role("dialog").get_by_role("button", name="保存更正")).to_be_visible()
    shoot(screen, "library-correct")
    screen.keyboard.press("Escape")
    view(screen, "收录资料")
    files = ten_files()
    screen.locator(".st-key-dropzone input[type=file]").set_input_files(files)
    expect(screen.get_by_role("button", name=f"收录 {len(files)} 个文件")).to_be_visible()
    shoot(screen, "library-intake")
    view(screen, "还缺什么")
    expect(screen.locator(".xj-coverage tbody tr").first).to_be_visible()
    shoot(screen, "library-coverage")


def test_intake_account(empty_workplace: Workplace, screen: Page) -> None:
    """The account of a batch with files that cannot be taken in."""
    visited(screen, f"{empty_workplace.address}/library")
    take_in(screen, ten_files())
    shoot(screen, "library-account")


def test_settings(library: Workplace, screen: Page) -> None:
    """The settings; folders of the machine that makes the pictures are replaced by usual ones."""
    visited(screen, f"{library.address}/settings")
    expect(screen.locator(".st-key-card_about dd").first).to_be_visible()
    usual = "/home/jiancha/.local/share/xunjian"
    for folder, shown in ((library.settings.onnx_dir, f"{usual}/model"), (library.settings.home, usual)):
        screen.evaluate(
            """([folder, shown]) => document.querySelectorAll(".xj-settings dd").forEach((node) => {
                if (node.textContent.startsWith(folder)) node.textContent = node.textContent.replace(folder, shown);
            })""",
            [str(folder), shown],
        )
    shoot(screen, "settings")


def test_drill(library: Workplace, screen: Page, browser: Browser) -> None:
    """A drill on its sheet, a point beside its source, a trainee at work and with marks, the class, and a quiz."""
    drills.build(screen, library.address)
    shoot(screen, "drill")
    click(screen.get_by_role("button", name="问题与参考要点"))
    click(screen.locator(".xj-drill-point .xj-chip").nth(1))
    expect(screen.locator(".xj-source mark").first).to_be_visible()
    shoot(screen, "drill-source")
    click(screen.get_by_role("button", name="关闭原文"))
    drills.save(screen)
    identifier, _ = drills.newest(library)
    drills.stock_class(library, identifier)
    link = f"{library.address}/drill?drill={identifier}"
    context, trainee = drills.trainee(browser, link, "一组　李警官", drills.ANSWERS)
    trainee.set_viewport_size(screen.viewport_size or {"width": SIZES[0][0], "height": SIZES[0][1]})
    expect(trainee.locator(".xj-run > header")).to_contain_text("已自动保存")
    shoot(trainee, "drill-run")
    drills.hand_in(trainee)
    shoot(trainee, "drill-marks")
    context.close()
    drills.mode(screen, "成绩")
    click(screen.get_by_role("button", name="一组　李警官", exact=True))
    expect(screen.locator(".xj-marks-tile").first).to_be_visible()
    expect(screen.locator(".st-key-drill_chart_totals .vega-embed")).to_be_visible()
    shoot(screen, "drill-results")
    drills.mode(screen, "题库")
    click(screen.get_by_role("button", name="出题", exact=True))
    click(screen.locator(".xj-quiz input[type=radio]").first)
    click(screen.get_by_role("button", name="核对答案"))
    expect(screen.locator(".xj-quiz-verdict").first).to_be_visible()
    shoot(screen, "drill-quiz")
