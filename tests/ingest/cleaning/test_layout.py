"""Lines, pages and the site around the document."""

from __future__ import annotations

import pytest

from ingest.cleaning import clean
from ingest.cleaning.lines import opens_block
from ingest.readers.base import RawText, join_pages
from tests.ingest.readers.builders import PARAGRAPH


def cleaned(text: str, kind: str = "txt") -> str:
    """The clean text."""
    return clean(RawText(text, format=kind)).text


@pytest.mark.parametrize(
    "jump",
    [
        "下转第14版>>>\n\n上接第11版>>>",
        "（下转第二版）\n（上接第一版）",
        "(下转A3版)",
        "▲下转第4版",
        "下转第3版\n\n第A3版:要闻\n\n上接第1版",
    ],
)
def test_newspaper_jumps_are_bridged(jump: str) -> None:
    """The sentence reads through where the newspaper jumped."""
    assert cleaned(f"要切实加强组织领导，压实\n\n{jump}\n\n整改责任。") == "要切实加强组织领导，压实整改责任。"


def test_jumps_between_paragraphs_leave_the_paragraphs() -> None:
    """Behind a full stop or before a heading the break stays."""
    assert cleaned("整改到位。\n\n下转第2版\n\n二、下一步打算") == "整改到位。\n\n二、下一步打算"


@pytest.mark.parametrize("number", ["— 3 —", "-12-", "第 3 页 共 10 页", "3/10", "－ 5 －", "Page 2 of 9"])
def test_page_numbers_go_anywhere(number: str) -> None:
    """Page numbers of unmistakable form leave no trace, also in text copied out of a paged document."""
    long = PARAGRAPH
    assert cleaned(f"{long}\n{number}\n和执法公信力。") == f"{long}和执法公信力。"


def test_lines_of_a_wrapped_text_are_joined() -> None:
    """A text wrapped at a fixed width becomes paragraphs; headings and lists keep their lines."""
    body = PARAGRAPH * 4 + "。"
    lines = [body[at : at + 30] for at in range(0, len(body), 30)]
    text = "\n".join(["一、总体情况", *lines, "二、下一步打算", "（一）加强学习"])
    assert cleaned(text) == f"一、总体情况\n{body}\n二、下一步打算\n（一）加强学习"


def test_headings_and_titles_are_not_glued_to_their_text() -> None:
    """Short lines without closing mark are headings or titles, not broken sentences."""
    text = f"关于整改情况的通报\n（2024年5月）\n一、总体情况\n{PARAGRAPH}。\n（一）学习方面\n{PARAGRAPH}。"
    assert cleaned(text) == text


def test_broken_words_of_long_lines() -> None:
    """A long line that breaks off goes on in the next one; a blank inside a word goes, one between words stays."""
    assert cleaned(f"{PARAGRAPH}，人\n员混杂。") == f"{PARAGRAPH}，人员混杂。"
    assert cleaned(f"{PARAGRAPH}，我们认 为应当整改。") == f"{PARAGRAPH}，我们认为应当整改。"
    assert cleaned("第一章 总 则") == "第一章 总 则"


def test_headings_that_ran_into_the_text_are_set_apart() -> None:
    """A heading known from the table of contents gets its line back inside a run-together text."""
    toc = "一、总体情况介绍\n二、主要问题分析\n三、整改措施安排"
    body = f"一、总体情况介绍{PARAGRAPH}。二、主要问题分析{PARAGRAPH}。三、整改措施安排{PARAGRAPH}。"
    assert cleaned(f"{toc}\n{body}").split("\n")[3:] == [
        "一、总体情况介绍",
        f"{PARAGRAPH}。",
        "二、主要问题分析",
        f"{PARAGRAPH}。",
        "三、整改措施安排",
        f"{PARAGRAPH}。",
    ]  # fmt: skip


def test_additions_of_sites_go_at_both_ends_only() -> None:
    """Notices of rights, link lists and comment boxes go; the same words inside the document stay."""
    head = "版权声明：本文由用户上传，如有侵权请联系客服\n文档简介"
    inside = "三是清理本网站下载专区，规范用户上传内容，防止侵权。"
    tail = "相关推荐\n- 某某工作总结\n- 某某实施方案（范本）\n评论\n0/200\n上一篇：无\n扫一扫在手机打开"
    document = f"整改情况的通报\n{PARAGRAPH}。\n{inside}\n{PARAGRAPH}。"
    result = clean(RawText(f"{head}\n{document}\n{tail}"))
    assert result.text == document
    assert {edit.rule for edit in result.edits} == {"网站附加内容"}


def test_signatures_and_contacts_are_no_additions() -> None:
    """The end of an official document stays: contact, issuer, date, attachments."""
    text = f"{PARAGRAPH}。\n联系方式：云泽市公安局督察支队\n附件：1.问题清单\n2.措施清单\n云泽市公安局\n2024年5月6日"
    assert cleaned(text) == text


def test_markdown_marks_go_and_words_stay() -> None:
    """Headings, comments, bold, quotes and links lose their marks only in Markdown files."""
    text = "# 通报\n\n<!-- 说明 -->\n\n> 说明：示例\n\n## 一、情况\n\n要 **严格** 落实，见[制度](http://a.cn/b)。"
    assert cleaned(text, "md") == "通报\n\n说明：示例\n\n一、情况\n\n要 严格 落实，见制度。"
    assert cleaned("##派出所", "txt") == "##派出所"


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("一、总体", True), ("（二）推进", True), ("3.问题", True), ("３．问题", True), ("2.1.3 层级", True),
        ("第十二条 督察", True), ("2024年5月6日", True), ("一是加强", True), ("附件：清单", True), ("● 要点", True),
        ("1.5万元经费", False), ("第二天上午", False), ("2024年以来", False), ("一些单位", False), ("附近群众", False),
        ("整改到位", False),
    ],
)  # fmt: skip
def test_lines_that_open_a_block(line: str, opens: bool) -> None:  # noqa: FBT001 - a parameter
    """Headings, lists and labels are told from the middle of sentences."""
    assert opens_block(line) is opens


def test_heads_of_printed_pages_without_page_breaks() -> None:
    """Page numbers that count on tell the pages of a scan as text; a head that repeats goes, the letterhead stays."""
    pages = [f"某市公安局文件\n第{n}页的正文写到这里，后面还有。\n— {n} —" for n in (1, 2, 3, 4)]
    text = cleaned("\n".join(pages))
    assert text.count("某市公安局文件") == 1
    assert text.startswith("某市公安局文件")
    assert "—" not in text


def test_a_long_title_is_not_joined_with_its_date_line() -> None:
    """The line under a title that says when and where it was published stays a line of its own."""
    title = "某省公安厅执法突出问题专项督察组向某市公安局交办群众举报件办理情况公开（第三批）"
    text = f"{title}\n2025-05-09 17:42  来源：某市公安局\n正文。"
    assert cleaned(text).split("\n")[0] == title


def test_the_head_of_two_printed_pages() -> None:
    """On a sheet of two pages the line above both stands once; a line that opens only one of them stays."""
    body = ("根据统一部署开展了常规巡察，", "反馈了巡察意见，现将整改", "进展情况予以公布，请广大")
    for second, count in (("某市公安局文件", 1), ("某市公安局办公室", 0)):
        pages = [
            (number, "\n".join([head, *body, f"— {number} —"]), None)
            for number, head in ((1, "某市公安局文件"), (2, second))
        ]
        text = clean(RawText(*join_pages(pages), "pdf")).text
        assert text.startswith("某市公安局文件")
        assert text.count("某市公安局") == 2 - count
