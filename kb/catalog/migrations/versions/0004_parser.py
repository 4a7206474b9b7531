"""Which version of the reading program made a generation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; what was read before stays without a version."""
    op.add_column("generations", sa.Column("parser", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("generations", "parser")
