"""Thread, Comment, ModerationAction, Moderator: what the database keeps, and what it never lets be false."""

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAME_ROOM = 200
"""The most characters that the database takes for a name; the setting COMMENTS_NAME_LIMIT may be lower."""

TEXT_ROOM = 10_000
"""The most characters that the database takes for a comment; the setting COMMENTS_TEXT_LIMIT may be lower."""


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """An instant in UTC on every engine; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an instant into UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the zone back to an instant that was read."""
        if isinstance(value, datetime) and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value  # type: ignore[no-any-return]  # what the driver gives is a datetime or None


class Base(DeclarativeBase):
    """The tables' common base; constraints have names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class CommentState(enum.StrEnum):
    """Where a comment stands; only a published one is seen by readers."""

    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


def _words(kind: type[enum.StrEnum], name: str) -> Enum:
    """Return a column type that keeps an enumeration as its words, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Thread(Base):
    """The comments under one page of the site, keyed by the page's id, and when readers last saw them change."""

    __tablename__ = "threads"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    comments: Mapped[list["Comment"]] = relationship(back_populates="thread")


class Comment(Base):
    """One reader's words in a thread, with the HTML that they were rendered to when written.

    A comment that answers another one stands in the same thread: the key to its parent holds the thread too.
    """

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint(f"length(name) between 1 and {NAME_ROOM}", name="name"),
        CheckConstraint(f"length(text) between 1 and {TEXT_ROOM}", name="text"),
        CheckConstraint("parent_id <> id", name="parent"),
        CheckConstraint("state <> 'published' or published_at is not null", name="published_at"),
        UniqueConstraint("thread_id", "id"),
        ForeignKeyConstraint(
            ["thread_id", "parent_id"], ["comments.thread_id", "comments.id"], name="fk_comments_parent_id"
        ),
        Index("ix_comments_thread_state", "thread_id", "state", "id"),
        Index("ix_comments_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(NAME_ROOM))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[int]
    state: Mapped[CommentState] = mapped_column(_words(CommentState, "state"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    status_token: Mapped[str] = mapped_column(String(64), unique=True)
    submission: Mapped[str] = mapped_column(String(64), unique=True)

    thread: Mapped[Thread] = relationship(back_populates="comments")
    actions: Mapped[list["ModerationAction"]] = relationship(back_populates="comment", order_by="ModerationAction.id")


class ModerationAction(Base):
    """One act of a moderator on a comment: who, what, why, and the state before and after."""

    __tablename__ = "moderation_actions"
    __table_args__ = (
        CheckConstraint("length(trim(by)) > 0", name="by"),
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        CheckConstraint("before <> after", name="change"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    verb: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(NAME_ROOM))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[CommentState] = mapped_column(_words(CommentState, "before"))
    after: Mapped[CommentState] = mapped_column(_words(CommentState, "after"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    comment: Mapped[Comment] = relationship(back_populates="actions")


class Moderator(Base):
    """Somebody who may sign in to the desk while active; made and dismissed on the command line only."""

    __tablename__ = "moderators"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_ROOM), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_active: Mapped[bool] = mapped_column(default=True)


class FailedSignIn(Base):
    """A sign-in to the desk that has not succeeded, kept for a while so that guessing a password is slowed down."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (Index("ix_failed_sign_ins_name_at", "name", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_ROOM))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
