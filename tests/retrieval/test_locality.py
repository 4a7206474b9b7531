"""Where a regulation applies."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.model import Group
from kb.settings import Settings
from retrieval.engine import Retriever
from retrieval.limits import Limits
from retrieval.locality import applies, area_of, home

_RULES = """{title}

（2020年2月1日公布　自2020年3月1日起施行）

第一条　为了规范警用无人船的管理，制定本{kind}。

第二条　警用无人船的操作人员应当每{term}接受一次复训，复训不合格的不得上船操作。

第三条　警用无人船由装备部门登记造册，每季度核对一次。
"""


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("上海市信访条例", "上海"),
        ("浙江省政府非税收入管理条例", "浙江"),
        ("宁夏回族自治区法律援助条例", "宁夏"),
        ("深圳经济特区数据条例", "深圳"),
        ("焦作市地方立法条例", "焦作"),
        ("景宁畲族自治县自治条例", "景宁畲族"),
        ("绍兴古城保护利用条例", "绍兴"),
        ("信访工作条例", ""),
        ("岚溪县公安局警务辅助人员管理办法", "岚溪"),
        ("澄原市公安局澄北分局值班规定", "澄原"),
        ("公安机关人民警察内务条令", ""),
        ("中华人民共和国公安部关于值班的规定", ""),
        ("城市市容和环境卫生管理条例", ""),
        ("市场监督管理投诉举报处理暂行办法", ""),
        ("海南自由贸易港法", ""),
        ("人力资源市场暂行条例", ""),
        ("民族自治地方财政体制规定", ""),
        ("", ""),
    ],
)
def test_the_area_stands_in_front_of_the_title(title: str, area: str) -> None:
    """Local regulations are told from those of the whole country by their titles."""
    assert area_of(title) == area


@pytest.mark.parametrize(
    ("area", "place", "holds"),
    [
        ("", "长沙市公安局", True),
        ("江苏", "无锡市公安局", True),
        ("江苏", "江苏省公安厅", True),
        ("无锡", "无锡市公安局滨湖分局", True),
        ("上海", "无锡市公安局", False),
        ("南京", "江苏省公安厅", False),
        ("景宁畲族", "景宁畲族自治县公安局", True),
    ],
)
def test_a_regulation_holds_in_its_area_and_the_cities_in_it(area: str, place: str, *, holds: bool) -> None:
    """What a province makes holds in its cities, what a city makes not in the province."""
    assert applies(area, [place]) is holds


def test_home_is_one_province() -> None:
    """Units of one province tell where the user is; units from everywhere do not."""
    assert home(["无锡市公安局", "南京市公安局"]) == ["无锡市公安局", "南京市公安局"]
    assert home(["无锡市公安局", "杭州市公安局"]) == ()
    assert home([]) == ()
    assert home(["青岚市公安局", "青岚市"]) == ["青岚市公安局", "青岚市"]
    assert home(["青岚市公安局", "无锡市公安局"]) == ()


def test_a_regulation_of_another_place_is_no_basis(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """It stands behind one that applies, with a warning; where its place is named it comes first, without."""
    folder = tmp_path / "资料"
    folder.mkdir()
    for title, kind, term in (("警用无人船管理办法", "办法", "两年"), ("上海市警用无人船管理条例", "条例", "一年")):
        (folder / f"{title}.md").write_text(_RULES.format(title=title, kind=kind, term=term), encoding="utf-8")
    with KnowledgeBase(Settings(home=tmp_path / "kb", library_on_first_start=False), embedder) as kb:
        assert not ingest_paths(kb, [folder]).failed
        retriever = Retriever(kb)
        here = retriever.search("无人船操作人员多久复训一次")
        assert here.groups[Group.ARTICLE][0].passage.title == "警用无人船管理办法"
        assert any("只适用于上海" in warning for warning in here.warnings)
        there = retriever.search("上海的无人船操作人员多久复训一次")
        assert there.groups[Group.ARTICLE][0].passage.title == "上海市警用无人船管理条例"
        assert not any("只适用于" in warning for warning in there.warnings)
        limited = retriever.search("无人船操作人员多久复训一次", limits=Limits(regions=frozenset({"上海市"})))
        assert not any("只适用于" in warning for warning in limited.warnings)
        own = retriever.search("无人船操作人员多久复训一次", unit="上海市公安局水上分局")
        assert not any("只适用于" in warning for warning in own.warnings)
