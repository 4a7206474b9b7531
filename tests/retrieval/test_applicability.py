"""Whether a regulation is a basis here."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.model import Group
from kb.settings import Settings
from retrieval.applicability import audience_of, inapplicable
from retrieval.engine import Retriever

_RULES = """{title}

（2020年2月1日公布　自2020年3月1日起施行）

第一条　为了规范讯问录像的保管，制定本规则。

第二条　讯问录像应当由专人保管，保管期限不少于{term}，期满报请负责人批准后销毁。

第三条　钥匙由两人分别掌管，人员变动时当面交接。

第四条　消防器材每季度检查一次，检查情况记入登记簿。

第五条　违反本规则的，责令改正；造成损失的，依法处理。
"""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("人民检察院刑事诉讼规则", "人民检察院"),
        ("最高人民法院关于民事诉讼证据的若干规定", "人民法院"),
        ("最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释", "人民法院"),
        ("最高人民法院、最高人民检察院关于办理刑事赔偿案件适用法律若干问题的解释", "人民法院"),
        ("中华人民共和国法官法", "人民法院"),
        ("事业单位人事管理条例", "事业单位"),
        ("国有企业管理人员处分条例", "国有企业"),
        ("中国人民解放军文职人员条例", "军队"),
        ("最高人民法院、最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释", ""),
        ("最高人民法院关于审理抢劫案件具体应用法律若干问题的解释", ""),
        ("最高人民法院、最高人民检察院、公安部关于办理电信网络案件的意见", ""),
        ("人民检察院办理行政执法机关移送涉嫌犯罪案件的规定", ""),
        ("公安机关办理刑事案件程序规定", ""),
        ("企业事业单位内部治安保卫条例", ""),
        ("人民警察法", ""),
        ("监察法", ""),
        ("公务员法", ""),
        ("", ""),
    ],
)
def test_for_whom_a_regulation_is_made(title: str, name: str) -> None:
    """Titles tell the regulations of other bodies; interpretations on crimes are for whoever handles criminal cases."""
    audience = audience_of(title)
    assert (audience.name if audience else "") == name


@pytest.mark.parametrize(
    ("title", "here", "applies"),
    [
        ("人民检察院刑事诉讼规则", "讯问录像保管多久", False),
        ("人民检察院刑事诉讼规则", "检察院要求说明不立案理由，几天内回", True),
        ("人民检察院刑事诉讼规则", "岚溪县人民检察院", True),
        ("事业单位人事管理条例", "挨了警告多久能消", False),
        ("事业单位人事管理条例", "事业编的同志挨了警告多久能消", True),
        ("上海市信访条例", "信访几天答复", False),
        ("信访工作条例", "信访几天答复", True),
    ],
)
def test_a_regulation_applies_where_its_place_or_body_is_meant(title: str, here: str, *, applies: bool) -> None:
    """The question or the user's unit tells what is meant; the reason says what a regulation is for."""
    assert (inapplicable(title, [here]) == "") is applies


def test_a_regulation_for_another_body_is_no_basis(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """It stands behind one for everybody, with a warning; where its body is meant or it is named, without."""
    folder = tmp_path / "资料"
    folder.mkdir()
    for title, term in (("讯问录像保管规则", "两年"), ("人民检察院讯问录像保管规则", "三年")):
        (folder / f"{title}.md").write_text(_RULES.format(title=title, term=term), encoding="utf-8")
    with KnowledgeBase(Settings(home=tmp_path / "kb", library_on_first_start=False), embedder) as kb:
        assert not ingest_paths(kb, [folder]).failed
        retriever = Retriever(kb)
        here = retriever.search("讯问录像最少保管多久")
        assert here.groups[Group.ARTICLE][0].passage.title == "讯问录像保管规则"
        assert "《人民检察院讯问录像保管规则》供人民检察院适用，其他单位不引作依据。" in here.warnings
        for question in ("检察院的讯问录像最少保管多久", "人民检察院讯问录像保管规则对保管期限怎么规定"):
            there = retriever.search(question)
            assert there.groups[Group.ARTICLE][0].passage.title == "人民检察院讯问录像保管规则"
            assert not any("不引作依据" in warning for warning in there.warnings)
        own = retriever.search("讯问录像最少保管多久", unit="岚溪县人民检察院")
        assert not any("不引作依据" in warning for warning in own.warnings)
