"""A readable tree of what was parsed, for ``xunjian show``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.model import Document, DocumentKind, Passage, PassageKind, Problem, Source

# So many characters of a passage tell which one it is.
_PREVIEW = 28


def tree(source: Source) -> str:
    """What was parsed from a source, one place to a line, indented by depth.

    Documents, chapters and articles, problems with their measures, headed passages; locators stand in front, status,
    counts and time limits behind.
    """
    return "\n".join(line for document in source.documents for line in _document(source, document))


def _document(source: Source, document: Document) -> Iterator[str]:
    """The lines of one document."""
    badge = f"〔{document.provenance.label}〕" if document.provenance.label else ""
    part = f"第{document.part}件 " if document.part else ""
    yield f"{part}{document.title}{badge}（{document.kind.label}：{document.kind_reason}）"
    for warning in document.warnings:
        yield f"  ！{warning}"
    if document.kind is DocumentKind.REGULATION:
        yield from _regulation(source, document)
    elif document.problems:
        yield from _problems(source, document)
    else:
        yield from _passages(source, document.passages)


def _regulation(source: Source, document: Document) -> Iterator[str]:
    """Chapters with the articles they hold."""
    above: tuple[str, ...] = ()
    labels = {article.span: article for article in document.articles}
    for passage in document.passages:
        article = labels.get(passage.span)
        path = passage.path
        if article or path:
            for depth, title in enumerate(path):
                if path[: depth + 1] != above[: depth + 1]:
                    yield f"{'  ' * (depth + 1)}{title}"
            above = path
        if passage.kind is PassageKind.STRUCTURE:
            continue
        extent = f"（{len(article.paragraphs)}款{len(article.items)}项）" if article and article.items else ""
        yield f"{'  ' * (len(path) + 1)}{passage.locator}{extent} {_preview(source, passage)}"


def _problems(source: Source, document: Document) -> Iterator[str]:
    """Problems with their measures and pending work, other passages where they stand."""
    homes = {problem.locator: problem for problem in document.problems}
    for passage in document.passages:
        problem = homes.get(passage.locator) if passage.kind is PassageKind.PROBLEM else None
        if problem:
            yield f"  {problem.locator} {problem.title} 〔{problem.status.label}〕{_facts(problem)}"
        elif passage.kind is not PassageKind.STRUCTURE:
            depth = 2 if passage.problem else 1
            yield f"{'  ' * depth}{passage.locator} {_preview(source, passage)}{_limits(source, passage, homes)}"


def _facts(problem: Problem) -> str:
    """Responsibility and counts of a problem."""
    facts = [*problem.responsible]
    if problem.deadline and problem.deadline.due:
        facts.append(f"时限{problem.deadline.due}")
    facts.append(f"{len(problem.measures)}项措施")
    if problem.pending:
        facts.append(f"{len(problem.pending)}项后续")
    return f"（{'，'.join(facts)}）"


def _limits(source: Source, passage: Passage, homes: dict[str, Problem]) -> str:
    """The time limits of a pending item."""
    home = homes.get(passage.problem or "")
    item = next((one for one in home.pending if one.span == passage.span), None) if home else None
    if item is None or not item.deadlines:
        return ""
    return "〔" + "；".join(f"{source.slice(one.span)}→{one.due or '无确定日期'}" for one in item.deadlines) + "〕"


def _passages(source: Source, passages: Iterable[Passage]) -> Iterator[str]:
    """Headed passages, indented by their path."""
    for passage in passages:
        mark = "·" if passage.kind is PassageKind.STRUCTURE else " "
        yield f"{'  ' * (len(passage.path) + 1)}{passage.locator}{mark}{_preview(source, passage)}"


def _preview(source: Source, passage: Passage) -> str:
    """The beginning of a passage on one line."""
    words = " ".join(source.slice(passage.span).split())
    return words if len(words) <= _PREVIEW else f"{words[:_PREVIEW]}…"
