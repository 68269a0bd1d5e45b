"""Replies by branch, edits, reactions, flags, verdicts, browsers, limits, the brake, and acts on more than comments."""

import hashlib
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def words(name: str, choices: Iterable[str]) -> sa.Enum:
    """Return the column type of an enumeration, checked by the database under this name."""
    return sa.Enum(*choices, name=op.f(name), native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    """Make the tables of a discussion, and bring what there is along."""
    make_tables()
    widen_threads()
    widen_comments()
    widen_actions()
    with op.batch_alter_table("moderators") as table:
        role = words("ck_moderators_role", ("moderator", "editor"))
        table.add_column(sa.Column("role", role, nullable=False, server_default="moderator"))
    keep_digests_of_status_links()
    count_published()


def make_tables() -> None:
    """Make the tables that did not exist."""
    op.create_table(
        "credentials",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("banned_until", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_credentials"),
        sa.UniqueConstraint("digest", name="uq_credentials_digest"),
    )
    op.create_table(
        "revisions",
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("renderer", sa.Integer, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revisions_number")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_revisions_comment_id"),
        sa.PrimaryKeyConstraint("comment_id", "number", name="pk_revisions"),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("length(rule) > 0", name=op.f("ck_verdicts_rule")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_verdicts_comment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
    )
    op.create_index("ix_verdicts_comment_id", "verdicts", ["comment_id"])
    op.create_table(
        "reactions",
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("credential_id", sa.Integer, nullable=False),
        sa.Column("kind", words("ck_reactions_kind", ("useful", "agree", "disagree", "question")), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_reactions_comment_id"),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_reactions_credential_id"),
        sa.PrimaryKeyConstraint("comment_id", "credential_id", "kind", name="pk_reactions"),
    )
    op.create_index("ix_reactions_credential_id", "reactions", ["credential_id"])
    make_flags()
    op.create_table(
        "buckets",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("tokens", sa.Double, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("full_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_buckets"),
    )
    op.create_index("ix_buckets_full_at", "buckets", ["full_at"])
    op.create_table(
        "address_keys",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_address_keys"),
    )
    op.create_table(
        "brakes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.CheckConstraint("until_at >= begun_at", name=op.f("ck_brakes_until_at")),
        sa.PrimaryKeyConstraint("id", name="pk_brakes"),
    )
    op.create_index("ix_brakes_until_at", "brakes", ["until_at"])


def make_flags() -> None:
    """Make the table of flags."""
    reasons = ("abuse", "off-topic", "spam", "names-a-victim", "legal", "other")
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("credential_id", sa.Integer, nullable=False),
        sa.Column("reason", words("ck_flags_reason", reasons), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("outcome", words("ck_flags_outcome", ("upheld", "dismissed"))),
        sa.Column("settled_at", INSTANT),
        sa.CheckConstraint("(outcome is null) = (settled_at is null)", name=op.f("ck_flags_settled")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_flags_comment_id"),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_flags_credential_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flags"),
        sa.UniqueConstraint("comment_id", "credential_id", name="uq_flags_comment_id_credential_id"),
    )
    op.create_index("ix_flags_outcome", "flags", ["outcome", "comment_id"])
    op.create_index("ix_flags_credential", "flags", ["credential_id", "outcome"])


def widen_threads() -> None:
    """Give threads a count, a mode of their own, and an end."""
    with op.batch_alter_table("threads") as table:
        table.add_column(sa.Column("published_count", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("mode", words("ck_threads_mode", ("hold", "publish"))))
        table.add_column(sa.Column("closed_at", INSTANT))
        table.add_column(sa.Column("closed_reason", sa.Text))
        table.create_check_constraint(op.f("ck_threads_published_count"), "published_count >= 0")
        table.create_check_constraint(op.f("ck_threads_closed"), "(closed_at is null) = (closed_reason is null)")


def widen_comments() -> None:
    """Give comments a branch, edits, a browser; a moderator's own bear who wrote them."""
    with op.batch_alter_table("comments") as table:
        table.drop_constraint("uq_comments_status_token", type_="unique")
        table.alter_column("status_token", new_column_name="status_digest")
        table.add_column(sa.Column("root_id", sa.Integer))
    find_branches()
    with op.batch_alter_table("comments") as table:
        table.add_column(sa.Column("revision", sa.Integer, nullable=False, server_default="1"))
        table.add_column(sa.Column("folded", sa.String(64)))
        table.add_column(sa.Column("edited_at", INSTANT))
        table.add_column(sa.Column("featured_at", INSTANT))
        table.add_column(sa.Column("credential_id", sa.Integer))
        table.add_column(sa.Column("moderator_id", sa.Integer))
        table.create_unique_constraint("uq_comments_status_digest", ["status_digest"])
        table.create_check_constraint(op.f("ck_comments_root"), "(parent_id is null) = (root_id is null)")
        table.create_check_constraint(op.f("ck_comments_revision"), "revision >= 1")
        branch = (["thread_id", "root_id"], ["thread_id", "id"])
        table.create_foreign_key("fk_comments_root_id", "comments", *branch)
        table.create_foreign_key("fk_comments_credential_id", "credentials", ["credential_id"], ["id"])
        table.create_foreign_key("fk_comments_moderator_id", "moderators", ["moderator_id"], ["id"])
        table.create_index("ix_comments_folded", ["folded", "created_at"])
        table.create_index("ix_comments_published_at", ["state", "published_at"])
        table.create_index("ix_comments_credential", ["credential_id", "id"])


def widen_actions() -> None:
    """Let acts be about threads, browsers and the site too, and be taken back."""
    with op.batch_alter_table("moderation_actions") as table:
        table.alter_column("comment_id", existing_type=sa.Integer, nullable=True)
        for name in ("before", "after"):  # the first step gave them the prefix twice
            table.drop_constraint(op.f(f"ck_moderation_actions_ck_moderation_actions_{name}"), type_="check")
        table.alter_column("before", type_=sa.String(100), existing_type=sa.String(20), existing_nullable=False)
        table.alter_column("after", type_=sa.String(100), existing_type=sa.String(20), existing_nullable=False)
        for name, target in {
            "thread_id": "threads",
            "credential_id": "credentials",
            "undoes_id": "moderation_actions",
        }.items():
            table.add_column(sa.Column(name, sa.Integer))
            table.create_foreign_key(f"fk_moderation_actions_{name}", target, [name], ["id"])
        table.create_unique_constraint("uq_moderation_actions_undoes_id", ["undoes_id"])
        table.create_index("ix_moderation_actions_thread_id", ["thread_id"])
        table.create_index("ix_moderation_actions_credential_id", ["credential_id"])
        table.create_check_constraint(
            op.f("ck_moderation_actions_subject"),
            "(comment_id is null or thread_id is null) and (comment_id is null or credential_id is null)"
            " and (thread_id is null or credential_id is null)",
        )


def find_branches() -> None:
    """Note for each answer which comment begins its branch."""
    op.execute(
        "with recursive branches (id, root_id) as (select id, id from comments where parent_id is null"
        " union all select comments.id, branches.root_id from comments join branches on comments.parent_id = branches.id)"
        " update comments set root_id = (select root_id from branches where branches.id = comments.id)"
        " where parent_id is not null"
    )


def keep_digests_of_status_links() -> None:
    """Keep of each private link's token its digest alone; the links themselves go on working."""
    connection = op.get_bind()
    comments = sa.table("comments", sa.column("id"), sa.column("status_digest"))
    for comment, token in connection.execute(sa.select(comments.c.id, comments.c.status_digest)).all():
        digest = hashlib.sha256(token.encode()).hexdigest()
        connection.execute(comments.update().where(comments.c.id == comment).values(status_digest=digest))


def count_published() -> None:
    """Count each thread's published comments."""
    op.execute(
        "update threads set published_count ="
        " (select count(*) from comments where comments.thread_id = threads.id and comments.state = 'published')"
    )
