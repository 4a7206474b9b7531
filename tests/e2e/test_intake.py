"""Documents are taken in through the browser."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Workplace, click, visited

pytestmark = pytest.mark.browser

#: Written for this test; everything that a browser, Markdown or a formula setter could take for its own stands in it.
HOSTILE = """云阙市公安局装备管理办法
第一条　为规范装备管理，制定本办法。
第二条　装备编号写作 <b>甲</b>、**乙**、$x^2$ 和 [丙](javascript:alert(1))，不得涂改。
第三条　登记册第一页印有 <script>document.title = "失陷"</script><img src=x onerror="document.title='失陷'"> 字样。
第四条　本办法自2024年1月1日起施行。
"""


def test_an_empty_base_says_what_to_do_and_takes_files(empty_workplace: Workplace, browser_page: Page) -> None:
    """An empty knowledge base points to its buttons; of two uploads the broken one is named and the other can be read,
    with its signs shown as they are.
    """
    page = browser_page
    visited(page, empty_workplace.address)
    expect(page.get_by_text("资料库里还没有资料")).to_be_visible()
    expect(page.get_by_role("button", name="载入内置资料")).to_be_visible()
    files: list[FilePayload] = [
        {"name": "装备管理办法.txt", "mimeType": "text/plain", "buffer": HOSTILE.encode()},
        {"name": "损坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"},
    ]
    page.locator("input[type=file]").set_input_files(files)
    click(page.get_by_role("button", name="收录 2 个文件"))
    expect(page.get_by_text("新收录 1 个")).to_be_visible()
    expect(page.locator(".xj-notice.xj-bad")).to_contain_text("损坏.pdf")

    visited(page, f"{empty_workplace.address}/?q={quote('云阙市公安局装备管理办法第二条')}")
    chip = page.locator(".xj-quote .xj-chip").first
    click(chip)
    expect(page.locator(".xj-source mark").first).to_be_visible()
    shown = page.locator(".xj-text").inner_text()
    for line in HOSTILE.strip().splitlines():
        assert line.split("　")[-1] in shown
    assert page.title() == "巡鉴"
