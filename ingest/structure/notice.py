"""Rectification notices, feedback and inspection circulars: which numbered items are problems, and what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.structure.context import Context, Parsed
from ingest.structure.cover import Cover, Cut, LocatorNames
from ingest.structure.draft import ProblemDraft
from ingest.structure.fields import Role, find_fields
from ingest.structure.headed import closing_start, cut_headed
from ingest.structure.headings import is_aspect, names_problem, problem_title, status_of
from ingest.structure.ledger import cut_table, find_tables
from ingest.structure.lines import Line
from ingest.structure.measures import cut_problem, settle_default
from ingest.structure.numbering import Family
from ingest.structure.ordinals import split_entries
from ingest.structure.outline import MAX_HEADING, Node, build, sentence_end
from kb.model import DocumentKind, Passage, PassageKind, Problem, Span, Status

# Parts of a notice that are not about single problems.  The first words count always, the others only where the
# heading does not speak of problems (需要长期坚持的问题 is a section of problems).
_ORGANISING = re.compile(
    r"组织.{0,6}(?:领导|落实|整改|推[进动]|开展)|主体责任|第一责任人|下一?步|今后|打算|建议|(?:工作|有关|整改)要求"
)
_GENERAL = re.compile(
    r"基本情况|总体(?:情况|评价)|计划|工作安排|努力方向|长效|巩固|站位|加强.{0,6}领导|主要(?:做法|成效|特点)|好的?做法|亮点"
    r"|工作(?:开展|推进)?情况$|线索|整改组织"
)
_RECTIFYING = re.compile(
    r"(?:反馈|巡[察视]|发现|指出|具体|主要|突出).{0,12}(?:问题|意见)|问题.{0,10}整改|整改(?:落实|进展|完成)?(?:的)?(?:情况|进展|成效|问题)"
)
_PROBLEMS = re.compile(r"问题|不足|短板|薄弱|差距|隐患|反馈(?:的)?(?:意见|情况)")
_ADVICE = re.compile(
    r"建议|要求|措施|打算|意见$|评价|基本情况|总体情况|概况|做法|成效|成绩|线索|开展情况|组织情况|抽查情况$|督[察查]情况$"
)
_SECTION_STATUS = re.compile(
    r"^(?:关于)?(?:巡[察视])?(?:反馈)?(?:的)?(?:截至目前)?(?:已|正在|正|基本|长期|尚未|尚|未|需|持续|继续|阶段性|按期|整改).{0,24}(?:问题|事项|任务|内容|类|的|情况)$|(?:已|未|基本|正在).{0,8}(?:完成|推进|整改|到位).{0,6}的?.{0,4}(?:问题|事项|任务).{0,8}$"
)
_ALL_DONE = re.compile(
    r"(?:反馈|指出|涉及|所有|全部).{0,24}问题[^。]{0,20}(?:均已|已全部|全部|已经全部)(?:整改)?(?:完成|到位|办结|销号)(?:整改)?|问题(?:整改)?完成率(?:为|达到?|是)?100%"
)
_TOPIC = re.compile(r"^(?:关于|针对)[^。;]{4,90}问题(?:的?整改(?:落实|进展|完成)?(?:情况)?)?\s*[。:]?$")
# Closing words to the readers of a circular, which belong to none of its problems.
_CODA = re.compile(
    r"(?:各级|各地|各单位|各部门|各分局|各支队|全体|全市|全局|希望|请各|以上案例|上述案例|特此|现予以?通报)[^:]{6,}$"
)
_CLAUSE = re.compile(r"(?:有的|个别|部分|一些|少数|多数|有些)")
# Fewer clauses than this in a paragraph are an illustration, not a list of problems.
_MIN_CLAUSES = 2


def parse_notice(context: Context, lines: list[Line], span: Span, header: int, names: LocatorNames) -> Parsed:
    """Parse a notice or feedback; ``header`` lines at its beginning are title and notes."""
    folded, prefix = context.folded, context.prefix
    cover = Cover(context.text, span.start, span.end, f"{prefix}标题")
    for cut in context.front:
        cover.add(cut)
    closing = closing_start(lines, header)
    body = lines[header:closing]
    if closing < len(lines):
        cover.add(Cut(lines[closing].start, PassageKind.STRUCTURE, f"{prefix}落款"))
    stop = lines[closing].start if closing < len(lines) else span.end
    while len(body) > 1 and _CODA.match(body[-1].text):
        stop = body.pop().start
        cover.add(Cut(stop, PassageKind.PRACTICE, f"{prefix}结语"))
    drafts: list[ProblemDraft] = []
    if body:
        tables = find_tables(body)
        rows = {line.start for first, last in tables for line in body[first : last + 1]}
        prose = [line for line in body if line.start not in rows]
        root = build(prose, body[0].start, stop, topic=lambda text: bool(_TOPIC.match(text)))
        chosen = list(_choose(context, root))
        overall = bool(_ALL_DONE.search(folded, span.start, span.end))
        for node in chosen:
            drafts += _cut(cover, context, node, overall)
        _cut_rest(cover, context, root, {id(node) for node in chosen})
        for first, last in tables:
            drafts += cut_table(cover, context, body[first : last + 1], _section_at(context, root, body[first].start))
        drafts.sort(key=lambda draft: draft.start)
    passages = cover.passages(names)
    by_start = {passage.span.start: passage for passage in passages}
    problems = tuple(draft.finish(context.text, folded, by_start, context.frame) for draft in drafts)
    moved = {draft.locator: problem.locator for draft, problem in zip(drafts, problems, strict=True)}
    return Parsed(problems, _relinked(passages, problems, moved), _warnings(context, problems))


def _section_at(context: Context, root: Node, place: int) -> str:
    """The locator of the innermost section that holds a place."""
    inside = [node for node in root.walk() if node.mark is not None and node.start <= place < node.end]
    return f"{context.prefix}{inside[-1].locator}" if inside else context.prefix


def _relinked(
    passages: tuple[Passage, ...], problems: tuple[Problem, ...], moved: dict[str, str]
) -> tuple[Passage, ...]:
    """Passages whose problem is named by the locator it finally got (repeats carry a counter)."""
    spans = [(problem.span, problem.locator) for problem in problems]
    linked: list[Passage] = []
    at = 0
    for passage in passages:
        while at < len(spans) and spans[at][0].end <= passage.span.start:
            at += 1
        inside = at < len(spans) and spans[at][0].start <= passage.span.start < spans[at][0].end
        owner = spans[at][1] if inside and passage.problem is not None else None
        linked.append(
            passage
            if passage.problem == owner
            else Passage(passage.kind, passage.span, passage.locator, passage.path, owner)
        )
    return tuple(linked)


def _choose(context: Context, node: Node) -> Iterator[Node]:
    """The nodes that are problems, in reading order.

    The deepest items that are worded as problems count; an item whose own words are followed by 整改措施： is a
    problem and what is numbered below it are its measures.
    """
    if node.mark is not None and _is_problem(context, node):
        deeper = [] if _marked(context, node) else [one for child in node.children for one in _choose(context, child)]
        named = [one for one in deeper if _worded(context, one)]
        if named and len(deeper) * 2 >= len(node.children):
            yield from deeper
        else:
            yield node
        return
    for child in node.children:
        yield from _choose(context, child)


def _is_problem(context: Context, node: Node) -> bool:
    """Whether a numbered item is a problem, by its own wording, its labels, or the part it stands in."""
    mark = node.mark
    if mark is None or mark.family in (Family.BULLET, Family.PIECE, Family.CHAPTER, Family.SECTION):
        return False
    if mark.family in (Family.ORDINAL, Family.FIRST) and context.kind is not DocumentKind.FEEDBACK:
        return False
    above = [one.title for one in node.ancestors()]
    if context.kind is DocumentKind.FEEDBACK:
        return _is_feedback_item(node, above)
    if is_organising(above[0] if above else node.title):
        return False
    if _worded(context, node):
        return True
    if not _marked(context, node):
        return False
    # A section may carry a label too (整改情况：) above its numbered problems.
    return not any(_worded(context, one) or _marked(context, one) for child in node.children for one in child.walk())


def is_organising(title: str) -> bool:
    """Whether a heading is about how rectification was organised, about plans or advice, not about problems."""
    if _ORGANISING.search(title):
        return "关于" not in title
    return bool(_GENERAL.search(title)) and "问题" not in title


def _worded(context: Context, node: Node) -> bool:
    """Whether the heading is worded as a problem."""
    heading = _first_sentence(context, node)
    if _SECTION_STATUS.search(heading.rstrip("。:")) and not re.search(r"[“\"]", heading):
        return False
    if node.children and _RECTIFYING.match(heading) and len(heading) < MAX_HEADING // 3 and "关于" not in heading:
        return False
    return names_problem(heading)


def _first_sentence(context: Context, node: Node) -> str:
    """The first sentence of the heading line behind the number."""
    if node.line is None or node.mark is None:
        return ""
    words = context.folded[node.start + node.mark.end : node.line.end]
    return words[: sentence_end(words)]


def _marked(context: Context, node: Node) -> bool:
    """Whether a label of measures stands in the item's own words, before anything numbered below it."""
    if node.mark is None:
        return False
    start = node.start + node.mark.end
    end = next(
        (
            child.start
            for child in node.children
            if child.mark and child.mark.family not in (Family.ORDINAL, Family.FIRST)
        ),
        node.body_end,
    )
    head_end = start + len(_first_sentence(context, node))
    roles = {item.role for item in find_fields(context.folded, start, max(end, start), head_end)}
    return Role.MEASURE in roles or Role.STATUS in roles


def _is_feedback_item(node: Node, above: list[str]) -> bool:
    """Whether an item of a feedback is a problem: it stands in the part about problems and nothing is below it."""
    if any(
        _ADVICE.search(title) and not _PROBLEMS.search(title) for title in (*above, node.title if node.children else "")
    ):
        return False
    if not above and not node.children:
        return bool(_PROBLEMS.search(node.title)) or not _ADVICE.search(node.title)
    if node.children and any(child.mark and child.mark.family is not Family.BULLET for child in node.children):
        return False
    return any(_PROBLEMS.search(title) or is_aspect(title) for title in above) or names_problem(node.title)


def _cut(cover: Cover, context: Context, node: Node, overall: bool) -> list[ProblemDraft]:
    """Cut one item that is a problem; a paragraph of feedback that lists several becomes several."""
    if context.kind is DocumentKind.FEEDBACK:
        parts = _clauses(context, node)
        if parts:
            return _cut_clauses(cover, context, node, parts)
    draft = _draft(context, node)
    measures = context.kind is not DocumentKind.FEEDBACK
    cut_problem(cover, context.text, context.folded, node, draft, context.frame, measures=measures)
    settle_default(draft, None if not measures else _section_status(node), overall and measures)
    return [draft]


def _draft(context: Context, node: Node) -> ProblemDraft:
    """A draft with number, title, section and aspect."""
    assert node.mark is not None  # noqa: S101 - chosen nodes are numbered
    start = node.start + node.mark.end
    sentence = _first_sentence(context, node)
    fields = find_fields(context.folded, start, start + len(sentence), start + len(sentence))
    if fields and fields[0].start > start:
        sentence = sentence[: fields[0].start - start]
    titled = problem_title(sentence)
    end = min(titled.end, _clause_end(sentence, titled.start)) if not titled.named else titled.end
    above = node.ancestors()
    return ProblemDraft(
        node.start,
        f"{context.prefix}{node.locator}",
        context.text[node.start : start].strip(),
        Span(start + titled.start, start + end),
        above[-1].heading if above else "",
        above[-2].heading if len(above) > 1 else "",
    )


def _clause_end(sentence: str, start: int) -> int:
    """Where a title taken from running text is cut: its first clause when the sentence is long."""
    if len(sentence) - start <= MAX_HEADING:
        return len(sentence.rstrip("。;:, "))
    comma = sentence.find(",", start + 4)
    return comma if 0 < comma - start <= MAX_HEADING else start + MAX_HEADING


def _section_status(node: Node) -> tuple[Status, str] | None:
    """The status that a heading above states, nearest first."""
    for above in reversed(node.ancestors()):
        bare = re.sub(r"\s*\([^()]*\)\s*$", "", above.title)
        if _SECTION_STATUS.search(bare):
            status = status_of(bare)
            if status:
                return status, above.title
    return None


def _clauses(context: Context, node: Node) -> list[Span]:
    """The problems run together in one item of feedback: its ordinals, or its clauses 有的…；有的…."""
    start = node.head_end if node.run_in or node.lines else node.start
    body = Span(start, node.end)
    entries, _ = split_entries(context.folded, body)
    if len(entries) > 1:
        return [entry.span for entry in entries]
    spans: list[Span] = []
    at = start
    for match in re.finditer(r"[^;。\n]+(?:[;。]|$)[”\")]*", context.folded[start : node.end]):
        piece = match.group()
        left = start + match.start() + len(piece) - len(piece.lstrip())
        if _CLAUSE.match(piece.lstrip()) or (spans and _CLAUSE.match(context.folded[spans[-1].start :]) and False):
            spans.append(Span(left, start + match.end()))
        elif spans:
            spans[-1] = Span(spans[-1].start, start + match.end())
        at = start + match.end()
    del at
    return spans if len(spans) >= _MIN_CLAUSES else []


def _cut_clauses(cover: Cover, context: Context, node: Node, parts: list[Span]) -> list[ProblemDraft]:
    """Cut the problems run together in one item."""
    home = f"{context.prefix}{node.locator}"
    cover.add(Cut(node.start, PassageKind.PROBLEM, home, node.path, None))
    drafts: list[ProblemDraft] = []
    for at, part in enumerate(parts):
        words = context.folded[part.start : part.end]
        entry = re.match(r"[一二三四五六七八九十]{1,3}[是要]|\(?\d{1,2}[).、]", words)
        ordinal = entry.group() if entry else ""
        locator = f"{home}{ordinal or f'问题{at + 1}'}"
        inner = re.search(r"[。;]", words)
        title_end = part.start + min(inner.start() if inner else len(words.rstrip()), MAX_HEADING + len(ordinal))
        draft = ProblemDraft(
            part.start,
            locator,
            ordinal,
            Span(part.start + len(ordinal), title_end),
            node.heading,
            node.ancestors()[-1].heading if node.ancestors() else "",
            part.end,
        )
        settle_default(draft, None, overall=False)
        cover.add(Cut(part.start, PassageKind.PROBLEM, locator, (*node.path, node.heading), locator))
        drafts.append(draft)
    return drafts


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
        return ("没有识别出逐条列出的问题，正文按标题入库，请核对文种和版式",)
    if context.kind is DocumentKind.NOTICE:
        empty = [problem.locator for problem in problems if not problem.measures and not problem.pending]
        if empty:
            return (f"{len(empty)}个问题没有识别出整改措施（{'、'.join(empty[:8])}），请核对原文",)
    return ()
