"""What the command line prints for people: plain lines that also read well when piped into a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, section_text
from assistant.contract import problem_name
from assistant.desk import Reply
from assistant.phrases import named
from kb.catalog import SourceInfo
from kb.model import Group
from retrieval.limits import Limits
from retrieval.result import Hit, SearchResult
from ui.remarks import remarks, renumbered
from ui.terminal_model import rewritten_lines

if TYPE_CHECKING:
    from assistant.llm.rewrite import Rewritten

#: Characters of a passage shown in a list: three lines of an 80-column terminal.
EXCERPT = 110

#: Characters of a matter in the heading of its answer: one line.
MATTER = 34


def answer_lines(answer: Answer) -> Iterator[str]:
    """What must be known first, the answer, then its citations with their places, numbered in the order of the text."""
    before = remarks(answer)
    yield from (f"注意：{remark}" for remark in before)
    if before:
        yield ""
    answer = renumbered(answer)
    notes = answer.sections[-1:] if not answer.refused else ()
    yield "\n\n".join(section_text(section) for section in answer.sections[: len(answer.sections) - len(notes)])
    if answer.report_language:
        yield ""
        yield "【建议表述】"
        for wording in answer.report_language:
            yield f"· {wording.form}：{wording.text}" + "".join(f"[{n}]" for n in wording.citations)
    for section in notes:
        yield ""
        yield section_text(section)
    if answer.citations:
        yield ""
        yield "【出处】"
        for citation in answer.citations:
            page = f" 第{citation.passage.page}页" if citation.passage.page else ""
            yield (
                f"[{citation.n}] {named(citation.passage)}{citation.passage.locator}{page}"
                f"（{citation.passage.doc}，字符 {citation.span.start}–{citation.span.end}）"
            )


def letter_lines(replies: Sequence[Reply], rewritten: Sequence[Rewritten] = ()) -> Iterator[str]:
    """The answers to a letter one by one, each under the matter it answers; a single answer stands alone.  What a model
    made of an answer stands above it.
    """
    for number, reply in enumerate(replies, 1):
        if len(replies) > 1:
            yield f"═══ 第{number}问：{excerpt(reply.result.query.text, MATTER)}"
        yield from limit_lines(reply.result)
        if rewritten:
            yield from rewritten_lines(rewritten[number - 1])
        yield from answer_lines(reply.answer)
        if number < len(replies):
            yield ""


def limit_lines(result: SearchResult) -> Iterator[str]:
    """What the search was limited to, by the user or by the question itself; nothing for a search of everything."""
    if result.limits != Limits():
        yield f"限于：{result.limits.label}。"
        yield ""


def result_lines(result: SearchResult) -> Iterator[str]:
    """What must be known first, then all groups, best first."""
    yield from limit_lines(result)
    yield from (f"注意：{warning}" for warning in result.warnings)
    if result.warnings:
        yield ""
    if result.refused:
        yield f"未检索到充分依据：{result.reason}"
        yield "以下仅为相近资料："
    for group in Group:
        hits = result.groups.get(group, ())
        if hits:
            yield f"■ {group.label}"
            for rank, hit in enumerate(hits, 1):
                yield from hit_lines(hit, rank)
            yield ""


def hit_lines(hit: Hit, rank: int) -> Iterator[str]:
    """One hit: where it stands, the problem it belongs to, an excerpt."""
    passage = hit.passage
    yield f"{rank:>2}. {named(passage)}{passage.locator}  [{hit.score:.2f}]"
    if problem := problem_name(passage):
        yield f"    问题：{problem}"
    yield f"    {excerpt(passage.text)}"


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def list_lines(sources: Sequence[SourceInfo]) -> Iterator[str]:
    """The library: one line per document."""
    for source in sources:
        for document in source.documents:
            badge = f"（{document.provenance.label}）" if document.provenance.label else ""
            name = f"{source.doc}#{document.part}" if document.part else source.doc
            problems = f"，问题 {document.problems} 个" if document.problems else ""
            yield f"{document.kind.label}  {name}  《{document.title}》{badge}  段落 {document.passages} 条{problems}"
    documents = sum(len(source.documents) for source in sources)
    yield f"共 {len(sources)} 个文件、{documents} 份资料。"
