"""What a document says of itself in its head: title, kind, unit."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.structure import parse
from kb.model import Document, DocumentKind

_BODY = "现将整改情况通报如下。\n一、关于“台账不全”的问题\n整改措施：一是补齐台账。二是开展检查。\n2024年6月5日\n"


def _parsed(text: str) -> Document:
    (document,) = parse(text, "示例.txt")
    return document


@pytest.mark.parametrize(
    "above",
    [
        "您现在的位置：首页 >> 政务公开 >> 党建工作",
        "您所在的位置: 首页 > 党务公开 > 巡察整改通报",
        "岭溪公安网 > 警务要闻 > 通报",
        "今天是：2024年6月5日　星期三",
        "发文机构：县司法局　公开方式：主动公开　文件公告",
    ],
)
def test_where_a_page_stands_is_no_title(above: str) -> None:
    """The line that tells the place of a page on its site is not taken for the title, whatever word it ends with."""
    title = "岭溪县司法局关于巡察整改情况的通报"
    assert _parsed(f"{above}\n{title}\n来源：县司法局\n{_BODY}").title == title


def test_headline_in_two_lines() -> None:
    """The second line of a press headline begins with a dash and belongs to the first; the story is an article."""
    text = (
        "以巡促改守牢底线\n——岭溪县看守所做实整改“后半篇文章”\n2024-06-05 来源：县公安局\n"
        "县委巡察组反馈了巡察意见，指出了突出问题：有的巡视走过场；有的检查流于形式。\n看守所安装巡更系统，逐项整改。\n"
    )
    document = _parsed(text)
    assert document.title == "以巡促改守牢底线——岭溪县看守所做实整改“后半篇文章”"
    assert document.kind is DocumentKind.PRACTICE


@pytest.mark.parametrize(
    "title",
    ["对内部审计发现问题整改不到位", "对上轮巡察反馈问题整改有反弹", "对督察指出问题整改流于形式"],
)
def test_name_of_a_problem_about_rectification(title: str) -> None:
    """That something was not put right is the problem: its name is not cut at the word 问题."""
    text = f"某县公安局关于巡察整改情况的通报\n\n现将整改情况通报如下。\n一、{title}\n整改措施：一是补课。二是检查。\n"
    assert [one.title for one in _parsed(text).problems] == [title]


def test_unit_of_a_ledger() -> None:
    """A ledger names the unit that filled it in."""
    text = (
        "整改台账\n填报单位（盖章）：青岱县公安局枫溪派出所 | 填报日期：2025年9月15日\n"
        "序号 | 问题 | 整改措施 | 完成情况\n"
        "1 | 台账不全 | 补齐台账 | 已完成\n2 | 值班脱岗 | 开展抽查 | 已完成\n"
    )
    assert _parsed(text).meta.unit == "青岱县公安局枫溪派出所"


def test_handling_in_the_paragraph_of_the_facts() -> None:
    """处理情况： behind the facts begins the handling, each decision a measure."""
    facts = "7月8日22时40分，督察组到该所检查，带班副所长于某不在岗，值班室电话两次无人接听。"
    handling = "处理情况：督察组当场下达《督察通知书》；分局给予于某停止执行职务15日处理；对所长梁某进行诫勉谈话。"
    text = (
        "关于第二次现场督察情况的通报\n现将有关情况通报如下。\n"
        f"1.甲所带班领导脱岗。{facts}{handling}\n2.乙所备勤警力不足。{facts}{handling}\n2024年7月21日\n"
    )
    document = _parsed(text)
    assert [len(one.measures) for one in document.problems] == [3, 3]


def test_many_units_are_no_unit() -> None:
    """A circular about several units has no unit of its own."""
    text = (
        "关于督察发现问题及处理情况的通报\n近期，市局督察支队对全市8个县公安局、直属单位开展了督察，现将情况通报如下。\n"
        "1.甲所值班脱岗。7月3日晚，督察组到该所检查时值班室无人值守，经电话联系才有人返回。\n处理情况：对民警张某批评教育。\n"
        "2.乙所台账不全。7月6日，督察组抽查该所枪弹领用登记，发现有三处没有签名、两处没有日期。\n"
        "处理情况：对民警李某提醒谈话。经复查，已整改到位。\n"
    )
    document = _parsed(text)
    assert document.meta.unit is None
    assert len(document.problems[-1].measures) == 1, "that it was found done is a result"


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("来源：青岱县公安局　发布时间：2023-04-17　浏览次数：212\n", ""),
        ("", "青岱县公安局\n2023年4月17日\n"),
    ],
)
def test_day_of_an_article(head: str, foot: str) -> None:
    """An article is dated by its particulars or its signature, so that it is found by year."""
    body = "近年来，我局把巡防力量下沉到社区，警情双双回落。\n一、力量下沉\n把机关民警编入小组，每周三次上街。\n"
    document = _parsed(f"推进巡防勤务改革的做法\n{head}{body}{foot}")
    assert (document.kind, document.meta.published) == (DocumentKind.PRACTICE, date(2023, 4, 17))


@pytest.mark.parametrize(
    "title", ["推进巡防勤务改革的做法", "社区警务三步工作法", "坚持严格规范公正文明执法", "基层治理的方法"]
)
def test_words_in_law_that_name_none(title: str) -> None:
    """做法, 工作法 and 执法 at the end of a title make no regulation of an article."""
    text = f"{title}\n近年来，我局把巡防力量下沉到社区。\n一、力量下沉\n把机关民警编入小组，每周三次上街。\n"
    assert _parsed(text).kind is DocumentKind.PRACTICE


def test_a_law_by_its_title_alone() -> None:
    """The name of a law decides where its text is not divided into articles; 公司法 ends as 司法 does and is one."""
    text = "中华人民共和国公司法\n为了规范公司的组织和行为，保护公司、股东、职工和债权人的合法权益，制定本法。\n"
    assert _parsed(text).kind is DocumentKind.REGULATION
