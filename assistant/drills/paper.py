"""Drills and quizzes as drafts, for Word export: the trainer's version with answers and notes, the trainee's without.

What is read aloud names no unit: places in the titles of local rules are left out, notes for editors stand on a page of
their own.  The run sheet and the sheet of marks are made in :mod:`assistant.drills.kit`.  The drafts are of the kind
``SPECIAL``: export looks at the body, the tables and the notes only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from assistant.anchor import Anchor
from assistant.drafting.body import MARKER
from assistant.drafting.model import Draft, DraftKind
from assistant.drills import kit
from assistant.drills.model import (
    OWN,
    REWORDED,
    Audience,
    Drill,
    Inject,
    Note,
    Question,
    ReferencePoint,
    Stage,
    Statement,
)
from assistant.drills.quiz import Quiz, QuizItem, QuizKind
from assistant.drills.veil import nameless
from assistant.drills.wording import inside, unnumbered
from kb.numerals import to_chinese

_TRAINER, _TRAINEE = "教员用", "学员用"

#: Heads a file that holds all sheets and the secret card.
_WHOLE_SET = "教员裁发：各张、任务卡都另起一页，由教员按演练流程表逐张裁发，不得整份下发、转发；本行不印给学员。"

#: Begins a new page of a draft.
PAGE = "\f"


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
    sections = [
        ("演练概要", [*_outline(drill), *kit.preparation(drill)]),
        ("教学目标", _objectives(drill)),
        ("背景材料", _told(drill.background, notes)),
        ("分组与角色", kit.groups(drill)),
        ("情景推进", _injects(drill.injects, notes)),
        ("问题与参考要点", _answers(drill, notes)),
        ("评分标准", _scoring(drill)),
        ("复盘讨论", _numbered(drill.debrief)),
        ("编者说明（只供编者核对，不宣读、不下发）", _numbered(_note(note, notes) for note in drill.notes)),
    ]
    lines = _sections(sections, {len(sections) - 1})
    tables = (kit.run_sheet(drill), kit.mark_sheet(drill))
    return Draft(
        DraftKind.SPECIAL, f"{drill.title}（{_TRAINER}）", "\n".join(lines), tables=tables, notes=notes.by_number
    )


def _note(note: Note, notes: _Notes) -> str:
    return f"{_flat(note.text)}{notes.mark(note.anchors)}"


def trainee_paper(drill: Drill, upto: str | None = None) -> Draft:
    """What trainees get: no answers, no notes, no identities; injects up to the code ``upto`` (all where None) and the
    questions that belong to them.  Each inject after the first begins a sheet of its own, to be handed out at its time;
    with all of them come the task cards, the one with what only its holder may know on a page of its own.
    """
    codes = [inject.code for inject in drill.injects]
    given = codes if upto is None else codes[: codes.index(upto) + 1]
    sections = [
        ("作答要求", [*_outline(drill), *_numbered(kit.rules(drill))]),
        ("教学目标", _objectives(drill, answers=False)),
        ("背景材料", _told(drill.background, None)),
    ]
    turned = set()
    for sheet, inject in enumerate(drill.injects, 1):
        if inject.code in given:
            when = f"（第{inject.minute}分钟由教员裁发{'，此前不得下发' if inject.code != codes[0] else ''}）"
            if inject.code != codes[0]:
                turned.add(len(sections))
            asked = [question for question in drill.questions if question.inject == inject.code]
            sections.append(
                (
                    f"第{sheet}张　{inject.code}　{inject.title}{when}",
                    [*_told(inject.facts, None), *_questions(asked, drill)],
                )
            )
    for title, cards in kit.cards(drill) if upto is None else ():
        turned.add(len(sections))
        sections.append((title, cards))
    lead = [_WHOLE_SET] if upto is None else []
    return Draft(DraftKind.SPECIAL, f"{drill.title}（{_TRAINEE}）", "\n".join([*lead, *_sections(sections, turned)]))


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


def _objectives(drill: Drill, *, answers: bool = True) -> list[str]:
    """The objectives; trainees get none of ability (``answers`` False), which would give the order of acts away."""
    named = (
        ("知识", drill.objectives.knowledge),
        ("能力", drill.objectives.ability if answers else ()),
        ("作风", drill.objectives.conduct),
    )
    return [f"{name}：{'；'.join(lines)}。" for name, lines in named if lines]


def _told(statements: Iterable[Statement], notes: _Notes | None) -> list[str]:
    """Statements one a line; with notes also where they come from and what they are."""
    told = list(statements)
    all_own = notes is not None and len(told) > 1 and not any(statement.anchors for statement in told)
    lines = []
    for statement in told:
        line = _flat(statement.text)
        if notes is not None:
            line += notes.mark(statement.anchors) if statement.anchors else "" if all_own else f"（{OWN}）"
            line += "（不构成问题）" if statement.distracting else ""
        lines.append(line)
    head = [f"以下各条均为{OWN}，不指向任何单位。"] if all_own else []
    return [*head, *_numbered(lines)] if len(lines) > 1 else lines


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
        lines.append("作答：（写在答题纸上，注明题号和组别）")
    return lines


def _answers(drill: Drill, notes: _Notes) -> list[str]:
    lines: list[str] = []
    for number, question in enumerate(drill.questions, 1):
        lines += [f"（{to_chinese(number)}）{question.stage.value}（{question.marks}分）", question.prompt]
        lines += [f"提示（学员版印有）：{question.hint}"] if question.hint else []
        theirs = drill.audience is Audience.INSPECTOR and question.stage is Stage.DISPOSAL
        for place, point in enumerate(question.points, 1):
            lines.append(f"{place}.{_answer(point, notes)}")
            label = "先例参考（办理单位的处理，不是巡察组的意见）" if theirs else "先例参考"
            lines += _precedents(point, notes, label, names=question.stage is Stage.FIND)
    return lines


#: A precedent in fewer characters only names the problem, unless it counts something.
_NAMED = 12


def _precedents(point: ReferencePoint, notes: _Notes, label: str, *, names: bool) -> list[str]:
    """What precedents did, one a line; with ``names`` how they named a problem, on one line."""
    told = [(_flat(note.text), notes.mark(note.anchors)) for note in point.precedents]
    named = [(text, mark) for text, mark in told if names and len(text) < _NAMED and not re.search(r"\d", text)]
    said = "、".join(f"“{inside(text)}”{mark}" for text, mark in named)
    lines = [f"先例表述：{said}"] if said else []
    return [*lines, *(f"{label}：{text}{mark}" for text, mark in told if (text, mark) not in named)]


def _answer(point: ReferencePoint, notes: _Notes) -> str:
    article = f"{nameless(point.article)}：" if point.article else ""
    source = notes.mark(point.anchors) if point.anchor else f"（{OWN}）"
    source += f"（{REWORDED}）" if point.reworded else ""
    figures = f"（关键数字：{'、'.join(point.figures)}）" if point.figures else ""
    seen = f"（见{point.seen}）" if point.seen else ""
    return f"{article}{unnumbered(_flat(point.text))}{source}{figures}{seen}（{point.marks}分）"


#: The forms of disposal in their order, for rows that allow one degree more or less.
_DEGREES = (
    "处理形式由轻到重：谈话提醒、批评教育、责令检查、诫勉、处分；"
    "辅警另有扣减绩效（与批评教育同档）、解除劳动合同；停止执行职务、调离不单独算档次。"
    "诫勉（含诫勉谈话）单独一档，不算谈话提醒；两种形式并列的从较重的一种起算；"
    "退缴、赔偿、限期改正、接受处罚、重新培训随主要处理一并写，不算档次；理由和依据写清一项即给分，依据不要求条号。"
)


def _scoring(drill: Drill) -> list[str]:
    parts = "，".join(f"{kind.value}{marks}分" for kind, marks in drill.scoring.items() if marks)
    has_forms = drill.audience is not Audience.INSPECTOR and any(one.stage is Stage.DISPOSAL for one in drill.questions)
    return [
        f"满分{sum(drill.scoring.values())}分，其中{parts}，逐点分值见评分表。",
        *([_DEGREES] if has_forms else []),
        *_numbered(f"{point.text}（{point.kind.value}{point.marks}分）" for point in drill.writing),
    ]


def _items(items: Iterable[QuizItem]) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        lines.append(f"{number}.{_flat(item.stem)}")
        lines += [f"{letter}．{_flat(option)}" for letter, option in zip("ABCDEFGH", item.options, strict=False)]
    return lines


def _key(item: QuizItem) -> str:
    return item.letter if item.options else f"“{item.wrong}”应为“{item.key}”"
