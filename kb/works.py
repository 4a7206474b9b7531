"""What users make with the knowledge base: baskets, drafts, drills, runs, questions asked, feedback.

A work is a titled JSON object whose form belongs to whoever makes it.  Works stand in the catalog's database, so one
backup holds everything, but touch neither documents nor projections: saving needs no write lock and never waits for a
running ingestion longer than one of its short transactions.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from kb.catalog import schema as t
from kb.errors import BusyError, ConflictError, NotFoundError

Json = dict[str, Any]


class WorkKind(StrEnum):
    """The kinds of works."""

    BASKET = "basket"
    DRAFT = "draft"
    DRILL = "drill"
    RUN = "run"
    QUESTION = "question"
    FEEDBACK = "feedback"

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return _LABELS[self]


_LABELS = {
    WorkKind.BASKET: "材料篮",
    WorkKind.DRAFT: "文稿",
    WorkKind.DRILL: "演练",
    WorkKind.RUN: "演练记录",
    WorkKind.QUESTION: "提问记录",
    WorkKind.FEEDBACK: "反馈",
}


#: The order of lists; equal times are told apart by the id, so that a page of a list never repeats a work.
_NEWEST = (t.works.c.updated_at.desc(), t.works.c.id)


class Work(NamedTuple):
    """One work.  ``version`` counts from 1; times are UTC."""

    id: str
    kind: WorkKind
    title: str
    body: Json
    version: int
    created_at: datetime
    updated_at: datetime


class Head(NamedTuple):
    """A work without its body; ``fields`` are the fields asked for, None where the body lacks one."""

    id: str
    title: str
    updated_at: datetime
    fields: Mapping[str, str | None]


class Works:
    """The store of works; usable by several threads and processes at once.

    Nobody's changes are overwritten unseen: :meth:`save` names the version it started from.  Every method raises
    ``BusyError`` where the database stays locked.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def create(self, kind: WorkKind, title: str, body: Mapping[str, Any], *, identifier: str | None = None) -> Work:
        """Store a new work; ``identifier`` gives it a name of one's own (a shared basket, say).

        Raises ``ConflictError`` where a work of that identifier exists, ``TypeError`` for a body that is not JSON.
        """
        now = datetime.now(UTC)
        work = Work(identifier or uuid.uuid4().hex, kind, title, _plain(body), 1, now, now)
        values = {
            **work._asdict(),
            "body": _dump(body),
            "created_at": now.isoformat(),
            "updated_at": now.isoformat(),
        }
        try:
            with self._transaction() as connection:
                connection.execute(t.works.insert().values(**values))
        except sa.exc.IntegrityError as error:
            msg = f"编号为“{work.id}”的{kind.label}已经存在。请打开已有的一份。"
            raise ConflictError(msg) from error
        return work

    def save(self, work: Work) -> Work:
        """Store a changed title or body (``work._replace(body=…)``) and return the work with its new version.

        Raises ``ConflictError`` where the stored version is no longer ``work.version``, ``NotFoundError`` where the
        work was deleted.
        """
        now = datetime.now(UTC)
        with self._transaction() as connection:
            changed = connection.execute(
                t.works.update()
                .where(t.works.c.id == work.id, t.works.c.version == work.version)
                .values(title=work.title, body=_dump(work.body), version=work.version + 1, updated_at=now.isoformat())
            ).rowcount
            found = None if changed else connection.execute(_one(work.id)).first()
        if changed:
            return work._replace(body=_plain(work.body), version=work.version + 1, updated_at=now)
        if found is None:
            raise _no_work(work.id)
        msg = f"{work.kind.label}“{work.title}”已在别处保存过新的版本。请重新打开后再修改，以免覆盖他人的内容。"
        raise ConflictError(msg)

    def get(self, identifier: str) -> Work:
        """The work with that id; raises ``NotFoundError``."""
        with self._transaction() as connection:
            found = connection.execute(_one(identifier)).first()
        if found is None:
            raise _no_work(identifier)
        return _work(found)

    def list(
        self,
        kind: WorkKind,
        limit: int | None = None,
        *,
        offset: int = 0,
        title: str | None = None,
        having: Mapping[str, str] | None = None,
    ) -> list[Work]:
        """Works of a kind, the one saved last first: ``limit`` of them behind the first ``offset``, and where ``title``
        is given only those of exactly that title; with ``having`` only those whose body holds these text fields.
        """
        wanted = sa.select(t.works).where(t.works.c.kind == kind.value)
        wanted = wanted.where(*(self._field(name) == value for name, value in (having or {}).items()))
        if title is not None:
            wanted = wanted.where(t.works.c.title == title)
        with self._transaction() as connection:
            rows = connection.execute(wanted.order_by(*_NEWEST).limit(limit).offset(offset)).all()
        return [_work(row) for row in rows]

    def heads(self, kind: WorkKind, *fields: str) -> Sequence[Head]:
        """Works of a kind with some text fields of their bodies, the one saved last first; the rest is not read."""
        columns = (t.works.c.id, t.works.c.title, t.works.c.updated_at, *map(self._field, fields))
        wanted = sa.select(*columns).where(t.works.c.kind == kind.value).order_by(*_NEWEST)
        with self._transaction() as connection:
            rows = connection.execute(wanted).all()
        return [
            Head(row[0], row[1], datetime.fromisoformat(row[2]), dict(zip(fields, row[3:], strict=True)))
            for row in rows
        ]

    def _field(self, name: str) -> sa.ColumnElement[str]:
        """A text field of the body, looked up by the database."""
        if self._engine.dialect.name == "sqlite":  # where a cast to JSON would make a number of it
            return sa.func.json_extract(t.works.c.body, f"$.{name}", type_=sa.Text)
        found: sa.ColumnElement[str] = sa.cast(t.works.c.body, sa.JSON)[name].as_string()
        return found

    def count(self, kind: WorkKind) -> int:
        """How many works of a kind there are; their bodies are not read."""
        with self._transaction() as connection:
            return int(
                connection.execute(
                    sa.select(sa.func.count()).select_from(t.works).where(t.works.c.kind == kind.value)
                ).scalar_one()
            )

    def prune(self, kind: WorkKind, keep: int = 0) -> int:
        """Delete all works of a kind but the ``keep`` saved last; returns how many were deleted."""
        kept = sa.select(t.works.c.id).where(t.works.c.kind == kind.value).order_by(*_NEWEST).limit(keep)
        with self._transaction() as connection:
            return connection.execute(
                t.works.delete().where(t.works.c.kind == kind.value, t.works.c.id.not_in(kept))
            ).rowcount

    def delete(self, identifier: str) -> None:
        """Delete a work; raises ``NotFoundError``."""
        with self._transaction() as connection:
            gone = connection.execute(t.works.delete().where(t.works.c.id == identifier)).rowcount
        if not gone:
            raise _no_work(identifier)

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            if "locked" not in str(error.orig):
                raise
            msg = "资料库正忙，内容尚未保存。请稍候片刻再试。"
            raise BusyError(msg) from error


def _one(identifier: str) -> sa.Select[Any]:
    return sa.select(t.works).where(t.works.c.id == identifier)


def _work(row: Any) -> Work:
    return Work(
        row.id,
        WorkKind(row.kind),
        row.title,
        json.loads(row.body),
        row.version,
        datetime.fromisoformat(row.created_at),
        datetime.fromisoformat(row.updated_at),
    )


def _dump(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)


def _plain(body: Mapping[str, Any]) -> Json:
    """The body as it comes back from the store (tuples are lists there)."""
    plain: Json = json.loads(_dump(body))
    return plain


def _no_work(identifier: str) -> NotFoundError:
    msg = f"没有编号为“{identifier}”的内容，可能已被删除。请刷新列表后重试。"
    return NotFoundError(msg)
