"""A trainer builds, edits, exports and runs a drill; trainees answer in other browsers; the class is looked through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from assistant.drills import runs
from assistant.drills.score import Marker
from kb.knowledge_base import KnowledgeBase
from kb.works import WorkKind
from tests.e2e.conftest import Workplace, click, downloaded, screen, settled, visited
from tests.e2e.test_precedents import expect_marked, go

pytestmark = pytest.mark.browser

#: A type of the bundled library with several precedents, one of which tells its story.
TYPE = "接处警"

PROMPT = "请逐条写出你发现的问题。"

#: What a trainee writes for the pictures: something found, an article without its title, something left open.
ANSWERS = (
    (
        "一是值班期间饮酒，接到指令后不履行处警职责（背景材料第2条）。\n"
        "二是抗拒现场督察，不配合检测（T0第3条）。\n三是带班领导失管，没有查问。"
    ),
    "调取接处警系统的派警、到场时间和报警录音；询问报警人、值班民警，调取执法记录仪视频。",
    "违反人民警察法第二十一条，对报警案件应当及时查处。没有出具受案回执，违反程序规定。",
    "对甲停止执行职务，给予记过处分；对带班领导批评教育，责令作出书面检查。",
    "当天接收验伤材料和视频，出具清单，询问报警人；报告上级，由指定部门统一回应。",
)

#: Of the answers, what each of the other trainees of the pictures wrote.
_CLASS = {"二组": (0, 2), "三组": (0, 1, 2, 3, 4), "四组": (2, 3), "五组": (4,), "六组": (0, 3, 4), "七组": ()}


def choose_type(page: Page, words: str = TYPE) -> None:
    """Choose a problem type in the wish."""
    box = page.get_by_role("combobox").first
    click(box)
    box.press_sequentially(words)
    click(page.get_by_role("option", name=re.compile(words)).first)
    page.keyboard.press("Escape")


def mode(page: Page, name: str) -> None:
    """Go to a part of the page."""
    click(page.locator(".st-key-drill_mode").get_by_text(name, exact=True))


def build(page: Page, address: str) -> None:
    """Build a drill."""
    visited(page, f"{address}/drill")
    choose_type(page)
    click(page.get_by_role("button", name="生成演练"))
    expect(page.locator(".xj-drill-question").first).to_be_visible()


def prompt(page: Page) -> Locator:
    """The prompt of the first question."""
    return page.locator("textarea.xj-drill-prompt").first


def save(page: Page) -> None:
    """Save the drill and wait until it is."""
    click(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".st-key-drill_tools")).to_contain_text("已保存")


def newest(workplace: Workplace) -> tuple[str, dict[str, Any]]:
    """The drill saved last."""
    with KnowledgeBase(workplace.settings) as kb:
        work = kb.works.list(WorkKind.DRILL)[0]
    return work.id, work.body


def stock_class(workplace: Workplace, identifier: str) -> None:
    """Store a run of every other trainee of the pictures."""
    now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    marker = Marker()
    with KnowledgeBase(workplace.settings) as kb:
        for number, (name, written) in enumerate(_CLASS.items()):
            run = runs.start(kb.works.get(identifier), name, now)
            for index, question in enumerate(run.of.questions):
                run, _ = runs.answer(run, question.id, ANSWERS[index] if index in written else "", marker)
            run = replace(runs.submit(run, now + timedelta(minutes=38 + number)), writing=3 + len(written))
            runs.save_run(kb.works, run)


def words_of(file: bytes) -> str:
    """Every text of a Word file, footnotes and tables too, without blanks."""
    document = Document(BytesIO(file))
    parts = [document.element.xpath("string(//w:body)")]
    parts += [
        part.blob.decode("utf-8", "ignore") for part in document.part.package.iter_parts() if "notes" in part.partname
    ]
    return "".join("".join(parts).split())


def trainee(browser: Browser, address: str, name: str, written: Sequence[str] = ()) -> tuple[BrowserContext, Page]:
    """A trainee in a browser of their own who has begun, written answers while they were open, and stands at the last
    step.
    """
    context = screen(browser)
    page = context.new_page()
    visited(page, address)
    settled(page).get_by_role("textbox").fill(name)
    click(page.get_by_role("button", name="开始作答"))
    expect(page.locator(".xj-run-case")).to_be_visible()
    while True:
        fields = page.locator(".xj-run-answer:not([readonly])")
        first = page.locator(".xj-run-answer[readonly]").count()
        for number in range(fields.count()):
            fields.nth(number).fill(written[first + number] if first + number < len(written) else "")
        if not page.get_by_role("button", name="进入下一步").count():
            return context, page
        steps = page.locator(".xj-run-step").count()
        click(page.get_by_role("button", name="进入下一步"))
        if page.get_by_role("button", name="再点一次").count():  # something was left open
            click(page.get_by_role("button", name="再点一次"))
        expect(page.locator(".xj-run-step")).not_to_have_count(steps)


def hand_in(page: Page) -> None:
    """Hand in and wait for the marks."""
    click(page.get_by_role("button", name="交卷"))
    click(page.get_by_role("button", name="确认交卷"))
    expect(page.locator(".xj-marks-tile").first).to_be_visible()


def earned(page: Page, number: int) -> float:
    """The marks of a question, counted from 0."""
    return float(page.locator(".xj-marks-tile strong").nth(number).inner_text().split("/")[0])


def export_both(page: Page, body: dict[str, Any]) -> None:
    """Export both versions: the trainer's has every answer, the trainee's none."""
    trainer_words = words_of(downloaded(page, page.get_by_role("button", name="教员版 Word")).data)
    click(page.get_by_role("button", name="学员版 Word"))
    expect(page.get_by_text("学员版不含参考要点")).to_be_visible()
    trainee_words = words_of(downloaded(page, page.get_by_role("button", name="导出学员版")).data)
    page.keyboard.press("Escape")
    answers = [point["text"] for question in body["questions"] for point in question["points"] if point["anchor"]]
    bare = ["".join(re.sub(r"^\d+[.．、]", "", text).split())[:12] for text in answers]
    assert PROMPT in trainee_words
    assert all(words in trainer_words for words in bare)
    assert not [words for words in bare if words in trainee_words]
    assert "教员提示" not in trainee_words


def look_through(page: Page) -> None:
    """Look at the class, change a mark by hand, take the sheet along and delete a run."""
    mode(page, "成绩")
    expect(page.locator(".xj-class-table tbody tr")).to_have_count(2)
    expect(page.locator(".xj-class-table tbody tr").first).to_contain_text("一组")
    expect(page.locator(".xj-gaps li").first).to_be_visible()
    click(page.get_by_role("button", name="二组", exact=True))
    field = page.get_by_role("spinbutton", name=re.compile("第 1 题"))
    field.fill("5")
    field.press("Enter")
    expect(page.locator(".xj-class-table abbr")).to_have_text("改")
    expect(page.locator(".xj-marks").get_by_text("人工改分")).to_be_visible()
    book = openpyxl.load_workbook(BytesIO(downloaded(page, page.get_by_role("button", name="下载成绩（Excel）")).data))
    assert {"班级成绩", "逐点得分", "失分要点", "人工改分"} <= set(book.sheetnames)
    click(page.get_by_role("button", name="删除 二组 的答卷"))
    click(page.get_by_role("button", name="删除 二组 的答卷"))
    expect(page.locator(".xj-class-table tbody tr")).to_have_count(1)


def test_a_drill_from_the_wish_to_the_results(workplace: Workplace, browser_page: Page, browser: Browser) -> None:
    """Built, edited, saved, exported in both versions, run by two trainees and looked through with the class."""
    page = browser_page
    build(page, workplace.address)
    prompt(page).fill(PROMPT)
    save(page)
    identifier, body = newest(workplace)
    assert body["questions"][0]["prompt"] == PROMPT
    points = body["questions"][0]["points"]

    export_both(page, body)
    link = f"{workplace.address}/drill?drill={identifier}"
    # In other words: the first point without its ordinal, told by a trainee, and its last words left out.
    said = (
        "经查，" + re.sub(r"^\d+[.．、]", "", points[0]["text"]).rstrip("。").replace("没有", "未做") + "，需要整改。"
    )
    one, first = trainee(browser, link, "一组", [said])
    two, second = trainee(browser, link, "二组", [PROMPT])
    expect(second.locator(".xj-run > header")).to_contain_text("已自动保存")
    expect(first.locator(".xj-run-answer").nth(0)).not_to_be_editable()
    first.reload()
    expect(first.locator(".xj-run-answer").nth(0)).to_have_value(said)
    expect(first.get_by_text(points[0]["text"])).to_have_count(0)
    hand_in(first)
    hand_in(second)
    assert earned(first, 0) > 0
    assert earned(second, 0) == 0
    assert earned(first, 2) == 0
    expect(first.locator(".xj-marks-answer mark").first).to_be_visible()
    click(first.locator(".xj-marks-points .xj-chip").first)
    expect_marked(first, points[0]["anchor"]["quote"][:20])
    one.close()
    two.close()

    look_through(page)


def test_haste_costs_a_trainee_nothing(workplace: Workplace, browser_page: Page) -> None:
    """What was typed the moment before a reload is kept, after a question by the browser; double clicks neither leave a
    step with open questions nor hand in.
    """
    page = browser_page
    build(page, workplace.address)
    save(page)
    visited(page, f"{workplace.address}/drill?drill={newest(workplace)[0]}")
    settled(page).get_by_role("textbox").fill("八组")
    click(page.get_by_role("button", name="开始作答"))
    page.locator(".xj-run-answer").first.press_sequentially("写到一半")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(".xj-run-answer").first).to_have_value("写到一半")
    onward = page.get_by_role("button", name="进入下一步")
    steps = 1
    while onward.count():
        onward.dblclick()
        page.wait_for_timeout(1500)
        expect(page.locator(".xj-run-step")).to_have_count(steps)
        click(page.get_by_role("button", name="再点一次"))
        steps += 1
        expect(page.locator(".xj-run-step")).to_have_count(steps)
    page.get_by_role("button", name="交卷").dblclick()
    page.wait_for_timeout(1500)
    expect(page.get_by_role("button", name="再点一次，确认交卷")).to_be_visible()
    expect(page.locator(".xj-marks-tile")).to_have_count(0)


def test_a_trainer_is_asked_before_edits_are_lost(workplace: Workplace, browser_page: Page) -> None:
    """Leaving the page with edits that were not saved has the browser ask; saved ones may be left."""
    page = browser_page
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    build(page, workplace.address)
    prompt(page).fill(PROMPT)
    expect(page.locator("[data-unsaved]")).to_have_count(1)
    save(page)
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    page.reload()
    assert not asked
    click(page.locator(".xj-shelf-open").first)
    prompt(page).fill("换一个问法")
    expect(page.locator("[data-unsaved]")).to_have_count(1)
    page.reload()
    assert asked == ["beforeunload"]


def test_edits_survive_sources_and_pages(workplace: Workplace, browser_page: Page) -> None:
    """A source opens beside the sheet with its words marked; what was typed stays, there and after another page."""
    page = browser_page
    build(page, workplace.address)
    prompt(page).fill(PROMPT)
    point = page.locator(".xj-drill-point", has=page.locator(".xj-drill-side .xj-chip")).first
    text = point.locator("textarea").input_value()
    click(point.locator(".xj-drill-side .xj-chip"))
    expect_marked_within(page, text)
    expect(prompt(page)).to_have_value(PROMPT)
    click(page.get_by_role("button", name="关闭原文"))
    go(page, "先例")
    expect(page.locator(".xj-facets")).to_be_visible()
    go(page, "演练")
    expect(prompt(page)).to_have_value(PROMPT)


def expect_marked_within(page: Page, text: str) -> None:
    """Wait until the words marked in the source hold a text, blanks aside."""
    marks = "[...document.querySelectorAll('.xj-source mark')].map((mark) => mark.textContent).join('')"
    page.wait_for_function(f"(text) => {marks}.replace(/\\s/g, '').includes(text)", arg="".join(text.split()))


def test_marks_must_make_a_hundred(workplace: Workplace, browser_page: Page) -> None:
    """A wrong sum is told at once and mended by a click; reworded and new points are flagged, deleted ones go."""
    page = browser_page
    build(page, workplace.address)
    state = page.locator(".xj-drill-state")
    expect(state).to_have_text("评分合计 100 分")
    point = page.locator(".xj-drill-point").first
    before = int(point.locator("input").input_value())
    point.locator("input").fill(str(before + 10))
    expect(state).to_contain_text("评分合计 110 分，应为 100 分")
    click(page.get_by_role("button", name="按比例调平"))
    expect(state).to_have_text("评分合计 100 分")
    point.locator("textarea").fill("换一种说法")
    expect(point.get_by_text("教员改写")).to_be_visible()
    click(point.get_by_role("button", name="恢复原文"))
    expect(point.get_by_text("教员改写")).to_have_count(0)
    question = page.locator(".xj-drill-question").first
    count = question.locator(".xj-drill-point").count()
    click(question.get_by_role("button", name="＋ 增加要点"))
    expect(question.locator(".xj-drill-point")).to_have_count(count + 1)
    expect(question.locator(".xj-drill-point").last).to_contain_text("教员自拟")
    click(question.locator(".xj-drill-point").last.get_by_role("button", name="删除这个要点"))
    expect(question.locator(".xj-drill-point")).to_have_count(count)


def test_nobody_overwrites_another_trainer(workplace: Workplace, browser_page: Page, browser: Browser) -> None:
    """Of two who edit the same drill the second to save is told, and can keep the work as a drill of its own."""
    page = browser_page
    build(page, workplace.address)
    save(page)
    identifier, _ = newest(workplace)
    context = screen(browser)
    other = context.new_page()
    visited(other, f"{workplace.address}/drill")
    click(other.locator(".xj-shelf-open").first)
    prompt(other).fill("别人的题目")
    save(other)
    context.close()
    prompt(page).fill(PROMPT)
    click(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".xj-notice.xj-bad")).to_contain_text("已在别处保存过新的版本")
    click(page.get_by_role("button", name="把我的另存为一份"))
    expect(page.locator(".xj-notice.xj-bad")).to_have_count(0)
    mine, body = newest(workplace)
    assert mine != identifier
    assert body["questions"][0]["prompt"] == PROMPT


def test_a_quiz_is_answered_and_printed(workplace: Workplace, browser_page: Page) -> None:
    """Right answers are told from wrong ones, explanations lead to their source, the trainee's sheet has no keys."""
    page = browser_page
    visited(page, f"{workplace.address}/drill")
    mode(page, "题库")
    click(page.get_by_role("button", name="出题", exact=True))
    expect(page.locator(".xj-quiz-item").first).to_be_visible()
    expect(page.locator(".xj-quiz-verdict")).to_have_count(0)
    click(page.get_by_role("button", name="核对答案"))
    verdict = page.locator(".xj-quiz-verdict").first
    expect(verdict).to_contain_text("未答")
    click(verdict.locator(".xj-chip"))
    expect(page.locator(".xj-source mark").first).to_be_visible()
    click(page.get_by_role("button", name="关闭原文"))
    expect(page.locator(".xj-source")).to_have_count(0)
    assert "答案与解析" in words_of(downloaded(page, page.get_by_role("button", name="教员版 Word")).data)
    assert "答案" not in words_of(downloaded(page, page.get_by_role("button", name="学员版 Word")).data)


def test_an_unknown_link_says_so(workplace: Workplace, browser_page: Page) -> None:
    """A link to a drill that is gone tells trainees what to do."""
    visited(browser_page, f"{workplace.address}/drill?drill=0")
    expect(browser_page.locator(".xj-notice")).to_contain_text("请向教员要新的链接")
