"""Typical cases: what happened, how it was handled, what it teaches.

A file tells one case in parts (基本情况, 主要问题, 处理与整改, 依据, 启示) or several under numbered headings.
Each case becomes one problem whose handling and rectification are its measures.
"""

from __future__ import annotations

import re

from ingest.structure.context import Context
from ingest.structure.cover import Cover, Cut
from ingest.structure.draft import ProblemDraft
from ingest.structure.handling import divide_handling, tells_handling
from ingest.structure.headed import cut_headed
from ingest.structure.lines import Line, split_lines
from ingest.structure.numbering import Family
from ingest.structure.ordinals import split_entries
from ingest.structure.outline import Node
from ingest.structure.prose import Part, Told
from kb.model import PassageKind, Span, Status

_FACTS = re.compile(r"基本(?:案情|情况|事实)|案情|简要?情况|事件经过|主要问题|存在问题|问题表现|违纪(?:违法)?事实|查明")
_HANDLED = re.compile(r"处理|处置|追责|问责|整改|处分|督察措施|办理")
_REST = re.compile(r"依据|启示|意义|警示|点评|评析|教训|反思|提示|剖析|裁判")
# What happened begins with when.
_DAY = re.compile(r"(?:19|20)\d\d年|近日|近期")
# 受到警告处分, 被诫勉谈话: where a case without headings passes from facts to handling.
_SENTENCE = re.compile(
    r"(?<=[。;])[^。;]{0,60}(?:给予|受到|被|予以|责令)[^。;]{0,30}(?:处分|诫勉|约谈|辞退|开除|撤职|记过|警告|批评教育|检查|禁闭|停止执行职务|立案|调离|解除(?:劳动)?合同|除名|追究|通报批评|责任追究|组织处理)"
)


def is_single_case(root: Node) -> bool:
    """Whether the top headings are the parts of one case."""
    titles = [node.title for node in root.children]
    return any(_FACTS.search(title) for title in titles) and any(_is_handling(node) for node in root.children)


def cut_single_case(cover: Cover, context: Context, root: Node) -> ProblemDraft:
    """Cut a file that tells one case (see :func:`is_single_case`).

    The problem is called ``案例``, bears the title of the document and spans its facts and its handling.
    """
    parts = [node for node in root.children if _FACTS.search(node.title) or _is_handling(node)]
    locator = f"{context.prefix}案例"
    draft = ProblemDraft(parts[0].start, locator, "", context.title, end=parts[-1].end)
    for node in root.children:
        if _is_handling(node):
            _cut_handling(cover, context, node, draft)
        elif node in parts:
            cut_headed(cover, node, context.prefix, PassageKind.PROBLEM, problem=locator)
        else:
            cut_headed(cover, node, context.prefix)
    # The first passage is the problem as such and carries its locator.
    cover.add(Cut(parts[0].start, PassageKind.PROBLEM, locator, (), locator))
    settle_case(draft)
    return draft


def cut_told_case(cover: Cover, context: Context, lines: list[Line], end: int) -> list[ProblemDraft]:
    """Cut a case told in plain paragraphs: from the first that tells what happened; handling is found by its words.

    Empty where nothing tells how anybody was dealt with, so that an essay does not become a case.
    """
    told = next((line for line in lines if _DAY.search(line.text)), None)
    start = handling_start(context.folded, told.start, end) if told else None
    if told is None or start is None:
        return []
    end = cut_lesson(cover, context.folded, Span(start, end), f"{context.prefix}结语")
    locator = f"{context.prefix}案例"
    draft = ProblemDraft(told.start, locator, "", context.title, end=end)
    cover.add(Cut(told.start, PassageKind.PROBLEM, locator, (), locator))
    for part in divide_handling(context.folded, Span(start, end), context.frame):
        cut_decision(cover, draft, part)
    settle_case(draft)
    return [draft]


def cut_decision(cover: Cover, draft: ProblemDraft, part: Part, path: tuple[str, ...] = ()) -> None:
    """Cut how somebody was dealt with as a measure of a case, what is ordered for later as open work; what came of it
    stands with the measures.
    """
    pending = part.told is Told.PENDING
    if part.told in (Told.MEASURE, Told.PENDING):
        (draft.pending if pending else draft.measures).append((part.span.start, ""))
    name = "后续" if pending else "成效" if part.told is Told.RESULT else "处理"
    kind = PassageKind.PENDING if pending else PassageKind.MEASURE
    cover.add(Cut(part.span.start, kind, f"{draft.locator}{name}", path, draft.locator))


def _is_handling(node: Node) -> bool:
    """Whether a part tells how the case was handled."""
    return bool(_HANDLED.search(node.title)) and not _REST.search(node.title) and not _FACTS.search(node.title)


def _cut_handling(cover: Cover, context: Context, node: Node, draft: ProblemDraft) -> None:
    """Cut the part on handling: its items, its ordinals, or the whole of it are measures."""
    home = f"{context.prefix}{node.locator}"
    path = (node.heading,)
    items = [child for child in node.children if child.mark and child.mark.family is not Family.BULLET]
    cover.add(Cut(node.start, PassageKind.STRUCTURE, home, (), draft.locator))
    if items:
        starts = [(child.start, _printed(context, child), f"{context.prefix}{child.locator}") for child in items]
        if node.has_body:
            cover.add(Cut(node.head_end, PassageKind.PROBLEM, home, path, draft.locator))
    else:
        body = context.folded[node.head_end : node.end]
        begin = node.head_end + len(body) - len(body.lstrip())
        entries, _ = split_entries(context.folded, Span(begin, node.end))
        starts = [(one.span.start, one.ordinal, f"{home}{one.ordinal}") for one in entries]
        if not starts and begin < node.end:
            starts = [(begin, "", home)]
    for start, ordinal, locator in starts:
        draft.measures.append((start, ordinal))
        cover.add(Cut(start, PassageKind.MEASURE, locator, path, draft.locator))


def _printed(context: Context, node: Node) -> str:
    """The number of an item as printed."""
    end = node.start + (node.mark.end if node.mark else 0)
    return context.text[node.start : end].strip()


def is_case_heading(node: Node) -> bool:
    """Whether a numbered heading names a case in a circular about several."""
    if node.mark is None or any(above.mark and above.mark.family is Family.POINT for above in node.ancestors()):
        return False
    if node.mark.family is Family.POINT and node.mark.label.startswith(("案例", "例")):
        return True
    return bool(re.search(r"(?:案|问题)$", node.title)) and not _REST.search(node.title)


def handling_start(folded: str, start: int, end: int) -> int | None:
    """Where a case without labels passes to its handling; None where nothing tells."""
    match = _SENTENCE.search(folded, start, end)
    return match.start() if match else None


def cut_lesson(cover: Cover, folded: str, handling: Span, locator: str, path: tuple[str, ...] = ()) -> int:
    """Where the last paragraph of the handling ends that tells how somebody was dealt with, its own end where none
    does; what a case teaches, and who wrote it, stands behind and is cut.
    """
    paragraphs = [line for line in split_lines(folded, handling.start, handling.end) if tells_handling(line.text)]
    last = paragraphs[-1].end if paragraphs else handling.end
    if folded[last : handling.end].strip():
        cover.add(Cut(last, PassageKind.PRACTICE, locator, path))
    return last


def settle_case(draft: ProblemDraft) -> None:
    """A case that tells its handling is closed: the circular reports what has been decided."""
    if draft.pending:
        draft.settle(Status.IN_PROGRESS, "案例写有尚待完成的整改事项")
    if draft.measures:
        draft.settle(Status.COMPLETED, "案例已写明处理与整改结果")
    draft.settle(Status.FEEDBACK_ONLY, "只写明问题，没有处理和整改内容")
