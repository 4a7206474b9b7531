"""Breaking titles into lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export.heading import title_lines
from assistant.export.safe import width


@pytest.mark.parametrize(
    "lines",
    [
        ("关于装备管理问题的通报",),
        ("青岚市公安局党委关于落实", "市委第三巡察组巡察反馈意见整改工作方案"),
        ("青岚市公安局关于印发", "《全市公安机关执法办案管理中心", "规范化建设三年行动实施方案》的通知"),
        ("同类问题处理情况专报：", "执法记录仪使用管理不规范"),
    ],
)
def test_lines_end_where_words_end(lines: tuple[str, ...]) -> None:
    """Names, numbers and words stay whole; no line begins with a closing mark or 的."""
    assert lines == title_lines("".join(lines))


def test_breaks_the_user_typed_are_kept() -> None:
    """A title typed on two lines stays on two."""
    assert ("关于装备管理", "问题的通报") == title_lines("关于装备管理\n问题的通报")


@settings(deadline=None)
@given(st.text(alphabet="关于公安局整改的通报方案《》（）“”、 ab12", max_size=70))
def test_no_character_is_lost_and_no_line_is_too_long(title: str) -> None:
    """The lines hold every character but blanks; up to three lines they fit, and none is a single character."""
    lines = title_lines(title)
    assert title.replace(" ", "") == "".join(lines).replace(" ", "")
    if 1 < len(lines) <= 3:
        assert max(width(line) for line in lines) <= 20
