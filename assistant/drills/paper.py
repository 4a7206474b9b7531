"""Drills and quizzes as drafts, for Word export: the trainer's version with answers and notes, the trainee's without.

The drafts are of the kind ``SPECIAL``: export looks at the body, the tables and the notes only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from assistant.anchor import Anchor
from assistant.drafting.body import MARKER
from assistant.drafting.model import Column, ColumnKind, Draft, DraftKind, Row, Table
from assistant.drills.model import OWN, REWORDED, Drill, Inject, MarkKind, Question, ReferencePoint, Statement
from assistant.drills.quiz import Quiz, QuizItem, QuizKind
from assistant.drills.wording import unnumbered
from kb.numerals import to_chinese

_TRAINER, _TRAINEE = "教员用", "学员用"

#: Begins a new page of a draft.
PAGE = "\f"

#: Characters of a point in the table of marks, two lines of it.
_CELL = 48


class _Notes:
    """Numbers places from 1; the same place keeps its number."""

    def __init__(self) -> None:
        self.by_number: dict[int, Anchor] = {}
        self._numbers: dict[Anchor, int] = {}

    def number(self, anchor: Anchor) -> int:
        """The number of a place."""
        if anchor not in self._numbers:
            self._numbers[anchor] = len(self._numbers) + 1
            self.by_number[self._numbers[anchor]] = anchor
        return self._numbers[anchor]

    def mark(self, anchors: Iterable[Anchor]) -> str:
        """The markers for places."""
        return "".join(f"[{self.number(anchor)}]" for anchor in anchors)


def trainer_paper(drill: Drill) -> Draft:
    """Everything: answers with their sources as notes, the run sheet and the marks as tables, hints for the trainer."""
    notes = _Notes()
    lines = _sections(
        [
            ("演练概要", [*_outline(drill), _preparation(drill)]),
            ("教学目标", _objectives(drill)),
            ("背景材料", _told(drill.background, notes)),
            ("角色与任务卡", [f"{role.name}：{role.task}" for role in drill.roles]),
            ("情景推进", _injects(drill.injects, notes)),
            ("问题与参考要点", _answers(drill.questions, notes)),
            ("评分标准", _scoring(drill)),
            ("复盘讨论", _numbered(drill.debrief)),
            ("教员提示", _numbered(f"{_flat(note.text)}{notes.mark(note.anchors)}" for note in drill.notes)),
        ]
    )
    tables = (run_sheet(drill), _score_table(drill, notes))
    return Draft(
        DraftKind.SPECIAL, f"{drill.title}（{_TRAINER}）", "\n".join(lines), tables=tables, notes=notes.by_number
    )


def trainee_paper(drill: Drill, upto: str | None = None) -> Draft:
    """What trainees get: no answers, no notes, no identities; injects up to the code ``upto`` (all where None) and the
    questions that belong to them.  Each inject after the first begins a sheet of its own, to be handed out at its time.
    """
    codes = [inject.code for inject in drill.injects]
    given = codes if upto is None else codes[: codes.index(upto) + 1]
    sections = [
        ("作答要求", [*_outline(drill), *_numbered(_rules(drill))]),
        ("教学目标", _objectives(drill)),
        ("背景材料", _told(drill.background, None)),
        ("角色与任务卡", [f"{role.name}：{role.task}" for role in drill.roles]),
    ]
    turned = set()
    for inject in drill.injects:
        if inject.code in given:
            when = f"（第{inject.minute}分钟下发）"
            if inject.code != codes[0]:
                turned.add(len(sections))
            asked = [question for question in drill.questions if question.inject == inject.code]
            sections.append(
                (f"{inject.code}　{inject.title}{when}", [*_told(inject.facts, None), *_questions(asked, drill)])
            )
    return Draft(DraftKind.SPECIAL, f"{drill.title}（{_TRAINEE}）", "\n".join(_sections(sections, turned)))


#: Share of the time after which the debrief begins at the latest, and the minutes the last step has at least.
_DEBRIEF, _LAST_STEP = 0.8, 5


def run_sheet(drill: Drill) -> Table:
    """The run sheet: from which minute to which, what the trainer does, what trainees do, what is handed out."""
    columns = (
        Column("时间（分钟）", width=7),
        Column("环节", width=8),
        Column("教员", width=16),
        Column("学员", width=16),
        Column("下发材料", width=9),
    )
    starts = [inject.minute for inject in drill.injects]
    last = starts[-1] if starts else 0
    close = min(drill.minutes, max(round(_DEBRIEF * drill.minutes), last + _LAST_STEP))
    rows = [
        Row(
            (
                _span(0, starts[0] if starts else close),
                "开场",
                "讲明纪律、作答要求和分值，分组，发任务卡",
                "领取角色，推定执笔人",
                "第1张",
            )
        )
    ]
    for number, inject in enumerate(drill.injects):
        until = starts[number + 1] if number + 1 < len(starts) else close
        asked = [one for one in drill.questions if one.inject == inject.code]
        names = "、".join(question.stage.value for question in asked)
        does = f"{f'宣布{inject.code}' if number else '讲解背景和T0'}，巡视各组，不提示答案"
        task = f"讨论并书面作答：{names}（{sum(one.marks for one in asked)}分）" if asked else "阅读、讨论"
        sheet = f"第{number + 1}张" if number else ""
        rows.append(Row((_span(inject.minute, until), f"{inject.code}　{inject.title}", does, task, sheet)))
    half = close + (drill.minutes - close) // 2
    rows.append(Row((_span(close, half), "讲评", "收卷，对照参考要点逐题讲评，宣读依据条文", "对照自评，补记遗漏", "")))
    rows.append(Row((_span(half, drill.minutes), "复盘", "按复盘讨论题提问，小结，回收材料", "联系本单位发言", "")))
    return Table("演练流程表", columns, tuple(row for row in rows if row.cells[0]))


def _span(start: int, end: int) -> str:
    return f"{start}—{end}" if end > start else ""


def _preparation(drill: Drill) -> str:
    count = max(len(drill.injects), 1)
    return (
        f"准备：学员版按张打印，每组一套，共{count}张，按流程表（附件1）的时间逐张下发，不得提前；"
        "教员版、评分表（附件2）只给教员和评分人。"
    )


def _rules(drill: Drill) -> list[str]:
    parts = "，".join(f"{question.stage.value}{question.marks}分" for question in drill.questions)
    writing = sum(point.marks for point in drill.writing)
    return [
        f"满分{sum(point.marks for point in drill.points)}分：{parts}，文书{writing}分。",
        "每题分条作答，一条写一个要点，每写对一个要点得一份分；照抄背景材料不得分，写错的要点不倒扣。",
        "引用法规写全称并加书名号，写明条号和要求的内容；没有把握的条号可以只写法规名称和内容，得部分分。",
        "文书分看三项：" + "；".join(point.text.partition("：")[0] for point in drill.writing) + "。",
        "材料分张下发，每张到时才发；后面的材料发下后，前面的答案可以补充，不得重抄。",
        "没有给出的情况不作假定；需要进一步查明的，写明向谁查、查什么。",
    ]


def quiz_paper(quiz: Quiz, *, answers: bool) -> Draft:
    """A quiz sheet; with ``answers`` the keys and explanations stand behind the items, their sources as notes."""
    notes = _Notes()
    groups = [(kind, [item for item in quiz.items if item.kind is kind]) for kind in QuizKind]
    sections = []
    for kind, items in groups:
        if items:
            lead = "每题只有一个正确选项。" if kind is QuizKind.CHOICE else "每题的表述有一处与原文不符，请指出并改正。"
            sections.append((kind.value, [lead, *_items(items)]))
    if answers:
        keys = [
            f"{kind.value}第{number}题：{_key(item)}。{_flat(item.explanation)}{notes.mark([item.anchor])}"
            for kind, items in groups
            for number, item in enumerate(items, 1)
        ]
        sections.append(("答案与解析", keys))
    title = f"{quiz.title}（{_TRAINER if answers else _TRAINEE}）"
    return Draft(DraftKind.SPECIAL, title, "\n".join(_sections(sections)), notes=notes.by_number)


def _sections(sections: list[tuple[str, list[str]]], turned: Collection[int] = ()) -> list[str]:
    """Headed parts, numbered; empty ones left out.  The parts at ``turned`` begin a new page."""
    lines: list[str] = []
    kept = [(at, title, body) for at, (title, body) in enumerate(sections) if body]
    for number, (at, title, body) in enumerate(kept, 1):
        lines += [f"{PAGE if at in turned else ''}{to_chinese(number)}、{title}", *body]
    return lines


def _flat(text: str) -> str:
    """Words of a source on one line, without what would be read as markers."""
    return MARKER.sub("", re.sub(r"\s*\n\s*", "", text)).strip()


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"{number}.{line}" for number, line in enumerate(lines, 1)]


def _outline(drill: Drill) -> list[str]:
    return [
        f"对象：{drill.audience.value}",
        f"时长：{drill.minutes}分钟　难度：{drill.difficulty.value}",
        f"问题类型：{'、'.join(drill.types)}",
    ]


def _objectives(drill: Drill) -> list[str]:
    named = (
        ("知识", drill.objectives.knowledge),
        ("能力", drill.objectives.ability),
        ("作风", drill.objectives.conduct),
    )
    return [f"{name}：{'；'.join(lines)}。" for name, lines in named if lines]


def _told(statements: Iterable[Statement], notes: _Notes | None) -> list[str]:
    """Statements one a line; with notes also where they come from and what they are."""
    lines = []
    for statement in statements:
        line = _flat(statement.text)
        if notes is not None:
            line += notes.mark(statement.anchors) if statement.anchors else f"（{OWN}）"
            line += "（干扰信息）" if statement.distracting else ""
        lines.append(line)
    return _numbered(lines) if len(lines) > 1 else lines


def _injects(injects: Iterable[Inject], notes: _Notes | None) -> list[str]:
    lines: list[str] = []
    for number, inject in enumerate(injects, 1):
        lines.append(f"（{to_chinese(number)}）{inject.code}　{inject.title}（第{inject.minute}分钟）")
        lines += _told(inject.facts, notes)
    return lines


def _questions(questions: Iterable[Question], drill: Drill) -> list[str]:
    lines: list[str] = []
    for question in questions:
        number = drill.questions.index(question) + 1
        lines += [f"第{to_chinese(number)}题　{question.stage.value}（{question.marks}分）", question.prompt]
        lines += [f"提示：{question.hint}"] if question.hint else []
    return lines


def _answers(questions: Iterable[Question], notes: _Notes) -> list[str]:
    lines: list[str] = []
    for number, question in enumerate(questions, 1):
        lines += [f"（{to_chinese(number)}）{question.stage.value}（{question.marks}分）", question.prompt]
        lines += _numbered(_answer(point, notes) for point in question.points)
    return lines


def _answer(point: ReferencePoint, notes: _Notes) -> str:
    article = f"{point.article}：" if point.article else ""
    source = notes.mark([point.anchor]) if point.anchor else f"（{OWN}）"
    source += f"（{REWORDED}）" if point.reworded else ""
    figures = f"（关键数字：{'、'.join(point.figures)}）" if point.figures else ""
    seen = f"（线索：{point.seen}）" if point.seen else ""
    return f"{article}{unnumbered(_flat(point.text))}{source}{figures}{seen}（{point.kind.value}{point.marks}分）"


def _scoring(drill: Drill) -> list[str]:
    parts = "，".join(f"{kind.value}{marks}分" for kind, marks in drill.scoring.items())
    return [
        f"满分{sum(drill.scoring.values())}分，其中{parts}，逐点分值见附件2。",
        *_numbered(f"{point.text}（{point.kind.value}{point.marks}分）" for point in drill.writing),
    ]


def _score_table(drill: Drill, notes: _Notes) -> Table:
    columns = (
        Column("题目", width=8),
        Column("评分要点", width=30),
        Column("类别", width=6),
        Column("分值", ColumnKind.NUMBER, 5),
        Column("得分", width=5),
    )
    rows = [
        Row(
            (question.stage.value, _answer_text(point), point.kind.value, str(point.marks), ""),
            (notes.number(point.anchor),) if point.anchor else (),
        )
        for question in drill.questions
        for point in question.points
    ]
    rows += [Row(("文书", point.text, MarkKind.WRITING.value, str(point.marks), "")) for point in drill.writing]
    rows.append(Row(("合计", "", "", str(sum(point.marks for point in drill.points)), "")))
    return Table("评分表", columns, tuple(rows))


def _answer_text(point: ReferencePoint) -> str:
    """The point as the table of marks names it: articles by their label, long words cut; they are printed before."""
    own = f"（{OWN}）" if point.own else f"（{REWORDED}）" if point.reworded else ""
    words = unnumbered(_flat(point.text))
    short = words if len(words) <= _CELL else f"{words[:_CELL]}……"
    return f"{point.article or short}{own}"


def _items(items: Iterable[QuizItem]) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        lines.append(f"{number}.{_flat(item.stem)}")
        lines += [f"{letter}．{_flat(option)}" for letter, option in zip("ABCDEFGH", item.options, strict=False)]
    return lines


def _key(item: QuizItem) -> str:
    return item.letter if item.options else f"“{item.wrong}”应为“{item.key}”"
