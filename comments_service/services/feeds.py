"""The newest published comments, for feed readers."""

from collections.abc import Container, Sequence
from contextlib import closing
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from comments_service.models import Comment, CommentState, Thread

LENGTH = 50
"""How many comments a feed holds."""


def newest(session: Session, there: Container[str], pages: Sequence[str] | None = None) -> list[Comment]:
    """Return the comments that were published last, of some pages or of all that are there, the newest first."""
    query = select(Comment).join(Comment.thread).where(Comment.state == CommentState.PUBLISHED)
    if pages is not None:
        query = query.where(Thread.page.in_(pages))
    newest_first = query.order_by(Comment.published_at.desc(), Comment.id.desc()).options(
        contains_eager(Comment.thread)
    )
    with closing(session.scalars(newest_first.execution_options(yield_per=LENGTH))) as found:
        return list(islice((comment for comment in found if comment.thread.page in there), LENGTH))
