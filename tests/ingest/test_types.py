"""The types that problems are given when they are taken in."""

from __future__ import annotations

import hashlib

from ingest.structure import parse
from ingest.types import with_types
from kb.model import Source

_CIRCULAR = """某市公安局警务督察支队关于现场督察发现典型问题的通报

现将近期督察发现的典型问题通报如下。

一、某派出所所长公车私用
2024年3月2日，某派出所所长使用公务用车接送家属。
处理情况：给予该所长批评教育。

二、某看守所民警违规为在押人员传递物品
2024年3月9日，某看守所民警为在押人员传递香烟。
处理情况：给予该民警诫勉。
"""


def test_cases_of_a_circular_are_typed_one_by_one() -> None:
    """A circular of several cases names the matter in the heading of each, not in its own title."""
    name = "示例.txt"
    source = Source(name, "", hashlib.sha256(_CIRCULAR.encode()).hexdigest(), _CIRCULAR, parse(_CIRCULAR, name))
    (document,) = with_types(source).documents
    first, second = ([kind.code for kind in problem.types] for problem in document.problems)
    assert "作风纪律/公车与警车" in first
    assert "监所管理/监所安全" in second
    assert not set(first) & set(second)
