"""A precedent stands under somebody for the deed it is about, and is quoted with that deed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.anchor import Anchor
from assistant.desk import Desk
from assistant.drills import wording
from assistant.drills.build import DrillWish, build
from assistant.drills.deeds import dealt, parted, tells_deed
from assistant.drills.disposals import Called, hung
from assistant.drills.facts import Fact
from assistant.drills.identity import Identities
from assistant.drills.kit import accepted, rules
from assistant.drills.material import material
from assistant.drills.model import Audience, Note, Question, ReferencePoint, Stage
from assistant.drills.naming import counted
from assistant.drills.points import _nearness, _own_pairs
from assistant.drills.veil import Veil
from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.kb.sample import HashEmbedder

NOTICE = """中共澜溪市公安局委员会关于巡察整改进展情况的通报

2024年3月4日至4月26日，澜溪市委第一巡察组对市公安局党委开展了巡察。现将整改情况通报如下：

一、反馈问题整改情况

1.针对“信访件办理超期，重答复轻化解”问题

（1）倒查原案。对重复信访的18件倒查原案，发现询问笔录漏项7件，督促补正并对5名承办民警批评教育。

（2）严肃追责。查实压件不办3起，对3名承办民警诫勉谈话，与1名辅警解除劳动合同。

（3）回头看。抽查办结件40件，发现代签送达回证6件。对6名经办民警批评教育。

（4）定规矩。制定《澜溪市公安局信访件办理办法》，同一件一年内超期2次的约谈单位主要负责人。

（5）清理案件。对符合移送审查起诉条件的督促民警及时移送起诉。
"""

CODE = "信访与群众工作/信访办理"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the notice."""
    home = tmp_path_factory.mktemp("city")
    (home / "整改通报.txt").write_text(NOTICE, encoding="utf-8")
    with KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), HashEmbedder()) as kb:
        assert not ingest_paths(kb, [home / "整改通报.txt"]).failed
        yield Desk(kb)


def _fact(text: str) -> Fact:
    return Fact(text, None)  # type: ignore[arg-type]


def test_a_disposal_is_taken_with_the_clause_that_tells_its_deed(city: Desk) -> None:
    """What was found stands before whom it met, in the sentence or the one before; a rule and a case handed on to the
    prosecutor met nobody.
    """
    [info] = city.kb.catalog.problems()
    said = [fact.text.replace("\n", "") for fact in material(city.kb, info, CODE).disposals]
    assert [text.partition("，")[0].partition("。")[0] for text in said] == [
        "发现询问笔录漏项7件",
        "查实压件不办3起",
        "发现代签送达回证6件",
    ]
    assert all("对" in text and text.count("人") <= 3 for text in said)


def test_a_fragment_on_another_deed_is_hung_on_nobody(city: Desk) -> None:
    """Who was met for faulty records stands not under who sat on the file; the whole of it is told in the notes."""
    drill = build(city, DrillWish((CODE,), Audience.INSPECTOR, minutes=90, general=True))
    hung_notes = [note.text for point in drill.points for note in point.precedents]
    assert not [text for text in hung_notes if "笔录漏项" in text or "承办民警批评教育" in text]
    assert any("发现询问笔录漏项7件，督促补正" in note.text for note in drill.notes)


def test_a_piece_goes_by_the_deed_told_before_it() -> None:
    """The deed of a sentence holds for everybody in it and is quoted with each; the word for the person is no deed."""
    rows = [
        Called("对两年不查仓库的分管所领导：诫勉", "分管所领导两年没有进过仓库。", "仓库底数不清"),
        Called("对私自驾驶扣留车辆的民警：给予处分", "一名民警把扣留车辆开出去。", "私自动用扣留车辆"),
        Called("对压件的承办民警：批评教育", "三件压在承办民警手里。", "没有按期告知"),
    ]
    text = "查实私自驾驶扣留车辆2起，对民警给予记过处分，对1名分管所领导诫勉谈话"
    first, second = dealt(_fact(text))
    assert first.fact.text == "查实私自驾驶扣留车辆2起，对民警给予记过处分"
    assert second.fact.text == "查实私自驾驶扣留车辆2起……对1名分管所领导诫勉谈话"
    assert [hung(rows, one) for one in (first, second)] == [1, None]
    [piece] = dealt(_fact("发现笔录漏项7件，督促补正并对5名承办民警批评教育"))
    assert hung(rows, piece) is None
    [piece] = dealt(_fact("发现压件3件，与该民警解除职务，移送有管辖权的部门"))
    assert hung(rows, piece) == 2


def test_persons_who_meet_the_same_are_one_piece() -> None:
    """An enumeration of persons is cut only where the one before has met something already."""
    assert len(parted(_fact("对不开机的6名民警、4名辅警分别批评教育、扣减绩效"))) == 1
    assert len(parted(_fact("给予1人警告处分、1人批评教育"))) == 2
    assert [one.text for one in parted(_fact("给予丁记过处分，与丙解除劳动合同"))] == [
        "给予丁记过处分",
        "与丙解除劳动合同",
    ]
    assert not tells_deed("督促补正并对6名承办民警批评教育")
    assert tells_deed("对代签审批的4名保管责任人批评教育")
    assert tells_deed("1名民警违规过问案件被给予警告处分")


def test_heads_only_counted_are_told_apart_by_their_form() -> None:
    """Of two who did the like, the one cautioned is not told under the one to be sanctioned."""
    rows = [
        Called("对节假日驾驶警车出游的民警：给予处分", "他两次出游。", "公车私用"),
        Called("对休息日用警车送亲属的民警：批评教育", "他送过亲属一次。", "公车私用"),
    ]
    pieces = dealt(_fact("查实节假日公车私用2起2人，责令退缴费用，给予1人警告处分、1人批评教育"))
    assert [hung(rows, one) for one in pieces] == [0, 1]


def test_where_no_deed_is_told_nobody_is_meant() -> None:
    """The only officer of a scene is not the one whom a precedent met for it does not say what."""
    rows = [Called("对压件的承办民警：批评教育", "三件压在承办民警手里。", "没有按期告知")]
    for text in ("对5名民警批评教育", "对存在问题的3名民警批评教育", "共处理12人，其中批评教育5人"):
        assert [hung(rows, one) for one in dealt(_fact(text))] == [None], text


def test_the_form_of_another_person_earns_nothing() -> None:
    """What stands before …… was met by somebody else: the mark sheet goes by the form of the row's own person."""
    note = Note("对单独检查的2名辅警解除劳动合同……对1名中队长诫勉谈话")
    row = ReferencePoint("对让辅警单独检查的中队长：建议给予处分", 3, precedents=(note,))
    said = accepted(Question("q1", Stage.DISPOSAL, "处置", (row,)), row)
    assert "先例（诫勉谈话）的情节与本案轻重不同" in said


def test_counts_of_several_problems_stand_each_under_its_own() -> None:
    """What one sentence counts of several problems is cut, what is part of the count before it is not."""
    fact = Fact(
        "查出审批代签30次、交接漏记70处", Anchor("s", 1, 0, "d", "t", "l", "查出审批代签30次、交接漏记70处", 10, 27)
    )
    first, second = counted(fact)
    assert (first.text, second.text) == ("查出审批代签30次", "交接漏记70处")
    assert (second.anchor.start, second.anchor.end, second.anchor.quote) == (20, 27, "交接漏记70处")
    assert counted(_fact("清出车辆90辆，其中滞留的40辆、无台账的5辆"))[0].text.endswith("5辆")
    assert len(counted(_fact("查出代签、漏记70处"))) == 1


def test_the_head_of_a_station_may_be_left_to_those_above() -> None:
    """A station may deal with its deputy head or report on him; those who only propose have no such choice."""
    row = ReferencePoint("对带班的副所长：批评教育", 3)
    own = Question("q1", Stage.DISPOSAL, wording.prompt(Stage.DISPOSAL, Audience.STATION, "T1"), (row,))
    others = Question("q1", Stage.DISPOSAL, wording.prompt(Stage.DISPOSAL, Audience.SUPERVISOR, "T1"), (row,))
    assert "写“报上级决定，建议……”同样形式的也给分" in accepted(own, row)
    assert "报上级决定" not in accepted(others, row)
    plain = ReferencePoint("对承办民警：批评教育", 3)
    assert "报上级决定" not in accepted(own, plain)


def test_who_hands_over_writes_no_draft() -> None:
    """Where the answer is handing over, the marks name it alone; only inspectors have a draft to write into."""
    row = ReferencePoint("对戊：移交纪检监察机关依规依纪依法处理", 3)
    said = accepted(Question("q1", Stage.DISPOSAL, "处置", (row,)), row)
    assert "移交1" in said
    assert "底稿" not in said


def test_whoever_is_asked_for_a_reason_is_told_how_to_cite(city: Desk) -> None:
    """Without a question on rules the reasons of disposals still rest on one: by its full name, without its number."""
    drill = build(city, DrillWish((CODE,), Audience.SUPERVISOR, minutes=60, general=True))
    assert Stage.BASIS not in {question.stage for question in drill.questions}
    assert [line for line in rules(drill) if "引用法规写全称" in line and "不要求条号" in line]


def test_a_station_may_ask_the_former_head_in_every_scene() -> None:
    """The card of the former head is played in a story too; a composed scene says that he is none of those in it."""
    assert "可以向原负责人了解情况" in wording.GROUPS[Audience.STATION]
    assert "原负责人（当时的主要负责人，不是下列各条中的其他人）了解情况" in wording.opening(
        Audience.STATION, ["某派出所"], "接处警"
    )


def test_veiled_titles_that_stand_together_read_as_one() -> None:
    """Two lists whose names are taken out are 有关清单 once; different kinds are parted."""
    veil = Veil(Identities(), 2024, frozenset())
    assert veil("出台《甲清单》和《乙清单》，落实责任") == "出台有关清单，落实责任"
    assert veil("修订《甲规定》《乙制度》《丙细则》") == "修订有关规定、有关制度、有关细则"


def test_a_precedent_on_what_several_points_say_is_under_none() -> None:
    """Words that two points have tell not which one is meant; what one point alone says does."""
    first, second = "值班表写明带班领导，由教导员每周核对", "交接班当面清点装备，由带班领导每班抽点"
    own = _own_pairs([first, second])
    assert not _nearness(second, own[1], "明确警情标准，带班领导须在岗带班，每班有带班领导")
    assert _nearness(second, own[1], "交接班时当面清点装备和警情")
