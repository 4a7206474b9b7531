"""The question sets: loading and validation.

A set is a JSONL file of objects::

    {"id", "query", "kind", "style", "gold": [{"doc", "locator", "anchor", "grade", "part"?}], "expect", "note",
     "wrong"?: [{"doc", "locator"}], "stated"?, "true"?, "parts"?: [str]}

``kind`` is the group whose list must hold the gold (``none`` where nothing can), ``anchor`` 6 to 14 characters of the
raw file inside the gold place: it decides where a locator is ambiguous.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kb.errors import XunjianError
from kb.model import Group
from kb.text import fold

T = TypeVar("T")

FOLDER = Path(__file__).parent / "questions"

#: Questions for fitting only, never reported as results.
TUNING = FOLDER.parent / "tuning"

#: The set of them that nothing is fitted on: it tells how the fits do on questions of another author.
HELD = "detail_held"

#: Length of an anchor: shorter ones stand in several places, longer ones copy the document into the repository.
ANCHOR_LENGTHS = range(6, 15)

GRADES = (1, 2)

_KINDS = {**{group.value: group for group in Group}, "none": None}


class QuestionError(XunjianError):
    """A question set breaks its format; the message names file, line and fault."""


class Expect(StrEnum):
    """What the product should do, besides finding the gold."""

    ANSWER = ""
    REFUSE = "refuse"
    PREMISE = "premise"
    """The question states something false: it must be answered with a warning."""
    TRUE_PREMISE = "ok"
    """The question states something true: a warning would be a false alarm."""
    NO_SUCH_ARTICLE = "no_such_article"
    """The article does not exist: that must be said."""


class Gold(NamedTuple):
    """A place that answers the question: ``grade`` 2 fully, 1 in part; ``part`` counts the questions of a letter
    from 1, 0 where there is only one.
    """

    doc: str
    locator: str
    anchor: str
    grade: int
    part: int


class Wrong(NamedTuple):
    """A place of another version that must not be given as the basis."""

    doc: str
    locator: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``set`` is the name of its file, ``group`` the list it is scored in (None: nothing answers it)."""

    id: str
    set: str
    query: str
    group: Group | None
    style: str
    gold: tuple[Gold, ...]
    expect: Expect
    note: str = ""
    wrong: tuple[Wrong, ...] = ()
    stated: str = ""
    true: str = ""
    parts: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """True where the corpus holds an answer."""
        return bool(self.gold)


def plain(query: str) -> str:
    """The letters and digits of a query, width-folded and lower-cased: equal for copies of one question."""
    return "".join(char for char in fold(query).lower() if char.isalnum())


def fold_of(query: str, folds: int) -> int:
    """The fold of a question in cross-validation, by the letters it consists of: copies of one question share it."""
    return sum(map(ord, plain(query))) % folds


def json_lines(path: Path, wanted: str, make: Callable[[Any], T]) -> Iterator[tuple[int, str, T]]:
    """The number, the text and what ``make`` reads from the object of every line of a JSONL file; raises
    ``QuestionError`` where a line is no object with the ``wanted`` fields.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            made = make(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            msg = f"{path.name} 第 {number} 行不是带有 {wanted} 的 JSON 对象（{line[:40]}）。请改正这一行。"
            raise QuestionError(msg) from error
        yield number, line, made


def load(folder: Path = FOLDER) -> tuple[Question, ...]:
    """All questions of a folder in the order of files and lines; raises ``QuestionError``."""
    questions: list[Question] = []
    ids: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name} 第 {number} 行"
            question = parse(line, path.stem, where)
            if question.id in ids:
                msg = f"{where}：题号 {question.id} 已用于 {ids[question.id]}，请改为未用过的题号。"
                raise QuestionError(msg)
            ids[question.id] = where
            questions.append(question)
    if not questions:
        msg = f"题集目录中没有题目：{folder}。请检查路径。"
        raise QuestionError(msg)
    return tuple(questions)


def tuning() -> tuple[Question, ...]:
    """The questions to fit on, besides the development half."""
    return tuple(question for question in load(TUNING) if question.set != HELD)


def unique(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Each question once: of copies of one query within a kind, the one from the largest set is kept."""
    questions = tuple(questions)
    sizes: dict[str, int] = {}
    for question in questions:
        sizes[question.set] = sizes.get(question.set, 0) + 1
    kept: dict[tuple[str, Group | None], Question] = {}
    for question in questions:
        key = (plain(question.query), question.group)
        if key not in kept or sizes[question.set] > sizes[kept[key].set]:
            kept[key] = question
    chosen = {question.id for question in kept.values()}
    return tuple(question for question in questions if question.id in chosen)


def parse(line: str, name: str, where: str) -> Question:
    """One line of the set ``name``; ``where`` stands in error messages."""
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    fault = next(_faults(entry), None) if isinstance(entry, dict) else f"不是 JSON 对象（{line[:40]}）"
    if fault:
        msg = f"{where}：{fault}。请对照 eval/questions/README.md 改正。"
        raise QuestionError(msg)
    return Question(
        id=entry["id"],
        set=name,
        query=entry["query"],
        group=_KINDS[entry["kind"]],
        style=entry["style"],
        gold=tuple(
            Gold(item["doc"], item["locator"], item["anchor"], item["grade"], item.get("part", 0))
            for item in entry["gold"]
        ),
        expect=Expect(entry.get("expect", "")),
        note=entry.get("note", ""),
        wrong=tuple(Wrong(item["doc"], item["locator"]) for item in entry.get("wrong", [])),
        stated=entry.get("stated", ""),
        true=entry.get("true", ""),
        parts=tuple(entry.get("parts", [])),
    )


def _faults(entry: dict[str, Any]) -> Iterator[str]:
    """Breaches of the format, those that make others meaningless first."""
    for name in ("id", "query", "kind", "style"):
        if not _is_text(entry.get(name)):
            yield f"缺少字段 {name}"
    for name in ("gold", "wrong", "parts"):
        if not isinstance(entry.get(name, []), list):
            yield f"字段 {name} 应为数组"
    if entry["kind"] not in _KINDS:
        yield f"kind 的值 {entry['kind']!r} 不在 {'、'.join(_KINDS)} 之列"
    if entry.get("expect", "") not in set(Expect):
        yield f"expect 的值 {entry['expect']!r} 无此约定"
    for item in entry.get("gold", []):
        yield from _gold_faults(item)
    for item in entry.get("wrong", []):
        if not isinstance(item, dict) or not _is_text(item.get("doc")) or not _is_text(item.get("locator")):
            yield f"wrong 缺少 doc 或 locator（{str(item)[:60]}）"
    yield from _contradictions(entry)


def _gold_faults(item: Any) -> Iterator[str]:
    shown = str(item)[:60]
    if not isinstance(item, dict) or not all(_is_text(item.get(name)) for name in ("doc", "locator", "anchor")):
        yield f"标准答案的 doc、locator、anchor 应为非空字符串（{shown}）"
    if len(item["anchor"]) not in ANCHOR_LENGTHS:
        yield f"锚文 {item['anchor']!r} 应为 {ANCHOR_LENGTHS.start} 至 {ANCHOR_LENGTHS.stop - 1} 字"
    if item.get("grade") not in GRADES:
        yield f"grade 的值 {item.get('grade')!r} 应为 1 或 2（{shown}）"


def _contradictions(entry: dict[str, Any]) -> Iterator[str]:
    gold, expect = entry.get("gold", []), Expect(entry.get("expect", ""))
    unanswered = expect in (Expect.REFUSE, Expect.NO_SUCH_ARTICLE)
    if not gold and not unanswered:
        yield "没有标准答案（gold 为空），而 expect 也不是 refuse 或 no_such_article"
    if gold and unanswered:
        yield f"expect 为 {expect.value}，却给出了标准答案"
    if (entry["kind"] == "none") != (expect is Expect.REFUSE):
        yield "kind 为 none 的题与 expect 为 refuse 的题必须是同一些题"
    if {item.get("part", 0) for item in gold} - {0} != set(range(1, len(entry.get("parts", [])) + 1)):
        yield "gold 的 part 与 parts 不对应"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
