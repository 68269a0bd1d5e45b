"""Buckets by the time at which they are full; what was counted before is forgotten, and every limit begins anew."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of buckets anew."""
    op.drop_table("buckets")
    op.create_table(
        "buckets",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("full_at", sa.Double, nullable=False),
        sa.Column("token_seconds", sa.Double, nullable=False),
        sa.Column("all_seconds", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_buckets"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_buckets_full_at", "buckets", ["full_at"])
