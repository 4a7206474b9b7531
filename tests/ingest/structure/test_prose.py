"""Measures told without numbers, and the handling of cases."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.structure import parse
from ingest.structure.clauses import units
from ingest.structure.deadlines import Frame
from ingest.structure.handling import divide_handling, handling_at
from ingest.structure.prose import Part, divide
from kb.model import DocumentKind, Span
from kb.text import fold

FRAME = Frame(date(2025, 6, 5), 2025)


def told(text: str) -> list[tuple[str, str]]:
    """What the parts of a paragraph tell, each with its first four characters."""
    folded = fold(text)
    return _named(folded, divide(folded, Span(0, len(folded)), FRAME))


def handled(text: str) -> list[tuple[str, str]]:
    """The same for the handling of a case."""
    folded = fold(text)
    return _named(folded, divide_handling(folded, Span(0, len(folded)), FRAME))


def _named(folded: str, parts: list[Part]) -> list[tuple[str, str]]:
    return [(part.told.name, folded[part.span.start :][:4]) for part in parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("修订办法，明确时限；组织培训3次；约谈责任人2名。", ["修订办法", "组织培训", "约谈责任"]),
        ("对台账逐项核对；把检查结果纳入考核；为民警建立档案。", ["对台账逐", "把检查结", "为民警建"]),
        ("支队党委召开专题会议研究。同时，各大队开展自查。", ["支队党委", "同时,各"]),
        ("选送8名民警参训。甄选教官5名。", ["选送8名", "甄选教官"]),
    ],
)
def test_actions_divide(text: str, parts: list[str]) -> None:
    """A clause that begins with what was done, to what, or by whom is a measure of its own."""
    assert told(text) == [("MEASURE", one) for one in parts]


@pytest.mark.parametrize(
    "text",
    [
        "综合科按月张贴明细，由伙委会签字；民警可以查询。",
        "建立三级审核机制：民警初审；大队复审；支队终审。",
        "规范审批流程。谁审批、谁负责。",
        "汇编“检查一次；整改一次”的口诀。",
    ],
)
def test_what_begins_no_measure_goes_on(text: str) -> None:
    """Explanations, enumerations and quotations stay with the measure they explain."""
    assert [kind for kind, _ in told(text)] == ["MEASURE"]


def test_results_and_rest() -> None:
    """What came of it is a result, what remains is pending, good will in front of it is neither."""
    text = "党委高度重视。建立机制；清退3人。截至5月底，办结率达到96%。剩余2件力争9月底前办结。"
    assert told(text) == [
        ("LEAD", "党委高度"),
        ("MEASURE", "建立机制"),
        ("MEASURE", "清退3人"),
        ("RESULT", "截至5月"),
        ("PENDING", "剩余2件"),
    ]


def test_the_end_of_a_measure_that_looks_ahead_is_pending() -> None:
    """The measure stays one where its last clause tells by when the rest is to be done."""
    assert told("制定方案，落实资金，预计11月底前建成。") == [("MEASURE", "制定方案"), ("PENDING", "预计11")]


def test_results_alone_are_what_was_done() -> None:
    """A problem is not left without a measure because only results are told."""
    assert told("截至5月底，补录信息206条。") == [("MEASURE", "截至5月")]


def test_units_respect_quotations() -> None:
    """Marks inside quotation marks and brackets divide nothing; an unclosed quotation ends with its line."""
    text = "推行“甲；乙”做法；丙（丁；戊）。“己；\n庚；辛"
    folded = fold(text)
    assert [folded[one.start : one.end] for one in units(folded, Span(0, len(folded)))] == [
        fold(one) for one in ("推行“甲；乙”做法；", "丙（丁；戊）。", "“己；", "庚；", "辛")
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("给予钱某记过，对所长批评，责令检讨。", [("MEASURE", one) for one in ("给予钱某", "对所长批", "责令检讨")]),
        ("经局党委研究，对茅某停职，免去其副所长职务。", [("MEASURE", "经局党委")]),
        ("姚某受到警告处分，所长被约谈。", [("MEASURE", "姚某受到"), ("MEASURE", "所长被约")]),
        ("责令该所7月底前完成改造。", [("PENDING", "责令该所")]),
        ("对孙某立案审查，结果另行通报。", [("PENDING", "对孙某立")]),
        ("对何某予以诫勉；物品已全部移交。", [("MEASURE", "对何某予"), ("RESULT", "物品已全")]),
    ],
)  # fmt: skip
def test_handling(text: str, parts: list[tuple[str, str]]) -> None:
    """Each person or body dealt with is a measure; orders for a day to come and open inquiries are pending."""
    assert handled(text) == parts


@pytest.mark.parametrize(
    "text",
    ["值班室无人。电话无人接听。", "案件超期。有关人员未受到处理，也未予以约谈。", "违规收费。被传唤人员留置超时。"],
)
def test_facts_are_no_handling(text: str) -> None:
    """What happened, and what was not done to anybody, is no handling."""
    folded = fold(text)
    assert handling_at(folded, 0, len(folded)) is None


CIRCULAR = """某市公安局关于专项督察情况的通报

现将有关情况通报如下。
一、总体情况
总体良好。
二、发现的问题及处理情况
（一）甲派出所值班室空岗。3月4日夜间，值班人员均不在岗。甲分局对周某予以诫勉，对梁某扣发绩效。
（二）乙大队物品未入库。3月5日抽查发现，物品存放在办公室。乙分局给予何某警告处分；物品已全部移交。
（三）丙所巡视不到位。3月6日，夜间巡视间隔过长，记录不全，值守人员长时间不在位。
某市公安局
2025年4月1日
"""


def test_a_circular_that_tells_handling_is_one_of_cases() -> None:
    """Each case is a problem; its handling is its measures, and one without handling stays a bare problem."""
    (document,) = parse(CIRCULAR, "通报.txt")
    assert document.kind is DocumentKind.CASE
    assert [(one.locator, len(one.measures)) for one in document.problems] == [
        ("二(一)", 2),
        ("二(二)", 1),
        ("二(三)", 0),
    ]
    result = next(one for one in document.passages if one.locator == "二(二)成效")
    assert CIRCULAR[result.span.start : result.span.end] == "物品已全部移交。"


def test_a_circular_without_handling_is_feedback() -> None:
    """Problems alone make no cases."""
    text = CIRCULAR.replace("甲分局对周某予以诫勉，对梁某扣发绩效。", "").replace(
        "乙分局给予何某警告处分；物品已全部移交。", ""
    )
    (document,) = parse(text, "通报.txt")
    assert document.kind is DocumentKind.FEEDBACK
    assert [len(one.measures) for one in document.problems] == [0, 0, 0]


def test_handling_of_all_matters_is_no_problem() -> None:
    """A part of a circular behind its problems that tells who was punished is told, not found."""
    text = (
        "某市公安局警务督察支队关于专项督察情况的通报\n\n现通报如下。\n\n一、发现的主要问题\n"
        "（一）公务用枪管理存在漏洞。某派出所枪柜钥匙由一人保管。\n（二）警车管理不严。某派出所警车夜间停放在小区。\n\n"
        "二、处理情况\n对某派出所所长给予警告处分；对驾驶警车的民警停止执行职务5日。\n\n三、工作要求\n各单位要立即自查。\n"
    )
    (document,) = parse(text, "示例.txt")
    assert [problem.locator for problem in document.problems] == ["一(一)", "一(二)"]
