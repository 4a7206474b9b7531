"""Drills and quizzes as drafts, for Word export: the trainer's version with answers and notes, the trainee's without.

The drafts are of the kind ``SPECIAL``: export looks at the body, the tables and the notes only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.anchor import Anchor
from assistant.drafting.body import MARKER
from assistant.drafting.model import Column, ColumnKind, Draft, DraftKind, Row, Table
from assistant.drills.model import OWN, REWORDED, Drill, Inject, MarkKind, Question, ReferencePoint, Statement
from assistant.drills.quiz import Quiz, QuizItem, QuizKind
from assistant.drills.wording import unnumbered
from kb.numerals import to_chinese

_TRAINER, _TRAINEE = "教员用", "学员用"


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
    """Everything: answers with their sources as notes, the scoring as a table, notes for the trainer."""
    notes = _Notes()
    lines = [
        *_sections(
            [
                ("演练概要", _outline(drill)),
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
    ]
    table = _score_table(drill, notes)
    return Draft(
        DraftKind.SPECIAL, f"{drill.title}（{_TRAINER}）", "\n".join(lines), tables=(table,), notes=notes.by_number
    )


def trainee_paper(drill: Drill, upto: str | None = None) -> Draft:
    """What trainees get: no answers, no notes, no identities; injects up to the code ``upto`` (all where None) and the
    questions that belong to them.
    """
    codes = [inject.code for inject in drill.injects]
    given = codes if upto is None else codes[: codes.index(upto) + 1]
    asked = [question for question in drill.questions if question.inject in given]
    lines = _sections(
        [
            ("演练说明", _outline(drill)),
            ("教学目标", _objectives(drill)),
            ("背景材料", _told(drill.background, None)),
            ("角色与任务卡", [f"{role.name}：{role.task}" for role in drill.roles]),
            ("情景推进", _injects([inject for inject in drill.injects if inject.code in given], None)),
            ("问题", _questions(asked)),
        ]
    )
    return Draft(DraftKind.SPECIAL, f"{drill.title}（{_TRAINEE}）", "\n".join(lines))


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


def _sections(sections: list[tuple[str, list[str]]]) -> list[str]:
    """Headed parts, numbered; empty ones left out."""
    lines: list[str] = []
    for number, (title, body) in enumerate([one for one in sections if one[1]], 1):
        lines += [f"{to_chinese(number)}、{title}", *body]
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
    return lines


def _injects(injects: Iterable[Inject], notes: _Notes | None) -> list[str]:
    lines: list[str] = []
    for number, inject in enumerate(injects, 1):
        lines.append(f"（{to_chinese(number)}）{inject.code}　{inject.title}（第{inject.minute}分钟）")
        lines += _told(inject.facts, notes)
    return lines


def _questions(questions: Iterable[Question]) -> list[str]:
    lines: list[str] = []
    for number, question in enumerate(questions, 1):
        lines += [f"（{to_chinese(number)}）{question.stage.value}（{question.marks}分）", question.prompt]
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
    return f"{article}{unnumbered(_flat(point.text))}{source}{figures}（{point.kind.value}{point.marks}分）"


def _scoring(drill: Drill) -> list[str]:
    parts = "，".join(f"{kind.value}{marks}分" for kind, marks in drill.scoring.items())
    return [
        f"满分{sum(drill.scoring.values())}分，其中{parts}，逐点分值见附件。",
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
    own = f"（{OWN}）" if point.own else f"（{REWORDED}）" if point.reworded else ""
    return f"{point.article or ''}{'：' if point.article else ''}{unnumbered(_flat(point.text))}{own}"


def _items(items: Iterable[QuizItem]) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        lines.append(f"{number}.{_flat(item.stem)}")
        lines += [f"{letter}．{_flat(option)}" for letter, option in zip("ABCDEFGH", item.options, strict=False)]
    return lines


def _key(item: QuizItem) -> str:
    return item.letter if item.options else f"“{item.wrong}”应为“{item.key}”"
