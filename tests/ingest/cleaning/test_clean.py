"""Cleaning as a whole: laws that hold for any text, and what it leaves of the real documents."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning import clean
from ingest.plausibility import is_han
from ingest.readers.base import RawPage, RawText

PIECES = [
    "一、总体情况", "（一）关于学习不深入的问题", "1.整改措施：", "一是加强学习，", "落实责任。",
    "第一条 为了规范工作", "\n", "\n\n", "\r\n", " ", "\u3000", "\ufeff", "\u200b", "�", "\t", "下转第3版>>>",
    "上接第1版", "第A2版:要闻", "— 3 —", "12", "實(shí)施", "確保", "?", "？", "?要点1:", "。?要点2:",
    "暗栋炎印崩卫握莆赵邳h", "锟斤拷", "å…¬å®‰", "**加粗**", "## 标题", "<!-- 注 -->", "[链接](http://a.cn)",
    "张**", "13812345678", "320106199001011234", "苏B12345", "举报人王小明反映", "家住锦绣花园3栋2单元501室",
    "温馨提示", "本站文档下载", "评论", "0/150", "认 为", "敷\n衍", "|", " | ", "⼀", "臵", "龍", "the quick",
    "brown", "2O24年", "I2名", "（-）政治", "（二）业务", "l.甲乙", "2.丙丁", "一,甲", "二、乙",
    "2024年", "\n6月", "1", "\n2日",
]  # fmt: skip
wild = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
kinds = st.sampled_from(["txt", "md", "pdf", "docx", "html"])


@given(wild, kinds)
@settings(max_examples=400, deadline=None)
def test_cleaning_twice_is_cleaning_once(text: str, kind: str) -> None:
    """The clean text is clean."""
    once = clean(RawText(text, format=kind))
    assert clean(RawText(once.text, format=kind)).text == once.text


@given(wild, kinds, st.lists(st.integers(0, 200), max_size=4))
@settings(max_examples=200, deadline=None)
def test_places_lie_inside_the_clean_text(text: str, kind: str, cuts: list[int]) -> None:
    """Pages stay in order and inside the text, and every edit stands where its replacement is."""
    borders = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    pages = tuple(RawPage(number, *span) for number, span in enumerate(pairwise(borders), 1))
    result = clean(RawText(text, pages, kind))
    assert [page.number for page in result.pages] == [page.number for page in pages]
    for left, right in pairwise(result.pages):
        assert 0 <= left.span.start <= left.span.end <= right.span.start <= len(result.text)
    assert all(0 <= edit.at <= len(result.text) for edit in result.edits)
    assert all(0 <= datum.span.start < datum.span.end <= len(result.text) for datum in result.personal)


@given(wild)
@settings(max_examples=100, deadline=None)
def test_cleaning_is_deterministic(text: str) -> None:
    """The same words give the same result, account included."""
    assert clean(RawText(text)) == clean(RawText(text))


def test_lone_surrogates_do_not_break_anything() -> None:
    """Half characters from broken converters become the sign for a lost character."""
    result = clean(RawText("整改\ud83d情况"))
    assert result.text == "整改□情况"
    assert not result.edits[0].certain
    assert "缺字" in result.warnings[0]


@pytest.mark.corpus
def test_regulations_lose_nothing_but_marks(corpus: Path) -> None:
    """Of a regulation only Markdown marks, comments and blank space go; every other character stays in order."""
    for path in sorted((corpus / "regulations").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        result = clean(RawText(text, format="md"))
        assert {edit.rule for edit in result.edits} <= {"标记符号"}, path.name
        expected = re.sub(r"<!--.*?-->|^#+ |\s+", "", text, flags=re.MULTILINE)
        assert re.sub(r"\s+", "", result.text) == expected, path.name
        assert not result.personal, path.name


@pytest.mark.corpus
def test_notice_changes_only_where_the_newspaper_interferes(corpus: Path) -> None:
    """The page mark and the page jump go, the contact data is masked, everything else stays."""
    path = next((corpus / "notices").glob("002*"))
    result = clean(RawText(path.read_text(encoding="utf-8")))
    assert [edit.rule for edit in result.edits] == ["报纸版次", "报纸转版"]
    assert "版>" not in result.text
    assert {datum.kind for datum in result.personal} == {"固定电话", "联系地址", "电子邮箱"}
    assert result.text.startswith("中共")
    assert result.text.endswith("日")


@pytest.mark.corpus
def test_scraped_article_becomes_readable(corpus: Path) -> None:
    """Pinyin, traditional characters, lost bytes and the site's additions are gone; what stays doubtful is flagged."""
    path = next((corpus / "articles").glob("000*"))
    result = clean(RawText(path.read_text(encoding="utf-8")))
    assert not re.search(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", result.text)
    assert not any(char in result.text for char in "國會學體")
    assert result.text.count("刀把子") == 2
    assert "取保候审案件" in result.text
    assert not any(word in result.text for word in ("温馨提示", "最新文档", "本站", "版权说明", "提交评论"))
    assert "?" not in result.text
    assert sum(not edit.certain for edit in result.edits) <= 3
    assert len([line for line in result.text.split("\n") if re.match(r"[一二三四五六七八]、", line)]) == 15


@pytest.mark.corpus
def test_other_articles_keep_their_words(corpus: Path) -> None:
    """Sound articles keep every ideograph; broken lines are joined and wrong characters repaired."""
    for name, rules in {"001": set(), "003": set(), "004": {"误转字", "断行合并", "词内空格"}}.items():
        text = next((corpus / "articles").glob(f"{name}*")).read_text(encoding="utf-8")
        result = clean(RawText(text))
        assert {edit.rule for edit in result.edits} == rules, name
        before, after = ("".join(filter(is_han, each)).replace("臵", "置") for each in (text, result.text))
        assert before == after, name
