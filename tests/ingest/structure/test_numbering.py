"""Numbering marks and the ladder they form."""

from __future__ import annotations

import pytest

from ingest.structure.numbering import Counter, Family, join_labels, learn_ladder, read_mark
from kb.text import fold


@pytest.mark.parametrize(
    ("line", "family", "label"),
    [
        ("一、总体情况", Family.CHINESE, "一"),
        ("十二、总体情况", Family.CHINESE, "十二"),
        ("（三）聚焦落实", Family.CHINESE_PAREN, "(三)"),
        ("(三)聚焦落实", Family.CHINESE_PAREN, "(三)"),
        ("三）聚焦落实", Family.CHINESE_PAREN, "(三)"),
        ("１．关于甲", Family.ARABIC, "1."),
        ("1、关于甲", Family.ARABIC, "1."),
        ("1. 关于甲", Family.ARABIC, "1."),
        ("1关于甲的问题", Family.ARABIC, "1."),
        ("⒈关于甲", Family.ARABIC, "1."),
        ("（1）关于甲", Family.ARABIC_PAREN, "(1)"),
        ("⑵关于甲", Family.ARABIC_PAREN, "(2)"),
        ("1)针对甲", Family.ARABIC_HALF, "1)"),
        ("③完善制度", Family.CIRCLED, "③"),
        ("2.2执行层面", Family.DECIMAL_2, "2.2"),
        ("1.2.3 要点", Family.DECIMAL_3, "1.2.3"),
        ("要点1：甲", Family.POINT, "要点1"),
        ("问题二：甲", Family.POINT, "问题二"),
        ("第3项　甲", Family.POINT, "第3项"),
        ("第三个问题：甲", Family.POINT, "第三个问题"),
        ("第三篇:甲", Family.PIECE, "第三篇"),
        ("第二部分 甲", Family.PART, "第二部分"),
        ("一是甲", Family.ORDINAL, "一是"),
        ("第二，甲", Family.FIRST, "第二"),
        ("● 甲", Family.BULLET, ""),
        ("----甲", Family.BULLET, ""),
        ("2.个案整改", Family.ARABIC, "2."),
    ],
)
def test_marks(line: str, family: Family, label: str) -> None:
    """Every way to number in use is read in either width and given its label for locators."""
    mark = read_mark(fold(line))
    assert mark is not None
    assert (mark.family, mark.label) == (family, label)


@pytest.mark.parametrize(
    "line",
    [
        "2024. 3. 5",
        "1.5 万元",
        "3.4和18.5个百分点",
        "12.6万起",
        "11.5.14.2 的规定",
        "（一）款规定",
        "一、二项规定",
        "3 个派出所完成了整改",
        "甲、乙",
        "一心为民",
        "第三项规定的情形",
        "1.",
    ],
)
def test_no_marks(line: str) -> None:
    """Dates, amounts, references and bare numbers are no headings."""
    assert read_mark(fold(line)) is None


def order(*lines: str) -> tuple[Family, ...]:
    """The ladder of some lines."""
    return learn_ladder([mark for line in lines if (mark := read_mark(fold(line)))]).order


def test_ladder_from_the_document() -> None:
    """Levels follow from which numbering begins anew under which, not from a fixed table."""
    usual = order("一、甲", "（一）甲", "1.甲", "2.乙", "（二）乙", "1.甲", "二、乙", "（一）甲")
    assert usual == (Family.CHINESE, Family.CHINESE_PAREN, Family.ARABIC)
    unusual = order("1.甲", "一、甲", "二、乙", "2.乙", "一、甲", "二、乙")
    assert unusual == (Family.ARABIC, Family.CHINESE)


def test_skipped_level_first() -> None:
    """A level that is skipped in the first part still finds its place from the second."""
    found = order("一、甲", "1.甲", "2.乙", "二、乙", "（一）甲", "1.甲", "（二）乙", "1.甲")
    assert found == (Family.CHINESE, Family.CHINESE_PAREN, Family.ARABIC)


def test_counter() -> None:
    """A number continues its list when it follows, repeats by mistake or skips one; else it is no heading."""
    counter = Counter()
    marks = [read_mark(f"{number}.甲") for number in (1, 2, 2, 4, 19, 5, 1)]
    assert [counter.accepts(mark) for mark in marks if mark] == [True, True, True, True, False, True, True]


def test_counter_of_a_sorted_list() -> None:
    """Items sorted by status keep the numbers they had: behind a heading a list goes on with those it left out."""
    counter = Counter()
    lines = ("二、已完成", "1.甲", "2.乙", "4.丙", "三、正在推进", "3.丁", "5.戊", "6.己", "3.庚", "四、下一步", "2.辛")
    marks = [read_mark(line) for line in lines]
    assert [counter.accepts(mark) for mark in marks if mark] == [True] * 8 + [False, True, False]


def test_labels_that_would_run_together() -> None:
    """Two figures are parted, everything else is joined as it is."""
    assert join_labels("二", "(一)", "7.", "二是") == "二(一)7.二是"
    assert join_labels("问题1", "2.") == "问题1.2."


def test_a_year_behind_a_number() -> None:
    """A number may be followed by a year; by another figure it is an amount."""
    assert read_mark("3、2022年反馈的问题，本次仍然存在") is not None
    assert read_mark("1.2021年以来未开展清查") is not None
    assert read_mark("1.5万元未入账") is None
