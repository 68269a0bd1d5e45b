"""Thread, Comment, Reaction, Flag, ModerationAction and the rest of what the database keeps, and what it never lets be false."""

import enum
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from comments_service.columns import Base, UTCDateTime, make_words, now

NAME_ROOM = 200
"""The most characters that the database takes for a name; the setting COMMENTS_NAME_LIMIT may be lower."""

TEXT_ROOM = 10_000
"""The most characters that the database takes for a comment; the setting COMMENTS_TEXT_LIMIT may be lower."""

SERVICE = "the service"
"""Who acts where no moderator does."""

COMMAND_LINE = "the command line"
"""Who makes, resets and dismisses moderators."""

DIGEST = String(64)
"""A SHA-256 in hexadecimal."""


class CommentState(enum.StrEnum):
    """Where a comment stands; only a published one is seen by readers."""

    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


class Mode(enum.StrEnum):
    """What happens to a comment that nothing speaks against: it waits for a moderator, or is published at once."""

    HOLD = "hold"
    PUBLISH = "publish"


class Role(enum.StrEnum):
    """What a moderator may do: decide about comments, or that and also lead threads, readers and the site."""

    MODERATOR = "moderator"
    EDITOR = "editor"


class ReactionKind(enum.StrEnum):
    """A reader's mark on a comment."""

    USEFUL = "useful"
    AGREE = "agree"
    DISAGREE = "disagree"
    QUESTION = "question"


class FlagReason(enum.StrEnum):
    """Why a reader asks that a moderator look at a comment."""

    ABUSE = "abuse"
    OFF_TOPIC = "off-topic"
    SPAM = "spam"
    NAMES_A_VICTIM = "names-a-victim"
    LEGAL = "legal"
    OTHER = "other"


class FlagOutcome(enum.StrEnum):
    """What a moderator made of a flag."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Thread(Base):
    """The comments under one page of the site, keyed by the page's id, and when readers last saw them change.

    published_count is the number of its published comments: a list of pages needs many at once.
    """

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint("published_count >= 0", name="published_count"),
        CheckConstraint("(closed_at is null) = (closed_reason is null)", name="closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    published_count: Mapped[int] = mapped_column(default=0, server_default="0")
    mode: Mapped[Mode | None] = mapped_column(make_words(Mode, "mode"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_reason: Mapped[str | None] = mapped_column(Text)

    comments: Mapped[list["Comment"]] = relationship(back_populates="thread")


class Credential(Base):
    """One browser that has written here: the digest of what its cookie holds, and until when it may not write."""

    __tablename__ = "credentials"
    __table_args__ = (
        Index(
            "ix_credentials_banned_until",
            "banned_until",
            "id",
            sqlite_where=text("banned_until is not null"),
            postgresql_where=text("banned_until is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    banned_until: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Comment(Base):
    """One reader's words in a thread, with the HTML that they were rendered to when written.

    A comment that answers another one stands in the same thread: the keys to its parent, and to the comment that begins the
    branch, hold the thread too. revision counts from 1 with each edit; folded is the digest of the words as repeats are found.
    """

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint(f"length(name) between 1 and {NAME_ROOM}", name="name"),
        CheckConstraint(f"length(text) between 1 and {TEXT_ROOM}", name="text"),
        CheckConstraint("parent_id <> id", name="parent"),
        CheckConstraint("(parent_id is null) = (root_id is null)", name="root"),
        CheckConstraint("state <> 'published' or published_at is not null", name="published_at"),
        CheckConstraint("revision >= 1", name="revision"),
        UniqueConstraint("thread_id", "id"),
        ForeignKeyConstraint(
            ["thread_id", "parent_id"], ["comments.thread_id", "comments.id"], name="fk_comments_parent_id"
        ),
        ForeignKeyConstraint(
            ["thread_id", "root_id"], ["comments.thread_id", "comments.id"], name="fk_comments_root_id"
        ),
        Index("ix_comments_thread_state", "thread_id", "state", "id"),
        Index("ix_comments_thread_published_at", "thread_id", "state", "published_at", "id"),
        Index("ix_comments_state", "state", "id"),
        Index("ix_comments_published_at", "state", "published_at"),
        Index("ix_comments_folded", "folded", "created_at"),
        Index("ix_comments_credential", "credential_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None]
    root_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(NAME_ROOM))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    folded: Mapped[str | None] = mapped_column(DIGEST)
    state: Mapped[CommentState] = mapped_column(make_words(CommentState, "state"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    featured_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    status_digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    submission: Mapped[str] = mapped_column(DIGEST, unique=True)
    credential_id: Mapped[int | None] = mapped_column(ForeignKey("credentials.id"))
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("moderators.id"))

    thread: Mapped[Thread] = relationship(back_populates="comments")
    credential: Mapped[Credential | None] = relationship()
    actions: Mapped[list["ModerationAction"]] = relationship(back_populates="comment", order_by="ModerationAction.id")
    revisions: Mapped[list["Revision"]] = relationship(order_by="Revision.number")
    verdicts: Mapped[list["Verdict"]] = relationship(order_by="Verdict.id")
    flags: Mapped[list["Flag"]] = relationship(back_populates="comment", order_by="Flag.id")


class Revision(Base):
    """What a comment said before an edit: its words and their HTML, with the number that they had."""

    __tablename__ = "revisions"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(NAME_ROOM))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[int]
    replaced_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Verdict(Base):
    """What a rule said about one revision of a comment, and the evidence that it went by."""

    __tablename__ = "verdicts"
    __table_args__ = (CheckConstraint("length(rule) > 0", name="rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    revision: Mapped[int]
    rule: Mapped[str] = mapped_column(String(40))
    evidence: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Reaction(Base):
    """One reader's mark on a comment; one of each kind for each browser."""

    __tablename__ = "reactions"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    credential_id: Mapped[int] = mapped_column(ForeignKey("credentials.id"), primary_key=True, index=True)
    kind: Mapped[ReactionKind] = mapped_column(make_words(ReactionKind, "kind"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Flag(Base):
    """A reader's request that a moderator look at a comment, once for each browser, and what came of it."""

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("comment_id", "credential_id"),
        CheckConstraint("(outcome is null) = (settled_at is null)", name="settled"),
        Index("ix_flags_outcome", "outcome", "comment_id"),
        Index("ix_flags_credential", "credential_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    credential_id: Mapped[int] = mapped_column(ForeignKey("credentials.id"))
    reason: Mapped[FlagReason] = mapped_column(make_words(FlagReason, "reason"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    outcome: Mapped[FlagOutcome | None] = mapped_column(make_words(FlagOutcome, "outcome"))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    comment: Mapped[Comment] = relationship(back_populates="flags")


class ModerationAction(Base):
    """One act on a comment, on a thread, on a browser or, where it names none of them, on the whole site or a moderator.

    It says who and why, and what was so before and after, in words: a comment's state, open or closed, and the like. An act
    that takes another one back names it, and each is taken back once at most.
    """

    __tablename__ = "moderation_actions"
    __table_args__ = (
        CheckConstraint("length(trim(by)) > 0", name="by"),
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        CheckConstraint("before <> after", name="change"),
        CheckConstraint(
            "(comment_id is null or thread_id is null) and (comment_id is null or credential_id is null)"
            " and (thread_id is null or credential_id is null)",
            name="subject",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    credential_id: Mapped[int | None] = mapped_column(ForeignKey("credentials.id"), index=True)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_actions.id"), unique=True)
    verb: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(NAME_ROOM))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(String(100))
    after: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    comment: Mapped[Comment | None] = relationship(back_populates="actions")
    thread: Mapped[Thread | None] = relationship()


class Moderator(Base):
    """Somebody who may sign in to the desk while active; made and dismissed on the command line only."""

    __tablename__ = "moderators"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_ROOM), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(make_words(Role, "role"), default=Role.MODERATOR, server_default="moderator")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_active: Mapped[bool] = mapped_column(default=True)


class DeskSession(Base):
    """A moderator who is signed in: the digest of what the cookie of their browser holds, and since when."""

    __tablename__ = "desk_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("moderators.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Bucket(Base):
    """The tokens left to somebody for one kind of act, by the time at which all are back; a bucket that is full may go.

    Times are in seconds since 1970; token_seconds is after how many there is another token, all_seconds after how many an empty
    bucket is full.
    """

    __tablename__ = "buckets"
    __table_args__ = (Index("ix_buckets_full_at", "full_at"), {"sqlite_with_rowid": False})

    key: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    full_at: Mapped[float] = mapped_column(Double)
    token_seconds: Mapped[float] = mapped_column(Double)
    all_seconds: Mapped[float] = mapped_column(Double)


class AddressKey(Base):
    """The key with which one day's addresses are hashed; gone with the day, so that nobody can find an address again."""

    __tablename__ = "address_keys"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    key: Mapped[str] = mapped_column(DIGEST)


class Brake(Base):
    """A time in which every comment waits for a moderator, whatever the mode; who began it, and why."""

    __tablename__ = "brakes"
    __table_args__ = (CheckConstraint("until_at >= begun_at", name="until_at"), Index("ix_brakes_until_at", "until_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until_at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(NAME_ROOM))
    reason: Mapped[str] = mapped_column(Text)
