"""The state of a problem, said behind its measures or its limit."""

from __future__ import annotations

import pytest

from ingest.structure import parse
from kb.model import Status

_TEXT = (
    "某县公安局关于巡察整改情况的通报\n\n现将整改情况通报如下。\n\n一、关于“台账不全”的问题\n"
    "整改措施及成效：一是补齐台账23本。二是每月开展检查，纠正6起。{}\n\n二、关于“值班松懈”的问题\n整改措施：一是开展抽查。\n"
)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("目前该问题已完成整改，并长期坚持。", Status.LONG_TERM),
        ("已完成并长期坚持。", Status.LONG_TERM),
        ("已完成。", Status.COMPLETED),
        ("基本完成，剩余12件计划明年化解。", Status.BASICALLY_COMPLETED),
        ("基本完成整改。", Status.BASICALLY_COMPLETED),
        ("整改时限：2024年12月底，已完成。", Status.COMPLETED),
        ("整改时限：2024年12月底。", Status.IN_PROGRESS),
        ("整改时限：2024年12月底（基本完成，尚有2个项目待审计结论）", Status.BASICALLY_COMPLETED),
        ("办公室基本完成了搬迁。", Status.IN_PROGRESS),
    ],
)
def test_said_behind_the_measures(said: str, status: Status) -> None:
    """A closing sentence or a remark behind the limit says how far a problem is; what speaks of something else does
    not.
    """
    (document,) = parse(_TEXT.format(said), "示例.txt")
    first, _ = document.problems
    assert first.status is status
