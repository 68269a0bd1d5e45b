"""The newest published comments, for feed readers."""

import json
from collections.abc import Container, Sequence
from contextlib import closing
from datetime import datetime
from heapq import nlargest
from itertools import islice

from sqlalchemy import bindparam, select, union_all
from sqlalchemy.orm import Session, contains_eager

from comments_service.models import Comment, CommentState, Thread
from comments_service.one_of import one_of

LENGTH = 50
"""How many comments a feed holds."""

AT_ONCE = 20
"""How many threads are asked for their newest comments by one question."""

NEWEST_FIRST = (Comment.published_at.desc(), Comment.id.desc())
OF_PAGES = (
    select(Thread.id, Thread.changed_at)
    .where(one_of(Thread.page, bindparam("pages")), Thread.published_count > 0)
    .order_by(Thread.changed_at.desc())
)
OF_THREAD = (
    select(Comment.published_at, Comment.id)
    .where(Comment.state == CommentState.PUBLISHED)
    .order_by(*NEWEST_FIRST)
    .limit(LENGTH)
)
WITH_THREAD = select(Comment).join(Comment.thread).options(contains_eager(Comment.thread)).order_by(*NEWEST_FIRST)

Place = tuple[datetime, int]
"""When a comment was published, and its number."""


def newest(session: Session, there: Container[str], pages: Sequence[str] | None = None) -> list[Comment]:
    """Return the comments that were published last, of some pages or of all that are there, the newest first."""
    if pages is not None:
        return _read_newest_of(session, [page for page in pages if page in there])
    query = WITH_THREAD.where(Comment.state == CommentState.PUBLISHED)
    with closing(session.scalars(query.execution_options(yield_per=LENGTH))) as found:
        return list(islice((comment for comment in found if comment.thread.page in there), LENGTH))


def _read_newest_of(session: Session, pages: Sequence[str]) -> list[Comment]:
    """Return the newest comments of some pages, thread by thread: all at once SQLite would look through those of the whole site."""
    numbers = [number for _, number in _find_newest_of(session, pages)]
    comments = session.scalars(WITH_THREAD.where(Comment.id.in_(numbers)))
    return [comment for comment in comments if comment.state is CommentState.PUBLISHED]  # by now


def _find_newest_of(session: Session, pages: Sequence[str]) -> list[Place]:
    threads = session.execute(OF_PAGES, {"pages": json.dumps(pages)}).all()
    found: list[Place] = []
    for start in range(0, len(threads), AT_ONCE):
        if len(found) == LENGTH and threads[start].changed_at < found[-1][0]:
            break  # whatever was published changed its thread
        found = nlargest(LENGTH, [*found, *_ask(session, [row.id for row in threads[start : start + AT_ONCE]])])
    return found


def _ask(session: Session, threads: Sequence[int]) -> list[Place]:
    """Return the newest comments of each of some threads, in any order."""
    each = [select(OF_THREAD.where(Comment.thread_id == number).subquery()) for number in threads]
    return [(at, number) for at, number in session.execute(union_all(*each))]
