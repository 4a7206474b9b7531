"""How far the rectification of a problem has come, in the words that may be said of it."""

from __future__ import annotations

from kb.model import Problem, Status

#: Stands for a state that no word of the source gives.
UNSAID = "未写明"

#: The part of ``Problem.status_reason`` that tells so.
_CONCLUDED = "未写明完成"


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
