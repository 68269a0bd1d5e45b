"""Threads, comments and their moderation."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def state(name: str) -> sa.Enum:
    """Return the column type of a comment's state, checked by the database under this name."""
    words = ("pending", "published", "rejected", "removed", "withdrawn")
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
        sa.UniqueConstraint("page", name="uq_threads_page"),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("thread_id", sa.Integer, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("renderer", sa.Integer, nullable=False),
        sa.Column("state", state("ck_comments_state"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("published_at", INSTANT),
        sa.Column("status_token", sa.String(64), nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.CheckConstraint("length(name) between 1 and 200", name="ck_comments_name"),
        sa.CheckConstraint("length(text) between 1 and 10000", name="ck_comments_text"),
        sa.CheckConstraint("parent_id <> id", name="ck_comments_parent"),
        sa.CheckConstraint("state <> 'published' or published_at is not null", name="ck_comments_published_at"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_comments_thread_id"),
        sa.ForeignKeyConstraint(
            ["thread_id", "parent_id"], ["comments.thread_id", "comments.id"], name="fk_comments_parent_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("thread_id", "id", name="uq_comments_thread_id_id"),
        sa.UniqueConstraint("status_token", name="uq_comments_status_token"),
        sa.UniqueConstraint("submission", name="uq_comments_submission"),
    )
    op.create_index("ix_comments_thread_state", "comments", ["thread_id", "state", "id"])
    op.create_index("ix_comments_state", "comments", ["state", "id"])
    op.create_table(
        "moderation_actions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("before", state("ck_moderation_actions_before"), nullable=False),
        sa.Column("after", state("ck_moderation_actions_after"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("length(trim(by)) > 0", name="ck_moderation_actions_by"),
        sa.CheckConstraint("length(trim(reason)) > 0", name="ck_moderation_actions_reason"),
        sa.CheckConstraint("before <> after", name="ck_moderation_actions_change"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_moderation_actions_comment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_actions"),
    )
    op.create_index("ix_moderation_actions_comment_id", "moderation_actions", ["comment_id"])
    op.create_table(
        "moderators",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.CheckConstraint("length(name) > 0", name="ck_moderators_name"),
        sa.PrimaryKeyConstraint("id", name="pk_moderators"),
        sa.UniqueConstraint("name", name="uq_moderators_name"),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_ins"),
    )
    op.create_index("ix_failed_sign_ins_name_at", "failed_sign_ins", ["name", "at"])
