"""Corrections by the user: from the words typed to decisions that are checked, applied and remembered."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ingest.structure import parse
from ingest.types import with_types
from ingest.validity import relink
from kb.correcting import CorrectOutcome
from kb.corrections import Correction, Field, Place, corrected, forced_kinds
from kb.errors import NotFoundError, XunjianError
from kb.model import Document, DocumentKind, Provenance, Source, Validity
from kb.settings import Settings
from kb.taxonomy import SEPARATOR, load_taxonomy
from kb.text import fold

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

ORIGINAL = "正式文本"
# The longest titles of official documents have some 80 characters; more is pasted text.
_MAX_TITLE = 200
# So many near or allowed problems fit into a message.
_NAMED = 20


class Wishes(NamedTuple):
    """What the user wants changed, in words; None and empty leave things as they are.

    ``problem`` is the locator, number or title of the problem that gets ``types``.
    """

    kind: str | None = None
    title: str | None = None
    validity: str | None = None
    provenance: str | None = None
    problem: str | None = None
    types: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Wishes()


def understood(source: Source, corrections: Sequence[Correction], settings: Settings | None = None) -> Source:
    """The source with its text parsed, the user's corrections over it and the types of its problems."""
    documents = parse(source.text, source.doc)
    kinds = forced_kinds(documents, corrections)
    if kinds:
        documents = parse(source.text, source.doc, kinds)
    return with_types(corrected(source.with_documents(documents), corrections), settings)


def correct_document(kb: KnowledgeBase, name: str, wishes: Wishes, part: int | None = None) -> CorrectOutcome:
    """Correct a document; ``name`` as for ``Catalog.resolve``, ``part`` picks a document of a compilation.

    Raises ``XunjianError`` naming what is allowed for a value that is not, ``NotFoundError`` for a part or problem that
    is not there, and what :meth:`KnowledgeBase.correct` raises.
    """
    info = kb.catalog.resolve(name)
    source = kb.catalog.load(info.source_id)
    changes: list[Correction] = []
    if (wishes.problem is None) != (not wishes.types):
        msg = "更正问题类型要同时写明问题和类型。用法：xunjian correct 文件名 --problem 编号 --type 执法办案/涉案财物"
        raise XunjianError(msg)
    if wishes.problem is not None:
        changes.append(_typing(source, wishes.problem, wishes.types, part, kb.settings))
    whole = _whole(wishes)
    if whole:
        document = _chosen(source, name, part)
        _check_validity(document, whole)
        parsed = next(one for one in parse(source.text, source.doc) if one.part == document.part)
        changes += [Correction(Place(document.part, field), (value,), parsed.title) for field, value in whole.items()]
    return _carry_out(kb, info.source_id, changes, ())


def clear_corrections(
    kb: KnowledgeBase, name: str, *, part: int | None = None, problem: str | None = None
) -> CorrectOutcome:
    """Take back the corrections of a source, or those of one part or problem only.

    Raises ``NotFoundError`` where there are none.
    """
    info = kb.catalog.resolve(name)
    held = kb.corrections(info.origin)
    places = [
        one.place
        for one in held
        if part in {None, one.place.part}
        and (problem is None or _key(problem) in {_key(one.place.locator), _key(one.anchor)})
    ]
    if not places:
        there = f"现有的更正：{'；'.join(map(str, held))}。" if held else "这份资料没有人工更正。"
        msg = f"没有可以取消的更正：{name}。{there}"
        raise NotFoundError(msg)
    return _carry_out(kb, info.source_id, (), places)


def _carry_out(
    kb: KnowledgeBase, source_id: str, changes: Sequence[Correction], cleared: Iterable[Place]
) -> CorrectOutcome:
    outcome = kb.correct(source_id, changes, clear=cleared, reparse=partial(understood, settings=kb.settings))
    relink(kb)
    return outcome


def _whole(wishes: Wishes) -> dict[Field, str]:
    """The checked values for the document as a whole."""
    values: dict[Field, str] = {}
    if wishes.kind is not None:
        values[Field.KIND] = _one_of("类别", wishes.kind, {kind.label: kind for kind in DocumentKind})
    if wishes.validity is not None:
        values[Field.VALIDITY] = _one_of("效力", wishes.validity, {one.value: one for one in Validity})
    if wishes.provenance is not None:
        labels = {one.label or ORIGINAL: one for one in Provenance}
        values[Field.PROVENANCE] = _one_of("文本性质", wishes.provenance, labels)
    if wishes.title is not None:
        title = wishes.title.strip()
        if not title or len(title) > _MAX_TITLE or len(title.splitlines()) > 1:
            msg = f"标题不可用：{wishes.title[:40]!r}。请给出一行、不超过 {_MAX_TITLE} 字的标题。"
            raise XunjianError(msg)
        values[Field.TITLE] = title
    return values


def _one_of(what: str, given: str, allowed: Mapping[str, StrEnum]) -> str:
    """The stored value for a label (or the value itself)."""
    wanted = given.strip()
    for label, value in allowed.items():
        if wanted in {label, value.value, value.name.lower()}:
            return str(value.value)
    msg = f"没有这种{what}：{given!r}。可选：{'、'.join(allowed)}。"
    raise XunjianError(msg)


def _chosen(source: Source, name: str, part: int | None) -> Document:
    """The document meant: the only one, that of the part, or the one of exactly that title."""
    documents = source.documents
    there = "、".join(f"{document.part}（{document.title}）" for document in documents)
    if part is not None:
        found = [document for document in documents if document.part == part]
        if not found:
            msg = f"{source.doc} 中没有第 {part} 篇。可选：{there}。"
            raise NotFoundError(msg)
        return found[0]
    titled = [document for document in documents if document.title == name.strip()]
    if len(titled or documents) == 1:
        return (titled or documents)[0]
    msg = f"{source.doc} 含 {len(documents)} 篇文件，请用 --part 指明要更正哪一篇：{there}。"
    raise XunjianError(msg)


def _check_validity(document: Document, whole: Mapping[Field, str]) -> None:
    """Only regulations are in force or not."""
    kind = DocumentKind(whole.get(Field.KIND, document.kind.value))
    if Field.VALIDITY in whole and kind is not DocumentKind.REGULATION:
        msg = (
            f"《{document.title}》的类别是{kind.label}，只有法规制度才有效力。"
            "如类别有误，请同时用 --kind 法规制度 更正。"
        )
        raise XunjianError(msg)


def _typing(source: Source, wanted: str, types: Sequence[str], part: int | None, settings: Settings) -> Correction:
    """The decision on the types of a problem."""
    problems = [
        (document.part, problem)
        for document in source.documents
        if part in {None, document.part}
        for problem in document.problems
    ]
    key = _key(wanted)
    found = [one for one in problems if _key(one[1].locator) == key]
    found = found or [one for one in problems if key in {_key(one[1].number), _key(one[1].title)}]
    if len(found) != 1:
        listed = "；".join(f"{problem.locator} {problem.title}" for _, problem in (found or problems)[:_NAMED])
        reason = f"{wanted!r} 对应 {len(found)} 个问题" if found else f"没有编号为 {wanted!r} 的问题"
        msg = f"{source.doc} 中{reason}。可选：{listed or '（这份资料没有问题条目）'}。"
        raise NotFoundError(msg)
    taxonomy = load_taxonomy(settings)
    codes = tuple(dict.fromkeys(code.strip() for code in types))
    for code in codes:
        if code not in taxonomy.types:
            near = difflib.get_close_matches(code, taxonomy.types, 3, 0.3)  # as many and as near as help with a slip
            hint = f"相近的有：{'、'.join(near)}。" if near else ""
            # All types would fill a screen: those of the class named, else the classes.
            parent = code.partition(SEPARATOR)[0]
            there = [known for known, info in taxonomy.types.items() if info.parent == parent]
            allowed = f"“{parent}”类可选：{'、'.join(there)}" if there else f"大类有：{'、'.join(taxonomy.classes)}"
            msg = f"没有这种问题类型：{code!r}。{hint}{allowed}。"
            raise XunjianError(msg)
    [(at, problem)] = found
    return Correction(Place(at, Field.TYPES, problem.locator), codes, problem.title)


def _key(text: str) -> str:
    """A locator or title for comparison: width folded, without blanks and full stops at the end."""
    return re.sub(r"\s", "", fold(text)).rstrip(".、")
