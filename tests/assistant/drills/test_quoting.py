"""Articles are quoted so that they can be read out; who is called to account is read from a case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.anchor import Found, of_passage, resolve
from assistant.drills.disposals import by_person
from assistant.drills.facts import Fact
from assistant.drills.model import ELLIPSIS, MarkKind, ReferencePoint
from assistant.drills.quoting import quoted
from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
from kb.model import PassageKind, StoredPassage
from kb.settings import Settings
from tests.kb.sample import HashEmbedder

RULE = """# 霁川市值班规定

（2022年2月1日公布　自2022年3月1日起施行）

第一条　值班人员应当在岗。

第二条　有下列行为之一的，给予批评教育：

（一）擅自离开岗位的；

（二）交接不清的；

（三）不接电话的。

第三条　%s：

（一）甲；

（二）乙。

第四条　值班记录应当当班填写，保存期限不得少于三十日。值班室应当安装一部电话。
""" % ("应当逐项查验的情形" + "及其他情形" * 60)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base with one rule."""
    home = tmp_path_factory.mktemp("quoting")
    (home / "霁川市值班规定(2022-03-01).md").write_text(RULE, encoding="utf-8")
    with KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), HashEmbedder()) as kb:
        assert not ingest_paths(kb, [home / "霁川市值班规定(2022-03-01).md"]).failed
        yield kb


def article(kb: KnowledgeBase, number: int) -> StoredPassage:
    """An article of the rule."""
    [source] = kb.catalog.sources()
    articles = [one for one in kb.catalog.of_source(source.source_id) if one.kind is PassageKind.ARTICLE]
    return articles[number - 1]


def test_an_item_comes_with_its_head(kb: KnowledgeBase) -> None:
    """The head and the item stand in the text, each with its place; items between are left out visibly."""
    basis = quoted(article(kb, 2), "不接电话")
    assert basis is not None
    assert basis.lead is not None
    assert basis.text == f"{basis.lead.quote}{ELLIPSIS}{basis.anchor.quote}"
    assert basis.lead.quote.endswith("批评教育：")
    assert all(resolve(kb, anchor).found is Found.EXACT for anchor in (basis.lead, basis.anchor))
    point = ReferencePoint(basis.text, 3, MarkKind.BASIS, basis.anchor, basis.label, lead=basis.lead)
    assert not point.reworded
    assert ReferencePoint(basis.text + "改", 3, anchor=basis.anchor, lead=basis.lead).reworded


def test_the_first_item_and_a_short_list_are_one_stretch(kb: KnowledgeBase) -> None:
    """The first item follows its head at once; a head brings all its items; neither needs an ellipsis."""
    first, whole = quoted(article(kb, 2), "擅自离开"), quoted(article(kb, 2), "有下列行为")
    assert first is not None
    assert whole is not None
    assert first.lead is None is whole.lead
    assert first.text.startswith("有下列") or "有下列" in first.text
    assert "不接电话" in whole.text
    assert ELLIPSIS not in first.text + whole.text


def test_a_head_that_cannot_be_read_out_is_not_quoted(kb: KnowledgeBase) -> None:
    """A head with items longer than anybody reads is left out rather than cut, and so are words that do not stand."""
    assert quoted(article(kb, 3), "应当逐项查验") is None
    assert quoted(article(kb, 1), "没有这些字") is None


def test_only_a_bound_is_a_figure_to_be_written(kb: KnowledgeBase) -> None:
    """不得少于三十日 must be named, 一部电话 need not."""
    basis = quoted(article(kb, 4), "当班填写")
    assert basis is not None
    assert basis.figures == ("三十日",)


def test_everybody_is_met_once_with_all_forms(kb: KnowledgeBase) -> None:
    """Clauses of one person are put together, a clause without a person goes on about the one before it."""
    anchor = of_passage(article(kb, 1), article(kb, 1).span)
    facts = [
        Fact("对甲停止执行职务15日。", anchor),
        Fact("给予甲记过处分，对派出所所长诫勉谈话。", anchor),
        Fact("给予乙政务记大过处分，礼金依法收缴。", anchor),
    ]
    found = {person: forms for person, forms, _ in by_person(facts)}
    assert found == {"甲": "停止执行职务、记过处分", "派出所所长": "诫勉谈话", "乙": "政务记大过处分、礼金依法收缴"}
