"""Drills from documents in other forms than the notice of the corpus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.desk import Desk
from assistant.drills import powers
from assistant.drills.build import DrillWish, build
from assistant.drills.deeds import parted
from assistant.drills.facts import Fact
from assistant.drills.identity import Identities, units_in
from assistant.drills.masked import letters, with_letters
from assistant.drills.material import Material, material
from assistant.drills.model import Audience, Drill, ReferencePoint, Stage, trainee_texts
from assistant.drills.paper import trainee_paper, trainer_paper
from assistant.drills.points import gravest
from assistant.drills.precedents import Fit, Prospect, fit, prospects
from assistant.drills.veil import Veil, leaks
from assistant.export.text import to_text
from ingest.pipeline import ingest_paths
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.taxonomy import load_taxonomy
from tests.assistant.drills.other_notices import DOCUMENTS, SECRETS
from tests.kb.sample import HashEmbedder

PROPERTY, PLACES, DUTY = "执法办案/涉案财物", "治安管理/行业场所管理", "内部管理/值班备勤"
GIFTS, MEETING, CAR = "廉洁纪律/收礼吃请", "领导班子/议事决策", "作风纪律/公车与警车"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the three documents."""
    home = tmp_path_factory.mktemp("county")
    for name, text in DOCUMENTS.items():
        (home / name).write_text(text, encoding="utf-8")
    with KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), HashEmbedder()) as kb:
        assert not ingest_paths(kb, [home / name for name in DOCUMENTS]).failed
        yield Desk(kb)


def _material(desk: Desk, title: str, code: str) -> Material:
    [info] = [one for one in desk.kb.catalog.problems() if title in one.problem.title]
    return material(desk.kb, info, code)


def _notes(drill: Drill) -> str:
    """All that is told of the precedents, under the points and in the notes."""
    points = [note.text for point in drill.points for note in point.precedents]
    return "\n".join([*points, *(note.text for note in drill.notes)])


def test_a_form_tells_no_story(county: Desk) -> None:
    """Who answers for a problem, by when and how far it is, is no fact; what was found loses its label."""
    one = _material(county, "涉案财物", PROPERTY)
    assert not one.story
    said = [fact.text for fact in one.findings]
    assert any(text.startswith("抽查9个单位") for text in said)
    assert not [text for text in said if "责任" in text or "时限" in text or "表现" in text]
    assert fit(one) is Fit.FACTS
    assert not _material(county, "娱乐场所", PLACES).findings


def test_counts_of_a_report_are_no_scene(county: Desk) -> None:
    """The scene of a report is the trainer's own; what was found stands under the point it speaks of."""
    drill = build(county, DrillWish((PROPERTY,)))
    assert not [fact for fact in drill.statements if fact.anchors]
    stock = next(point for point in drill.questions[0].points if "底数不清" in point.text)
    assert any("20余处" in note.text for note in stock.precedents)


def test_a_case_without_its_problems_is_no_scene(county: Desk) -> None:
    """A few lines of a circular are not taken apart into clues: they are told for the debrief, with what came of it."""
    one = _material(county, "脱岗", DUTY)
    assert not one.tells_a_story
    assert [fact.text for fact in one.issues] == ["值班民警脱岗", "迟延处警"]
    assert len(one.disposals) >= 3


def test_persons_named_by_surname_are_letters(county: Desk) -> None:
    """魏某某 is 甲 wherever the precedent is told; a word with 某 that is nobody stays."""
    one = _material(county, "公车私用", CAR)
    known = letters(fact.text for fact in one.findings)
    assert list(known.values()) == ["甲"]
    assert "所长甲驾驶" in with_letters("所长贺某驾驶该车", known)
    assert "所长甲驾驶" in Veil(Identities(), 2025, frozenset(), known)("所长贺某驾驶该车")
    assert letters(["于某日向某单位借车，由任某处室签收"]) == {}


@pytest.mark.parametrize("code", [PROPERTY, PLACES, GIFTS, MEETING])
def test_no_identity_is_read_aloud(county: Desk, code: str) -> None:
    """Neither trainees nor the points under which precedents are told name a unit, a person or an exact figure."""
    drill = build(county, DrillWish((code,), minutes=90, general=True))
    assert not leaks(county.kb, drill)
    told = "\n".join([*trainee_texts(drill), to_text(trainee_paper(drill))])
    told += "\n".join(note.text for point in drill.points for note in point.precedents)
    told += "\n".join(note.text for note in drill.notes if "先例来源" not in note.text)
    assert not [secret for secret in SECRETS if secret in told]


def test_units_called_by_everyday_words_are_names() -> None:
    """柳林 is a grove and a police station; 户籍派出所 and 该派出所 are no names."""
    text = "督察人员到柳林派出所检查，青石区公安分局民警、该派出所所长和户籍派出所、农村派出所的民警在场。"
    units = dict(units_in(text))
    assert {"柳林派出所": "派出所", "青石区": "区"}.items() <= units.items()
    assert not [unit for unit in units if "户籍" in unit or "农村" in unit or unit.startswith("该")]
    veiled = Veil(Identities(units=units), 2025, frozenset())(text)
    assert "到某派出所检查" in veiled
    assert "青石" not in veiled


def test_limits_and_spans_of_years_stay_sensible() -> None:
    """A limit that a rule sets is no trace; several years are told as such; lots are counted like anything else."""
    veil = Veil(Identities(), 2024, frozenset())
    assert veil("5万元以上支出须经研究") == "5万元以上支出须经研究"
    assert veil("2022年以来清理327件") == "近几年来清理300余件"
    assert veil("无公函接待27批次") == "无公函接待20余批次"


def test_a_precedent_stands_where_it_speaks_of_the_same(county: Desk) -> None:
    """An everyday word of the field (场所) puts no fact under a point; a part that says nothing wrong is no part."""
    drill = build(county, DrillWish((PLACES,), minutes=90, general=True))
    said = {note.text: point.text for point in drill.questions[0].points for note in point.precedents}
    assert not [text for text in said if "收受" in text]
    assert not [text for text in said if text in ("娱乐场所", "旅馆等行业场所监管流于形式")]


def test_what_stands_under_no_point_is_told_in_the_notes(county: Desk) -> None:
    """What a precedent found and whom it met can be gone through with the class even where the scene differs."""
    told = _notes(build(county, DrillWish((GIFTS,), general=True)))
    assert "3名中层干部" in told
    assert "近几年来" in told


def test_an_opinion_without_answers_is_offered(county: Desk) -> None:
    """Problems that were only reported make a drill when the trainer says so; he is told that nothing was done yet."""
    [prospect] = prospects(county.kb, [GIFTS], load_taxonomy())
    assert prospect.fit is Fit.UNANSWERED
    assert prospect.is_offered
    assert "只反馈了问题" in prospect.advice
    with pytest.raises(NotFoundError, match="只反馈了问题"):
        build(county, DrillWish((GIFTS,)))
    assert build(county, DrillWish((GIFTS,), general=True)).questions
    assert not Prospect(GIFTS, Fit.NONE, 1, 0, ("甲",)).is_offered


def test_units_of_several_types_are_told_apart(county: Desk) -> None:
    """Types of different units are one inspection: the scene names both and says which fact was seen where."""
    drill = build(county, DrillWish((PLACES, MEETING), Audience.INSPECTOR, minutes=120, general=True))
    first, last = drill.background
    assert "某县公安局党组织开展巡察，延伸到所属某派出所" in first.text
    numbers = [n for n, fact in enumerate(drill.injects[0].facts, 1) if "党委会" in fact.text]
    assert numbers
    in_bureau = last.text.partition("第")[2].partition("某县公安局")[0].rpartition("第")[2]
    assert all(str(n) in in_bureau for n in numbers), last.text


def test_what_happens_last_goes_on_from_what_was_seen(county: Desk) -> None:
    """With several types there are fewer facts of each; the one that the last sheet goes on from is among them."""
    drill = build(county, DrillWish((PLACES, GIFTS, MEETING), minutes=120, general=True))
    assert "安全出口" in drill.injects[-1].facts[0].text
    assert any("安全出口" in fact.text for fact in drill.injects[0].facts)


def test_where_persons_are_too_many_the_graver_stay() -> None:
    """With several types more persons turn up than rows are marked: whoever is to be sanctioned keeps his row."""
    rows = [
        ReferencePoint(f"对{who}：{form}", 0)
        for who, form in zip("甲乙丙", ("批评教育", "诫勉", "给予处分"), strict=True)
    ]
    assert [row.text[1] for row in gravest(rows, 2)] == ["甲", "丙"]
    assert gravest(rows, 3) == rows


def test_quotes_inside_quotes_are_single(county: Desk) -> None:
    """The name of a problem that has quotation marks of its own stands in single ones."""
    drill = build(county, DrillWish((MEETING,), Audience.INSPECTOR, general=True))
    text = to_text(trainer_paper(drill))
    assert "““" not in text
    assert "””" not in text


def test_a_part_that_counts_others_is_nobody_of_its_own(county: Desk) -> None:
    """其中诫勉谈话2人 is said of those before it, and is told with them."""
    one = _material(county, "涉案财物", PROPERTY)
    [fact] = [found for found in one.disposals if "其中" in found.text]
    assert "8名责任民警" in fact.text
    pieces = parted(Fact("对8名民警追究责任，其中诫勉谈话2人", fact.anchor))
    assert len(pieces) == 1


def test_a_station_acts_itself() -> None:
    """What inspectors recommend a station does; it never speaks of itself as of another unit."""
    said = "建议由信访室两周内建立期限提醒"
    assert powers.measure(said, Audience.STATION) == said.removeprefix("建议")
    assert powers.measure(said, Audience.INSPECTOR) == said
    done = powers.done("复制留底，只查办理责任，不代该单位答复，案卷在该单位手里", Audience.STATION)
    assert "该单位" not in done
    assert "不代" not in done
    assert powers.done("由所长当场拒绝出具不实证明", Audience.SUPERVISOR).startswith("督促该单位")


def test_measures_of_a_station_begin_with_what_it_does(county: Desk) -> None:
    """A head of a station reads no recommendation among his own measures."""
    drill = build(county, DrillWish((MEETING,), Audience.STATION, minutes=90, general=True))
    rows = next(question for question in drill.questions if question.stage is Stage.MEASURES).points
    assert not [row.text for row in rows if row.text.startswith("建议")]
