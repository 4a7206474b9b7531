"""Web pages: the text of the article, nothing of the site."""

from __future__ import annotations

import base64
import quopri

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


def page(body: str) -> bytes:
    """A page whose title stands in the text."""
    return f'<html><head><meta charset="utf-8"></head><body><h1>通报</h1>{body}</body></html>'.encode()


def test_tables_that_arrange_the_page_keep_its_paragraphs() -> None:
    """A text inside the only cell of a table, or of a table in a table, stands paragraph by paragraph."""
    text = "".join(f"<p>{PARAGRAPH}，第{number}段。</p>" for number in "一二三四五六")
    for body in (
        f"<table><tr><td>{text}</td></tr></table>",
        f"<table><tr><td>栏目</td><td><table><tr><td>{text}</td></tr></table></td></tr></table>",
        f"<table><tr><td>栏目</td><td>{text}</td></tr></table>",
    ):
        lines = read(page(body), "page.html").text.split("\n")
        assert [line[-5:] for line in lines[-6:]] == [f"，第{number}段。" for number in "一二三四五六"]


def test_cells_that_span_keep_the_columns_in_place() -> None:
    """A cell over rows stands in each, one over columns is followed by empty cells, a title row has no bars."""
    rows = (
        '<tr><td colspan="3">台账</td></tr><tr><td>类别</td><td>问题</td><td>措施</td></tr>'
        '<tr><td rowspan="2">执法</td><td>甲</td><td>一|二</td></tr><tr><td colspan="2">乙</td></tr>'
    )
    lines = read(page(f"<p>{PARAGRAPH}。</p><table>{rows}</table>"), "page.html").text.split("\n")
    assert lines[-4:] == ["台账", "类别 | 问题 | 措施", "执法 | 甲 | 一¦二", "执法 | 乙 |"]


def test_a_table_inside_a_cell_makes_no_rows_of_its_own() -> None:
    """A small table in a cell of a table of data belongs to its cell."""
    inner = "<table><tr><td>先</td><td>后</td></tr></table>"
    rows = f"<tr><td>问题</td><td>措施</td></tr><tr><td>接处警记录不规范</td><td>分步推进{inner}</td></tr>"
    lines = read(page(f"<p>{PARAGRAPH}。</p><table>{rows}</table>"), "page.html").text.split("\n")
    assert lines[-2:] == ["问题 | 措施", "接处警记录不规范 | 分步推进 先 ¦ 后"]


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("name", ["页.mht", "页.doc"])
def test_pages_saved_as_one_file(coding: str, name: str) -> None:
    """The page inside is read, however it is coded and whatever the file is called."""
    web = page(f"<p>{PARAGRAPH}。</p>")
    coded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[coding](web)
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="X"\r\n\r\n--X\r\n'
    part = f"Content-Type: text/html\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
    raw = read(f"{head}{part}".encode() + coded + b"\r\n--X--\r\n", name)
    assert raw.text == f"通报\n{PARAGRAPH}。"
    assert raw.format == "html"
    with pytest.raises(UnreadableFileError, match="没有网页正文"):
        read(f"{head}Content-Type: image/png\r\n\r\n".encode() + b"x\r\n--X--\r\n", "空.mht")
