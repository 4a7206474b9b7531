"""Figures and dates brought to comparable values."""

from __future__ import annotations

import pytest

from assistant.checking.dates import agrees, days
from assistant.checking.figures import Bound, amounts
from assistant.checking.measured import measured


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("5000元", "0.5万元"),
        ("三成", "30%"),
        ("百分之三十点五", "30.5%"),
        ("五分之一", "20%"),
        ("两年", "24个月"),
        ("十五日", "15天"),
        ("1.2亿元", "12000万元"),
        ("一百二十三名", "123人"),
        ("半年", "6个月"),
        ("一个半月", "1.5个月"),
    ],
)
def test_same_amounts(left: str, right: str) -> None:
    """A figure has one value however it is written."""
    (a,), (b,) = amounts(left), amounts(right)
    assert (a.kind, a.value) == (b.kind, pytest.approx(b.value))


@pytest.mark.parametrize(
    ("left", "right"), [("5人", "5人次"), ("5%", "5个百分点"), ("7日", "7个工作日"), ("3万元", "3元"), ("5家", "5家次")]
)
def test_different_amounts(left: str, right: str) -> None:
    """Figures of different dimension or scale are different."""
    (a,), (b,) = amounts(left), amounts(right)
    assert (a.kind, a.value) != (b.kind, b.value)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("不少于2人", Bound.UP),
        ("不得超过30日", Bound.DOWN),
        ("3人以上", Bound.UP),
        ("5日内", Bound.DOWN),
        ("420余名", Bound.UP),
        ("近400名", Bound.DOWN),
        ("至少每三个月", Bound.DOWN),
        ("2人", Bound.NONE),
    ],
)
def test_bounds(text: str, bound: Bound) -> None:
    """The direction in which a figure is bounded is read before and behind it."""
    assert amounts(text)[0].bound is bound


@pytest.mark.parametrize(
    ("stated", "printed", "right"),
    [
        ("6月7日", "2021年6月7日", True),
        ("2021年6月", "2021年6月7日", True),
        ("2021年6月8日", "2021年6月7日", False),
        ("2022年6月7日", "2021年6月7日", False),
        ("二〇二一年六月七日", "2021年6月7日", True),
        ("2021-06-07", "2021年6月7日", True),
        ("年底前", "12月底前", True),
        ("6月底", "6月30日", True),
        ("6月底前", "6月前", False),
        ("6月前", "6月后", False),
        ("2021年上半年", "2021年下半年", False),
        ("2021年一季度", "2021年第1季度", True),
        ("2021年6月7日", "2021年3月15日至6月7日", True),
    ],
)
def test_dates(stated: str, printed: str, right: bool) -> None:  # noqa: FBT001 - the last column of the table
    """A date agrees with a printed one if all that it states is printed."""
    found = days(printed)
    years = frozenset(day.year for day in found if day.year)
    assert any(agrees(days(stated)[0], day, years) for day in found) is right


def test_dates_and_ordinals_are_no_amounts() -> None:
    """What is a date or a place in a row is not counted as a figure too."""
    found = measured("2021年6月7日,第一巡察组依据第十二条第二款,对5人问责")
    assert [amount.text for amount in found.amounts] == ["5人"]
    assert [(item.number, item.what) for item in found.ordinals] == [(1, "巡"), (12, "条"), (2, "款")]
