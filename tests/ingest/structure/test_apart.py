"""Circulars that tell the matters first and how somebody was dealt with in a later part."""

from __future__ import annotations

from ingest.structure import parse
from kb.model import Document, DocumentKind, PassageKind, Status

_TITLE = "岭溪市公安局关于节日安保督察情况的通报\n\n各分局：\n现将有关情况通报如下：\n一、总体情况\n勤务落实较好。\n"
_FACTS = (
    "二、存在的主要问题\n"
    "10月2日凌晨，东湖分局南桥派出所值班民警王某、辅警李某在宿舍睡觉，接警电话无人接听。\n"
    "10月3日，西山分局北门派出所民警王某处警时未开启执法记录仪。\n"
    "10月5日，高新分局车管所办公场所脏乱，物品随意堆放。\n"
)
_HANDLING = (
    "三、处理情况\n"
    "对上述问题，市局责成有关分局调查处理。东湖分局给予南桥派出所民警王某警告处分，对所长诫勉谈话，辅警李某予以辞退；"
    "西山分局对北门派出所民警王某批评教育，责令该所于11月10日前完成整改。此外，对王某所在支部通报批评。\n"
)
_DEMANDS = "四、工作要求\n（一）从严管理。各单位要举一反三。\n\n岭溪市公安局\n2025年10月12日\n（此件发至派出所）\n"


def _parsed(text: str) -> Document:
    (document,) = parse(text, "通报.txt")
    return document


def _told(text: str, document: Document) -> list[tuple[list[str], list[str]]]:
    return [
        (
            [text[one.span.start :][:6] for one in problem.measures],
            [text[one.span.start :][:4] for one in problem.pending],
        )
        for problem in document.problems
    ]


def test_decisions_belong_to_their_matters() -> None:
    """A decision goes to the matter that shares its names; one without names goes with its sentence, and an order for
    a day to come is pending.
    """
    text = _TITLE + _FACTS + _HANDLING + _DEMANDS
    document = _parsed(text)
    assert document.kind is DocumentKind.CASE
    assert _told(text, document) == [
        (["东湖分局给予", "对所长诫勉谈", "辅警李某予以"], []),
        (["西山分局对北"], ["责令该所"]),
        ([], []),
    ]
    assert [problem.status for problem in document.problems] == [
        Status.COMPLETED,
        Status.IN_PROGRESS,
        Status.FEEDBACK_ONLY,
    ]


def test_ambiguous_decisions_belong_to_none() -> None:
    """王某 is named with two matters: who was criticised stays text, and no measure is given to either on a guess."""
    text = _TITLE + _FACTS + _HANDLING + _DEMANDS
    at = text.index("此外，对王某")
    (passage,) = [one for one in _parsed(text).passages if one.span.start == at]
    assert (passage.kind, passage.problem) == (PassageKind.PRACTICE, None)


def test_passages_of_decisions_know_their_problem() -> None:
    """A decision stands outside the span of its problem, yet its passage is linked to it."""
    document = _parsed(_TITLE + _FACTS + _HANDLING + _DEMANDS)
    first = document.problems[0]
    linked = [one.span for one in document.passages if one.problem == first.locator and one.kind is PassageKind.MEASURE]
    assert linked == [one.span for one in first.measures]
    assert all(span.start >= first.span.end for span in linked)


def test_numbered_matters() -> None:
    """Matters may be numbered items as well; their names are those of the items."""
    facts = (
        "二、督察发现的问题\n（一）值班备勤不落实。东湖分局南桥派出所民警王某睡岗。\n"
        "（二）公车管理不严。西山分局巡特警大队赵某无派车单用车。\n"
    )
    handling = "三、责任追究情况\n一是对南桥派出所王某给予警告处分；二是对巡特警大队赵某诫勉谈话。\n"
    document = _parsed(_TITLE + facts + handling + _DEMANDS)
    assert [(one.title, len(one.measures)) for one in document.problems] == [("值班备勤不落实", 1), ("公车管理不严", 1)]


def test_matters_without_decisions_are_a_feedback() -> None:
    """Where nobody was dealt with, each paragraph of the part on problems is a problem of a feedback."""
    document = _parsed(_TITLE + _FACTS + _DEMANDS.replace("四、", "三、"))
    assert document.kind is DocumentKind.FEEDBACK
    assert [one.title[:10] for one in document.problems] == [
        "10月2日凌晨，东湖",
        "10月3日，西山分局",
        "10月5日，高新分局",
    ]


def test_one_decision_makes_no_case() -> None:
    """A decision on one of three matters leaves the circular a feedback."""
    handling = "三、处理情况\n西山分局对北门派出所民警王某批评教育。\n"
    assert _parsed(_TITLE + _FACTS + handling + _DEMANDS).kind is DocumentKind.FEEDBACK


def test_one_matter_told_without_numbers() -> None:
    """A circular on one fault is a case; what a decision lists behind its colon are measures of their own."""
    text = (
        "关于北山派出所执法过错问题责任追究情况的通报\n\n各所队：\n2025年1月12日，北山派出所民警陆某未告知权利，造成不良影响。\n"
        "经局党委研究决定：给予民警陆某警告处分；对审核人何某诫勉谈话；责令该所作出书面检查。\n各单位要引以为戒。\n"
    )
    document = _parsed(text)
    assert document.kind is DocumentKind.CASE
    assert _told(text, document) == [(["经局党委研究", "对审核人何某", "责令该所作出"], [])]
