"""Papers drafted from a question: the matter is what was asked, its material answers it, its figures are its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.basket import Basket
from assistant.desk import Desk
from assistant.drafting.asked import problem_name
from assistant.drafting.check import verify_draft
from assistant.drafting.collect import from_result, joined, of_problem
from assistant.drafting.compose import draft
from assistant.drafting.facts import DraftFacts
from assistant.drafting.material import whole_sentences
from assistant.drafting.model import Draft, DraftKind
from assistant.rendering import Format, render
from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

OWN = "青柳县公安局"

_HEAD = """# 中共岚川市公安局委员会关于巡察整改情况的通报{kind}
{note}
2022年3月1日至5月10日，市委第一巡察组对岚川市公安局党委进行了巡察。2022年7月8日反馈了巡察意见。现将整改情况予以公布。

"""

ORIGINAL = (
    _HEAD.format(kind="", note="")
    + """一、已整改完成的问题

1.关于“干部作风不严不实”的问题。
一是精简会议文件。全年会议减少12次，对“庸懒散”人员约谈31人。
二是落实中央八项规定精神。端午节前发送提醒短信2000条。实行公务用车集约管理，警车钥匙统一由值班室保管，严禁公车私用。
三是严肃考勤。每周抽查窗口单位到岗情况，对迟到人员批评教育。

2.关于“内控制度形同虚设”的问题。
一是规范食堂财务。食堂采购、验收、付款由三人分别负责，清退多收伙食费，其中向民警家属退还现金
1.6万元，并逐笔签收。
二是开展内部审计。委托审计机构对5个单位开展审计。

二、整改情况

1.关于“档案管理不规范”的问题。
一是补齐档案。补录缺失目录320条。
"""
)

DIGEST = (
    _HEAD.format(kind="（摘编）", note="\n> 说明：本文件为摘编，用编者自己的话概括，引用时以正式文本为准。\n")
    + """一、已整改完成的问题

1.关于“干部作风不严不实”的问题。
一是少开会、少发文。
二是落实八项规定精神。公务用车集约管理，警车钥匙由值班室保管，不许公车私用。
三是严肃考勤。抽查到岗情况。

2.关于“内控制度形同虚设”的问题。
一是规范食堂财务。食堂采购、验收、付款分开，退还多收的伙食费。
"""
)

CUSTODY = """# 岚川市看守所管理规定

（2020年1月1日公布　自2020年1月1日起施行）

第一条　看守所实行二十四小时值班制度，值班人员应当坚守岗位。

第二条　在押人员的伙食费应当按照标准使用，食堂不得克扣。

第三条　看守所警车应当停放在指定区域。
"""

DRIVERS = """# 岚川市道路停车管理办法

（2020年1月1日公布　自2020年1月1日起施行）

第一条　机动车违法停车的，可以拖移机动车。

第二条　机动车驾驶人饮酒后不得驾驶机动车。
"""

CARS = """# 岚川市公务用车管理办法

（2020年1月1日公布　自2020年1月1日起施行）

第一条　公务用车、警车应当集中停放，严禁公车私用。
"""

#: The same matter and one more, laid down for another place and for another body.
OTHERS = """# {maker}公务用车管理办法

（2020年1月1日公布　自2020年1月1日起施行）

第一条　公务用车、警车应当集中停放，严禁公车私用，违停的由驾驶人自行处理。

第二条　车队食堂应当据实结算，严禁虚开伙食费。
"""

DUTY = """# 岚川市民警值班备勤管理办法

（2020年1月1日公布　自2020年1月1日起施行）

第一条　值班备勤人员不得饮酒，接到报警应当立即出警。
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Iterator[Desk]:
    """A notice that bundles matters, its digest, and rules for the police, for custody and for everybody."""
    folder = tmp_path_factory.mktemp("asked")
    documents = {
        "通报.md": ORIGINAL,
        "通报（摘编）.md": DIGEST,
        "看守所.md": CUSTODY,
        "停车.md": DRIVERS,
        "用车.md": CARS,
        "外地用车.md": OTHERS.format(maker="上海市"),
        "检察用车.md": OTHERS.format(maker="人民检察院"),
        "值班.md": DUTY,
    }
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    with KnowledgeBase(Settings(home=folder / "home", library_on_first_start=False), embedder) as kb:
        assert not ingest_paths(kb, [str(folder / name) for name in documents]).failed
        yield Desk(kb)


def paper(desk: Desk, kind: DraftKind, question: str, unit: str = OWN) -> Draft:
    """A paper from the evidence of a question."""
    basket = from_result(desk.kb, desk.search(question))
    one = draft(desk.kb, kind, basket, DraftFacts(unit=unit, question=question))
    check = verify_draft(desk.kb, one)
    assert not check.failed
    assert not check.failed_rows
    return one


def whole_notice(desk: Desk, *docs: str) -> Basket:
    """All problems of some documents."""
    infos = [info for info in desk.kb.catalog.problems() if info.doc in docs]
    return joined(Basket(), [of_problem(desk.kb, info.source_id, info.problem.locator) for info in infos])


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("食堂虚开伙食费", "食堂虚开伙食费"),
        ("值班民警喝酒迟延出警怎么处理", "值班民警喝酒迟延出警"),
        ("涉案财物长期不处理怎么整改", "涉案财物长期不处理"),
        ("岚川市公安局涉案财物怎么整改的", "涉案财物"),
        ("接警慢的问题怎么改", "接警慢"),
        ("民警能不能经商", ""),
        ("枪支管理有什么规定", ""),
        ("我们所里有民警喝酒了", ""),
        ("昨晚来了个电话。后来没人出警。", ""),
    ],
)
def test_a_question_names_the_problem_only_where_it_does(desk: Desk, question: str, name: str) -> None:
    """A shortcoming that is asked about names the problem; a question for a rule or a story does not."""
    assert name == problem_name(desk.kb, question)


@pytest.mark.parametrize("kind", [DraftKind.NOTICE, DraftKind.PLAN, DraftKind.FINDINGS, DraftKind.SUPERVISION])
@pytest.mark.parametrize("question", ["食堂虚开伙食费", "食堂有什么规定"])
def test_the_title_of_others_is_not_ones_own(desk: Desk, kind: DraftKind, question: str) -> None:
    """The matter of the paper is what was asked or a blank, never the title of the precedent."""
    one = paper(desk, kind, question)
    name = problem_name(desk.kb, question) or "【问题名称】"
    assert f"“{name}”问题" in one.body
    told = [line for line in one.body.splitlines() if "内控制度形同虚设" in line]
    assert all(line.startswith("岚川市公安局") for line in told)
    assert "内控制度" not in one.title


def test_the_own_notice_keeps_its_titles(desk: Desk) -> None:
    """The inspected unit itself reports its problems under the titles they were fed back with."""
    one = paper(desk, DraftKind.NOTICE, "岚川市公安局食堂财务怎么整改的", unit="岚川市公安局")
    assert "（一）关于“内控制度形同虚设”问题" in one.body


@pytest.mark.parametrize("kind", DraftKind)
def test_the_digest_gives_way(desk: Desk, kind: DraftKind) -> None:
    """A problem in the notice and in its digest is told once, from the notice, however it was collected."""
    for one in (
        paper(desk, kind, "公车私用"),
        draft(
            desk.kb, kind, whole_notice(desk, "通报.md", "通报（摘编）.md"), DraftFacts(unit=OWN, problem="公车私用")
        ),
    ):
        assert not [note for note in one.notes.values() if "摘编" in note.doc]
        assert "摘编" not in one.body


def figures(line: str) -> list[int]:
    """The numbers in a sentence."""
    return [int(number) for number in re.findall(r"\d+", line)]


@pytest.mark.parametrize("docs", [("通报.md",), ("通报.md", "通报（摘编）.md"), ("通报（摘编）.md",)])
def test_every_count_is_that_of_what_is_listed(desk: Desk, docs: tuple[str, ...]) -> None:
    """Each figure of the report is counted again from its lists, lines and sources."""
    one = draft(desk.kb, DraftKind.SPECIAL, whole_notice(desk, *docs), DraftFacts(problem="管理不规范"))
    lines = one.body.splitlines()
    at = {
        line.split("、", 1)[1]: number for number, line in enumerate(lines) if re.match(r"[一二三四五六七八]、", line)
    }
    starts = [*sorted(at.values()), len(lines)]
    parts = {name: lines[start + 1 : starts[starts.index(start) + 1]] for name, start in at.items()}
    (table,) = one.tables
    rows = [dict(zip([column.title for column in table.columns], row.cells, strict=True)) for row in table.rows]
    total = parts["总体情况"][0]
    sources, units, problems = figures(total.split("。")[0])
    assert sources == len([line for line in parts["材料来源"] if re.match(r"\d+\.", line)])
    assert units == len({row["涉及单位"] for row in rows})
    assert problems == len(rows) == len(parts["问题表现"])
    states = {name: int(number) for name, number in re.findall(r"(?:其中，|；)(\D+?)(\d+)个", total)}
    shown = [row["整改状态"] for row in rows]
    assert {n.removesuffix("整改状态"): count for n, count in states.items()} == {n: shown.count(n) for n in shown}
    measures, taken = figures(next(part for part in total.split("。") if "措施" in part))
    assert measures == sum(int(row["措施项数"]) for row in rows)
    kinds = [figures(line)[-1] for line in parts["主要做法"] if re.search(r"（\d+项）$", line)]
    listed = [line for line in parts["主要做法"] if "[" in line]
    assert taken == sum(kinds) == len(listed)
    for line in parts["可供参考的建议"]:
        if "摘录较多" in line:
            assert figures(line.split(".", 1)[1])[0] in kinds


def test_sentences_of_a_bundled_measure_answer_the_matter(desk: Desk) -> None:
    """Of a measure on discipline at large the word on official cars is taken, and no other measure of the bundle."""
    body = paper(desk, DraftKind.REMINDER, "警车私用").body
    assert "集约管理" in body
    assert not [words for words in ("庸懒散", "短信", "考勤") if words in body]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("警车违停、公车私用", {"用车.md"}),
        ("值班民警喝酒迟延出警", {"值班.md"}),
        ("食堂虚开伙食费", set()),
        ("车队食堂不据实结算、虚开伙食费", set()),
    ],
)
def test_bases_govern_the_matter_or_are_left_blank(desk: Desk, question: str, wanted: set[str]) -> None:
    """Rules for custody and for drivers are no bases for the conduct of officers, nor are those of another place or
    body; none is better than a wrong one.
    """
    one = paper(desk, DraftKind.REMINDER, question)
    cited = {note.doc for note in one.notes.values() if note.locator.endswith("条")}
    assert wanted == cited
    assert bool(wanted) is ("【依据条款：" not in one.body)


def test_a_state_nobody_printed_is_not_claimed(desk: Desk) -> None:
    """A state concluded from silence is said to be unprinted, in sentences, lists and the own notice."""
    (info,) = [one for one in desk.kb.catalog.problems() if one.problem.title == "档案管理不规范"]
    basket = joined(Basket(), [of_problem(desk.kb, info.source_id, info.problem.locator)])
    for kind in (DraftKind.SPECIAL, DraftKind.REMINDER, DraftKind.PLAN, DraftKind.NOTICE):
        for unit in (OWN, "岚川市公安局"):
            one = draft(desk.kb, kind, basket, DraftFacts(unit=unit, problem="档案管理混乱"))
            cells = [cell for table in one.tables for row in table.rows for cell in row.cells]
            assert "正在整改" not in one.body
            assert "正在整改" not in cells
            check = verify_draft(desk.kb, one)
            assert not check.failed
            assert not check.failed_rows


def test_a_sentence_over_two_lines_is_one(desk: Desk) -> None:
    """A wrapped line does not end a sentence, so that its figure is not lost; an item and a label do."""
    one = paper(desk, DraftKind.SPECIAL, "食堂虚开伙食费")
    assert not re.search(r"退还现金(?:\[\d+\])?。", one.body)
    texts = {
        "清退多收的款项，其中向民警家属退还现金\n1.6万元，并签收。": 1,
        "加强管理\n每周检查一次。": 2,
        "由办公室会同有关部门逐月开展检查并且通报结果\n2.明确责任。": 2,
    }
    assert texts == {text: len(whole_sentences(text)) for text in texts}


def test_number_and_date_are_blanks_to_be_filled_in(desk: Desk) -> None:
    """A bare number becomes one with a blank for the office; issuer and date that are not given are blanks too."""
    basket = from_result(desk.kb, desk.search("公车私用"))
    one = draft(desk.kb, DraftKind.REMINDER, basket, DraftFacts(problem="公车私用", doc_number="1"))
    said = render(one, verify_draft(desk.kb, one), Format.TXT).decode()
    assert "【发文机关代字】〔【年份】〕1号" in said
    assert "【发文机关】\n【    年  月  日】" in said
