"""Drills are built from precedents: every point has its place, no identity reaches trainees, seeds repeat."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from assistant.anchor import Found, resolve_all
from assistant.desk import Desk
from assistant.drills.basis import held
from assistant.drills.build import DrillWish, build
from assistant.drills.disposals import HANDED_OVER, proposal
from assistant.drills.kit import accepted, closing, marking, rules, run_sheet
from assistant.drills.material import material
from assistant.drills.model import (
    FULL,
    Audience,
    Difficulty,
    Drill,
    MarkKind,
    Stage,
    Statement,
    faults,
    rebalanced,
    trainee_texts,
)
from assistant.drills.precedents import Fit, Prospect, fit, prospects
from assistant.drills.veil import leaks
from assistant.drills.wording import CARDED, stages
from kb.errors import NotFoundError, SettingsError
from kb.model import Validity
from kb.taxonomy import load_taxonomy
from tests.assistant.drills.library import SECRETS

PROPERTY = "执法办案/涉案财物"
DUTY = "内部管理/值班备勤"

#: Minutes from which a drill holds a question more.
LENGTHS = (30, 45, 60, 75, 90)

#: Ten problem types that the corpus and the bundled library hold precedents of.
TEN = (
    "执法办案/接处警",
    PROPERTY,
    "执法监督/执法监督机制",
    "财务内控/内控制度",
    "作风纪律/饮酒问题",
    DUTY,
    "信访与群众工作/投诉举报核查",
    "队伍管理/辅警管理",
    "枪支警械/公务用枪管理",
    "选人用人/选拔任用",
)


@pytest.fixture(scope="module")
def seeded(desk: Desk) -> list[Drill]:
    """Drills on one type with eight seeds."""
    return [build(desk, DrillWish((PROPERTY,), seed=seed)) for seed in range(8)]


def check(desk: Desk, drill: Drill) -> None:
    """What holds for every drill."""
    assert not faults(drill)
    assert sum(drill.scoring.values()) == FULL
    assert not leaks(desk.kb, drill)
    assert stages(drill.audience, drill.minutes) == tuple(question.stage for question in drill.questions)
    for found in resolve_all(desk.kb, drill.anchors):
        assert found.found is Found.EXACT
    for point in drill.points:
        assert point.own or point.anchor is not None
        assert not point.reworded
        assert all(note.anchors for note in point.precedents)
        if point.article:
            assert point.anchor is not None
            assert point.anchor.validity is Validity.IN_FORCE
    assert drill == Drill.from_json(json.loads(json.dumps(drill.to_json(), ensure_ascii=False)))


@pytest.mark.parametrize("code", [PROPERTY, DUTY])
@pytest.mark.parametrize("difficulty", list(Difficulty))
@pytest.mark.parametrize("audience", list(Audience))
def test_every_drill_holds_together(desk: Desk, code: str, difficulty: Difficulty, audience: Audience) -> None:
    """Marks sum to 100, points are quotes that resolve, articles are in force, trainees read no identity."""
    drill = build(desk, DrillWish((code,), audience, difficulty, 90))
    check(desk, drill)
    told = "\n".join(trainee_texts(drill))
    assert not [secret for secret in SECRETS if secret in told]


def test_the_same_seed_gives_the_same_drill(desk: Desk, seeded: list[Drill]) -> None:
    """A wish is answered twice in the same way; other seeds reach the other precedent of the type."""
    assert build(desk, DrillWish((PROPERTY,), seed=3)) == seeded[3]
    assert len({drill.questions[0].points[0].anchor for drill in seeded}) > 1


def test_a_story_is_told_from_the_source_and_not_quoted(seeded: list[Drill]) -> None:
    """Facts of a story have their places and differ from the words there; larger counts are told roughly."""
    stories = [drill for drill in seeded if drill.background[0].anchors]
    assert 0 < len(stories) < len(seeded)
    for drill in stories:
        sourced = [statement for statement in drill.statements if statement.anchors]
        assert all(statement.text != anchor.quote for statement in sourced for anchor in statement.anchors)
    assert not [text for drill in seeded for text in trainee_texts(drill) if "138" in text]


def test_difficulty_decides_hints_and_harmless_facts(desk: Desk) -> None:
    """A basic drill has hints and only problems; a harder one no hints and facts that are no problem, told once."""
    drills = {one: build(desk, DrillWish((DUTY,), difficulty=one)) for one in Difficulty}
    assert all(question.hint for question in drills[Difficulty.BASIC].questions)
    assert not any(question.hint for question in drills[Difficulty.HARD].questions)
    counts = [sum(one.distracting for one in drills[level].statements) for level in Difficulty]
    assert counts == [0, 1, 2]
    for drill in drills.values():
        harmless = [one.text for one in drill.statements if one.distracting]
        assert not [point for point in drill.points if point.seen and any(text in point.seen for text in harmless)]


def test_audience_and_length_decide_questions_and_marks(desk: Desk) -> None:
    """Half an hour holds two questions on two sheets, 45 minutes three, an hour four, 75 minutes five, 90 minutes six;
    heads of stations earn most with measures, inspectors with findings.
    """
    for audience in Audience:
        counts = [len(build(desk, DrillWish((DUTY,), audience, minutes=minutes)).questions) for minutes in LENGTHS]
        assert counts == [2, 3, 4, 5, 6]
    marks = {
        audience: {q.stage: q.marks for q in build(desk, DrillWish((DUTY,), audience)).questions}
        for audience in (Audience.STATION, Audience.INSPECTOR)
    }
    assert marks[Audience.STATION][Stage.MEASURES] > marks[Audience.STATION][Stage.FIND]
    assert marks[Audience.INSPECTOR][Stage.FIND] > marks[Audience.INSPECTOR][Stage.MEASURES]


def test_what_happens_last_has_a_question_of_its_own(desk: Desk) -> None:
    """T2 is asked about with points and marks, and no two types end alike."""
    told = set()
    for code in (PROPERTY, DUTY):
        drill = build(desk, DrillWish((code,)))
        last = drill.questions[-1]
        assert (last.stage, last.inject, len(last.points)) == (Stage.TURN, "T2", 3)
        assert last.marks >= 10
        told.add(drill.injects[-1].facts[0].text)
    assert len(told) == 2


def test_what_was_found_is_not_answered_by_the_next_sheet(desk: Desk) -> None:
    """T1 tells who did what; it names none of the problems that the first question asks for."""
    for code in (PROPERTY, DUTY):
        for seed in range(4):
            drill = build(desk, DrillWish((code,), seed=seed))
            confirmed = "\n".join(fact.text for fact in drill.injects[1].facts)
            assert confirmed
            assert not [point for point in drill.questions[0].points if point.text.rstrip("。") in confirmed]


def test_only_those_who_appeared_are_called_to_account(desk: Desk) -> None:
    """Whom a disposal meets was told of on a sheet before, and nobody is met twice."""
    for code in (PROPERTY, DUTY):
        for seed in range(6):
            drill = build(desk, DrillWish((code,), minutes=90, seed=seed))
            told = "\n".join(fact.text for fact in drill.statements)
            question = next(one for one in drill.questions if one.stage is Stage.DISPOSAL)
            met = [point.text.partition("：")[0].removeprefix("对") for point in question.points if not point.article]
            assert len(set(met)) == len(met) > 0
            assert not [who for who in met if who[-2:] not in told], met


def test_two_types_bring_two_precedents(desk: Desk) -> None:
    """A drill over two types draws on the problems of both."""
    drill = build(desk, DrillWish((PROPERTY, DUTY), minutes=120))
    check(desk, drill)
    assert len({anchor.problem for anchor in drill.anchors if anchor.problem} & {"一(一)2.", "案例", "一(一)1."}) > 1


def test_a_case_brings_the_articles_it_names(seeded: list[Drill]) -> None:
    """The articles a typical case lists are reference points; one that stands for no problem is told in the notes."""
    labels = {point.article for drill in seeded for point in drill.points if point.kind is MarkKind.BASIS}
    assert "《霁川市涉案财物管理规定》第三条" in labels
    notes = [note for drill in seeded for note in drill.notes if note.text.startswith("先例另外列明")]
    assert any("涉案财物管理规定》第二条" in note.text and note.anchors for note in notes)


def test_what_is_to_be_found_is_seen_and_not_said(desk: Desk) -> None:
    """Every problem to be found names the fact it follows from, and its words stand nowhere in what is told before."""
    for code in (PROPERTY, DUTY):
        for seed in range(4):
            drill = build(desk, DrillWish((code,), seed=seed))
            before = [*drill.background, *drill.injects[0].facts]
            find = drill.questions[0]
            assert find.inject == "T0"
            assert len(find.points) >= 2
            for point in find.points:
                assert point.seen.startswith(("T0第", "背景材料第", CARDED))
                assert not [fact for fact in before if point.text.rstrip("。") in fact.text]


def test_nothing_that_was_told_is_asked_for(desk: Desk) -> None:
    """No place that trainees are told of is a reference point, but for whom a disposal met."""
    for seed in range(4):
        drill = build(desk, DrillWish((PROPERTY, DUTY), difficulty=Difficulty.HARD, minutes=120, seed=seed))
        told = {anchor for statement in drill.statements for anchor in statement.anchors}
        for question in drill.questions:
            if question.stage is not Stage.DISPOSAL:
                assert not told & {point.anchor for point in question.points}


def test_evidence_names_material_or_persons_and_disposals_whom_and_how(desk: Desk) -> None:
    """Clearing up proves nothing and a proposal without an object is none; the trainer's own fill the stage."""
    for seed in range(4):
        drill = build(desk, DrillWish((PROPERTY,), minutes=90, seed=seed))
        questions = {question.stage: question for question in drill.questions}
        assert all(re.search("监控|登记|询问|台账|清单|明细", one.text) for one in questions[Stage.EVIDENCE].points)
        persons = [point.text for point in questions[Stage.DISPOSAL].points if not point.article]
        assert all(re.match(r"对[^：]*(?:民警|辅警|人员|保管员|所长|负责人|[甲乙]).*：", text) for text in persons), (
            persons
        )
        assert all(re.search("批评教育|诫勉|处分|处理|检查|谈话|解除劳动合同", text) for text in persons)


def test_what_precedents_did_stands_under_the_points(desk: Desk) -> None:
    """Points are what a trainee can say; figures and rules of precedents stand under them without identities."""
    drills = [build(desk, DrillWish((PROPERTY,), Audience.STATION, minutes=90, seed=seed)) for seed in range(4)]
    notes = [note for drill in drills for point in drill.points for note in point.precedents]
    assert notes
    assert not [note for note in notes if any(secret in note.text for secret in SECRETS)]
    own = [point for drill in drills for question in drill.questions for point in question.points if point.own]
    assert not [point for point in own if re.search(r"\d", point.text)]


def test_few_articles_weigh_less(desk: Desk) -> None:
    """The question on articles earns less where the library holds none that fits, and the trainer is told."""
    marks = {}
    for code, seed in ((DUTY, 0), (PROPERTY, 1)):
        drill = build(desk, DrillWish((code,), seed=seed))
        basis = next(question for question in drill.questions if question.stage is Stage.BASIS)
        marks[sum(bool(point.article) for point in basis.points)] = basis.marks
    assert len(marks) == 2
    assert marks[min(marks)] < marks[max(marks)]


def test_a_precedent_that_only_judges_is_told_of_before_building(desk: Desk) -> None:
    """Nothing is built from a general judgement until the trainer allows it; then its scene is the trainer's own."""
    code = "党的建设/支部建设与组织生活"
    [prospect] = prospects(desk.kb, [code], load_taxonomy())
    assert prospect.fit is Fit.GENERAL
    assert "教员自拟" in prospect.advice
    with pytest.raises(NotFoundError, match="只有总体判断"):
        build(desk, DrillWish((code,)))
    drill = build(desk, DrillWish((code,), general=True))
    check(desk, drill)
    assert not [fact for fact in drill.statements if fact.anchors]
    assert [] == [one.advice for one in prospects(desk.kb, [PROPERTY, DUTY], load_taxonomy()) if one.advice]


def test_only_what_is_not_held_is_asked_to_be_ingested(desk: Desk) -> None:
    """The advice on special rules leaves out what the library holds."""
    held_now = held(desk, ["霁川市涉案财物管理规定", "中华人民共和国人民警察法"])
    assert {"霁川市涉案财物管理规定": True, "中华人民共和国人民警察法": False} == held_now


def test_special_rules_that_are_not_held_can_still_be_named(desk: Desk) -> None:
    """Where the library holds no article, rows name the special rules, marked as own; a note says what to ingest."""
    drill = build(desk, DrillWish((DUTY,)))
    basis = next(question for question in drill.questions if question.stage is Stage.BASIS)
    assert all(point.own and not point.article for point in basis.points)
    assert "内务条令" in basis.points[0].text
    assert any("收录" in note.text and "内务条令" in note.text for note in drill.notes)


def test_a_type_without_a_scene_is_refused(desk: Desk) -> None:
    """Neither a story nor signs of the type: the trainer is told so, allowed or not."""
    [info] = [one for one in desk.kb.catalog.problems(type_code=DUTY) if one.problem.types][:1]
    assert fit(material(desk.kb, info, DUTY)) is Fit.FACTS
    bare = fit(material(desk.kb, info, "治安管理/治安防控"))
    assert bare is Fit.BARE
    assert "编不成可用的演练" in Prospect("治安管理/治安防控", bare, 1, 0, ("甲",)).advice


def test_a_type_without_precedents_says_what_to_ingest(desk: Desk) -> None:
    """No drill is invented: the error names the type and the documents to ingest."""
    with pytest.raises(NotFoundError, match=r"交通管理/车驾管业务.*收录"):
        build(desk, DrillWish(("交通管理/车驾管业务",)))


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (DrillWish(()), "1 至 3"),
        (DrillWish((PROPERTY,) * 4), "1 至 3"),
        (DrillWish(("不存在/类型",)), "不存在/类型"),
        (DrillWish((PROPERTY,), minutes=5), "5 分钟"),
    ],
)
def test_wishes_out_of_bounds_are_refused(desk: Desk, wish: DrillWish, words: str) -> None:
    """The error names what was wished."""
    with pytest.raises(SettingsError, match=words):
        build(desk, wish)


@pytest.mark.parametrize(
    "text",
    [
        "霁川市公安局的民警甲",
        "局长赵志强到场",
        "查出138件",
        "见《霁川市公安局涉案财物出入库办法》",
        "2023年6月8日",
        "在江苏另有一起",
        "城东派出所民警",
    ],
)
def test_what_a_trainer_types_in_is_checked_for_identities(desk: Desk, text: str) -> None:
    """Names of units, persons, documents and places, exact figures and years of the sources are found."""
    drill = build(desk, DrillWish((PROPERTY, DUTY), seed=1))
    assert leaks(desk.kb, replace(drill, background=(*drill.background, Statement(text)))), text


def test_public_documents_are_no_leak(desk: Desk) -> None:
    """National regulations, small counts and terms of time may be named."""
    drill = build(desk, DrillWish((PROPERTY,), seed=1))
    harmless = "依据《中华人民共和国人民警察法》，3名民警应在24小时内说明情况。"
    assert not leaks(desk.kb, replace(drill, background=(*drill.background, Statement(harmless))))


def test_marks_can_be_brought_back_to_one_hundred(desk: Desk) -> None:
    """An edited drill whose marks do not sum to 100 is at fault; rebalancing mends it in proportion."""
    drill = build(desk, DrillWish((PROPERTY,)))
    first = drill.questions[0]
    heavier = replace(first, points=tuple(replace(point, marks=point.marks * 3) for point in first.points))
    edited = replace(drill, questions=(heavier, *drill.questions[1:]))
    assert faults(edited)
    mended = rebalanced(edited)
    assert not faults(mended)
    assert mended.questions[0].marks > drill.questions[0].marks


@pytest.mark.parametrize(
    ("audience", "row", "said"),
    [
        (Audience.STATION, "对甲：批评教育", "对甲：批评教育"),
        (Audience.STATION, "对甲：记过处分", "对甲：报上级决定，建议给予处分"),
        (Audience.SUPERVISOR, "对甲：诫勉", "对甲：建议诫勉"),
        (Audience.SUPERVISOR, "对甲：政务记过处分", f"对甲：{HANDED_OVER}"),
        (Audience.INSPECTOR, "对甲：建议给予处分", "对甲：作为问题线索按程序移交纪检监察机关"),
        (Audience.INSPECTOR, "对甲：谈话提醒", "对甲：写明事实和责任，列入问题底稿，由被巡察单位按管理权限处理"),
    ],
)
def test_a_group_proposes_what_it_cannot_decide(audience: Audience, row: str, said: str) -> None:
    """A station decides mild disposals only, supervisors propose, inspectors name no form; nobody names a grade."""
    assert proposal(row, audience) == said


def test_what_only_the_head_knows_is_on_no_sheet_and_earns_marks(desk: Desk) -> None:
    """The card holds a fact that no trainee reads before it is asked for, and whose row earns two or three marks; the
    next sheet tells it to all, so that everybody can call the head to account.
    """
    for code in (PROPERTY, DUTY):
        for seed in range(4):
            drill = build(desk, DrillWish((code,), seed=seed))
            [row] = [point for point in drill.points if point.seen == CARDED]
            fact = row.text.partition("：")[2]
            assert row.marks in (2, 3)
            assert fact in drill.roles[-1].secret
            first = [*drill.background, *drill.injects[0].facts]
            assert not [one for one in first if fact in one.text]
            assert [one for one in drill.injects[1].facts if fact in one.text]


def test_time_goes_by_the_points_to_be_written_and_some_is_left_for_marking(desk: Desk) -> None:
    """No step asks for more than nine points in twenty minutes; answers are marked before they are gone through."""
    for minutes in LENGTHS[2:]:
        drill = build(desk, DrillWish((PROPERTY,), minutes=minutes, seed=1))
        ends = [*(inject.minute for inject in drill.injects[1:]), closing(minutes)]
        for inject, end in zip(drill.injects, ends, strict=True):
            written = sum(len(one.points) for one in drill.questions if one.inject == inject.code)
            assert written <= 9 / 20 * (end - inject.minute + 1), (minutes, inject.code)
        steps = [row.cells[1] for row in run_sheet(drill).rows]
        assert steps.index("评分") + 1 == steps.index("讲评")
        assert marking(minutes) == 5


def test_copied_facts_earn_the_same_on_both_papers(desk: Desk) -> None:
    """What trainees are told of copying is what the sheet of marks says."""
    drill = build(desk, DrillWish((PROPERTY,)))
    rule = "没有点明是什么问题的，只得写出条数的分"
    assert any(rule in line for line in rules(drill))
    assert rule in accepted(drill.questions[0], drill.questions[0].points[0])


def test_no_marks_are_taken_off_for_a_number_that_earns_none(desk: Desk) -> None:
    """Where an article earns too few marks to part, the sheet says nothing of the number."""
    drill = build(desk, DrillWish((PROPERTY,), minutes=90, seed=1))
    basis = next(question for question in drill.questions if question.stage is Stage.BASIS)
    article = next(point for point in basis.points if point.article)
    assert "只扣条号分" in accepted(basis, replace(article, marks=5))
    assert "只扣条号分" not in accepted(basis, replace(article, marks=1))


def test_no_sanction_article_without_a_sanction_and_no_mild_one_without_a_mild_disposal(desk: Desk) -> None:
    """Articles that lay down sanctions stand only beside a proposed sanction."""
    for code in (PROPERTY, DUTY):
        for seed in range(4):
            drill = build(desk, DrillWish((code,), minutes=90, seed=seed))
            question = next(one for one in drill.questions if one.stage is Stage.DISPOSAL)
            forms = "".join(point.text for point in question.points if not point.article)
            articles = [point for point in question.points if point.article]
            assert "处分" in forms or not [one for one in articles if re.search("予以警告|给予记过", one.text)]
            assert re.search("批评教育|谈话提醒|诫勉|检查|调离", forms) or not [
                one for one in articles if "谈话提醒" in one.text
            ]


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("code", TEN)
def test_ten_types_build_on_real_documents(full_desk: Desk, code: str) -> None:
    """Ten drills over ten problem types hold together on the corpus and the bundled library."""
    drill = build(full_desk, DrillWish((code,), Audience.SUPERVISOR, Difficulty.HARD, 90, general=True))
    check(full_desk, drill)
    assert len({anchor for point in drill.points for anchor in point.anchors}) >= 2
    assert any(point.precedents or point.anchor for point in drill.questions[0].points)
