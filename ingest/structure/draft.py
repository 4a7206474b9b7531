"""Problems while they are being read: places first, objects once all passages are cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.structure.deadlines import Frame, find_deadlines
from ingest.structure.figures import find_figures, find_titles
from kb.model import Deadline, Measure, Passage, Pending, Problem, Span, Status


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


def last_due(pending: tuple[Pending, ...]) -> Deadline | None:
    """The latest day by which pending work is to be done; None where no day is given."""
    dated = [limit for item in pending for limit in item.deadlines if limit.due]
    return max(dated, key=lambda limit: (limit.due, -limit.span.start), default=None)
