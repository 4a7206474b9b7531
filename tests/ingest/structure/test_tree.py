"""The tree that ``xunjian show`` prints."""

from __future__ import annotations

from ingest.structure import parse, tree
from kb.model import Source
from tests.ingest.structure import gold


def source(text: str) -> Source:
    """A source with the documents parsed from a text."""
    return Source("甲.txt", "", "", text, parse(text, "甲.txt"))


def test_notice() -> None:
    """Problems stand with locator, title, status and time limit; measures and pending work below them."""
    text = (gold.FOLDER / "01_full_ladder.txt").read_text(encoding="utf-8")
    lines = tree(source(text)).splitlines()
    assert lines[0].startswith("中共青岚市公安局云台分局委员会关于")
    assert "  二(一)2. 智慧警务项目推进缓慢 〔正在整改〕（科技信息化大队，时限2024-06-30，2项措施，2项后续）" in lines
    assert any(line.startswith("    二(一)2.后续(1) ") and "2024年3月底前→2024-03-31" in line for line in lines)


def test_regulation() -> None:
    """Chapters are printed once, articles below them with the number of their 款 and 项."""
    text = "甲条例\n第一章 总则\n第一条 甲。\n第二条 乙：\n（一）丙；\n（二）丁。\n第二章 附则\n第三条 戊。"
    lines = tree(source(text)).splitlines()
    assert lines[1:] == [
        "  第一章 总则",
        "    第一条 第一条 甲。",
        "    第二条（1款2项） 第二条 乙： （一）丙； （二）丁。",
        "  第二章 附则",
        "    第三条 第三条 戊。",
    ]


def test_warnings_are_shown() -> None:
    """What the parser doubts stands under the title."""
    assert "  ！条文序号不连续" in tree(source("甲条例\n第一条 甲。\n第二条 乙。\n第四条 丙。"))
