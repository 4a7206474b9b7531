"""What is still to be done, told among measures and results."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.structure import parse
from ingest.structure.deadlines import Frame
from ingest.structure.unfinished import is_unfinished, unfinished_parts
from kb.model import Span
from kb.text import fold

FRAME = Frame(date(2024, 6, 5), 2024)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("下一步，对辅警分批轮训。", True),
        ("剩余2名人员正在查找。", True),
        ("争取提标。已提交请示，待批复后于今年9月底前实施。", True),
        ("已修订办法，今年9月底前完成核查。", False),
        ("开展检查3次，计划年底前再查一次。通报问题2个。", False),
        ("将43名民警编入名册。", False),
        ("2024年底前实现班子配备到位。", True),
        ("其余9台公告期满后已依法处置完毕。", False),
    ],
)
def test_items(words: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    """An item counts as unfinished by how it begins, or when its one sentence waits for a day to come."""
    folded = fold(words)
    assert is_unfinished(folded, Span(0, len(folded)), 0, FRAME) is expected


def test_parts_of_a_report() -> None:
    """From the clause that says what remains to the end of its sentence."""
    folded = fold("已核清212人，仍有31人正在核查。纠正6起。")
    assert [folded[part.start : part.end] for part in unfinished_parts(folded, Span(0, len(folded)), FRAME)] == [
        "仍有31人正在核查。"
    ]


def test_a_part_keeps_its_subject() -> None:
    """A sentence that tells nothing done is pending from its beginning."""
    folded = fold("两宗土地因规划调整，尚未清退。")
    assert unfinished_parts(folded, Span(0, len(folded)), FRAME) == [Span(0, len(folded))]


def test_a_later_part_comes_back_to_a_problem() -> None:
    """What a later part tells to be still to be done of a problem named before is pending there, no second problem."""
    text = (
        f"{_HEAD}二、整改落实情况\n1.针对“台账不全”的问题。一是补齐台账。二是开展检查。\n2.针对“值班脱岗”的问题。一是开展抽查。\n"
        "三、尚未完成事项进展情况\n1.针对“台账不全”的问题。目前，旧档案尚未找齐。下一步，请档案局协助，2024年9月底前补全。\n"
        "某县公安局\n2024年6月5日\n"
    )
    (document,) = parse(text, "示例.txt")
    first, second = document.problems
    assert (first.title, second.title) == ("台账不全", "值班脱岗")
    told = [text[one.span.start : one.span.end] for one in first.pending]
    assert told == ["目前，旧档案尚未找齐。", "下一步，请档案局协助，2024年9月底前补全。"]
    assert first.status.value == "in_progress"
    owners = {p.problem for p in document.passages if p.kind.value == "pending"}
    assert owners == {first.locator}


def test_results_are_not_measures() -> None:
    """成效 behind the measures is a passage of its own; what it leaves open is pending."""
    text = (
        "某县公安局关于巡察整改情况的通报\n\n现将整改情况通报如下。\n\n一、关于“台账不全”的问题\n"
        "整改措施：（1）补齐台账。（2）开展检查。\n整改成效：正在推进。补录23条。尚有3处没有反馈。\n2024年6月5日\n"
    )
    (document,) = parse(text, "示例.txt")
    (problem,) = document.problems
    assert [one.ordinal for one in problem.measures] == ["（1）", "（2）"]
    assert [text[one.span.start : one.span.end] for one in problem.pending] == ["尚有3处没有反馈。"]
    results = [p for p in document.passages if p.locator.startswith("一整改成效") and p.kind.value == "measure"]
    assert [text[p.span.start : p.span.end] for p in results] == ["补录23条。"]


_HEAD = "某县公安局关于巡察整改情况的通报\n\n现将整改情况通报如下。\n\n"


@pytest.mark.parametrize(
    "told",
    [
        # Measures without a label in front of one of results.
        "一、针对台账不全的问题\n一是补齐台账。二是开展检查。该问题已整改到位。\n取得的成效：补录23条。\n",
        # Labels in round brackets, one of which holds the state.
        "一、（问题）台账不全\n（整改措施）一是补齐台账。二是开展检查。\n（整改完成情况：已完成）补录23条。\n",
        # Blocks headed by a label alone.
        "【反馈问题】台账不全。\n【整改落实】\n1）补齐台账。\n2）开展检查。\n【整改成效】补录23条。\n【整改状态】已完成\n【反馈问题】值班脱岗。\n【整改落实】\n1）开展抽查。\n【整改状态】已完成\n",
        # Dashes for numbers, and a label of results below them.
        "二、已完成整改的问题（1项）\n第1项　台账不全\n——补齐台账。\n——开展检查。\n　　成效：补录23条。\n",
        # A number that stands alone, the name in brackets below it, bars for colons.
        "问题01\n【台账不全】\n✔ 补齐台账。\n✔ 开展检查。\n成效｜补录23条。\n进度｜已完成\n",
        # Numbered labels.
        "一、关于“台账不全”的问题\n（一）整改责任人：甲\n（二）整改措施\n1.补齐台账。\n2.开展检查。\n（三）整改时限：2024年5月底前\n（四）整改成效：已完成。补录23条。\n",
        # A dash for the colon, all in one paragraph.
        "1.台账不全。存在问题——有23条没有登记。整改措施——一是补齐台账；二是开展检查。整改成效——补录23条。（责任单位：法制大队；已完成）\n",
    ],
)
def test_layouts(told: str) -> None:
    """However a notice lays them out, two measures, one result and the state are told apart."""
    text = f"{_HEAD}{told}2024年6月5日\n"
    (document,) = parse(text, "示例.txt")
    problem = document.problems[0]
    assert problem.title == "台账不全"
    assert len(problem.measures) == 2
    assert problem.status.value == "completed", problem.status_reason
    results = [p for p in document.passages if "成效" in p.locator or "完成情况" in p.locator]
    assert any("补录23条" in text[p.span.start : p.span.end] and p.kind.value == "measure" for p in results)


def test_several_names_in_one_paragraph() -> None:
    """A paragraph that names one problem after the other, each with its measures, is as many problems."""
    told = (
        "针对“台账不全”问题，补齐台账；开展检查。问题已整改到位。针对“值班脱岗”问题，开展抽查。此项工作将长期坚持。\n"
    )
    (document,) = parse(f"{_HEAD}二、整改落实情况\n（一）执法方面\n{told}2024年6月5日\n", "示例.txt")
    found = [(one.title, len(one.measures), one.status.value) for one in document.problems]
    assert found == [("台账不全", 2, "completed"), ("值班脱岗", 1, "long_term")]


def test_state_in_brackets_behind_the_measures() -> None:
    """〔整改中，…前完成〕 at the end says how far a problem is and until when; it is no part of the last measure."""
    told = (
        "1.对“台账不全”问题：①补齐台账；②开展检查。〔整改中，2024年12月底前完成〕\n"
        "2.对“值班脱岗”问题：①开展抽查；②严格考核。〔已完成〕\n"
    )
    (document,) = parse(f"{_HEAD}二、整改情况\n（一）办公室\n{told}2024年6月5日\n", "示例.txt")
    first, second = document.problems
    assert (first.status.value, second.status.value) == ("in_progress", "completed")
    assert first.deadline is not None
    assert first.deadline.due == date(2024, 12, 31)
    assert not first.pending
    assert len(first.measures) == len(second.measures) == 2


def test_closing_paragraphs_belong_to_no_problem() -> None:
    """What a notice tells its readers at the end, in several paragraphs, is no pending work of the last problem."""
    told = "一、关于“台账不全”的问题\n整改措施：一是补齐台账。二是开展检查。\n整改结果：已完成。\n"
    coda = "下一步，局党委将继续抓好后续整改。\n同时，修订各项制度。\n特此报告。\n"
    (document,) = parse(f"{_HEAD}{told}{coda}某县公安局\n2024年6月5日\n", "示例.txt")
    (problem,) = document.problems
    assert problem.status.value == "completed"
    assert not problem.pending


def test_problems_told_in_paragraphs() -> None:
    """A short first sentence that says what is wrong opens a problem; what was found is no measure."""
    text = (
        f"{_HEAD}反馈问题整改情况\n"
        "枪库登记不规范。抽查发现，有3处没有签名。对全部记录逐页核对，补齐签名。\n"
        "值班制度落实不到位。重新制定值班办法，明确带班责任。由督察大队每周抽查两次。\n"
        "特此报告。\n某县公安局\n2024年6月5日\n"
    )
    (document,) = parse(text, "示例.txt")
    titles = [one.title for one in document.problems]
    assert titles == ["枪库登记不规范", "值班制度落实不到位"]
    starts = [text[one.span.start : one.span.start + 4] for problem in document.problems for one in problem.measures]
    assert starts == ["对全部记", "重新制定", "由督察大"]


@pytest.mark.parametrize(
    ("stated", "warned"), [("指出2个问题", False), ("指出5个问题", True), ("指出2类5个问题", False)]
)
def test_fewer_problems_than_stated(stated: str, warned: bool) -> None:  # noqa: FBT001 - a column of the table
    """A notice that says how many problems there are is held to it, unless it reports them by class."""
    text = (
        f"某县公安局关于巡察整改情况的通报\n\n县委巡察组反馈意见，{stated}。现将整改情况通报如下。\n\n"
        "一、关于台账不全的问题\n一是补齐台账。二是开展检查。\n二、关于值班脱岗的问题\n一是开展抽查。二是严格考核。\n"
    )
    (document,) = parse(text, "示例.txt")
    assert any("识别出2个" in warning for warning in document.warnings) == warned
