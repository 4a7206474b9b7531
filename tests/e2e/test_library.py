"""A librarian takes documents in, looks at what was understood, corrects and removes; settings are changed."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from ingest.bundled import ingest_library
from kb.knowledge_base import KnowledgeBase
from kb.settings import CONFIG_NAME, Settings
from kb.works import WorkKind
from tests.e2e.conftest import Workplace, click, downloaded, screen, serve, settled, visited
from tests.e2e.test_ask import QUESTION, ask

pytestmark = pytest.mark.browser

#: Milliseconds a batch may take: 6 s on an idle machine, more than a minute on one that is busy loading models.
TAKEN_IN = 180_000

#: Fictional measures, each about a matter of its own.
MATTERS = ("装备管理", "值班备勤", "车辆使用", "印章管理", "公务接待", "会议纪律", "档案保管")

NOTICE = """# 关于市局巡察组反馈意见整改情况的通报

2025年3月，市局党委第二巡察组对云阙市公安局鹿鸣分局进行了巡察，2025年5月20日反馈意见。现将整改情况通报如下。

一、整改进展情况

1．针对“档案室钥匙无人保管”问题

整改措施：

（1）明确责任。指定专人保管钥匙，建立借用登记。

（2）开展清点。清点档案，补登卷宗12册。

责任单位：政治处

完成时限：2025年9月30日

整改状态：已完成
"""


def measure(matter: str) -> str:
    """A small regulation."""
    return f"""云阙市公安局{matter}办法
第一条　为规范{matter}，制定本办法。
第二条　{matter}由办公室负责，每季度检查一次，联系人电话13912345678。
第三条　违反本办法的，责令改正。
第四条　本办法自2024年1月1日起施行。
"""


def ten_files() -> list[FilePayload]:
    """Seven measures, an archive with a notice, a file nobody can read as a document, and a broken one."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("通报/鹿鸣分局整改通报.md", NOTICE)
    files: list[FilePayload] = [
        {"name": f"{matter}办法.txt", "mimeType": "text/plain", "buffer": measure(matter).encode()}
        for matter in MATTERS
    ]
    files += [
        {"name": "通报.zip", "mimeType": "application/zip", "buffer": archive.getvalue()},
        {"name": "图纸.dwg", "mimeType": "application/octet-stream", "buffer": b"AC1027" + bytes(64)},
        {"name": "损坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"},
    ]
    return files


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Workplace]:
    """A workplace of this module alone, for its documents and settings are changed."""
    settings = Settings(home=tmp_path_factory.mktemp("e2e-office") / "home", model_dir=model_dir)
    with KnowledgeBase(settings) as kb:
        assert not ingest_library(kb).failed
    yield from serve(settings)


def view(page: Page, name: str) -> None:
    """Go to one of the three views of 资料."""
    click(page.locator(".st-key-library_head").get_by_text(name, exact=True))


def entry(page: Page, title: str) -> Locator:
    """A document in the list."""
    return page.locator(".xj-entry", has=page.locator(".xj-problem-title", has_text=title))


def take_in(page: Page, files: list[FilePayload]) -> None:
    """Choose files and take them in."""
    view(page, "收录资料")
    page.locator(".st-key-dropzone input[type=file]").set_input_files(files)
    click(page.get_by_role("button", name=f"收录 {len(files)} 个文件"))
    expect(page.get_by_role("heading", name="收录结果")).to_be_visible(timeout=TAKEN_IN)


def test_ten_files_one_broken(office: Workplace, browser_page: Page) -> None:
    """Of ten files the readable ones are taken in, the archive unpacked, the others named with the reason; what was
    taken in opens from the account, with its structure, its masked data and its source.
    """
    page = browser_page
    visited(page, f"{office.address}/library")
    expect(entry(page, "云泽市公安局").first).to_be_visible()
    take_in(page, ten_files())
    account = page.locator(".xj-queued")
    expect(account).to_have_count(10)
    expect(page.locator(".xj-queue .xj-plain")).to_contain_text("新收录 8 个，未收录 2 个")
    expect(account.nth(0)).to_contain_text("图纸.dwg")
    expect(account.nth(1)).to_contain_text("损坏.pdf 不是完整的 PDF")
    click(page.get_by_role("button", name="装备管理办法.txt"))
    expect(page.locator(".xj-understood h2")).to_have_text("云阙市公安局装备管理办法")
    tree = page.locator(".xj-tree .xj-node[data-open]")
    expect(tree).to_have_count(4)
    click(page.locator(".xj-section > summary", has_text="个人信息"))
    expect(page.locator(".xj-section").filter(has=page.locator("summary", has_text="个人信息"))).to_contain_text(
        "手机号"
    )
    expect(page.locator(".xj-understood")).not_to_contain_text("13912345678")
    click(tree.nth(2))
    expect(page.locator(".xj-source mark").first).to_contain_text("第三条")
    click(page.get_by_role("button", name="← 返回列表"))
    click(entry(page, "市局巡察组反馈意见"))
    expect(page.locator(".xj-tree")).to_contain_text("档案室钥匙无人保管")
    expect(page.locator(".xj-understood")).to_contain_text("1 个问题，2 项措施，已完成 1")


def test_a_correction_shows_and_can_be_taken_back(office: Workplace, browser_page: Page) -> None:
    """A corrected title and kind stand in the list and in the detail at once; taking them back restores what the
    program thought.
    """
    page = browser_page
    visited(page, f"{office.address}/library")
    take_in(page, [{"name": "车库.txt", "mimeType": "text/plain", "buffer": measure("车库管理").encode()}])
    view(page, "资料列表")
    click(entry(page, "云阙市公安局车库管理办法"))
    click(page.get_by_role("button", name="更正…"))
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="标题").fill("云阙市公安局车库停放规定")
    dialog.get_by_role("textbox", name="标题").press("Tab")
    click(dialog.get_by_role("combobox", name="类别"))
    click(page.get_by_role("option", name="工作文章"))
    click(dialog.get_by_role("button", name="保存更正"))
    said = page.locator(".xj-understood .xj-good")
    expect(said).to_contain_text("类别由“法规制度”改为“工作文章”")
    expect(page.locator(".xj-understood h2")).to_have_text("云阙市公安局车库停放规定")
    row = entry(page, "云阙市公安局车库停放规定")
    expect(row).to_contain_text("工作文章")
    for left in (1, 0):
        click(page.get_by_role("button", name="取消这条更正").first)
        expect(said).to_contain_text("已取消更正")
        expect(page.get_by_role("button", name="取消这条更正")).to_have_count(left)
    expect(entry(page, "云阙市公安局车库管理办法")).to_contain_text("法规制度")


def test_a_document_is_removed_only_after_asking(office: Workplace, browser_page: Page) -> None:
    """Leaving the question leaves the document; confirming takes it out of the list."""
    page = browser_page
    visited(page, f"{office.address}/library")
    take_in(page, [{"name": "旗帜.txt", "mimeType": "text/plain", "buffer": measure("旗帜管理").encode()}])
    click(page.get_by_role("button", name="旗帜.txt"))
    for answer, there in (("不移出", 1), ("移出", 0)):
        click(page.get_by_role("button", name="移出…"))
        click(page.get_by_role("dialog").get_by_role("button", name=answer, exact=True))
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(entry(page, "云阙市公安局旗帜管理办法")).to_have_count(there)
    expect(page.locator(".st-key-library_said")).to_contain_text("已移出“旗帜.txt”")


def test_an_unchanged_file_is_read_anew_without_effect(office: Workplace, browser_page: Page) -> None:
    """Reading anew from the kept original says that nothing is different; the check finds all stores agreeing."""
    page = browser_page
    visited(page, f"{office.address}/library")
    click(entry(page, "望澜市").first)
    click(page.get_by_role("button", name="重新收录"))
    expect(page.locator(".xj-understood .xj-notice")).to_contain_text("完全一致")
    click(page.get_by_role("button", name="核对", exact=True))
    expect(page.locator(".xj-health-good")).to_contain_text("核对一致")


def test_the_list_is_narrowed(office: Workplace, browser_page: Page) -> None:
    """Kinds and words narrow the list at once, as the numbers beside the kinds say."""
    page = browser_page
    visited(page, f"{office.address}/library")
    chip = page.locator(".xj-filter-chip", has_text="典型案例")
    expected = int(chip.locator(".xj-count").inner_text())
    click(chip)
    expect(page.locator(".xj-entry")).to_have_count(expected)
    click(chip)
    settled(page).get_by_role("searchbox", name="按词语筛选资料").fill("望澜")
    expect(page.locator(".xj-entry")).to_have_count(1)


def test_what_is_missing_can_be_taken_along(office: Workplace, browser_page: Page) -> None:
    """The list of official documents says where each is published; the files have as many rows as are shown."""
    page = browser_page
    visited(page, f"{office.address}/library")
    view(page, "还缺什么")
    rows = page.locator(".xj-coverage tbody tr")
    expect(rows.first).to_contain_text("：")
    shown = rows.count()
    excel = downloaded(page, page.get_by_role("button", name="下载（Excel）"))
    sheet = openpyxl.load_workbook(BytesIO(excel.data)).worksheets[0]
    assert sheet.max_row == shown + 2
    assert downloaded(page, page.get_by_role("button", name="下载（CSV）")).data.startswith(b"\xef\xbb\xbf")


def test_one_uploads_while_the_other_asks(office: Workplace, browser: Browser, browser_page: Page) -> None:
    """While a batch of one session runs, another session gets an answer with its sources."""
    page = browser_page
    visited(page, f"{office.address}/library")
    expect(entry(page, "云泽市公安局").first).to_be_visible()
    view(page, "收录资料")
    many = "\n".join(f"第{number}段　云阙市公安局第{number}次例会研究了工作。" for number in range(800))
    file: FilePayload = {"name": "例会纪要.txt", "mimeType": "text/plain", "buffer": many.encode()}
    page.locator(".st-key-dropzone input[type=file]").set_input_files([file])
    click(page.get_by_role("button", name="收录 1 个文件"))
    expect(page.get_by_role("progressbar", name="收录进度")).to_be_visible()
    other = screen(browser).new_page()
    visited(other, office.address)
    ask(other, QUESTION)
    expect(other.locator(".xj-answer .xj-quote").first).to_be_visible()
    assert page.get_by_role("progressbar", name="收录进度").is_visible()
    other.context.close()
    click(page.get_by_test_id("stTopNav").get_by_role("link", name="体检"))  # the batch goes on
    click(page.get_by_test_id("stTopNav").get_by_role("link", name="资料"))
    expect(page.get_by_role("heading", name="收录结果")).to_be_visible(timeout=TAKEN_IN)
    expect(page.locator(".xj-queue .xj-plain")).to_contain_text("新收录 1 个")


def test_settings_are_saved_and_an_endpoint_tested(office: Workplace, browser_page: Page) -> None:
    """An endpoint nobody answers at is said in plain words; what is saved stands in the file and after a reload, the
    key never in the page.
    """
    page = browser_page
    visited(page, f"{office.address}/settings")
    settled(page).get_by_role("textbox", name="接口地址").fill("http://127.0.0.1:9/v1")
    settled(page).get_by_role("textbox", name="模型名称").fill("qwen-test")
    settled(page).get_by_role("textbox", name="访问密钥").fill("sk-geheim")
    page.get_by_role("textbox", name="访问密钥").press("Tab")  # to the button that shows it
    click(page.get_by_role("button", name="测试"))
    expect(page.locator(".st-key-card_llm .xj-bad")).to_contain_text("连不上大模型服务 http://127.0.0.1:9/v1")
    click(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".st-key-card_llm .xj-good")).to_contain_text("已保存")
    saved = tomllib.loads((office.settings.home / CONFIG_NAME).read_text(encoding="utf-8"))
    assert (saved["llm_base_url"], saved["llm_model"], saved["llm_api_key"]) == (
        "http://127.0.0.1:9/v1",
        "qwen-test",
        "sk-geheim",
    )
    page.reload()
    expect(page.get_by_role("textbox", name="模型名称")).to_have_value("qwen-test")
    assert "sk-geheim" not in page.content()
    expect(page.locator(".st-key-card_storage")).to_contain_text(str(office.settings.home))


def test_the_history_is_deleted_only_after_asking(office: Workplace, browser_page: Page) -> None:
    """Questions asked are counted; deleting asks first and leaves none."""
    page = browser_page
    with KnowledgeBase(office.settings) as kb:
        kb.works.create(WorkKind.QUESTION, "值班饮酒怎么处理", {"before": "", "limits": "", "verdict": "answered"})
    visited(page, f"{office.address}/settings")
    card = page.locator(".st-key-card_history")
    click(card.get_by_role("button", name="清空提问记录"))
    click(card.get_by_role("button", name="不删除"))
    click(card.get_by_role("button", name="清空提问记录"))
    click(card.get_by_role("button", name="确认删除"))
    expect(card).to_contain_text("条提问记录。评价没有删除。")
    expect(card).to_contain_text("还没有提问记录")
