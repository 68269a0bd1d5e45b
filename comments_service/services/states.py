"""The one way in which a comment comes to stand elsewhere, so that its thread's count and time of change are never wrong."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, bindparam, select, update
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.db import begin_write, make_insert
from comments_service.models import Comment, CommentState, Mode, Thread

TICK = timedelta(microseconds=1)
THREADS = Thread.__table__.c
LOCK = (
    select(THREADS.id, THREADS.mode, THREADS.closed_at, THREADS.closed_reason, THREADS.changed_at)
    .where(THREADS.page == bindparam("page"))
    .with_for_update()
)
ONE_MORE = (
    update(Thread)
    .where(THREADS.id == bindparam("own_id"))
    .values(published_count=THREADS.published_count + 1, changed_at=bindparam("at"))
)
Locked = Row[int, Mode | None, datetime | None, str | None, datetime]
"""What is asked of a thread that is locked: id, mode, closed_at, closed_reason and changed_at."""


def lock_thread(session: Session, thread: Thread) -> None:
    """Begin a transaction in which nobody else changes a thread."""
    begin_write(session)
    session.refresh(thread, with_for_update=True)


def lock_thread_of(session: Session, page: str) -> Thread:
    """Return the thread of a page, made where there is none, for nobody else to change; for a transaction that writes."""
    return session.get_one(Thread, lock_page(session.connection(), page).id, populate_existing=True)


def lock_page(connection: Connection, page: str) -> Locked:
    """Return what there is to know of a page's thread before one writes in it; for the rest as `lock_thread_of`."""
    return connection.execute(LOCK, {"page": page}).one_or_none() or _make_thread(connection, page)


def _make_thread(connection: Connection, page: str) -> Locked:
    """Return the thread of a page that had none, whoever made it in this very moment."""
    at = now()
    values = {"page": page, "created_at": at, "changed_at": at, "published_count": 0}
    connection.execute(make_insert(connection.dialect.name, Thread).values(values).on_conflict_do_nothing())
    return connection.execute(LOCK, {"page": page}).one()


def lock_comment(session: Session, comment: Comment) -> None:
    """Begin a transaction in which nobody else changes a comment or its thread."""
    lock_thread(session, comment.thread)
    session.refresh(comment)


def change_state(comment: Comment, after: CommentState, at: datetime) -> None:
    """Let a comment stand elsewhere; its thread is locked."""
    before, comment.state = comment.state, after
    if after is CommentState.PUBLISHED:
        comment.published_at = comment.published_at or at
    if comment.published_at:  # readers see it, or what became of it where others answer it
        count_published(comment.thread, (after is CommentState.PUBLISHED) - (before is CommentState.PUBLISHED), at)


def count_published(thread: Thread, more: int, at: datetime) -> None:
    """Note that so many more comments of a thread are published, or fewer where that is below nought."""
    thread.published_count += more
    touch(thread, at)


def count_new(connection: Connection, thread: Locked, at: datetime) -> None:
    """Note that a thread has a new comment that is published."""
    connection.execute(ONE_MORE, {"own_id": thread.id, "at": _later(thread, at)})


def touch(thread: Thread, at: datetime) -> None:
    """Note that readers see a thread change."""
    thread.changed_at = _later(thread, at)


def _later(thread: Thread | Locked, at: datetime) -> datetime:
    """Return when a thread changes; each time is later than the one before, since what is kept of it goes by that."""
    return max(at, thread.changed_at + TICK)
