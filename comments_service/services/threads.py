"""The thread of a page: what readers see of it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comments_service.models import Comment, CommentState, Thread


def published_comments(session: Session, page: str) -> list[Comment]:
    """Return the published comments of a page, in the order in which they were written."""
    published = Comment.state == CommentState.PUBLISHED
    query = select(Comment).join(Comment.thread).where(Thread.page == page, published).order_by(Comment.id)
    return list(session.scalars(query))


def count_published(session: Session, page: str) -> int:
    """Return how many published comments a page has."""
    published = Comment.state == CommentState.PUBLISHED
    query = select(func.count()).select_from(Comment).join(Comment.thread).where(Thread.page == page, published)
    return session.scalar(query) or 0


def last_change(session: Session, page: str) -> datetime | None:
    """Return when readers last saw the thread of a page change, or None where nobody has written in it."""
    return session.scalar(select(Thread.changed_at).where(Thread.page == page))
