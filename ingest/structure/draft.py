"""Problems while they are being read: places first, objects once all passages are cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ingest.structure.deadlines import Frame, find_deadlines
from ingest.structure.figures import find_figures, find_titles
from kb.model import Deadline, Measure, Passage, Pending, Problem, Span, Status

# Of the measures of one problem in several rows the first of these states is that of the problem; a row without any
# state or measure tells nothing about the others.
_FURTHEST = (
    Status.NOT_STARTED,
    Status.IN_PROGRESS,
    Status.LONG_TERM,
    Status.BASICALLY_COMPLETED,
    Status.COMPLETED,
    Status.FEEDBACK_ONLY,
)
_OTHERWISE = "；同一问题的其他措施状态不同"


@dataclass
class ProblemDraft:
    """What has been read about a problem: places in the text, words, status."""

    start: int
    locator: str
    number: str
    title: Span
    section: str = ""
    aspect: str = ""
    end: int = 0
    measures: list[tuple[int, str]] = field(default_factory=list)
    pending: list[tuple[int, str]] = field(default_factory=list)
    status: Status | None = None
    status_reason: str = ""
    responsible: list[str] = field(default_factory=list)
    deadline: Deadline | None = None
    standing: bool = False

    def settle(self, status: Status, reason: str) -> None:
        """Record a status unless a surer one is known."""
        if self.status is None:
            self.status, self.status_reason = status, reason

    def join(self, other: ProblemDraft) -> None:
        """Take in what the next row of a table says about the same problem: more measures, their limits and states.

        The problem is as far as the measure that is least far, and due when the last of them is.
        """
        self.measures += other.measures
        self.pending += other.pending
        self.responsible += other.responsible
        self.end = other.end
        limits = [limit for limit in (self.deadline, other.deadline) if limit]
        self.deadline = max(limits, key=lambda limit: (limit.due is None, limit.due or date.min), default=None)
        if other.status is not self.status and other.status is not None:
            later = self.status is None or _FURTHEST.index(other.status) < _FURTHEST.index(self.status)
            status, reason = (other.status, other.status_reason) if later else (self.status, self.status_reason)
            begun = Status.NOT_STARTED is status and Status.FEEDBACK_ONLY not in (self.status, other.status)
            self.status = Status.IN_PROGRESS if begun else status
            self.status_reason = reason + _OTHERWISE * (not reason.endswith(_OTHERWISE))

    def complete(self, other: ProblemDraft) -> None:
        """Take in what another list, which names problems by their numbers, says about this one; its place and name
        stay.
        """
        self.measures += other.measures
        self.pending += other.pending
        self.responsible += other.responsible
        self.deadline = self.deadline or other.deadline
        if self.status is Status.FEEDBACK_ONLY and (other.measures or other.pending):
            self.status, self.status_reason = other.status, other.status_reason

    def finish(self, text: str, folded: str, passages: Mapping[int, Passage], frame: Frame) -> Problem:
        """The problem with its measures and pending work, now that the passages (by start) are known."""
        home = passages[self.start]
        measures = tuple(
            Measure(
                ordinal,
                passage.span,
                passage.locator,
                find_figures(folded, passage.span),
                find_titles(folded, text, passage.span),
            )
            for start, ordinal in self.measures
            if (passage := passages.get(start))
        )
        pending = tuple(
            Pending(ordinal, passage.span, passage.locator, find_deadlines(folded, passage.span, frame))
            for start, ordinal in self.pending
            if (passage := passages.get(start))
        )
        whole = Span(self.start, self.start + len(text[self.start : self.end].rstrip()))
        return Problem(
            locator=home.locator,
            number=self.number,
            title="".join(text[self.title.start : self.title.end].split("\n")),
            title_span=self.title,
            span=whole,
            section=self.section,
            aspect=self.aspect,
            status=self.status or Status.FEEDBACK_ONLY,
            status_reason=self.status_reason,
            responsible=tuple(dict.fromkeys(self.responsible)),
            deadline=self.deadline or last_due(pending),
            measures=measures,
            pending=pending,
            documents=find_titles(folded, text, whole),
        )


def settle_default(draft: ProblemDraft, section: tuple[Status, str] | None, *, overall: bool) -> None:
    """Settle the status from the section, the presence of pending work or the whole document, in this order.

    What no word of the document calls completed is not called so: it counts as being worked on.
    """
    if draft.status is Status.IN_PROGRESS and draft.standing:
        draft.status, draft.status_reason = Status.LONG_TERM, f"{draft.status_reason}，完成时限为长期坚持"
    if section:
        draft.settle(section[0], f"所在部分为“{section[1]}”")
    if draft.standing and draft.measures and not draft.pending:
        draft.settle(Status.LONG_TERM, "完成时限为长期坚持")
    if not draft.measures and not draft.pending:
        draft.settle(Status.FEEDBACK_ONLY, "只写明问题，没有整改内容")
    if draft.pending:
        draft.settle(Status.IN_PROGRESS, "写有尚待完成的事项")
    if overall:
        draft.settle(Status.COMPLETED, "文中写明反馈问题已全部完成整改")
    draft.settle(Status.IN_PROGRESS, "写有整改措施但未写明完成，按正在整改处理")


def last_due(pending: tuple[Pending, ...]) -> Deadline | None:
    """The latest day by which pending work is to be done; None where no day is given."""
    dated = [limit for item in pending for limit in item.deadlines if limit.due]
    return max(dated, key=lambda limit: (limit.due, -limit.span.start), default=None)


def relinked(passages: tuple[Passage, ...], problems: tuple[Problem, ...]) -> tuple[Passage, ...]:
    """Passages whose problem is named by the locator it finally got (repeats carry a counter)."""
    spans = [(problem.span, problem.locator) for problem in problems]
    # How a matter was dealt with may be told in a later part (see :mod:`ingest.structure.apart`).
    owners: dict[int, str] = {}
    for problem in problems:
        told: tuple[Measure | Pending, ...] = (*problem.measures, *problem.pending)
        owners |= {one.span.start: problem.locator for one in told}
    linked: list[Passage] = []
    at = 0
    for passage in passages:
        while at < len(spans) and spans[at][0].end <= passage.span.start:
            at += 1
        inside = at < len(spans) and spans[at][0].start <= passage.span.start < spans[at][0].end
        owner = spans[at][1] if inside and passage.problem is not None else owners.get(passage.span.start)
        linked.append(
            passage
            if passage.problem == owner
            else Passage(passage.kind, passage.span, passage.locator, passage.path, owner)
        )
    return tuple(linked)
