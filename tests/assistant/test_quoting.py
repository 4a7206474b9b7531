"""Which articles an answer quotes and in which order: figures asked for first, fictional examples last."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation
from assistant.desk import Desk
from assistant.sections import ARTICLES
from eval.citations import check
from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.model import PassageKind, Provenance, Validity
from kb.settings import Settings
from tests.retrieval.library import stocked

RULES = """# 望澜市水上派出所督察办法

（2020年2月1日公布　自2020年3月1日起施行）

第一条　为了规范水上派出所的督察工作，制定本办法。

第二条　督察人员在现场督察中发现民警违反值守纪律的，可以当场采取下列措施：
（一）责令改正；
（二）暂扣装备；
（三）责令离岗。

第三条　民警不服停岗决定的，可以在停岗期间向上一级公安机关提出申诉。上一级公安机关应当自收到申诉之日起五日内作出决定。
申诉期间，停岗决定不停止执行。

第四条　装备损坏的，由民警所在班组说明情况，督察人员核对装备登记簿，登记损坏的原因、装备的编号和保管人的姓名，逐级报告。

第五条　装备登记簿由班组保管，装备损坏、丢失的情况应当记入登记簿，每月由督察人员核对一次，核对情况向所长报告。

第六条　装备损坏的，按照下列标准赔偿：
（一）灯具每件赔偿三十元；
（二）望远镜每件赔偿五百元；
（三）其他装备按照购置价赔偿。

第七条　值守期间有下列情形之一的，民警可以鸣笛示警：
（一）发现船只相撞的；
（二）发现有人落水的；
（三）发现水位骤涨的。
"""

CASE = """# 示例（虚构）民警值守饮酒、抗拒督察典型案例

> 说明：本文件是示例（虚构）。文中单位、人员均为演示而编写。

一、基本情况

2025年3月8日，民警甲值守饮酒，督察人员到场后甲拒绝配合。督察人员当场采取措施，责令甲离岗。

二、处理与整改

1.停岗决定。督察人员对甲采取措施，作出停岗决定，甲不服停岗决定。

2.申诉办理。甲不服停岗决定提出申诉，上一级公安机关受理申诉，三日内作出不予撤销的决定，申诉期间停岗照常执行。
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Desk:
    """A desk over a regulation and a fictional case about the same matters."""
    home: Path = tmp_path_factory.mktemp("quoting")
    folder = home / "资料"
    folder.mkdir()
    (folder / "水上派出所督察办法.md").write_text(RULES, encoding="utf-8")
    (folder / "示例（虚构）民警饮酒案例.md").write_text(CASE, encoding="utf-8")
    kb = KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), embedder)
    assert not ingest_paths(kb, [folder]).failed
    return Desk(kb)


def articles(answer: Answer) -> list[Citation]:
    """The quotes of articles that the answer shows."""
    shown = {
        n for section in answer.sections if section.title == ARTICLES for s in section.sentences for n in s.citations
    }
    return [citation for citation in answer.citations if citation.n in shown]


QUESTIONS = [
    "督察人员可以当场采取哪些措施",
    "民警不服停岗决定怎么申诉",
    "停岗申诉几天内作出决定",
    "装备损坏要赔多少钱",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_real_stands_in_front(desk: Desk, question: str) -> None:
    """A question that a regulation answers opens with it; fictional examples follow, and everything stands where it
    says.
    """
    answer = desk.ask(question).answer
    assert answer.citations[0].passage.provenance is Provenance.ORIGINAL
    assert check(answer, desk.kb.catalog.text).faults == ()


def test_powers_are_listed(desk: Desk) -> None:
    """A question for measures that may be taken is answered by the list of the regulation, whole."""
    first = articles(desk.ask(QUESTIONS[0]).answer)[0]
    assert first.passage.locator == "第二条"
    assert first.quote.startswith("督察人员")
    assert first.quote.endswith("（三）责令离岗。")


def test_the_article_with_the_figure_comes_first(desk: Desk) -> None:
    """Of articles about the same matter the one that prints the amount asked for is quoted first, with its items."""
    first = articles(desk.ask("装备损坏要赔多少钱").answer)[0]
    assert first.passage.locator == "第六条"
    assert "五百元" in first.quote


HEAD = re.compile(r"[：:]\s*$")
ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.、．])")

#: Question, short name of the regulation, article, what must be quoted of it, and what must not be quoted before it.
CASES = [
    ("哪些情形可以使用武器", "使用警械和武器条例", "第九条", ("(一)", "(二)", "(三)")),
    ("监察法留置最长多久", "监察法", "第四十八条", ("可以延长一次", "再延长二个月")),
    ("留置期限可以延长吗", "监察法", "第四十八条", ("可以延长一次", "再延长二个月")),
    ("行政处罚听证要多少钱以上", "行政案件程序规定", "第一百二十三条", ("二千元", "一万元", "（三）")),
    ("行政案件办案期限是多少天", "行政案件程序规定", "第一百六十五条", ("不得超过三十日",)),
    ("民警不服停止执行职务决定怎么申诉", "督察条例", "第十四条", ("5日内", "24小时内", "上一级公安机关")),
    ("民警开枪打死人要赔多少钱", "国家赔偿法", "第三十四条", ("（一）", "（二）", "（三）", "二十倍")),
    ("国家赔偿死亡赔偿金怎么算", "国家赔偿法", "第三十四条", ("（一）", "（三）造成死亡的")),
    ("当场处罚的罚款上限", "行政案件程序规定", "第三十七条", ("二百元", "五百元", "一千元")),
    ("民警打牌赌博", "政务处分法", "第四十条", ("予以警告、记过", "（三）参与赌博的")),
    ("看守所不予收押的情形", "看守所条例", "第十条", ("(一)", "(二)", "(三)")),
    ("公安督察的职责有哪些", "督察条例", "第四条", ("(一)", "(五)", "(十)")),
    ("什么情形应当给予开除", "政务处分法", "第十四条", ("（一）", "可以不予开除")),
    ("督察人员可以当场采取哪些措施？", "督察条例", "第十一条", ("(一)", "(二)", "(三)")),
]


@pytest.fixture(scope="module")
def real(corpus_kb: KnowledgeBase) -> Desk:
    """A desk over the corpus."""
    return Desk(corpus_kb)


@pytest.mark.corpus
class TestRealCases:
    """Questions that inspectors asked, over the real regulations."""

    @pytest.mark.parametrize(("question", "title", "locator", "words"), CASES)
    def test_the_decisive_part_is_quoted(
        self, real: Desk, question: str, title: str, locator: str, words: tuple[str, ...]
    ) -> None:
        """The article that answers is quoted with its decisive words, at their place."""
        answer = real.ask(question).answer
        quotes = [one for one in articles(answer) if title in one.passage.title and one.passage.locator == locator]
        quoted = "".join(one.quote for one in quotes)
        assert [word for word in words if word not in quoted] == []
        assert check(answer, real.kb.catalog.text).faults == ()

    @pytest.mark.parametrize("question", [case[0] for case in CASES])
    def test_quotes_are_whole(self, real: Desk, question: str) -> None:
        """Quotes begin where a paragraph, a sentence or an item begins, and no head stands without an item."""
        answer = real.ask(question).answer
        quotes = articles(answer)
        for quote, behind in zip(quotes, [*quotes[1:], None], strict=True):
            assert quote.passage.kind is PassageKind.ARTICLE
            front = quote.passage.text[: quote.span.start - quote.passage.span.start]
            assert re.search(r"(?:^|[。\n]|第\S{1,10}条(?:之\S)?)\s*$", front) or ITEM.match(quote.quote)
            if HEAD.search(quote.quote):
                assert behind is not None
                assert behind.passage.key == quote.passage.key
                assert ITEM.match(behind.quote)


def test_texts_that_are_compared_are_both_quoted(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """The old and the new text of one regulation stand side by side."""
    with stocked(tmp_path, embedder) as kb:
        answer = Desk(kb).ask("新旧值班备勤条例连续值班不得超过几小时有什么不同").answer
    validities = {citation.passage.validity for citation in articles(answer)}
    assert len({citation.passage.key.source for citation in articles(answer)}) > 1
    assert Validity.IN_FORCE in validities
    assert any(validity.is_superseded for validity in validities)
