"""What was asked, and what its askers thought of the answers: the history and the inbox of the evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from assistant.desk import Reply
from kb.works import Work, WorkKind, Works

#: Questions kept; the oldest are forgotten.  A busy office asks some dozens a day, so this is a few months.
KEPT = 2000

#: How many more than ``KEPT`` may gather before the oldest are looked for: deleting one by one with every question
#: would cost a query each time.
_SLACK = 50

#: Longest reason kept with a judgement: a paragraph.
_LONGEST = 1000


class Opinion(StrEnum):
    """What a user thought of an answer."""

    GOOD = "good"
    BAD = "bad"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return {"good": "有用", "bad": "没答好"}[self.value]


#: Reasons offered for a bad answer; each tells the evaluation where to look.
REASONS = ("该找到的没找到", "找到的不对题", "出处有误", "依据过时", "不该拒答", "表述不好用", "其他")


class Entry(NamedTuple):
    """A question that was asked.  ``before`` is the question it followed up, empty for none."""

    id: str
    question: str
    before: str
    limits: str
    verdict: str
    at: datetime


class Judged(NamedTuple):
    """A judgement in the inbox of the evaluation; ``places`` are the places the answer cited (file, locator)."""

    id: str
    question: str
    opinion: Opinion
    reason: str
    note: str
    verdict: str
    places: tuple[tuple[str, str], ...]
    at: datetime


def record(works: Works, question: str, reply: Reply, *, before: str = "") -> Entry:
    """Remember a question; asking the same again moves it to the top instead of listing it twice."""
    body = {"before": before, "limits": reply.result.limits.label, "verdict": reply.result.verdict.value}
    for old in works.list(WorkKind.QUESTION, 1):
        if old.title == question and old.body["before"] == before:
            return _entry(works.save(old._replace(body=body)))
    made = works.create(WorkKind.QUESTION, question, body)
    _forget(works)
    return _entry(made)


def history(works: Works, limit: int = 30) -> list[Entry]:
    """Questions asked, the latest first, each once."""
    found: dict[tuple[str, str], Entry] = {}
    for work in works.list(WorkKind.QUESTION):
        entry = _entry(work)
        found.setdefault((entry.question, entry.before), entry)
        if len(found) >= limit:
            break
    return list(found.values())


def forget_all(works: Works) -> int:
    """Delete the history; judgements stay.  Returns how many questions were deleted."""
    asked = works.list(WorkKind.QUESTION)
    for work in asked:
        works.delete(work.id)
    return len(asked)


def judge(works: Works, question: str, reply: Reply, opinion: Opinion, *, reason: str = "", note: str = "") -> Judged:
    """Put a judgement into the inbox of the evaluation."""
    body = {
        "opinion": opinion.value,
        "reason": reason,
        "note": note.strip()[:_LONGEST],
        "verdict": reply.result.verdict.value,
        "places": [[citation.passage.doc, citation.passage.locator] for citation in reply.answer.citations],
    }
    return _judged(works.create(WorkKind.FEEDBACK, question, body))


def inbox(works: Works) -> list[Judged]:
    """All judgements, the latest first."""
    return [_judged(work) for work in works.list(WorkKind.FEEDBACK)]


def inbox_lines(judged: Iterable[Judged]) -> Iterator[str]:
    """Judgements as JSON lines, for those who extend the question sets."""
    for one in judged:
        row: dict[str, Any] = {
            "query": one.question,
            "opinion": one.opinion.value,
            "reason": one.reason,
            "note": one.note,
            "verdict": one.verdict,
            "cited": [{"doc": doc, "locator": locator} for doc, locator in one.places],
            "at": one.at.isoformat(timespec="seconds"),
        }
        yield json.dumps(row, ensure_ascii=False)


def _forget(works: Works) -> None:
    if len(works.list(WorkKind.QUESTION, KEPT + _SLACK)) < KEPT + _SLACK:
        return
    for work in works.list(WorkKind.QUESTION)[KEPT:]:
        works.delete(work.id)


def _entry(work: Work) -> Entry:
    body = work.body
    return Entry(work.id, work.title, body["before"], body["limits"], body["verdict"], work.updated_at)


def _judged(work: Work) -> Judged:
    body = work.body
    return Judged(
        work.id,
        work.title,
        Opinion(body["opinion"]),
        body["reason"],
        body["note"],
        body["verdict"],
        tuple((doc, locator) for doc, locator in body["places"]),
        work.created_at,
    )
