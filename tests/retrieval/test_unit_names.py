"""Names of units in questions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import fold
from retrieval.unit_names import unit_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云泽市公安局以前怎么整改的", ["云泽市公安局"]),
        ("听说云泽市公安局整改得不错", ["云泽市公安局"]),
        ("2024年云泽市公安局又被巡察了吗", ["云泽市公安局"]),
        ("云泽市公安局星汀分局的食堂", ["云泽市公安局星汀分局"]),
        ("星汀分局有几个问题没整改完", ["星汀分局"]),
        ("江宁省云泽市公安局", ["江宁省云泽市公安局"]),
        ("雾岭县公安局交警大队扣的车", ["雾岭县公安局交警大队"]),
        ("雾岭县交警大队扣的车", ["雾岭县交警大队"]),
        ("云泽市公安局和雾岭县公安局有什么不同", ["云泽市公安局", "雾岭县公安局"]),
        ("云泽市局和星汀分局做法有什么不同", ["星汀分局"]),
        ("民警和派出所", []),
        ("沛县公安局怎么管", ["沛县公安局"]),
        ("人民路派出所", ["人民路派出所"]),
        ("举报信转到了星汀派出所", ["星汀派出所"]),
        ("江宁省公安厅的通报", ["江宁省公安厅"]),
        ("结果信转到了这个派出所说警力不够", []),
        ("我们派出所没人管", []),
        ("市公安局怎么规定", []),
        ("我市公安局怎么规定", []),
        ("各县公安局怎么规定", []),
        ("基层派出所警力不够", []),
        ("农村派出所", []),
        ("某分局", []),
        ("交警大队扣车不登记", []),
        ("派出所", []),
        ("我的电动车被扣在派出所院子里", []),
        ("车停在派出所门口", []),
        ("新建派出所盖不完", []),
        ("巡察发现派出所台账不实", []),
    ],
)
def test_names_begin_where_a_name_can_begin(text: str, names: list[str]) -> None:
    """Verbs, 听说, years and 这个 are no part of a name; kinds of units are no names."""
    assert names == [found.name for found in unit_names(fold(text))]


@given(st.text(alphabet="青岚市县公安局分派出所大队的了听说年这个我们2024，", max_size=40))
def test_any_text_is_read(text: str) -> None:
    """Every name stands in the text at its place, in order and apart."""
    found = unit_names(text)
    assert all(text[one.start : one.end] == one.name for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
