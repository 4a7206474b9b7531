"""The small labels that say how far words may be relied upon."""

from __future__ import annotations

from typing import TypedDict

from kb.model import Provenance, Status, Validity

_PROVENANCE = {Provenance.DIGEST: "amber", Provenance.FICTIONAL: "red"}
_VALIDITY = {Validity.AMENDED: "grey", Validity.REPEALED: "grey", Validity.NOT_YET: "grey"}
_STATUS = {
    Status.COMPLETED: "green",
    Status.BASICALLY_COMPLETED: "green",
    Status.IN_PROGRESS: "amber",
    Status.LONG_TERM: "blue",
    Status.NOT_STARTED: "red",
    Status.FEEDBACK_ONLY: "grey",
}


class Badge(TypedDict):
    """A label and the name of its colours in ``ui/style.css``."""

    text: str
    tone: str


def of_document(provenance: Provenance, validity: Validity) -> list[Badge]:
    """摘编 or 示例（虚构）, and 已被修订 and the like; nothing for an original in force."""
    badges = []
    if provenance in _PROVENANCE:
        badges.append(Badge(text=provenance.label, tone=_PROVENANCE[provenance]))
    if validity in _VALIDITY:
        badges.append(Badge(text=validity.value, tone=_VALIDITY[validity]))
    return badges


def of_status(status: Status) -> Badge:
    """How far the rectification has come."""
    return Badge(text=status.label, tone=_STATUS[status])
