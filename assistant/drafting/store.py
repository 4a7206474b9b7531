"""Keeps drafts among the works of the knowledge base."""

from __future__ import annotations

from typing import NamedTuple

from assistant.drafting.model import Draft
from kb.errors import AmbiguousNameError, KnowledgeBaseError, NotFoundError
from kb.works import Work, WorkKind, Works


class StoredDraft(NamedTuple):
    """A draft with the version it was read in."""

    work: Work
    draft: Draft


def save_draft(works: Works, draft: Draft, work: Work | None = None) -> Work:
    """Store a new draft, or the next version of ``work``, and return the work with its version.

    Raises ``ConflictError`` where somebody saved the work since it was read, ``NotFoundError`` where it was deleted.
    """
    if work is None:
        return works.create(WorkKind.DRAFT, draft.title, draft.to_json())
    return works.save(work._replace(title=draft.title, body=draft.to_json()))


def load_drafts(works: Works, limit: int | None = None) -> tuple[StoredDraft, ...]:
    """The drafts, the one saved last first; raises ``KnowledgeBaseError`` for one that cannot be read."""
    return tuple(StoredDraft(work, _read(work)) for work in works.list(WorkKind.DRAFT, limit))


def load_draft(works: Works, name: str) -> StoredDraft:
    """The draft with that id, the beginning of it, or that title.

    Raises ``NotFoundError`` naming the latest drafts, ``AmbiguousNameError`` where several fit.
    """
    stored = works.list(WorkKind.DRAFT)
    found = [work for work in stored if work.id == name] or [
        work for work in stored if name and (work.title == name or work.id.startswith(name))
    ]
    if len(found) > 1:
        lines = "\n".join(f"  {work.id}  {work.title}" for work in found)
        msg = f"“{name}”对应{len(found)}份文稿：\n{lines}\n请改用第一列的编号。"
        raise AmbiguousNameError(msg)
    if not found:
        latest = "、".join(f"{work.id[:8]}《{work.title}》" for work in stored[:_LATEST])
        msg = f"没有编号或标题为“{name}”的文稿。" + (f"最近保存的有：{latest}。" if latest else "还没有保存过文稿。")
        raise NotFoundError(msg)
    return StoredDraft(found[0], _read(found[0]))


#: Drafts named in a message.
_LATEST = 3


def _read(work: Work) -> Draft:
    try:
        return Draft.from_json(work.body)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"文稿“{work.title}”（编号 {work.id}）的内容已损坏，无法打开。"
        raise KnowledgeBaseError(msg) from error
