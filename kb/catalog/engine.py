"""Opening the catalog's database and bringing its tables up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kb.catalog.schema import REVISION
from kb.errors import KnowledgeBaseError

# Readers never wait in WAL mode and writers are one at a time by the file lock; what remains is a moment of recovery.
BUSY_MS = 10_000


def open_engine(url: str) -> sa.Engine:
    """An engine in which every transaction sees one state of the database.

    SQLite runs in WAL mode with full synchronisation, so that an acknowledged write survives a power cut.
    Raises ``KnowledgeBaseError`` for an address SQLAlchemy cannot use.
    """
    try:
        address = sa.make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")  # the driver of the extra [postgres]
        if address.get_backend_name() != "sqlite":
            return sa.create_engine(address, isolation_level="REPEATABLE READ", pool_pre_ping=True)
        engine = sa.create_engine(address)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        msg = f"目录库地址无法使用：{url!r}（{error}）。请检查设置项 database_url 及所需的数据库驱动。"
        raise KnowledgeBaseError(msg) from error
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to give reads one snapshot
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def stored_revision(engine: sa.Engine) -> str | None:
    """The migration the database stands at; None for an empty database."""
    with engine.connect() as connection:
        try:
            return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        except (sa.exc.OperationalError, sa.exc.ProgrammingError):
            connection.rollback()
            if sa.inspect(connection).has_table("alembic_version"):
                raise
            return None


def is_current(engine: sa.Engine) -> bool:
    """Whether the tables are those this version expects: one cheap query.

    Raises ``KnowledgeBaseError`` where the database cannot be read or was made by a newer version.
    """
    try:
        found = stored_revision(engine)
    except sa.exc.DBAPIError as error:
        msg = (
            f"目录库无法读取：{engine.url!r}（{error.orig}）。"
            "请检查地址、权限和数据库服务；文件如已损坏，请从备份恢复或重新收录。"
        )
        raise KnowledgeBaseError(msg) from error
    if found is not None and found > REVISION:
        msg = f"目录库由更新版本的巡鉴创建（结构 {found}，本程序支持到 {REVISION}）：{engine.url!r}。请升级本程序。"
        raise KnowledgeBaseError(msg)
    return found == REVISION


def migrate(engine: sa.Engine) -> None:
    """Run the missing migrations.  The caller holds the write lock."""
    from alembic import command  # noqa: PLC0415 - only needed when the tables are behind
    from alembic.config import Config  # noqa: PLC0415 - likewise

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
