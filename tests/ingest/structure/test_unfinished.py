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
