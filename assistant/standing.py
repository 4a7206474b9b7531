"""How far the rectification of a problem has come, in the words that may be said of it."""

from __future__ import annotations

import re

from kb.model import Problem, Status
from kb.text import fold

#: Stands for a state that no word of the source gives.
UNSAID = "未写明"

#: The part of ``Problem.status_reason`` that tells so.
_CONCLUDED = "未写明完成"


#: Says that something is done: 已经全部整改完成.
_DONE = re.compile(
    r"(?:已经?|均已?|全部|都)[^,。;?]{0,12}?(?:整改|改)(?:完成|完毕|到位|完|好)|(?:整改|改)(?:已经?|均已?|全部|都)(?:完成|完毕|到位)"
)
#: Asks whether it is, or which of several are.
_IS_IT = re.compile(r"吗|没有?$|是不是|是否|有没有|哪|几[个项条]|多少|什么|完成的|[?]")


def claims_done(question: str) -> bool:
    """Whether a question takes for granted that a problem is rectified; not where it asks so."""
    clauses = re.split(r"[,。;]", fold(question))
    return any(_DONE.search(clause) and not _IS_IT.search(clause) for clause in clauses)


def is_said(problem: Problem) -> bool:
    """Whether the source says the state; False where it was concluded from the absence of any."""
    return _CONCLUDED not in problem.status_reason


def standing(problem: Problem) -> str:
    """The label of the state, ``未写明`` where the source gives none."""
    return problem.status.label if is_said(problem) else UNSAID


#: All that :func:`standing` can say, what is still to be done first.
STANDINGS = (
    Status.NOT_STARTED.label,
    Status.IN_PROGRESS.label,
    UNSAID,
    Status.LONG_TERM.label,
    Status.FEEDBACK_ONLY.label,
    Status.BASICALLY_COMPLETED.label,
    Status.COMPLETED.label,
)
