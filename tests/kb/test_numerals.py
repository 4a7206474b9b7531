"""Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numerals import MAX_CHINESE, to_chinese, to_int


@pytest.mark.parametrize("step", range(10))
def test_every_value_round_trips(step: int) -> None:
    """Every value from 0 to 9999 is read back from its own numeral."""
    assert all(to_int(to_chinese(n)) == n for n in range(step, MAX_CHINESE + 1, 10))


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("一十二", 12),
        ("二十", 20),
        ("一百", 100),
        ("一百零一", 101),
        ("一百〇一", 101),
        ("一百一十", 110),
        ("一百十二", 112),
        ("一千零一十", 1010),
        ("一千二百六十", 1260),
        ("两千", 2000),
        ("二〇二四", 2024),
        ("廿三", 23),
        ("壹佰贰拾", 120),
        ("12", 12),
        ("１２", 12),
        ("零", 0),
    ],
)
def test_forms_seen_in_documents(printed: str, value: int) -> None:
    """By place, digit by digit, banker's, spoken and Arabic forms of either width are read."""
    assert to_int(printed) == value


@pytest.mark.parametrize(
    "wrong", ["", "一百二", "十百", "二十十", "百零", "一万", "第一", "1二", "十1", " 一", "-1", "零十二"]
)
def test_malformed_numerals_are_refused(wrong: str) -> None:
    """What is not exactly one well-formed numeral raises instead of giving a guess."""
    with pytest.raises(ValueError, match="not a numeral"):
        to_int(wrong)


@given(st.text(alphabet="零〇一二三四五六七八九十百千两1２", max_size=6))
def test_an_accepted_numeral_has_the_value_of_its_normal_form(text: str) -> None:
    """Whatever is accepted is in range and means what its normal form means."""
    try:
        value = to_int(text)
    except ValueError:
        return
    assert value >= 0
    if value <= MAX_CHINESE:
        assert to_int(to_chinese(value)) == value


def test_values_without_a_short_numeral_are_refused() -> None:
    """Values outside 0 to 9999 have no numeral here."""
    with pytest.raises(ValueError, match="10000"):
        to_chinese(10000)
