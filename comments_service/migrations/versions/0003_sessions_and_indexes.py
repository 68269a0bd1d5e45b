"""Sessions of the desk, and indexes for what grows; what was typed to sign in is kept no more."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table of desk sessions and the indexes, and drop the table of failed sign-ins, which buckets count now."""
    make_desk_sessions()
    op.drop_table("failed_sign_ins")
    newest = ["thread_id", "state", "published_at", "id"]
    op.create_index("ix_comments_thread_published_at", "comments", newest)
    is_banned = sa.text("banned_until is not null")
    op.create_index(
        "ix_credentials_banned_until",
        "credentials",
        ["banned_until", "id"],
        sqlite_where=is_banned,
        postgresql_where=is_banned,
    )


def make_desk_sessions() -> None:
    """Make the table of desk sessions."""
    op.create_table(
        "desk_sessions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("moderator_id", sa.Integer, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["moderator_id"], ["moderators.id"], name="fk_desk_sessions_moderator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_sessions"),
        sa.UniqueConstraint("digest", name="uq_desk_sessions_digest"),
    )
    op.create_index("ix_desk_sessions_moderator_id", "desk_sessions", ["moderator_id"])
    op.create_index("ix_desk_sessions_begun_at", "desk_sessions", ["begun_at"])
