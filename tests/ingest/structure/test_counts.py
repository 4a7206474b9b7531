"""The totals a notice states, and the warning where fewer problems were found."""

from __future__ import annotations

from ingest.structure import parse
from kb.model import Document

PROBLEMS = """二、反馈问题整改情况
（一）关于“涉案财物管理不严”问题的整改情况
一是督察部门开展明察暗访22次，发现问题17个，已督促整改。二是制定管理办法。
（二）关于“值班备勤松懈”问题的整改情况
一是对巡察整改情况开展自查，查出问题9个。二是通报2个单位。
三、下一步打算
持续抓好整改。"""


def notice(stated: str) -> Document:
    """A notice with two problems whose opening ends with ``stated``."""
    opening = (
        f"2024年3月至5月，市委第二巡察组对云泽县公安局党委开展了巡察，7月5日反馈了意见{stated}。现将整改情况通报如下。"
    )
    text = (
        f"中共云泽县公安局委员会关于巡察整改进展情况的通报\n{opening}\n一、组织整改情况\n局党委高度重视。\n{PROBLEMS}"
    )
    (document,) = parse(text, "甲.txt")
    assert len(document.problems) == 2
    return document


def test_what_a_unit_found_itself_is_no_total() -> None:
    """The problems found in checks of its own are results of measures: no total, and no warning."""
    document = notice("")
    assert document.meta.counts.problems is None
    assert document.warnings == ()


def test_what_was_fed_back_is_the_total() -> None:
    """The number fed back is the total; where fewer problems were found the reader is told."""
    document = notice("，指出问题12个")
    assert document.meta.counts.problems == 12
    assert "文中写明12个问题，识别出2个" in document.warnings[0]
    assert notice("，指出问题2个").warnings == ()
