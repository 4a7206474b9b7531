"""Numbers that text recognition took for letters, dashes and commas."""

from __future__ import annotations

import pytest

from ingest.cleaning import clean
from ingest.readers.base import RawText


def cleaned(text: str) -> str:
    """The clean text."""
    return clean(RawText(text)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2O24年9月完成", "2024年9月完成"),
        ("2〇24年12月I8日", "2024年12月18日"),
        ("二O二四年三月", "二〇二四年三月"),
        ("印发手册30O册，招募I2名", "印发手册300册，招募12名"),
        ("7月1O日反馈", "7月10日反馈"),
    ],
)
def test_figures(text: str, expected: str) -> None:
    """A letter inside a number that a unit follows is the figure it looks like; the account names the change."""
    result = clean(RawText(text))
    assert result.text == expected
    assert {edit.rule for edit in result.edits} == {"识别误字"}
    assert all(result.text[edit.at : edit.at + len(edit.after)] == edit.after for edit in result.edits)


@pytest.mark.parametrize(
    "text", ["O2O模式推广", "苏O1234警", "T12次列车", "B超2次", "Q345钢", "见附表A1", "IO设备", "型号X-O2个"]
)
def test_names_keep_their_letters(text: str) -> None:
    """Letters of names, plates and models are no figures."""
    assert [edit for edit in clean(RawText(text)).edits if edit.rule == "识别误字"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（-）政治方面\n甲\n（二）业务方面\n乙", "（一）政治方面\n甲\n（二）业务方面\n乙"),
        ("-、组织情况\n甲\n二、整改情况\n乙", "一、组织情况\n甲\n二、整改情况\n乙"),
        ("一,组织情况\n甲\n二,整改情况\n乙\n三、今后打算\n丙", "一、组织情况\n甲\n二、整改情况\n乙\n三、今后打算\n丙"),
        ("l.制度不全\n甲\n2.检查不够\n乙", "1.制度不全\n甲\n2.检查不够\n乙"),
        ("二、整改情况\nI.关于制度不全的问题\n甲", "二、整改情况\n1.关于制度不全的问题\n甲"),
        ("（一）甲方面\n（=）乙方面\n（三）丙方面", "（一）甲方面\n（二）乙方面\n（三）丙方面"),
    ],
)
def test_numbers_of_lists(text: str, expected: str) -> None:
    """A misread number at the beginning of a line is restored where its neighbours in the list prove it."""
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    "text",
    ["- 加强学习\n- 开展检查", "（-）无需填写", "I.总则\nII.分则", "一，甲\n五，乙", "l.甲乙\n丙丁"],
)
def test_what_no_neighbour_proves_stays(text: str) -> None:
    """Bullets, Roman numerals and lone marks are left as they are."""
    assert [edit for edit in clean(RawText(text)).edits if edit.rule == "识别误字"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县委巡察组于2024\n年6月3日进驻。", "县委巡察组于2024年6月3日进驻。"),
        ("计划于2024年\n6月底前完成。", "计划于2024年6月底前完成。"),
        ("计划于2024年6\n月底前完成。", "计划于2024年6月底前完成。"),
        ("计划于2024年1\n2月底前完成。", "计划于2024年12月底前完成。"),
        ("反馈时间为8月2\n0日，已公布。", "反馈时间为8月20日，已公布。"),
        ("反馈时间为20\n24年8月20日。", "反馈时间为2024年8月20日。"),
        ("某县公安局\n2024年12月\n6日", "某县公安局\n2024年12月6日"),
    ],
)
def test_breaks_inside_a_date(text: str, expected: str) -> None:
    """A date goes on over a line break however short the lines are, and the join is in the account."""
    result = clean(RawText(text))
    assert result.text == expected
    assert [edit.rule for edit in result.edits] == ["断行合并"]
    assert result.edits[0].before.strip() == ""


def test_a_chronicle_keeps_its_days() -> None:
    """A line that is the beginning of a date and nothing else may stand above the days of a chronicle."""
    text = "2024年12月\n6日 召开会议。\n9日 开展检查。"
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("整改状态：己完成。", "整改状态：已完成。"),
        ("末按规定登记。", "未按规定登记。"),
        ("（l）补齐台账。\n（2）开展检查。", "（1）补齐台账。\n（2）开展检查。"),
    ],
)
def test_signs_that_look_alike(text: str, expected: str) -> None:
    """己 and 末 in front of words that only 已 and 未 can stand before, and a letter in a bracketed number."""
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    "text", ["自己完成作业。", "异己整改", "期末完成盘点。", "年末落实奖金。", "二、\n标题一、总则"]
)
def test_words_that_end_alike_stay(text: str) -> None:
    """自己, 期末 and 年末 are words of their own, and a text that begins with 二、 is read."""
    assert "已" not in cleaned(text)
    assert "未" not in cleaned(text)


def test_bars_between_cells_are_no_figures() -> None:
    """A bar beside a number is a 1 inside it or behind the year of a date, never between the cells of a row."""
    rows = "序号|问题|时限|进展\n1|台账不全|2024年2月底|7间已腾退5间\n警示录|2024年第3期"
    assert clean(RawText(rows)).text == rows
    assert clean(RawText("完成时间为2024年|2月。\n共2|件。")).text == "完成时间为2024年12月。\n共21件。"
