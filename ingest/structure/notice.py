"""Rectification notices, feedback, circulars and cases: their problems, and what surrounds them."""

from __future__ import annotations

import re

from ingest.structure.apart import cut_apart, handled_apart
from ingest.structure.case import cut_lesson, cut_single_case, cut_told_case, is_single_case, settle_case
from ingest.structure.closing import without_closing
from ingest.structure.context import Context, Parsed
from ingest.structure.cover import Cover, Cut, LocatorNames
from ingest.structure.draft import ProblemDraft, relinked, settle_default
from ingest.structure.fields import Role, find_fields
from ingest.structure.follow_up import cut_follow_up, named_before
from ingest.structure.gathered import clauses, cut_gathered, paragraphs
from ingest.structure.handling import handling_at
from ingest.structure.headed import closing_start, cut_headed
from ingest.structure.headings import is_aspect, problem_title
from ingest.structure.itemised import itemised_problems
from ingest.structure.ledger import cut_companion, cut_table, find_companions, find_tables
from ingest.structure.lines import Line, trim
from ingest.structure.measures import FieldCutter, cut_problem
from ingest.structure.narrated import narrated_problems
from ingest.structure.numbering import Family, read_mark
from ingest.structure.openings import COUNTED, openings
from ingest.structure.ordinals import split_entries
from ingest.structure.outline import MAX_HEADING, UNNUMBERED, Node, build, sentence_end, whole_clauses
from ingest.structure.report import cut_reported
from ingest.structure.selection import (
    choose,
    first_sentence,
    is_divided,
    name_below,
    on_problems,
    orders,
    section_status,
    states_problem,
)
from ingest.structure.told_of import parted
from kb.model import DocumentKind, PassageKind, Problem, Span, Status

_ALL_DONE = re.compile(
    r"(?:反馈|指出|涉及|所有|全部).{0,24}问题[^。]{0,20}(?:均已|已全部|全部|已经全部)(?:整改)?(?:完成|到位|办结|销号)(?:整改)?|问题(?:整改)?完成率(?:为|达到?|是)?100%"
)
# The paragraph behind the problems of a feedback that says what became of clues.
_PASSED_ON = re.compile(r"(?:同时|此外|另外)?,?(?:巡[察视]|督[察查])组还?(?:收到|发现|移交)[^。]{0,40}线索")


def parse_notice(context: Context, lines: list[Line], span: Span, header: int, names: LocatorNames) -> Parsed:
    """Parse a notice or feedback; ``header`` lines at its beginning are title and notes."""
    folded, prefix = context.folded, context.prefix
    cover = Cover(context.text, span.start, span.end, f"{prefix}标题")
    for cut in context.front:
        cover.add(cut)
    closing = closing_start(lines, header)
    body = parted(lines[header:closing])
    if closing < len(lines):
        cover.add(Cut(lines[closing].start, PassageKind.STRUCTURE, f"{prefix}落款"))
    stop = lines[closing].start if closing < len(lines) else span.end
    opens = openings(body, folded, cases=context.kind is DocumentKind.CASE)
    body, stop = without_closing(cover, context, body, stop, opens)
    drafts: list[ProblemDraft] = []
    if body:
        tables = find_tables(body)
        companions = find_companions(body, tables)
        rows = {line.start for first, last in (*tables, *companions) for line in body[first : last + 1]}
        prose = [line for line in body if line.start not in rows]
        root = build(prose, body[0].start, stop, topic=opens)
        whole = _cases(cover, context, root) if context.kind is DocumentKind.CASE else None
        if whole is not None:
            return _finished(cover, context, whole, names)
        chosen = list(choose(context, root))
        if not chosen and not tables:
            chosen = itemised_problems(context, root)
        if not chosen and not tables:
            root, chosen = _narrated(context, root, prose)
        _cut_behind(cover, context, prose, [body[last] for _, last in (*tables, *companions)])
        overall = bool(_ALL_DONE.search(folded, span.start, span.end))
        drafts = _cut_all(cover, context, chosen, overall=overall)
        _cut_rest(cover, context, root, {id(node) for node in chosen})
        for first, last in tables:
            drafts += cut_table(cover, context, body[first : last + 1], _section_at(context, root, body[first].start))
        for first, last in companions:
            home = _section_at(context, root, body[first].start)
            cut_companion(cover, context, body[first : last + 1], home, drafts)
        drafts = sorted(drafts, key=lambda draft: draft.start) or _told(cover, context, prose, stop)
    return _finished(cover, context, drafts, names)


def _cut_all(cover: Cover, context: Context, chosen: list[Node], *, overall: bool) -> list[ProblemDraft]:
    """Cut the items that are problems, and those that come back to one of them."""
    drafts: list[ProblemDraft] = []
    for node in chosen:
        title = _draft(context, node).title
        earlier = named_before(context, node, title, drafts)
        if earlier is None:
            drafts += _cut(cover, context, node, overall=overall)
        else:
            cut_follow_up(cover, context, node, title, earlier)
    return drafts


def _narrated(context: Context, root: Node, lines: list[Line]) -> tuple[Node, list[Node]]:
    """The outline and the problems of a notice without numbers; the outline as it is where none opens a paragraph."""
    opening = narrated_problems(lines) if context.kind is DocumentKind.NOTICE else frozenset[int]()
    if not opening:
        return root, []
    titles = {line.text for line in lines if line.start in opening}
    told = build(lines, root.start, root.end, topic=titles.__contains__)
    named = [node for node in told.walk() if node.mark is not None and node.start in opening]
    # What is numbered below a problem belongs to it.
    return told, [node for node in named if not any(one.start in opening for one in node.ancestors())]


def _cut_behind(cover: Cover, context: Context, prose: list[Line], rows: list[Line]) -> None:
    """Begin a stretch behind each table (``rows`` are their last ones), so that notes do not go on with a cell."""
    for row in rows:
        behind = next((line for line in prose if line.start > row.start), None)
        if behind is not None:
            cover.add(Cut(behind.start, PassageKind.PRACTICE, f"{context.prefix}表后"))


def _told(cover: Cover, context: Context, prose: list[Line], stop: int) -> list[ProblemDraft]:
    """The problems of a feedback or case that is told in paragraphs without numbers."""
    if context.kind is DocumentKind.FEEDBACK:
        return cut_reported(cover, context, prose)
    if context.kind is DocumentKind.CASE:
        return cut_told_case(cover, context, prose, stop)
    return []


def _cases(cover: Cover, context: Context, root: Node) -> list[ProblemDraft] | None:
    """The cases of a circular that deals with them in a later part, or the one case a file tells; None otherwise."""
    apart = handled_apart(context.folded, root, context.frame)
    if apart:
        _cut_rest(cover, context, root, {id(apart.facts), id(apart.handling)})
        return cut_apart(cover, context, apart)
    if not is_single_case(root):
        return None
    if root.lines:
        cover.add(Cut(root.lines[0].start, PassageKind.PRACTICE, f"{context.prefix}导语"))
    return [cut_single_case(cover, context, root)]


def _finished(cover: Cover, context: Context, drafts: list[ProblemDraft], names: LocatorNames) -> Parsed:
    """Passages from the cuts and problems from the drafts."""
    passages = cover.passages(names)
    by_start = {passage.span.start: passage for passage in passages}
    problems = tuple(draft.finish(context.text, context.folded, by_start, context.frame) for draft in drafts)
    return Parsed(problems, relinked(passages, problems), _warnings(context, problems))


def _section_at(context: Context, root: Node, place: int) -> str:
    """The locator of the innermost section that holds a place."""
    inside = [node for node in root.walk() if node.mark is not None and node.start <= place < node.end]
    return f"{context.prefix}{inside[-1].locator}" if inside else context.prefix


def _cut(cover: Cover, context: Context, node: Node, *, overall: bool) -> list[ProblemDraft]:
    """Cut one item that is a problem; a paragraph of feedback that lists several becomes several."""
    if context.kind is DocumentKind.FEEDBACK:
        passed = next((line for line in node.lines if _PASSED_ON.match(line.text)), None)
        if passed is not None and not node.children:
            cover.add(Cut(passed.start, PassageKind.PRACTICE, f"{context.prefix}导语"))
            node.lines = [line for line in node.lines if line.start < passed.start]
            node.end = passed.start
        if on_problems(node.title) and node.lines and not node.run_in:
            parts = paragraphs(context, node)
        elif states_problem(node.title) or orders(context, node):
            parts = []
        else:
            parts = clauses(context, node)
        if parts:
            return cut_gathered(cover, context, node, parts)
    draft = _draft(context, node)
    measures = context.kind is not DocumentKind.FEEDBACK
    cut_problem(cover, context, node, draft, measures=measures)
    if context.kind is DocumentKind.CASE:
        _cut_unlabelled_handling(cover, context, node, draft)
        settle_case(draft)
    if not measures and draft.pending:
        draft.settle(Status.FEEDBACK_ONLY, "写明问题和整改要求，没有整改情况")
    settle_default(draft, section_status(node) if measures else None, overall=overall and measures)
    return [draft]


# 处理情况:… behind the facts in one paragraph.
_HANDLING_LABEL = re.compile(r"(?<=[。;])\s*(?:处理|处置|查处|问责)(?:及整改|整改|问责)?(?:情况|结果|意见|决定)?:\s*")


def _cut_unlabelled_handling(cover: Cover, context: Context, node: Node, draft: ProblemDraft) -> None:
    """Cut the handling of a case that is told without a label."""
    if draft.measures or draft.pending:
        return
    labelled = _HANDLING_LABEL.search(context.folded, node.start, node.end)
    start = labelled.end() if labelled else handling_at(context.folded, node.start, node.end)
    if start is not None:
        path = (*node.path, node.heading)
        end = cut_lesson(cover, context.folded, Span(start, node.end), f"{draft.locator}评析", path)
        cutter = FieldCutter(cover, context, draft, path)
        cutter.told(trim(context.folded, start, end), "处理")


def _draft(context: Context, node: Node) -> ProblemDraft:
    """A draft with number, title, section and aspect."""
    assert node.mark is not None
    start = node.start + node.mark.end
    sentence = first_sentence(context, node)
    fields = find_fields(context.folded, start, start + len(sentence), start + len(sentence))
    if fields and fields[0].start > start:
        sentence = sentence[: fields[0].start - start]
    if (
        fields
        and fields[0].start == start
        and fields[0].role is Role.PROBLEM
        and sentence[fields[0].content.start - start :].strip()
    ):
        # 反映事项:… behind a number or a sign.
        sentence = sentence[fields[0].content.start - start :]
        start = fields[0].content.start
    field_only = is_aspect(node.title) and is_divided(context, node)
    if not sentence.strip() or COUNTED.match(sentence.strip()) or field_only:
        named = name_below(node) or _named_by_label(context, node)
        if named:
            return _drafted(context, node, named)
    if context.kind is DocumentKind.FEEDBACK and node.lines and not states_problem(node.title):
        # （二）水上支队 names where, the first sentence below it what.
        told = node.lines[0]
        titled = problem_title(told.text[: sentence_end(told.text)])
        if states_problem(told.text[titled.start : titled.end]) and read_mark(told.text) is None:
            end = _clause_end(told.text[: titled.end], titled.start)
            return _drafted(context, node, Span(told.start + titled.start, told.start + min(titled.end, end)))
    if node.run_in and is_aspect(node.title):
        # 一、接处警方面。发现…超时: the field, then what was found in it.
        behind = _found_behind(context, node)
        if behind:
            return _drafted(context, node, behind)
    titled = problem_title(sentence)
    end = min(titled.end, _clause_end(sentence, titled.start)) if not titled.named else titled.end
    return _drafted(context, node, Span(start + titled.start, start + end))


def _found_behind(context: Context, node: Node) -> Span | None:
    """What is told wrong behind a heading on its line, up to the first label; None where nothing is."""
    line_end = node.line.end if node.line else node.head_end
    fields = find_fields(context.folded, node.head_end, line_end, node.head_end)
    told = trim(context.folded, node.head_end, fields[0].start if fields else line_end)
    found = re.match(r"(?:督[察查]|检查|抽查)?(?:组|中)?(?:发现|存在),?", context.folded[told.start : told.end])
    start = told.start + (found.end() if found else 0)
    words = context.folded[start : told.end]
    title = whole_clauses(words[: sentence_end(words)])
    return Span(start, start + len(title)) if states_problem(title) else None


# 群众来电反映,…: who told of it does not belong to the name.
_TOLD_BY = re.compile(
    r"(?:群众|网民|居民|村民|举报人|信访人|投诉人)?(?:网上|网络|匿名|实名)?(?:来信|来电|来访|留言|信件|电话|举报|投诉)?(?:反映|举报|投诉)[,:](?:其(?=在|被|于))?"
)


def _named_by_label(context: Context, node: Node) -> Span | None:
    """The name of a problem whose number stands alone on its line: the first sentence behind 存在问题： or the like."""
    fields = find_fields(context.folded, node.head_end, node.end, node.head_end)
    told = next((item.content for item in fields if item.role is Role.PROBLEM), None)
    if told is None:
        return None
    span = trim(context.folded, told.start, told.end)
    words = context.folded[span.start : span.end].split("\n", 1)[0]
    titled = problem_title(words[: sentence_end(words)])
    told_by = _TOLD_BY.match(words)
    begin = told_by.end() if told_by else titled.start
    return Span(span.start + begin, span.start + min(titled.end, begin + MAX_HEADING))


def _drafted(context: Context, node: Node, title: Span) -> ProblemDraft:
    """A draft for a numbered node."""
    numbered = node.mark is not None and node.mark.family not in UNNUMBERED
    above = node.ancestors()
    return ProblemDraft(
        node.start,
        f"{context.prefix}{node.locator}",
        context.text[node.start : node.start + node.mark.end].strip() if node.mark and numbered else "",
        title,
        above[-1].heading if above else "",
        above[-2].heading if len(above) > 1 else "",
    )


def _clause_end(sentence: str, start: int) -> int:
    """Where a title taken from running text is cut: its first clause when the sentence is long."""
    if len(sentence) - start <= MAX_HEADING:
        return len(sentence.rstrip("。;:, "))
    comma = sentence.find(",", start + 4)
    return comma if 0 < comma - start <= MAX_HEADING else start + MAX_HEADING


def _cut_rest(cover: Cover, context: Context, root: Node, chosen: set[int]) -> None:
    """Cut what is no problem: opening, section headings, organisational parts."""

    def visit(node: Node) -> None:
        if id(node) in chosen:
            return
        if any(id(one) in chosen for child in node.children for one in child.walk()):
            _cut_section(cover, context, node)
            for child in node.children:
                visit(child)
            return
        if node.mark is None:
            _cut_section(cover, context, node)
            for child in node.children:
                visit(child)
            return
        cut_headed(cover, node, context.prefix)
        for one in node.walk():
            _cut_ordinals(cover, context, one)

    visit(root)


def _cut_section(cover: Cover, context: Context, node: Node) -> None:
    """Cut a heading that has problems below it, with its introduction."""
    if node.mark is None:
        if node.lines:
            cover.add(Cut(node.lines[0].start, PassageKind.PRACTICE, f"{context.prefix}导语"))
        return
    kind = PassageKind.PRACTICE if node.has_body else PassageKind.STRUCTURE
    cover.add(Cut(node.start, kind, f"{context.prefix}{node.locator}", node.path))


def _cut_ordinals(cover: Cover, context: Context, node: Node) -> None:
    """Cut 一是…二是… run into a paragraph of an organisational part: ``一一是``."""
    if node.mark is None or node.mark.family in (Family.ORDINAL, Family.FIRST):
        return
    entries, _ = split_entries(context.folded, Span(node.head_end, node.body_end))
    if len(entries) < 2 or not re.match(r"[一二三四五六七八九十]+[是要]", entries[0].ordinal):  # noqa: PLR2004 - a list has two entries
        return
    for entry in entries:
        locator = f"{context.prefix}{node.locator}{entry.ordinal}"
        cover.add(Cut(entry.span.start, PassageKind.PRACTICE, locator, (*node.path, node.heading)))


def _warnings(context: Context, problems: tuple[Problem, ...]) -> tuple[str, ...]:
    """What the reader should know about this parse."""
    if not problems and context.kind is DocumentKind.CASE:
        return ()
    if not problems:
        return ("没有识别出逐条列出的问题，正文按标题收录，请核对文种和版式",)
    if context.kind is DocumentKind.NOTICE:
        empty = [problem.locator for problem in problems if not problem.measures and not problem.pending]
        if empty:
            return (f"{len(empty)}个问题没有识别出整改措施（{'、'.join(empty[:8])}），请核对原文",)
    return ()
