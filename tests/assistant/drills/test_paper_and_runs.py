"""Papers for trainers and trainees, runs and the results of a class."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.desk import Desk
from assistant.drafting.body import paragraphs
from assistant.drafting.model import Draft
from assistant.drills.build import DrillWish, build
from assistant.drills.kit import mark_sheet, run_sheet
from assistant.drills.model import OWN, Difficulty, Drill, MarkKind, ReferencePoint
from assistant.drills.paper import quiz_paper, trainee_paper, trainer_paper
from assistant.drills.quiz import QuizWish, build_quiz
from assistant.drills.runs import (
    Run,
    answer,
    class_results,
    runs_of,
    save_drill,
    save_run,
    sittings,
    start,
    submit,
    suggested_writing,
)
from assistant.drills.score import Marker, told_of
from assistant.drills.veil import nameless
from assistant.drills.wording import CARDED
from assistant.export.word import to_docx
from kb.errors import ConflictError
from kb.works import WorkKind
from tests.assistant.drills.library import SECRETS

NOW = datetime(2026, 5, 8, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def drill(desk: Desk) -> Drill:
    """A hard drill on the fictional notice."""
    return build(desk, DrillWish(("内部管理/值班备勤",), difficulty=Difficulty.HARD))


def test_the_trainers_paper_cites_every_point(drill: Drill) -> None:
    """All answers stand in it, sourced ones with a note, others marked as the trainer's own; Word takes it."""
    draft = trainer_paper(drill)
    assert draft == Draft.from_json(json.loads(json.dumps(draft.to_json(), ensure_ascii=False)))
    assert set(drill.anchors) <= set(draft.notes.values())
    assert draft.body.count(f"（{OWN}）") >= sum(point.own for q in drill.questions for point in q.points)
    [editors] = [one.text for one in paragraphs(draft.body) if one.page]
    assert "不宣读" in editors
    aloud = draft.body.partition(editors)[0]
    assert not [secret for secret in SECRETS if secret in aloud]
    assert "100" == draft.tables[1].rows[-1].cells[4]
    assert to_docx(draft).startswith(b"PK")


def test_the_trainees_paper_gives_nothing_away(drill: Drill) -> None:
    """No answer, note, marker, source name or hint at distracting facts; Word takes it."""
    draft = trainee_paper(drill)
    assert not draft.notes
    assert not draft.tables
    assert "干扰" not in draft.body
    assert "参考要点" not in draft.body
    assert not [secret for secret in SECRETS if secret in draft.title + draft.body]
    for question in drill.questions:
        assert question.prompt in draft.body
        assert not [point for point in question.points if len(point.text) > 12 and point.text in draft.body]
    assert to_docx(draft).startswith(b"PK")


def test_injects_can_be_given_out_one_by_one(drill: Drill) -> None:
    """Up to T0 the paper holds neither later facts nor questions on them."""
    first, whole = trainee_paper(drill, "T0"), trainee_paper(drill)
    assert len(first.body) < len(whole.body)
    assert drill.injects[-1].facts[-1].text in whole.body
    assert drill.injects[-1].facts[-1].text not in first.body


def test_each_step_is_a_sheet_of_its_own(drill: Drill) -> None:
    """Later injects begin new pages, and the first sheet says how to answer and what the hundred points are made of."""
    read = paragraphs(trainee_paper(drill).body)
    turned = [one.text for one in read if one.page]
    codes = [found[0] for text in turned if (found := re.search(r"T\d", text))]
    assert [inject.code for inject in drill.injects[1:]] == codes
    assert [f"第{n}张" in text for n, text in enumerate(turned[: len(codes)], 2)] == [True] * len(codes)
    assert "【" not in trainee_paper(drill).body  # the export takes it for something to be filled in
    rules = next(one.text for one in read if "满分100分" in one.text)
    assert all(f"{question.stage.value}{question.marks}分" in rules for question in drill.questions)


def test_one_card_is_for_its_holder_only(drill: Drill) -> None:
    """What only the head of the unit knows stands on a page of its own, behind the sheets and apart from the cards."""
    head = drill.roles[-1]
    assert head.secret
    assert not [role for role in drill.roles[:-1] if role.secret]
    pages = trainee_paper(drill).body.split("\f")
    holding = [page for page in pages if head.secret in page]
    assert [pages[-1]] == holding
    assert drill.roles[0].task not in pages[-1]
    assert head.secret not in trainee_paper(drill, "T1").body


def test_answers_are_collected_before_the_next_sheet(drill: Drill) -> None:
    """The run sheet says so for every later step, and trainees are told that what was handed in stays so."""
    rows = [row.cells for row in run_sheet(drill).rows]
    steps = [row for row in rows if row[1].startswith(("T1", "T2"))]
    assert [row[4] for row in steps] == ["收第1张答卷，发第2张", "收第2张答卷，发第3张"]
    assert "交上的答卷不再补充" in trainee_paper(drill).body


def test_the_sheet_of_marks_says_what_counts_in_part(drill: Drill) -> None:
    """Partial marks make the marks of their point, also after the trainer changed them; harmless facts cost a mark."""
    first = drill.questions[0]
    edited = replace(first, points=tuple(replace(point, marks=point.marks + 3) for point in first.points))
    for one in (drill, replace(drill, questions=(edited, *drill.questions[1:]))):
        rows = [row.cells for row in mark_sheet(one).rows]
        for question in one.questions:
            found = [row for row in rows if row[0] == question.stage.value and row[3] != "扣分"]
            assert len(found) == len(question.points)
            for point, row in zip(question.points, found, strict=True):
                parts = re.findall(r"(?<=[\u4e00-\u9fff])\d+", row[2].partition("。")[0])
                assert not parts or sum(map(int, parts)) == point.marks
    harmless = [row for row in rows if row[3] == "扣分" and row[0] == drill.questions[0].stage.value]
    assert [row[4] for row in harmless] == ["-1"]
    assert harmless[0][1].count("第") == sum(one.distracting for one in drill.statements)


def test_places_are_not_read_aloud(drill: Drill) -> None:
    """The place in the title of a local rule is left out on paper, a national title stays; scoring keeps the title."""
    local = ReferencePoint("应当登记。", 3, MarkKind.BASIS, drill.anchors[0], "《霁川市登记规定》第二条")
    national = replace(local, article="《中华人民共和国公务员法》第五十七条")
    question = replace(drill.questions[0], points=(local, national))
    draft = trainer_paper(replace(drill, questions=(question,)))
    words = draft.body + "".join(cell for table in draft.tables for row in table.rows for cell in row.cells)
    assert "《某市登记规定》第二条" in words
    assert "霁川市登记" not in words
    assert "《中华人民共和国公务员法》第五十七条" in words


def test_the_run_sheet_covers_the_time_without_gaps(drill: Drill) -> None:
    """From the opening to the debrief every minute belongs to one row; every sheet has its time."""
    table = run_sheet(drill)
    spans = [tuple(map(int, row.cells[0].split("—"))) for row in table.rows]
    assert spans[0][0] == 0
    assert spans[-1][1] == drill.minutes
    assert all(one[1] == following[0] for one, following in itertools.pairwise(spans))
    assert all(f"发第{n}张" in "".join(row.cells[4] for row in table.rows) for n in range(1, len(drill.injects) + 1))


def test_articles_are_printed_once(desk: Desk) -> None:
    """The table of marks names articles, their words stand with the reference points only."""
    drills = (build(desk, DrillWish(("执法办案/涉案财物",), seed=seed)) for seed in range(8))
    drill = next(one for one in drills if one.background[0].anchors)
    draft = trainer_paper(drill)
    cells = "".join(cell for table in draft.tables for row in table.rows for cell in row.cells)
    articles = [point for point in drill.points if point.article]
    assert articles
    assert not [point for point in articles if point.text in cells]
    assert all(nameless(point.article or "") in cells for point in articles)


def test_counts_are_known_without_reading_runs(desk: Desk, drill: Drill) -> None:
    """Whose runs were handed in is looked up by the store; a damaged run hides no other."""
    works = desk.kb.works
    stored = save_drill(works, drill)
    first, second = (start(stored, name, NOW) for name in ("甲", "乙"))
    save_run(works, submit(first, NOW))
    save_run(works, second)
    works.create(WorkKind.RUN, "坏", {"drill": stored.id})
    mine = [one for one in sittings(works) if one.drill == stored.id]
    assert [False, False, True] == sorted(one.submitted for one in mine)
    assert {"甲", "乙"} == {run.trainee for _, run in runs_of(works, stored.id)}


def test_a_quiz_sheet_has_its_keys_apart(desk: Desk) -> None:
    """The trainee's sheet holds items only, the trainer's the keys with their places."""
    quiz = build_quiz(desk.kb, QuizWish(8))
    sheet, keys = quiz_paper(quiz, answers=False), quiz_paper(quiz, answers=True)
    assert "答案" not in sheet.body
    assert not sheet.notes
    assert {item.anchor for item in quiz.items} == set(keys.notes.values())
    assert to_docx(keys).startswith(b"PK")


def test_a_run_is_scored_stored_and_reopened(desk: Desk, drill: Drill) -> None:
    """Answers are marked at once; the run is found again under its drill and refuses to be overwritten unseen."""
    works = desk.kb.works
    stored = save_drill(works, drill)
    run = start(stored, " 学员甲 ", NOW)
    marker = Marker()
    question = drill.questions[-1]
    run, scored = answer(run, question.id, "".join(point.text for point in question.points), marker)
    assert scored.total > 80
    assert run.earned(question.id) == scored.earned
    work = save_run(works, run)
    done = submit(run, NOW + timedelta(minutes=42))
    newer = save_run(works, done, work)
    assert newer.version == 2
    with pytest.raises(ConflictError):
        save_run(works, run, work)
    found = runs_of(works, stored.id)
    assert [(newer.id, done)] == [(one.id, it) for one, it in found]
    assert found[0][1].minutes == 42
    assert found[0][1].of == drill
    assert WorkKind.RUN is newer.kind


def test_results_of_a_class_are_a_table(drill: Drill, desk: Desk) -> None:
    """Best total first, the trainer's marks before the program's, missed points with their share."""
    stored = desk.kb.works.create(WorkKind.DRILL, drill.title, drill.to_json())
    marker = Marker()
    runs: list[Run] = []
    for name, share in (("甲", 1), ("乙", 0)):
        run = start(stored, name, NOW)
        for question in drill.questions:
            text = "".join(point.text for point in question.points) if share else "不清楚。"
            run, _ = answer(run, question.id, text, marker)
        runs.append(run)
    lifted = replace(runs[1], adjusted={drill.questions[0].id: 5.0}, writing=3)
    found = class_results([lifted, runs[0]])
    assert ["甲", "乙"] == [row.cells[0] for row in found.table.rows]
    assert lifted.total == 8
    assert found.table.rows[1].cells[-2] == "8"
    assert all(0 <= share <= 1 for _, share in found.by_stage)
    assert 0.5 == found.missed[0][1]
    assert suggested_writing(runs[0]) > suggested_writing(runs[1])
    assert not class_results([]).table.rows


def test_what_a_later_sheet_tells_is_no_copy(drill: Drill) -> None:
    """What was asked out of the head earns its marks, although the next sheet tells it to all."""
    first, last = drill.questions[0], drill.questions[-1]
    [card] = [point for point in first.points if point.seen == CARDED]
    fact = card.text.partition("：")[2]
    assert not [text for text in told_of(drill, first) if fact in text]
    assert [text for text in told_of(drill, last) if fact in text]
