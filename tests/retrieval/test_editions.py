"""Which edition of a regulation a question asks for."""

from __future__ import annotations

from datetime import date

import pytest

from tests.retrieval.test_understand import read


@pytest.mark.parametrize(
    "text",
    [
        "旧的督察条例怎么说",
        "老版督察条例",
        "以前的《信访条例》第三条",
        "修订前的监察法第五条",
        "旧法怎么规定",
        "原监察法第四十三条",
        "原来监察法关于留置的那条",
        "监察法没改之前，要不要通知家属",
        "已经废止的信访条例对听证怎么规定",
        "信访条例失效前怎么办理",
        "以前国务院那个信访条例",
        "当年的信访条例",
        "信访条例老规定里转送期限",
        "上一版监察法",
        "监察法(旧)第四十四条",
        "新监察法施行之前，留置可以延长几次",
        "没修订的监察法第24条",
        "按当时的规定怎么处理，监察法",
    ],
)
def test_earlier_versions_are_asked_for(text: str) -> None:
    """Words before a name, behind it or anywhere ask for a version no longer in force."""
    assert read(text).wants_old


@pytest.mark.parametrize(
    "text",
    [
        "老民警违反督察条例怎么办",
        "以前的案子适用监察法吗",
        "督察条例第三条",
        "整改之前督察条例怎么要求",
        "原来的承办人违反监察法怎么处理",
        "当时的承办民警违反监察法怎么处理",
        "原法定代表人适用监察法吗",
        "立案以前监察法要求做什么",
    ],
)
def test_old_things_are_not_old_versions(text: str) -> None:
    """An old matter is no old version."""
    assert not read(text).wants_old


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019年的监察法", 2019),
        ("2018版监察法第二十二条", 2018),
        ("18年的监察法留置期限", 2018),
        ("05年信访条例怎么规定代表人数", 2005),
        ("98年的督察条例", 1998),
        ("监察法18版留置期限", 2018),
        ("监察法(2018修正)第22条", 2018),
        ("(2018)监察法第22条", 2018),
        ("案子是2019年办的，监察法怎么规定", 2019),
        ("2021年办的案子，适用2018版监察法吗", 2018),
    ],
)
def test_the_year_beside_a_name(text: str, year: int) -> None:
    """A year before a name or behind it, in four digits or two, asks for the version of that year; beside no name the
    first year told counts.
    """
    assert date(year, 12, 31) == read(text).as_of


@pytest.mark.parametrize(
    "text", ["2019年没退的押金", "18岁的人违反督察条例", "拘留15日，督察条例怎么说", "督察条例第18条"]
)
def test_other_numbers_are_no_years(text: str) -> None:
    """Without a name a year is only a date; ages, terms and articles are no years."""
    assert read(text).as_of is None


@pytest.mark.parametrize(
    "text", ["监察法18版22条", "监察法2018年版第二十二条", "监察法(2018年)第22条", "监察法2018修正版22条"]
)
def test_the_edition_may_part_name_and_number(text: str) -> None:
    """What stands between a name and its number tells the edition; the number is still that of an article of it."""
    (reference,) = read(text).references
    assert reference.titles
    assert reference.number == 22
