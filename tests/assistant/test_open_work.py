"""Open work of a problem that bundles several matters: whose time limit is told, and what of it is quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.desk import Desk
from assistant.sections import ARTICLES, PRECEDENTS
from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

NOTICE = """中共芦川市公安局委员会关于巡察整改情况的通报

2022年3月1日至4月30日，芦川市委第一巡察组对市公安局党委进行了巡察。2022年6月10日，市委第一巡察组反馈了巡察意见。现将整改情况予以公布。

一、整改落实情况

（一）正在推进整改的问题

1.关于“执法监督机制不完善”问题的整改。

整改措施及阶段性成效：一是组织开展涉案财物专项清理。清退长期挂账的暂扣款12万元，对90起案件逐一评查。\
二是加强办案区管理。修复办案区监控设备31处，专人看管犯罪嫌疑人，排查办案场所隐患12处。三是健全值班制度。出台《值班备勤规定》，组织夜间督察8次。

正在深化整改的内容及时限：一是办案区改造力争年底前完成。\
二是关于“尚有暂扣款51万元未清理”问题。该笔暂扣款涉及的犯罪嫌疑人已经抓获，待判决后依法处置暂扣款。
"""

RULES = """# 芦川市公安局执法监督时限办法

（2020年2月1日公布　自2020年3月1日起施行）

第一条　为了规范执法监督，制定本办法。

第二条　执法监督的时限为三十日，机制不完善的问题整改的时限为六十日，时限自哪一日起计算由督察机构确定。

第三条　执法监督问题的整改时限可以延长，延长的时限不超过三十日。
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Desk:
    """A desk over the notice and a rule about time limits."""
    home: Path = tmp_path_factory.mktemp("open")
    (home / "芦川通报.md").write_text(NOTICE, encoding="utf-8")
    (home / "执法监督时限办法.md").write_text(RULES, encoding="utf-8")
    kb = KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), embedder)
    ingest_paths(kb, [home / "芦川通报.md", home / "执法监督时限办法.md"])
    return Desk(kb)


def _facts(answer: Answer) -> list[str]:
    """The quotes behind the facts of the precedent."""
    (said,) = [s for section in answer.sections for s in section.sentences if s.text.startswith("单位：芦川市公安局")]
    assert "后续事项时限：年底前" in said.text
    return [answer.citations[n - 1].quote for n in said.citations]


def test_a_limit_of_one_piece_of_work_is_cited_with_it(desk: Desk) -> None:
    """年底前 is the limit of the cameras, not of the withheld money; its own sentence is cited."""
    quotes = _facts(desk.ask("暂扣款挂账多年没清理怎么整改").answer)
    assert any("年底前" in quote for quote in quotes)


def test_open_work_of_another_matter_is_not_quoted(desk: Desk) -> None:
    """What is still open about withheld money is no open work of the interrogation rooms, though both name suspects."""
    text = desk.ask("办案区监控坏了，涉及的犯罪嫌疑人没人看管，怎么整改").answer.text
    assert "尚待完成" in text
    assert "办案区改造" in text
    assert "待判决" not in text


def test_what_is_asked_of_a_problem_by_its_title_its_precedent_says(desk: Desk) -> None:
    """时限 asks for a rule, but not where a problem is named whose time limit is wanted."""
    titles = [section.title for section in desk.ask("执法监督机制不完善那个问题，时限是哪天").answer.sections]
    assert PRECEDENTS in titles
    assert ARTICLES not in titles[: titles.index(PRECEDENTS)]
