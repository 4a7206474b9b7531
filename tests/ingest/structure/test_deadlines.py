"""Time limits resolved to the last day they allow."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.structure.deadlines import Frame, find_deadlines
from kb.model import Span
from kb.text import fold

FRAME = Frame(date(2021, 11, 3), 2021)


def due(text: str, *, labelled: bool = False, frame: Frame = FRAME) -> list[str]:
    """The days found in a text as ISO dates, ``-`` for limits without a day."""
    folded = fold(text)
    limits = find_deadlines(folded, Span(0, len(folded)), frame, labelled=labelled)
    return [str(limit.due) if limit.due else "-" for limit in limits]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("年底前完成升级", ["2021-12-31"]),
        ("至年底，全市建成", ["2021-12-31"]),
        ("年内持续开展竞赛", ["2021-12-31"]),
        ("2022年三季度末主体完工", ["2022-09-30"]),
        ("今年四季度末投用", ["2021-12-31"]),
        ("明年上半年末前办结", ["2022-06-30"]),
        ("确保12月前实现目标", ["2021-11-30"]),
        ("12月底前完成", ["2021-12-31"]),
        ("2022年6月基本完成", ["2022-06-30"]),
        ("2022年2月底前建成", ["2022-02-28"]),
        ("2024年2月底前建成", ["2024-02-29"]),
        ("力争11月动工，2022年初投入使用", ["2021-11-30", "-"]),
        ("3月底前办结", ["2022-03-31"]),
        ("明年6月底前完成", ["2022-06-30"]),
        ("2022年第一季度完成", ["2022-03-31"]),
        ("2022年上半年完成", ["2022-06-30"]),
        ("2022年12月31日前完成", ["2022-12-31"]),
        ("２０２２年５月中旬完成", ["2022-05-20"]),
        ("二〇二二年八月三十日前", ["2022-08-30"]),
        ("2025年前完成", ["2024-12-31"]),
        ("2025年底前完成", ["2025-12-31"]),
    ],
)
def test_limits_in_running_text(text: str, days: list[str]) -> None:
    """Full, partial and relative points in time that limit work become the last day they allow."""
    assert days == due(text)


@pytest.mark.parametrize(
    "text",
    [
        "今年8月初抓获归案",
        "已于8月24日发布公告",
        "2019年以来",
        "近三年",
        "1-7月审查",
        "十年底蕴",
        "每年年底",
        "2018年底前已整改",
    ],
)
def test_what_has_happened_is_no_limit(text: str) -> None:
    """Past days, periods and look-alikes are not time limits."""
    assert due(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2021年9月30日", ["2021-09-30"]),
        ("2021.9.30", ["2021-09-30"]),
        ("2021-09", ["2021-09-30"]),
        ("9月底", ["2021-09-30"]),
        ("长期坚持", ["-"]),
        ("立行立改", ["-"]),
        ("待定", []),
        ("2021年2月30日", ["-"]),
    ],
)
def test_labelled_fields(text: str, days: list[str]) -> None:
    """Behind 完成时限： every point in time counts, and standing duties are limits without a day."""
    assert days == due(text, labelled=True)


def test_without_a_day_of_the_document() -> None:
    """Relative wording cannot be resolved without the year of the document; printed years can."""
    assert due("年底前完成，2022年6月底前验收", frame=Frame(None, None)) == ["-", "2022-06-30"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("收到反馈后两个月内", ["2021-09-30"]),
        ("自反馈之日起6个月", ["2022-01-31"]),
        ("反馈意见之日起30日内", ["2021-08-30"]),
        ("自反馈之日起二周内", ["2021-08-14"]),
        ("自反馈之日起一年内", ["2022-07-31"]),
        ("收到反馈后10个工作日内", ["-"]),
        ("收到本通知后两个月内", ["-"]),
        ("自反馈之日起999个月", ["2104-10-31"]),
        ("立行立改并长期坚持", ["-"]),
    ],
)
def test_lengths_of_time_run_from_the_feedback(text: str, days: list[str]) -> None:
    """A length of time ends on a day where it runs from the feedback; working days and other beginnings give none."""
    frame = Frame(date(2021, 11, 3), 2021, date(2021, 7, 31))
    assert due(text, labelled=True, frame=frame) == days


@pytest.mark.parametrize("text", ["已于2022年6月底前完成", "均已于12月底前销号", "6月10日前清退费用", "当年查处3起"])
def test_what_lies_behind_is_no_limit(text: str) -> None:
    """A day of the past is no limit, nor what the text says has been done by then."""
    frame = Frame(date(2021, 7, 22), 2021)
    assert due(text, frame=frame) == []
