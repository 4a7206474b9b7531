"""The inside of one problem: heading, labelled fields, measures, pending work."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.structure.actions import begins_with_action
from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.deadlines import find_deadlines
from ingest.structure.draft import ProblemDraft
from ingest.structure.fields import Field, Role, find_fields
from ingest.structure.handling import divide_handling
from ingest.structure.headings import problem_title, status_of
from ingest.structure.lines import line_start, split_lines, trim
from ingest.structure.numbering import Family, join_labels, read_mark
from ingest.structure.ordinals import split_entries
from ingest.structure.outline import Node, sentence_end
from ingest.structure.prose import Told, divide, tells_result
from ingest.structure.responsible import split_names
from ingest.structure.selection import name_below
from ingest.structure.state import (
    STATUS_WORDS,
    bare_state,
    closing_remark,
    closing_state,
    labelled_state,
    limit_state,
    opening_state,
    remarked_state,
)
from ingest.structure.unfinished import (
    is_ahead,
    is_unfinished,
    opens_unfinished,
    ordered_parts,
    remaining,
    unfinished_parts,
)
from kb.model import DocumentKind, PassageKind, Span
from kb.text import fold

# An introduction in front of the first measure is searched when it is a sentence, not only 具体如下.
_INTRO = 16
# Labels of what came of the measures, as against what was done about the matter or those responsible.
_RESULT = re.compile(r"成效|结果|效果|成果|进展")
_RESULT_NAME = re.compile(r"成效|结果")
_TAKEN = re.compile(r"措施|举措|做法|处理|处置|追责|问责|办理")
_CLOSED_STATUS = re.compile(r"(?P<w>[^()。;\n]{2,24})[)】\]]\s*")


def cut_problem(cover: Cover, context: Context, node: Node, draft: ProblemDraft, *, measures: bool = True) -> None:
    """Cut one problem into its passages and fill the draft.

    Everything from the heading to the first measure is the passage of the problem itself; ``measures`` False (feedback)
    leaves all of it there.
    """
    folded = context.folded
    cover.add(Cut(node.start, PassageKind.PROBLEM, draft.locator, node.path, draft.locator))
    draft.end = node.end
    head_end = _heading_end(folded, node)
    _status_in_heading(folded[node.start : head_end], draft)
    fields = find_fields(folded, _heading_start(node), node.end, head_end)
    if not measures:
        # A feedback may say what it orders, by when and of whom; everything else it says is the problem.
        if any(item.role is Role.PENDING or _stands_alone(folded, item) for item in fields):
            cutter = FieldCutter(cover, context, draft, (*node.path, node.heading))
            for item in fields:
                if item.role in (Role.PENDING, Role.DEADLINE, Role.UNIT, Role.LEADER):
                    cutter.field(item)
        return
    free = trim(folded, head_end, fields[0].start if fields else node.end)
    labelled = next((item for item in fields if item.role in (Role.MEASURE, Role.STATUS)), None)
    described = labelled is not None and not (_tells_results(labelled) and _tells_measures(folded, free))
    # A case without labels is told as a whole; its handling is looked for by its words.
    told = context.kind is DocumentKind.CASE
    cutter = FieldCutter(cover, context, draft, (*node.path, node.heading))
    if free.start < free.end and not described and not told:
        cutter.measures(cutter.settled(free), "整改情况", first=True)
    for item in fields:
        cutter.field(item)


def _stands_alone(folded: str, item: Field) -> bool:
    """Whether a label of responsibility or time has a line of its own (责任单位:…, 整改时限:…)."""
    return item.role in (Role.DEADLINE, Role.UNIT, Role.LEADER) and line_start(folded, item.start)


def _tells_results(item: Field) -> bool:
    """Whether a label speaks of what came of measures alone (``取得的成效：``, ``完成情况：``)."""
    return item.role is Role.STATUS or (_RESULT.search(item.label) is not None and not _TAKEN.search(item.label))


def _tells_measures(folded: str, free: Span) -> bool:
    """Whether the words in front of the first label are measures: a list, or a sentence that begins as one."""
    if free.start >= free.end:
        return False
    entries, first = split_entries(folded, free)
    if entries and first == free.start:
        return True
    marks = [read_mark(line.text) for line in split_lines(folded, free.start, free.end)]
    if len(marks) > 1 and all(mark and mark.family is Family.BULLET for mark in marks):
        return True
    return begins_with_action(folded[free.start : free.end])


def _heading_start(node: Node) -> int:
    """Where the words of the heading begin, behind its number."""
    return node.start + (node.mark.end if node.mark else 0)


def _heading_end(folded: str, node: Node) -> int:
    """Where the first sentence of the heading line ends; a colon that introduces measures ends it too."""
    if node.line is None:
        return node.head_end
    if name_below(node):
        return node.lines[0].end
    start = _heading_start(node)
    line = folded[start : node.line.end]
    end = sentence_end(line)
    named = problem_title(line[:end])
    if named.named:
        # 针对“…”问题，召开会议…: the measure begins behind the name.
        behind = re.match(
            r"[”\"」』]?\s*等?\s*(?:的)?\s*(?:具体|突出)?(?:方面的?)?问题(?:的?整改(?:落实)?(?:情况)?)?\s*[,。;:]?",
            line[named.end :],
        )
        if behind:
            rest = named.end + behind.end()
            told = behind.group().endswith((",", ":")) and _tells_measures(
                folded, Span(start + rest, start + len(line))
            )
            # Short words behind the name may be a remark on its state.
            if told or end > named.end + STATUS_WORDS:
                end = rest
    return start + end


def _status_in_heading(heading: str, draft: ProblemDraft) -> None:
    """Read a status from a remark in brackets at the end of a heading: ``…问题（已完成）``."""
    remark = remarked_state(heading)
    if remark:
        draft.settle(remark.status, f"标题注明“{remark.words}”")


class FieldCutter:
    """Cuts the fields of one problem in order."""

    def __init__(self, cover: Cover, context: Context, draft: ProblemDraft, path: tuple[str, ...]) -> None:
        self._cover = cover
        self._text = context.text
        self._folded = context.folded
        self._draft = draft
        self._path = path
        self._frame = context.frame
        self._is_case = context.kind is DocumentKind.CASE

    def field(self, item: Field) -> None:
        """Cut one field and read what it says."""
        content = trim(self._folded, item.content.start, item.content.end)
        words = self._folded[content.start : content.end]
        begun = bool(self._draft.measures or self._draft.pending)
        if begun and item.role is not Role.PROBLEM:
            locator = f"{self._draft.locator}{item.label}"
            self._cover.add(Cut(item.start, PassageKind.STRUCTURE, locator, self._path, self._draft.locator))
        if item.role is Role.MEASURE:
            rest = self._status_last(self._remaining(content, self._status_first(content)))
            if self._reports(item.label, rest):
                self._results(rest, item.label)
            else:
                self.measures(rest, item.label, first=not begun)
        elif item.role is Role.PENDING:
            self._pending(content)
        elif item.role is Role.STATUS:
            self._status(content, item.label)
        elif item.role is Role.COMMENT:
            locator = f"{self._draft.locator}{item.label}"
            self._cut(item.start, PassageKind.STRUCTURE, locator)
        elif item.role is Role.DEADLINE:
            self._limit(content, item.label)
        elif item.role in (Role.UNIT, Role.LEADER):
            self._responsible(item.label, words)

    def _responsible(self, label: str, words: str) -> None:
        """Read who answers for a matter, and a status that stands behind (``法制支队;已完成)``)."""
        named, _, remark = words.strip().rstrip(")】]").rpartition(";")
        status = status_of(remark) if len(remark) <= STATUS_WORDS else None
        if named and status:
            self._draft.settle(status, f"{label}之后注明“{remark.strip()}”")
        self._draft.responsible += split_names(named if named and status else words)

    def settled(self, content: Span) -> Span:
        """Read the status that measures without a label begin or end with; what is left are the measures."""
        end = sentence_end(self._folded[content.start : content.end].split("\n", 1)[0])
        opening = self._folded[content.start : content.start + end]
        status = bare_state(opening)
        if status:
            self._draft.settle(status, f"整改情况写明“{opening.strip().rstrip('。;')}”")
            content = trim(self._folded, content.start + end, content.end)
        return self._status_last(content)

    def _limit(self, content: Span, label: str) -> None:
        """Read a time limit, and a status remarked behind it (``2024年12月底(已完成)``, ``年底前,已完成``)."""
        words = self._folded[content.start : content.end]
        limits = find_deadlines(self._folded, content, self._frame, labelled=True)
        if limits:
            self._draft.deadline = limits[-1]
            self._draft.standing = limits[-1].due is None and "长期" in words
        remark = limit_state(words)
        if remark:
            self._draft.settle(remark.status, f"{label}注明“{remark.words}”")

    def measures(self, content: Span, label: str, *, first: bool) -> None:
        """Cut a stretch of measures; items of a list that are told as still to be done become pending work."""
        entries, listed = self._entries(content, label)
        for at, (start, ordinal, locator) in enumerate(entries):
            end = entries[at + 1][0] if at + 1 < len(entries) else content.end
            if not listed:
                self.told(Span(start, end), label)
                continue
            width = self._ordinal_width(Span(start, end), ordinal)
            outcome = None if self._is_case else self._outcome(Span(start, end))
            end = outcome if outcome is not None else end
            if outcome is not None:
                self._cut(outcome, PassageKind.MEASURE, f"{self._draft.locator}成效")
            if is_unfinished(self._folded, Span(start, end), width, self._frame):
                self._pend(start, ordinal, locator)
                continue
            self._draft.measures.append((start, ordinal))
            self._cut(start, PassageKind.MEASURE, locator)
            rest = None if self._is_case else remaining(self._folded, Span(start, end), width, self._frame)
            if rest:
                self._draft.pending.append((rest.start, ""))
                self._cut(rest.start, PassageKind.PENDING, f"{self._draft.locator}后续")
            if self._is_case:
                self._ordered(Span(start, end), label)
        if not first:
            self._introduce(content)

    def told(self, span: Span, label: str) -> None:
        """Cut a paragraph of measures told without numbers; in a case it is the handling of those responsible."""
        home = self._draft.locator
        if self._is_case:
            parts = divide_handling(self._folded, span, self._frame)
        else:
            parts = divide(self._folded, span, self._frame, begun=bool(self._draft.measures))
        for told, place in parts:
            if told is Told.PENDING:
                self._draft.pending.append((place.start, ""))
                self._cut(place.start, PassageKind.PENDING, f"{home}{label}后续")
            elif told is Told.RESULT:
                self._cut(place.start, PassageKind.MEASURE, f"{home}成效")
            elif told is Told.MEASURE:
                self._draft.measures.append((place.start, ""))
                self._cut(place.start, PassageKind.MEASURE, f"{home}{label}")
            elif self._draft.measures or self._draft.pending:
                # Behind a measure the words would go on with it.
                self._cut(place.start, PassageKind.PROBLEM, home)

    def _outcome(self, span: Span) -> int | None:
        """Where a paragraph below an item of a list begins that tells results alone; None where none does."""
        lines = split_lines(self._folded, span.start, span.end)
        for before, line in pairwise(lines):
            if before.text.endswith(("。", ";")) and tells_result(
                self._folded, Span(line.start, span.end), self._frame
            ):
                return line.start
        return None

    def _ordinal_width(self, span: Span, ordinal: str) -> int:
        """How many characters the ordinal of an item takes; bullets have no ordinal but a mark."""
        mark = None if ordinal else read_mark(self._folded[span.start : span.end].split("\n", 1)[0])
        begin = re.match(r"\s*".join(map(re.escape, fold(ordinal))), self._folded[span.start :]) if ordinal else None
        return mark.end if mark else begin.end() if begin else 0

    def _reports(self, label: str, content: Span) -> bool:
        """Whether a label behind the measures (``整改成效：``, ``整改进展：``) tells what came of them.

        A list under it is one of results too where the measures are a list of their own.
        """
        if not self._draft.measures or not _RESULT.search(label) or _TAKEN.search(label):
            return False
        entries, _ = split_entries(self._folded, content)
        return not entries or any(ordinal for _, ordinal in self._draft.measures)

    def _results(self, content: Span, label: str) -> None:
        """Cut what came of the measures; what remains to be done is pending.

        A result is a passage of its own behind the measures, named like its label, and is not counted among them.
        """
        if content.start >= content.end:
            return
        home = self._draft.locator
        locator = f"{home}{label}" if _RESULT_NAME.search(label) else f"{home}成效"
        parts = unfinished_parts(self._folded, content, self._frame)
        at = content.start
        for part in [*parts, Span(content.end, content.end)]:
            if at < part.start:
                self._cut(at, PassageKind.MEASURE, locator)
            if part.start < part.end:
                self._draft.pending.append((part.start, ""))
                self._cut(part.start, PassageKind.PENDING, f"{home}{label}后续")
            at = part.end

    def _ordered(self, span: Span, label: str) -> None:
        """Cut what the handling of a case orders for a day to come."""
        for part in ordered_parts(self._folded, span, self._frame):
            if part.start > span.start:
                self._draft.pending.append((part.start, ""))
                self._cut(part.start, PassageKind.PENDING, f"{self._draft.locator}{label}后续")

    def _pending(self, content: Span) -> None:
        """Cut work still to be done."""
        for start, ordinal, locator in self._entries(content, "")[0]:
            self._pend(start, ordinal, locator)

    def _pend(self, start: int, ordinal: str, locator: str) -> None:
        """Begin a piece of pending work, which has 后续 in front of its ordinal in the locator."""
        home = self._draft.locator
        self._draft.pending.append((start, ordinal))
        self._cut(start, PassageKind.PENDING, f"{home}后续{locator.removeprefix(home)}")

    def _cut(self, start: int, kind: PassageKind, locator: str) -> None:
        self._cover.add(Cut(start, kind, locator, self._path, self._draft.locator))

    def _introduce(self, content: Span) -> None:
        """Make a sentence between a label and the first entry findable."""
        start = min((at for at, _ in self._draft.measures if at >= content.start), default=content.end)
        if start - content.start > _INTRO:
            self._cut(content.start, PassageKind.PROBLEM, self._draft.locator)

    def _entries(self, content: Span, label: str) -> tuple[list[tuple[int, str, str]], bool]:
        """Beginnings, ordinals and locators of the entries in a stretch, and whether they form a list; else they are
        its paragraphs.
        """
        home = self._draft.locator
        if content.start >= content.end:
            return [], False
        entries, _ = split_entries(self._folded, content)
        if entries:
            return [
                (one.span.start, self._printed(one.span.start, one.ordinal), join_labels(home, one.ordinal))
                for one in entries
            ], True
        lines = split_lines(self._folded, content.start, content.end)
        bullets = [line for line in lines if (mark := read_mark(line.text)) and mark.family is Family.BULLET]
        starts = bullets if len(bullets) > 1 else [line for line in lines if _paragraph(line.text)] or lines[:1]
        if not bullets and starts[0].start > lines[0].start:
            starts = [lines[0], *starts]
        return [(line.start, "", f"{home}{label}") for line in starts], len(bullets) > 1

    def _printed(self, start: int, ordinal: str) -> str:
        """An ordinal as printed in the text (brackets in their width)."""
        match = re.match(r"\s*".join(map(re.escape, ordinal)), self._folded[start:])
        return re.sub(r"\s", "", self._text[start : start + match.end()]) if match else ordinal

    def _status_first(self, content: Span) -> Span:
        """Read a status said at the beginning of a stretch (``已完成。``) and return the rest."""
        words = self._folded[content.start : content.end]
        end = sentence_end(words.split("\n", 1)[0])
        opening = words[:end].strip()
        status = opening_state(opening)
        if status is None or re.match(r"[一二三四五六七八九十]{1,2}是|\(?\d", opening):
            return content
        if split_entries(self._folded, content)[1] == content.start:
            # ①支部已完成换届; is the first measure of a list.
            return content
        self._draft.settle(status, f"整改情况写明“{opening.rstrip('。;,')}”")
        return trim(self._folded, content.start + end, content.end)

    def _remaining(self, content: Span, rest: Span) -> Span:
        """What is left behind a status, with what it says of the remainder (``基本完成,剩余2起预计1月办结。``)."""
        _, _, remark = self._folded[content.start : rest.start].partition(",")
        said = Span(rest.start - len(remark), rest.start)
        ahead = remark and (opens_unfinished(remark) or is_ahead(self._folded, said, self._frame))
        return Span(said.start, rest.end) if ahead else rest

    def _status_last(self, content: Span) -> Span:
        """Read a status that a sentence of its own states behind the measures (``…。长期坚持。``), which stays with
        them, or a remark in brackets with its time limit, which is no part of the last one.
        """
        said = closing_state(self._folded[content.start : content.end])
        if said:
            self._draft.settle(said.status, f"整改情况写明“{said.words}”")
        remark = closing_remark(self._folded[content.start : content.end])
        if remark is None:
            return content
        limits = find_deadlines(self._folded, Span(content.start + remark, content.end), self._frame, labelled=True)
        self._draft.deadline = self._draft.deadline or next(iter(limits), None)
        return trim(self._folded, content.start, content.start + remark)

    def _status(self, content: Span, label: str) -> None:
        """Read a field of status; what goes beyond the status is what was done."""
        remark = _CLOSED_STATUS.match(self._folded[content.start : content.end]) if label else None
        status = status_of(remark["w"]) if remark else None
        if remark and status:
            # (整改完成情况:已完成)修订后的…: the brackets hold label and status.
            self._draft.status, self._draft.status_reason = status, f"{label}写明“{remark['w']}”"
            content = trim(self._folded, content.start + remark.end(), content.end)
            if self._draft.measures and content.start < content.end:
                self._results(content, label)
            elif content.start < content.end:
                self.measures(content, label, first=True)
            return
        words = self._folded[content.start : content.end]
        status, opening = labelled_state(words)
        # Whether a matter has been struck off the list says less than its progress: done matters wait for it too.
        listed = "销号" in label and self._draft.status is not None
        if status and not listed:
            said = opening if len(opening) <= STATUS_WORDS else status.label
            self._draft.status, self._draft.status_reason = status, f"{label}写明“{said}”"
        rest = self._status_first(content)
        if "销号" in label:
            return
        if self._draft.measures and (rest.end - rest.start > STATUS_WORDS or self._remains(content)):
            self._results(rest if rest.start < rest.end else content, label)
        elif rest.end - rest.start > STATUS_WORDS:
            self.measures(rest, label, first=not self._draft.measures)

    def _remains(self, content: Span) -> bool:
        """Whether the words of a status name what remains and until when (``正在推进,预计10月底前竣工``)."""
        return any(
            is_ahead(self._folded, part, self._frame) for part in unfinished_parts(self._folded, content, self._frame)
        )


def _paragraph(text: str) -> bool:
    """Whether a line is a paragraph of its own: a finished sentence, not a wrapped piece."""
    return len(text) > _INTRO and text.rstrip('”")').endswith(("。", ";"))
