"""Entry point of Alembic: runs the migrations on the connection given by ``kb.catalog.engine.migrate``."""

from __future__ import annotations

from alembic import context

from kb.catalog.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
