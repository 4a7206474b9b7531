"""The scorer orders answers as a trainer would and explains every mark."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.anchor import Anchor
from assistant.drills.model import MarkKind, Question, ReferencePoint, Stage
from assistant.drills.score import Marker, to_json

RULE = "《霁川市涉案财物管理规定》第二条"
QUESTION = Question(
    "q1",
    Stage.MEASURES,
    "某分局扣留的车辆由办案民警停放在院内，钥匙放在抽屉，辅警擅自驾驶外出。请指出问题、依据并提出处理建议。",
    (
        ReferencePoint("扣留车辆未移交、未集中保管，没有入库登记和电子台账。", 30),
        ReferencePoint(
            "办案人员应当在提取涉案财物后二十四小时内移交保管人员，并办理移交手续。",
            40,
            MarkKind.BASIS,
            None,
            RULE,
            ("二十四小时",),
        ),
        ReferencePoint("给予承办民警记过处分，与辅警解除劳动合同，对中队长诫勉谈话。", 30),
    ),
)
GOOD = (
    "一是扣的车没有交给保管部门统一存放，既没登记入库，也没建电子台账。二是依据《霁川市涉案财物管理规定》第2条，办案人员应当在提取财物后"
    "24小时内移交给保管人员并办手续。三是建议给承办民警记过处分，解除该辅警的劳动合同，对中队长进行诫勉谈话。"
)
PARTIAL = "车辆没有集中保管，没有入库登记。对民警要给予处分。"
TERSE = (
    "1.车辆未集中保管、未入库登记，无电子台账；2.24小时内移交保管人员、办手续；"
    "3.民警记过处分，辅警解除合同，中队长诫勉谈话。"
)
WRONG = "民警和辅警用车是工作需要，做法正确，不存在问题。不需要移交保管人员，也不用处分民警，批评几句即可。"
PADDED = "要提高政治站位，高度重视，加强领导，压实责任，完善制度机制，抓好整改落实，确保取得实效，形成长效机制。"
OFF_TOPIC = "今年夏天降水偏多，农业部门要组织群众抢收粮食，加强水库巡查，做好防汛物资储备。"
COPIED = "某分局扣留的车辆由办案民警停放在院内，钥匙放在抽屉，辅警擅自驾驶外出。"


@pytest.fixture(scope="module")
def marker() -> Marker:
    """A marker without vectors."""
    return Marker()


def test_answers_are_ordered_as_a_trainer_would(marker: Marker) -> None:
    """Good before terse before partial; wrong, padded, off-topic and copied answers earn nothing."""
    totals = [marker.score(QUESTION, text).total for text in (GOOD, TERSE, PARTIAL)]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] == 100
    assert totals[1] > totals[2] > 0
    assert {0.0} == {marker.score(QUESTION, text).total for text in (WRONG, PADDED, OFF_TOPIC, COPIED, "", "　\n")}


def test_accepted_words_earn_at_least_half(marker: Marker) -> None:
    """What the sheet of marks accepts is not left without marks; saying the opposite earns nothing all the same."""
    point = ReferencePoint("应当受案没有受案，没有出具受案回执", 10, accept="有案不立、立而不查")
    plain = ReferencePoint(point.text, 10)
    questions = [Question("q", Stage.FIND, "存在哪些问题？", (one,)) for one in (plain, point)]
    without, accepted = (marker.score(one, "该所有案不立。").points[0].mark for one in questions)
    assert without == 0
    assert accepted == 0.5


def test_an_item_is_judged_with_what_its_head_forbids(marker: Marker) -> None:
    """Saying that an act is not allowed is what its article says, not the opposite; allowing it is."""
    lead = Anchor("s", 1, 0, "某法.md", "某法", "第九条", "值班人员不得有下列行为：", 0, 12)
    item = replace(lead, quote="（二）弄虚作假，误导、欺骗领导；", start=30, end=46)
    text = f"{lead.quote}……{item.quote}"
    point = ReferencePoint(text, 10, MarkKind.BASIS, item, "《某法》第九条", lead=lead)
    question = Question("q", Stage.BASIS, "违反哪些规定？", (point,))
    assert marker.score(question, "《某法》第九条规定，不得弄虚作假，误导、欺骗领导。").points[0].mark == 1
    assert marker.score(question, "《某法》第九条没有禁止，可以弄虚作假，误导、欺骗领导。").points[0].mark < 1


def test_a_copied_background_earns_nothing_and_is_named(marker: Marker) -> None:
    """What stands before trainees is blanked; the trainer is told that most of the answer is copied."""
    told = "核查发现扣留车辆未移交、未集中保管，没有入库登记和电子台账。"
    scored = marker.score(QUESTION, told, [told])
    assert scored.total == 0
    assert "照抄" in scored.warnings[0]
    assert marker.score(QUESTION, told).total > 0


def test_a_wrong_figure_takes_the_point(marker: Marker) -> None:
    """The right term of hours earns the point, another one at most half, and the reason names both."""
    right = "办案人员应当在提取涉案财物后24小时内移交保管人员，并办理移交手续。"
    wrong = right.replace("24", "48")
    good, bad = (marker.score(QUESTION, text).points[1] for text in (right, wrong))
    assert good.mark == 1
    assert bad.mark <= 0.5
    assert "48小时" in bad.why
    assert "二十四小时" in bad.why


def test_a_wrong_article_halves_the_point(marker: Marker) -> None:
    """A right rule with a wrong number earns half; the reason names both articles."""
    text = "依据《霁川市涉案财物管理规定》第九条，办案人员应当在提取涉案财物后24小时内移交保管人员，并办理移交手续。"
    point = marker.score(QUESTION, text).points[1]
    assert point.mark == 0.5
    assert "第9条" in point.why
    assert RULE in point.why
    right = marker.score(QUESTION, text.replace("第九条", "第2条")).points[1]
    assert right.mark == 1
    assert "条款引用正确" in right.why


def test_refusing_what_is_due_earns_nothing(marker: Marker) -> None:
    """The words of the point with the opposite sense are no answer; the reason quotes the clause."""
    point = marker.score(QUESTION, "办案人员不必在二十四小时内移交保管人员，不需要办理移交手续。").points[1]
    assert point.mark == 0
    assert "相反" in point.why


def test_a_rule_that_was_violated_refuses_nothing(marker: Marker) -> None:
    """Who cites what must not be done asks for the disposal all the same; who forbids the disposal does not."""
    row = ReferencePoint("对回家睡觉的值班民警：报上级决定，建议停止执行职务，给予处分", 10)
    asked = Question("q2", Stage.DISPOSAL, "对有关人员提出处理意见。", (row,))
    said = "对回家睡觉的值班民警，报上级决定，建议停止执行职务并给予处分"
    for reason in ("违反公务员法不得玩忽职守的规定", "值班表不得私自改动"):
        assert marker.score(asked, f"{said}，{reason}。").points[0].mark == 1, reason
    refused = marker.score(asked, f"{said.replace('建议', '')}，但是不得停止执行职务。").points[0]
    assert "相反" in refused.why


def test_every_mark_is_explained(marker: Marker) -> None:
    """Each point says what was found, where in the answer, and where it is to be read up."""
    scored = marker.score(QUESTION, GOOD)
    for point in scored.points:
        assert point.why.endswith("。")
        assert point.span is not None
        assert point.matched in GOOD
        assert point.where == "教员自拟"
    assert to_json(scored)["points"][0]["span"]


def test_marks_do_not_depend_on_order(marker: Marker) -> None:
    """The sentences of an answer may stand in any order."""
    parts = GOOD.rstrip("。").split("。")
    turned = "。".join(reversed(parts)) + "。"
    assert [p.mark for p in marker.score(QUESTION, GOOD).points] == [
        p.mark for p in marker.score(QUESTION, turned).points
    ]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_answer_is_marked_within_bounds(marker: Marker, text: str) -> None:
    """For any text, marks lie between nothing and everything and spans inside the answer."""
    scored = marker.score(QUESTION, text)
    assert 0 <= scored.total <= 100
    for point in scored.points:
        assert point.mark in (0, 0.5, 1)
        assert 0 <= point.strength <= 1.25
        if point.span:
            assert text[point.span.start : point.span.end].strip()
