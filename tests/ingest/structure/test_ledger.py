"""Tables of problems, from Word, web pages, pasted text and workbooks."""

from __future__ import annotations

import pytest

from ingest.structure import parse
from kb.model import Document, DocumentKind, PassageKind, Status

HEADS = "序号 | 类别 | 具体问题 | 整改措施 | 责任单位 | 完成时限 | 整改进展"
ROWS = [
    "1 | 执法 | 涉案财物超期 | 开展清理 | 法制大队 | 2024-12-31 | 已完成",
    "2 | 执法 | 监督有盲区 | 每日巡查 | 法制大队 | 长期坚持 | 持续推进",
    "3 | 队伍 | 值班松懈 | 明察暗访 | 督察大队 | 2025-03-31 | 已完成",
]


def ledger(*lines: str, name: str = "甲.docx") -> Document:
    """The only document in the lines."""
    (document,) = parse("\n".join(lines), name)
    return document


def titles(document: Document) -> list[str]:
    """The problems by title."""
    return [problem.title for problem in document.problems]


@pytest.mark.parametrize(
    "odd",
    [
        " | 执法 | 监督有盲区 | 每日巡查 | 法制大队 | 长期坚持 | 持续推进",
        "2 | 执法 | 监督有盲区 | 每日巡查 | 法制大队 | 长期坚持 | ",
        " |  | 监督有盲区 | 每日巡查 |  |  |",
    ],
)
def test_empty_cells_at_the_edges_end_no_table(odd: str) -> None:
    """A row whose first or last cells are empty is a row, and so are those below it."""
    document = ledger("云泽县公安局巡察整改台账", HEADS, ROWS[0], odd.strip(), ROWS[2])
    assert titles(document) == ["涉案财物超期", "监督有盲区", "值班松懈"]
    assert [len(problem.measures) for problem in document.problems] == [1, 1, 1]


def test_bars_around_a_table_are_its_border() -> None:
    """A table with bars at both ends, as Markdown has it, has no columns outside them."""
    lines = [f"| {line} |" for line in (HEADS, *ROWS)]
    assert titles(ledger("云泽县公安局巡察整改台账", *lines)) == ["涉案财物超期", "监督有盲区", "值班松懈"]


def test_a_group_needs_no_number() -> None:
    """A few words in a row of their own name the rows below them; a sentence ends the table."""
    document = ledger("云泽县公安局巡察整改台账", HEADS, "执法监督方面", *ROWS[:2], "队伍建设方面", ROWS[2])
    assert titles(document) == ["涉案财物超期", "监督有盲区", "值班松懈"]
    assert len(ledger("云泽县公安局巡察整改台账", HEADS, *ROWS[:2], "以上问题已整改。", ROWS[2]).problems) == 2


def test_a_paper_that_is_a_table_is_a_ledger() -> None:
    """Without any title, and called after its file; inside a text the table makes no ledger of it."""
    document = ledger(HEADS, *ROWS, name="云泽县公安局汇总.xls")
    assert document.kind is DocumentKind.LEDGER
    assert document.title == "云泽县公安局汇总"
    assert len(document.problems) == 3
    opening = "2024年县委巡察组对云泽县公安局开展了巡察，现将整改情况通报如下。"
    assert ledger(opening, HEADS, *ROWS, name="云泽县公安局汇总.docx").kind is DocumentKind.NOTICE
    prose = "我们围绕基层警务工作的改进做了调研，走访了若干单位，下面列出几个例子供大家参考和讨论。" * 8
    assert ledger("基层警务工作思考", prose, HEADS, *ROWS).kind is not DocumentKind.LEDGER


def test_the_word_attachment_is_no_part_of_the_title() -> None:
    """附件1 above the title of a ledger belongs neither to the title nor to the unit."""
    for above in ("附件1", "附件：", "附 件 二"):
        document = ledger(above, "云泽县公安局巡察整改台账", HEADS, *ROWS)
        assert (document.title, document.meta.unit) == ("云泽县公安局巡察整改台账", "云泽县公安局")


def test_title_of_a_workbook() -> None:
    """The row above the heads is the title, without the number of the row; particulars in cells are not."""
    document = ledger(
        "【台账】清单",
        "第1行 | 云泽县公安局巡察整改台账",
        "第2行 | 填报单位：政治处 | 填报人：甲 | 2025年1月",
        "第4行 | 序号：1 | 具体问题：涉案财物超期 | 整改措施：开展清理 | 完成时限：2024-12-31 | 整改进展：已完成",
    )
    assert (document.title, document.meta.unit) == ("云泽县公安局巡察整改台账", "云泽县公安局")
    assert [problem.locator for problem in document.problems] == ["清单!4"]


def test_a_ledger_in_the_annex_is_read() -> None:
    """Behind contact details, signature and date a table of problems is one still."""
    document = ledger(
        "云泽县公安局关于巡察整改进展情况的报告",
        "2024年3月，县委第一巡察组对县公安局党委开展了巡察。现将整改情况报告如下。",
        "一、组织整改情况",
        "局党委成立领导小组，逐项制定措施，详见附件。",
        "欢迎监督。联系电话：见官网。",
        "云泽县公安局",
        "2025年1月10日",
        "附件",
        HEADS,
        *ROWS,
    )
    assert titles(document) == ["涉案财物超期", "监督有盲区", "值班松懈"]
    assert document.meta.published is not None


def test_groups_of_a_workbook() -> None:
    """The name of a group is the section of the problems below it where no column has a class."""
    document = ledger(
        "【台账】清单",
        "第2行 | 分组：一、执法方面",
        "第3行 | 序号：1 | 具体问题：涉案财物超期 | 整改措施：开展清理",
        "第4行 | 分组：二、队伍方面",
        "第5行 | 序号：2 | 具体问题：值班松懈 | 整改措施：明察暗访",
    )
    assert [(problem.locator, problem.section) for problem in document.problems] == [
        ("清单!3", "一、执法方面"),
        ("清单!5", "二、队伍方面"),
    ]


def test_three_lists_tell_one_problem_once() -> None:
    """Lists of problems, measures and responsibility are joined by the words of the problem, where they are unique."""
    document = ledger(
        "【台账】问题清单",
        "第2行 | 序号：1 | 问题类别：执法 | 具体问题：涉案财物超期",
        "第3行 | 序号：2 | 问题类别：队伍 | 具体问题：只列了问题",
        "【台账】措施清单",
        "第2行 | 序号：1 | 具体问题：涉案财物超期 | 整改措施：开展清理 | 完成时限：2024-12-31",
        "【台账】责任清单",
        "第2行 | 序号：1 | 具体问题：涉案财物超期 | 责任领导：甲某 | 责任单位：法制大队",
    )
    alone, joined = sorted(document.problems, key=lambda problem: problem.locator != "问题清单!3")
    assert (alone.title, alone.measures) == ("只列了问题", ())
    assert (joined.locator, joined.section, joined.responsible) == ("措施清单!2", "执法", ("甲某", "法制大队"))
    assert joined.deadline is not None
    assert len(joined.measures) == 1


@pytest.mark.parametrize(
    "rows",
    [
        ["问题 | 值班松懈", "整改措施 | 1.开展抽查；2.通报批评", "责任单位 | 督察大队", "完成时限 | 2024-12-31"],
        ["问题 | 值班松懈 |  |", "责任单位 | 督察大队 | 完成时限 | 2024-12-31", "整改措施 | 1.开展抽查；2.通报批评"],
    ],
)
def test_a_form_is_a_problem(rows: list[str]) -> None:
    """Labels beside their words are read as one problem; two forms below one another are two."""
    document = ledger("云泽县公安局巡察整改情况表", *rows)
    assert document.title == "云泽县公安局巡察整改情况表"
    (problem,) = document.problems
    assert (problem.title, problem.responsible, len(problem.measures)) == ("值班松懈", ("督察大队",), 2)
    assert problem.deadline is not None
    assert len(ledger("云泽县公安局巡察整改情况表", *rows, *rows).problems) == 2


def test_what_looks_like_a_form_is_none() -> None:
    """A table of two columns whose first cells are no labels is left alone."""
    document = ledger("通讯录", "单位 | 电话", "法制大队 | 见官网", "督察大队 | 见官网", "政治处 | 见官网")
    assert document.problems == ()


MERGED = [
    ("涉案财物超期", "开展清理", "2024-12-31", "已完成"),
    ("涉案财物超期", "每日巡查", "长期坚持", "持续推进"),
    ("值班松懈", "明察暗访", "2025-03-31", "已完成"),
]


@pytest.mark.parametrize("kind", ["workbook", "table"])
def test_a_problem_over_several_rows_is_one(kind: str) -> None:
    """Measures in rows of their own under one number: one problem, each measure at its row, no state but the least."""
    numbers = (1, 1, 2)
    if kind == "workbook":
        lines = [
            f"第{at}行 | 序号：{n} | 具体问题：{p} | 整改措施：{m} | 完成时限：{d} | 整改状态：{s}"
            for at, (n, (p, m, d, s)) in enumerate(zip(numbers, MERGED, strict=True), 2)
        ]
        document = ledger("【台账】清单", *lines)
        home = "清单!"
    else:
        lines = [" | ".join([str(n), *row]) for n, row in zip(numbers, MERGED, strict=True)]
        document = ledger("云泽县公安局整改台账", "序号 | 具体问题 | 整改措施 | 完成时限 | 整改状态", *lines)
        home = "表!"
    first, second = document.problems
    rows = (2, 3) if kind == "workbook" else (1, 2)
    assert (first.title, second.title) == ("涉案财物超期", "值班松懈")
    assert [measure.locator for measure in first.measures] == [f"{home}{row}整改措施" for row in rows]
    assert first.deadline is not None
    assert first.deadline.due is None
    assert (first.status, second.status) == (Status.LONG_TERM, Status.COMPLETED)
    inside = [p for p in document.passages if first.span.start <= p.span.start < first.span.end]
    assert {passage.problem for passage in inside} == {first.locator}
    assert sum(passage.kind is PassageKind.PROBLEM for passage in inside) == 1


def test_the_same_words_without_a_number_are_several_problems() -> None:
    """Two units with one shortcoming have a problem each; so have two numbers."""
    rows = ["甲所 | 台账不全 | 补录 | 2024-12-31 | 已完成", "乙所 | 台账不全 | 补录 | 2024-12-31 | 已完成"]
    assert len(ledger("云泽县台账", "单位 | 存在问题 | 整改措施 | 完成时限 | 整改状态", *rows).problems) == 2
    rows = ["1 | 台账不全 | 补录 | 2024-12-31 | 已完成", "2 | 台账不全 | 抽查 | 2024-12-31 | 已完成"]
    assert len(ledger("云泽县台账", "序号 | 存在问题 | 整改措施 | 完成时限 | 整改状态", *rows).problems) == 2


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (("已完成", "已完成"), Status.COMPLETED),
        (("已完成", "正在整改"), Status.IN_PROGRESS),
        (("正在整改", "已完成"), Status.IN_PROGRESS),
        (("已完成", "未启动"), Status.IN_PROGRESS),
        (("未启动", "未启动"), Status.NOT_STARTED),
        (("已完成", ""), Status.IN_PROGRESS),
    ],
)
def test_a_problem_is_as_far_as_its_slowest_measure(states: tuple[str, str], status: Status) -> None:
    """Nothing is called completed while a measure of it is not."""
    rows = [f"1 | 台账不全 | 措施{at} | 2024-12-31 | {state}" for at, state in enumerate(states)]
    document = ledger("云泽县台账", "序号 | 存在问题 | 整改措施 | 完成时限 | 整改状态", *rows)
    (problem,) = document.problems
    assert problem.status is status
    assert ("状态不同" in problem.status_reason) is (states[0] != states[1])
