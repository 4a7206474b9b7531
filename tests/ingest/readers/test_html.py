"""Web pages: the text of the article, nothing of the site."""

from __future__ import annotations

import pytest

from ingest.readers import read
from kb.errors import UnreadableFileError
from tests.ingest.readers.builders import PARAGRAPH

PAGE = f"""<html><head><meta charset="utf-8"><title>整改情况通报 - 云泽政府网</title>
<script>var x="脚本";</script></head>
<body><nav><a>首页</a><a>政务公开</a></nav><div class="top">欢迎访问云泽政府网，今天是星期一</div>
<div class="main"><h1>整改情况通报</h1><p>发布时间：2024-05-06</p><p>{PARAGRAPH}。</p>
<table><tr><th>序号</th><th>问题</th></tr><tr><td>1</td><td>学习<br>不深入</td></tr></table>
<ol start="3"><li>{PARAGRAPH}，一条。</li><li>{PARAGRAPH}，又一条。</li></ol><p>第一行。<br/>第二行。</p></div>
<footer>版权所有 云泽政府网</footer></body></html>"""


def test_main_text_keeps_title_tables_lists_and_breaks() -> None:
    """The container of the article is rendered completely; navigation, scripts and footer are not."""
    lines = read(PAGE.encode(), "page.html").text.split("\n")
    assert lines[:3] == ["整改情况通报", "发布时间：2024-05-06", PARAGRAPH + "。"]
    assert lines[3:5] == ["序号 | 问题", "1 | 学习 不深入"]
    assert [line[:2] for line in lines[5:7]] == ["3.", "4."]
    assert lines[7:] == ["第一行。", "第二行。"]


def test_declared_title_is_put_in_front() -> None:
    """A page without heading gets the title it declares, without the name of the site."""
    page = PAGE.replace("<h1>整改情况通报</h1>", "")
    assert read(page.encode(), "page.html").text.split("\n")[0] == "整改情况通报"


def test_wrong_character_set_of_a_page() -> None:
    """A page in GBK that claims UTF-8 is read, and the disagreement is reported."""
    raw = read(PAGE.encode("gbk"), "page.html")
    assert PARAGRAPH in raw.text
    assert "utf-8" in raw.notes[0]


def test_pages_without_text_are_refused() -> None:
    """A page filled by scripts has nothing to read."""
    with pytest.raises(UnreadableFileError, match="没有正文"):
        read(b"<html><body><script>load()</script></body></html>", "空.html")
