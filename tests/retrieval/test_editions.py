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
        "监察法改之前，留置谁来批",
        "监察法还没修订的时候怎么通知家属",
        "还没有换成信访工作条例那会儿，信访条例对代表人数怎么定",
        "刚公布时的监察法",
        "监察法最早的版本",
        "前一部信访条例",
        "监察法旧条文",
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
    "text",
    [
        "以前的规定里几天答复",
        "按过去管接访的规定，几天转走",
        "从前那部行政法规怎么说",
        "旧法怎么算拘留天数",
        "没改的那版条文怎么写",
        "新条例出来以前，来访多少人要派代表",
        "查旧卷用：修订前，谁批准延长",
        "按那时候的规矩要不要通知家里",
    ],
)
def test_earlier_law_is_asked_for_without_a_name(text: str) -> None:
    """The time told of a text is enough."""
    assert read(text).wants_old


@pytest.mark.parametrize(
    "text",
    [
        "彼时有效的条文对延长留置怎么写",
        "信访条例作废之前的文本里怎么派代表",
        "还没换新规那阵子用的老一套，几天转办",
    ],
)
def test_unlisted_ways_are_learned(text: str) -> None:
    """Ways of telling the time that no pattern lists are recognised by their wording."""
    assert read(text).wants_old


def test_doubt_is_no_decision() -> None:
    """Wording that may ask for an earlier text is marked and asks for none."""
    doubtful = read("整改之前督察条例怎么要求")
    assert doubtful.maybe_old
    assert not doubtful.asks_old


@pytest.mark.parametrize("text", ["2018版监察法第二十二条", "监察法(2024修正)最长留置多久"])
def test_a_year_beside_the_name_leaves_no_doubt(text: str) -> None:
    """The edition told by its year is the one meant, be it the present one."""
    assert not read(text).wants_old
    assert not read(text).maybe_old


@pytest.mark.parametrize(
    "text",
    [
        "方案修改前要不要报批",
        "立案以前要走哪几步",
        "原来的承办人调走了谁接着办",
        "当时违法的事现在还处分吗",
        "过去违反规定的人能不能提拔",
        "以前受过处分还能不能晋升",
        "当时就写了申诉，几天给结果",
        "案卷没改之前谁签字",
    ],
)
def test_past_events_ask_for_no_earlier_law(text: str) -> None:
    """Who tells what happened before asks for the law of today."""
    assert not read(text).asks_old


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019年那会儿最长能关多久", date(2019, 12, 31)),
        ("2015年上访的，适用哪个规定", date(2015, 12, 31)),
        ("他是2020年被带走的，那时候最多能延长几次", date(2020, 12, 31)),
        ("2012年的事，按当时管接访的规定几天答复", date(2012, 12, 31)),
        ("2022年5月以前 来访派几个代表", date(2022, 4, 30)),
    ],
)
def test_the_law_of_a_year_is_asked_for_without_a_name(text: str, day: date) -> None:
    """A year counts where the law of that time is asked for; of 以前 the day before counts."""
    assert day == read(text).as_of


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
    "text",
    [
        "2019年没退的押金",
        "2018年扣的车到现在没还，按规定多久要退",
        "2020年那时候扣的车现在应该退吗",
        "18岁的人违反督察条例",
        "拘留15日，督察条例怎么说",
        "督察条例第18条",
    ],
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


def test_old_texts_are_preferred_where_only_the_time_is_told() -> None:
    """Where a regulation is named, its name says what is meant, and the year may be that of an event."""
    assert read("2019年那会儿留置最长能关多久").prefers_old
    assert not read("案子是2019年办的，监察法怎么规定").prefers_old
    assert not read("留置最长能关多久").prefers_old
