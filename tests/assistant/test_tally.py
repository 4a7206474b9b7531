"""Questions for numbers and lists are answered from the catalog: counts by state first, every title with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import phrases
from assistant.answer import Answer, Section
from assistant.contract import ask_json
from assistant.desk import Desk
from assistant.tally import TALLY, _subject
from eval.citations import check
from ingest.pipeline import ingest_paths
from kb.embedding.onnx_engine import OnnxEmbedder
from kb.knowledge_base import KnowledgeBase
from kb.model import Status
from kb.settings import Settings
from retrieval.limits import Limits

DOCUMENTS = {
    "青岚.md": """# 中共青岚市公安局委员会关于巡察整改进展情况的通报

根据中共青岚市委统一部署，2022年3月1日至2022年4月30日，青岚市委第二巡察组对青岚市公安局党委开展了常规巡察。\
2022年6月1日，市委第二巡察组向局党委反馈了巡察意见，共5个方面9个问题。局党委制定28项整改措施。现将整改情况予以公布。

一、已整改完成的问题

1.关于“值班脱岗漏岗”的问题。
一是开展夜查。组织夜间督察14次，通报脱岗人员5名。

2.关于“公务用车管理松散”的问题。
一是统一封存。节假日车辆集中停放，钥匙交由车管员保管。

二、正在推进整改的问题

3.关于“涉案财物管理混乱”的问题。
一是全面清理。清点暂扣款项36笔，退还当事人29笔，其余依法上缴国库。

2022年11月1日
""",
    "雁洲.md": """# 中共云汀市公安局雁洲分局委员会关于巡察整改情况的通报

根据区委统一部署，2024年3月1日至2024年4月30日，区委第一巡察组对云汀市公安局雁洲分局党委开展了常规巡察。\
2024年6月1日，区委第一巡察组反馈了巡察意见。现将整改情况予以公布。

1.关于“窗口服务推诿”的问题。
一是延长服务时间。周六上午照常办公。

2.关于“食堂采购不规范”的问题。
一是公开招标。重新确定供应商，每月公示采购价格。

2024年11月1日
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Desk:
    """A desk over two notices, one of which says no state of its problems."""
    home: Path = tmp_path_factory.mktemp("tally")
    folder = home / "资料"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    kb = KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), embedder)
    assert not ingest_paths(kb, [folder]).failed
    return Desk(kb)


def part(answer: Answer) -> list[str]:
    """The sentences of the tally; empty where there is none."""
    found: list[Section] = [section for section in answer.sections if section.title == TALLY]
    return [sentence.text for section in found for sentence in section.sentences]


def test_open_problems_are_counted_and_listed(desk: Desk) -> None:
    """What is not completed is listed, what is completed counted; the number the notice prints is told."""
    answer = desk.ask("青岚市公安局哪些问题还没整改完").answer
    said = part(answer)
    assert said[0] == "青岚市公安局：资料库收录问题3个，其中正在整改1个、已完成2个。"
    assert said[2].endswith("写明共有9个问题、28项整改措施，资料库收录了其中3个问题。")
    assert said[3] == "正在整改（1个）："
    assert len(said) == len([*said[:4], "· 二3.“涉案财物管理混乱”"])
    assert said[4].endswith("“涉案财物管理混乱”")
    assert [TALLY, "注意"] == [section.title for section in answer.sections]


def test_printed_numbers_have_their_places(desk: Desk) -> None:
    """The numbers that a notice prints are answered and cited, also where the measures are asked for."""
    answer = desk.ask("青岚市公安局一共反馈多少问题，定了多少条措施").answer
    assert TALLY == answer.sections[0].title
    said = next(sentence for sentence in answer.sentences if "28项整改措施" in sentence.text)
    quotes = " ".join(answer.citations[number - 1].quote for number in said.citations)
    assert "9个问题" in quotes
    assert "28项" in quotes


def test_problems_put_in_classes_are_not_said_to_be_missing() -> None:
    """Where a notice tells its problems by class, all classes held are all there is."""
    assert phrases.tally_printed("通报", 9, 3, classes=3) == "《通报》写明共有9个问题，按3类公布，均已收录。"
    assert phrases.is_fixed(phrases.tally_printed("通报", 9, 3, measures=28, classes=3))
    assert "其中3个" in phrases.tally_printed("通报", 9, 3, classes=4)


def test_all_problems_are_listed_by_state(desk: Desk) -> None:
    """A question for whether all are done starts with those that are not."""
    said = part(desk.ask("青岚市公安局的9个问题是不是全部整改完了").answer)
    titles = [text.partition("“")[2].rstrip("”") for text in said if text.startswith("·")]
    assert titles == ["涉案财物管理混乱", "值班脱岗漏岗", "公务用车管理松散"]


def test_titles_and_states_have_their_places(desk: Desk) -> None:
    """Each listed problem cites its title and the words of the source that say its state."""
    answer = desk.ask("青岚市公安局有多少问题整改完成了").answer
    quotes = {citation.n: citation.quote for citation in answer.citations}
    listed = [sentence for sentence in answer.sentences if sentence.text.startswith("·")]
    assert listed
    for sentence in listed:
        title, state = (quotes[number] for number in sentence.citations)
        assert title in sentence.text
        assert "完成" in state or "推进" in state


def test_a_state_that_is_not_printed_is_said_to_be_so(desk: Desk) -> None:
    """Nothing is called open or done that the source does not call so, here and in the lead of a precedent."""
    said = part(desk.ask("雁洲分局有几个问题没整改完").answer)
    assert said[0] == "云汀市公安局雁洲分局：资料库收录问题2个，其中整改状态未写明2个。"
    lead = desk.ask("食堂采购不规范怎么整改").answer.text
    assert "问题（整改状态未写明）：" in lead
    assert "食堂采购不规范”问题（正在整改）" not in lead


@pytest.mark.parametrize(
    "question",
    [
        "青岚市公安局哪些问题还没整改完",
        "青岚市公安局的9个问题是不是全部整改完了",
        "雁洲分局有几个问题没整改完",
        "还有哪些问题没整改完",
        "2022年青岚市公安局的巡察整改情况",
        "2024年青岚市公安局又被巡察了吗",
        "涉案财物问题有哪些还没整改完",
        "浔州市公安局有几个问题没整改完",
    ],
)
def test_every_sentence_is_founded(desk: Desk, question: str) -> None:
    """Counts and lists are fixed phrases, their numbers lead to places; JSON says the same."""
    reply = desk.ask(question)
    assert check(reply.answer, desk.kb.catalog.text).faults == ()
    assert ask_json(reply.result, reply.answer)["answer"]["text"] == reply.answer.text


def test_a_subject_limits_the_list_to_its_type(desk: Desk) -> None:
    """涉案财物 lists problems of its type only, and the answer goes on with precedents."""
    answer = desk.ask("涉案财物问题有哪些还没整改完").answer
    assert [text for text in part(answer) if text.startswith("·")] == [part(answer)[-1]]
    assert "涉案财物" in part(answer)[0]
    assert "以往怎么处理" in [section.title for section in answer.sections]


def test_limits_of_the_user_are_kept(desk: Desk) -> None:
    """Units, years and states set by the user hold for counts as well."""
    limits = Limits(since=2024, statuses=frozenset(Status) - {Status.COMPLETED})
    said = part(desk.ask("还有哪些问题没整改完", limits=limits).answer)
    assert [text for text in said if "资料库收录" in text and "青岚" in text] == []
    assert said[0].startswith("云汀市公安局雁洲分局")


def test_the_problems_of_a_year_are_listed(desk: Desk) -> None:
    """Who asks for all that was found in a year gets the list of that year and nothing of another one."""
    for question in ("2024年有哪些单位被巡察，发现了什么问题", "2024年以来的巡察反馈都指出了哪些问题"):
        said = part(desk.ask(question).answer)
        assert said[0].startswith("云汀市公安局雁洲分局")
        assert not [text for text in said if "青岚" in text]


def test_a_unit_by_its_spoken_name_is_no_subject() -> None:
    """交警支队 is part of the unit's name and not what the question is about."""
    limits = Limits(units=frozenset({"青岚市公安局交通警察支队"}))
    assert _subject("青岚交警支队整改了几个问题，哪些没完成", limits) == ""
    assert "涉案财物" in _subject("青岚交警支队涉案财物有几个问题没整改完", limits)


def test_units_not_held_are_not_counted(desk: Desk) -> None:
    """The problems of others are no answer to how many a unit has; that it is not held is told first."""
    answer = desk.ask("浔州市公安局有几个问题没整改完").answer
    assert part(answer) == []
    assert answer.sentences[0].text == "资料库中没有“浔州市公安局”的资料，以下为其他单位的情况。"


def test_a_year_that_is_not_held_is_told_first(desk: Desk) -> None:
    """The answer begins with the years that are held."""
    answer = desk.ask("2024年青岚市公安局又被巡察了吗").answer
    assert answer.sections[0].title == "资料范围"
    assert "现有2022年的" in answer.sentences[0].text
    assert part(answer)


@pytest.mark.parametrize("question", ["值班脱岗怎么整改", "食堂采购有哪些整改措施", "青岚市公安局值班脱岗怎么整改的"])
def test_questions_for_what_was_done_are_not_counted(desk: Desk, question: str) -> None:
    """Handling is answered with precedents."""
    assert part(desk.ask(question).answer) == []


@pytest.mark.parametrize(
    "sentence",
    [
        phrases.tally_count("青岚市公安局", (), 3, (("正在整改", 1), ("未写明", 2))),
        phrases.tally_count("青岚市公安局", ("执法办案/涉案财物",), 1, (("已完成", 1),)),
        phrases.tally_printed("青岚市通报", 40, 14),
        phrases.tally_group("青岚市公安局", "未写明", 2),
        phrases.tally_group("", "已完成", 2),
        phrases.tally_item("二(一)3.", "“两个责任”压得不紧；不实"),
        phrases.tally_rest(3),
        phrases.states((("甲市公安局", "未写明"), ("乙市公安局", "未写明"))),
        phrases.states((("甲市公安局", "未写明"), ("乙市公安局", "已完成"))),
    ],
)
def test_phrases_of_counts_are_fixed(sentence: str) -> None:
    """Whatever the builders make is recognised, and nothing can hide behind it."""
    assert phrases.is_fixed(sentence)
    assert not phrases.is_fixed(sentence + "应当立即整改到位。")
