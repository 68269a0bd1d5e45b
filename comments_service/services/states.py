"""The one way in which a comment comes to stand elsewhere, so that its thread's count and time of change are never wrong."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.db import begin_write, make_insert, read_engine
from comments_service.models import Comment, CommentState, Thread

TICK = timedelta(microseconds=1)
LOCK = (
    select(Thread).where(Thread.page == bindparam("page")).with_for_update().execution_options(populate_existing=True)
)


def lock_thread(session: Session, thread: Thread) -> None:
    """Begin a transaction in which nobody else changes a thread."""
    begin_write(session)
    session.refresh(thread, with_for_update=True)


def lock_thread_of(session: Session, page: str) -> Thread:
    """Return the thread of a page, made where there is none, for nobody else to change; for a transaction that writes."""
    return session.scalar(LOCK, {"page": page}) or _make_thread(session, page)


def _make_thread(session: Session, page: str) -> Thread:
    """Return the thread of a page that had none, whoever made it in this very moment."""
    at = now()
    values = {"page": page, "created_at": at, "changed_at": at, "published_count": 0}
    session.execute(make_insert(read_engine(session), Thread).values(values).on_conflict_do_nothing())
    return session.scalars(LOCK, {"page": page}).one()


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


def touch(thread: Thread, at: datetime) -> None:
    """Note that readers see a thread change; each time is later than the one before, since what is kept of it goes by that."""
    thread.changed_at = max(at, thread.changed_at + TICK)
