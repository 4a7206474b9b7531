"""What the drill page sends to the browser and takes back, without a browser."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.desk import Desk
from assistant.drills import runs
from assistant.drills.build import DrillWish, build
from assistant.drills.gradebook import missed, workbook
from assistant.drills.model import Difficulty, Drill, rebalanced, trainee_texts
from assistant.drills.quiz import QuizKind, QuizWish, build_quiz
from assistant.drills.runs import Run
from assistant.drills.score import Marker
from assistant.drills.wording import unnumbered
from kb.works import Work, WorkKind
from ui.components import drill_charts, drill_class, drill_marks, drill_run, drill_sheet, quiz_sheet
from ui.pages.drill import run as run_page
from ui.pages.drill.results import unique

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def drill(desk: Desk) -> Drill:
    """A drill of three steps; the words of its first point are those of the source beneath it."""
    made = build(desk, DrillWish(("执法办案/涉案财物",), difficulty=Difficulty.HARD))
    first = made.questions[0]
    anchor = first.points[0].precedents[0].anchors[0]
    points = (replace(first.points[0], text=unnumbered(anchor.quote), anchor=anchor), *first.points[1:])
    return replace(made, questions=(replace(first, points=points), *made.questions[1:]))


@pytest.fixture
def sheet(drill: Drill) -> dict[str, Any]:
    """Its document as the browser sends it back."""
    found: dict[str, Any] = json.loads(json.dumps(drill_sheet.document(drill)))
    return found


@pytest.fixture(scope="module")
def work(drill: Drill) -> Work:
    """The drill as a stored work."""
    body = json.loads(json.dumps(drill.to_json()))
    return Work("d1", WorkKind.DRILL, drill.title, body, 1, NOW, NOW)


def run_of(work: Work, name: str, answers: dict[str, str]) -> Run:
    """A run handed in after a quarter of an hour."""
    run, marker = runs.start(work, name, NOW), Marker()
    for question in run.of.questions:
        run, _ = runs.answer(run, question.id, answers.get(question.id, ""), marker)
    return runs.submit(run, NOW + timedelta(minutes=15))


def test_an_untouched_sheet_is_the_drill(drill: Drill, sheet: dict[str, Any]) -> None:
    """Sent back as it came, the document gives the same drill."""
    assert drill_sheet.edited(drill, sheet) == drill


def test_edited_texts_keep_their_source(drill: Drill, sheet: dict[str, Any]) -> None:
    """A reworded point keeps its anchor and is told apart; marks and prompts are taken over."""
    number = next(n for n, one in enumerate(drill.questions) if any(point.anchor for point in one.points))
    place = next(n for n, point in enumerate(drill.questions[number].points) if point.anchor)
    sheet["questions"][number]["points"][place] |= {"text": "换成教员自己的话", "marks": 33}
    sheet["questions"][number]["prompt"] = "新的题目"
    found = drill_sheet.edited(drill, sheet).questions[number]
    assert found.points[place].anchor == drill.questions[number].points[place].anchor
    assert found.points[place].reworded
    assert not drill.questions[number].points[place].reworded
    assert (found.prompt, found.points[place].marks) == ("新的题目", 33)


def test_what_stands_under_a_point_survives_an_edit(drill: Drill, sheet: dict[str, Any]) -> None:
    """Accepted words, precedents and the card that only one may see are kept when the words of a point change."""
    point = drill.questions[0].points[0]
    sheet["questions"][0]["points"][0] |= {"text": "换一种说法"}
    sheet["roles"][-1]["secret"] += "再想一想。"
    found = drill_sheet.edited(drill, sheet)
    assert point.accept
    assert found.questions[0].points[0].accept == point.accept
    assert found.questions[0].points[0].precedents == point.precedents
    assert found.roles[-1].secret == drill.roles[-1].secret + "再想一想。"
    assert found.roles[:-1] == drill.roles[:-1]


def test_nothing_sent_can_invent_a_citation(drill: Drill, sheet: dict[str, Any]) -> None:
    """New points, and those with references into nowhere or to other things, are the trainer's own."""
    blank = {"text": "自拟", "marks": 5, "kind": "要点分"}
    sheet["questions"][0]["points"] = [{**blank, "ref": ref} for ref in ("", "q9.9", "b0", "n0")]
    assert all(point.own for point in drill_sheet.edited(drill, sheet).questions[0].points)


def test_deleted_and_moved_lines_keep_the_others_right(drill: Drill, sheet: dict[str, Any]) -> None:
    """Taking out the first point leaves the sources of the rest with their words; empty lines vanish."""
    points = sheet["questions"][0]["points"]
    del points[0]
    sheet["background"].append({"ref": "", "text": "  ", "chips": [], "distracting": False})
    found = drill_sheet.edited(drill, sheet)
    assert found.questions[0].points == drill.questions[0].points[1:]
    assert found.background == drill.background


def test_faults_reach_the_sheet(drill: Drill, sheet: dict[str, Any]) -> None:
    """Marks that do not make 100 are told, and mended by rebalancing."""
    sheet["questions"][0]["points"][0]["marks"] += 7
    wrong = drill_sheet.edited(drill, sheet)
    assert "107" in drill_sheet.view(drill_sheet.document(wrong), wrong, "t").get("faults")[0]
    right = rebalanced(wrong)
    assert drill_sheet.view(drill_sheet.document(right), right, "t")["faults"] == []


def test_every_chip_has_a_place(drill: Drill, sheet: dict[str, Any]) -> None:
    """Each citation of the sheet leads to an anchor whose words the point quotes."""
    places = drill_sheet.Numbers(drill_sheet.in_order(drill)).by_id
    for question, shown in zip(drill.questions, sheet["questions"], strict=True):
        for point, one in zip(question.points, shown["points"], strict=True):
            assert tuple(places[chip["id"]] for chip in one["chips"]) == point.anchors
            for note, line in zip(point.precedents, one["precedents"], strict=True):
                assert tuple(places[chip["id"]] for chip in line["chips"]) == note.anchors


def test_trainees_see_their_material_step_by_step(drill: Drill, work: Work) -> None:
    """Nothing of the answers is sent; a step and its questions come with the next click, never before."""
    run = runs.start(work, "甲", NOW)
    run = replace(run, answers=drill_run.opening(run.of))
    seen = []
    while True:
        shown = drill_run.view(run, "t")
        seen.append((len(shown["steps"]), len(shown["tasks"])))
        sent = json.dumps(shown, ensure_ascii=False)
        assert drill.roles[-1].secret not in sent
        assert not [
            point.text
            for point in drill.points
            if point.anchor and point.text in sent and not any(point.text in text for text in trainee_texts(drill))
        ]
        if not shown["following"]:
            break
        run = replace(run, answers=drill_run.onward(run.of, run.answers))
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[0][0] == 1
    assert seen[-1] == (len(drill.injects), len(drill.questions))


def test_going_on_keeps_what_was_answered(work: Work) -> None:
    """The next step adds questions and changes no answer."""
    drill = runs.start(work, "甲", NOW).of
    first = drill_run.onward(drill, {})
    answered = dict.fromkeys(first, "已写")
    assert {key: text for key, text in drill_run.onward(drill, answered).items() if key in answered} == answered


def test_what_was_handed_in_with_its_step_is_closed(drill: Drill, work: Work) -> None:
    """The questions of the step at hand are open, those before it are not: the next sheet would answer them."""
    answers = drill_run.opening(drill)
    assert not drill_run.closed(drill, answers)
    later = drill_run.onward(drill, answers)
    assert drill_run.closed(drill, later) == frozenset(answers)
    run = replace(runs.start(work, "甲", NOW), answers=later)
    shown = drill_run.view(run, "t")["tasks"]
    assert {task["id"] for task in shown if task["closed"]} == set(answers)


def test_marks_show_found_words_and_sources(drill: Drill, work: Work) -> None:
    """The words of a found point are marked in the answer; the whole answer is there; every point says why."""
    question = drill.questions[0]
    answer = f"首先，{question.points[0].text}其次再查。"
    run = run_of(work, "甲", {question.id: answer})
    shown = drill_marks.view(run, "r1", trainer=False)["answers"][0]
    assert "".join(part["text"] for part in shown["answer"]) == answer
    assert any(1 in part["points"] for part in shown["answer"])
    assert all(point["why"] for point in shown["points"])
    assert shown["points"][0]["degree"]["text"] == "答到"


def test_answers_are_cut_at_overlapping_places() -> None:
    """Stretches that belong to two points carry both numbers."""
    cut = drill_marks.stretches("甲乙丙丁", [[0, 3], None, [1, 4]])
    assert [(part["text"], part["points"]) for part in cut] == [("甲", [1]), ("乙丙", [1, 3]), ("丁", [3])]


def test_marks_by_hand_are_told(work: Work, drill: Drill) -> None:
    """A changed mark counts, stands as such in the table and the sheet, and keeps the program's beside it."""
    run = replace(run_of(work, "甲", {}), adjusted={drill.questions[1].id: 6.0})
    shown = drill_marks.view(run, "r1", trainer=True)["answers"][1]
    assert (shown["earned"], shown["computed"], shown["adjusted"]) == ("6", "0", True)
    row = drill_class.view([("r1", run)], missed([run]))["rows"][0]
    assert [cell["adjusted"] for cell in row["cells"]].count(True) == 1
    assert workbook([run], "成绩").startswith(b"PK")


def test_the_class_lists_what_most_missed(work: Work, drill: Drill) -> None:
    """Points nobody had come first; one that all had is not listed; the best run leads the table."""
    question = drill.questions[0]
    good = run_of(work, "甲", {question.id: "\n".join(point.text for point in question.points)})
    empty = run_of(work, "乙", {})
    gaps = missed([good, empty])
    assert gaps[0].lost == 1
    assert {gap.none for gap in gaps if gap.point in question.points} == {1}
    assert all(gap.point not in question.points for gap in missed([good]))
    shown = drill_class.view([("b", empty), ("a", good)], gaps)
    assert [row["id"] for row in shown["rows"]] == ["a", "b"]


def test_totals_are_counted_in_tens() -> None:
    """Full marks belong to the last class; classes in between are kept empty."""
    assert drill_charts.distribution([]) == []
    assert drill_charts.distribution([79.5, 100.0]) == [
        {"range": "70–79", "runs": 1},
        {"range": "80–89", "runs": 0},
        {"range": "90–100", "runs": 1},
    ]


def test_a_quiz_tells_its_keys_only_when_checked(desk: Desk) -> None:
    """Before the check no verdict is sent; the keys themselves are right, empty answers are not."""
    quiz = build_quiz(desk.kb, QuizWish(size=6))
    assert all(item["verdict"] is None for item in quiz_sheet.view(quiz, "t", None)["items"])
    told = quiz_sheet.view(quiz, "t", {number: item.key for number, item in enumerate(quiz.items, 1)})
    assert told["result"] == f"答对 {len(quiz.items)} 题，共 {len(quiz.items)} 题"
    assert quiz_sheet.view(quiz, "t", {})["result"].startswith("答对 0 题")


def test_a_mended_sentence_must_not_keep_the_fault(desk: Desk) -> None:
    """For 改错 the right words may stand in a sentence; the wrong words behind them are no answer."""
    item = next(item for item in build_quiz(desk.kb, QuizWish(10, kinds=(QuizKind.MEND,))).items)
    assert quiz_sheet.is_right(item, f"把{item.wrong}改为{item.key}")
    assert not quiz_sheet.is_right(item, item.wrong)
    assert not quiz_sheet.is_right(item, f"{item.key}改为{item.wrong}")


def test_sheets_of_other_drills_do_not_fit(drill: Drill, sheet: dict[str, Any]) -> None:
    """A document with another number of steps is refused instead of losing one."""
    broken = copy.deepcopy(sheet)
    broken["injects"].pop()
    with pytest.raises(ValueError, match="zip"):
        drill_sheet.edited(drill, broken)


def test_drills_of_the_same_name_can_be_told_apart() -> None:
    """Labels of a list are all different: two alike would lead to the first of them whichever was chosen."""
    labels = unique({"a": ("甲", "01-02"), "b": ("甲", "01-03"), "c": ("乙", "01-02"), "d": ("甲", "01-03")})
    assert labels == {"a": "甲　01-02", "b": "甲　01-03", "c": "乙", "d": "甲　01-03　第 2 份"}


def test_a_step_is_left_once_however_often_it_was_clicked(
    desk: Desk, drill: Drill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second click on 进入下一步 names the step that was left by the first: no further one is left."""
    made = runs.start(runs.save_drill(desk.kb.works, drill), "九组", NOW)
    present = run_page.Running("d", guest=True, run=replace(made, answers=drill_run.opening(made.of)))
    monkeypatch.setattr(run_page, "_running", lambda: present)
    for _ in range(2):
        run_page._answered(desk, {}, leaving=1)
    assert present.run is not None
    assert drill_run.revealed(drill, present.run.answers) == 2
    run_page._answered(desk, {}, leaving=2)
    assert drill_run.revealed(drill, present.run.answers) == 3
