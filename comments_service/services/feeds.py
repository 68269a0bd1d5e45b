"""The newest published comments, for feed readers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comments_service.models import Comment, CommentState, Thread

LENGTH = 50
"""How many comments a feed holds."""


def newest(session: Session, pages: Sequence[str] | None = None) -> list[Comment]:
    """Return the comments that were published last, of some pages or of all, the newest first."""
    query = select(Comment).where(Comment.state == CommentState.PUBLISHED).options(joinedload(Comment.thread))
    if pages is not None:
        query = query.join(Comment.thread).where(Thread.page.in_(pages))
    return list(session.scalars(query.order_by(Comment.published_at.desc(), Comment.id.desc()).limit(LENGTH)))
