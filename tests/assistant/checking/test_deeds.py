"""Who did what to whom, and of how many it is said."""

from __future__ import annotations

import pytest

from assistant.checking.actors import Actor, Part, actors, same
from assistant.checking.check import FaultKind, check_sentence, rule_faults

NOTICE = (
    "澄湖分局纪委将线索转交警务督察大队核查。督察大队会同法制大队约谈芦滩派出所所长，责令该所教导员贺某作出书面检查，"
    "并将核查结果书面答复举报人。抽查结果报分局指挥中心汇总通报。重大案件由刑侦大队立案侦查。对部分民警开展集中补训。"
    "共发现问题60个，当场纠正41个。初次违法且危害后果轻微的，可以不予处罚。"
)


@pytest.mark.parametrize(
    ("clause", "parts"),
    [
        ("督察支队当场向柏口分局发出建议书", [("督察支队", Part.DOES), ("柏口分局", Part.UNDERGOES)]),
        ("责令芦滩派出所补办手续", [("芦滩派出所", Part.MADE)]),
        ("郑某被督察大队约谈", [("郑某", Part.UNDERGOES), ("督察大队", Part.DOES)]),
        ("督察大队会同法制大队检查", [("督察大队", Part.DOES), ("法制大队", Part.JOINS)]),
        ("由旅游警察大队民警轮值", [("旅游警察大队民警", Part.DOES)]),
    ],
)
def test_parts_of_those_named(clause: str, parts: list[tuple[str, Part]]) -> None:
    """Words in front and the place by the verb tell who does and who undergoes."""
    assert [(actor.name, actor.part) for actor in actors(clause)] == parts


def _actor(name: str) -> Actor:
    return next(iter(actors(name)))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("督察大队", "澄湖分局警务督察大队", True),
        ("法制部门", "分局法制大队", True),
        ("教导员贺某", "贺某", True),
        ("大队长贺某", "法制员贺某", False),
        ("市纪委监委", "区纪委监委", False),
        ("被举报人", "举报人", False),
        ("刑侦大队", "法制大队", False),
    ],
)
def test_names_that_mean_the_same(one: str, other: str, alike: bool) -> None:  # noqa: FBT001 - the expected answer
    """Short names mean the long ones; another level, office or stem is somebody else."""
    assert same(_actor(one), _actor(other)) is alike


@pytest.mark.parametrize(
    "sentence",
    [
        "线索由分局纪委转交督察大队核查。",
        "核查结果已由督察大队书面答复举报人。",
        "抽查结果由指挥中心汇总通报。",
        "贺某被责令书面检查。",
        "督察大队和法制大队约谈了芦滩所所长。",
    ],
)
def test_the_same_deed_in_other_words(sentence: str) -> None:
    """Passive, order and short names change nothing."""
    assert rule_faults(sentence, [NOTICE]) == ()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("督察大队将线索转交分局纪委核查。", FaultKind.NAME),
        ("法制大队会同督察大队约谈芦滩派出所所长。", FaultKind.NAME),
        ("督察大队将核查结果书面答复被举报人。", FaultKind.NAME),
        ("抽查结果由督察大队汇总通报。", FaultKind.NAME),
        ("重大案件由治安大队立案侦查。", FaultKind.NAME),
        ("共发现问题60个，均已当场纠正。", FaultKind.SCOPE),
        ("对全体民警开展集中补训。", FaultKind.SCOPE),
        ("初次违法的，可以不予处罚。", FaultKind.SCOPE),
    ],
)
def test_other_people_and_more_of_them(sentence: str, kind: FaultKind) -> None:
    """Another doer, another receiver, a leader who only joined, some turned into all: each is named as what it is."""
    assert kind in {fault.kind for fault in check_sentence(sentence, [NOTICE]).faults}


def test_units_of_another_cited_passage() -> None:
    """A deed told of one town is not another's, though both are cited."""
    passages = ["松口县公安局指挥中心当日发布情况说明。", "柏渡县公安局交警大队检查车辆30台。"]
    assert rule_faults("松口县公安局指挥中心当日发布情况说明，柏渡县公安局检查车辆30台。", passages) == ()
    assert not check_sentence("柏渡县公安局指挥中心当日发布情况说明。", passages).supported
