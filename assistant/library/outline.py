"""How a document was understood: its parts as a tree, and their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kb.model import Article, Document, DocumentKind, Passage, PassageKind, Problem, Source, Span, Status

#: Characters of a text that stand for it in the tree: one line of half an office screen.
_PREVIEW = 40

#: What stands between an ordinal and its words (``第一，对…``).
_LINK = "，,、：: \u3000"


class Node(NamedTuple):
    """A part of a document.  ``text`` names it, ``note`` says more (counts, deadlines), ``span`` is where it stands
    (None for a heading without a place of its own).
    """

    text: str
    note: str = ""
    status: Status | None = None
    span: Span | None = None
    children: tuple[Node, ...] = ()


def outline(source: Source, document: Document) -> tuple[Node, ...]:
    """The tree: chapters with articles; sections with problems, their measures and pending work; headed texts."""
    if document.kind is DocumentKind.REGULATION and document.articles:
        return tuple(_chapters(source, document))
    if document.problems:
        return tuple(_sections(source, document))
    return tuple(_texts(source, document.passages))


def counts(document: Document) -> tuple[str, ...]:
    """The numbers of the tree, in phrases."""
    return tuple(_counts(document))


def stated(document: Document) -> str:
    """How the totals that a notice states about itself compare with what was found; empty where it states none."""
    said = document.meta.counts
    found = (
        ("个问题", said.problems, len(document.problems)),
        ("项措施", said.measures, sum(len(problem.measures) for problem in document.problems)),
    )
    compared = [(unit, number, there) for unit, number, there in found if number is not None]
    if not compared:
        return ""
    wrong = [f"{number} {unit}，拆出 {there} {unit}" for unit, number, there in compared if number != there]
    if wrong:
        return f"原文自述 {'；'.join(wrong)}，请核对下面的结构。"
    return f"与原文自述的 {'、'.join(f'{number} {unit}' for unit, number, _ in compared)}一致。"


def _counts(document: Document) -> Iterator[str]:
    levels = Counter(chapter.level for chapter in document.chapters)
    yield from (f"{levels[level]} {name}" for level, name in enumerate(("编", "章", "节")) if levels[level])
    if document.articles:
        yield f"{len(document.articles)} 条"
    if document.problems:
        yield f"{len(document.problems)} 个问题"
        for name, number in (
            ("项措施", sum(len(problem.measures) for problem in document.problems)),
            ("项后续整改", sum(len(problem.pending) for problem in document.problems)),
        ):
            if number:
                yield f"{number} {name}"
        states = Counter(problem.status for problem in document.problems)
        yield from (f"{status.label} {states[status]}" for status in Status if states[status])
    yield f"{len(document.passages)} 条段落"


# -- regulations ---------------------------------------------------------------------------------------------------


def _chapters(source: Source, document: Document) -> Iterator[Node]:
    yield from _branches(source, document.articles, 0)


def _branches(source: Source, articles: Sequence[Article], depth: int) -> Iterator[Node]:
    """Articles below the headings of one depth; those without a heading stand for themselves."""
    for heading, group in groupby(articles, key=lambda one: one.chapter[depth] if len(one.chapter) > depth else ""):
        inside = list(group)
        if not heading:
            yield from (_article(source, article) for article in inside)
            continue
        extent = inside[0].label if len(inside) == 1 else f"{inside[0].label}至{inside[-1].label}"
        children = tuple(_branches(source, inside, depth + 1))
        yield Node(heading, f"{extent}，{len(inside)} 条", span=inside[0].span, children=children)


def _article(source: Source, article: Article) -> Node:
    text = source.slice(article.span).removeprefix(article.label)
    items = f"{len(article.paragraphs)} 款 {len(article.items)} 项" if article.items else ""
    return Node(f"{article.label}　{_short(text)}", items, span=article.span)


# -- problems ------------------------------------------------------------------------------------------------------


def _sections(source: Source, document: Document) -> Iterator[Node]:
    for (aspect, section), group in groupby(document.problems, key=lambda problem: (problem.aspect, problem.section)):
        problems = [_problem(source, problem) for problem in group]
        heading = "　".join(part for part in (aspect, section) if part)
        if heading:
            yield Node(heading, f"{len(problems)} 个问题", children=tuple(problems))
        else:
            yield from problems


def _problem(source: Source, problem: Problem) -> Node:
    note = [f"{len(problem.measures)} 项措施"]
    if problem.pending:
        note.append(f"{len(problem.pending)} 项后续")
    if problem.deadline:
        note.append(f"时限 {problem.deadline.due or _short(source.slice(problem.deadline.span))}")
    if problem.responsible:
        note.append("、".join(problem.responsible))
    children = [
        Node(f"{one.ordinal or '措施'}　{_short(_bare(source.slice(one.span), one.ordinal))}", span=one.span)
        for one in problem.measures
    ]
    for one in problem.pending:
        due = "；".join(str(limit.due or source.slice(limit.span)) for limit in one.deadlines)
        text = _short(_bare(source.slice(one.span), one.ordinal))
        children.append(Node(f"后续{one.ordinal}　{text}", f"时限 {due}" if due else "", span=one.span))
    title = f"{problem.number} {problem.title}".strip()
    return Node(title, "，".join(note), problem.status, problem.title_span, tuple(children))


# -- other texts ---------------------------------------------------------------------------------------------------


def _texts(source: Source, passages: Sequence[Passage]) -> Iterator[Node]:
    spoken = [passage for passage in passages if passage.kind is not PassageKind.STRUCTURE]
    for path, group in groupby(spoken, key=lambda passage: passage.path):
        inside = [Node(_short(source.slice(passage.span)), span=passage.span) for passage in group]
        if path:
            yield Node("　".join(path), f"{len(inside)} 段", span=inside[0].span, children=tuple(inside))
        else:
            yield from inside


def _bare(text: str, ordinal: str) -> str:
    return text.strip().removeprefix(ordinal).lstrip(_LINK)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _PREVIEW else line[:_PREVIEW] + "…"
