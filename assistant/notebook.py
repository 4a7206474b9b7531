"""What was asked, and what its askers thought of the answers: the history and the inbox of the evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from assistant.desk import Reply
from kb.errors import ConflictError
from kb.works import Work, WorkKind, Works

#: Questions kept; the oldest are forgotten.  A busy office asks some dozens a day, so this is a few months.
KEPT = 2000

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
    """Remember a question; asking it again, whenever that is, moves it to the top instead of listing it twice."""
    body = {"before": before, "limits": reply.result.limits.label, "verdict": reply.result.verdict.value}
    same = [work for work in works.list(WorkKind.QUESTION, title=question) if work.body["before"] == before]
    if not same:
        made = works.create(WorkKind.QUESTION, question, body)
        works.prune(WorkKind.QUESTION, KEPT)
        return _entry(made)
    try:
        return _entry(works.save(same[0]._replace(body=body)))
    except ConflictError:  # a colleague asked the same at this moment: it stands at the top already
        return _entry(works.get(same[0].id))


def history(works: Works, limit: int = 30) -> list[Entry]:
    """Questions asked, the latest first, each once."""
    return [_entry(work) for work in works.list(WorkKind.QUESTION, limit)]


def kept(works: Works) -> int:
    """How many questions the history holds."""
    return works.count(WorkKind.QUESTION)


def forget_all(works: Works) -> int:
    """Delete the history; judgements stay.  Returns how many questions were deleted."""
    return works.prune(WorkKind.QUESTION)


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
