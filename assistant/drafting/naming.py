"""Finds what a user names for the basket: ``文件#二(二)7.`` for a problem, ``条例#第十二条`` for an article."""

from __future__ import annotations

import re

from assistant.basket import BasketItem
from assistant.desk import Desk
from assistant.drafting.collect import of_evidence, of_problem
from kb.catalog import ProblemInfo, SourceInfo
from kb.errors import NotFoundError, XunjianError
from kb.model import DocumentKind, Group, PassageKind, StoredPassage
from kb.numerals import CHARACTERS, to_chinese, to_int
from kb.text import fold
from retrieval.lookup import no_such_article

_LABEL = re.compile(rf"第?\s*(?P<number>[{CHARACTERS}\d]+)\s*条(?:之(?P<sub>[{CHARACTERS}\d]+))?")

#: Locators named in a message: one line of them.
_NEAR = 8


def named_problem(desk: Desk, name: str) -> BasketItem:
    """The problem ``文件#编号`` or ``文件#标题``, or one of its measures, ``文件#二(二)7.六是``; brackets and the last
    dot of a number may be written either way.

    Raises ``XunjianError`` for a name without ``#``, ``NotFoundError`` naming the problems there are.
    """
    doc, wanted = _parted(name, "文件#二(二)7.")
    source = desk.kb.catalog.resolve(doc)
    problems = desk.kb.catalog.problems(source_id=source.source_id)
    for info in problems:
        if _alike(wanted) in (_alike(info.problem.locator), _alike(info.problem.title)):
            return of_problem(desk.kb, source.source_id, info.problem.locator)
    for passage in desk.kb.catalog.of_source(source.source_id):
        if passage.kind is PassageKind.MEASURE and _alike(wanted) == _alike(passage.locator):
            return of_evidence(passage)
    raise _no_problem(source, wanted, problems)


def named_article(desk: Desk, name: str) -> BasketItem:
    """The article ``条例#第十二条``: in that very file, or in the version in force of a regulation called so.

    Raises ``XunjianError`` for a name without ``#`` or label, ``NotFoundError`` where there is no such article.
    """
    regulation, label = _parted(name, "条例#第十二条")
    match = _LABEL.fullmatch(fold(label).strip())
    try:
        number, sub = (to_int(match["number"]), to_int(match["sub"]) if match["sub"] else 0) if match else (0, 0)
    except ValueError:
        number = 0
    if not number:
        msg = f"“{label}”不是条款编号。请写成 条例#第十二条。"
        raise XunjianError(msg)
    passage = _in_file(desk, regulation, number, sub)
    if passage is None:
        result = desk.search(f"《{regulation.strip('《》')}》{label}")
        passage = next((hit.passage for hit in result.groups.get(Group.ARTICLE, ()) if hit.exact), None)
        if passage is None:
            raise NotFoundError(result.reason or f"资料库中没有“{regulation}”{label}。可用 xunjian list 查看全部资料。")
    return of_evidence(passage)


def _in_file(desk: Desk, name: str, number: int, sub: int) -> StoredPassage | None:
    try:
        source = desk.kb.catalog.resolve(name)
    except XunjianError:
        return None
    regulations = [document for document in source.documents if document.kind is DocumentKind.REGULATION]
    for document in regulations:
        passage = desk.kb.catalog.article(source.source_id, document.part, number, sub)
        if passage is not None:
            return passage
    if regulations:
        label = f"第{to_chinese(number)}条" + (f"之{to_chinese(sub)}" if sub else "")
        raise NotFoundError(no_such_article(regulations[0].title, label, regulations[0].articles))
    return None


def _parted(name: str, example: str) -> tuple[str, str]:
    left, mark, right = name.rpartition("#")
    if not mark or not left.strip() or not right.strip():
        msg = f"“{name}”没有写明位置。请写成 {example}"
        raise XunjianError(msg)
    return left.strip(), right.strip()


def _alike(words: str) -> str:
    return re.sub(r"[\s“”\"]", "", fold(words)).rstrip(".、")


def _no_problem(source: SourceInfo, wanted: str, problems: list[ProblemInfo]) -> NotFoundError:
    listed = "、".join(info.problem.locator for info in problems[:_NEAR])
    more = f"其中的问题有：{listed}{'等' if len(problems) > _NEAR else ''}。" if problems else "其中没有拆出问题。"
    return NotFoundError(f"“{source.doc}”中没有编号或标题为“{wanted}”的问题。{more}")
