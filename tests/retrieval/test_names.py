"""Names of regulations: full, short, abbreviated, unknown."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Provenance, Validity
from retrieval.names import RegulationNames, bare_title, short_forms
from tests.retrieval.regulations import LIBRARY, regulation

NAMES = RegulationNames(LIBRARY, {"警械条例": "人民警察使用警械和武器条例", "赔偿法": "国家赔偿法"})


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("公安机关督察条例", "公安机关督察条例"),
        ("督察条例", "公安机关督察条例"),
        ("监察法", "中华人民共和国监察法"),
        ("政务处分法", "中华人民共和国公职人员政务处分法"),
        ("治安处罚法", "中华人民共和国治安管理处罚法"),
        ("继续盘问规定", "公安机关适用继续盘问规定"),
        ("警械条例", "中华人民共和国人民警察使用警械和武器条例"),
        ("《信访条例》", "信访条例"),
    ],
)
def test_names_are_resolved(name: str, title: str) -> None:
    """Full titles, titles without honours, abbreviations and aliases lead to the title."""
    assert title == NAMES.resolve(name)[0]


@pytest.mark.parametrize("name", ["道路交通安全法", "赔偿法", "条", "事业单位处分条例", "处法"])
def test_unknown_names_stay_unknown(name: str) -> None:
    """A regulation that is not held is never replaced by one that sounds alike."""
    assert () == NAMES.resolve(name)


def test_known_names_in_a_sentence() -> None:
    """Names are found in the order in which they stand, with their places."""
    text = "督察条例和《信访条例》都管这事吗"
    found = NAMES.find(text)
    assert ["督察条例", "信访条例"] == [match.name for match in found]
    assert all(match.name in text[match.start : match.end] for match in found)


def test_longer_title_wins() -> None:
    """信访工作条例 is not read as 信访条例."""
    assert [("信访工作条例",)] == [match.titles for match in NAMES.find("信访工作条例怎么说")]


def test_generic_names_are_marked() -> None:
    """《条例》 alone is generic."""
    assert [True] == [match.generic for match in NAMES.find("《条例》怎么说")]


def test_versions_in_order_of_preference() -> None:
    """In force comes before amended, official text before a digest."""
    digest = regulation("甲条例", issued=date(2024, 1, 1), provenance=Provenance.DIGEST)
    old = regulation("甲条例", issued=date(2001, 1, 1), validity=Validity.AMENDED)
    new = regulation("甲条例", issued=date(2020, 1, 1))
    assert [new, digest, old] == RegulationNames([old, digest, new], {}).versions("甲条例")


def test_version_brackets_are_no_part_of_the_title() -> None:
    """Version and digest marks are dropped."""
    assert "监察法" == bare_title("《监察法（摘编）》")
    assert ["中华人民共和国监察法", "监察法"] == short_forms("中华人民共和国监察法（2018年）")


@given(st.text(alphabet="督察条例信访工作法规定《》公安机关处分 ，x", max_size=40))
def test_found_names_do_not_overlap(text: str) -> None:
    """In any text the names found lie inside it and apart from each other."""
    found = NAMES.find(text)
    assert all(0 <= match.start < match.end <= len(text) for match in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
